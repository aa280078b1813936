package org.sceneremix.gan.sample;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Reading and writing windows of scenes stored as {@code [z][y][x][4]}. Around a scene lies
 * emptiness: mid-grey of density -1, {@code (0, 0, 0, -1)}.
 */
public final class Windows {

  private static final int C = VoxelGrid.CHANNELS;

  private Windows() {}

  /**
   * Copies a window out of a scene, with emptiness where it sticks out.
   *
   * @param out receives {@code nz * ny * nx * 4} values from {@code offset} on
   */
  public static void read(float[] scene, GridSize size, Window window, float[] out, int offset) {
    int at = offset;
    for (int k = 0; k < window.size().nz(); k++) {
      int z = window.z0() + k;
      for (int j = 0; j < window.size().ny(); j++) {
        int y = window.y0() + j;
        boolean rowInside = z >= 0 && z < size.nz() && y >= 0 && y < size.ny();
        for (int i = 0; i < window.size().nx(); i++, at += C) {
          int x = window.x0() + i;
          if (rowInside && x >= 0 && x < size.nx()) {
            System.arraycopy(scene, ((z * size.ny() + y) * size.nx() + x) * C, out, at, C);
          } else {
            setEmpty(out, at);
          }
        }
      }
    }
  }

  /** Copies the part of a window that lies in the scene back into it. */
  public static void write(
      float[] values, int offset, Window window, float[] scene, GridSize size) {
    int at = offset;
    for (int k = 0; k < window.size().nz(); k++) {
      int z = window.z0() + k;
      for (int j = 0; j < window.size().ny(); j++) {
        int y = window.y0() + j;
        for (int i = 0; i < window.size().nx(); i++, at += C) {
          int x = window.x0() + i;
          if (size.contains(x, y, z)) {
            System.arraycopy(values, at, scene, ((z * size.ny() + y) * size.nx() + x) * C, C);
          }
        }
      }
    }
  }

  /** Makes voxels of a window empty where there is nothing: beyond the ends of a scene. */
  static void emptyBeyond(float[] values, Window window, GridSize size, Periodicity periodicity) {
    int at = 0;
    for (int k = 0; k < window.size().nz(); k++) {
      int z = window.z0() + k;
      for (int j = 0; j < window.size().ny(); j++) {
        boolean nothing =
            z < 0 || z >= size.nz() || periodicity.wrapY(window.y0() + j, size.ny()) < 0;
        for (int i = 0; i < window.size().nx(); i++, at += C) {
          if (nothing || periodicity.wrapX(window.x0() + i, size.nx()) < 0) {
            setEmpty(values, at);
          }
        }
      }
    }
  }

  /** Makes voxels of a window that lie outside the scene empty. */
  public static void emptyOutside(float[] values, int offset, Window window, GridSize size) {
    forEachOutside(window, size, voxel -> setEmpty(values, offset + voxel * C));
  }

  /** Sets the values of voxels outside the scene to zero: the adjoint of {@link #emptyOutside}. */
  public static void zeroOutside(float[] values, int offset, Window window, GridSize size) {
    forEachOutside(
        window,
        size,
        voxel -> Arrays.fill(values, offset + voxel * C, offset + (voxel + 1) * C, 0f));
  }

  private static void forEachOutside(Window window, GridSize size, IntConsumer action) {
    if (window.inside(size)) {
      return;
    }
    int voxel = 0;
    for (int k = 0; k < window.size().nz(); k++) {
      for (int j = 0; j < window.size().ny(); j++) {
        for (int i = 0; i < window.size().nx(); i++, voxel++) {
          if (!size.contains(window.x0() + i, window.y0() + j, window.z0() + k)) {
            action.accept(voxel);
          }
        }
      }
    }
  }

  static void setEmpty(float[] values, int at) {
    values[at] = 0;
    values[at + 1] = 0;
    values[at + 2] = 0;
    values[at + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
  }
}
