package org.sceneremix.scenes.capture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.joml.Matrix3d;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;

class ColmapReaderTest {

  private static final int COUNT = 10;
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;

  @TempDir private Path folder;

  /** A ring around (7, 1, 2) in a world whose up is -y. */
  private final List<double[]> poses = new ArrayList<>();

  private final List<Vector3d> points = new ArrayList<>();

  @BeforeEach
  void photograph() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      double angle = 2 * Math.PI * i / COUNT;
      Vector3d eye = new Vector3d(4 * Math.cos(angle), -3, 4 * Math.sin(angle)).add(7, 1, 2);
      Vector3d forward = new Vector3d(7, 1, 2).sub(eye).normalize();
      Vector3d right = new Vector3d(forward).cross(0, -1, 0).normalize();
      Vector3d down = new Vector3d(forward).cross(right).normalize();
      Matrix3d toCamera =
          new Matrix3d(
              right.x, down.x, forward.x, right.y, down.y, forward.y, right.z, down.z, forward.z);
      Quaterniond q = new Quaterniond().setFromNormalized(toCamera);
      Vector3d t = toCamera.transform(eye.negate(new Vector3d()));
      poses.add(new double[] {q.w, q.x, q.y, q.z, t.x, t.y, t.z});
      CaptureFolder.writeOpaque(folder.resolve("images/p" + i + ".png"), WIDTH, HEIGHT);
    }
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      // within 0.5 of the middle, 0.2 high; and a few strays
      double far = i % 100 == 0 ? 8 : 1;
      points.add(
          new Vector3d(
              7 + far * (random.nextDouble() - 0.5),
              1 + 0.2 * far * (random.nextDouble() - 0.5),
              2 + far * (random.nextDouble() - 0.5)));
    }
  }

  private void writeText(String place, String camera) throws IOException {
    StringBuilder images = new StringBuilder("# image list\n");
    for (int i = 0; i < COUNT; i++) {
      images.append(COUNT - i);
      Arrays.stream(poses.get(i)).forEach(v -> images.append(' ').append(v));
      images.append(" 3 p").append(i).append(".png\n");
      images.append(i % 2 == 0 ? "1.5 2.5 -1 3.5 4.5 7\n" : "\n");
    }
    StringBuilder cloud = new StringBuilder("# points\n");
    for (Vector3d p : points) {
      cloud.append(String.format(Locale.ROOT, "1 %s %s %s 255 0 0 0.5 1 2 3 4%n", p.x, p.y, p.z));
    }
    Path model = Files.createDirectories(folder.resolve(place));
    Files.writeString(model.resolve("cameras.txt"), "# cameras\n3 " + camera + "\n");
    Files.writeString(model.resolve("images.txt"), images);
    Files.writeString(model.resolve("points3D.txt"), cloud);
  }

  private void writeBinary(int model, double... parameters) throws IOException {
    ByteBuffer cameras = buffer().putLong(1).putInt(3).putInt(model).putLong(WIDTH).putLong(HEIGHT);
    Arrays.stream(parameters).forEach(cameras::putDouble);
    ByteBuffer images = buffer().putLong(COUNT);
    for (int i = 0; i < COUNT; i++) {
      images.putInt(COUNT - i);
      Arrays.stream(poses.get(i)).forEach(images::putDouble);
      images.putInt(3).put(("p" + i + ".png\0").getBytes(StandardCharsets.UTF_8));
      images.putLong(i % 2);
      if (i % 2 == 1) {
        images.putDouble(1.5).putDouble(2.5).putLong(-1);
      }
    }
    ByteBuffer cloud = buffer().putLong(points.size());
    for (Vector3d p : points) {
      cloud.putLong(1).putDouble(p.x).putDouble(p.y).putDouble(p.z);
      cloud.put(new byte[3]).putDouble(0.5).putLong(2).putLong(0).putLong(0);
    }
    Path place = Files.createDirectories(folder.resolve("sparse/0"));
    Files.write(place.resolve("cameras.bin"), content(cameras));
    Files.write(place.resolve("images.bin"), content(images));
    Files.write(place.resolve("points3D.bin"), content(cloud));
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] content(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  private void assertRingAroundTheOrigin(Capture capture) {
    assertThat(capture.views()).hasSize(COUNT);
    for (View view : capture.views()) {
      Camera camera = view.camera();
      assertThat(camera.position().length()).isCloseTo(5, within(1e-6));
      Vector3d above = camera.project(new Vector3d(0, 0, 0.1));
      Vector3d focus = camera.project(new Vector3d(0, 0, 0));
      assertThat(focus.x).isCloseTo(camera.intrinsics().cx(), within(1e-6));
      assertThat(focus.y).isCloseTo(camera.intrinsics().cy(), within(1e-6));
      assertThat(above.y).isLessThan(focus.y);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sparse/0", "sparse", "colmap/sparse/0", "."})
  void textModelIsFoundAndTurnedUpright(String place) throws IOException {
    writeText(place, "SIMPLE_PINHOLE 32 24 40 16 12");
    Capture capture = CaptureReader.read(folder);
    assertRingAroundTheOrigin(capture);
    assertThat(capture.training().get(0).camera().intrinsics())
        .isEqualTo(new Intrinsics(WIDTH, HEIGHT, 40, 40, 16, 12));
  }

  @Test
  void binaryModelEqualsTextModel() throws IOException {
    writeText("sparse/0", "PINHOLE 32 24 40 41 16 12");
    Capture text = CaptureReader.read(folder);
    writeBinary(1, 40, 41, 16, 12);
    Capture binary = CaptureReader.read(folder);
    assertThat(binary).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "SIMPLE_RADIAL,2,40 16 12 -0.1",
    "RADIAL,3,40 16 12 -0.1 0.01",
    "OPENCV,4,40 40 16 12 -0.1 0.01 0.001 0.002",
    "OPENCV_FISHEYE,5,40 40 16 12 -0.1 0.01 0.001 0.002",
    "FULL_OPENCV,6,40 40 16 12 -0.1 0.01 0.001 0.002 0.003 0.004 0.005 0.006",
    "SIMPLE_RADIAL_FISHEYE,8,40 16 12 -0.1",
    "RADIAL_FISHEYE,9,40 16 12 -0.1 0.01"
  })
  void lensesAreTheSameInBothFormats(String name, int number, String parameters)
      throws IOException {
    writeText("sparse/0", name + " 32 24 " + parameters);
    Capture text = CaptureReader.read(folder);
    writeBinary(
        number,
        Arrays.stream(parameters.split(" ", -1)).mapToDouble(Double::parseDouble).toArray());
    assertThat(CaptureReader.read(folder)).isEqualTo(text);
    Lens lens = text.training().get(0).lens().orElseThrow();
    assertThat(lens.distortion().k1()).isEqualTo(-0.1);
    assertThat(lens.distortion().isFisheye()).isEqualTo(name.endsWith("FISHEYE"));
    assertThat(text.training().get(0).load().width()).isEqualTo(WIDTH);
  }

  @Test
  void boxIsAroundThePointsWithoutStrays() throws IOException {
    writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12");
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.hasAlpha()).isFalse();
    assertThat(capture.box().orElseThrow().sizeX()).isBetween(0.9, 1.6);
    assertThat(capture.box().orElseThrow().sizeY()).isBetween(0.9, 1.6);
    assertThat(capture.box().orElseThrow().sizeZ()).isBetween(0.15, 0.35);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"masks/p%d.png", "masks/P%d.PNG", "images/mask_p%d.png", "images/p%d.alpha.png"})
  void masksAreFoundInCustomaryPlaces(String place) throws IOException {
    writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12");
    for (int i = 0; i < COUNT; i++) {
      ImageFiles.write(
          CaptureFolder.plain(WIDTH, HEIGHT, 0.2f, 1),
          folder.resolve(String.format(Locale.ROOT, place, i)));
    }
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.hasAlpha()).isTrue();
    assertThat(capture.box()).isEmpty();
    assertThat(capture.training().get(0).load().rgba()[3]).isEqualTo(0.2f);
    Files.delete(folder.resolve(String.format(Locale.ROOT, place, 4)));
    assertThatThrownBy(() -> CaptureReader.read(folder))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("p4.png: the mask of this picture is missing");
  }

  @Test
  void picturesThatAreNotThereAreReported() throws IOException {
    writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12");
    Files.delete(folder.resolve("images/p3.png"));
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(COUNT - 1);
    assertThat(capture.remarks())
        .singleElement()
        .asString()
        .contains("1 of 10 frames have no picture", "p3.png");
  }

  @Test
  void theLargestOfSeveralModelsIsTaken() throws IOException {
    writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12");
    writeText("sparse/1", "SIMPLE_PINHOLE 32 24 50 16 12");
    Path small = folder.resolve("sparse/0/images.txt");
    Files.writeString(small, Files.readString(small).lines().limit(5).collect(joining("\n")));
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(COUNT);
    assertThat(capture.training().get(0).camera().intrinsics().fx()).isEqualTo(50);
    assertThat(capture.remarks()).singleElement().asString().contains("2 models", "sparse/1");
  }

  @Test
  void picturesMayBeInSubfoldersAndMadeSmaller() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      String name = "p" + i + ".png";
      CaptureFolder.writeOpaque(folder.resolve("images_2/day/" + name), WIDTH / 2, HEIGHT / 2);
      Files.delete(folder.resolve("images/" + name));
    }
    Files.delete(folder.resolve("images"));
    writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12");
    Path poses = folder.resolve("sparse/0/images.txt");
    Files.writeString(poses, Files.readString(poses).replace(" p", " day/p"));
    Capture capture = CaptureReader.read(folder);
    assertRingAroundTheOrigin(capture);
    assertThat(capture.training().get(0).camera().intrinsics())
        .isEqualTo(new Intrinsics(WIDTH / 2, HEIGHT / 2, 20, 20, 8, 6));
  }

  @Test
  void saysWhatIsWrongInText() throws IOException {
    writeText("sparse/0", "FOV 32 24 40 40 16 12 0.5");
    assertRefused("image p0.png", "camera 3", "model FOV is not supported", "10 of 10");
    writeText("sparse/0", "NEW_MODEL 32 24 40 40 16 12 0.5");
    assertRefused("image p0.png", "camera 3", "model NEW_MODEL is not supported");
    writeText("sparse/0", "PINHOLE 32 24 40 40 16");
    assertRefused("cameras.txt, line 2", "as many parameters as a PINHOLE has");
    writeText("sparse/0", "PINHOLE 32 24 40 nan 16 12");
    assertRefused("cameras.txt, line 2", "\"nan\" is not a finite number");
  }

  @Test
  void aBinaryFileCutOffAnywhereIsRefused() throws IOException {
    writeBinary(1, 40, 41, 16, 12);
    for (String name : List.of("cameras.bin", "images.bin")) {
      Path file = folder.resolve("sparse/0/" + name);
      byte[] bytes = Files.readAllBytes(file);
      for (int length = 1; length < bytes.length; length += 1 + bytes.length / 50) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertRefused(name, "damaged or cut off");
      }
      Files.write(file, bytes);
    }
  }

  @Test
  void damagedPointsAreLeftOut() throws IOException {
    writeBinary(1, 40, 41, 16, 12);
    Path file = folder.resolve("sparse/0/points3D.bin");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(COUNT);
    assertThat(capture.box()).isEmpty();
    assertThat(capture.remarks())
        .singleElement()
        .asString()
        .contains("points3D.bin", "cut off", "the cameras alone tell the scene's box");
  }

  @Test
  void aPhotographWhoseCameraCannotBeUsedIsLeftOut() throws IOException {
    for (String other : List.of("SIMPLE_RADIAL 32 24 40 16 12 -9", "FOV 32 24 40 40 16 12 0.5")) {
      writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12\n4 " + other);
      Path images = folder.resolve("sparse/0/images.txt");
      Files.writeString(images, Files.readString(images).replace(" 3 p7.png", " 4 p7.png"));
      Capture capture = CaptureReader.read(folder);
      assertThat(capture.views()).hasSize(COUNT - 1);
      assertThat(capture.remarks())
          .singleElement()
          .asString()
          .contains("1 of 10 frames cannot be used and are left out", "p7.png", "camera 4");
    }
  }

  @Test
  void aCameraThatNoPhotographHasDoesNotMatter() throws IOException {
    writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12\n4 FOV 32 24 40 40 16 12 0.5");
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(COUNT);
    assertThat(capture.remarks()).isEmpty();
  }

  @Test
  void linesOfPointsMayBeMissingAndNamesMayHoldBlanks() throws IOException {
    writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12");
    Path images = folder.resolve("sparse/0/images.txt");
    List<String> lines =
        Files.readString(images)
            .lines()
            .filter(line -> line.contains(".png"))
            .map(line -> line.replace("p3.png", "day  3.png"))
            .toList();
    Files.write(images, lines);
    Files.move(folder.resolve("images/p3.png"), folder.resolve("images/day  3.png"));
    assertThat(CaptureReader.read(folder).views()).hasSize(COUNT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-8", "ISO-8859-1"})
  void textMayHaveAnyEncoding(String encoding) throws IOException {
    writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12");
    Files.move(folder.resolve("images/p3.png"), folder.resolve("images/f\u00fcnf.png"));
    for (String name : List.of("cameras.txt", "images.txt", "points3D.txt")) {
      Path file = folder.resolve("sparse/0/" + name);
      String text = Files.readString(file).replace("p3.png", "f\u00fcnf.png");
      String mark = encoding.endsWith("LE") || encoding.equals("UTF-8") ? "\uFEFF" : "";
      Files.write(file, (mark + text).getBytes(encoding));
    }
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(COUNT);
    assertThat(capture.box()).isPresent();
  }

  @Test
  void masksWithColmapsNamesLeavePixelsOut() throws IOException {
    writeText("sparse/0", "SIMPLE_PINHOLE 32 24 40 16 12");
    for (int i = 0; i < COUNT; i++) {
      // masks of 0 and 1 are as good as masks of 0 and 255
      Image mask = CaptureFolder.plain(WIDTH, HEIGHT, 1 / 255f, 1);
      Arrays.fill(mask.rgba(), 0, 3, 0);
      ImageFiles.write(mask, folder.resolve("masks/p" + i + ".png.png"));
    }
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.hasAlpha()).isFalse();
    assertThat(capture.box()).isPresent();
    boolean[] first = new boolean[WIDTH * HEIGHT];
    first[0] = true;
    assertThat(capture.training().get(0).loadIgnored()).contains(first);
    assertThat(capture.remarks())
        .singleElement()
        .asString()
        .contains("10 masks (masks/p0.png.png ...)", "leave out", "--masks scene");
    Capture cutOut =
        CaptureReader.read(folder, CaptureOptions.DEFAULT.withMasks(MaskMeaning.SCENE));
    assertThat(cutOut.hasAlpha()).isTrue();
  }

  @Test
  void flippedBitsInABinaryModelAreReadOrRefused() throws IOException {
    writeBinary(1, 40, 41, 16, 12);
    Random random = new Random(3);
    for (String name : List.of("cameras.bin", "images.bin", "points3D.bin")) {
      Path file = folder.resolve("sparse/0/" + name);
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < 50; i++) {
        byte[] damaged = bytes.clone();
        damaged[random.nextInt(Math.min(bytes.length, 600))] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        try {
          CaptureReader.read(folder);
        } catch (CaptureException e) {
          assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        }
      }
      Files.write(file, bytes);
    }
  }

  @Test
  void hostileCountsAreRefused() throws IOException {
    writeBinary(1, 40, 41, 16, 12);
    Path file = folder.resolve("sparse/0/images.bin");
    byte[] bytes = Files.readAllBytes(file);
    for (int at : new int[] {7, 7 + 8 + 4 + 56 + 4 + 7}) {
      byte[] hostile = bytes.clone();
      hostile[at] = 0x7f;
      Files.write(file, hostile);
      assertRefused("images.bin", "damaged or cut off");
    }
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> CaptureReader.read(folder))
        .isInstanceOf(CaptureException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
  }
}
