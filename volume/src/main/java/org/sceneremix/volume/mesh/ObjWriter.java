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
 * A mesh as a Wavefront OBJ file, with the customary colours after the position: {@code v x y z r g
 * b}. Positions are not turned: z is up, which an importer has to be told.
 */
public final class ObjWriter {

  private ObjWriter() {}

  /** Writes the mesh. */
  public static void write(Mesh mesh, Path file) throws IOException {
    AtomicFile.write(
        file,
        target -> {
          Writer out =
              new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.US_ASCII));
          out.write("# SceneRemix; z is up; v x y z red green blue\n");
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
            out.write(String.format(Locale.ROOT, " %.4f %.4f %.4f\n", c[i], c[i + 1], c[i + 2]));
          }
          for (int i = 0; i < n.length; i += 3) {
            out.write(String.format(Locale.ROOT, "vn %.4f %.4f %.4f\n", n[i], n[i + 1], n[i + 2]));
          }
          int[] corners = mesh.triangles();
          for (int i = 0; i < corners.length; i += 3) {
            out.write("f");
            for (int j = i; j < i + 3; j++) {
              int vertex = corners[j] + 1;
              out.write(" " + vertex + "//" + vertex);
            }
            out.write("\n");
          }
          out.flush();
        });
  }
}
