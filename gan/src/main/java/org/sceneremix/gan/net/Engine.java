package org.sceneremix.gan.net;

import java.util.function.IntFunction;
import org.sceneremix.renderer.trace.WorkerTeam;

/**
 * What networks run on: threads, and products of matrices. Work is cut into pieces whose number
 * follows from its size alone, and sums over pieces are added up in order, so that results have the
 * same bits at any number of threads. Not safe for use by two threads at once.
 */
public final class Engine implements AutoCloseable {

  private static final int ADDED = 1 << 13;

  private final WorkerTeam team;
  private final MatrixProduct product;

  /**
   * @param threads at least 1
   * @param product closed with the engine
   */
  public Engine(int threads, MatrixProduct product) {
    this.team = new WorkerTeam(threads);
    this.product = product;
  }

  /** The processor, with so many threads. */
  public static Engine cpu(int threads) {
    return new Engine(threads, new BlasProduct());
  }

  /** The threads, for other work of the same kind. */
  public WorkerTeam team() {
    return team;
  }

  /** What it computes on, for people. */
  public String description() {
    return product.description();
  }

  MatrixProduct product() {
    return product;
  }

  /** Work on a part of a range. */
  @FunctionalInterface
  public interface Part {
    /** Does what concerns the indices from {@code from} up to, not including, {@code to}. */
    void of(int from, int to);
  }

  /** Does what concerns the indices below {@code count}, in pieces of {@code length}. */
  public void forParts(int count, int length, Part part) {
    int parts = (count + length - 1) / length;
    team.forEach(parts, (worker, i) -> part.of(i * length, Math.min(count, (i + 1) * length)));
  }

  /** Adds to {@code sum} what is made for each index below {@code count}, in their order. */
  void addUp(int count, IntFunction<float[]> piece, float[] sum) {
    float[][] pieces = new float[count][];
    team.forEach(count, (worker, i) -> pieces[i] = piece.apply(i));
    forParts(
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
    team.close();
    product.close();
  }
}
