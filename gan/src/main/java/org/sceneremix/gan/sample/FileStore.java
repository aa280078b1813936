package org.sceneremix.gan.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** A scene in a file of its own, which disappears when it is closed. */
final class FileStore extends SceneStore {

  private static final int C = VoxelGrid.CHANNELS;
  private static final int VOXEL_BYTES = C * Float.BYTES;
  private static final int BUFFER_VOXELS = 1 << 12;

  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_VOXELS * VOXEL_BYTES).order(ByteOrder.nativeOrder());

  /**
   * @param folder where the file is made
   */
  FileStore(GridSize size, Path folder) throws IOException {
    super(size);
    Path file = Files.createTempFile(folder, ".scene", ".tmp");
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  @Override
  void readRun(int voxel, int count, float[] out, int offset) {
    try {
      for (int done = 0; done < count; ) {
        int part = Math.min(BUFFER_VOXELS, count - done);
        buffer.clear().limit(part * VOXEL_BYTES);
        long position = (long) (voxel + done) * VOXEL_BYTES;
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, position + buffer.position()) < 0) {
            throw new IOException("a temporary file of the scene is shorter than it was written");
          }
        }
        buffer.flip().asFloatBuffer().get(out, offset + done * C, part * C);
        done += part;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void writeRun(int voxel, int count, float[] values, int offset) {
    try {
      for (int done = 0; done < count; ) {
        int part = Math.min(BUFFER_VOXELS, count - done);
        buffer.clear().limit(part * VOXEL_BYTES);
        buffer.asFloatBuffer().put(values, offset + done * C, part * C);
        long position = (long) (voxel + done) * VOXEL_BYTES;
        while (buffer.hasRemaining()) {
          channel.write(buffer, position + buffer.position());
        }
        done += part;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
