package org.sceneremix.gan.metric;

/**
 * Distance between two clouds of points, each taken for a normal distribution (Dowson and Landau
 * 1982):
 *
 * <pre>
 *   |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2))
 * </pre>
 *
 * with means m and covariances S.
 */
final class FrechetDistance {

  /** More sweeps than Jacobi's method needs for matrices of this size. */
  private static final int MAX_SWEEPS = 50;

  private FrechetDistance() {}

  /**
   * Distance of two clouds.
   *
   * @param a points of n coordinates each, one after the other
   * @param b the same, of as many coordinates
   * @param n coordinates of a point
   * @throws IllegalArgumentException if a cloud has fewer than two points
   */
  static double of(float[] a, float[] b, int n) {
    double[] meanA = mean(a, n);
    double[] meanB = mean(b, n);
    double[][] covarianceA = covariance(a, meanA);
    double[][] covarianceB = covariance(b, meanB);
    double distance = 0;
    for (int i = 0; i < n; i++) {
      double difference = meanA[i] - meanB[i];
      distance += difference * difference + covarianceA[i][i] + covarianceB[i][i];
    }
    // S1 S2 has the eigenvalues of the symmetric S1^(1/2) S2 S1^(1/2)
    double[][] root = squareRoot(covarianceA);
    double[][] product = product(product(root, covarianceB), root);
    for (double eigenvalue : diagonalise(product, null)) {
      distance -= 2 * Math.sqrt(Math.max(0, eigenvalue));
    }
    return Math.max(0, distance);
  }

  private static double[] mean(float[] points, int n) {
    int count = points.length / n;
    if (count < 2 || points.length % n != 0) {
      throw new IllegalArgumentException(
          points.length + " values are not two points or more of " + n + " coordinates");
    }
    double[] mean = new double[n];
    for (int i = 0; i < points.length; i++) {
      mean[i % n] += points[i];
    }
    for (int i = 0; i < n; i++) {
      mean[i] /= count;
    }
    return mean;
  }

  private static double[][] covariance(float[] points, double[] mean) {
    int n = mean.length;
    int count = points.length / n;
    double[][] sum = new double[n][n];
    double[] centred = new double[n];
    for (int p = 0; p < count; p++) {
      for (int i = 0; i < n; i++) {
        centred[i] = points[p * n + i] - mean[i];
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          sum[i][j] += centred[i] * centred[j] / (count - 1);
        }
      }
    }
    return sum;
  }

  /** The square root of a symmetric matrix without negative eigenvalues. */
  private static double[][] squareRoot(double[][] matrix) {
    int n = matrix.length;
    double[][] vectors = new double[n][n];
    double[] values = diagonalise(matrix, vectors);
    double[][] root = new double[n][n];
    for (int k = 0; k < n; k++) {
      double value = Math.sqrt(Math.max(0, values[k]));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          root[i][j] += value * vectors[i][k] * vectors[j][k];
        }
      }
    }
    return root;
  }

  private static double[][] product(double[][] a, double[][] b) {
    int n = a.length;
    double[][] c = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  /**
   * Eigenvalues of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, "Matrix
   * computations", section 8.5).
   *
   * @param vectors receives the eigenvectors as columns; may be null
   */
  private static double[] diagonalise(double[][] symmetric, double[][] vectors) {
    int n = symmetric.length;
    double[][] a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = symmetric[i].clone();
      if (vectors != null) {
        vectors[i][i] = 1;
      }
    }
    for (int sweep = 0; sweep < MAX_SWEEPS && offDiagonal(a) > 0; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (a[p][q] != 0) {
            rotate(a, vectors, p, q);
          }
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = a[i][i];
    }
    return values;
  }

  /** Sum of the squares off the diagonal, 0 where it is lost in rounding. */
  private static double offDiagonal(double[][] a) {
    double off = 0;
    double all = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        all += a[i][j] * a[i][j];
        off += i == j ? 0 : a[i][j] * a[i][j];
      }
    }
    return off > 1e-28 * all ? off : 0;
  }

  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, tau) / (Math.abs(tau) + Math.hypot(1, tau));
    double c = 1 / Math.hypot(1, t);
    double s = t * c;
    for (int k = 0; k < a.length; k++) {
      double kp = a[k][p];
      double kq = a[k][q];
      a[k][p] = c * kp - s * kq;
      a[k][q] = s * kp + c * kq;
    }
    for (int k = 0; k < a.length; k++) {
      double pk = a[p][k];
      double qk = a[q][k];
      a[p][k] = c * pk - s * qk;
      a[q][k] = s * pk + c * qk;
    }
    if (vectors != null) {
      for (int k = 0; k < a.length; k++) {
        double kp = vectors[k][p];
        double kq = vectors[k][q];
        vectors[k][p] = c * kp - s * kq;
        vectors[k][q] = s * kp + c * kq;
      }
    }
  }
}
