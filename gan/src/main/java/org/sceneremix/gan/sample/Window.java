package org.sceneremix.gan.sample;

import java.util.ArrayList;
import java.util.List;
import org.sceneremix.volume.GridSize;

/**
 * A box of voxels in the index space of a scene; it may stick out of the scene.
 *
 * @param x0 first voxel along x, may be negative
 * @param y0 first voxel along y, may be negative
 * @param z0 first voxel along z, may be negative
 * @param size voxels along each axis
 */
public record Window(int x0, int y0, int z0, GridSize size) {

  /** The whole of a scene. */
  public static Window all(GridSize scene) {
    return new Window(0, 0, 0, scene);
  }

  /**
   * The tiles of a scene, all of one size: the last one along an axis is moved back to end with the
   * scene.
   *
   * @param edge longest edge of a tile, voxels
   */
  static List<Window> tiles(GridSize scene, int edge) {
    GridSize tile =
        new GridSize(
            Math.min(edge, scene.nx()), Math.min(edge, scene.ny()), Math.min(edge, scene.nz()));
    List<Window> tiles = new ArrayList<>();
    for (int z = 0; z < scene.nz(); z += tile.nz()) {
      for (int y = 0; y < scene.ny(); y += tile.ny()) {
        for (int x = 0; x < scene.nx(); x += tile.nx()) {
          tiles.add(
              new Window(
                  Math.min(x, scene.nx() - tile.nx()),
                  Math.min(y, scene.ny() - tile.ny()),
                  Math.min(z, scene.nz() - tile.nz()),
                  tile));
        }
      }
    }
    return tiles;
  }

  /** The window with {@code voxels} more on every side. */
  public Window grown(int voxels) {
    return grown(voxels, voxels, voxels);
  }

  /** The window with so many more voxels on both sides of each axis. */
  public Window grown(int alongX, int alongY, int alongZ) {
    return new Window(
        x0 - alongX,
        y0 - alongY,
        z0 - alongZ,
        new GridSize(size.nx() + 2 * alongX, size.ny() + 2 * alongY, size.nz() + 2 * alongZ));
  }

  /** Whether every voxel lies in the scene. */
  public boolean inside(GridSize scene) {
    return x0 >= 0
        && y0 >= 0
        && z0 >= 0
        && x0 + size.nx() <= scene.nx()
        && y0 + size.ny() <= scene.ny()
        && z0 + size.nz() <= scene.nz();
  }
}
