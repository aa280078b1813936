package org.sceneremix.volume.splat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sceneremix.volume.io.AtomicFile;

/**
 * Splats as OpenUSD text: a {@code ParticleField3DGaussianSplat} (OpenUSD 26.03 and later) with
 * linear scales, opacities that are themselves, and quaternions with their real part first. Colours
 * are harmonic coefficients of degree 0, display-encoded ({@code srgb_rec709_display}).
 *
 * <p>What positions are relative to is the translation of the prim.
 */
final class UsdaWriter {

  private final Splats splats;
  private final Writer out;

  private UsdaWriter(Splats splats, Writer out) {
    this.splats = splats;
    this.out = out;
  }

  static void write(Splats splats, Path file) throws IOException {
    AtomicFile.write(
        file,
        target -> {
          Writer out =
              new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.US_ASCII));
          new UsdaWriter(splats, out).write();
          out.flush();
        });
  }

  private void write() throws IOException {
    out.write(
        """
        #usda 1.0
        (
            defaultPrim = "Splats"
            metersPerUnit = 1
            upAxis = "Y"
        )

        def ParticleField3DGaussianSplat "Splats" (
            prepend apiSchemas = ["ColorSpaceAPI"]
        )
        {
            uniform token colorSpace:name = "srgb_rec709_display"
        """);
    writeTuples("float3[] extent", extent(), 3);
    writeTuples("point3f[] positions", splats.positions(), 3);
    writeTuples("float3[] scales", splats.scales(), 3);
    writeTuples("quatf[] orientations", splats.rotations(), 4);
    writeTuples("float[] opacities", splats.opacities(), 1);
    out.write("    uniform int radiance:sphericalHarmonicsDegree = 0\n");
    float[] harmonics = new float[splats.colours().length];
    for (int i = 0; i < harmonics.length; i++) {
      harmonics[i] = (float) Splats.harmonic(splats.colours()[i]);
    }
    writeTuples("float3[] radiance:sphericalHarmonicsCoefficients", harmonics, 3);
    out.write(
        """
            uniform token projectionModeHint = "perspective"
            uniform token sortingModeHint = "cameraDistance"
        """);
    if (!splats.isNearOrigin()) {
      double[] at = splats.origin();
      out.write(
          "    double3 xformOp:translate = ("
              + at[0]
              + ", "
              + at[1]
              + ", "
              + at[2]
              + ")\n"
              + "    uniform token[] xformOpOrder = [\"xformOp:translate\"]\n");
    }
    out.write("}\n");
  }

  private void writeTuples(String attribute, float[] values, int size) throws IOException {
    out.write("    " + attribute + " = [");
    for (int i = 0; i < values.length; i += size) {
      out.write(i == 0 ? "" : ", ");
      out.write(size == 1 ? "" : "(");
      for (int k = 0; k < size; k++) {
        out.write((k == 0 ? "" : ", ") + values[i + k]);
      }
      out.write(size == 1 ? "" : ")");
    }
    out.write("]\n");
  }

  /** Bounds of all ellipsoids at three standard deviations. */
  private float[] extent() {
    float[] extent = new float[6];
    for (int axis = 0; axis < 3; axis++) {
      extent[axis] = Float.POSITIVE_INFINITY;
      extent[3 + axis] = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < splats.count(); i++) {
        float[] s = splats.scales();
        float reach = 3 * Math.max(s[3 * i], Math.max(s[3 * i + 1], s[3 * i + 2]));
        float position = splats.positions()[3 * i + axis];
        extent[axis] = Math.min(extent[axis], position - reach);
        extent[3 + axis] = Math.max(extent[3 + axis], position + reach);
      }
    }
    return extent;
  }
}
