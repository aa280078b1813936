package org.sceneremix.renderer.gl;

import static org.lwjgl.opengl.GL43C.GL_DYNAMIC_COPY;
import static org.lwjgl.opengl.GL43C.GL_MAP_INVALIDATE_RANGE_BIT;
import static org.lwjgl.opengl.GL43C.GL_MAP_READ_BIT;
import static org.lwjgl.opengl.GL43C.GL_MAP_WRITE_BIT;
import static org.lwjgl.opengl.GL43C.GL_MAX_SHADER_STORAGE_BLOCK_SIZE;
import static org.lwjgl.opengl.GL43C.GL_NO_ERROR;
import static org.lwjgl.opengl.GL43C.GL_R32UI;
import static org.lwjgl.opengl.GL43C.GL_RED_INTEGER;
import static org.lwjgl.opengl.GL43C.GL_SHADER_STORAGE_BUFFER;
import static org.lwjgl.opengl.GL43C.GL_UNSIGNED_INT;
import static org.lwjgl.opengl.GL43C.glBindBuffer;
import static org.lwjgl.opengl.GL43C.glBindBufferBase;
import static org.lwjgl.opengl.GL43C.glBufferData;
import static org.lwjgl.opengl.GL43C.glClearBufferData;
import static org.lwjgl.opengl.GL43C.glDeleteBuffers;
import static org.lwjgl.opengl.GL43C.glGenBuffers;
import static org.lwjgl.opengl.GL43C.glGetError;
import static org.lwjgl.opengl.GL43C.glGetInteger64;
import static org.lwjgl.opengl.GL43C.glMapBufferRange;
import static org.lwjgl.opengl.GL43C.glUnmapBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory on the device that compute shaders read and write: an array of 4-byte values, whose
 * positions are counted in values, not bytes. All calls belong to the context's thread.
 */
public final class StorageBuffer implements AutoCloseable {

  /** Bytes up and down; a context has a thread of its own. */
  private static final ThreadLocal<long[]> TRAFFIC = ThreadLocal.withInitial(() -> new long[2]);

  private final int buffer;
  private final int values;

  /**
   * @param values number of 4-byte values; what they are at first is not defined
   * @throws GlException if the device cannot have a buffer of this size
   */
  public StorageBuffer(int values) {
    if (values < 1) {
      throw new IllegalArgumentException("a buffer holds at least one value, not " + values);
    }
    long bytes = (long) Float.BYTES * values;
    long limit = glGetInteger64(GL_MAX_SHADER_STORAGE_BLOCK_SIZE);
    if (bytes > limit) {
      throw new GlException(
          "the graphics device takes at most "
              + (limit >> 20)
              + " MiB in one buffer, but "
              + (bytes >> 20)
              + " MiB are needed; choose a lower resolution");
    }
    GlErrors.clear();
    this.values = values;
    this.buffer = glGenBuffers();
    glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffer);
    glBufferData(GL_SHADER_STORAGE_BUFFER, bytes, GL_DYNAMIC_COPY);
    if (glGetError() != GL_NO_ERROR) {
      close();
      throw new GlException(
          "the graphics device has no memory for a buffer of "
              + (bytes >> 20)
              + " MiB; close other programs or choose a lower resolution");
    }
  }

  /** All that was copied to and from buffers of the calling thread's context so far. */
  public static Traffic traffic() {
    long[] bytes = TRAFFIC.get();
    return new Traffic(bytes[0], bytes[1]);
  }

  /** Number of 4-byte values. */
  public int values() {
    return values;
  }

  /** Copies floats to the beginning of the buffer. */
  public void upload(float[] source) {
    upload(0, source, 0, source.length);
  }

  /** Copies {@code count} floats, from {@code source[from]} on, to position {@code to}. */
  public void upload(int to, float[] source, int from, int count) {
    map(to, count, GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_RANGE_BIT)
        .asFloatBuffer()
        .put(source, from, count);
    unmap();
  }

  /** Copies integers to the beginning of the buffer. */
  public void upload(int[] source) {
    upload(0, source, 0, source.length);
  }

  /** Copies {@code count} integers, from {@code source[from]} on, to position {@code to}. */
  public void upload(int to, int[] source, int from, int count) {
    map(to, count, GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_RANGE_BIT)
        .asIntBuffer()
        .put(source, from, count);
    unmap();
  }

  /** The first {@code count} floats. Waits until what writes them is done. */
  public float[] download(int count) {
    float[] target = new float[count];
    download(0, target, 0, count);
    return target;
  }

  /**
   * Copies {@code count} floats, from position {@code from} on, to {@code target[to]} and on. Waits
   * until what writes them is done.
   */
  public void download(int from, float[] target, int to, int count) {
    map(from, count, GL_MAP_READ_BIT).asFloatBuffer().get(target, to, count);
    unmap();
  }

  /** Zeroes everything. */
  public void clear() {
    glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffer);
    glClearBufferData(
        GL_SHADER_STORAGE_BUFFER, GL_R32UI, GL_RED_INTEGER, GL_UNSIGNED_INT, new int[] {0});
  }

  /** Makes this the buffer that shaders know by {@code layout(binding = ...)}. */
  public void bind(int binding) {
    glBindBufferBase(GL_SHADER_STORAGE_BUFFER, binding, buffer);
  }

  private void requireInside(int first, int count) {
    if (first < 0 || count < 1 || count > values - first) {
      throw new IndexOutOfBoundsException(
          count + " values at " + first + " do not lie in a buffer of " + values);
    }
  }

  private ByteBuffer map(int first, int count, int access) {
    requireInside(first, count);
    TRAFFIC.get()[access == GL_MAP_READ_BIT ? 1 : 0] += (long) Float.BYTES * count;
    glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffer);
    ByteBuffer bytes =
        glMapBufferRange(
            GL_SHADER_STORAGE_BUFFER,
            (long) Float.BYTES * first,
            (long) Float.BYTES * count,
            access);
    if (bytes == null) {
      throw new GlException(
          "the graphics device failed to hand over "
              + (count >> 18)
              + " MiB; close other programs that use it");
    }
    return bytes.order(ByteOrder.nativeOrder());
  }

  private static void unmap() {
    if (!glUnmapBuffer(GL_SHADER_STORAGE_BUFFER)) {
      throw new GlException("the graphics device lost its memory; start again");
    }
  }

  @Override
  public void close() {
    glDeleteBuffers(buffer);
  }
}
