package org.sceneremix.viewer.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.image.ImageMetrics;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.work.Workers;

class ScenePageTest {

  private static final int PIXELS = 300;

  @TempDir private Path folder;

  /** A table with a coloured ball on it, in a world far from its origin. */
  private static VoxelGrid scene(int n, double ballX) {
    Aabb box = new Aabb(500_000, 4_000_000, 10, 500_002, 4_000_002, 11);
    VoxelGrid grid = VoxelGrid.empty(2 * n, 2 * n, n, box, 20 * n);
    for (int z = 0; z < n; z++) {
      for (int y = 0; y < 2 * n; y++) {
        for (int x = 0; x < 2 * n; x++) {
          double ball = 0.3 * n - Math.hypot(Math.hypot(x - ballX * n, y - n), z - 0.45 * n);
          int at = grid.index(x, y, z);
          grid.data()[at] = ball > -1 ? 0.9f : 0.3f;
          grid.data()[at + 1] = (float) Math.sin(0.4 * x);
          grid.data()[at + 2] = ball > -1 ? -0.8f : 0.1f;
          grid.data()[at + VoxelGrid.DENSITY] =
              (float) Math.max(-1, Math.min(1, Math.max(ball, 0.1 * n - z)));
        }
      }
    }
    return grid;
  }

  private Path write(PageScene... scenes) throws IOException {
    Path file = folder.resolve("page.html");
    ScenePage.write(List.of(scenes), file, share -> {});
    return file;
  }

  private static PageScene named(String name, VoxelGrid grid) {
    return new PageScene(name, GridSource.of(grid));
  }

  private static String element(String html, String id) {
    Matcher found = Pattern.compile("id=\"" + id + "\">([^<]*)</script>").matcher(html);
    assertThat(found.find()).as(id).isTrue();
    return found.group(1);
  }

  private static byte[] samples(String html, int scene) throws IOException {
    byte[] packed = Base64.getDecoder().decode(element(html, "scene-" + scene));
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  @Test
  void aPageHoldsTheSamplesOfItsScenes() throws IOException {
    VoxelGrid first = scene(6, 1);
    VoxelGrid second = scene(8, 0.5);
    String html = Files.readString(write(named("one", first), named("two", second)));
    JsonNode settings = new ObjectMapper().readTree(element(html, "settings"));
    assertThat(settings.at("/scenes/1/name").asText()).isEqualTo("two");
    assertThat(settings.at("/scenes/1/size/2").asInt()).isEqualTo(8);
    assertThat(settings.at("/scenes/0/densityScale").asDouble()).isEqualTo(120);
    byte[] samples = samples(html, 0);
    assertThat(samples).hasSize(first.data().length);
    int table = first.index(3, 3, 0);
    for (int c = 0; c < VoxelGrid.CHANNELS; c++) {
      assertThat(samples[table + c] & 255)
          .isEqualTo(Math.round(127.5f * (first.data()[table + c] + 1)));
    }
    int far = first.index(0, 0, 5);
    assertThat(new byte[] {samples[far], samples[far + 1], samples[far + 2], samples[far + 3]})
        .containsOnly(0);
  }

  @Test
  void aPageLoadsNothingFromElsewhere() throws IOException {
    String html = Files.readString(write(named("one", scene(6, 1))));
    assertThat(html).contains("default-src 'none'").doesNotContain("{{");
    assertThat(html).doesNotContainPattern("(src|href)=\"(?!data:)");
    assertThat(html).doesNotContainPattern("from '(?!three)");
  }

  @Test
  void aNameStaysText() throws IOException {
    String name = "</script><b onclick=\"x\">&";
    String html = Files.readString(write(named(name, scene(6, 1))));
    assertThat(html).doesNotContain("<b ");
    assertThat(new ObjectMapper().readTree(element(html, "settings")).at("/scenes/0/name").asText())
        .isEqualTo(name);
  }

  private static VoxelGrid noise(int n) {
    VoxelGrid grid = VoxelGrid.empty(n, n, n, Aabb.centredCube(1), 50);
    Random random = new Random(1);
    for (int i = 0; i < grid.data().length; i++) {
      grid.data()[i] = 2 * random.nextFloat() - 1;
    }
    return grid;
  }

  @Test
  void whatWouldTakeMoreIsShownAtTheResolutionThatFits() throws IOException {
    Path file = write(named("noise", noise(128)));
    assertThat(Files.size(file)).isBetween(6_000_000L, 10_000_000L);
    JsonNode settings = new ObjectMapper().readTree(element(Files.readString(file), "settings"));
    assertThat(settings.at("/scenes/0/size/0").asInt()).isBetween(100, 127);
  }

  @Test
  void tooManyScenesAreRefused() {
    List<PageScene> scenes = Collections.nCopies(200, named("noise", noise(24)));
    assertThatThrownBy(() -> ScenePage.write(scenes, folder.resolve("a.html"), share -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("export fewer");
    assertThat(folder).isEmptyDirectory();
  }

  /** The poster has other pixels, so what is compared is what WebGL drew. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void chromiumShowsWhatTheTracerTraces(int shown) throws Exception {
    VoxelGrid[] grids = {scene(24, 1), scene(20, 0.6)};
    Path page = write(named("one", grids[0]), named("two", grids[1]));
    Image seen = screenshot(page.toUri() + "#" + shown);
    Camera camera =
        new Orbit(1, 35)
            .cameras(grids[0].box(), Intrinsics.ofFieldOfView(PIXELS, PIXELS, 0.6911))
            .get(0);
    Image traced;
    try (Workers workers = new Workers(1)) {
      CpuTracer tracer = new CpuTracer(workers);
      traced =
          new PictureMaker(tracer, workers, PictureMode.COLOUR, Background.of(1, 1, 1))
              .picture(grids[shown], camera);
    }
    // the buttons are in the lowest rows
    assertThat(ImageMetrics.psnr(upper(seen), upper(traced))).isGreaterThan(45);
  }

  private Image screenshot(String address) throws IOException, InterruptedException {
    Path picture = folder.resolve("screenshot.png");
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "chromium",
                  "--headless=new",
                  "--no-sandbox",
                  "--use-gl=angle",
                  "--use-angle=swiftshader",
                  "--enable-unsafe-swiftshader",
                  "--hide-scrollbars",
                  "--user-data-dir=" + folder.resolve("profile"),
                  "--window-size=" + PIXELS + "," + PIXELS,
                  "--virtual-time-budget=30000",
                  "--screenshot=" + picture,
                  address)
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return Prerequisite.missing("there is no chromium here; on Debian: apt-get install chromium");
    }
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return ImageFiles.read(picture);
  }

  private static Image upper(Image image) {
    int height = PIXELS - 70;
    return new Image(
        PIXELS, height, java.util.Arrays.copyOf(image.rgba(), Image.CHANNELS * PIXELS * height));
  }
}
