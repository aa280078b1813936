package org.sceneremix.volume.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * A grid as an OpenVDB file (version 224) with two sparse grids:
 *
 * <ul>
 *   <li>{@code density}, float, a fog volume: extinction per world unit, active where it is not 0;
 *   <li>{@code color}, vec3s: red, green, blue in [0, 1], active there and in the 26 neighbours, so
 *       that interpolation at a surface does not mix the black background in.
 * </ul>
 *
 * <p>Voxel (i, j, k) of either lies at the centre of voxel (i, j, k) of the grid in world space.
 *
 * <p>The format is laid out as OpenVDB 10 writes it ({@code openvdb/io/Archive.cc}, {@code
 * openvdb/io/Compression.h}), zlib-compressed.
 */
public final class VdbWriter {

  private static final long MAGIC = 0x56444220L;
  private static final int FILE_VERSION = 224;
  private static final int LIBRARY_MAJOR = 10;
  private static final int LIBRARY_MINOR = 0;
  private static final int COMPRESS_ZIP = 1;
  private static final int COMPRESS_ACTIVE_MASK = 2;

  private final VoxelGrid grid;
  private final FileChannel channel;
  private final LittleEndianOutput out;

  private VdbWriter(VoxelGrid grid, FileChannel channel) {
    this.grid = grid;
    this.channel = channel;
    this.out = new LittleEndianOutput(Channels.newOutputStream(channel));
  }

  /** Writes the file. */
  public static void write(VoxelGrid grid, Path file, DoubleConsumer progress) throws IOException {
    AtomicFile.writeChannel(file, channel -> new VdbWriter(grid, channel).write(progress));
  }

  private void write(DoubleConsumer progress) throws IOException {
    out.writeLong(MAGIC);
    out.writeInt(FILE_VERSION);
    out.writeInt(LIBRARY_MAJOR);
    out.writeInt(LIBRARY_MINOR);
    out.writeByte(1); // grids say where they begin
    // readers want some unique name; the same grid gives the same bytes
    out.writeAscii(UUID.nameUUIDFromBytes(text(grid.toString())).toString());
    out.writeInt(1);
    writeText("creator", "SceneRemix");
    out.writeInt(2);
    writeGrid(
        "density",
        "Tree_float_5_4_3",
        "fog volume",
        new Density(),
        share -> progress.accept(0.4 * share));
    writeGrid(
        "color",
        "Tree_vec3s_5_4_3",
        "unknown",
        new Colour(),
        share -> progress.accept(0.4 + 0.6 * share));
    out.flush();
  }

  private void writeGrid(
      String name, String type, String gridClass, VdbTree.Voxels voxels, DoubleConsumer progress)
      throws IOException {
    VdbTree tree = new VdbTree(voxels, grid.nx(), grid.ny(), grid.nz());
    writeString(name);
    writeString(type);
    writeString(""); // shares its tree with no other grid
    long offsets = out.position();
    for (int i = 0; i < 3; i++) {
      out.writeLong(0);
    }
    long begin = out.position();
    out.writeInt(COMPRESS_ZIP | COMPRESS_ACTIVE_MASK);
    out.writeInt(2);
    writeText("class", gridClass);
    writeText("name", name);
    writeTransform();
    tree.writeTopology(out);
    long buffers = out.position();
    tree.writeBuffers(out, progress);
    long end = out.position();
    out.flush();
    ByteBuffer positions = ByteBuffer.allocate(3 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    positions.putLong(begin).putLong(buffers).putLong(end).flip();
    channel.write(positions, offsets);
  }

  /** OpenVDB's ScaleTranslateMap: index to world, and what it derives from it. */
  private void writeTransform() throws IOException {
    writeString("ScaleTranslateMap");
    double[] scale = {grid.voxelX(), grid.voxelY(), grid.voxelZ()};
    double[] corner = {grid.box().minX(), grid.box().minY(), grid.box().minZ()};
    for (int axis = 0; axis < 3; axis++) {
      out.writeDouble(corner[axis] + 0.5 * scale[axis]);
    }
    for (double s : scale) {
      out.writeDouble(s);
    }
    for (double s : scale) {
      out.writeDouble(s); // voxel size
    }
    for (double s : scale) {
      out.writeDouble(1 / s);
    }
    for (double s : scale) {
      out.writeDouble(1 / (s * s));
    }
    for (double s : scale) {
      out.writeDouble(0.5 / s);
    }
  }

  private void writeText(String name, String value) throws IOException {
    writeString(name);
    writeString("string");
    writeString(value);
  }

  private void writeString(String value) throws IOException {
    out.writeInt(text(value).length);
    out.writeAscii(value);
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.US_ASCII);
  }

  private final class Density implements VdbTree.Voxels {
    private final ActivatedField field = new ActivatedField(grid);

    @Override
    public int components() {
      return 1;
    }

    @Override
    public boolean active(int x, int y, int z) {
      return grid.density(x, y, z) > 0;
    }

    @Override
    public float value(int x, int y, int z, int component) {
      return field.extinction(grid.index(x, y, z));
    }
  }

  private final class Colour implements VdbTree.Voxels {
    private final ActivatedField field = new ActivatedField(grid);

    @Override
    public int components() {
      return 3;
    }

    @Override
    public boolean active(int x, int y, int z) {
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

    @Override
    public float value(int x, int y, int z, int component) {
      return field.colour(grid.index(x, y, z), component);
    }
  }
}
