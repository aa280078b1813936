package org.sceneremix.viewer.picture;

import java.util.Arrays;
import java.util.Optional;
import org.joml.Vector3d;
import org.joml.Vector3dc;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * A ground around a scene that goes on with the scene's own, and fades away with the distance.
 *
 * @param height z, world units
 * @param red of its colour, in [0, 1]
 * @param green of its colour
 * @param blue of its colour
 * @param centreX of the scene, world units
 * @param centreY of the scene, world units
 * @param radius where it has faded away, world units from the centre; it begins to at half of that
 */
public record GroundPlane(
    double height,
    double red,
    double green,
    double blue,
    double centreX,
    double centreY,
    double radius) {

  /** This share of columns ends on the ground, or a little below: things stand on the others. */
  private static final double LOW_COLUMNS = 0.1;

  /** Radius in diagonals of the scene's base. */
  private static final double REACH = 1.6;

  /** Ground plane of a scene; none where nothing is. */
  public static Optional<GroundPlane> of(VoxelGrid grid) {
    int[] tops = new int[grid.nx() * grid.ny()];
    int columns = 0;
    for (int y = 0; y < grid.ny(); y++) {
      for (int x = 0; x < grid.nx(); x++) {
        int top = top(grid, x, y);
        if (top >= 0) {
          tops[columns++] = top;
        }
      }
    }
    if (columns == 0) {
      return Optional.empty();
    }
    Arrays.sort(tops, 0, columns);
    int level = tops[(int) (LOW_COLUMNS * (columns - 1))];
    double[] colour = new double[3];
    int count = 0;
    for (int y = 0; y < grid.ny(); y++) {
      for (int x = 0; x < grid.nx(); x++) {
        if (top(grid, x, y) == level) {
          int i = grid.index(x, y, level);
          for (int c = 0; c < 3; c++) {
            colour[c] += Math.max(0, Math.min(1, 0.5 * grid.data()[i + c] + 0.5));
          }
          count++;
        }
      }
    }
    Aabb box = grid.box();
    return Optional.of(
        new GroundPlane(
            box.minZ() + (level + 0.5) * grid.voxelZ(),
            colour[0] / count,
            colour[1] / count,
            colour[2] / count,
            box.centreX(),
            box.centreY(),
            REACH * Math.hypot(box.sizeX(), box.sizeY())));
  }

  /** The uppermost voxel of a column with anything in it; -1 if there is none. */
  private static int top(VoxelGrid grid, int x, int y) {
    for (int z = grid.nz() - 1; z >= 0; z--) {
      if (grid.density(x, y, z) > 0) {
        return z;
      }
    }
    return -1;
  }

  Vector3d colour() {
    return new Vector3d(red, green, blue);
  }

  /** Opacity at a point of it, in [0, 1]. */
  double opacity(Vector3dc point) {
    double far = Math.hypot(point.x() - centreX, point.y() - centreY) / radius;
    double t = Math.max(0, Math.min(1, 2 * far - 1));
    return 1 - t * t * (3 - 2 * t);
  }
}
