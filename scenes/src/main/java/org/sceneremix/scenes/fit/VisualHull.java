package org.sceneremix.scenes.fit;

import org.joml.Vector3d;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.work.Workers;

/** The voxels of a grid that may hold some of the scene. */
final class VisualHull {

  /**
   * Radius of the ball that stands for a voxel, in halves of its diagonal: its influence reaches to
   * the neighbours' centres.
   */
  private static final double REACH = 1.2;

  private VisualHull() {}

  /**
   * Carves.
   *
   * @param tolerance share of the views in whose picture a voxel lies that may see through it all
   *     the same: 0 for exact alpha, a little for masks drawn on photographs
   * @return for each voxel, x fastest, whether it may hold some of the scene
   */
  static boolean[] carve(
      Silhouettes silhouettes, Aabb box, GridSize size, double tolerance, Workers workers) {
    boolean[] hull = new boolean[size.voxelCount()];
    double dx = box.sizeX() / size.nx();
    double dy = box.sizeY() / size.ny();
    double dz = box.sizeZ() / size.nz();
    double radius = REACH * 0.5 * Math.sqrt(dx * dx + dy * dy + dz * dz);
    workers.forEach(
        size.nz() * size.ny(),
        row -> {
          int y = row % size.ny();
          int z = row / size.ny();
          Vector3d centre = new Vector3d();
          for (int x = 0; x < size.nx(); x++) {
            centre.set(
                box.minX() + (x + 0.5) * dx,
                box.minY() + (y + 0.5) * dy,
                box.minZ() + (z + 0.5) * dz);
            hull[row * size.nx() + x] = isKept(silhouettes, centre, radius, tolerance);
          }
        });
    return hull;
  }

  private static boolean isKept(
      Silhouettes silhouettes, Vector3d centre, double radius, double tolerance) {
    int through = 0;
    int seen = 0;
    for (int view = 0; view < silhouettes.views(); view++) {
      if (silhouettes.seesThrough(view, centre, radius)) {
        if (tolerance == 0) {
          return false;
        }
        through++;
      }
      if (tolerance > 0 && silhouettes.inPicture(view, centre)) {
        seen++;
      }
    }
    return through <= tolerance * seen;
  }
}
