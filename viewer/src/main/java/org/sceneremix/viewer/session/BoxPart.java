package org.sceneremix.viewer.session;

import org.sceneremix.gan.sample.Window;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;

/**
 * A part of a scene's box, in fractions of its sides: so it fits scenes of every size.
 *
 * @param x0 from 0 (low end) to 1
 * @param y0 the same
 * @param z0 the same
 * @param x1 greater than {@code x0}
 * @param y1 greater than {@code y0}
 * @param z1 greater than {@code z0}
 */
public record BoxPart(double x0, double y0, double z0, double x1, double y1, double z1) {

  public static final BoxPart ALL = new BoxPart(0, 0, 0, 1, 1, 1);

  /**
   * @throws IllegalArgumentException if it is empty or leaves the box
   */
  public BoxPart {
    if (!(0 <= x0 && x0 < x1 && x1 <= 1 && 0 <= y0 && y0 < y1 && y1 <= 1 && 0 <= z0 && z0 < z1
        && z1 <= 1)) {
      throw new IllegalArgumentException(
          "a part of a box has 0 <= low < high <= 1 along every axis");
    }
  }

  /** The part that voxels of a scene fill, as far as they lie in it. */
  static BoxPart ofVoxels(Window voxels, GridSize size) {
    GridSize part = voxels.size();
    return ALL.withAxis(
            0, (double) voxels.x0() / size.nx(), (double) (voxels.x0() + part.nx()) / size.nx())
        .withAxis(
            1, (double) voxels.y0() / size.ny(), (double) (voxels.y0() + part.ny()) / size.ny())
        .withAxis(
            2, (double) voxels.z0() / size.nz(), (double) (voxels.z0() + part.nz()) / size.nz());
  }

  /** With ends along one axis (0 is x) brought into order, and at least a hundredth apart. */
  public BoxPart withAxis(int axis, double low, double high) {
    double from = Math.max(0, Math.min(0.99, Math.min(low, high)));
    double to = Math.max(from + 0.01, Math.min(1, Math.max(low, high)));
    return switch (axis) {
      case 0 -> new BoxPart(from, y0, z0, to, y1, z1);
      case 1 -> new BoxPart(x0, from, z0, x1, to, z1);
      case 2 -> new BoxPart(x0, y0, from, x1, y1, to);
      default -> throw new IllegalArgumentException("there is no axis " + axis);
    };
  }

  /** Moved along one axis (0 is x) by a share of the box's side, as far as the box goes. */
  public BoxPart moved(int axis, double by) {
    double way = Math.max(-low(axis), Math.min(1 - high(axis), by));
    return withAxis(axis, low(axis) + way, high(axis) + way);
  }

  /**
   * The same place in another box: sides that lie on the border stay there, others stay where they
   * are in the world, as far as the other box has that place.
   */
  BoxPart kept(Aabb from, Aabb to) {
    Aabb place = in(from);
    return withAxis(
            0,
            kept(x0, place.minX(), to.minX(), to.sizeX()),
            kept(x1, place.maxX(), to.minX(), to.sizeX()))
        .withAxis(
            1,
            kept(y0, place.minY(), to.minY(), to.sizeY()),
            kept(y1, place.maxY(), to.minY(), to.sizeY()))
        .withAxis(
            2,
            kept(z0, place.minZ(), to.minZ(), to.sizeZ()),
            kept(z1, place.maxZ(), to.minZ(), to.sizeZ()));
  }

  private static double kept(double share, double world, double low, double size) {
    return share == 0 || share == 1 ? share : Math.max(0, Math.min(1, (world - low) / size));
  }

  public double low(int axis) {
    return axis == 0 ? x0 : axis == 1 ? y0 : z0;
  }

  public double high(int axis) {
    return axis == 0 ? x1 : axis == 1 ? y1 : z1;
  }

  /** In world units. */
  public Aabb in(Aabb box) {
    return new Aabb(
        box.minX() + x0 * box.sizeX(),
        box.minY() + y0 * box.sizeY(),
        box.minZ() + z0 * box.sizeZ(),
        box.minX() + x1 * box.sizeX(),
        box.minY() + y1 * box.sizeY(),
        box.minZ() + z1 * box.sizeZ());
  }

  /** The voxels that it touches. */
  public Window voxels(GridSize size) {
    int x = first(x0, size.nx());
    int y = first(y0, size.ny());
    int z = first(z0, size.nz());
    return new Window(
        x,
        y,
        z,
        new GridSize(count(x, x1, size.nx()), count(y, y1, size.ny()), count(z, z1, size.nz())));
  }

  private static int first(double low, int n) {
    return Math.min(n - 1, (int) Math.floor(low * n));
  }

  private static int count(int first, double high, int n) {
    return Math.max(1, (int) Math.ceil(high * n - 1e-9) - first);
  }
}
