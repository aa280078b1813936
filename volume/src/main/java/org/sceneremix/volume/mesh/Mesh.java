package org.sceneremix.volume.mesh;

/**
 * A triangle mesh with a normal and a colour at every vertex. The arrays are shared, not copied.
 */
public final class Mesh {

  private final double[] origin;
  private final float[] positions;
  private final float[] normals;
  private final float[] colours;
  private final int[] triangles;

  /**
   * Wraps arrays.
   *
   * @param origin world position of what vertices are relative to: x, y, z
   * @param positions x, y, z of each vertex from there, world units
   * @param normals x, y, z of the unit normal of each vertex, pointing outwards
   * @param colours red, green, blue of each vertex in [0, 1], display-encoded
   * @param triangles three vertex indices a triangle, counter-clockwise seen from outside
   * @throws IllegalArgumentException if the arrays do not go together
   */
  public Mesh(
      double[] origin, float[] positions, float[] normals, float[] colours, int[] triangles) {
    if (positions.length % 3 != 0
        || normals.length != positions.length
        || colours.length != positions.length
        || triangles.length % 3 != 0) {
      throw new IllegalArgumentException(
          positions.length
              + ", "
              + normals.length
              + ", "
              + colours.length
              + " vertex values and "
              + triangles.length
              + " corners make no mesh");
    }
    for (int corner : triangles) {
      if (corner < 0 || corner >= positions.length / 3) {
        throw new IllegalArgumentException("there is no vertex " + corner);
      }
    }
    this.origin = origin;
    this.positions = positions;
    this.normals = normals;
    this.colours = colours;
    this.triangles = triangles;
  }

  /** World position of what vertices are relative to: x, y, z; mostly 0 0 0. */
  public double[] origin() {
    return origin;
  }

  /** Whether floats hold world positions well enough. */
  boolean isNearOrigin() {
    return origin[0] == 0 && origin[1] == 0 && origin[2] == 0;
  }

  /** x, y, z of each vertex from the {@link #origin}, world units. */
  public float[] positions() {
    return positions;
  }

  /** x, y, z of the unit normal of each vertex, pointing outwards. */
  public float[] normals() {
    return normals;
  }

  /** Red, green, blue of each vertex in [0, 1], display-encoded. */
  public float[] colours() {
    return colours;
  }

  /** Three vertex indices a triangle, counter-clockwise seen from outside. */
  public int[] triangles() {
    return triangles;
  }

  public int vertexCount() {
    return positions.length / 3;
  }

  public int triangleCount() {
    return triangles.length / 3;
  }
}
