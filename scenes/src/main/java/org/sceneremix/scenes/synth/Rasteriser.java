package org.sceneremix.scenes.synth;

import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.EmptyColour;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Turns a {@link Scenery} into a voxel grid, with light baked into the colours.
 *
 * <p>Stored density is the signed distance in voxels, {@code clamp(-distance / edge, -1, 1)}: it is
 * zero on the surface, so that the interpolated field has its surface where the scene has it, at
 * any angle, without steps.
 *
 * <p>Light is a sun with soft shadows and a sky that is darkened where little of it is seen
 * (ambient occlusion from five samples of the distance along the normal: Evans 2006, "Fast
 * approximations for global illumination on dynamic scenes").
 */
public final class Rasteriser {

  /** Optical depth of a full voxel: opaque. */
  private static final double OPTICAL_DEPTH = 16;

  /** Voxels nearer to the surface than this, in edges, have the colour of the surface, lit. */
  private static final double LIT = 2.5;

  private static final double[] SUN = normalised(0.45, 0.30, 0.84);
  private static final double SUNLIGHT = 0.62;
  private static final double SKYLIGHT = 0.52;

  /** Sharpness of shadows; the larger, the smaller the sun. */
  private static final double SHADOW_SHARPNESS = 9;

  private static final int SHADOW_STEPS = 32;

  private final Scenery scenery;
  private final VoxelGrid grid;
  private final double edge;

  private Rasteriser(Scenery scenery, int resolution) {
    Aabb box = scenery.box();
    GridSize size = GridSize.fitting(box, resolution);
    this.scenery = scenery;
    this.edge = box.longestSide() / resolution;
    this.grid =
        VoxelGrid.empty(size.nx(), size.ny(), size.nz(), box, (float) (OPTICAL_DEPTH / edge));
  }

  /**
   * Rasterises; the result does not depend on the number of workers.
   *
   * @param resolution voxels along the longest side of the scene's box
   */
  public static VoxelGrid rasterise(Scenery scenery, int resolution, Workers workers) {
    Rasteriser rasteriser = new Rasteriser(scenery, resolution);
    workers.forEach(rasteriser.grid.nz() * rasteriser.grid.ny(), row -> rasteriser.row(row));
    EmptyColour.choose(rasteriser.grid);
    return rasteriser.grid;
  }

  private void row(int row) {
    int y = row % grid.ny();
    int z = row / grid.ny();
    Aabb box = grid.box();
    double py = box.minY() + (y + 0.5) * grid.voxelY();
    double pz = box.minZ() + (z + 0.5) * grid.voxelZ();
    double[] rgb = new double[3];
    for (int x = 0; x < grid.nx(); x++) {
      double px = box.minX() + (x + 0.5) * grid.voxelX();
      double distance = scenery.sample(px, py, pz, rgb);
      if (distance > LIT * edge) {
        continue; // empty already
      }
      int at = grid.index(x, y, z);
      double light =
          distance > -LIT * edge ? light(px, py, pz, distance) : encoded(SKYLIGHT); // never seen
      for (int c = 0; c < 3; c++) {
        grid.data()[at + c] = (float) (2 * Math.min(1, rgb[c] * light) - 1);
      }
      grid.data()[at + VoxelGrid.DENSITY] = (float) Math.max(-1, Math.min(1, -distance / edge));
    }
  }

  /**
   * Display-encoded light at the point of the surface that is nearest to a point at this distance.
   */
  private double light(double x, double y, double z, double distance) {
    double h = 0.5 * edge;
    double nx = distance(x + h, y, z) - distance(x - h, y, z);
    double ny = distance(x, y + h, z) - distance(x, y - h, z);
    double nz = distance(x, y, z + h) - distance(x, y, z - h);
    double length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (length < 1e-9) {
      return encoded(SKYLIGHT);
    }
    nx /= length;
    ny /= length;
    nz /= length;
    // a little above the surface, where rasterised neighbours do not shadow themselves
    double lift = 0.6 * edge - distance;
    double px = x + lift * nx;
    double py = y + lift * ny;
    double pz = z + lift * nz;
    double facing = Math.max(0, nx * SUN[0] + ny * SUN[1] + nz * SUN[2]);
    double sun = facing > 0 ? facing * sunVisibility(px, py, pz) : 0;
    double sky = (0.65 + 0.35 * nz) * skyVisibility(px, py, pz, nx, ny, nz);
    return encoded(SUNLIGHT * sun + SKYLIGHT * sky);
  }

  /** Albedo is display-encoded, so linear light is too before they are multiplied. */
  private static double encoded(double light) {
    return Math.pow(light, 1 / 2.2);
  }

  /**
   * Share of the sun that is seen, from the narrowest passage on the way (Quilez, soft shadows).
   */
  private double sunVisibility(double x, double y, double z) {
    double visible = 1;
    double t = 1.5 * edge;
    for (int step = 0; step < SHADOW_STEPS; step++) {
      double d = distance(x + t * SUN[0], y + t * SUN[1], z + t * SUN[2]);
      visible = Math.min(visible, SHADOW_SHARPNESS * d / t);
      if (visible <= 0) {
        return 0;
      }
      t += Math.max(edge, 0.9 * d);
      if (z + t * SUN[2] > grid.box().maxZ()) {
        break;
      }
    }
    return visible * visible * (3 - 2 * visible);
  }

  private double skyVisibility(double x, double y, double z, double nx, double ny, double nz) {
    double occluded = 0;
    double weight = 1;
    for (int i = 1; i <= 5; i++) {
      double reach = 0.022 * i;
      double free = distance(x + reach * nx, y + reach * ny, z + reach * nz);
      occluded += weight * Math.max(0, reach - free);
      weight *= 0.8;
    }
    return Math.max(0.4, 1 - 2.5 * occluded);
  }

  private double distance(double x, double y, double z) {
    return scenery.sample(x, y, z, new double[3]);
  }

  private static double[] normalised(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }
}
