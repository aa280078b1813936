package org.sceneremix.viewer.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.SampleType;

/**
 * A grid that scenes were copied from, and the bytes of a grid file in full precision; either is
 * made of the other when it is first asked for. Safe for use by all threads.
 */
final class KeptGrid {

  private VoxelGrid grid;
  private byte[] bytes;
  private final Path within;

  private KeptGrid(VoxelGrid grid, byte[] bytes, Path within) {
    this.grid = grid;
    this.bytes = bytes;
    this.within = within;
  }

  static KeptGrid of(VoxelGrid grid) {
    return new KeptGrid(grid, null, null);
  }

  /**
   * @param within the file that the bytes are a part of, for messages
   */
  static KeptGrid ofBytes(byte[] bytes, Path within) {
    return new KeptGrid(null, bytes, within);
  }

  synchronized VoxelGrid grid() throws IOException {
    if (grid == null) {
      grid = GridFile.ofBytes(bytes, within).grid();
    }
    return grid;
  }

  synchronized byte[] bytes() throws IOException {
    if (bytes == null) {
      bytes = new GridFile(grid, JsonNodeFactory.instance.objectNode()).toBytes(SampleType.FLOAT32);
    }
    return bytes;
  }

  /** Whether this is that grid, or one of the same content. */
  boolean is(VoxelGrid other) throws IOException {
    VoxelGrid own = grid();
    return own == other
        || (GridSize.of(own).equals(GridSize.of(other))
            && own.box().equals(other.box())
            && own.densityScale() == other.densityScale()
            && Arrays.equals(own.data(), other.data()));
  }
}
