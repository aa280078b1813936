package org.sceneremix.renderer.ray;

import java.util.List;
import org.joml.Vector3d;
import org.joml.Vector3dc;

/**
 * Small square pictures: rays from one eye each, patch after patch, row by row from the top. A
 * patch lies in a plane around its target; the ray of row i and column j goes from the eye through
 *
 * <pre>
 *   target + u right + v top        u = (j - (edge - 1) / 2) spacing,  v = ((edge - 1) / 2 - i) spacing
 * </pre>
 *
 * with right and top of unit length, in world axes, and all else in world units.
 */
public final class RayPatches {

  /** Values of a patch: eye, target, right and top, x, y and z of each. */
  private static final int VALUES = 12;

  private final int edge;
  private final int count;
  private final double spacing;
  private final double[] values;

  /**
   * Room for patches.
   *
   * @param edge rays along an edge of a patch
   * @param count of patches
   * @param spacing between rays at the target, world units
   */
  public RayPatches(int edge, int count, double spacing) {
    if (edge < 1 || count < 1) {
      throw new IllegalArgumentException(
          "there are no patches if they are " + count + " of " + edge + "x" + edge + " rays");
    }
    this.edge = edge;
    this.count = count;
    this.spacing = spacing;
    this.values = new double[VALUES * count];
  }

  /** Sets a patch. */
  public void set(int patch, Vector3dc eye, Vector3dc target, Vector3dc right, Vector3dc top) {
    int at = VALUES * patch;
    for (Vector3dc vector : List.of(eye, target, right, top)) {
      values[at++] = vector.x();
      values[at++] = vector.y();
      values[at++] = vector.z();
    }
  }

  /** Rays along an edge of a patch. */
  public int edge() {
    return edge;
  }

  /** Number of patches. */
  public int count() {
    return count;
  }

  /** Number of rays in all patches. */
  public int rayCount() {
    return count * edge * edge;
  }

  private Vector3d vector(int at) {
    return new Vector3d(values[at], values[at + 1], values[at + 2]);
  }

  /** The rays themselves. */
  public Rays toRays() {
    Rays rays = new Rays(rayCount());
    Vector3d direction = new Vector3d();
    for (int patch = 0, i = 0; patch < count; patch++) {
      Vector3d eye = vector(VALUES * patch);
      Vector3d target = vector(VALUES * patch + 3);
      Vector3d right = vector(VALUES * patch + 6);
      Vector3d top = vector(VALUES * patch + 9);
      for (int row = 0; row < edge; row++) {
        for (int column = 0; column < edge; column++, i++) {
          double u = (column - 0.5 * (edge - 1)) * spacing;
          double v = (0.5 * (edge - 1) - row) * spacing;
          direction.set(target).fma(u, right).fma(v, top).sub(eye).normalize();
          rays.set(i, eye.x, eye.y, eye.z, direction.x, direction.y, direction.z);
        }
      }
    }
    return rays;
  }
}
