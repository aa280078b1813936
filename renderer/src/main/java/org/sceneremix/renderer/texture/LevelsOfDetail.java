package org.sceneremix.renderer.texture;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.BufferUtils;
import org.lwjgl.util.meshoptimizer.MeshOptimizer;
import org.sceneremix.renderer.gl.NativeLibraries;
import org.sceneremix.volume.mesh.Mesh;

/**
 * Coarser triangles of the vertices of a mesh, by collapses of edges with the least error of
 * position and normal (meshoptimizer; Garland and Heckbert 1998, "Simplifying Surfaces with Color
 * and Texture using Quadric Error Metrics"). Where a vertex is there once a chart, its copies move
 * together. Open edges stay as they are, so that what a mesh was cut from fits it at every level.
 */
final class LevelsOfDetail {

  static {
    NativeLibraries.folder();
  }

  /** Share of the triangles that the next level keeps. */
  private static final double KEPT = 0.25;

  /** Weight of a normal's components beside positions of a mesh of unit size. */
  private static final float NORMAL_WEIGHT = 0.02f;

  private static final float COLOUR_WEIGHT = 0.05f;

  /** Coarser than this, a level looks like the one before. */
  private static final double LEAST_GAIN = 0.9;

  private LevelsOfDetail() {}

  /**
   * Simplifies a mesh.
   *
   * @param count levels; fewer are made where a mesh cannot be simplified further
   * @param byColour whether colours of vertices count, too
   * @return triangles, vertex indices into the mesh, from fine to coarse
   */
  static List<int[]> of(Mesh mesh, int count, boolean byColour) {
    List<int[]> levels = new ArrayList<>();
    int[] finer = mesh.triangles();
    int components = byColour ? 6 : 3;
    FloatBuffer positions = BufferUtils.createFloatBuffer(mesh.positions().length);
    positions.put(mesh.positions()).flip();
    FloatBuffer attributes = BufferUtils.createFloatBuffer(components * mesh.vertexCount());
    for (int i = 0; i < mesh.normals().length; i += 3) {
      attributes.put(mesh.normals(), i, 3);
      if (byColour) {
        attributes.put(mesh.colours(), i, 3);
      }
    }
    attributes.flip();
    FloatBuffer weights = BufferUtils.createFloatBuffer(components);
    for (int i = 0; i < components; i++) {
      weights.put(i, i < 3 ? NORMAL_WEIGHT : COLOUR_WEIGHT);
    }
    for (int level = 0; level < count; level++) {
      IntBuffer triangles = BufferUtils.createIntBuffer(finer.length);
      triangles.put(finer).flip();
      IntBuffer result = BufferUtils.createIntBuffer(finer.length);
      long target = Math.max(1, Math.round(KEPT * finer.length / 3)) * 3;
      long corners =
          MeshOptimizer.meshopt_simplifyWithAttributes(
              result,
              triangles,
              positions,
              mesh.vertexCount(),
              3 * Float.BYTES,
              attributes,
              (long) components * Float.BYTES,
              weights,
              (ByteBuffer) null,
              target,
              Float.MAX_VALUE,
              MeshOptimizer.meshopt_SimplifyLockBorder,
              null);
      if (corners == 0 || corners > LEAST_GAIN * finer.length) {
        break;
      }
      finer = new int[(int) corners];
      result.get(finer);
      levels.add(finer);
    }
    return levels;
  }
}
