package org.sceneremix.volume.mesh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * A mesh as a binary PLY file (Turk 1994, "The PLY Polygon File Format"): vertices with {@code x y
 * z nx ny nz} as floats (positions far from the world's origin as doubles) and {@code red green
 * blue} as bytes, faces as triangles.
 */
public final class PlyWriter implements ModelFile {

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

  private final Path file;
  private Optional<SpooledMesh> all = Optional.empty();

  /** A file with nothing in it; what is added becomes one mesh. */
  public PlyWriter(Path file) {
    this.file = file;
  }

  @Override
  public void add(MeshModel model) throws IOException {
    for (MeshModel.Submesh submesh : model.submeshes()) {
      add(submesh.name(), submesh.mesh());
    }
  }

  @Override
  public void add(String name, MeshSource mesh) throws IOException {
    if (all.isEmpty()) {
      all = Optional.of(new SpooledMesh(mesh.origin(), file));
    }
    all.get().add(mesh);
  }

  @Override
  public void finish() throws IOException {
    write(all.orElseThrow(() -> new IllegalStateException("nothing was added")), file);
  }

  @Override
  public void close() throws IOException {
    if (all.isPresent()) {
      all.get().close();
    }
  }

  /** Writes a mesh. */
  public static void write(MeshSource mesh, Path file) throws IOException {
    double[] origin = mesh.origin();
    boolean isNear = mesh.isNearOrigin();
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
                  isNear ? "float" : "double"));
          mesh.readVertices(
              values -> {
                for (int axis = 0; axis < 3; axis++) {
                  float position = values[MeshSource.POSITION + axis];
                  if (isNear) {
                    out.writeFloat(position);
                  } else {
                    out.writeDouble(origin[axis] + position);
                  }
                }
                for (int axis = 0; axis < 3; axis++) {
                  out.writeFloat(values[MeshSource.NORMAL + axis]);
                }
                for (int channel = 0; channel < 3; channel++) {
                  out.writeByte(Math.round(255 * values[MeshSource.COLOUR + channel]));
                }
              });
          mesh.readTriangles(
              (a, b, c) -> {
                out.writeByte(3);
                out.writeInt(a);
                out.writeInt(b);
                out.writeInt(c);
              });
          out.flush();
        });
  }
}
