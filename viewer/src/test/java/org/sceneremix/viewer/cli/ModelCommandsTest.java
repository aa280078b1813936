package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** The verbs on models, on one that was trained for a moment only. */
class ModelCommandsTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    new GridFile(scene(24), JsonNodeFactory.instance.objectNode())
        .write(folder.resolve("scene.grid"));
    CommandRun run = trainInto("model");
    assertThat(run.status()).as(run.err()).isZero();
  }

  /** Towers on a slab, at so many voxels a side. */
  private static VoxelGrid scene(int side) {
    VoxelGrid scene = VoxelGrid.empty(side, side, side / 2, new Aabb(-1, -1, 0, 1, 1, 1), 50);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int height = new Random(7L * (24 * y / side / 3) + 24 * x / side / 3).nextInt(3);
        for (int z = 0; z < (3 + 2 * height) * side / 24; z++) {
          int i = scene.index(x, y, z);
          scene.data()[i + VoxelGrid.RED] = height - 1;
          scene.data()[i + VoxelGrid.DENSITY] = 1;
        }
      }
    }
    return scene;
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static CommandRun trainInto(String model, String... more) {
    return trainInto(new Cancellation(), model, more);
  }

  private static CommandRun trainInto(Cancellation stop, String model, String... more) {
    String[] fixed = {
      "train",
      path("scene.grid"),
      "--out",
      path(model),
      "--resolution",
      "16",
      "--coarsest",
      "16",
      "--iterations",
      "3",
      "--threads",
      "1"
    };
    String[] arguments = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, arguments, 0, fixed.length);
    System.arraycopy(more, 0, arguments, fixed.length, more.length);
    return CommandRun.of(stop, arguments);
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
  void sourcesAreAGridBesideTheRemix() throws IOException {
    JsonNode made =
        json(
            CommandRun.of(
                "sample",
                path("model"),
                "--seeds",
                "3",
                "--out",
                path("by"),
                "--sources",
                "--json"));
    CommandRun.of("sample", path("model"), "--seeds", "3", "--out", path("plain"));
    assertThat(folder.resolve("plain/remix-3-sources.grid")).doesNotExist();
    assertThat(folder.resolve("by/remix-3.grid"))
        .hasSameBinaryContentAs(folder.resolve("plain/remix-3.grid"));
    Path file = Path.of(made.path("remixes").path(0).path("sources").asText());
    assertThat(file).isEqualTo(folder.resolve("by/remix-3-sources.grid"));
    VoxelGrid remix = GridFile.read(folder.resolve("by/remix-3.grid")).grid();
    VoxelGrid coloured = GridFile.read(file).grid();
    for (int i = VoxelGrid.DENSITY; i < remix.data().length; i += VoxelGrid.CHANNELS) {
      assertThat(coloured.data()[i]).isEqualTo(remix.data()[i]);
    }
    // the scene itself has one colour a tower
    assertThat(colours(coloured)).isGreaterThan(2 * colours(remix));
    CommandRun picture =
        CommandRun.of(
            "render", file.toString(), "--size", "16x12", "--out", path("by/remix-3.png"));
    assertThat(picture.status()).as(picture.err()).isZero();
  }

  /** The number of different values of red. */
  private static long colours(VoxelGrid grid) {
    return IntStream.range(0, grid.voxelCount())
        .mapToObj(v -> grid.data()[v * VoxelGrid.CHANNELS + VoxelGrid.RED])
        .distinct()
        .count();
  }

  @Test
  void remixesAreTheSameOnOpenGl() throws IOException {
    CommandRun run = sampledOn("gl");
    if (run.status() != 0) {
      assertThat(run.err()).contains("OpenGL 4.3");
      Prerequisite.missing(run.err());
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
                "sample",
                path("model"),
                "--size",
                "30x20x8",
                "--resolution",
                "trained",
                "--out",
                path("wide"),
                "--json"));
    assertThat(made.path("complete").asBoolean()).isTrue();
    Path file = Path.of(made.path("remixes").path(0).path("file").asText());
    assertThat(GridSize.of(GridFile.read(file).grid())).isEqualTo(new GridSize(30, 20, 8));
    JsonNode info = json(CommandRun.of("info", file.toString(), "--json"));
    assertThat(info.path("kind").asText()).isEqualTo("grid");
    assertThat(info.path("provenance").path("verb").asText()).isEqualTo("sample");
    assertThat(info.path("provenance").path("source").path("verb").asText()).isEqualTo("train");
  }

  @ParameterizedTest
  @CsvSource({"'',24,24", "--resolution trained,16,16", "--resolution 20,20,20"})
  void remixesHaveTheResolutionAskedFor(String options, int voxels, int said) throws IOException {
    String name = "resolution-" + voxels;
    List<String> call = new ArrayList<>(List.of("sample", path("model"), "--out", path(name)));
    Arrays.stream(options.split(" ")).filter(word -> !word.isEmpty()).forEach(call::add);
    CommandRun run = CommandRun.of(call.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    Path file = folder.resolve(name + "/remix-1.grid");
    assertThat(GridFile.read(file).grid().nx()).isEqualTo(voxels);
    JsonNode info = json(CommandRun.of("info", file.toString(), "--json"));
    JsonNode parameters = info.path("provenance").path("parameters");
    assertThat(parameters.path("resolution").asInt()).isEqualTo(said);
    assertThat(parameters.path("size").asText()).isEqualTo("16x16x8");
    assertThat(parameters.path("diversity").asDouble()).isEqualTo(1);
    assertThat(parameters.path("fidelity").asDouble())
        .isEqualTo(new ModelFolder(folder.resolve("model")).fidelity());
  }

  @ParameterizedTest
  @CsvSource({
    "--resolution,99,finer fit",
    "--resolution,sharp,'not a resolution'",
    "--diversity,2,between 0 and 1",
    "--density,-2,between -1 and 1",
    "--fidelity,NaN,between 0 and 1",
  })
  void remixesThatCannotBeAreWrongUsage(String option, String value, String says) {
    CommandRun run =
        CommandRun.of("sample", path("model"), option, value, "--out", path("impossible"));
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(says);
    assertThat(folder.resolve("impossible")).doesNotExist();
  }

  @Test
  void aFinerFitGivesFinerRemixes() throws IOException {
    new GridFile(scene(32), JsonNodeFactory.instance.objectNode())
        .write(folder.resolve("finer.grid"));
    CommandRun run =
        CommandRun.of(
            "sample", path("model"), "--exemplar", path("finer.grid"), "--out", path("finer"));
    assertThat(run.status()).as(run.err()).isZero();
    GridFile remix = GridFile.read(folder.resolve("finer/remix-1.grid"));
    assertThat(remix.grid().nx()).isEqualTo(32);
    assertThat(remix.metadata().toString()).contains("\"exemplar\":\"finer.grid\"");
  }

  @Test
  void anExemplarOfAnotherBoxGetsOneSentence() throws IOException {
    VoxelGrid other = VoxelGrid.empty(32, 32, 16, new Aabb(-1, -1, 0, 1, 1, 2), 50);
    new GridFile(other, JsonNodeFactory.instance.objectNode()).write(folder.resolve("other.grid"));
    CommandRun run =
        CommandRun.of(
            "sample", path("model"), "--exemplar", path("other.grid"), "--out", path("never"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("other.grid").contains("--box");
  }

  @Test
  void fidelityChangesTheRemix() throws IOException {
    for (String fidelity : List.of("0", "1")) {
      CommandRun run =
          CommandRun.of(
              "sample", path("model"), "--fidelity", fidelity, "--out", path("f" + fidelity));
      assertThat(run.status()).as(run.err()).isZero();
    }
    assertThat(GridFile.read(folder.resolve("f0/remix-1.grid")).grid().data())
        .isNotEqualTo(GridFile.read(folder.resolve("f1/remix-1.grid")).grid().data());
  }

  @Test
  void cleanedRemixesSayWhatWasTakenAway() throws IOException {
    JsonNode made =
        json(CommandRun.of("sample", path("model"), "--clean", "--out", path("clean"), "--json"))
            .path("remixes")
            .path(0);
    assertThat(made.path("cleaned").asText()).isNotEmpty();
    JsonNode info = json(CommandRun.of("info", made.path("file").asText(), "--json"));
    assertThat(info.findValue("parameters").path("cleaned")).isEqualTo(made.path("cleaned"));
    CommandRun tiles =
        CommandRun.of(
            "sample", path("model"), "--clean", "--tiles", "4", "--out", path("clean-tiles"));
    assertThat(tiles.status()).isEqualTo(2);
    assertThat(tiles.err()).contains("--clean is about single remixes");
  }

  @Test
  void tilesSayHowTheyFitAndAreLaidAndExported() throws IOException {
    String tiles = path("tiles");
    JsonNode made =
        json(CommandRun.of("sample", path("model"), "--tiles", "16", "--out", tiles, "--json"));
    assertThat(made.path("tiles").asInt()).isEqualTo(16);
    assertThat(made.path("colours").asInt()).isEqualTo(2);
    byte[] manifest = Files.readAllBytes(Path.of(made.path("manifest").asText()));
    JsonNode says = new ObjectMapper().readTree(manifest);
    assertThat(says.path("tiles")).hasSize(16);
    assertThat(says.path("tiles").path(6).toString())
        .isEqualTo("{\"file\":\"tile-06.grid\",\"corners\":[0,1,1,0]}");
    assertThat(says.path("voxels").toString()).isEqualTo("[24,24,12]");
    assertThat(says.path("size").toString()).isEqualTo("[2.0,2.0,1.0]");
    assertThat(says.path("provenance").path("source").path("verb").asText()).isEqualTo("train");
    assertThat(says.has("licence")).isTrue();

    // broken off and called again
    Path kept = folder.resolve("tiles/tile-00.grid");
    Path lost = folder.resolve("tiles/tile-09.grid");
    byte[] before = Files.readAllBytes(lost);
    FileTime time = Files.getLastModifiedTime(kept);
    Files.delete(lost);
    Files.delete(folder.resolve("tiles/tiles.json"));
    CommandRun again = CommandRun.of("sample", path("model"), "--tiles", "16", "--out", tiles);
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(lost).hasBinaryContent(before);
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(time);
    assertThat(folder.resolve("tiles/tiles.json")).hasBinaryContent(manifest);

    CommandRun picture =
        CommandRun.of(
            "render", tiles, "--lay", "3x2", "--size", "24x16", "--out", path("tiles.png"));
    assertThat(picture.status()).as(picture.err()).isZero();
    CommandRun export = CommandRun.of("export", tiles, "--texture", "--out", path("engine"));
    assertThat(export.status()).as(export.err()).isZero();
    JsonNode exported = new ObjectMapper().readTree(folder.resolve("engine/tiles.json").toFile());
    assertThat(exported.path("tiles").path(15).path("file").asText()).isEqualTo("tile-15.glb");
    assertThat(folder.resolve("engine/tile-15.glb")).isNotEmptyFile();
    assertThat(exported.path("provenance").path("parameters").path("texture").asText())
        .isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({
    "sample {model} --tiles 0,1 to 10000",
    "sample {model} --tiles 4 --seeds 1-2,one seed",
    "sample {model} --tiles 4 --sources,--sources",
    "sample {model} --tiles 4 --size 6x16x8,give --size at least 8x8",
    "render {scene.grid} --lay 2x2,no folder of tiles",
    "render {scene.grid} --lay 2,write it as 4x3",
    "export {scene.grid} --format glb,--format is about tiles",
  })
  void tilesThatCannotBeAreWrongUsage(String call, String says) {
    List<String> arguments = new ArrayList<>();
    for (String word : call.split(" ")) {
      arguments.add(word.startsWith("{") ? path(word.substring(1, word.length() - 1)) : word);
    }
    arguments.addAll(List.of("--out", path("impossible")));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(says);
    assertThat(folder.resolve("impossible")).doesNotExist();
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
                "2,4,0,6,8,8",
                "--reroll",
                "1-2",
                "--out",
                path("kept"),
                "--json"));
    assertThat(made.path("scenes")).hasSize(2);
    VoxelGrid whole = GridFile.read(folder.resolve("whole/remix-4.grid")).grid();
    VoxelGrid kept = GridFile.read(folder.resolve("kept/edit-2.grid")).grid();
    // 16 voxels of the training are 24 of the scene
    for (int y = 6; y < 12; y++) {
      for (int x = 3; x < 9; x++) {
        assertThat(kept.density(x, y, 5)).isEqualTo(whole.density(x, y, 5));
      }
    }
    assertThat(kept.data()).isNotEqualTo(whole.data());
    JsonNode info = json(CommandRun.of("info", path("kept/edit-2.grid"), "--json"));
    JsonNode parameters = info.path("provenance").path("parameters");
    assertThat(parameters.path("kept").path(0).asText()).isEqualTo("2,4,0,6,8,8");
    assertThat(parameters.path("reroll").asInt()).isEqualTo(2);
  }

  @Test
  void editOfTheLearnedSceneKeepsItOutsideTheBox() throws IOException {
    String[] call = {
      "edit",
      path("model"),
      "--scene",
      "--keep",
      "0,0,0,16,4,8",
      "--reroll",
      "3",
      "--fidelity",
      "0",
      "--out",
      path("changed.grid")
    };
    CommandRun run = CommandRun.of(call);
    assertThat(run.status()).as(run.err()).isZero();
    VoxelGrid scene = GridFile.read(folder.resolve("scene.grid")).grid();
    VoxelGrid changed = GridFile.read(folder.resolve("changed.grid")).grid();
    for (int x = 0; x < 24; x++) {
      assertThat(changed.density(x, 3, 6)).isEqualTo(scene.density(x, 3, 6));
    }
    assertThat(changed.data()).isNotEqualTo(scene.data());
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
            "30x16x8",
            "--tile",
            "xy",
            "--out",
            path("blend.grid"));
    assertThat(blend.status()).as(blend.err()).isZero();
    assertThat(GridFile.read(folder.resolve("blend.grid")).grid().nx()).isEqualTo(45);
  }

  private void writeMap(String name, int left, int right) throws IOException {
    BufferedImage map = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    map.setRGB(0, 0, left);
    map.setRGB(1, 0, right);
    ImageIO.write(map, "png", folder.resolve(name).toFile());
  }

  /** Voxels in which something is, in a half of a scene. */
  private static int filled(VoxelGrid grid, boolean leftHalf) {
    int count = 0;
    for (int v = 0; v < grid.voxelCount(); v++) {
      boolean isIn = v % grid.nx() < grid.nx() / 2 == leftHalf;
      count += isIn && grid.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] > 0 ? 1 : 0;
    }
    return count;
  }

  @Test
  void editFollowsMapsOfTheGround() throws IOException {
    writeMap("density.png", 0xFF000000, 0x00000000);
    writeMap("like.png", 0xFF008000, 0x00000000);
    CommandRun plain = CommandRun.of("edit", path("model"), "--out", path("plain.grid"));
    assertThat(plain.status()).as(plain.err()).isZero();
    for (String option : List.of("--guide=density.png", "--like=like.png")) {
      String[] map = option.split("=");
      CommandRun run =
          CommandRun.of("edit", path("model"), map[0], path(map[1]), "--out", path("guided.grid"));
      assertThat(run.status()).as(run.err()).isZero();
      VoxelGrid before = GridFile.read(folder.resolve("plain.grid")).grid();
      VoxelGrid guided = GridFile.read(folder.resolve("guided.grid")).grid();
      assertThat(guided.data()).isNotEqualTo(before.data());
      if (map[0].equals("--guide")) {
        assertThat(filled(guided, true)).isLessThan(filled(before, true));
      }
      JsonNode info = json(CommandRun.of("info", path("guided.grid"), "--json"));
      assertThat(info.toString()).contains(map[1]);
    }
    CommandRun missing =
        CommandRun.of("edit", path("model"), "--guide", path("none.png"), "--out", path("no.grid"));
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).contains("none.png");
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
    assertThat(ofModel.path("controls").has("noise start")).isTrue();
    assertThat(ofModel.path("controls").has("shuffle start")).isTrue();
    assertThat(ofModel.path("controls").has("untrained")).isTrue();
    assertThat(ofModel.path("controls")).hasSize(6);
    assertThat(ofModel.path("units")).hasSameSizeAs(ofModel.path("remixes"));

    CommandRun.of(
        "sample",
        path("model"),
        "--seeds",
        "1-2",
        "--resolution",
        "trained",
        "--out",
        path("judged"));
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
    assertThat(json(CommandRun.of(more)).path("remixes")).isEqualTo(ofModel.path("remixes"));
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
    assertThat(page)
        .contains("<polyline")
        .contains("volume lead")
        .contains("reconstruction")
        .contains("image/png");
    assertThat(page).contains("&quot;seed&quot;:1");
    assertThat(folder.resolve("model/log/metrics.jsonl")).exists();
  }

  @Test
  void infoKnowsAModel() throws IOException {
    JsonNode info = json(CommandRun.of("info", path("model"), "--json"));
    assertThat(info.path("kind").asText()).isEqualTo("model");
    assertThat(info.path("complete").asBoolean()).isTrue();
    assertThat(info.path("iterationsDone").asInt()).isEqualTo(3);
    assertThat(info.path("levels")).hasSize(1);
    assertThat(info.path("levels").path(0)).hasToString("[16,16,8]");
    assertThat(info.path("settings").path("coarsest").asInt()).isEqualTo(16);
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
      "logistic",
      "--volume-weight",
      "0",
      "--picture-weight",
      "0.5",
      "--passes",
      "2",
      "--slab",
      "2",
      "--symmetry",
      "rotations"
    };
    CommandRun run = trainInto("variant", variant);
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode info = json(CommandRun.of("info", path("variant"), "--json"));
    JsonNode settings = info.path("settings");
    assertThat(settings.path("loss").asText()).isEqualTo("logistic");
    assertThat(settings.path("volumeWeight").asDouble()).isZero();
    assertThat(settings.path("pictureWeight").asDouble()).isEqualTo(0.5);
    assertThat(settings.path("passes").asInt()).isEqualTo(2);
    assertThat(settings.path("slab").asInt()).isEqualTo(2);
    assertThat(settings.path("symmetry").asText()).isEqualTo("rotations");

    assertThat(trainInto("variant", "--resume", "--loss", "logistic").status()).isZero();
    CommandRun other = trainInto("variant", "--resume", "--loss", "wgan-gp");
    assertThat(other.status()).isEqualTo(2);
    assertThat(other.err()).contains("--loss logistic").contains("wgan-gp");
    assertThat(trainInto("variant", "--resume", "--symmetry", "all").err())
        .contains("--symmetry rotations");
  }

  @ParameterizedTest
  @CsvSource({
    "--loss,hinge,wgan-gp or logistic",
    "--volume-weight,-1,between 0 and 1000",
    "--picture-weight,NaN,between 0 and 1000",
    "--passes,0,passes",
    "--slab,-1,slab",
    "--symmetry,mirror,'NONE, ROTATIONS, ALL'",
    "--minutes,-1,time limit",
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
    CommandRun stopped = trainInto(stop, "stopped");
    assertThat(stopped.status()).isEqualTo(130);
    assertThat(stopped.out()).contains("--resume");
    JsonNode half = json(CommandRun.of("info", path("stopped"), "--json"));
    assertThat(half.path("complete").asBoolean()).isFalse();
    assertThat(half.path("iterationsDone").asInt()).isEqualTo(1);
    JsonNode resumed = json(CommandRun.of("train", "--resume", "--out", path("stopped"), "--json"));
    assertThat(resumed.path("complete").asBoolean()).isTrue();
    assertThat(folder.resolve("stopped/generator.weights")).exists();
    assertThat(folder.resolve("stopped/checkpoint.weights")).doesNotExist();
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
    assertThat(trainInto("damaged").status()).isZero();
    Path weights = folder.resolve("damaged/generator.weights");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    CommandRun run = CommandRun.of("sample", path("damaged"), "--out", path("never"), "-q");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("generator.weights");
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
              "--resolution",
              "20",
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
        .contains("\"resolution\":20");
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
