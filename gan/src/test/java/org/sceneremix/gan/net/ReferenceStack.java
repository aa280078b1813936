package org.sceneremix.gan.net;

/**
 * The networks once more, in double precision and in the plainest loops, to check the fast ones
 * against. Parameters are laid out as in {@link Parameters}: for each layer biases {@code [out]},
 * then weights {@code [out, in, kD, 3, 3]}.
 */
final class ReferenceStack {

  private static final double SLOPE = 0.2;

  private final int kernelDepth;
  private final boolean pixelNorm;
  private final int[] channels;

  ReferenceStack(int kernelDepth, boolean pixelNorm, int... channels) {
    this.kernelDepth = kernelDepth;
    this.pixelNorm = pixelNorm;
    this.channels = channels;
  }

  /** An activation {@code [d][h][w][c]} of one sample. */
  static final class Volume {
    final int d;
    final int h;
    final int w;
    final int c;
    final double[] values;

    Volume(int d, int h, int w, int c, double[] values) {
      this.d = d;
      this.h = h;
      this.w = w;
      this.c = c;
      this.values = values;
    }

    double at(int z, int y, int x, int channel) {
      return values[((z * h + y) * w + x) * c + channel];
    }
  }

  Volume forward(double[] parameters, Volume input) {
    Volume a = input;
    int offset = 0;
    for (int l = 0; l + 1 < channels.length; l++) {
      a = convolve(a, parameters, offset, channels[l + 1]);
      offset += kernelDepth * 9 * channels[l] * channels[l + 1] + channels[l + 1];
      if (l + 2 < channels.length) {
        activate(a);
      }
    }
    return a;
  }

  private Volume convolve(Volume x, double[] p, int offset, int out) {
    Volume y =
        new Volume(
            x.d - kernelDepth + 1,
            x.h - 2,
            x.w - 2,
            out,
            new double[(x.d - kernelDepth + 1) * (x.h - 2) * (x.w - 2) * out]);
    for (int z = 0, at = 0; z < y.d; z++) {
      for (int j = 0; j < y.h; j++) {
        for (int i = 0; i < y.w; i++) {
          for (int o = 0; o < out; o++, at++) {
            double sum = p[offset + o];
            int weight = offset + out + o * x.c * kernelDepth * 9;
            for (int c = 0; c < x.c; c++) {
              for (int dz = 0; dz < kernelDepth; dz++) {
                for (int dy = 0; dy < 3; dy++) {
                  for (int dx = 0; dx < 3; dx++) {
                    sum += x.at(z + dz, j + dy, i + dx, c) * p[weight++];
                  }
                }
              }
            }
            y.values[at] = sum;
          }
        }
      }
    }
    return y;
  }

  private void activate(Volume a) {
    for (int i = 0; i < a.values.length; i++) {
      a.values[i] = a.values[i] > 0 ? a.values[i] : SLOPE * a.values[i];
    }
    for (int v = 0; pixelNorm && v < a.values.length; v += a.c) {
      double sum = 0;
      for (int i = v; i < v + a.c; i++) {
        sum += a.values[i] * a.values[i];
      }
      double rms = Math.sqrt(sum / a.c + 1e-8);
      for (int i = v; i < v + a.c; i++) {
        a.values[i] /= rms;
      }
    }
  }

  /**
   * Gradient of the weighted sum of the outputs with respect to the input, by central differences.
   */
  double[] inputGradient(double[] parameters, Volume input, double[] outputWeights) {
    double[] gradient = new double[input.values.length];
    double step = 1e-5;
    for (int i = 0; i < gradient.length; i++) {
      double kept = input.values[i];
      input.values[i] = kept + step;
      double plus = weighted(forward(parameters, input), outputWeights);
      input.values[i] = kept - step;
      double minus = weighted(forward(parameters, input), outputWeights);
      input.values[i] = kept;
      gradient[i] = (plus - minus) / (2 * step);
    }
    return gradient;
  }

  static double weighted(Volume output, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * output.values[i];
    }
    return sum;
  }
}
