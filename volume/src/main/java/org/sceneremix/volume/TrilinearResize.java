package org.sceneremix.volume;

/**
 * Trilinear resampling of a volume of any number of channels to another number of voxels, and its
 * adjoint.
 *
 * <p>Along each axis as {@link LinearTaps} has it; beyond the outermost centres the outermost
 * samples are continued (as in {@link VoxelGrid}).
 *
 * <pre>
 *   apply    y = A x         A = A_z A_y A_x, each with at most two weights a row, which sum to 1
 *   adjoint  x' = A^T y'     so that (A x) . y' = x . (A^T y') for all x, y'
 * </pre>
 *
 * <p>Volumes are {@code [batch][z][y][x][channel]}; the batch size follows from the length of the
 * array. Shrinking this way aliases: it reads only the samples next to each new voxel. Use {@link
 * AntialiasedShrink} for scenes.
 *
 * <p>Immutable; runs on the common pool where the work is worth it, with results that do not depend
 * on the number of threads.
 */
public final class TrilinearResize {

  private final int channels;
  private final GridSize from;
  private final GridSize to;
  private final AxisResize x;
  private final AxisResize y;
  private final AxisResize z;

  /**
   * @param channels values of a voxel
   * @throws IllegalArgumentException if {@code channels} is not positive
   */
  public TrilinearResize(int channels, GridSize from, GridSize to) {
    if (channels < 1) {
      throw new IllegalArgumentException("a volume needs at least one channel, not " + channels);
    }
    this.channels = channels;
    this.from = from;
    this.to = to;
    this.x = new AxisResize(from.nx(), to.nx());
    this.y = new AxisResize(from.ny(), to.ny());
    this.z = new AxisResize(from.nz(), to.nz());
  }

  /**
   * Resamples.
   *
   * @param volume {@code batch * from.nz * from.ny * from.nx * channels} values
   * @return {@code batch * to.nz * to.ny * to.nx * channels} values, a new array
   * @throws IllegalArgumentException if the array does not hold whole volumes
   */
  public float[] apply(float[] volume) {
    int batch = batchOf(volume, from);
    float[] alongX = x.apply(volume, batch * from.nz() * from.ny(), channels);
    float[] alongY = y.apply(alongX, batch * from.nz(), to.nx() * channels);
    return z.apply(alongY, batch, to.ny() * to.nx() * channels);
  }

  /**
   * The gradient with respect to what {@link #apply} was given, from the gradient with respect to
   * what it returned.
   *
   * @param gradient {@code batch * to.nz * to.ny * to.nx * channels} values
   * @return {@code batch * from.nz * from.ny * from.nx * channels} values, a new array
   * @throws IllegalArgumentException if the array does not hold whole volumes
   */
  public float[] adjoint(float[] gradient) {
    int batch = batchOf(gradient, to);
    float[] alongZ = z.adjoint(gradient, batch, to.ny() * to.nx() * channels);
    float[] alongY = y.adjoint(alongZ, batch * from.nz(), to.nx() * channels);
    return x.adjoint(alongY, batch * from.nz() * from.ny(), channels);
  }

  private int batchOf(float[] volume, GridSize size) {
    int values = Math.multiplyExact(size.voxelCount(), channels);
    if (volume.length % values != 0) {
      throw new IllegalArgumentException(
          volume.length
              + " values are not a whole number of "
              + size
              + " volumes of "
              + channels
              + " channels");
    }
    return volume.length / values;
  }

  /**
   * Linear resampling of an array {@code [outer][n][inner]} along its middle axis, to m samples.
   */
  private static final class AxisResize {
    final int n;
    final int m;
    final LinearTaps taps;

    AxisResize(int n, int m) {
      this.n = n;
      this.m = m;
      this.taps = LinearTaps.of(n, m);
    }

    float[] apply(float[] in, int outer, int inner) {
      if (n == m) {
        return in.clone();
      }
      float[] out = new float[Math.multiplyExact(Math.multiplyExact(outer, m), inner)];
      for (int row = 0; row < outer * m; row++) {
        int o = row / m;
        int j = row % m;
        int from = (o * n + taps.lower(j)) * inner;
        interpolateRow(in, from, taps.upperWeight(j), out, row * inner, inner);
      }
      return out;
    }

    private static void interpolateRow(
        float[] in, int at, float weight, float[] out, int to, int inner) {
      if (weight == 0) {
        System.arraycopy(in, at, out, to, inner);
        return;
      }
      int next = at + inner;
      for (int i = 0; i < inner; i++) {
        out[to + i] = (1 - weight) * in[at + i] + weight * in[next + i];
      }
    }

    float[] adjoint(float[] in, int outer, int inner) {
      if (n == m) {
        return in.clone();
      }
      float[] out = new float[Math.multiplyExact(Math.multiplyExact(outer, n), inner)];
      int[] firstUse = firstUse();
      for (int row = 0; row < outer * n; row++) {
        int o = row / n;
        int i = row % n;
        // the new samples that read old sample i are neighbours: those with lower i - 1 or i
        for (int j = firstUse[Math.max(0, i - 1)]; j < firstUse[i + 1]; j++) {
          float upper = taps.upperWeight(j);
          float weight = taps.lower(j) == i ? 1 - upper : upper;
          if (weight != 0) {
            addRow(in, (o * m + j) * inner, weight, out, row * inner, inner);
          }
        }
      }
      return out;
    }

    private static void addRow(float[] in, int at, float weight, float[] out, int to, int inner) {
      for (int i = 0; i < inner; i++) {
        out[to + i] += weight * in[at + i];
      }
    }

    /**
     * First new sample whose lower neighbour is not below it, of each old sample and one past them.
     */
    private int[] firstUse() {
      int[] first = new int[n + 1];
      int j = 0;
      for (int i = 0; i <= n; i++) {
        while (j < m && taps.lower(j) < i) {
          j++;
        }
        first[i] = j;
      }
      return first;
    }
  }
}
