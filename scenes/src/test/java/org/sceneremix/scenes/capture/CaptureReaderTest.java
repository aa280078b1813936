package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.volume.Aabb;

class CaptureReaderTest {

  @TempDir Path folder;

  @Test
  void readsNerfSyntheticWithItsSplitAndBox() throws IOException {
    writeSplit("train", "./train/r_0", "./train/r_1.png");
    writeSplit("test", "./test/r_0");
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.name()).isEqualTo(folder.getFileName().toString());
    assertThat(capture.training()).hasSize(2);
    assertThat(capture.heldOut()).hasSize(1);
    assertThat(capture.hasAlpha()).isTrue();
    assertThat(capture.box()).contains(new Aabb(-1, -1, 0, 1, 1, 0.5));
    Image picture = capture.training().get(1).load();
    assertThat(picture.rgba()[3]).isCloseTo(0.5f, within(0.01f));
  }

  @Test
  void validationViewsStandInForTestViews() throws IOException {
    writeSplit("train", "./train/r_0");
    writeSplit("val", "./val/r_0");
    assertThat(CaptureReader.read(folder).heldOut().get(0).name()).isEqualTo("./val/r_0");
  }

  @Test
  void testViewsWithoutPicturesAreLeftOut() throws IOException {
    writeSplit("train", "./train/r_0", "./train/r_1");
    writeSplit("test", "./test/r_0");
    Files.delete(folder.resolve("test/r_0.png"));
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(2);
    assertThat(capture.remarks())
        .singleElement()
        .asString()
        .contains("the views of transforms_test.json are left out", "there is no picture");
  }

  @Test
  void everyEighthViewIsHeldOutWithoutASplit() throws IOException {
    ObjectNode json = CaptureFolder.object().put("fl_x", 20).put("w", 16).put("h", 12);
    ArrayNode frames = json.putArray("frames");
    for (int i = 0; i < 17; i++) {
      frames.add(CaptureFolder.frame("images/" + i + ".png", CaptureFolder.pose(2 + i)));
      CaptureFolder.picture(folder.resolve("images/" + i + ".png"), 16, 12);
    }
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.heldOut().stream().map(View::name))
        .containsExactly("images/0.png", "images/8.png", "images/16.png");
    assertThat(capture.training()).hasSize(14);
  }

  @Test
  void camerasFollowPicturesThatWereMadeSmaller() throws IOException {
    ObjectNode json = CaptureFolder.object().put("fl_x", 40).put("w", 32).put("h", 24);
    json.putArray("frames").add(CaptureFolder.frame("a", CaptureFolder.pose(2)));
    CaptureFolder.picture(folder.resolve("a.png"), 16, 12);
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    assertThat(CaptureReader.read(folder).training().get(0).camera().intrinsics())
        .isEqualTo(new Intrinsics(16, 12, 20, 20, 8, 6));
  }

  @Test
  void framesWithoutPictureAreLeftOutAndReported() throws IOException {
    writeSplit("train", "./train/r_0", "./train/r_1", "./train/r_2");
    Files.delete(folder.resolve("train/r_1.png"));
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.training())
        .extracting(View::name)
        .containsExactly("./train/r_0", "./train/r_2");
    assertThat(capture.remarks())
        .singleElement()
        .asString()
        .contains("1 of 3 frames have no picture", "frame 1 (./train/r_1)");
  }

  @Test
  void mostPicturesMissingIsAnError() throws IOException {
    writeSplit("train", "./train/r_0", "./train/r_1");
    Files.delete(folder.resolve("train/r_1.png"));
    assertRefused("transforms_train.json: frame 1 (./train/r_1)", "there is no picture", "1 of 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {".jpg", ".jpeg", ".tif", ".PNG", ".JPG"})
  void picturesAreFoundWithoutTheirEnding(String ending) throws IOException {
    ObjectNode json = CaptureFolder.object().put("camera_angle_x", 0.7);
    json.putArray("frames").add(CaptureFolder.frame("images/a", CaptureFolder.pose(2)));
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    CaptureFolder.writeOpaque(folder.resolve("images/a" + ending), 8, 8);
    assertThat(CaptureReader.read(folder).training()).hasSize(1);
  }

  @Test
  void everyFrameMayHaveALensOfItsOwn() throws IOException {
    ObjectNode json = CaptureFolder.object().put("fl_x", 40).put("w", 32).put("h", 24);
    json.put("k1", 0.5).put("aabb_scale", 1);
    ObjectNode own = CaptureFolder.frame("b.png", CaptureFolder.pose(3));
    own.put("fl_x", 50).put("fl_y", 51).put("cx", 15).put("cy", 13);
    own.put("k1", -0.2).put("k2", 0.03).put("p1", 0.004).put("p2", 0.005);
    json.putArray("frames").add(CaptureFolder.frame("a.png", CaptureFolder.pose(2))).add(own);
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    CaptureFolder.writeOpaque(folder.resolve("a.png"), 32, 24);
    CaptureFolder.writeOpaque(folder.resolve("b.png"), 32, 24);
    List<View> views = CaptureReader.read(folder).training();
    assertThat(views.get(0).lens().orElseThrow())
        .isEqualTo(
            new Lens(new Intrinsics(32, 24, 40, 40, 16, 12), Distortion.brown(0.5, 0, 0, 0)));
    assertThat(views.get(1).lens().orElseThrow())
        .isEqualTo(
            new Lens(
                new Intrinsics(32, 24, 50, 51, 15, 13),
                Distortion.brown(-0.2, 0.03, 0.004, 0.005)));
    assertThat(views.get(0).camera().intrinsics().fx()).isGreaterThan(40);
  }

  /** Cameras on a ring around the origin, 3 above it in a world whose up is -x. */
  private ObjectNode writeNerfstudio() throws IOException {
    ObjectNode json = CaptureFolder.object().put("camera_model", "OPENCV");
    json.put("fl_x", 20).put("fl_y", 20).put("cx", 8).put("cy", 6).put("w", 16).put("h", 12);
    ArrayNode frames = json.putArray("frames");
    for (int i = 0; i < 8; i++) {
      double angle = 2 * Math.PI * i / 8;
      Vector3d back = new Vector3d(-3, 4 * Math.cos(angle), 4 * Math.sin(angle)).mul(0.2);
      Vector3d right = new Vector3d(-1, 0, 0).cross(back).normalize();
      Vector3d up = new Vector3d(back).cross(right);
      double[][] pose = {
        {right.x, up.x, back.x, 5 * back.x},
        {right.y, up.y, back.y, 5 * back.y},
        {right.z, up.z, back.z, 5 * back.z},
        {0, 0, 0, 1}
      };
      String name = "images/frame_" + i + ".png";
      frames.add(CaptureFolder.frame(i == 3 ? name.replace('/', '\\') : name, pose));
      CaptureFolder.writeOpaque(folder.resolve(name), 16, 12);
    }
    json.put("ply_file_path", "sparse_pc.ply");
    Files.write(folder.resolve("sparse_pc.ply"), CaptureFolder.ply(true, 100));
    return json;
  }

  @Test
  void worldsOfNerfstudioAreTurnedUprightAndTheirPointsTellTheBox() throws IOException {
    ObjectNode json = writeNerfstudio();
    json.putArray("applied_transform").addArray().add(0).add(1).add(0).add(0);
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.views()).hasSize(8);
    for (View view : capture.views()) {
      assertThat(view.camera().position().z).isCloseTo(3, within(1e-6));
      assertThat(view.camera().position().length()).isCloseTo(5, within(1e-6));
    }
    Aabb box = capture.box().orElseThrow();
    assertThat(box.sizeZ()).isBetween(1.0, 1.2);
    assertThat(box.centreZ()).isCloseTo(0, within(1e-6));
  }

  @Test
  void worldsOfOtherFilesStayAsTheyAre() throws IOException {
    CaptureFolder.write(folder.resolve("transforms.json"), writeNerfstudio());
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.training().get(0).camera().position().x).isCloseTo(-3, within(1e-6));
  }

  @Test
  void picturesMayHaveDifferentSizes() throws IOException {
    writeSplit("train", "./train/r_0", "./train/r_1");
    CaptureFolder.picture(folder.resolve("train/r_1.png"), 9, 18);
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.training().get(0).load().width()).isEqualTo(8);
    assertThat(capture.training().get(1).load().height()).isEqualTo(18);
  }

  @Test
  void aFolderWithSeveralFormatsIsReadAsTheOneThatIsNamed() throws IOException {
    writeSplit("train", "./train/r_0", "./train/r_1");
    ObjectNode json = CaptureFolder.object().put("camera_angle_x", 0.7);
    json.putArray("frames").add(CaptureFolder.frame("./train/r_1", CaptureFolder.pose(2)));
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    assertThat(CaptureReader.read(folder).training()).hasSize(2);
    CaptureOptions named = CaptureOptions.DEFAULT.withFormat(CaptureFormat.TRANSFORMS);
    assertThat(CaptureReader.read(folder, named).training()).hasSize(1);
    assertThatThrownBy(
            () ->
                CaptureReader.read(folder, CaptureOptions.DEFAULT.withFormat(CaptureFormat.COLMAP)))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("no capture of format COLMAP")
        .hasMessageContaining("sparse/0");
  }

  /** A picture stored lying on its side, with the EXIF orientation that sets it upright. */
  private void writeLying(Path file) throws IOException {
    CaptureFolder.writeOpaque(file, 4, 6);
    byte[] jpeg = Files.readAllBytes(file);
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0
    };
    byte[] tagged = new byte[jpeg.length + exif.length];
    System.arraycopy(jpeg, 0, tagged, 0, 2);
    System.arraycopy(exif, 0, tagged, 2, exif.length);
    System.arraycopy(jpeg, 2, tagged, 2 + exif.length, jpeg.length - 2);
    Files.write(file, tagged);
  }

  private Capture readLying(int width, int height) throws IOException {
    ObjectNode json = CaptureFolder.object().put("fl_x", 10).put("w", width).put("h", height);
    json.putArray("frames").add(CaptureFolder.frame("a.jpg", CaptureFolder.pose(2)));
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    writeLying(folder.resolve("a.jpg"));
    return CaptureReader.read(folder);
  }

  @Test
  void anExifOrientationIsAppliedWhereTheCameraFitsTheUprightPicture() throws IOException {
    Capture capture = readLying(6, 4);
    assertThat(capture.remarks()).isEmpty();
    assertThat(capture.training().get(0).camera().intrinsics().width()).isEqualTo(6);
    assertThat(capture.training().get(0).load().width()).isEqualTo(6);
  }

  @Test
  void anExifOrientationIsReportedWhereTheCameraFitsThePictureAsStored() throws IOException {
    Capture capture = readLying(4, 6);
    assertThat(capture.training().get(0).load().width()).isEqualTo(4);
    assertThat(capture.remarks())
        .singleElement()
        .asString()
        .contains("1 pictures say an EXIF orientation (a.jpg)", "as stored");
  }

  @Test
  void pixelsUnderADynamicMaskAreIgnored() throws IOException {
    writeSplit("train", "./train/r_0");
    assertThat(CaptureReader.read(folder).training().get(0).loadIgnored()).isEmpty();
    Image moving = CaptureFolder.plain(8, 8, 0, 1);
    moving.rgba()[moving.index(3, 2) + 1] = 0.2f;
    ImageFiles.write(moving, folder.resolve("train/dynamic_mask_r_0.png"));
    View view = CaptureReader.read(folder).training().get(0);
    boolean[] expected = new boolean[64];
    expected[2 * 8 + 3] = true;
    assertThat(view.loadIgnored()).contains(expected);
    boolean[] smaller = new boolean[16];
    smaller[1 * 4 + 1] = true;
    assertThat(view.downscaled(2).loadIgnored()).contains(smaller);
  }

  @Test
  void aTruncatedPictureIsReportedWhenItIsLoaded() throws IOException {
    writeSplit("train", "./train/r_0");
    Path file = folder.resolve("train/r_0.png");
    ImageFiles.write(noise(8, 8), file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    View view = CaptureReader.read(folder).training().get(0);
    assertThatThrownBy(view::load)
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("r_0.png");
  }

  @Test
  void saysThatAFolderHoldsNoCapture() {
    assertRefused("this is not a capture", "transforms_train.json", "poses_bounds.npy", "COLMAP");
    assertThatThrownBy(() -> CaptureReader.read(folder.resolve("none")))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("there is no such folder");
  }

  @Test
  void llffCamerasAreTurnedToOpenGlAxesWithZUp() throws IOException {
    writeLlff(6);
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.hasAlpha()).isTrue();
    List<Camera> cameras = capture.training().stream().map(View::camera).toList();
    for (Camera camera : cameras) {
      // photographs of 80x60 pixels with focal length 100, reduced to 16x12
      assertThat(camera.intrinsics()).isEqualTo(new Intrinsics(16, 12, 20, 20, 8, 6));
      Vector3d focus = camera.project(new Vector3d(0, 0, 0));
      assertThat(focus.x).isCloseTo(8, within(1e-9));
      assertThat(focus.y).isCloseTo(6, within(1e-9));
      Vector3d above = camera.project(new Vector3d(0, 0, 0.1));
      assertThat(above.x).isCloseTo(8, within(1e-9));
      assertThat(above.y).isLessThan(6);
      assertThat(camera.position().length()).isCloseTo(5, within(1e-9));
    }
    // masks take the place of alpha
    assertThat(capture.training().get(0).load().rgba()[3]).isEqualTo(1f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void transformsMayBeginWithAByteOrderMark(String encoding) throws IOException {
    writeSplit("train", "./train/r_0");
    Path file = folder.resolve("transforms_train.json");
    String text = Files.readString(file);
    Files.write(file, ("\uFEFF" + text).getBytes(encoding));
    assertThat(CaptureReader.read(folder).training()).hasSize(1);
    Files.write(file, text.getBytes(encoding));
    assertThat(CaptureReader.read(folder).training()).hasSize(1);
  }

  @Test
  void aFileOfACaptureStandsForItsFolder() throws IOException {
    writeSplit("train", "./train/r_0");
    writeSplit("test", "./test/r_0");
    for (String name : List.of("transforms_train.json", "transforms_test.json")) {
      assertThat(CaptureReader.isCaptureFile(folder.resolve(name))).isTrue();
      assertThat(CaptureReader.read(folder.resolve(name))).isEqualTo(CaptureReader.read(folder));
    }
    Path other = folder.resolve("cameras_of_tuesday.json");
    Files.copy(folder.resolve("transforms_test.json"), other);
    assertThat(CaptureReader.read(other).views())
        .extracting(View::name)
        .containsExactly("./test/r_0");
    Path text = Files.writeString(folder.resolve("notes.txt"), "nothing");
    assertThatThrownBy(() -> CaptureReader.read(text))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("notes.txt: this file is no capture");
  }

  @Test
  void anEmptyFileOfCamerasIsSaid() throws IOException {
    Files.write(folder.resolve("transforms.json"), new byte[0]);
    assertRefused("transforms.json: the file is empty");
  }

  @Test
  void filesThatMacOsLeavesBesideOthersAreNoPictures() throws IOException {
    writeLlff(3);
    for (int i = 0; i < 3; i++) {
      Files.write(folder.resolve("images_5/._" + i + ".png"), new byte[64]);
    }
    assertThat(CaptureReader.read(folder).views()).hasSize(3);
  }

  @Test
  void llffFolderIsChosenByNumber() throws IOException {
    writeLlff(3);
    assertThatThrownBy(() -> CaptureReader.read(folder, CaptureOptions.DEFAULT.withImageFactor(2)))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("images_2")
        .hasMessageContaining("images_5");
  }

  @Test
  void aFolderOfPicturesMayBeALink() throws IOException {
    writeLlff(3);
    Files.move(folder.resolve("images_5"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("images_5"), Path.of("elsewhere"));
    assertThat(CaptureReader.read(folder).views()).hasSize(3);
  }

  @Test
  void llffNeedsAPoseForEveryPicture() throws IOException {
    writeLlff(3);
    Files.delete(folder.resolve("images_5/1.png"));
    assertRefused("2 pictures", "3 poses");
  }

  @Test
  void llffNeedsAMaskForEveryPicture() throws IOException {
    writeLlff(3);
    Files.delete(folder.resolve("masks_5/1.png"));
    assertRefused("images_5", "1.png", "mask of this picture is missing");
  }

  @Test
  void masksCanBeSaidToLeavePixelsOut() throws IOException {
    writeLlff(3);
    CaptureOptions ignore = CaptureOptions.DEFAULT.withMasks(MaskMeaning.IGNORE);
    Capture capture = CaptureReader.read(folder, ignore);
    assertThat(capture.training().get(0).mask()).isEmpty();
    assertThat(capture.training().get(0).ignored()).hasSize(1);
    assertThat(capture.remarks()).singleElement().asString().contains("3 masks", "--masks scene");
  }

  @Test
  void masksOfThePhotographsServeReducedPicturesToo() throws IOException {
    writeLlff(3);
    for (int i = 0; i < 3; i++) {
      Files.delete(folder.resolve("masks_5/" + i + ".png"));
      Image mask = CaptureFolder.plain(80, 60, 0, 1);
      for (int row = 0; row < 60; row++) {
        for (int column = 0; column < 40; column++) {
          mask.rgba()[mask.index(column, row)] = 1;
        }
      }
      ImageFiles.write(mask, folder.resolve("masks/" + i + ".png"));
    }
    Files.delete(folder.resolve("masks_5"));
    Image picture = CaptureReader.read(folder).training().get(0).load();
    assertThat(picture.rgba()[picture.index(7, 5) + 3]).isEqualTo(1);
    assertThat(picture.rgba()[picture.index(8, 5) + 3]).isEqualTo(0);
  }

  @Test
  void llffSaysWhichRowIsWrong() throws IOException {
    double[][] rows = writeLlff(3);
    rows[2][3] = Double.NaN;
    Files.write(folder.resolve("poses_bounds.npy"), CaptureFolder.npy(rows));
    assertRefused("frame 2, column 3", "not a finite number");
    rows[2][3] = 0;
    rows[1][16] = 0.5;
    Files.write(folder.resolve("poses_bounds.npy"), CaptureFolder.npy(rows));
    assertRefused("frame 1, bounds", "near");
    rows[0][14] = -1;
    Files.write(folder.resolve("poses_bounds.npy"), CaptureFolder.npy(rows));
    assertRefused("frame 0", "must be positive");
    Files.write(folder.resolve("poses_bounds.npy"), CaptureFolder.npy(new double[3][15]));
    assertRefused("3 x 15", "N x 17");
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> CaptureReader.read(folder))
        .isInstanceOf(CaptureException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
  }

  private void writeSplit(String split, String... paths) throws IOException {
    ObjectNode json = CaptureFolder.object().put("camera_angle_x", 0.7);
    json.putArray("aabb").add(-1).add(-1).add(0).add(1).add(1).add(0.5);
    for (String path : paths) {
      json.withArray("frames").add(CaptureFolder.frame(path, CaptureFolder.pose(4)));
      Path file = folder.resolve(path.endsWith(".png") ? path : path + ".png");
      CaptureFolder.picture(file.normalize(), 8, 8);
    }
    CaptureFolder.write(folder.resolve("transforms_" + split + ".json"), json);
  }

  /** Cameras on a ring around (10, 0, 0), 3 above it in a world whose up is +x. */
  private double[][] writeLlff(int count) throws IOException {
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * i / count;
      Vector3d offset = new Vector3d(3, 4 * Math.cos(angle), 4 * Math.sin(angle));
      Vector3d back = new Vector3d(offset).normalize();
      Vector3d right = new Vector3d(1, 0, 0).cross(back).normalize();
      Vector3d down = new Vector3d(right).cross(back).normalize();
      rows[i] =
          new double[] {
            down.x,
            right.x,
            back.x,
            10 + offset.x,
            60,
            down.y,
            right.y,
            back.y,
            offset.y,
            80,
            down.z,
            right.z,
            back.z,
            offset.z,
            100,
            3,
            7
          };
      CaptureFolder.picture(folder.resolve("images_5/" + i + ".png"), 16, 12);
      ImageFiles.write(CaptureFolder.plain(16, 12, 1, 1), folder.resolve("masks_5/" + i + ".png"));
    }
    Files.write(folder.resolve("poses_bounds.npy"), CaptureFolder.npy(rows));
    return rows;
  }

  private static Image noise(int width, int height) {
    Image image = CaptureFolder.plain(width, height, 0, 1);
    for (int i = 0; i < image.rgba().length; i++) {
      image.rgba()[i] = i * 37 % 256 / 255f;
    }
    return image;
  }
}
