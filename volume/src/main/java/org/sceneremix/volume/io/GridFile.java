package org.sceneremix.volume.io;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A grid with what is known about it, and its file ({@code .grid}).
 *
 * <p>All numbers of the file are big-endian:
 *
 * <pre>
 *   8 bytes   magic: 0x89 'S' 'R' 'G' 0x0D 0x0A 0x1A 0x0A (a transfer as text would damage it)
 *   4 bytes   format version, {@value #FORMAT_VERSION}
 *   4 bytes   length h of the header
 *   h bytes   header: JSON, UTF-8, with the fields of {@link GridHeader}
 *             {"size": [nx, ny, nz], "box": [min x, y, z, max x, y, z], "densityScale": s,
 *              "sampleType": "float32" | "float16", "metadata": {...}}
 *   4 bytes   CRC-32C of everything so far
 *   8 bytes   length d of the data
 *   d bytes   data: zlib stream (RFC 1950) of the shuffled samples
 *   4 bytes   CRC-32C of everything so far; end of file
 * </pre>
 *
 * <p>The samples, in the order of {@link VoxelGrid#data()}, are shuffled in blocks of 65536 values
 * (the last may be shorter): first the highest bytes of all values of the block, then the next
 * ones. Neighbouring values share their high bytes, which then compress well.
 *
 * <p>The same grid and metadata give the same bytes. Files are replaced as a whole or not at all.
 *
 * @param grid the grid; not copied
 * @param metadata anything worth knowing about it, by convention with its {@link Provenance} in
 *     field {@value Provenance#FIELD}
 */
public record GridFile(VoxelGrid grid, ObjectNode metadata) {

  /** Written by this version; the only one it reads. */
  public static final int FORMAT_VERSION = 1;

  /** Copies the metadata, which are mutable. */
  public GridFile {
    Objects.requireNonNull(grid, "grid");
    metadata = metadata.deepCopy();
  }

  /**
   * Writes the grid in full precision.
   *
   * @throws IllegalArgumentException if a sample is not finite
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    write(file, SampleType.FLOAT32);
  }

  /**
   * Writes the grid.
   *
   * @throws IllegalArgumentException if a sample is not finite, or not in the chosen type
   * @throws IOException if the file cannot be written
   */
  public void write(Path file, SampleType sampleType) throws IOException {
    AtomicFile.write(file, out -> GridWriter.write(this, sampleType, out));
  }

  /**
   * The bytes of the file, as a part of another one.
   *
   * @throws IllegalArgumentException if a sample is not finite, or not in the chosen type
   */
  public byte[] toBytes(SampleType sampleType) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GridWriter.write(this, sampleType, bytes);
    return bytes.toByteArray();
  }

  /**
   * Reads and checks what {@link #toBytes} gave.
   *
   * @param within the file that the bytes are a part of, for messages
   * @throws GridFormatException if they are not an undamaged grid file, or larger than memory
   */
  public static GridFile ofBytes(byte[] bytes, Path within) throws IOException {
    try (GridReader reader =
        new GridReader(within, new ByteArrayInputStream(bytes), bytes.length)) {
      return reader.readAll();
    }
  }

  /** The samples of a grid, in the order of the file, wherever they come from. */
  @FunctionalInterface
  public interface Samples {
    /**
     * Copies the next values out; called with each part of the grid once, in order.
     *
     * @param start index of the first value in {@link VoxelGrid#data()} of the whole
     * @param count number of values, a multiple of 4
     * @param out receives them from index 0 on
     */
    void read(int start, int count, float[] out) throws IOException;
  }

  /**
   * Writes a grid that need not be in memory as a whole, with the same bytes as if it were. Needs
   * space for the file twice while it works.
   *
   * @throws IllegalArgumentException if a sample is not finite, or not in the chosen type
   * @throws IOException if the file cannot be written
   */
  public static void stream(Path file, GridHeader header, Samples samples) throws IOException {
    try (ScratchFile data = ScratchFile.beside(file)) {
      int values =
          VoxelGrid.sampleCount(header.size().nx(), header.size().ny(), header.size().nz());
      GridWriter.compress(samples, values, header.sampleType(), data.output());
      AtomicFile.write(
          file, out -> GridWriter.write(header, data.channel().size(), data::copyTo, out));
    }
  }

  /**
   * Reads and checks a file.
   *
   * @throws GridFormatException if it is not an undamaged grid file, or larger than memory
   * @throws IOException if it cannot be read
   */
  public static GridFile read(Path file) throws IOException {
    try (GridReader reader = new GridReader(file)) {
      return reader.readAll();
    }
  }

  /**
   * The grid of a file that need not fit into memory; every reading of it reads the file anew, and
   * fails if another grid has taken its place meanwhile.
   *
   * @throws GridFormatException if it does not begin as a grid file
   * @throws IOException if it cannot be read
   */
  public static GridSource source(Path file) throws IOException {
    GridHeader header = readHeader(file);
    return new GridSource() {
      @Override
      public GridSize size() {
        return header.size();
      }

      @Override
      public Aabb box() {
        return header.box();
      }

      @Override
      public float densityScale() {
        return header.densityScale();
      }

      @Override
      public void read(SliceReader reader) throws IOException {
        try (GridReader anew = new GridReader(file)) {
          anew.readSlices(header, reader);
        }
      }
    };
  }

  /**
   * Reads what a file says about its grid without reading the samples, which are not checked.
   *
   * @throws GridFormatException if it does not begin as a grid file
   * @throws IOException if it cannot be read
   */
  public static GridHeader readHeader(Path file) throws IOException {
    try (GridReader reader = new GridReader(file)) {
      return reader.readHeader();
    }
  }
}
