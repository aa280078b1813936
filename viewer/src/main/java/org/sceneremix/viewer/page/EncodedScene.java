package org.sceneremix.viewer.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The samples of a grid as a 3D texture of bytes, gzipped: red, green, blue and density of each
 * voxel, {@code [z][y][x][channel]}; byte b stands for {@code b / 127.5 - 1}.
 *
 * <p>Voxels with no matter in them or next to them count for nothing where a ray is sampled. They
 * are all zero, so that they take next to no room.
 *
 * @param size number of voxels
 * @param gzip the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EncodedScene(GridSize size, byte[] gzip) {

  static EncodedScene of(VoxelGrid grid) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GZIPOutputStream out =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        };
    byte[] row = new byte[VoxelGrid.CHANNELS * grid.nx()];
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        encodeRow(grid, y, z, row);
        out.write(row);
      }
    }
    out.finish();
    return new EncodedScene(GridSize.of(grid), bytes.toByteArray());
  }

  private static void encodeRow(VoxelGrid grid, int y, int z, byte[] row) {
    for (int x = 0; x < grid.nx(); x++) {
      int at = grid.index(x, y, z);
      boolean counts = isNearMatter(grid, x, y, z);
      for (int c = 0; c < VoxelGrid.CHANNELS; c++) {
        float value = Math.max(-1, Math.min(1, grid.data()[at + c]));
        row[VoxelGrid.CHANNELS * x + c] = counts ? (byte) Math.round(127.5f * (value + 1)) : 0;
      }
    }
  }

  private static boolean isNearMatter(VoxelGrid grid, int x, int y, int z) {
    for (int k = Math.max(0, z - 1); k <= Math.min(grid.nz() - 1, z + 1); k++) {
      for (int j = Math.max(0, y - 1); j <= Math.min(grid.ny() - 1, y + 1); j++) {
        for (int i = Math.max(0, x - 1); i <= Math.min(grid.nx() - 1, x + 1); i++) {
          if (grid.density(i, j, k) > 0) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
