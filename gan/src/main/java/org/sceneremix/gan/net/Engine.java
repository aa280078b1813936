package org.sceneremix.gan.net;

import java.util.Objects;
import java.util.function.IntFunction;
import org.sceneremix.volume.work.Workers;

/**
 * The machine that networks run on: workers, and products of matrices. Work is cut into pieces
 * whose number follows from its size alone, and sums over pieces are added up in order, so that
 * results have the same bits at any number of threads. Not safe for use by two threads at once.
 */
public final class Engine implements AutoCloseable {

  private static final int ADDED = 1 << 13;

  private final Workers workers;
  private final MatrixProduct product;

  /**
   * @param workers outlive the engine
   * @param product closed with the engine
   */
  public Engine(Workers workers, MatrixProduct product) {
    this.workers = Objects.requireNonNull(workers, "workers");
    this.product = product;
  }

  /** An engine on the processor. */
  public static Engine cpu(Workers workers) {
    return new Engine(workers, new BlasProduct());
  }

  /** The workers, for other work of the same kind. */
  public Workers workers() {
    return workers;
  }

  /** Name of what it computes on, for people. */
  public String description() {
    return product.description();
  }

  MatrixProduct product() {
    return product;
  }

  /** Work on a range of indices. */
  @FunctionalInterface
  public interface RangeTask {
    /** Works on the indices from {@code from}, inclusive, to {@code to}, exclusive. */
    void run(int from, int to);
  }

  /** Runs the task on the indices below {@code count}, in ranges of at most {@code length}. */
  public void forRanges(int count, int length, RangeTask task) {
    int ranges = (count + length - 1) / length;
    workers.forEach(ranges, (worker, i) -> task.run(i * length, Math.min(count, (i + 1) * length)));
  }

  /** Adds to {@code sum} the piece of each index below {@code count}, in ascending order. */
  void addUp(int count, IntFunction<float[]> piece, float[] sum) {
    float[][] pieces = new float[count][];
    workers.forEach(count, (worker, i) -> pieces[i] = piece.apply(i));
    forRanges(
        sum.length,
        ADDED,
        (from, to) -> {
          for (float[] part : pieces) {
            for (int i = from; i < to; i++) {
              sum[i] += part[i];
            }
          }
        });
  }

  @Override
  public void close() {
    product.close();
  }
}
