package org.sceneremix.volume.mesh;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.ScratchFile;

/**
 * Meshes as a Wavefront OBJ file, an object each, with the customary colours after the position:
 * {@code v x y z r g b}. A texture takes their place: pictures and a material lie beside the file,
 * {@code NAME.mtl}, {@code NAME-colour.png} and {@code NAME-normals.png}, or of a further model
 * {@code NAME-colour-2.png} and so on. Coarser levels of detail are left out.
 */
public final class ObjWriter implements ModelFile {

  private static final String MATERIAL = "photographed";

  private final Path file;
  private final ScratchFile scratch;
  private final Writer out;
  private final ScratchFile pictures;
  private final List<Picture> places = new ArrayList<>();
  private final StringBuilder materials = new StringBuilder();
  private int models;

  /** Number of the next vertex. */
  private int next = 1;

  /** A picture beside the file, and the bytes that are kept for it. */
  private record Picture(Path file, long offset, int length) {}

  /** A file with nothing in it. */
  public ObjWriter(Path file) throws IOException {
    this.file = file;
    this.scratch = ScratchFile.beside(file);
    try {
      this.pictures = ScratchFile.beside(file);
    } catch (IOException e) {
      scratch.close();
      throw e;
    }
    this.out = new BufferedWriter(new OutputStreamWriter(scratch.output(), StandardCharsets.UTF_8));
  }

  /** Writes meshes; the .obj comes last, so that what it names is there. */
  public static void write(MeshModel model, Path file) throws IOException {
    try (ObjWriter writer = new ObjWriter(file)) {
      writer.add(model);
      writer.finish();
    }
  }

  @Override
  public void add(MeshModel model) throws IOException {
    begin(model.texture().isPresent());
    if (model.texture().isPresent()) {
      writeMaterial(model);
    }
    for (MeshModel.Submesh submesh : model.submeshes()) {
      add(submesh.name(), submesh.mesh(), submesh.textureCoordinates());
    }
  }

  @Override
  public void add(String name, MeshSource mesh) throws IOException {
    begin(false);
    add(name, mesh, new float[0]);
  }

  private void begin(boolean isTextured) throws IOException {
    models++;
    if (models == 1) {
      out.write(isTextured ? "# SceneRemix; v x y z\n" : "# SceneRemix; v x y z red green blue\n");
      if (isTextured) {
        out.write("mtllib " + beside(".mtl").getFileName() + "\n");
      }
    }
  }

  @Override
  public void finish() throws IOException {
    out.flush();
    for (Picture picture : places) {
      AtomicFile.write(
          picture.file(),
          target -> {
            InputStream in = Channels.newInputStream(pictures.channel().position(picture.offset()));
            target.write(in.readNBytes(picture.length()));
          });
    }
    if (!materials.isEmpty()) {
      AtomicFile.writeText(beside(".mtl"), materials.toString());
    }
    AtomicFile.write(file, scratch::copyTo);
  }

  @Override
  public void close() throws IOException {
    try {
      scratch.close();
    } finally {
      pictures.close();
    }
  }

  private void keep(Path picture, byte[] png) throws IOException {
    places.add(new Picture(picture, pictures.channel().size(), png.length));
    try (OutputStream target = pictures.output()) {
      target.write(png);
    }
  }

  private Path beside(String ending) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
  }

  /** A name in the file: of models after the first one, with their number. */
  private String numbered(String name) {
    return models == 1 ? name : name + "-" + models;
  }

  private void writeMaterial(MeshModel model) throws IOException {
    MeshModel.Texture texture = model.texture().orElseThrow();
    Path colour = beside(numbered("-colour") + ".png");
    materials.append("newmtl ").append(numbered(MATERIAL)).append("\nKd 1 1 1\nKs 0 0 0\n");
    // no metal, rough; 0 is colour as it is
    materials.append("Pm 0\nPr 1\nillum ").append(model.unlit() ? 0 : 1).append('\n');
    materials.append("map_Kd ").append(colour.getFileName()).append('\n');
    keep(colour, texture.colour());
    if (texture.normals().isPresent()) {
      Path normals = beside(numbered("-normals") + ".png");
      materials.append("norm ").append(normals.getFileName()).append('\n');
      keep(normals, texture.normals().get());
    }
  }

  private void add(String name, MeshSource mesh, float[] uv) throws IOException {
    boolean isTextured = uv.length > 0;
    boolean isNear = mesh.isNearOrigin();
    double[] origin = mesh.origin();
    out.write("o " + numbered(name) + "\n");
    mesh.readVertices(
        values -> {
          out.write("v");
          for (int axis = 0; axis < 3; axis++) {
            float position = values[MeshSource.POSITION + axis];
            out.write(
                isNear
                    ? " " + position
                    : String.format(Locale.ROOT, " %.10f", origin[axis] + position));
          }
          out.write(isTextured ? "\n" : three(" %.4f %.4f %.4f\n", values, MeshSource.COLOUR));
        });
    for (int i = 0; i < uv.length; i += 2) {
      // OBJ measures from the bottom
      out.write(String.format(Locale.ROOT, "vt %.7f %.7f\n", uv[i], 1 - uv[i + 1]));
    }
    mesh.readVertices(values -> out.write(three("vn %.4f %.4f %.4f\n", values, MeshSource.NORMAL)));
    if (isTextured) {
      out.write("usemtl " + numbered(MATERIAL) + "\n");
    }
    mesh.readTriangles(
        (a, b, c) ->
            out.write(
                "f"
                    + corner(a, isTextured)
                    + corner(b, isTextured)
                    + corner(c, isTextured)
                    + "\n"));
    next += mesh.vertexCount();
  }

  private static String three(String format, float[] values, int from) {
    return String.format(Locale.ROOT, format, values[from], values[from + 1], values[from + 2]);
  }

  private String corner(int corner, boolean isTextured) {
    int vertex = corner + next;
    return " " + vertex + "/" + (isTextured ? vertex : "") + "/" + vertex;
  }
}
