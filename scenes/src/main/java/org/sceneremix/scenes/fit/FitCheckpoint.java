package org.sceneremix.scenes.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.SettingsJson;

/**
 * The file from which an interrupted fit goes on: the same call, resumed, gives the same grid, bit
 * for bit, as if it had never been interrupted.
 *
 * <pre>
 *   4 bytes   magic "SRFC"
 *   4 bytes   format version, {@value #FORMAT_VERSION}
 *   text      what the fit was begun with, JSON
 *   4 bytes   scale, then 4 bytes: steps of that scale that are done
 *   state     arrays of big-endian numbers, each with its length before it
 *   8 bytes   CRC-32C of everything so far
 * </pre>
 *
 * <p>Replaced as a whole or not at all.
 */
public final class FitCheckpoint {

  private static final int MAGIC = 0x53524643;
  private static final int FORMAT_VERSION = 2;
  private static final int BUFFER = 1 << 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final boolean resume;

  /**
   * @param file where the checkpoint is, or will be
   * @param resume whether to go on from a checkpoint that is there
   */
  public FitCheckpoint(Path file, boolean resume) {
    this.file = Objects.requireNonNull(file, "file");
    this.resume = resume;
  }

  /** The checkpoint beside a grid file that is being made. */
  public static Path beside(Path grid) {
    return AtomicFile.beside(grid, ".checkpoint");
  }

  /**
   * The settings that the fit was begun with; empty if there is no checkpoint.
   *
   * @throws IOException if it is damaged, or of another version of the program
   */
  public Optional<FitSettings> settings() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    requireWhole();
    try (DataInputStream in = new DataInputStream(opened())) {
      return Optional.of(readBegun(in).settings());
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged(e);
    }
  }

  /** Point at which a fit was interrupted: its scale, and how many steps of it were done. */
  record Position(int scale, int step) {}

  /** State that goes into a checkpoint, and comes from there. */
  interface State {
    void transfer(StateTransfer with) throws IOException;
  }

  /**
   * Finds the point to go on from; empty to begin.
   *
   * @param run this fit
   * @param scales that it has
   * @throws IOException if the checkpoint is damaged, or of another fit
   */
  Optional<Position> position(FitRun run, int scales) throws IOException {
    if (!resume || !Files.exists(file)) {
      return Optional.empty();
    }
    requireWhole();
    try (DataInputStream in = new DataInputStream(opened())) {
      Position position = readHeader(in, run);
      if (position.scale < 0 || position.scale >= scales || position.step < 0) {
        throw damaged(null);
      }
      return Optional.of(position);
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged(e);
    }
  }

  /** Brings state to where it was at the {@link #position}. */
  void restore(FitRun run, State state) throws IOException {
    try (DataInputStream in = new DataInputStream(opened())) {
      readHeader(in, run);
      state.transfer(new Reading(in));
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged(e);
    }
  }

  /** Nothing of a file is believed before its checksum is right. */
  private void requireWhole() throws IOException {
    CheckedInputStream checked = new CheckedInputStream(opened(), new CRC32C());
    try (DataInputStream in = new DataInputStream(checked)) {
      in.skipNBytes(Files.size(file) - Long.BYTES);
      long expected = checked.getChecksum().getValue();
      if (in.readLong() != expected) {
        throw damaged(null);
      }
    } catch (EOFException e) {
      throw damaged(e);
    }
  }

  void save(FitRun run, Position position, State state) throws IOException {
    AtomicFile.write(
        file,
        stream -> {
          CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32C());
          DataOutputStream out = new DataOutputStream(checked);
          out.writeInt(MAGIC);
          out.writeInt(FORMAT_VERSION);
          out.writeUTF(SettingsJson.write(run).toString());
          out.writeInt(position.scale);
          out.writeInt(position.step);
          state.transfer(new Writing(out));
          out.writeLong(checked.getChecksum().getValue());
        });
  }

  private InputStream opened() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), BUFFER);
  }

  private IOException damaged(Throwable cause) {
    return new IOException(
        file + " is damaged; delete it to fit from the beginning, without --resume", cause);
  }

  private FitRun readBegun(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw damaged(null);
    }
    int version = in.readInt();
    if (version != FORMAT_VERSION) {
      throw new IOException(
          file
              + " was written by another version of the program (format "
              + version
              + "); fit from the beginning, without --resume");
    }
    return begun(in.readUTF());
  }

  private Position readHeader(DataInputStream in, FitRun run) throws IOException {
    Optional<SettingsJson.Difference> difference = SettingsJson.difference(readBegun(in), run);
    if (difference.isPresent()) {
      throw new IOException(
          file
              + ": the fit was begun with "
              + difference.get().name()
              + " "
              + difference.get().begun()
              + ", not "
              + difference.get().asked()
              + "; give --resume with the options it was begun with, or begin anew without");
    }
    return new Position(in.readInt(), in.readInt());
  }

  private FitRun begun(String json) throws IOException {
    try {
      return SettingsJson.read(JSON.readTree(json), FitRun.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private static final class Writing implements StateTransfer {

    private final OutputStream out;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    Writing(OutputStream out) {
      this.out = out;
    }

    @Override
    public int transfer(int value) throws IOException {
      buffer.putInt(value);
      flush();
      return value;
    }

    @Override
    public void transfer(float[] values) throws IOException {
      transfer(values.length);
      for (int i = 0; i < values.length; i += BUFFER / Float.BYTES) {
        int count = Math.min(values.length - i, BUFFER / Float.BYTES);
        buffer.asFloatBuffer().put(values, i, count);
        buffer.position(count * Float.BYTES);
        flush();
      }
    }

    @Override
    public void transfer(double[] values) throws IOException {
      transfer(values.length);
      for (int i = 0; i < values.length; i += BUFFER / Double.BYTES) {
        int count = Math.min(values.length - i, BUFFER / Double.BYTES);
        buffer.asDoubleBuffer().put(values, i, count);
        buffer.position(count * Double.BYTES);
        flush();
      }
    }

    private void flush() throws IOException {
      out.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
  }

  private final class Reading implements StateTransfer {

    private final DataInputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    Reading(DataInputStream in) {
      this.in = in;
    }

    @Override
    public int transfer(int value) throws IOException {
      return in.readInt();
    }

    @Override
    public void transfer(float[] values) throws IOException {
      requireLength(values.length);
      for (int i = 0; i < values.length; i += BUFFER / Float.BYTES) {
        int count = Math.min(values.length - i, BUFFER / Float.BYTES);
        in.readFully(buffer.array(), 0, count * Float.BYTES);
        buffer.asFloatBuffer().get(values, i, count);
      }
    }

    @Override
    public void transfer(double[] values) throws IOException {
      requireLength(values.length);
      for (int i = 0; i < values.length; i += BUFFER / Double.BYTES) {
        int count = Math.min(values.length - i, BUFFER / Double.BYTES);
        in.readFully(buffer.array(), 0, count * Double.BYTES);
        buffer.asDoubleBuffer().get(values, i, count);
      }
    }

    private void requireLength(int length) throws IOException {
      if (in.readInt() != length) {
        throw damaged(null);
      }
    }
  }
}
