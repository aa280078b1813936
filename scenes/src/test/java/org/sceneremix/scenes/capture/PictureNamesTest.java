package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;

/** Names that were true elsewhere find their pictures; nothing outside the capture is found. */
class PictureNamesTest {

  @TempDir private Path parent;

  private Path capture() {
    return parent.resolve("capture");
  }

  private ObjectNode write(String... names) throws IOException {
    ObjectNode json = CaptureFolder.object().put("fl_x", 20);
    ArrayNode frames = json.putArray("frames");
    for (String name : names) {
      frames.add(CaptureFolder.frame(name, CaptureFolder.pose(2 + frames.size())));
    }
    CaptureFolder.write(capture().resolve("transforms.json"), json);
    return json;
  }

  private Capture read() throws IOException {
    return CaptureReader.read(capture());
  }

  private List<String> found() throws IOException {
    return read().views().stream()
        .map(view -> capture().relativize(view.picture()).toString())
        .toList();
  }

  private void picture(String path) throws IOException {
    CaptureFolder.writeOpaque(parent.resolve("tmp.png"), 8, 8);
    Path file = capture().resolve(path);
    Files.createDirectories(file.getParent());
    Files.move(parent.resolve("tmp.png"), file);
  }

  @ParameterizedTest
  @CsvSource({
    "/home/someone/scan7/images/a.png, images/a.png",
    "C:\\Users\\someone\\images\\a.png, images/a.png",
    "..\\images\\a.png, images/a.png",
    "../images/a.png, images/a.png",
    "images/a.png, a.png",
    "a.png, images/a.png",
    "images/a.png, IMAGES/A.PNG",
    "images/a.jpeg, images/a.png",
    "images/IMG_1.HEIC, images/IMG_1.jpg",
    "images/a.jpeg, images/a.jpg",
    "/x/train/r.1, deep/down/train/r.1.png"
  })
  void namesThatWereTrueElsewhereFindTheirPicture(String said, String there) throws IOException {
    picture(there);
    write(said);
    assertThat(found()).containsExactly(there);
    assertThat(read().remarks())
        .singleElement()
        .asString()
        .contains("1 pictures are not where the capture says", said, there);
  }

  @ParameterizedTest
  @CsvSource({
    "./images/a, images/a.png",
    "images\\a.png, images/a.png",
    "images//a.png, images/a.png",
    "images/../images/a.png, images/a.png"
  })
  void namesThatAreTrueAreNotRemarkedOn(String said, String there) throws IOException {
    picture(there);
    write(said);
    assertThat(found()).containsExactly(there);
    assertThat(read().remarks()).isEmpty();
  }

  @Test
  void theLongestTailCounts() throws IOException {
    for (String there : List.of("left/cam/a.png", "right/cam/a.png", "a.png", "images_4/a.png")) {
      picture(there);
    }
    write("/x/right/cam/a.png");
    assertThat(found()).containsExactly("right/cam/a.png");
  }

  @Test
  void aPictureThatIsMissingInItsFolderIsNotTakenFromAnother() throws IOException {
    for (String there : List.of("train/a.png", "train/c.png", "test/b.png")) {
      picture(there);
    }
    write("./train/a", "./train/b", "./train/c");
    assertThat(found()).containsExactly("train/a.png", "train/c.png");
  }

  @Test
  void masksDepthsAndReducedCopiesAreNoPicturesUnlessTheNameSaysSo() throws IOException {
    for (String folder : List.of("images", "images_2", "masks", "depth", "images_8")) {
      picture(folder + "/a.png");
    }
    write("a.png");
    assertThat(found()).containsExactly("images/a.png");
    write("/x/images_2/a.png");
    assertThat(found()).containsExactly("images_2/a.png");
  }

  @Test
  void aPictureThatIsReadComesBeforeOneThatIsNot() throws IOException {
    picture("images/a.heic");
    picture("images/a.jpg");
    write("images/a.heic");
    assertThat(found()).containsExactly("images/a.jpg");
  }

  @Test
  void namesThatFitSeveralPicturesAreNamed() throws IOException {
    picture("left/a.png");
    picture("right/a.png");
    picture("b.png");
    picture("c.png");
    write("/x/a.png", "b.png", "c.png");
    assertThat(found()).containsExactly("b.png", "c.png");
    assertThat(read().remarks())
        .anySatisfy(
            remark -> assertThat(remark).contains("\"/x/a.png\" fits left/a.png and right/a.png"));
  }

  @Test
  void onePictureIsNotTakenForTwo() throws IOException {
    picture("a.png");
    write("/x/left/a.png", "/x/right/a.png");
    assertThatThrownBy(this::read)
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("2 of 2 frames")
        .hasMessageContaining("\"/x/left/a.png\" and another name fit a.png");
  }

  @Test
  void accentsMayBeComposedOrNot() throws IOException {
    picture("images/cafe\u0301.png");
    write("images/caf\u00e9.png");
    assertThat(read().views()).hasSize(1);
  }

  @Test
  void filesOfTheSystemAreNoPictures() throws IOException {
    picture("images/a.png");
    picture("__MACOSX/images/._a.png");
    picture(".thumbnails/images/a.png");
    write("/x/images/a.png");
    assertThat(found()).containsExactly("images/a.png");
  }

  @Test
  void nothingOutsideTheCaptureIsRead() throws IOException {
    CaptureFolder.writeOpaque(parent.resolve("secret.png"), 8, 8);
    Files.write(parent.resolve("secret.ply"), CaptureFolder.ply(true, 100));
    for (String name :
        List.of("../secret.png", parent.resolve("secret.png").toString(), "..\\secret.png")) {
      write(name);
      assertThatThrownBy(this::read)
          .isInstanceOf(CaptureException.class)
          .hasMessageContaining("there is no picture of that name");
    }
    picture("a.png");
    ObjectNode json = write("a.png").put("ply_file_path", "../secret.ply");
    ((ObjectNode) json.at("/frames/0")).put("mask_path", "../secret.png");
    CaptureFolder.write(capture().resolve("transforms.json"), json);
    Capture capture = read();
    assertThat(capture.box()).isEmpty();
    assertThat(capture.training().get(0).ignored()).isEmpty();
    assertThat(capture.remarks())
        .anySatisfy(remark -> assertThat(remark).contains("1 frames name a mask", "secret.png"))
        .anySatisfy(remark -> assertThat(remark).contains("ply_file_path", "secret.ply"));
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"/dev/zero", "zero"})
  void noDeviceIsOpened(String name) throws IOException {
    picture("a.png");
    Files.createSymbolicLink(capture().resolve("zero"), Path.of("/dev/zero"));
    ObjectNode json = write("a.png").put("ply_file_path", name);
    ((ObjectNode) json.at("/frames/0")).put("mask_path", name);
    CaptureFolder.write(capture().resolve("transforms.json"), json);
    assertThat(read().remarks()).hasSize(2);
    write(name);
    assertThatThrownBy(this::read).hasMessageContaining("there is no picture of that name");
  }

  @Test
  void aMaskIsFoundByItsTailButIsNotThePicture() throws IOException {
    picture("images/a.png");
    picture("masks/a.png");
    ObjectNode json = write("images/a.png");
    ((ObjectNode) json.at("/frames/0")).put("mask_path", "/x/masks/a.png");
    CaptureFolder.write(capture().resolve("transforms.json"), json);
    assertThat(read().training().get(0).ignored())
        .containsExactly(new IgnoredPixels(capture().resolve("masks/a.png"), true));
    Files.delete(capture().resolve("masks/a.png"));
    assertThat(read().training().get(0).ignored()).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsLeftOutWithItsReason() throws IOException {
    for (String name : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
      picture("images/" + name + ".png");
    }
    ObjectNode json =
        write("images/a", "images/b", "images/c", "images/d", "images/e", "images/f", "images/g");
    Files.write(capture().resolve("images/b.png"), new byte[0]);
    Files.writeString(
        capture().resolve("images/c.png"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 7\n",
        StandardCharsets.US_ASCII);
    ((ObjectNode) json.at("/frames/3")).put("k1", -50);
    CaptureFolder.write(capture().resolve("transforms.json"), json);
    Capture capture = read();
    assertThat(capture.views()).hasSize(4);
    assertThat(capture.remarks())
        .singleElement()
        .asString()
        .contains("3 of 7 frames cannot be used", "b.png: the file is empty", "git lfs pull")
        .contains("frame 3", "too strongly distorted");
  }

  @Test
  void namesOfASplitAreComparedAsNames() throws IOException {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      picture("images/" + name + ".png");
    }
    ObjectNode json =
        write("images/a.png", "images/b.png", "images/c.png", "images/d.png", "images/e.png");
    json.putArray("train_filenames").add("./images/a.png").add("images\\c.png");
    json.putArray("val_filenames").add("images/b.png").add("images/d.png");
    CaptureFolder.write(capture().resolve("transforms.json"), json);
    Capture capture = read();
    assertThat(capture.training())
        .extracting(View::name)
        .containsExactly("images/a.png", "images/c.png");
    assertThat(capture.heldOut())
        .extracting(View::name)
        .containsExactly("images/b.png", "images/d.png");
    assertThat(capture.remarks())
        .singleElement()
        .asString()
        .contains("2 for training", "2 held out (val_filenames)", "1 unused");
    json.putArray("test_filenames").add("images/e.png");
    CaptureFolder.write(capture().resolve("transforms.json"), json);
    assertThat(read().heldOut()).extracting(View::name).containsExactly("images/e.png");
    json.putArray("train_filenames").add("other.png");
    CaptureFolder.write(capture().resolve("transforms.json"), json);
    assertThatThrownBy(this::read).hasMessageContaining("train_filenames");
  }

  private void opaqueAndTransparent(int transparent, int opaque) throws IOException {
    String[] names = new String[transparent + opaque];
    for (int i = 0; i < names.length; i++) {
      names[i] = i + ".png";
      Image image = CaptureFolder.plain(8, 8, 1, i < transparent ? 0.5f : 1);
      ImageFiles.write(image, capture().resolve(names[i]));
    }
    write(names);
  }

  @Test
  void picturesOfTheOtherKindAreLeftOut() throws IOException {
    opaqueAndTransparent(6, 1);
    assertThat(read().hasAlpha()).isTrue();
    assertThat(read().views()).hasSize(6);
    assertThat(read().remarks()).singleElement().asString().contains("1 of 7", "6.png");
    opaqueAndTransparent(2, 5);
    assertThat(read().hasAlpha()).isFalse();
    assertThat(read().views()).hasSize(5);
    assertThat(read().remarks()).singleElement().asString().contains("2 of 7", "0.png, 1.png");
  }
}
