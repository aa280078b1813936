package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.joml.Vector3d;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.image.ImageMetrics;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.viewer.gl.Drawing;
import org.sceneremix.viewer.picture.Mp4Film;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

class RenderCommandTest {

  @TempDir private Path folder;

  private String grid;

  /** A box full of opaque white. */
  @BeforeEach
  void writeGrid() throws IOException {
    VoxelGrid solid = VoxelGrid.empty(4, 4, 4, Aabb.centredCube(1), 50);
    Arrays.fill(solid.data(), 1);
    Path file = folder.resolve("solid.grid");
    new GridFile(solid, JsonNodeFactory.instance.objectNode()).write(file);
    grid = file.toString();
  }

  private CommandRun render(String out, String... options) {
    String[] arguments = new String[6 + options.length];
    List<String> fixed =
        List.of("render", grid, "--out", folder.resolve(out).toString(), "--threads", "1");
    fixed.toArray(arguments);
    System.arraycopy(options, 0, arguments, 6, options.length);
    return CommandRun.of(arguments);
  }

  private BufferedImage read(String name) throws IOException {
    return ImageIO.read(folder.resolve(name).toFile());
  }

  @Test
  void oneViewIsAPictureOfTheSizeAskedFor() throws IOException {
    CommandRun run = render("a.png", "--size", "40x30", "--background", "black");
    assertThat(run.status()).as(run.err()).isZero();
    BufferedImage picture = read("a.png");
    assertThat(picture.getWidth()).isEqualTo(40);
    assertThat(picture.getHeight()).isEqualTo(30);
    assertThat(picture.getRGB(20, 15)).isEqualTo(0xffffffff);
    assertThat(picture.getRGB(0, 0)).isEqualTo(0xff000000);
  }

  @Test
  void backgroundCanBeTransparent() throws IOException {
    assertThat(render("a.png", "--size", "32", "--background", "transparent").status()).isZero();
    assertThat(read("a.png").getRGB(0, 0) >>> 24).isZero();
    assertThat(read("a.png").getRGB(16, 16) >>> 24).isEqualTo(255);
  }

  @Test
  void backgroundCanBeAPicture() throws IOException {
    assertThat(render("scene.png", "--size", "32", "--background", "#ff0000").status()).isZero();
    String file = folder.resolve("scene.png").toString();
    assertThat(render("a.png", "--size", "32", "--background", file).status()).isZero();
    assertThat(read("a.png").getRGB(0, 0)).isEqualTo(0xffff0000);
    assertThat(read("a.png").getRGB(16, 16)).isEqualTo(0xffffffff);
    CommandRun other = render("b.png", "--size", "33", "--background", file);
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("32x32").contains("33x33");
    assertThat(folder.resolve("b.png")).doesNotExist();
  }

  @Test
  void orbitsAreFoldersOfNumberedPictures() {
    assertThat(render("views", "--orbit", "3", "--size", "16").status()).isZero();
    assertThat(folder.resolve("views"))
        .isDirectoryContaining("glob:**/view-000.png")
        .isDirectoryContaining("glob:**/view-002.png");
  }

  @Test
  void filmsAreGifs() throws IOException {
    assertThat(render("film.gif", "--orbit", "5", "--size", "16").status()).isZero();
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var stream = ImageIO.createImageInputStream(folder.resolve("film.gif").toFile())) {
      reader.setInput(stream);
      assertThat(reader.getNumImages(true)).isEqualTo(5);
    }
  }

  @Test
  void camerasOfAFileAreTakenExactlyAndNamedAsTheirPhotographs() throws IOException {
    Camera camera =
        Camera.lookAt(
            new Intrinsics(50, 20, 30, 30, 10, 10),
            new Vector3d(0, 0, 6),
            new Vector3d(),
            new Vector3d(0, 1, 0));
    Path json = folder.resolve("cameras.json");
    Files.writeString(
        json, CameraJson.write(List.of(camera), List.of("./test/r_7.png"), Optional.empty()));
    CommandRun run = render("views", "--cameras", json.toString(), "--background", "black");
    assertThat(run.status()).as(run.err()).isZero();
    BufferedImage picture = read("views/r_7.png");
    assertThat(picture.getWidth()).isEqualTo(50);
    // the principal point is left of the middle, and there the box is
    assertThat(picture.getRGB(10, 10)).isEqualTo(0xffffffff);
    assertThat(picture.getRGB(25, 10)).isEqualTo(0xff000000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.png --orbit 3",
        "a.webm",
        "a.gif --background transparent",
        "a.png --orbit 0",
        "a.png --elevation 90",
        "a.png --size 0",
        "a.png --background nowhere.png",
        "a.png --mode nothing",
        "a.png --rays 0",
        "a.png --sun 200,40",
        "a.png --no-ground",
        "a.png --mode shaded --sun 200,-5",
        "a.png --mode shaded --sun north",
        "a.png --threads 0",
        "a.png --cameras x.json --orbit 1",
      })
  void senselessCallsAreWrongUsageAndWriteNothing(String call) {
    String[] words = call.split(" ", -1);
    CommandRun run = render(words[0], Arrays.copyOfRange(words, 1, words.length));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("remix: ").contains("remix render --help");
    assertThat(folder.resolve(words[0])).doesNotExist();
  }

  @Test
  void missingAndDamagedGridsGetOneSentence() throws IOException {
    CommandRun missing = CommandRun.of("render", "nowhere.grid", "--out", "a.png");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err().lines()).hasSize(1);
    assertThat(missing.err()).startsWith("remix: ").contains("nowhere.grid");
    byte[] bytes = Files.readAllBytes(Path.of(grid));
    Files.write(Path.of(grid), Arrays.copyOf(bytes, bytes.length - 3));
    CommandRun damaged = render("a.png");
    assertThat(damaged.status()).isEqualTo(1);
    assertThat(damaged.err().lines()).hasSize(1);
    assertThat(damaged.err()).contains("solid.grid");
  }

  /** Sizes of MP4s are even; what ffmpeg finds in its own file is trusted. */
  @Test
  void filmIsAnMp4WhereFfmpegIs() throws Exception {
    Prerequisite.that(
        Mp4Film.isPossible(), "there is no ffmpeg here; on Debian: apt-get install ffmpeg");
    CommandRun run = render("film.mp4", "--orbit", "5", "--size", "33x20");
    assertThat(run.status()).as(run.err()).isZero();
    Process decoder =
        new ProcessBuilder(
                "ffmpeg",
                "-loglevel",
                "error",
                "-i",
                folder.resolve("film.mp4").toString(),
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                "-")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    decoder.getOutputStream().close();
    byte[] frames = decoder.getInputStream().readAllBytes();
    assertThat(frames).hasSize(5 * 34 * 20 * 3);
    assertThat(frames[3 * (10 * 34 + 16)] & 255).isGreaterThan(240);
  }

  @Test
  void openGlGivesTheSamePicturesAsTheProcessor() throws IOException {
    CommandRun run = render("gl", "--orbit", "2", "--size", "80x60", "--tracer", "gpu", "-v");
    Prerequisite.that(!run.err().contains("offers no OpenGL 4.3"), run.err());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("OpenGL 4");
    assertThat(render("cpu", "--orbit", "2", "--size", "80x60", "--tracer", "cpu").status())
        .isZero();
    for (String name : List.of("view-000.png", "view-001.png")) {
      double psnr =
          ImageMetrics.psnr(
              ImageFiles.read(folder.resolve("cpu").resolve(name)),
              ImageFiles.read(folder.resolve("gl").resolve(name)));
      assertThat(psnr).isGreaterThan(60);
    }
  }

  @Test
  void windowsRendererGivesTheSamePicturesAsTheProcessor() throws IOException {
    // skips the test where there is no OpenGL
    Drawing.offscreen().close();
    for (String mode : List.of("colour", "depth", "normal", "shaded")) {
      String[] options = {"--orbit", "1", "--size", "80x60", "--mode", mode};
      Path drawn = folder.resolve(mode + "-drawn.png");
      Path traced = folder.resolve(mode + "-traced.png");
      CommandRun run = render(drawn.getFileName().toString(), with(options, "--gpu", "-v"));
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.err()).contains("OpenGL");
      assertThat(render(traced.getFileName().toString(), with(options, "--tracer", "cpu")).status())
          .isZero();
      assertThat(ImageMetrics.psnr(ImageFiles.read(traced), ImageFiles.read(drawn)))
          .as(mode)
          .isGreaterThan(45);
    }
    assertThat(render("both", "--gpu", "--tracer", "cpu").status()).isEqualTo(2);
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }
}
