package org.sceneremix.volume.splat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * Splats in Niantic's SPZ, version 3 (github.com/nianticlabs/spz): a header of 16 bytes, then
 * positions, opacities, colours, scales and rotations, one array after the other, all gzipped.
 *
 * <ul>
 *   <li>position: 24-bit fixed point, with as many fractional bits as the widest coordinate leaves
 *   <li>opacity: 255 is 1
 *   <li>colour: harmonic coefficient times 0.15, plus 0.5; 255 is 1
 *   <li>scale: logarithm, plus 10, times 16
 *   <li>rotation: index of the largest component of the quaternion (x y z w), then the other three
 *       in 10 bits each, sign and magnitude, 511 is the square root of 1/2
 * </ul>
 *
 * <p>The format has no place for what positions are relative to.
 */
final class SpzWriter {

  private static final int MAGIC = 0x5053474E;
  private static final int VERSION = 3;

  /** Largest number of fractional bits that leaves room for anything before the point. */
  private static final int MOST_FRACTIONAL_BITS = 20;

  private static final double LARGEST_POSITION = 1 << 23;
  private static final double COLOUR_SCALE = 0.15;
  private static final double SCALE_OFFSET = 10;
  private static final double SCALE_STEPS = 16;

  /** Scales within which 8 bits hold the logarithm. */
  private static final double LEAST_SCALE = Math.exp(-SCALE_OFFSET);

  private static final double LARGEST_SCALE = Math.exp(255 / SCALE_STEPS - SCALE_OFFSET);

  private SpzWriter() {}

  static void write(Splats splats, Path file) throws IOException {
    requireRepresentable(splats);
    int bits = fractionalBits(splats);
    AtomicFile.write(
        file,
        target -> {
          GZIPOutputStream gzip = new GZIPOutputStream(target);
          LittleEndianOutput out = new LittleEndianOutput(gzip);
          out.writeInt(MAGIC);
          out.writeInt(VERSION);
          out.writeInt(splats.count());
          out.writeByte(0);
          out.writeByte(bits);
          out.writeByte(0);
          out.writeByte(0);
          writeArrays(splats, bits, out);
          out.flush();
          gzip.finish();
        });
  }

  private static void writeArrays(Splats splats, int bits, LittleEndianOutput out)
      throws IOException {
    for (float coordinate : splats.positions()) {
      int fixed = (int) Math.round((double) coordinate * (1 << bits));
      out.writeByte(fixed);
      out.writeByte(fixed >> 8);
      out.writeByte(fixed >> 16);
    }
    for (float opacity : splats.opacities()) {
      out.writeByte(toByte(255 * opacity));
    }
    for (float colour : splats.colours()) {
      out.writeByte(toByte(255 * (COLOUR_SCALE * Splats.harmonic(colour) + 0.5)));
    }
    for (float scale : splats.scales()) {
      out.writeByte(toByte(SCALE_STEPS * (Math.log(scale) + SCALE_OFFSET)));
    }
    for (int i = 0; i < splats.count(); i++) {
      out.writeInt(smallestThree(splats.rotations(), 4 * i));
    }
  }

  private static int toByte(double value) {
    return (int) Math.max(0, Math.min(255, Math.rint(value)));
  }

  private static int smallestThree(float[] rotations, int at) {
    float[] q = {rotations[at + 1], rotations[at + 2], rotations[at + 3], rotations[at]};
    int largest = 0;
    for (int i = 1; i < 4; i++) {
      if (Math.abs(q[i]) > Math.abs(q[largest])) {
        largest = i;
      }
    }
    int packed = largest;
    for (int i = 0; i < 4; i++) {
      if (i != largest) {
        int sign = q[i] < 0 != q[largest] < 0 ? 1 : 0;
        int magnitude = (int) Math.min(511, 511 * Math.abs(q[i]) / Math.sqrt(0.5) + 0.5);
        packed = packed << 10 | sign << 9 | magnitude;
      }
    }
    return packed;
  }

  private static int fractionalBits(Splats splats) {
    double farthest = 0;
    for (float coordinate : splats.positions()) {
      farthest = Math.max(farthest, Math.abs(coordinate));
    }
    int bits = MOST_FRACTIONAL_BITS;
    while (bits > 0 && farthest * (1 << bits) >= LARGEST_POSITION - 1) {
      bits--;
    }
    return bits;
  }

  /** Flat splats may become a little thicker; but they must not lose or gain their size. */
  private static void requireRepresentable(Splats splats) {
    for (int i = 0; i < splats.count(); i++) {
      float widest =
          Math.max(
              splats.scales()[3 * i],
              Math.max(splats.scales()[3 * i + 1], splats.scales()[3 * i + 2]));
      if (widest < LEAST_SCALE || widest > LARGEST_SCALE) {
        throw new IllegalArgumentException(
            "a splat is "
                + widest
                + " world units wide, and .spz holds "
                + (float) LEAST_SCALE
                + " to "
                + (float) LARGEST_SCALE
                + "; export a .ply, a .glb with --splats, or a .usda");
      }
    }
    for (float coordinate : splats.positions()) {
      if (Math.abs(coordinate) >= LARGEST_POSITION - 1) {
        throw new IllegalArgumentException(
            "a splat lies at "
                + coordinate
                + ", farther out than .spz can hold; export a .ply, a .glb with --splats, or a"
                + " .usda");
      }
    }
  }
}
