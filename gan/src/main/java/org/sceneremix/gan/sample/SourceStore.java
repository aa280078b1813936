package org.sceneremix.gan.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.ScratchFile;

/**
 * Places in the exemplar that each voxel of a scene comes from, as far as it is made: in memory, or
 * in a file that disappears when it is closed.
 */
abstract class SourceStore implements AutoCloseable {

  /** A voxel that is not made yet. */
  static final int UNKNOWN = -1;

  private final GridSize size;

  private SourceStore(GridSize size) {
    this.size = size;
  }

  GridSize size() {
    return size;
  }

  /** Reads sources of voxels that lie side by side along x. */
  abstract void read(int x, int y, int z, int count, int[] out, int offset);

  /** Writes sources of voxels that lie side by side along x. */
  abstract void write(int x, int y, int z, int count, int[] sources, int offset);

  @Override
  public void close() {}

  long index(int x, int y, int z) {
    return ((long) z * size.ny() + y) * size.nx() + x;
  }

  /** All in one array. */
  static SourceStore inMemory(GridSize size) {
    int[] all = new int[size.voxelCount()];
    Arrays.fill(all, UNKNOWN);
    return of(size, all);
  }

  /** Sources that are there already. */
  static SourceStore of(GridSize size, int[] all) {
    return new SourceStore(size) {
      @Override
      void read(int x, int y, int z, int count, int[] out, int offset) {
        System.arraycopy(all, (int) index(x, y, z), out, offset, count);
      }

      @Override
      void write(int x, int y, int z, int count, int[] sources, int offset) {
        System.arraycopy(sources, offset, all, (int) index(x, y, z), count);
      }
    };
  }

  /** A part of this one, of its height, which closes it when it is closed. */
  SourceStore part(int x0, int y0, GridSize part) {
    SourceStore whole = this;
    return new SourceStore(part) {
      @Override
      void read(int x, int y, int z, int count, int[] out, int offset) {
        whole.read(x0 + x, y0 + y, z, count, out, offset);
      }

      @Override
      void write(int x, int y, int z, int count, int[] sources, int offset) {
        whole.write(x0 + x, y0 + y, z, count, sources, offset);
      }

      @Override
      public void close() {
        whole.close();
      }
    };
  }

  /** Copies all of another one, as high as this one, to a place in this one. */
  void put(SourceStore other, int x0, int y0) {
    int[] row = new int[other.size.nx()];
    for (int z = 0; z < size.nz(); z++) {
      for (int y = 0; y < other.size.ny(); y++) {
        other.read(0, y, z, row.length, row, 0);
        write(x0, y0 + y, z, row.length, row, 0);
      }
    }
  }

  /**
   * All in a file.
   *
   * @param folder where the file is made
   */
  static SourceStore inFile(GridSize size, Path folder) throws IOException {
    return new InFile(size, folder);
  }

  private static final class InFile extends SourceStore {
    private final ScratchFile file;
    private final ByteBuffer row;

    InFile(GridSize size, Path folder) throws IOException {
      super(size);
      file = ScratchFile.in(folder);
      row = ByteBuffer.allocateDirect(size.nx() * Integer.BYTES).order(ByteOrder.nativeOrder());
      int[] unknown = new int[size.nx()];
      Arrays.fill(unknown, UNKNOWN);
      try {
        for (int z = 0; z < size.nz(); z++) {
          for (int y = 0; y < size.ny(); y++) {
            write(0, y, z, size.nx(), unknown, 0);
          }
        }
      } catch (UncheckedIOException e) {
        file.close();
        throw e.getCause();
      }
    }

    @Override
    void read(int x, int y, int z, int count, int[] out, int offset) {
      try {
        row.clear().limit(count * Integer.BYTES);
        long position = index(x, y, z) * Integer.BYTES;
        while (row.hasRemaining()) {
          if (file.channel().read(row, position + row.position()) < 0) {
            throw new IOException("a temporary file of the scene is shorter than it was written");
          }
        }
        row.flip().asIntBuffer().get(out, offset, count);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    void write(int x, int y, int z, int count, int[] sources, int offset) {
      try {
        row.clear().limit(count * Integer.BYTES);
        row.asIntBuffer().put(sources, offset, count);
        long position = index(x, y, z) * Integer.BYTES;
        while (row.hasRemaining()) {
          file.channel().write(row, position + row.position());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
