package org.sceneremix.volume.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.sceneremix.volume.VoxelGrid;

/**
 * Reads the format that {@link GridFile} describes, and believes nothing that it has not checked:
 * no length in the file makes it allocate more than the file can hold.
 */
final class GridReader implements Closeable {

  /** More than any honest header, and nothing that hurts. */
  private static final int MAX_HEADER_BYTES = 1 << 24;

  /** Bytes of a file around header and data. */
  private static final int FIXED_BYTES = 8 + 4 + 4 + 4 + 8 + 4;

  /** Deflate cannot compress better: 258 bytes by a length and a distance code of a bit each. */
  private static final int MAX_COMPRESSION = 1032;

  private static final String DAMAGED = "make it again or fetch it again";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final long fileBytes;
  private final CRC32C checksum = new CRC32C();
  private final DataInputStream in;
  private int headerBytes;

  GridReader(Path file) throws IOException {
    this(file, new BufferedInputStream(opened(file), 1 << 16), Files.size(file));
  }

  /**
   * @param file that messages are about
   * @param fileBytes how many bytes there are
   */
  GridReader(Path file, InputStream bytes, long fileBytes) {
    this.file = file;
    this.fileBytes = fileBytes;
    this.in = new DataInputStream(new CheckedInputStream(bytes, checksum));
  }

  private static InputStream opened(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "this file does not exist; check the name of the grid file");
    }
    if (Files.isDirectory(file)) {
      throw new GridFormatException(file, "is a folder", "give the name of a grid file");
    }
    return Files.newInputStream(file);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  GridHeader readHeader() throws IOException {
    try {
      readMagicAndVersion();
      byte[] header = readHeaderBytes();
      return GridHeader.fromJson(JSON.readTree(new String(header, StandardCharsets.UTF_8)));
    } catch (EOFException e) {
      throw truncated(e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw damaged("has a header that makes no sense (" + firstLine(e) + ")", e);
    }
  }

  private void readMagicAndVersion() throws IOException {
    byte[] magic = in.readNBytes(GridWriter.MAGIC.length);
    if (!Arrays.equals(magic, GridWriter.MAGIC)) {
      throw new GridFormatException(
          file, "is not a grid file", "give a .grid file, as fit and sample write them");
    }
    int version = in.readInt();
    if (version != GridFile.FORMAT_VERSION) {
      throw new GridFormatException(
          file,
          "has format version " + version + ", but this program reads " + GridFile.FORMAT_VERSION,
          "use the version of the program that wrote it");
    }
  }

  private byte[] readHeaderBytes() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_HEADER_BYTES) {
      throw damaged("has a header of impossible length " + length, null);
    }
    if (length > fileBytes - FIXED_BYTES) {
      throw truncated(null);
    }
    headerBytes = length;
    byte[] header = new byte[length];
    in.readFully(header);
    requireChecksum();
    return header;
  }

  private void requireChecksum() throws IOException {
    int expected = (int) checksum.getValue();
    if (in.readInt() != expected) {
      throw damaged("is damaged (its checksum does not match)", null);
    }
  }

  GridFile readAll() throws IOException {
    GridHeader header = readHeader();
    try {
      long dataBytes = readDataLength(header);
      requireMemory(header);
      float[] samples = new float[header.size().voxelCount() * VoxelGrid.CHANNELS];
      readSamples(
          header,
          dataBytes,
          (start, count, values) -> System.arraycopy(values, 0, samples, start, count));
      requireChecksum();
      return new GridFile(
          new VoxelGrid(
              header.size().nx(),
              header.size().ny(),
              header.size().nz(),
              header.box(),
              header.densityScale(),
              samples),
          header.metadata());
    } catch (EOFException e) {
      throw truncated(e);
    }
  }

  /** Reads all slices, one at a time, of the grid that is announced. */
  void readSlices(GridHeader announced, GridSource.SliceReader reader) throws IOException {
    GridHeader header = readHeader();
    if (!header.equals(announced)) {
      throw new GridFormatException(file, "was replaced while it was read", "call again");
    }
    try {
      float[] slice = new float[VoxelGrid.CHANNELS * header.size().nx() * header.size().ny()];
      readSamples(
          header,
          readDataLength(header),
          (start, count, values) -> {
            int done = 0;
            while (done < count) {
              int z = (start + done) / slice.length;
              int at = (start + done) % slice.length;
              int length = Math.min(slice.length - at, count - done);
              System.arraycopy(values, done, slice, at, length);
              done += length;
              if (at + length == slice.length) {
                reader.slice(z, slice);
              }
            }
          });
      requireChecksum();
    } catch (EOFException e) {
      throw truncated(e);
    }
  }

  private long readDataLength(GridHeader header) throws IOException {
    long dataBytes = in.readLong();
    if (dataBytes < 0) {
      throw damaged("announces an impossible amount of data", null);
    }
    long missing = dataBytes - (fileBytes - headerBytes - FIXED_BYTES);
    if (missing > 0) {
      throw truncated(null);
    }
    if (missing < 0) {
      throw damaged("goes on after its end", null);
    }
    if (header.sampleBytes() / MAX_COMPRESSION > dataBytes) {
      throw damaged("announces " + header.size() + " voxels but holds too little data", null);
    }
    return dataBytes;
  }

  private void requireMemory(GridHeader header) throws IOException {
    long needed = 4L * header.size().voxelCount() * VoxelGrid.CHANNELS;
    long available = Heap.free();
    if (needed > available) {
      throw new GridFormatException(
          file,
          "holds "
              + header.size()
              + " voxels, which take "
              + (needed >> 20)
              + " MiB where "
              + (available >> 20)
              + " are free",
          "give Java more memory (-Xmx)");
    }
  }

  /** Receives values in the order of the file. */
  private interface Values {
    void take(int start, int count, float[] values) throws IOException;
  }

  private void readSamples(GridHeader header, long dataBytes, Values receiver) throws IOException {
    int length = header.size().voxelCount() * VoxelGrid.CHANNELS;
    SampleType type = header.sampleType();
    byte[] shuffled = new byte[GridWriter.BLOCK * type.bytes()];
    ByteBuffer block = ByteBuffer.allocate(shuffled.length);
    float[] values = new float[GridWriter.BLOCK];
    try (ZlibData data = new ZlibData(dataBytes)) {
      for (int start = 0; start < length; start += GridWriter.BLOCK) {
        int count = Math.min(GridWriter.BLOCK, length - start);
        data.readFully(shuffled, count * type.bytes());
        for (int i = 0; i < count; i++) {
          for (int plane = 0; plane < type.bytes(); plane++) {
            block.put(i * type.bytes() + plane, shuffled[plane * count + i]);
          }
        }
        block.rewind();
        for (int i = 0; i < count; i++) {
          values[i] = finite(type.get(block));
        }
        receiver.take(start, count, values);
      }
      data.requireEnd();
    }
  }

  private float finite(float value) throws GridFormatException {
    if (!Float.isFinite(value)) {
      throw damaged("holds a sample that is not a finite number", null);
    }
    return value;
  }

  private GridFormatException truncated(Throwable cause) {
    return damaged("ends too early (" + fileBytes + " bytes)", cause);
  }

  private GridFormatException damaged(String problem, Throwable cause) {
    GridFormatException exception = new GridFormatException(file, problem, DAMAGED);
    if (cause != null) {
      exception.initCause(cause);
    }
    return exception;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The zlib stream of known compressed length at the present position. */
  private final class ZlibData implements Closeable {
    private final Inflater inflater = new Inflater();
    private final byte[] input = new byte[1 << 16];
    private long remaining;

    ZlibData(long compressedBytes) {
      this.remaining = compressedBytes;
    }

    void readFully(byte[] out, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int n = inflate(out, done, length - done);
        if (n == 0 && (inflater.finished() || inflater.needsDictionary() || !refill())) {
          throw damaged("holds less data than its header announces", null);
        }
        done += n;
      }
    }

    private int inflate(byte[] out, int at, int length) throws IOException {
      try {
        return inflater.inflate(out, at, length);
      } catch (DataFormatException e) {
        throw damaged("holds data that do not decompress", e);
      }
    }

    private boolean refill() throws IOException {
      int n = in.read(input, 0, (int) Math.min(input.length, remaining));
      if (n <= 0) {
        return false;
      }
      remaining -= n;
      inflater.setInput(input, 0, n);
      return true;
    }

    /** Reads the rest of the stream, which must hold no further values. */
    void requireEnd() throws IOException {
      byte[] one = new byte[1];
      while (!inflater.finished()) {
        if (inflate(one, 0, 1) > 0) {
          throw damaged("holds more data than its header announces", null);
        }
        if (!inflater.finished() && !refill()) {
          throw damaged("holds data that do not end", null);
        }
      }
      if (remaining > 0 || inflater.getRemaining() > 0) {
        throw damaged("holds more data than its header announces", null);
      }
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
