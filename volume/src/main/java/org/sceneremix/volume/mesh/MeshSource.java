package org.sceneremix.volume.mesh;

import java.io.IOException;

/**
 * A triangle mesh that is read from its beginning to its end, as often as needed: one in memory
 * ({@link Mesh}), or one that need not fit into it ({@link SpooledMesh}).
 */
public interface MeshSource {

  /** Receives a vertex. */
  @FunctionalInterface
  interface VertexReader {
    /**
     * Called for each vertex once, in order.
     *
     * @param values from index {@link #POSITION} on its position, x, y, z from the origin, world
     *     units; from {@link #NORMAL} on its unit normal; from {@link #COLOUR} on red, green, blue
     *     in [0, 1], display-encoded; only valid during the call
     */
    void vertex(float[] values) throws IOException;
  }

  /** Receives a triangle. */
  @FunctionalInterface
  interface TriangleReader {
    /** Called for each triangle once: three vertices, counter-clockwise seen from outside. */
    void triangle(int a, int b, int c) throws IOException;
  }

  int POSITION = 0;
  int NORMAL = 3;
  int COLOUR = 6;

  /** Values of a vertex. */
  int VALUES = 9;

  /** World position of what vertices are relative to: x, y, z; mostly 0 0 0. */
  double[] origin();

  int vertexCount();

  int triangleCount();

  void readVertices(VertexReader reader) throws IOException;

  void readTriangles(TriangleReader reader) throws IOException;

  /** Whether floats hold world positions well enough. */
  default boolean isNearOrigin() {
    double[] origin = origin();
    return origin[0] == 0 && origin[1] == 0 && origin[2] == 0;
  }

  /** The same mesh in a world whose y is up: x, y, z become x, z, -y. */
  default MeshSource withYUp() {
    MeshSource mesh = this;
    return new MeshSource() {
      @Override
      public double[] origin() {
        double[] origin = mesh.origin();
        return new double[] {origin[0], origin[2], -origin[1]};
      }

      @Override
      public int vertexCount() {
        return mesh.vertexCount();
      }

      @Override
      public int triangleCount() {
        return mesh.triangleCount();
      }

      @Override
      public void readVertices(VertexReader reader) throws IOException {
        float[] turned = new float[VALUES];
        mesh.readVertices(
            values -> {
              System.arraycopy(values, COLOUR, turned, COLOUR, 3);
              for (int vector = POSITION; vector <= NORMAL; vector += 3) {
                turned[vector] = values[vector];
                turned[vector + 1] = values[vector + 2];
                turned[vector + 2] = -values[vector + 1];
              }
              reader.vertex(turned);
            });
      }

      @Override
      public void readTriangles(TriangleReader reader) throws IOException {
        mesh.readTriangles(reader);
      }
    };
  }
}
