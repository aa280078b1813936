package org.sceneremix.volume.splat;

/**
 * Eigenvectors and eigenvalues of a symmetric 3x3 matrix, by Jacobi's rotations (Golub and Van Loan
 * 1996, "Matrix Computations", section 8.4).
 */
final class PrincipalAxes {

  /** More than any 3x3 matrix of doubles needs. */
  private static final int SWEEPS = 12;

  private final double[] values = new double[3];

  /** Columns are the axes, row-major. */
  private final double[] vectors = new double[9];

  /**
   * @param xx entries of the upper triangle
   */
  PrincipalAxes(double xx, double xy, double xz, double yy, double yz, double zz) {
    double[] a = {xx, xy, xz, xy, yy, yz, xz, yz, zz};
    vectors[0] = 1;
    vectors[4] = 1;
    vectors[8] = 1;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      rotate(a, 0, 1);
      rotate(a, 0, 2);
      rotate(a, 1, 2);
    }
    values[0] = a[0];
    values[1] = a[4];
    values[2] = a[8];
    if (determinant() < 0) {
      for (int row = 0; row < 3; row++) {
        vectors[3 * row] = -vectors[3 * row];
      }
    }
  }

  private void rotate(double[] a, int p, int q) {
    double off = a[3 * p + q];
    if (off == 0) {
      return;
    }
    double theta = (a[4 * q] - a[4 * p]) / (2 * off);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < 3; k++) {
      double kp = a[3 * k + p];
      double kq = a[3 * k + q];
      a[3 * k + p] = c * kp - s * kq;
      a[3 * k + q] = s * kp + c * kq;
    }
    for (int k = 0; k < 3; k++) {
      double pk = a[3 * p + k];
      double qk = a[3 * q + k];
      a[3 * p + k] = c * pk - s * qk;
      a[3 * q + k] = s * pk + c * qk;
      double vp = vectors[3 * k + p];
      double vq = vectors[3 * k + q];
      vectors[3 * k + p] = c * vp - s * vq;
      vectors[3 * k + q] = s * vp + c * vq;
    }
  }

  private double determinant() {
    double[] v = vectors;
    return v[0] * (v[4] * v[8] - v[5] * v[7])
        - v[1] * (v[3] * v[8] - v[5] * v[6])
        + v[2] * (v[3] * v[7] - v[4] * v[6]);
  }

  /** Variance along an axis, in no order. */
  double value(int axis) {
    return values[axis];
  }

  /** A coordinate of a unit axis; the three are right-handed. */
  double vector(int row, int axis) {
    return vectors[3 * row + axis];
  }

  /** The axis along which there is most. */
  int longest() {
    int longest = values[1] > values[0] ? 1 : 0;
    return values[2] > values[longest] ? 2 : longest;
  }

  double smallestValue() {
    return Math.min(values[0], Math.min(values[1], values[2]));
  }

  /** The rotation whose columns are the axes, as a unit quaternion w x y z (Shepperd 1978). */
  void quaternion(float[] out, int at) {
    double[] m = vectors;
    double trace = m[0] + m[4] + m[8];
    double[] q = new double[4];
    if (trace > 0) {
      q[0] = 1 + trace;
      q[1] = m[7] - m[5];
      q[2] = m[2] - m[6];
      q[3] = m[3] - m[1];
    } else if (m[0] >= m[4] && m[0] >= m[8]) {
      q[0] = m[7] - m[5];
      q[1] = 1 + m[0] - m[4] - m[8];
      q[2] = m[1] + m[3];
      q[3] = m[2] + m[6];
    } else if (m[4] >= m[8]) {
      q[0] = m[2] - m[6];
      q[1] = m[1] + m[3];
      q[2] = 1 - m[0] + m[4] - m[8];
      q[3] = m[5] + m[7];
    } else {
      q[0] = m[3] - m[1];
      q[1] = m[2] + m[6];
      q[2] = m[5] + m[7];
      q[3] = 1 - m[0] - m[4] + m[8];
    }
    double norm = 1 / Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (int i = 0; i < 4; i++) {
      out[at + i] = (float) (q[i] * norm);
    }
  }
}
