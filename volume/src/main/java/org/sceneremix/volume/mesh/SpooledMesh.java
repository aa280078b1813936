package org.sceneremix.volume.mesh;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.io.ScratchFile;

/**
 * A mesh that is put together of parts which lie side by side, and kept in files beside the one
 * that is made of it. Where two parts meet, they share vertices.
 */
public final class SpooledMesh implements MeshSource, AutoCloseable {

  private static final int BUFFER = 1 << 16;

  /** As many as programs count the corners of, and a part more is no danger. */
  private static final int MOST_TRIANGLES = Integer.MAX_VALUE / 3;

  private final double[] origin;
  private final ScratchFile vertices;
  private final ScratchFile triangles;
  private final DataOutputStream vertexOutput;
  private final DataOutputStream triangleOutput;

  /** Vertices that other parts may share, by their position. */
  private final Map<Position, Integer> shared = new HashMap<>();

  private int vertexCount;
  private int triangleCount;

  private record Position(float x, float y, float z) {}

  /**
   * A mesh without triangles.
   *
   * @param origin what positions of all parts are relative to
   * @param beside a file, in whose folder the mesh is kept until this is closed
   */
  public SpooledMesh(double[] origin, Path beside) throws IOException {
    this.origin = origin.clone();
    this.vertices = ScratchFile.beside(beside);
    try {
      this.triangles = ScratchFile.beside(beside);
    } catch (IOException | RuntimeException e) {
      vertices.close();
      throw e;
    }
    this.vertexOutput = new DataOutputStream(vertices.output());
    this.triangleOutput = new DataOutputStream(triangles.output());
  }

  /**
   * Adds the triangles of a mesh whose middle lies in a box along x and y. Vertices of theirs that
   * other triangles of the mesh have, too, are shared with the parts that have those.
   *
   * @throws IllegalArgumentException if there are too many of them
   */
  public void add(Mesh mesh, Aabb part) throws IOException {
    int[] corners = mesh.triangles();
    boolean[] inside = new boolean[mesh.triangleCount()];
    boolean[] isAtBorder = new boolean[mesh.vertexCount()];
    for (int t = 0; t < inside.length; t++) {
      inside[t] = mesh.isWithin(part, t);
      for (int i = 3 * t; i < 3 * t + 3 && !inside[t]; i++) {
        isAtBorder[corners[i]] = true;
      }
    }
    int[] number = new int[mesh.vertexCount()];
    for (int t = 0; t < inside.length; t++) {
      if (inside[t]) {
        for (int i = 3 * t; i < 3 * t + 3; i++) {
          if (number[corners[i]] == 0) {
            number[corners[i]] = 1 + vertex(mesh, corners[i], isAtBorder[corners[i]]);
          }
          triangleOutput.writeInt(number[corners[i]] - 1);
        }
        triangleCount++;
      }
    }
    requireRoom();
  }

  /** Adds a mesh as it is. */
  public void add(MeshSource mesh) throws IOException {
    int first = vertexCount;
    mesh.readVertices(
        values -> {
          for (float value : values) {
            vertexOutput.writeFloat(value);
          }
        });
    mesh.readTriangles(
        (a, b, c) -> {
          triangleOutput.writeInt(first + a);
          triangleOutput.writeInt(first + b);
          triangleOutput.writeInt(first + c);
        });
    vertexCount += mesh.vertexCount();
    triangleCount += mesh.triangleCount();
    requireRoom();
  }

  private void requireRoom() {
    if (triangleCount > MOST_TRIANGLES) {
      throw new IllegalArgumentException(
          "the surface has too many triangles; export a grid of lower resolution");
    }
  }

  /** Number of a vertex here, where it is added if it is not there yet. */
  private int vertex(Mesh mesh, int vertex, boolean isAtBorder) throws IOException {
    float[] p = mesh.positions();
    if (isAtBorder) {
      Position position = new Position(p[3 * vertex], p[3 * vertex + 1], p[3 * vertex + 2]);
      Integer known = shared.putIfAbsent(position, vertexCount);
      if (known != null) {
        return known;
      }
    }
    write(p, vertex);
    write(mesh.normals(), vertex);
    write(mesh.colours(), vertex);
    return vertexCount++;
  }

  private void write(float[] values, int vertex) throws IOException {
    for (int i = 3 * vertex; i < 3 * vertex + 3; i++) {
      vertexOutput.writeFloat(values[i]);
    }
  }

  @Override
  public double[] origin() {
    return origin.clone();
  }

  @Override
  public int vertexCount() {
    return vertexCount;
  }

  @Override
  public int triangleCount() {
    return triangleCount;
  }

  private static DataInputStream input(ScratchFile file, DataOutputStream output)
      throws IOException {
    output.flush();
    return new DataInputStream(
        new BufferedInputStream(Channels.newInputStream(file.channel().position(0)), BUFFER));
  }

  @Override
  public void readVertices(VertexReader reader) throws IOException {
    DataInputStream in = input(vertices, vertexOutput);
    float[] values = new float[VALUES];
    for (int v = 0; v < vertexCount; v++) {
      for (int i = 0; i < VALUES; i++) {
        values[i] = in.readFloat();
      }
      reader.vertex(values);
    }
  }

  @Override
  public void readTriangles(TriangleReader reader) throws IOException {
    DataInputStream in = input(triangles, triangleOutput);
    for (int t = 0; t < triangleCount; t++) {
      reader.triangle(in.readInt(), in.readInt(), in.readInt());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      vertices.close();
    } finally {
      triangles.close();
    }
  }
}
