package org.sceneremix.volume.splat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.sceneremix.volume.io.LittleEndianOutput;
import org.sceneremix.volume.mesh.GlbFile;

/**
 * Splats as binary glTF 2.0 with KHR_gaussian_splatting (Khronos Group): a primitive of points with
 * the attributes that the extension's ellipse kernel asks for, all of them floats. Scales are
 * linear, opacities are themselves, quaternions have their real part last. Colours are
 * display-encoded ({@code srgb_rec709_display}), as photographs are.
 *
 * <p>What positions are relative to is the translation of the node.
 */
final class GlbSplatWriter {

  private static final String EXTENSION = "KHR_gaussian_splatting";

  private final Splats splats;
  private final GlbFile glb;
  private final ObjectNode attributes;

  private GlbSplatWriter(Splats splats, GlbFile glb) {
    this.splats = splats;
    this.glb = glb;
    ObjectNode root = glb.root();
    root.putArray("extensionsUsed").add(EXTENSION);
    root.put("scene", 0);
    glb.add("scenes").putArray("nodes").add(0);
    ObjectNode node = glb.add("nodes").put("name", "splats").put("mesh", 0);
    if (!splats.isNearOrigin()) {
      ArrayNode translation = node.putArray("translation");
      for (double coordinate : splats.origin()) {
        translation.add(coordinate);
      }
    }
    ObjectNode primitive = glb.add("meshes").putArray("primitives").addObject().put("mode", 0);
    this.attributes = primitive.putObject("attributes");
    primitive
        .putObject("extensions")
        .putObject(EXTENSION)
        .put("kernel", "ellipse")
        .put("colorSpace", "srgb_rec709_display");
  }

  static void write(Splats splats, Path file) throws IOException {
    try (GlbFile glb = new GlbFile(file)) {
      new GlbSplatWriter(splats, glb).addAttributes();
      glb.write();
    }
  }

  private void addAttributes() throws IOException {
    ObjectNode positions = add("POSITION", 3, out -> writeAll(splats.positions(), out));
    GlbFile.addBounds(positions, splats.positions());
    add(EXTENSION + ":ROTATION", 4, this::writeRotations);
    add(EXTENSION + ":SCALE", 3, out -> writeAll(splats.scales(), out));
    add(EXTENSION + ":OPACITY", 1, out -> writeAll(splats.opacities(), out));
    add(EXTENSION + ":SH_DEGREE_0_COEF_0", 3, this::writeHarmonics);
  }

  private ObjectNode add(String attribute, int components, GlbFile.Content content)
      throws IOException {
    attributes.put(attribute, glb.next("accessors"));
    return glb.addAccessor(
        splats.count(),
        GlbFile.FLOAT,
        components == 1 ? "SCALAR" : "VEC" + components,
        components * Float.BYTES,
        GlbFile.ARRAY_BUFFER,
        content);
  }

  private static void writeAll(float[] values, LittleEndianOutput out) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private void writeRotations(LittleEndianOutput out) throws IOException {
    for (int i = 0; i < splats.rotations().length; i += 4) {
      for (int k = 1; k < 4; k++) {
        out.writeFloat(splats.rotations()[i + k]);
      }
      out.writeFloat(splats.rotations()[i]);
    }
  }

  private void writeHarmonics(LittleEndianOutput out) throws IOException {
    for (float colour : splats.colours()) {
      out.writeFloat((float) Splats.harmonic(colour));
    }
  }
}
