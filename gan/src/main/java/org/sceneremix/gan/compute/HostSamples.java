package org.sceneremix.gan.compute;

import java.util.Arrays;

/** Operators on training samples of {@link Engine}, in plain Java. */
final class HostSamples {

  private HostSamples() {}

  /** Checks that boxes of a batch can be cut into others. */
  static void requireBox(Tensor x, Tensor y) {
    if (x.extent(0) != y.extent(0) || x.channels() > y.channels()) {
      throw new IllegalArgumentException(x + " cannot be cut to or put into " + y);
    }
  }

  /** Checks that there is a share for each voxel. */
  static void requireShares(Tensor share, Tensor x) {
    if (share.length() * x.channels() != x.length()) {
      throw new IllegalArgumentException(share + " does not hold one number a voxel of " + x);
    }
  }

  static void cut(Nd4jTensor x, int x0, int y0, int z0, float last, Nd4jTensor y) {
    requireBox(x, y);
    float[] from = x.toArray();
    float[] to = y.toArray();
    int channels = x.channels();
    int at = 0;
    for (int n = 0; n < y.extent(0); n++) {
      for (int k = z0; k < z0 + y.extent(1); k++) {
        for (int j = y0; j < y0 + y.extent(2); j++) {
          for (int i = x0; i < x0 + y.extent(3); i++, at += y.channels()) {
            int voxel = voxel(x, n, i, j, k);
            if (voxel >= 0) {
              System.arraycopy(from, voxel * channels, to, at, channels);
            } else {
              Arrays.fill(to, at, at + channels - 1, 0);
              to[at + channels - 1] = last;
            }
          }
        }
      }
    }
    y.load(to, 0);
  }

  /** Index of a voxel of sample n, or -1 beyond the ends. */
  static int voxel(Tensor x, int n, int i, int j, int k) {
    boolean inside = HostScenes.size(x).contains(i, j, k);
    return inside ? ((n * x.extent(1) + k) * x.extent(2) + j) * x.extent(3) + i : -1;
  }

  static void blend(Nd4jTensor x, Nd4jTensor share, Nd4jTensor base, Nd4jTensor y) {
    HostVectors.requireSameLength(x, y);
    HostVectors.requireSameLength(base, y);
    float[] scaled = scaled(share, x);
    float[] under = base.toArray();
    for (int i = 0; i < under.length; i++) {
      scaled[i] += under[i];
    }
    y.load(scaled, 0);
  }

  static void scaleVoxels(Nd4jTensor share, Nd4jTensor x) {
    x.load(scaled(share, x), 0);
  }

  private static float[] scaled(Nd4jTensor share, Nd4jTensor x) {
    requireShares(share, x);
    float[] shares = share.toArray();
    float[] values = x.toArray();
    int channels = x.channels();
    for (int i = 0; i < values.length; i++) {
      float s = shares[i / channels];
      values[i] = s == 0 ? 0 : s * values[i];
    }
    return values;
  }

  static void logistic(Nd4jTensor scores, int sign, Nd4jTensor gradient, Nd4jTensor mean) {
    float[] values = scores.toArray();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double s = sign * (double) values[i];
      sum += Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
      values[i] = (float) (sign / (values.length * (1 + Math.exp(-s))));
    }
    gradient.load(values, 0);
    mean.buffer().put(0, (float) (sum / values.length));
  }

  static void countPositive(Nd4jTensor x, float factor, Nd4jTensor sum) {
    int count = 0;
    for (int i = x.channels() - 1; i < x.length(); i += x.channels()) {
      count += x.buffer().get(i) > 0 ? 1 : 0;
    }
    sum.buffer().put(0, factor * count);
  }
}
