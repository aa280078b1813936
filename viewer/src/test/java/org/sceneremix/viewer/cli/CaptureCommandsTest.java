package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.volume.io.GridFile;

/** The verbs on captures, on a small one of a built-in scene. */
class CaptureCommandsTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void synthesise() {
    CommandRun run =
        CommandRun.of(
            "synth", "Blocks", "--views", "8", "--size", "32", "--out", path("capture"), "-q");
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static CommandRun fit(String capture, String grid, String... more) {
    String[] fixed = {
      "fit", path(capture), "--out", path(grid), "--resolution", "16", "--iterations", "40", "-q"
    };
    String[] arguments = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, arguments, 0, fixed.length);
    System.arraycopy(more, 0, arguments, fixed.length, more.length);
    return CommandRun.of(arguments);
  }

  private static JsonNode json(CommandRun run) throws IOException {
    assertThat(run.status()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void infoKnowsACapture() throws IOException {
    JsonNode info = json(CommandRun.of("info", path("capture"), "--json"));
    assertThat(info.path("kind").asText()).isEqualTo("capture");
    assertThat(info.path("trainingViews").asInt()).isEqualTo(8);
    assertThat(info.path("pixels").path(0).asInt()).isEqualTo(32);
    assertThat(info.path("hasAlpha").asBoolean()).isTrue();
  }

  @Test
  void checkSaysWhatItFound() throws IOException {
    JsonNode report = json(CommandRun.of("check", path("capture"), "--json", "-q"));
    assertThat(report.path("views").asInt()).isEqualTo(12);
    assertThat(report.path("usable").asBoolean()).isTrue();
    CommandRun words = CommandRun.of("check", path("capture"), "-q");
    assertThat(words.out()).contains("warning: 12 views are few", "The capture is usable.");
  }

  @Test
  void picturesThatAreMissingAreSaidByFit() throws IOException {
    CommandRun.of("synth", "blocks", "--views", "4", "--size", "16", "--out", path("gap"), "-q");
    Files.delete(folder.resolve("gap/train/r_1.png"));
    CommandRun run =
        CommandRun.of(
            "fit",
            path("gap"),
            "--out",
            path("gap.grid"),
            "--resolution",
            "8",
            "--iterations",
            "2");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("1 of 4 frames have no picture");
  }

  @Test
  void quietFitsSayTheirResult() {
    CommandRun run = fit("capture", "quiet.grid");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("quiet.grid", "voxels", "PSNR").hasLineCount(1);
  }

  @Test
  void transformsJsonStandsForItsCapture() throws IOException {
    JsonNode info = json(CommandRun.of("info", path("capture/transforms_train.json"), "--json"));
    assertThat(info.path("trainingViews").asInt()).isEqualTo(8);
  }

  @Test
  void fitReportsHeldOutFiguresAndKeepsTheCameras() throws IOException {
    JsonNode figures = json(fit("capture", "a.grid", "--json"));
    assertThat(figures.path("psnr").asDouble()).isBetween(5.0, 60.0);
    assertThat(figures.path("ssim").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.path("seconds").asDouble()).isPositive();
    assertThat(figures.path("pixels").asText()).matches("\\d+x\\d+");
    Path grid = folder.resolve("a.grid");
    assertThat(SceneCameras.of(GridFile.read(grid), grid)).hasSize(8);
    JsonNode info = json(CommandRun.of("info", path("a.grid"), "--json"));
    assertThat(info.path("cameras").asInt()).isEqualTo(8);
    assertThat(info.path("fit").path("psnr")).isEqualTo(figures.path("psnr"));
    assertThat(info.path("fit").path("iterations").asInt()).isEqualTo(40);
    assertThat(CommandRun.of("info", path("a.grid")).out()).contains("psnr");
    assertThat(info.path("provenance").path("parameters").path("capture").asText())
        .isEqualTo("capture");
  }

  @Test
  void aBoxThatIsTooLargeIsNamed() {
    CommandRun run =
        CommandRun.of(
            "fit",
            path("capture"),
            "--out",
            path("large.grid"),
            "--resolution",
            "16",
            "--iterations",
            "2",
            "--box=-5,-5,-5,5,5,5");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("times as wide as what the pictures show").contains("--box");
  }

  @Test
  void sameSeedGivesTheSameBytes() {
    fit("capture", "b.grid", "--seed", "4", "--threads", "2", "--tracer", "cpu");
    fit("capture", "c.grid", "--seed", "4", "--threads", "2", "--tracer", "cpu");
    assertThat(folder.resolve("b.grid")).hasSameBinaryContentAs(folder.resolve("c.grid"));
  }

  @Test
  void openGlFitsAsWellAsTheProcessor() throws IOException {
    CommandRun run = fit("capture", "gpu.grid", "--tracer", "gpu", "--json", "-v");
    Prerequisite.that(!run.err().contains("offers no OpenGL 4.3"), run.err());
    assertThat(run.err()).contains("Tracing on").contains("OpenGL 4");
    double onProcessor =
        json(fit("capture", "cpu.grid", "--tracer", "cpu", "--json")).path("psnr").asDouble();
    assertThat(json(run).path("psnr").asDouble()).isCloseTo(onProcessor, within(0.1));
  }

  @Test
  void directionalColourIsNotFittedByOpenGl() {
    CommandRun run = fit("capture", "no.grid", "--tracer", "gpu", "--harmonics", "1");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("(--harmonics 1) is fitted on the processor only");
    assertThat(folder.resolve("no.grid")).doesNotExist();
  }

  @Test
  void wrongPoseGetsOneSentenceThatNamesTheFrame() throws IOException {
    CommandRun.of("synth", "blocks", "--views", "4", "--size", "16", "--out", path("bad"), "-q");
    Path json = folder.resolve("bad/transforms_train.json");
    ObjectMapper mapper = new ObjectMapper();
    JsonNode root = mapper.readTree(Files.readString(json));
    ArrayNode row = (ArrayNode) root.path("frames").path(2).path("transform_matrix").path(0);
    row.set(0, row.get(0).asDouble() + 0.5);
    Files.writeString(json, root.toString());
    CommandRun run = fit("bad", "never.grid");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("transforms_train.json").contains("frame 2");
    assertThat(folder.resolve("never.grid")).doesNotExist();
  }

  @Test
  void renderedPicturesKeepTheirSizeAndColoursThatAreTheSameFromEverywhere() throws IOException {
    fit("capture", "r.grid");
    JsonNode made =
        json(CommandRun.of("info", path("r.grid"), "--json")).path("provenance").path("parameters");
    assertThat(made.path("downscale").asInt()).isEqualTo(1);
    assertThat(made.path("harmonics").asInt()).isZero();
    assertThat(made.path("exposures").asBoolean()).isFalse();
  }

  @Test
  void resumedFitGivesTheSameBytesAsAnUninterruptedOne() {
    fit("capture", "whole.grid", "--threads", "2", "--harmonics", "1");
    // what a fit that was killed leaves behind: the last checkpoint, and no grid
    interrupt("parts.grid", 25);
    assertThat(folder.resolve("parts.grid.checkpoint")).exists();
    CommandRun resumed =
        fit("capture", "parts.grid", "--threads", "2", "--harmonics", "1", "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(folder.resolve("parts.grid")).hasSameBinaryContentAs(folder.resolve("whole.grid"));
    assertThat(folder.resolve("parts.grid.checkpoint")).doesNotExist();
  }

  @Test
  void stoppedFitLeavesTheGridSoFar() throws IOException {
    CommandRun run = interrupt("stopped.grid", 10);
    assertThat(run.status()).isEqualTo(130);
    GridFile grid = GridFile.read(folder.resolve("stopped.grid"));
    assertThat(grid.grid().nx()).isEqualTo(16);
    assertThat(grid.metadata().path("fit").path("iterations").asInt()).isBetween(1, 39);
  }

  @Test
  void aFitIsNotResumedWithOtherOptions() {
    interrupt("other.grid", 10);
    CommandRun run = fit("capture", "other.grid", "--threads", "2", "--harmonics", "2", "--resume");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("the fit was begun with");
  }

  /** Stops a fit when it has come so far. */
  private static CommandRun interrupt(String grid, int polls) {
    return CommandRun.of(
        new Cancellation() {
          private int count;

          @Override
          boolean requested() {
            return ++count > polls;
          }
        },
        "fit",
        path("capture"),
        "--out",
        path(grid),
        "--resolution",
        "16",
        "--iterations",
        "40",
        "--threads",
        "2",
        "--harmonics",
        "1");
  }

  @Test
  void fitThatIsStoppedAtOnceWritesNothing() {
    Cancellation stop = new Cancellation();
    stop.request();
    CommandRun run =
        CommandRun.of(stop, "fit", path("capture"), "--resolution", "16", "--out", path("d.grid"));
    assertThat(run.status()).isEqualTo(130);
    assertThat(folder.resolve("d.grid")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "synth nothing --out x",
        "synth blocks --out x --views 0",
        "synth blocks --out x --size 100000",
        "fit --out x.grid",
        "fit x --out x.grid --resolution 100000",
        "fit x --out x.grid --box 0,0,0,0,1,1",
        "fit x --out x.grid --background green",
      })
  void senselessCallsAreWrongUsage(String call) {
    CommandRun run = CommandRun.of(call.split(" ", -1));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("remix: ").contains("--help");
  }
}
