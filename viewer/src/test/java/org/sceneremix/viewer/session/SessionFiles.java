package org.sceneremix.viewer.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** Session files, sound and damaged, for tests. */
public final class SessionFiles {

  private static final int BEFORE_TEXT = 16;

  private SessionFiles() {}

  /** A remix that is a part of {@link TinyModel#scene()}, turned by a right angle. */
  static Remix remix() {
    VoxelGrid scene = TinyModel.scene();
    Exemplar exemplar = new Exemplar(List.of(scene), Symmetry.ROTATIONS);
    GridSize size = new GridSize(10, 8, 6);
    int[] sources = new int[size.voxelCount()];
    for (int v = 0; v < sources.length; v++) {
      int x = v % 10;
      int y = v / 10 % 8;
      int z = v / 80;
      int source = (z * scene.ny() + y) * scene.nx() + x;
      sources[v] = z == 5 ? CoordinateMap.NONE : x < 5 ? source : scene.voxelCount() + source;
    }
    CoordinateMap map = new CoordinateMap(size, sources);
    return new Remix(
        new VoxelGrid(10, 8, 6, scene.box(), scene.densityScale(), map.samples(exemplar, 0)),
        map,
        exemplar);
  }

  /** A scene of a file, a remix, and a part of it made anew that is not there yet. */
  static SessionFile session() throws IOException {
    RemixOptions options = new RemixOptions(new GridSize(6, 5, 4), 0.75, 0.25, -0.5, true);
    BoxPart box = new BoxPart(0.25, 0.25, 0, 0.5, 0.5, 1);
    Origin remix = new Origin.Remix(7, options);
    SessionState state =
        SessionState.EMPTY
            .withOptions(Optional.of(options))
            .withScene(new SceneEntry(1, "a scene", new Origin.InFile("/scene.grid"), false))
            .withScene(new SceneEntry(2, "a remix", remix, true))
            .withScene(
                new SceneEntry(3, "its part", new Origin.Rerolled(remix, box, true, 8), false))
            .withMarked(Optional.of(box))
            .withPath(CameraPath.EMPTY.withKey(SessionState.EMPTY.camera()));
    Image picture = Image.transparent(Pictures.THUMBNAIL_WIDTH, Pictures.THUMBNAIL_HEIGHT);
    Arrays.fill(picture.rgba(), 0.2f);
    PackedScene copied = PackedScene.OfSources.of(remix(), KeptGrid.of(TinyModel.scene()));
    Path here = Path.of("");
    return new SessionFile(
        Optional.of(new SessionFile.ModelReference("/model", "abc")),
        Optional.empty(),
        state,
        Map.of(
            1L,
            new KeptScene(
                PackedScene.OfGrid.of(TinyModel.scene()), picture, Optional.empty(), here),
            2L,
            new KeptScene(copied, picture, Optional.of("abc"), here)));
  }

  public static void write(Path file) throws IOException {
    session().write(file);
  }

  /** Reads a session with all of its scenes. */
  public static void read(Path file) throws IOException {
    for (KeptScene scene : SessionFile.read(file).scenes().values()) {
      scene.unpack();
    }
  }

  /** With a checksum that is right. */
  public static byte[] repaired(byte[] damaged) {
    byte[] bytes = damaged.clone();
    if (bytes.length >= 4) {
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, bytes.length - 4);
      ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    }
    return bytes;
  }

  /** The JSON text of a session file. */
  static String text(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(bytes).getInt(12);
    return new String(bytes, BEFORE_TEXT, length, StandardCharsets.UTF_8);
  }

  /** Writes a file with another JSON text, and all else right. */
  static void replaceText(Path file, String text) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int after = BEFORE_TEXT + ByteBuffer.wrap(bytes).getInt(12);
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, 12);
    out.write(ByteBuffer.allocate(4).putInt(json.length).array());
    out.write(json);
    out.write(bytes, after, bytes.length - after);
    Files.write(file, repaired(out.toByteArray()));
  }
}
