package org.sceneremix.volume.splat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * Splats in the PLY layout of Kerbl et al. 2023 ("3D Gaussian Splatting for Real-Time Radiance
 * Field Rendering") that splat viewers read: position, an unused normal, colour as spherical
 * harmonics (degree 0; the 45 higher coefficients are 0), logit of opacity, logarithms of the
 * scales, and a rotation, real part first.
 *
 * <p>The header says the frame as a comment, and what positions are relative to, if not 0: {@code
 * comment offset x y z}, in the same frame.
 */
final class PlySplatWriter {

  private static final int HIGHER_COEFFICIENTS = 45;

  /** 0 and 1 have no logit. */
  private static final double LEAST_OPACITY = 1e-6;

  private PlySplatWriter() {}

  static void write(Splats splats, Path file) throws IOException {
    AtomicFile.write(
        file,
        target -> {
          LittleEndianOutput out = new LittleEndianOutput(target);
          out.writeAscii(header(splats));
          for (int i = 0; i < splats.count(); i++) {
            write(splats, i, out);
          }
          out.flush();
        });
  }

  private static void write(Splats splats, int i, LittleEndianOutput out) throws IOException {
    for (int axis = 0; axis < 3; axis++) {
      out.writeFloat(splats.positions()[3 * i + axis]);
    }
    for (int axis = 0; axis < 3; axis++) {
      out.writeFloat(0);
    }
    for (int channel = 0; channel < 3; channel++) {
      out.writeFloat((float) Splats.harmonic(splats.colours()[3 * i + channel]));
    }
    for (int k = 0; k < HIGHER_COEFFICIENTS; k++) {
      out.writeFloat(0);
    }
    double opacity = Math.max(LEAST_OPACITY, Math.min(1 - LEAST_OPACITY, splats.opacities()[i]));
    out.writeFloat((float) Math.log(opacity / (1 - opacity)));
    for (int axis = 0; axis < 3; axis++) {
      out.writeFloat((float) Math.log(splats.scales()[3 * i + axis]));
    }
    for (int k = 0; k < 4; k++) {
      out.writeFloat(splats.rotations()[4 * i + k]);
    }
  }

  private static String header(Splats splats) {
    StringBuilder header = new StringBuilder();
    header.append("ply\nformat binary_little_endian 1.0\n");
    header.append("comment x right, y down, z forward\n");
    if (!splats.isNearOrigin()) {
      header.append("comment offset");
      Arrays.stream(splats.origin()).forEach(coordinate -> header.append(' ').append(coordinate));
      header.append('\n');
    }
    header.append("element vertex ").append(splats.count()).append('\n');
    for (String name : "x y z nx ny nz f_dc_0 f_dc_1 f_dc_2".split(" ", -1)) {
      header.append("property float ").append(name).append('\n');
    }
    for (int i = 0; i < HIGHER_COEFFICIENTS; i++) {
      header.append("property float f_rest_").append(i).append('\n');
    }
    for (String name : "opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3".split(" ", -1)) {
      header.append("property float ").append(name).append('\n');
    }
    return header.append("end_header\n").toString();
  }
}
