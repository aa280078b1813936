package org.sceneremix.volume.mesh;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.sceneremix.volume.io.AtomicFile;

/**
 * Meshes as a Wavefront OBJ file, an object each, with the customary colours after the position:
 * {@code v x y z r g b}. A texture takes their place: pictures and a material lie beside the file,
 * {@code NAME.mtl}, {@code NAME-colour.png} and {@code NAME-normals.png}. Coarser levels of detail
 * are left out.
 */
public final class ObjWriter {

  private static final String MATERIAL = "photographed";

  private ObjWriter() {}

  /** Writes a mesh with colours at its vertices. */
  public static void write(Mesh mesh, Path file) throws IOException {
    write(MeshModel.of(mesh), file);
  }

  /** Writes meshes; the .obj comes last, so that what it names is there. */
  public static void write(MeshModel model, Path file) throws IOException {
    if (model.texture().isPresent()) {
      writeMaterial(model, file);
    }
    AtomicFile.write(
        file,
        target -> {
          Writer out = new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8));
          if (model.texture().isPresent()) {
            out.write("# SceneRemix; v x y z\n");
            out.write("mtllib " + beside(file, ".mtl").getFileName() + "\n");
          } else {
            out.write("# SceneRemix; v x y z red green blue\n");
          }
          int first = 1;
          for (MeshModel.Part part : model.parts()) {
            out.write("o " + part.name() + "\n");
            writePart(part, model.texture().isPresent(), first, out);
            first += part.mesh().vertexCount();
          }
          out.flush();
        });
  }

  private static Path beside(Path file, String ending) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
  }

  private static void writeMaterial(MeshModel model, Path file) throws IOException {
    MeshModel.Texture texture = model.texture().orElseThrow();
    Path colour = beside(file, "-colour.png");
    StringBuilder material = new StringBuilder();
    material.append("newmtl " + MATERIAL + "\nKd 1 1 1\nKs 0 0 0\n");
    // no metal, rough; 0 is colour as it is
    material.append("Pm 0\nPr 1\nillum ").append(model.unlit() ? 0 : 1).append('\n');
    material.append("map_Kd ").append(colour.getFileName()).append('\n');
    AtomicFile.write(colour, out -> out.write(texture.colour()));
    if (texture.normals().isPresent()) {
      Path normals = beside(file, "-normals.png");
      material.append("norm ").append(normals.getFileName()).append('\n');
      AtomicFile.write(normals, out -> out.write(texture.normals().get()));
    }
    AtomicFile.writeText(beside(file, ".mtl"), material.toString());
  }

  /**
   * @param first number of its first vertex, from 1
   */
  private static void writePart(MeshModel.Part part, boolean textured, int first, Writer out)
      throws IOException {
    Mesh mesh = part.mesh();
    float[] p = mesh.positions();
    float[] n = mesh.normals();
    float[] c = mesh.colours();
    for (int i = 0; i < p.length; i += 3) {
      out.write("v");
      for (int axis = 0; axis < 3; axis++) {
        float position = p[i + axis];
        out.write(
            mesh.isNearOrigin()
                ? " " + position
                : String.format(Locale.ROOT, " %.10f", mesh.origin()[axis] + position));
      }
      if (!textured) {
        out.write(String.format(Locale.ROOT, " %.4f %.4f %.4f", c[i], c[i + 1], c[i + 2]));
      }
      out.write("\n");
    }
    float[] uv = part.textureCoordinates();
    for (int i = 0; textured && i < uv.length; i += 2) {
      // OBJ measures from the bottom
      out.write(String.format(Locale.ROOT, "vt %.7f %.7f\n", uv[i], 1 - uv[i + 1]));
    }
    for (int i = 0; i < n.length; i += 3) {
      out.write(String.format(Locale.ROOT, "vn %.4f %.4f %.4f\n", n[i], n[i + 1], n[i + 2]));
    }
    if (textured) {
      out.write("usemtl " + MATERIAL + "\n");
    }
    int[] corners = mesh.triangles();
    for (int i = 0; i < corners.length; i += 3) {
      out.write("f");
      for (int j = i; j < i + 3; j++) {
        int vertex = corners[j] + first;
        out.write(" " + vertex + "/" + (textured ? vertex : "") + "/" + vertex);
      }
      out.write("\n");
    }
  }
}
