package org.sceneremix.viewer.picture;

import org.joml.Vector3d;
import org.joml.Vector3dc;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * Solid share of the space around a point: stored density in [0, 1], blurred over a few voxels,
 * since from one voxel to the next it is noise where a fit left it uneven. A function of space; 0
 * outside the box. Later changes to the grid do not show.
 */
public final class SolidField {

  /** Times that neighbours are averaged with weights 1/4, 1/2, 1/4: a Gaussian of 1.4 voxels. */
  private static final int ROUNDS = 4;

  private final Aabb box;
  private final Vector3d voxel;
  private final int nx;
  private final int ny;
  private final int nz;
  private final float[] values;

  private SolidField(VoxelGrid grid, float[] values) {
    this.box = grid.box();
    this.voxel = new Vector3d(grid.voxelX(), grid.voxelY(), grid.voxelZ());
    this.nx = grid.nx();
    this.ny = grid.ny();
    this.nz = grid.nz();
    this.values = values;
  }

  /** The solid field of a grid. */
  public static SolidField of(VoxelGrid grid) {
    float[] values = new float[grid.voxelCount()];
    for (int i = 0; i < values.length; i++) {
      float density = grid.data()[VoxelGrid.CHANNELS * i + VoxelGrid.DENSITY];
      values[i] = Math.max(0, Math.min(1, density));
    }
    for (int round = 0; round < ROUNDS; round++) {
      blur(values, 1, grid.nx());
      blur(values, grid.nx(), grid.ny());
      blur(values, grid.nx() * grid.ny(), grid.nz());
    }
    return new SolidField(grid, values);
  }

  /**
   * Along one axis, in which n values are a stride apart; the outermost go on beyond the border.
   */
  private static void blur(float[] values, int stride, int n) {
    for (int first = 0; first < values.length; first++) {
      if (first / stride % n != 0) {
        continue;
      }
      float before = values[first];
      for (int i = 0; i < n; i++) {
        int at = first + i * stride;
        float here = values[at];
        float after = i + 1 < n ? values[at + stride] : here;
        values[at] = 0.25f * before + 0.5f * here + 0.25f * after;
        before = here;
      }
    }
  }

  /** Values at the voxels' centres, {@code [z][y][x]}. */
  public float[] values() {
    return values;
  }

  /** Between the voxels' centres, trilinearly; world units. */
  double at(Vector3dc world) {
    return at(
        (world.x() - box.minX()) / voxel.x,
        (world.y() - box.minY()) / voxel.y,
        (world.z() - box.minZ()) / voxel.z);
  }

  /**
   * Direction of steepest descent at a point, unit length, world axes; upwards where it is even.
   */
  Vector3d normal(Vector3dc world) {
    double x = (world.x() - box.minX()) / voxel.x;
    double y = (world.y() - box.minY()) / voxel.y;
    double z = (world.z() - box.minZ()) / voxel.z;
    Vector3d slope =
        new Vector3d(
                at(x + 1, y, z) - at(x - 1, y, z),
                at(x, y + 1, z) - at(x, y - 1, z),
                at(x, y, z + 1) - at(x, y, z - 1))
            .div(voxel);
    double norm = slope.length();
    return norm > 0 ? slope.div(-norm) : slope.set(0, 0, 1);
  }

  /** At a place in voxels from the lowest corner of the box. */
  private double at(double x, double y, double z) {
    if (x < 0 || y < 0 || z < 0 || x > nx || y > ny || z > nz) {
      return 0;
    }
    double px = Math.max(0, Math.min(nx - 1.0, x - 0.5));
    double py = Math.max(0, Math.min(ny - 1.0, y - 0.5));
    double pz = Math.max(0, Math.min(nz - 1.0, z - 0.5));
    int ix = (int) px;
    int iy = (int) py;
    int iz = (int) pz;
    double lower = layer(ix, iy, iz, px - ix, py - iy);
    double upper = layer(ix, iy, Math.min(iz + 1, nz - 1), px - ix, py - iy);
    return lower + (upper - lower) * (pz - iz);
  }

  private double layer(int x, int y, int z, double fx, double fy) {
    int front = (z * ny + y) * nx;
    int back = (z * ny + Math.min(y + 1, ny - 1)) * nx;
    return mix(row(front, x, fx), row(back, x, fx), fy);
  }

  private double row(int first, int x, double fx) {
    return mix(values[first + x], values[first + Math.min(x + 1, nx - 1)], fx);
  }

  private static double mix(double a, double b, double fraction) {
    return a + (b - a) * fraction;
  }
}
