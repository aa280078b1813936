package org.sceneremix.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Limits of the machine on one thread, as bounds for the tracer's rates: arithmetic in the nearest
 * cache, sequential reads, and reads of scattered cache lines, as rays make them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MachineBenchmark {

  /** Values in a cache line. */
  private static final int LINE = 16;

  private static final int NEAR = 2048;
  private static final int LOADS = 1 << 14;

  /** Work done, from which JMH makes rates. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public long operations;
    public long bytes;
    public long lines;
  }

  /** Side of the RGB-density grid whose bytes are read, voxels. */
  @Param({"64", "128", "256"})
  public int resolution;

  private final float[] near = new float[NEAR];
  private float[] grid;
  private int shift;
  private int place;

  @Setup(Level.Trial)
  public void prepare() {
    Arrays.fill(near, 1);
    grid = new float[4 * resolution * resolution * resolution];
    Arrays.fill(grid, 1);
    shift = Integer.numberOfLeadingZeros(grid.length / LINE) + 1;
  }

  /** Multiplications and additions of independent values, which compilers make vectors of. */
  @Benchmark
  public float[] arithmetic(Work work) {
    float[] v = near;
    for (int i = 0; i < v.length; i++) {
      float x = v[i];
      x = x * 0.99f + 0.01f;
      x = x * 0.98f + 0.02f;
      x = x * 0.97f + 0.03f;
      x = x * 0.96f + 0.04f;
      v[i] = x;
    }
    work.operations += 8L * v.length;
    return v;
  }

  /** A value of every cache line, in order. */
  @Benchmark
  public int readInOrder(Work work) {
    int bits = 0;
    for (int i = 0; i < grid.length; i += LINE) {
      bits ^= Float.floatToRawIntBits(grid[i]);
    }
    work.bytes += 4L * grid.length;
    return bits;
  }

  /**
   * Cache lines all over the grid, at places that do not depend on what was read (the upper bits of
   * a linear congruential generator), so that many are under way at once.
   */
  @Benchmark
  public int readHereAndThere(Work work) {
    int bits = 0;
    int at = place;
    for (int k = 0; k < LOADS; k++) {
      at = at * 1664525 + 1013904223;
      bits ^= Float.floatToRawIntBits(grid[(at >>> shift) * LINE]);
    }
    place = at;
    work.lines += LOADS;
    return bits;
  }
}
