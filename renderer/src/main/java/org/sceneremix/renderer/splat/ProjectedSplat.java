package org.sceneremix.renderer.splat;

import org.joml.Matrix4dc;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.splat.Splats;

/**
 * A splat as a camera sees it: an ellipse in the picture (Zwicker et al. 2001, "EWA Splatting"),
 *
 * <pre>
 *   C' = T C T^T + {@value #BLUR} I      T = J W
 * </pre>
 *
 * where W turns the frame into the camera's axes and J is the Jacobian of the projection at the
 * splat's centre. Axes of the camera are here right, up and forward. Used again for one splat after
 * the other.
 */
final class ProjectedSplat {

  /** Variance that renderers of splats add, in squared pixels, so that none is missed by pixels. */
  static final double BLUR = 0.3;

  /** Cosine of the angle to the viewing direction from which on a splat is beside the camera. */
  private static final double NEAR = 1e-3;

  private final double[] world = new double[9];
  private final double[] eye = new double[3];
  private final Intrinsics pinhole;
  private final Splats splats;

  private final double[] q = new double[4];
  private double norm;
  private final double[] rotation = new double[9];
  private final double[] covariance = new double[9];
  private final double[] t = new double[6];
  private double x;
  private double y;
  private double depth;

  /** Centre in the picture, pixels. */
  double u;

  double v;

  /** Inverse of C'. */
  double conicA;

  double conicB;
  double conicC;

  /** Half the sides of the ellipse's bounds at three standard deviations, pixels. */
  double extentU;

  double extentV;

  /** Squared distance from the eye. */
  double distance2;

  ProjectedSplat(Splats splats, Camera camera) {
    this.splats = splats;
    this.pinhole = camera.intrinsics();
    Matrix4dc m = camera.cameraToWorld();
    double[] rows = {
      m.m00(), m.m01(), m.m02(), m.m10(), m.m11(), m.m12(), -m.m20(), -m.m21(), -m.m22()
    };
    System.arraycopy(rows, 0, world, 0, 9);
    eye[0] = m.m30() - splats.origin()[0];
    eye[1] = m.m31() - splats.origin()[1];
    eye[2] = m.m32() - splats.origin()[2];
  }

  /**
   * Projects a splat.
   *
   * @return whether it lies before the camera
   */
  boolean project(int splat) {
    double dx = splats.positions()[3 * splat] - eye[0];
    double dy = splats.positions()[3 * splat + 1] - eye[1];
    double dz = splats.positions()[3 * splat + 2] - eye[2];
    x = world[0] * dx + world[1] * dy + world[2] * dz;
    y = world[3] * dx + world[4] * dy + world[5] * dz;
    depth = world[6] * dx + world[7] * dy + world[8] * dz;
    distance2 = dx * dx + dy * dy + dz * dz;
    if (!(depth > NEAR * Math.sqrt(distance2))) {
      return false;
    }
    u = pinhole.cx() + pinhole.fx() * x / depth;
    v = pinhole.cy() - pinhole.fy() * y / depth;
    computeCovariance(splat);
    computeTransform();
    double xx = BLUR;
    double xy = 0;
    double yy = BLUR;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double c = covariance[3 * i + j];
        xx += t[i] * c * t[j];
        xy += t[i] * c * t[3 + j];
        yy += t[3 + i] * c * t[3 + j];
      }
    }
    double inverse = 1 / (xx * yy - xy * xy);
    conicA = yy * inverse;
    conicB = -xy * inverse;
    conicC = xx * inverse;
    extentU = 3 * Math.sqrt(xx);
    extentV = 3 * Math.sqrt(yy);
    return true;
  }

  private void computeCovariance(int splat) {
    norm = 0;
    for (int i = 0; i < 4; i++) {
      q[i] = splats.rotations()[4 * splat + i];
      norm += q[i] * q[i];
    }
    norm = Math.sqrt(norm);
    for (int i = 0; i < 4; i++) {
      q[i] /= norm;
    }
    rotation[0] = 1 - 2 * (q[2] * q[2] + q[3] * q[3]);
    rotation[1] = 2 * (q[1] * q[2] - q[0] * q[3]);
    rotation[2] = 2 * (q[1] * q[3] + q[0] * q[2]);
    rotation[3] = 2 * (q[1] * q[2] + q[0] * q[3]);
    rotation[4] = 1 - 2 * (q[1] * q[1] + q[3] * q[3]);
    rotation[5] = 2 * (q[2] * q[3] - q[0] * q[1]);
    rotation[6] = 2 * (q[1] * q[3] - q[0] * q[2]);
    rotation[7] = 2 * (q[2] * q[3] + q[0] * q[1]);
    rotation[8] = 1 - 2 * (q[1] * q[1] + q[2] * q[2]);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          double s = splats.scales()[3 * splat + k];
          sum += rotation[3 * i + k] * s * s * rotation[3 * j + k];
        }
        covariance[3 * i + j] = sum;
      }
    }
  }

  private void computeTransform() {
    double horizontal = pinhole.fx() / depth;
    double vertical = pinhole.fy() / depth;
    for (int i = 0; i < 3; i++) {
      t[i] = horizontal * (world[i] - x / depth * world[6 + i]);
      t[3 + i] = -vertical * (world[3 + i] - y / depth * world[6 + i]);
    }
  }

  /**
   * Adds the gradient of a loss with respect to the splat that was projected last.
   *
   * @param du of the loss with respect to the centre in the picture
   * @param dA of the loss with respect to the conic, as are dB and dC
   * @param gradient laid out as {@link SplatGradient} says
   */
  void adjoint(int splat, double du, double dv, double dA, double dB, double dC, float[] gradient) {
    // dC' = -K dK K for the inverse K of a symmetric C'
    double p = dA * conicA + 0.5 * dB * conicB;
    double r = dA * conicB + 0.5 * dB * conicC;
    double s = 0.5 * dB * conicA + dC * conicB;
    double w = 0.5 * dB * conicB + dC * conicC;
    double dxx = -(conicA * p + conicB * s);
    double dxy = -(conicA * r + conicB * w);
    double dyy = -(conicB * r + conicC * w);

    double[] dt = new double[6];
    double[] dCovariance = new double[9];
    for (int i = 0; i < 3; i++) {
      double tc0 = 0;
      double tc1 = 0;
      for (int j = 0; j < 3; j++) {
        tc0 += t[j] * covariance[3 * j + i];
        tc1 += t[3 + j] * covariance[3 * j + i];
        dCovariance[3 * i + j] =
            dxx * t[i] * t[j]
                + dxy * (t[i] * t[3 + j] + t[3 + i] * t[j])
                + dyy * t[3 + i] * t[3 + j];
      }
      dt[i] = 2 * (dxx * tc0 + dxy * tc1);
      dt[3 + i] = 2 * (dxy * tc0 + dyy * tc1);
    }
    adjointOfCovariance(splat, dCovariance, gradient);
    adjointOfPosition(splat, du, dv, dt, gradient);
  }

  private void adjointOfCovariance(int splat, double[] dCovariance, float[] gradient) {
    int at = SplatGradient.VALUES * splat;
    double[] dRotation = new double[9];
    for (int k = 0; k < 3; k++) {
      double s = splats.scales()[3 * splat + k];
      double ds = 0;
      for (int i = 0; i < 3; i++) {
        double sum = 0;
        for (int j = 0; j < 3; j++) {
          sum += dCovariance[3 * i + j] * rotation[3 * j + k];
        }
        ds += 2 * s * rotation[3 * i + k] * sum;
        dRotation[3 * i + k] = 2 * s * s * sum;
      }
      gradient[at + SplatGradient.SCALE + k] += (float) ds;
    }
    double[] d = dRotation;
    double[] dq = {
      2 * (q[3] * (d[3] - d[1]) + q[2] * (d[2] - d[6]) + q[1] * (d[7] - d[5])),
      2
          * (q[2] * (d[1] + d[3])
              + q[3] * (d[2] + d[6])
              + q[0] * (d[7] - d[5])
              - 2 * q[1] * (d[4] + d[8])),
      2
          * (q[1] * (d[1] + d[3])
              + q[0] * (d[2] - d[6])
              + q[3] * (d[5] + d[7])
              - 2 * q[2] * (d[0] + d[8])),
      2
          * (q[0] * (d[3] - d[1])
              + q[1] * (d[2] + d[6])
              + q[2] * (d[5] + d[7])
              - 2 * q[3] * (d[0] + d[4]))
    };
    double along = dq[0] * q[0] + dq[1] * q[1] + dq[2] * q[2] + dq[3] * q[3];
    for (int i = 0; i < 4; i++) {
      gradient[at + SplatGradient.ROTATION + i] += (float) ((dq[i] - along * q[i]) / norm);
    }
  }

  private void adjointOfPosition(int splat, double du, double dv, double[] dt, float[] gradient) {
    // dT = dJ W
    double[] dj = new double[6];
    for (int row = 0; row < 2; row++) {
      for (int k = 0; k < 3; k++) {
        for (int i = 0; i < 3; i++) {
          dj[3 * row + k] += dt[3 * row + i] * world[3 * k + i];
        }
      }
    }
    double inverse = 1 / depth;
    double fx = pinhole.fx() * inverse;
    double fy = pinhole.fy() * inverse;
    double dx = du * fx - dj[2] * fx * inverse;
    double dy = -dv * fy + dj[5] * fy * inverse;
    double dDepth =
        inverse
            * (-du * fx * x
                + dv * fy * y
                - dj[0] * fx
                + 2 * dj[2] * fx * x * inverse
                + dj[4] * fy
                - 2 * dj[5] * fy * y * inverse);
    int at = SplatGradient.VALUES * splat;
    for (int i = 0; i < 3; i++) {
      gradient[at + i] += (float) (world[i] * dx + world[3 + i] * dy + world[6 + i] * dDepth);
    }
  }
}
