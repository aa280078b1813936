package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** The verbs on models, on one that was trained for a moment only. */
class ModelCommandsTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    VoxelGrid scene = VoxelGrid.empty(24, 24, 12, new Aabb(-1, -1, 0, 1, 1, 1), 50);
    Random random = new Random(1);
    for (int y = 0; y < 24; y++) {
      for (int x = 0; x < 24; x++) {
        for (int z = 0; z < 3 + 2 * random.nextInt(3); z++) {
          scene.data()[scene.index(x, y, z) + VoxelGrid.DENSITY] = 1;
        }
      }
    }
    new GridFile(scene, JsonNodeFactory.instance.objectNode()).write(folder.resolve("scene.grid"));
    CommandRun run = trainInto("model");
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static CommandRun trainInto(String model, String... more) {
    String[] fixed = {
      "train", path("scene.grid"), "--out", path(model), "--minutes", "0.0001", "--threads", "1"
    };
    String[] arguments = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, arguments, 0, fixed.length);
    System.arraycopy(more, 0, arguments, fixed.length, more.length);
    return CommandRun.of(arguments);
  }

  private static JsonNode json(CommandRun run) throws IOException {
    assertThat(run.status()).as(run.err()).isZero();
    // refuses anything after the one object
    try (var parser = new ObjectMapper().createParser(run.out())) {
      JsonNode node = parser.readValueAsTree();
      assertThat(parser.nextToken()).isNull();
      return node;
    }
  }

  @Test
  void oneSeedIsOneFileAndAnotherSeedIsAnother() throws IOException {
    CommandRun run =
        CommandRun.of("sample", path("model"), "--seeds", "3-4", "--out", path("first"));
    assertThat(run.status()).as(run.err()).isZero();
    CommandRun.of("sample", path("model"), "--seeds", "3", "--out", path("second"));
    Path three = folder.resolve("first/remix-3.grid");
    assertThat(folder.resolve("second/remix-3.grid")).hasSameBinaryContentAs(three);
    assertThat(Files.readAllBytes(folder.resolve("first/remix-4.grid")))
        .isNotEqualTo(Files.readAllBytes(three));
  }

  @Test
  void remixesAreTheSameOnOpenGl() throws IOException {
    CommandRun run = sampledOn("gl");
    if (run.status() != 0) {
      assertThat(run.err()).contains("OpenGL 4.3");
      abort(run.err());
    }
    assertThat(sampledOn("cpu").status()).isZero();
    float[] expected = GridFile.read(folder.resolve("cpu/remix-1.grid")).grid().data();
    float[] values = GridFile.read(folder.resolve("gl/remix-1.grid")).grid().data();
    assertThat(values).containsExactly(expected, within(1e-4f));
  }

  /** A remix that is small, because OpenGL may be the processor's. */
  private static CommandRun sampledOn(String backend) {
    return CommandRun.of(
        "sample", path("model"), "--size", "8x8x8", "--backend", backend, "--out", path(backend));
  }

  @Test
  void cudaThatThereIsNotIsOneSentence() {
    CommandRun run = trainInto("onCuda", "--backend", "cuda");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("CUDA");
    assertThat(folder.resolve("onCuda")).doesNotExist();
  }

  @Test
  void remixesHaveTheSizeAskedForAndSayHowTheyWereMade() throws IOException {
    JsonNode made =
        json(
            CommandRun.of(
                "sample", path("model"), "--size", "30x20x12", "--out", path("wide"), "--json"));
    assertThat(made.path("complete").asBoolean()).isTrue();
    Path file = Path.of(made.path("remixes").path(0).path("file").asText());
    assertThat(GridSize.of(GridFile.read(file).grid())).isEqualTo(new GridSize(30, 20, 12));
    JsonNode info = json(CommandRun.of("info", file.toString(), "--json"));
    assertThat(info.path("kind").asText()).isEqualTo("grid");
    assertThat(info.path("provenance").path("verb").asText()).isEqualTo("sample");
    assertThat(info.path("provenance").path("source").path("verb").asText()).isEqualTo("train");
  }

  @Test
  void detailComesAtTheResolutionOfTheScene() throws IOException {
    CommandRun run =
        CommandRun.of(
            "sample", path("model"), "--detail", "--size", "20x20x12", "--out", path("detailed"));
    assertThat(run.status()).as(run.err()).isZero();
    VoxelGrid remix = GridFile.read(folder.resolve("detailed/remix-1.grid")).grid();
    VoxelGrid scene = GridFile.read(folder.resolve("scene.grid")).grid();
    assertThat(remix.voxelX()).isEqualTo(scene.voxelX());
  }

  @Test
  void startStageOfAllStagesIsTheSceneItself() throws IOException {
    CommandRun.of("sample", path("model"), "--start-stage", "1", "--out", path("start"));
    VoxelGrid remix = GridFile.read(folder.resolve("start/remix-1.grid")).grid();
    VoxelGrid scene = GridFile.read(folder.resolve("scene.grid")).grid();
    assertThat(remix.sameSize(scene)).isTrue();
    CommandRun refused =
        CommandRun.of("sample", path("model"), "--start-stage", "9", "--out", path("start"));
    assertThat(refused.status()).isEqualTo(2);
  }

  @Test
  void editKeepsTheBoxAndMakesOneSceneForEverySeed() throws IOException {
    CommandRun.of("sample", path("model"), "--seeds", "4", "--out", path("whole"));
    JsonNode made =
        json(
            CommandRun.of(
                "edit",
                path("model"),
                "--seed",
                "4",
                "--keep",
                "3,4,0,9,10,12",
                "--reroll",
                "1-2",
                "--out",
                path("kept"),
                "--json"));
    assertThat(made.path("scenes")).hasSize(2);
    VoxelGrid whole = GridFile.read(folder.resolve("whole/remix-4.grid")).grid();
    VoxelGrid kept = GridFile.read(folder.resolve("kept/edit-2.grid")).grid();
    for (int x = 3; x < 9; x++) {
      assertThat(kept.density(x, 7, 3)).isEqualTo(whole.density(x, 7, 3));
    }
    assertThat(kept.data()).isNotEqualTo(whole.data());
    JsonNode info = json(CommandRun.of("info", path("kept/edit-2.grid"), "--json"));
    JsonNode parameters = info.path("provenance").path("parameters");
    assertThat(parameters.path("kept").path(0).asText()).isEqualTo("3,4,0,9,10,12");
    assertThat(parameters.path("reroll").asInt()).isEqualTo(2);
  }

  @Test
  void editInterpolatesAndBlendsAndJoinsEnds() throws IOException {
    CommandRun steps =
        CommandRun.of(
            "edit", path("model"), "--interpolate", "2", "--steps", "3", "--out", path("steps"));
    assertThat(steps.status()).as(steps.err()).isZero();
    assertThat(folder.resolve("steps/edit-3.grid")).exists();
    CommandRun blend =
        CommandRun.of(
            "edit",
            path("model"),
            "--blend",
            "2",
            "--size",
            "40x24x12",
            "--tile",
            "xy",
            "--out",
            path("blend.grid"));
    assertThat(blend.status()).as(blend.err()).isZero();
    assertThat(GridFile.read(folder.resolve("blend.grid")).grid().nx()).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--keep 0,0,0,2,2,2|--reroll",
        "--reroll 3|--keep",
        "--interpolate 2 --blend 3|exclusive",
        "--interpolate 2 --steps 1|--steps",
        "--keep 90,90,90,95,95,95 --reroll 1|outside",
        "--keep 5,5,5,1,1,1 --reroll 1|box",
        "--share 0.5|--interpolate",
        "--interpolate 2 --share 7|between 0 and 1",
        "--blend 2 --over 0.6|--over",
        "--tile x --detail|seams",
        "--scene|--keep"
      })
  void editsThatMakeNoSenseAreWrongUsage(String options, String hint) {
    List<String> arguments = new ArrayList<>(List.of("edit", path("model"), "--out"));
    arguments.add(path("no.grid"));
    arguments.addAll(List.of(options.split(" ")));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(hint);
    assertThat(folder.resolve("no.grid")).doesNotExist();
  }

  @Test
  void evalPrintsRemixesBesideControls() throws IOException {
    JsonNode ofModel =
        json(CommandRun.of("eval", path("model"), "--seeds", "1-2", "--json", "--threads", "2"));
    assertThat(ofModel.path("remixes").path("remixes").asInt()).isEqualTo(2);
    assertThat(ofModel.path("controls")).hasSize(3);
    assertThat(ofModel.path("units")).hasSameSizeAs(ofModel.path("remixes"));

    CommandRun.of("sample", path("model"), "--seeds", "1-2", "--out", path("judged"));
    String[] ofGrids = {
      "eval",
      path("judged/remix-1.grid"),
      path("judged/remix-2.grid"),
      "--reference",
      path("scene.grid")
    };
    CommandRun table = CommandRun.of(ofGrids);
    assertThat(table.out()).contains("chunk shuffle").contains("patch swd").contains("smaller");
    String[] more = Arrays.copyOf(ofGrids, ofGrids.length + 1);
    more[ofGrids.length] = "--json";
    assertThat(json(CommandRun.of(more))).isEqualTo(ofModel);
  }

  @Test
  void evalOfGridsNeedsAReference() {
    CommandRun run = CommandRun.of("eval", path("scene.grid"));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--reference");
  }

  @Test
  void trainingLeavesARecordWithCurvesAndPictures() throws IOException {
    String page = Files.readString(folder.resolve("model/report.html"));
    assertThat(page).contains("<polyline").contains("critic loss 3d").contains("image/png");
    assertThat(page).contains("&quot;seed&quot;:1");
    assertThat(folder.resolve("model/log/metrics.jsonl")).exists();
  }

  @Test
  void infoKnowsAModel() throws IOException {
    JsonNode info = json(CommandRun.of("info", path("model"), "--json"));
    assertThat(info.path("kind").asText()).isEqualTo("model");
    assertThat(info.path("complete").asBoolean()).isTrue();
    assertThat(CommandRun.of("info", path("model")).out()).contains("kind").contains("model");
  }

  @Test
  void modelsAreNotTrainedOverUnlessResumed() {
    CommandRun again = trainInto("model");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("--resume").contains("model");
    assertThat(trainInto("model", "--resume").status()).isZero();
    CommandRun other = trainInto("model", "--resume", "--seed", "7");
    assertThat(other.status()).isEqualTo(2);
    assertThat(other.err()).contains("--seed 1").contains("7");
  }

  @Test
  void variantOfTheMethodIsKeptAndCannotBeChanged() throws IOException {
    String[] variant = {
      "--loss",
      "wgan-gp",
      "--volume-weight",
      "0",
      "--picture-weight",
      "0.5",
      "--crop",
      "12",
      "--layout",
      "warp"
    };
    CommandRun run = trainInto("variant", variant);
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode info = json(CommandRun.of("info", path("variant"), "--json"));
    assertThat(info.path("layout").asText()).isEqualTo("warp");
    JsonNode settings = info.path("settings");
    assertThat(settings.path("loss").asText()).isEqualTo("wgan-gp");
    assertThat(settings.path("volumeWeight").asDouble()).isZero();
    assertThat(settings.path("pictureWeight").asDouble()).isEqualTo(0.5);
    assertThat(settings.path("noise").asDouble()).isEqualTo(1);
    assertThat(settings.path("crop").asInt()).isEqualTo(12);
    assertThat(settings.path("layout").asText()).isEqualTo("warp");
    assertThat(Files.readString(folder.resolve("variant/report.html")))
        .contains("has a loss of 0.000");

    assertThat(trainInto("variant", "--resume", "--loss", "wgan-gp").status()).isZero();
    CommandRun other = trainInto("variant", "--resume", "--loss", "logistic");
    assertThat(other.status()).isEqualTo(2);
    assertThat(other.err()).contains("--loss wgan-gp").contains("logistic");
    assertThat(trainInto("variant", "--resume", "--noise", "2").err()).contains("--noise 1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "--loss,hinge,'logistic, wgan-gp'",
    "--volume-weight,-1,between 0 and 1000",
    "--picture-weight,NaN,between 0 and 1000",
    "--noise,1e4,between 0 and 1000",
    "--crop,10,at least 11",
    "--layout,mosaic,'PIECES, WARP'",
  })
  void variantOutOfRangeIsOneSentence(String option, String value, String says) {
    CommandRun run = trainInto("senseless", option, value);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().lines().findFirst().orElseThrow()).contains(says);
    assertThat(folder.resolve("senseless")).doesNotExist();
  }

  @Test
  void stoppedTrainingGoesOnWhereItWas() throws IOException {
    Cancellation stop = new Cancellation();
    stop.request();
    CommandRun stopped =
        CommandRun.of(
            stop, "train", path("scene.grid"), "--out", path("stopped"), "--minutes", "0.0001");
    assertThat(stopped.status()).isEqualTo(130);
    assertThat(stopped.out()).contains("--resume");
    JsonNode resumed = json(CommandRun.of("train", "--resume", "--out", path("stopped"), "--json"));
    assertThat(resumed.path("complete").asBoolean()).isTrue();
  }

  @Test
  void remixOfAModelIsRenderedDirectly() {
    CommandRun run =
        CommandRun.of(
            "render", path("model"), "--seed", "5", "--size", "32", "--out", path("remix.png"));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(folder.resolve("remix.png")).exists();
  }

  @Test
  void damagedWeightsGetOneSentence() throws IOException {
    CommandRun.of("train", path("scene.grid"), "--out", path("damaged"), "--minutes", "0.0001");
    Path weights = folder.resolve("damaged/stage-0.zip");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    CommandRun run = CommandRun.of("sample", path("damaged"), "--out", path("never"), "-q");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("stage-0.zip");
    assertThat(folder.resolve("never")).doesNotExist();
  }

  @Test
  void folderThatIsNoModelGetsOneSentence() {
    CommandRun run = CommandRun.of("sample", folder.toString(), "--out", path("never"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("model");
  }

  @Test
  void aDataSetGoesOnWhereItWasWithTheSameBytes() throws IOException {
    String[] call = {
      "dataset",
      path("model"),
      "--out",
      path("set"),
      "--count",
      "2",
      "--views",
      "3",
      "--pixels",
      "24x20",
      "--threads",
      "1",
      "-q"
    };
    CommandRun first = CommandRun.of(call);
    assertThat(first.status()).as(first.err()).isZero();
    Path scene = folder.resolve("set/scene-2");
    byte[] view = Files.readAllBytes(scene.resolve("view-002.png"));
    byte[] distance = Files.readAllBytes(scene.resolve("distance-002.png"));
    Files.delete(scene.resolve("transforms.json"));
    Files.delete(scene.resolve("view-002.png"));
    Files.delete(scene.resolve("distance-002.png"));
    assertThat(CommandRun.of(call).status()).isZero();
    assertThat(scene.resolve("view-002.png")).hasBinaryContent(view);
    assertThat(scene.resolve("distance-002.png")).hasBinaryContent(distance);
    JsonNode manifest = new ObjectMapper().readTree(folder.resolve("set/manifest.json").toFile());
    assertThat(manifest.path("scenes")).hasSize(2);
    assertThat(manifest.path("provenance").path("verb").asText()).isEqualTo("dataset");
    call[7] = "4";
    CommandRun other = CommandRun.of(call);
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("another model or with other options");
  }

  @Test
  void aDataSetHasTheSameBytesHoweverManyAreMadeAtOnce() throws IOException {
    for (String threads : List.of("1", "3")) {
      CommandRun run =
          CommandRun.of(
              "dataset",
              path("model"),
              "--out",
              path("by-" + threads),
              "--count",
              "4",
              "--views",
              "2",
              "--pixels",
              "16x16",
              "--detail",
              "--distances",
              "tif",
              "--threads",
              threads);
      assertThat(run.status()).as(run.err()).isZero();
    }
    try (Stream<Path> files = Files.walk(folder.resolve("by-1"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(folder.resolve("by-3").resolve(folder.resolve("by-1").relativize(file)))
            .hasSameBinaryContentAs(file);
      }
    }
    assertThat(folder.resolve("by-1/scene-4/distance-001.tif")).isRegularFile();
    assertThat(GridFile.read(folder.resolve("by-1/scene-4/remix.grid")).metadata().toString())
        .contains("\"detail\":true");
  }

  @Test
  void aDataSetThatBreaksSaysWhy() throws IOException {
    Files.createDirectories(folder.resolve("broken"));
    Files.writeString(folder.resolve("broken/scene-2"), "no folder");
    CommandRun run =
        CommandRun.of(
            "dataset",
            path("model"),
            "--out",
            path("broken"),
            "--count",
            "3",
            "--views",
            "1",
            "--threads",
            "3",
            "-q");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("scene-2");
    assertThat(folder.resolve("broken/manifest.json")).doesNotExist();
  }
}
