package org.sceneremix.gan.compute;

/**
 * The convolutions of {@link Engine} once more, in double precision and the plainest loops, to
 * check engines against.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param kernelDepth 3 for volumes, 1 for pictures; the other edges of the kernel are 3
 * @param n samples
 * @param depth of the input
 * @param height of the input
 * @param width of the input
 */
record PlainConvolution(int in, int out, int kernelDepth, int n, int depth, int height, int width) {

  private static final int KERNEL = 3;

  /** What happens at one pair of elements that are multiplied with each other. */
  private interface Term {
    void at(int x, int w, int y);
  }

  int[] weightShape() {
    return new int[] {out, in, kernelDepth, KERNEL, KERNEL};
  }

  int[] inputShape() {
    return new int[] {n, depth, height, width, in};
  }

  int[] outputShape() {
    return new int[] {n, depth - kernelDepth + 1, height - KERNEL + 1, width - KERNEL + 1, out};
  }

  private void forEachTerm(Term term) {
    int[] y = outputShape();
    int at = 0;
    for (int s = 0; s < n; s++) {
      for (int k = 0; k < y[1]; k++) {
        for (int j = 0; j < y[2]; j++) {
          for (int i = 0; i < y[3]; i++) {
            for (int o = 0; o < out; o++, at++) {
              forEachTap(term, ((s * depth + k) * height + j) * width + i, o, at);
            }
          }
        }
      }
    }
  }

  private void forEachTap(Term term, int voxel, int o, int at) {
    int w = o * in * kernelDepth * KERNEL * KERNEL;
    for (int c = 0; c < in; c++) {
      for (int dz = 0; dz < kernelDepth; dz++) {
        for (int dy = 0; dy < KERNEL; dy++) {
          for (int dx = 0; dx < KERNEL; dx++, w++) {
            term.at((voxel + (dz * height + dy) * width + dx) * in + c, w, at);
          }
        }
      }
    }
  }

  private static int product(int[] extents) {
    int product = 1;
    for (int extent : extents) {
      product *= extent;
    }
    return product;
  }

  /** The convolution. */
  double[] forward(float[] x, float[] w, float[] b) {
    double[] y = new double[product(outputShape())];
    for (int i = 0; i < y.length; i++) {
      y[i] = b[i % b.length];
    }
    forEachTerm((xi, wi, yi) -> y[yi] += (double) x[xi] * w[wi]);
    return y;
  }

  /** dL/dx. */
  double[] inputGradient(float[] w, float[] dy) {
    double[] dx = new double[product(inputShape())];
    forEachTerm((xi, wi, yi) -> dx[xi] += (double) dy[yi] * w[wi]);
    return dx;
  }

  /** dL/dw. */
  double[] weightGradient(float[] x, float[] dy) {
    double[] dw = new double[product(weightShape())];
    forEachTerm((xi, wi, yi) -> dw[wi] += (double) x[xi] * dy[yi]);
    return dw;
  }

  /** dL/db. */
  double[] biasGradient(float[] dy) {
    double[] db = new double[out];
    for (int i = 0; i < dy.length; i++) {
      db[i % db.length] += dy[i];
    }
    return db;
  }
}
