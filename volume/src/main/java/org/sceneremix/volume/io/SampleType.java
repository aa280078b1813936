package org.sceneremix.volume.io;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Storage of one value of a grid in a file. */
public enum SampleType {
  /** IEEE 754 single precision: exact. */
  FLOAT32(4) {
    @Override
    void put(ByteBuffer to, float value) {
      to.putFloat(value);
    }

    @Override
    float get(ByteBuffer from) {
      return from.getFloat();
    }
  },

  /**
   * IEEE 754 half precision, rounded to nearest: half the size, an error below 2.5e-4 in [-1, 1].
   */
  FLOAT16(2) {
    @Override
    void put(ByteBuffer to, float value) {
      to.putShort(HalfFloat.fromFloat(value));
    }

    @Override
    float get(ByteBuffer from) {
      return HalfFloat.toFloat(from.getShort());
    }
  };

  private final int bytes;

  SampleType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of a value. */
  public int bytes() {
    return bytes;
  }

  /** The name that stands in the file: {@code float32} or {@code float16}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract void put(ByteBuffer to, float value);

  abstract float get(ByteBuffer from);
}
