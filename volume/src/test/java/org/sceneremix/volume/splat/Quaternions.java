package org.sceneremix.volume.splat;

/** What a unit quaternion, w x y z, does: v + 2 w (u x v) + 2 u x (u x v). */
final class Quaternions {

  private Quaternions() {}

  /** Where it turns a coordinate axis to. */
  static double[] axis(float[] quaternions, int at, int axis) {
    double[] v = new double[3];
    v[axis] = 1;
    double[] u = {quaternions[at + 1], quaternions[at + 2], quaternions[at + 3]};
    double[] once = cross(u, v);
    double[] twice = cross(u, once);
    double[] turned = new double[3];
    for (int i = 0; i < 3; i++) {
      turned[i] = v[i] + 2 * quaternions[at] * once[i] + 2 * twice[i];
    }
    return turned;
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
