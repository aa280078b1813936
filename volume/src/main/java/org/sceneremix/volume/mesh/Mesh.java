package org.sceneremix.volume.mesh;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.sceneremix.volume.Aabb;

/**
 * A triangle mesh with a normal and a colour at every vertex. The arrays are shared, not copied.
 */
public final class Mesh implements MeshSource {

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

  @Override
  public double[] origin() {
    return origin;
  }

  @Override
  public void readVertices(VertexReader reader) throws IOException {
    float[] values = new float[VALUES];
    for (int i = 0; i < positions.length; i += 3) {
      System.arraycopy(positions, i, values, POSITION, 3);
      System.arraycopy(normals, i, values, NORMAL, 3);
      System.arraycopy(colours, i, values, COLOUR, 3);
      reader.vertex(values);
    }
  }

  @Override
  public void readTriangles(TriangleReader reader) throws IOException {
    for (int i = 0; i < triangles.length; i += 3) {
      reader.triangle(triangles[i], triangles[i + 1], triangles[i + 2]);
    }
  }

  /**
   * A mesh of some of these vertices.
   *
   * @param vertices which, in their new order; one may be there more than once
   * @param triangles three indices into them a triangle
   */
  public Mesh withVertices(int[] vertices, int[] triangles) {
    return new Mesh(
        origin,
        taken(positions, 3, vertices),
        taken(normals, 3, vertices),
        taken(colours, 3, vertices),
        triangles);
  }

  /**
   * The triangles whose middle lies in a box along x and y, its low sides counted: where boxes lie
   * side by side, so do the parts of a mesh.
   */
  public Mesh within(Aabb box) {
    return withTriangles(
        IntStream.range(0, triangleCount()).filter(t -> isWithin(box, t)).toArray());
  }

  /** Whether the middle of a triangle lies in a box along x and y. */
  boolean isWithin(Aabb box, int triangle) {
    return box.containsOnGround(middle(3 * triangle, 0), middle(3 * triangle, 1));
  }

  private double middle(int firstCorner, int axis) {
    double sum = 0;
    for (int corner = firstCorner; corner < firstCorner + 3; corner++) {
      sum += positions[3 * triangles[corner] + axis];
    }
    return origin[axis] + sum / 3;
  }

  /**
   * A mesh of some of these triangles with their vertices.
   *
   * @param numbers which, in their new order
   */
  public Mesh withTriangles(int[] numbers) {
    int[] number = new int[vertexCount()];
    Arrays.fill(number, -1);
    int[] corners = new int[3 * numbers.length];
    int[] source = new int[corners.length];
    int count = 0;
    for (int i = 0; i < corners.length; i++) {
      int vertex = triangles[3 * numbers[i / 3] + i % 3];
      if (number[vertex] < 0) {
        number[vertex] = count;
        source[count++] = vertex;
      }
      corners[i] = number[vertex];
    }
    return withVertices(Arrays.copyOf(source, count), corners);
  }

  /** The values of some vertices, so many of each. */
  static float[] taken(float[] values, int components, int[] vertices) {
    float[] taken = new float[components * vertices.length];
    for (int i = 0; i < vertices.length; i++) {
      System.arraycopy(values, components * vertices[i], taken, components * i, components);
    }
    return taken;
  }

  @Override
  public Mesh withYUp() {
    return new Mesh(
        new double[] {origin[0], origin[2], -origin[1]},
        turned(positions),
        turned(normals),
        colours,
        triangles);
  }

  static float[] turned(float[] vectors) {
    float[] turned = new float[vectors.length];
    for (int i = 0; i < vectors.length; i += 3) {
      turned[i] = vectors[i];
      turned[i + 1] = vectors[i + 2];
      turned[i + 2] = -vectors[i + 1];
    }
    return turned;
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

  @Override
  public int vertexCount() {
    return positions.length / 3;
  }

  @Override
  public int triangleCount() {
    return triangles.length / 3;
  }

  /**
   * Cross product of two edges of a triangle: its normal, out of the surface, twice its area long.
   *
   * @param firstCorner where the triangle begins in {@link #triangles()}
   * @return x, y, z, square world units
   */
  public double[] cross(int firstCorner) {
    int a = 3 * triangles[firstCorner];
    int b = 3 * triangles[firstCorner + 1];
    int c = 3 * triangles[firstCorner + 2];
    double[] cross = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      int u = (axis + 1) % 3;
      int v = (axis + 2) % 3;
      cross[axis] =
          ((double) positions[b + u] - positions[a + u])
                  * ((double) positions[c + v] - positions[a + v])
              - ((double) positions[b + v] - positions[a + v])
                  * ((double) positions[c + u] - positions[a + u]);
    }
    return cross;
  }
}
