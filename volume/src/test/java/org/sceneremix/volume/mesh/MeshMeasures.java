package org.sceneremix.volume.mesh;

/** Measures of meshes, by their definitions. */
final class MeshMeasures {

  private MeshMeasures() {}

  /** Positive if triangles are counter-clockwise seen from outside (divergence theorem). */
  static double volume(Mesh mesh) {
    float[] p = mesh.positions();
    double sum = 0;
    for (int t = 0; t < mesh.triangles().length; t += 3) {
      int a = 3 * mesh.triangles()[t];
      int b = 3 * mesh.triangles()[t + 1];
      int c = 3 * mesh.triangles()[t + 2];
      sum +=
          p[a] * (p[b + 1] * p[c + 2] - p[b + 2] * p[c + 1])
              + p[a + 1] * (p[b + 2] * p[c] - p[b] * p[c + 2])
              + p[a + 2] * (p[b] * p[c + 1] - p[b + 1] * p[c]);
    }
    return sum / 6;
  }

  /** The point of a triangle with these shares of its corners. */
  static double[] point(Mesh mesh, int firstCorner, double... shares) {
    double[] point = mesh.origin().clone();
    for (int corner = 0; corner < 3; corner++) {
      for (int axis = 0; axis < 3; axis++) {
        int vertex = mesh.triangles()[firstCorner + corner];
        point[axis] += shares[corner] * mesh.positions()[3 * vertex + axis];
      }
    }
    return point;
  }

  static double area(Mesh mesh, int firstCorner) {
    double[] a = point(mesh, firstCorner, 1, 0, 0);
    double[] b = point(mesh, firstCorner, 0, 1, 0);
    double[] c = point(mesh, firstCorner, 0, 0, 1);
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      int next = (axis + 1) % 3;
      double normal =
          (b[axis] - a[axis]) * (c[next] - a[next]) - (b[next] - a[next]) * (c[axis] - a[axis]);
      sum += normal * normal;
    }
    return 0.5 * Math.sqrt(sum);
  }
}
