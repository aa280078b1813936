package org.sceneremix.gan.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.gan.TinyModel;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

class ModelFolderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;
  @TempDir private Path directory;

  @BeforeAll
  static void train() throws IOException {
    TinyModel.train(shared.resolve("model"), TinyModel.SETTINGS, 2);
  }

  private ModelFolder copy() throws IOException {
    Path to = Files.createDirectories(directory.resolve("copy"));
    try (var files = Files.list(shared.resolve("model"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return new ModelFolder(to);
  }

  private static float[] remix(ModelFolder folder) throws IOException {
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      Model model = folder.open(engine);
      return model
          .remixer()
          .make(Recipe.ofSeed(1), model.remixer().settings(), Progress.NONE)
          .grid()
          .data();
    }
  }

  @Test
  void aCopyMakesTheSameRemixes() throws IOException {
    assertArrayEquals(remix(new ModelFolder(shared.resolve("model"))), remix(copy()));
  }

  @Test
  void levelsThatAreMissingOrDamagedAreMadeAnew() throws IOException {
    ModelFolder folder = copy();
    float[] before = remix(folder);
    Files.delete(folder.path().resolve("level-0.grid"));
    assertArrayEquals(before, remix(folder));
    Files.write(folder.path().resolve("level-1.grid"), new byte[] {1, 2, 3});
    assertArrayEquals(before, remix(folder));
  }

  @Test
  void aNewModelTakesNothingFromAnEarlierOne() throws IOException {
    ModelFolder folder = copy();
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.putObject("settings").put("seed", 5);
    folder.create(
        settings,
        TinyModel.SETTINGS.sizes(TinyModel.scene()),
        new GridFile(TinyModel.scene(), JsonNodeFactory.instance.objectNode()));
    assertFalse(folder.hasWeights());
    assertFalse(Files.exists(folder.path().resolve("level-0.grid")));
  }

  @Test
  void previewsAndFiguresOfAnEarlierModelAreForgotten() throws IOException {
    ModelFolder folder = copy();
    Files.createDirectories(folder.log());
    for (String left : List.of("log/preview-000250.png", "log/metrics.jsonl", "report.html")) {
      Files.createFile(folder.path().resolve(left));
    }
    Path own = Files.createFile(folder.log().resolve("notes.txt"));
    folder.create(
        JsonNodeFactory.instance.objectNode(),
        TinyModel.SETTINGS.sizes(TinyModel.scene()),
        new GridFile(TinyModel.scene(), JsonNodeFactory.instance.objectNode()));
    assertTrue(Files.exists(own));
    assertEquals(1, Files.list(folder.log()).count());
    assertFalse(Files.exists(folder.path().resolve("report.html")));
  }

  @Test
  void aSceneOfAnotherModelIsRefused() throws IOException {
    ModelFolder folder = copy();
    VoxelGrid other = TinyModel.scene();
    other.data()[VoxelGrid.RED] += 0.5f;
    new GridFile(other, JsonNodeFactory.instance.objectNode())
        .write(folder.path().resolve("scene.grid"));
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      ModelException e = assertThrows(ModelException.class, () -> folder.open(engine));
      assertTrue(e.getMessage().contains("scene.grid belongs to another training"), e.getMessage());
    }
  }

  @Test
  void aLevelOfAnotherModelIsNotTaken() throws IOException {
    ModelFolder folder = copy();
    float[] before = remix(folder);
    Path file = folder.path().resolve("level-0.grid");
    GridFile level = GridFile.read(file);
    VoxelGrid changed = level.grid();
    Arrays.fill(changed.data(), -1);
    new GridFile(changed, level.metadata().put("run", "of another")).write(file);
    assertArrayEquals(before, remix(folder));
    folder.keepLevels(new Workers(1));
    assertEquals(folder.description().path("run"), GridFile.read(file).metadata().path("run"));
  }

  private void refused(String part, Consumer<ObjectNode> change) throws IOException {
    ModelFolder folder = copy();
    Path file = folder.path().resolve("model.json");
    ObjectNode description = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
    change.accept(description);
    Files.write(file, JSON.writeValueAsBytes(description));
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      ModelException e = assertThrows(ModelException.class, () -> folder.open(engine));
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
    for (Path copied : Files.list(folder.path()).toList()) {
      Files.delete(copied);
    }
  }

  /** The description of the coarsest generator. */
  private static ObjectNode coarsest(ObjectNode json) {
    return (ObjectNode) json.path("generators").get(0);
  }

  @Test
  void senselessDescriptionsAreRefusedInASentence() throws IOException {
    refused("format", json -> json.put("format", 3));
    refused("makes no sense", json -> coarsest(json).put("width", 1 << 20));
    refused("makes no sense", json -> coarsest(json).put("passes", 0));
    refused("does not fit", json -> coarsest(json).put("width", 32));
    refused("does not fit", json -> coarsest(json).put("width", 1024));
    refused("makes no sense", json -> json.put("symmetry", "none of these"));
    refused("makes no sense", json -> json.putArray("levels"));
    refused(
        "makes no sense",
        json -> json.putArray("levels").addArray().add(1 << 20).add(1 << 20).add(1));
    refused("another training", json -> json.put("run", "0"));
  }

  @Test
  void aDescriptionThatIsNoTextIsRefusedByName() throws IOException {
    ModelFolder folder = copy();
    Files.write(folder.path().resolve("model.json"), new byte[] {'{', 0, 0, 0, 'd', 'i', 'v', 0});
    ModelException e = assertThrows(ModelException.class, folder::description);
    assertTrue(e.getMessage().contains("model.json is not valid JSON"), e.getMessage());
  }

  @Test
  void everyDamagedByteOfTheWeightsIsFound() throws IOException {
    ModelFolder folder = copy();
    Path file = folder.path().resolve("generator.weights");
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 40; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(i < 20 ? 200 : whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertThrows(ModelException.class, () -> folder.open(Engine.cpu(new Workers(1))));
    }
    for (int length : new int[] {0, 7, 8, 16, 100, whole.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThrows(ModelException.class, () -> folder.open(Engine.cpu(new Workers(1))));
    }
  }

  @Test
  void fidelityIsKeptWithTheWeights() throws IOException {
    ModelFolder folder = copy();
    float[] before = remix(folder);
    List<float[]> arrays = WeightsFile.read(folder.path().resolve("generator.weights")).arrays();
    ModelFolder.Checkpoint trained =
        new ModelFolder.Checkpoint(1, 0, 1, 0.875, arrays.size(), arrays);
    folder.finish(trained);
    assertEquals(0.875, folder.fidelity());
    assertFalse(Arrays.equals(before, remix(folder)));
    folder.finish(trained.withFidelity(1.5));
    assertThrows(ModelException.class, folder::fidelity);
  }

  @Test
  void anUntrainedModelDiffersFromATrainedOne() throws IOException {
    ModelFolder folder = copy();
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      assertFalse(folder.untrained(engine).complete());
      assertTrue(folder.open(engine).complete());
      assertEquals(2, folder.sizes().size());
    }
  }

  @Test
  void lengthsAreCheckedBeforeAnythingIsAllocated() throws IOException {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    Path file = directory.resolve("a.weights");
    new WeightsFile(header, List.of(new float[] {1, 2}, new float[] {3})).write(file);
    assertEquals(2, WeightsFile.read(file).arrays().size());
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = text.indexOf("[2,1]");
    bytes[at + 1] = '9';
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    java.nio.ByteBuffer.wrap(bytes)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt(bytes.length - 4, (int) crc.getValue());
    Files.write(file, bytes);
    assertThrows(ModelException.class, () -> WeightsFile.read(file));
  }
}
