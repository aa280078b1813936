package org.sceneremix.gan.sample;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The samples of a scene, {@code [z][y][x][4]}, wherever they are kept; read and written window by
 * window.
 *
 * <p>Failures of the file system come as {@link UncheckedIOException}.
 */
abstract class SceneStore implements Closeable {

  private static final int C = VoxelGrid.CHANNELS;

  private final GridSize size;

  SceneStore(GridSize size) {
    this.size = size;
  }

  GridSize size() {
    return size;
  }

  /**
   * Copies voxels that follow each other out.
   *
   * @param voxel index of the first, {@code (z * ny + y) * nx + x}
   */
  abstract void readRun(int voxel, int count, float[] out, int offset);

  /** Copies voxels that follow each other in. */
  abstract void writeRun(int voxel, int count, float[] values, int offset);

  @Override
  public abstract void close() throws IOException;

  /**
   * Copies a window out. Where it leaves the scene it goes on as the periodicity says; emptiness is
   * {@code (0, 0, 0, -1)}.
   *
   * @param out receives {@code nz * ny * nx * 4} values
   */
  final void read(Window window, Periodicity periodicity, float[] out) {
    GridSize n = window.size();
    int at = 0;
    for (int k = 0; k < n.nz(); k++) {
      int z = window.z0() + k;
      for (int j = 0; j < n.ny(); j++, at += n.nx() * C) {
        int y = periodicity.wrapY(window.y0() + j, size.ny());
        if (y < 0 || z < 0 || z >= size.nz()) {
          setEmpty(out, at, n.nx());
        } else {
          readRow(window.x0(), n.nx(), (z * size.ny() + y) * size.nx(), periodicity, out, at);
        }
      }
    }
  }

  private void readRow(
      int x0, int count, int row, Periodicity periodicity, float[] out, int offset) {
    int i = 0;
    while (i < count) {
      int x = periodicity.wrapX(x0 + i, size.nx());
      int run;
      if (x < 0) {
        run = x0 + i < 0 ? Math.min(count - i, -(x0 + i)) : count - i;
        setEmpty(out, offset + i * C, run);
      } else {
        run = Math.min(count - i, size.nx() - x);
        readRun(row + x, run, out, offset + i * C);
      }
      i += run;
    }
  }

  private static void setEmpty(float[] out, int offset, int voxels) {
    for (int i = offset; i < offset + voxels * C; i += C) {
      out[i] = 0;
      out[i + 1] = 0;
      out[i + 2] = 0;
      out[i + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
    }
  }

  /** Copies a window in, which must lie in the scene. */
  final void write(float[] values, Window window) {
    GridSize n = window.size();
    int at = 0;
    for (int k = 0; k < n.nz(); k++) {
      for (int j = 0; j < n.ny(); j++, at += n.nx() * C) {
        int row = ((window.z0() + k) * size.ny() + window.y0() + j) * size.nx();
        writeRun(row + window.x0(), n.nx(), values, at);
      }
    }
  }
}
