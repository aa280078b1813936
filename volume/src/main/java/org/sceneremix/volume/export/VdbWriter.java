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
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.LittleEndianOutput;
import org.sceneremix.volume.io.ScratchFile;
import org.sceneremix.volume.io.SliceWindow;

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

  /** Share of the work that it takes to find and compress the leaves. */
  private static final double COLLECTING = 0.8;

  private final GridSource grid;
  private final ActivatedField field;
  private final FileChannel channel;
  private final LittleEndianOutput out;

  private VdbWriter(GridSource grid, FileChannel channel) {
    this.grid = grid;
    this.field = new ActivatedField(grid.densityScale());
    this.channel = channel;
    this.out = new LittleEndianOutput(Channels.newOutputStream(channel));
  }

  /** Writes the file. While that lasts, the leaves' values lie in other files beside it. */
  public static void write(GridSource grid, Path file, DoubleConsumer progress) throws IOException {
    try (ScratchFile densities = ScratchFile.beside(file);
        ScratchFile colours = ScratchFile.beside(file)) {
      AtomicFile.writeChannel(
          file, channel -> new VdbWriter(grid, channel).write(densities, colours, progress));
    }
  }

  private void write(ScratchFile densities, ScratchFile colours, DoubleConsumer progress)
      throws IOException {
    GridSize size = grid.size();
    VdbTree density = new VdbTree(new Density(), size.nx(), size.ny(), size.nz(), densities);
    VdbTree colour = new VdbTree(new Colour(), size.nx(), size.ny(), size.nz(), colours);
    SliceWindow.pass(
        grid,
        1,
        VdbTree.LEAF_EDGE,
        (z, window) -> {
          progress.accept(COLLECTING * z / size.nz());
          if (z % VdbTree.LEAF_EDGE == 0) {
            density.add(window, z);
            colour.add(window, z);
          }
        });
    density.end();
    colour.end();
    writeHeader();
    double rest = 1 - COLLECTING;
    writeGrid(
        "density",
        "Tree_float_5_4_3",
        "fog volume",
        density,
        share -> progress.accept(COLLECTING + 0.4 * rest * share));
    writeGrid(
        "color",
        "Tree_vec3s_5_4_3",
        "unknown",
        colour,
        share -> progress.accept(COLLECTING + (0.4 + 0.6 * share) * rest));
    out.flush();
  }

  private void writeHeader() throws IOException {
    out.writeLong(MAGIC);
    out.writeInt(FILE_VERSION);
    out.writeInt(LIBRARY_MAJOR);
    out.writeInt(LIBRARY_MINOR);
    out.writeByte(1); // grids say where they begin
    // readers want some unique name; the same grid gives the same bytes
    String description = grid.size() + ", " + grid.box() + ", " + grid.densityScale();
    out.writeAscii(UUID.nameUUIDFromBytes(text(description)).toString());
    out.writeInt(1);
    writeText("creator", "SceneRemix");
    out.writeInt(2);
  }

  private void writeGrid(
      String name, String type, String gridClass, VdbTree tree, DoubleConsumer progress)
      throws IOException {
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
    @Override
    public int components() {
      return 1;
    }

    @Override
    public boolean active(SliceWindow window, int x, int y, int z) {
      return window.density(x, y, z) > 0;
    }

    @Override
    public float value(SliceWindow window, int x, int y, int z, int component) {
      return field.extinction(window.density(x, y, z));
    }
  }

  private static final class Colour implements VdbTree.Voxels {
    @Override
    public int components() {
      return 3;
    }

    @Override
    public boolean active(SliceWindow window, int x, int y, int z) {
      for (int k = z - 1; k <= z + 1; k++) {
        for (int j = y - 1; j <= y + 1; j++) {
          for (int i = x - 1; i <= x + 1; i++) {
            if (window.density(i, j, k) > 0) {
              return true;
            }
          }
        }
      }
      return false;
    }

    @Override
    public float value(SliceWindow window, int x, int y, int z, int component) {
      return ActivatedField.colour(window.value(x, y, z, component));
    }
  }
}
