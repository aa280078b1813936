package org.sceneremix.volume.mesh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * A mesh as a binary PLY file (Turk 1994, "The PLY Polygon File Format"): vertices with {@code x y
 * z nx ny nz} as floats (positions far from the world's origin as doubles) and {@code red green
 * blue} as bytes, faces as triangles.
 */
public final class PlyWriter {

  private static final String HEADER =
      """
      ply
      format binary_little_endian 1.0
      comment SceneRemix
      element vertex %1$d
      property %3$s x
      property %3$s y
      property %3$s z
      property float nx
      property float ny
      property float nz
      property uchar red
      property uchar green
      property uchar blue
      element face %2$d
      property list uchar int vertex_indices
      end_header
      """;

  private PlyWriter() {}

  /** Writes the mesh. */
  public static void write(Mesh mesh, Path file) throws IOException {
    AtomicFile.write(
        file,
        target -> {
          LittleEndianOutput out = new LittleEndianOutput(target);
          out.writeAscii(
              String.format(
                  Locale.ROOT,
                  HEADER,
                  mesh.vertexCount(),
                  mesh.triangleCount(),
                  mesh.isNearOrigin() ? "float" : "double"));
          for (int i = 0; i < mesh.positions().length; i += 3) {
            for (int axis = 0; axis < 3; axis++) {
              float position = mesh.positions()[i + axis];
              if (mesh.isNearOrigin()) {
                out.writeFloat(position);
              } else {
                out.writeDouble(mesh.origin()[axis] + position);
              }
            }
            for (int axis = 0; axis < 3; axis++) {
              out.writeFloat(mesh.normals()[i + axis]);
            }
            for (int channel = 0; channel < 3; channel++) {
              out.writeByte(Math.round(255 * mesh.colours()[i + channel]));
            }
          }
          for (int i = 0; i < mesh.triangles().length; i += 3) {
            out.writeByte(3);
            for (int corner = 0; corner < 3; corner++) {
              out.writeInt(mesh.triangles()[i + corner]);
            }
          }
          out.flush();
        });
  }
}
