package org.sceneremix.volume.io;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes numbers with their lowest byte first, as most formats of other programs have them. */
public final class LittleEndianOutput implements Closeable, Flushable {

  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  public LittleEndianOutput(OutputStream out) {
    this.out = out;
  }

  /** Number of bytes written so far. */
  public long position() {
    return written + buffer.position();
  }

  public void writeByte(int value) throws IOException {
    room(Byte.BYTES).put((byte) value);
  }

  public void writeInt(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  public void writeLong(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  public void writeFloat(float value) throws IOException {
    room(Float.BYTES).putFloat(value);
  }

  public void writeDouble(double value) throws IOException {
    room(Double.BYTES).putDouble(value);
  }

  public void writeBytes(byte[] bytes, int from, int length) throws IOException {
    drain();
    out.write(bytes, from, length);
    written += length;
  }

  /** The text's bytes and nothing else. */
  public void writeAscii(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    writeBytes(bytes, 0, bytes.length);
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      drain();
    }
    return buffer;
  }

  private void drain() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    written += buffer.position();
    buffer.clear();
  }

  @Override
  public void flush() throws IOException {
    drain();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    out.close();
  }
}
