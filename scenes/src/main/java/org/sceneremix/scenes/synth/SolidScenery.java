package org.sceneremix.scenes.synth;

import java.util.ArrayList;
import java.util.List;
import org.sceneremix.volume.Aabb;

/**
 * The union of solids. Each column of a coarse raster over x and y lists the solids that come near
 * it, so that a sample asks few of them.
 */
final class SolidScenery implements Scenery {

  private static final int COLUMNS = 48;

  /** Distances are exact up to this share of the box's longer side, and bounded by it beyond. */
  private static final double REACH = 0.06;

  private final Aabb box;
  private final double reach;
  private final List<List<Solid>> columns = new ArrayList<>();

  SolidScenery(Aabb box, List<Solid> solids) {
    this.box = box;
    this.reach = REACH * Math.max(box.sizeX(), box.sizeY());
    double dx = box.sizeX() / COLUMNS;
    double dy = box.sizeY() / COLUMNS;
    for (int j = 0; j < COLUMNS; j++) {
      for (int i = 0; i < COLUMNS; i++) {
        double x0 = box.minX() + i * dx - reach;
        double y0 = box.minY() + j * dy - reach;
        double x1 = x0 + dx + 2 * reach;
        double y1 = y0 + dy + 2 * reach;
        columns.add(
            solids.stream()
                .filter(
                    s ->
                        s.bounds().minX() < x1
                            && s.bounds().maxX() > x0
                            && s.bounds().minY() < y1
                            && s.bounds().maxY() > y0)
                .toList());
      }
    }
  }

  @Override
  public Aabb box() {
    return box;
  }

  @Override
  public double sample(double x, double y, double z, double[] albedo) {
    Solid nearest = null;
    double distance = reach;
    for (Solid solid : column(x, y)) {
      double d = solid.distance(x, y, z);
      if (d < distance) {
        nearest = solid;
        distance = d;
      }
    }
    if (nearest != null) {
      nearest.albedo(x, y, z, albedo);
    }
    return distance;
  }

  private List<Solid> column(double x, double y) {
    int i = (int) ((x - box.minX()) / box.sizeX() * COLUMNS);
    int j = (int) ((y - box.minY()) / box.sizeY() * COLUMNS);
    return columns.get(
        Math.max(0, Math.min(COLUMNS - 1, j)) * COLUMNS + Math.max(0, Math.min(COLUMNS - 1, i)));
  }
}
