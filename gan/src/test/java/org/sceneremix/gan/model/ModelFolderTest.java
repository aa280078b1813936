package org.sceneremix.gan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.gan.net.Critic;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Pieces;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

class ModelFolderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDTH = 4;
  private static final GridSize SIZE = new GridSize(6, 5, 4);

  @TempDir Path path;

  private final SplittableRandom random = new SplittableRandom(7);
  private ModelFolder folder;
  private CascadeStage stage;
  private List<float[]> networks;

  @BeforeEach
  void create() throws IOException {
    folder = new ModelFolder(path);
    ObjectNode description = JSON.createObjectNode();
    description.put("width", WIDTH);
    description.putArray("stages").addArray().add(6).add(5).add(4);
    VoxelGrid scene = VoxelGrid.empty(6, 5, 4, new Aabb(0, 0, 0, 6, 5, 4), 3);
    folder.create(description, new GridFile(scene, JSON.createObjectNode()));
    stage = new CascadeStage(0, SIZE, 1, noise(4 * 4), Pieces.ofLatents(3, SIZE));
    int generator = new Generator(Engine.cpu(), WIDTH).parameters().count();
    networks =
        List.of(
            state(generator),
            state(Critic.ofVolumes(Engine.cpu(), WIDTH, 5).parameters().count()),
            state(Critic.ofPictures(Engine.cpu(), WIDTH, 5).parameters().count()),
            noise(generator),
            new float[] {0.1f, 0.7f});
  }

  private float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (0.2 * random.nextGaussian());
    }
    return values;
  }

  private float[] state(int parameters) {
    float[] state = noise(3 * parameters + 1);
    state[3 * parameters] = 17;
    return state;
  }

  private static void assertSame(List<float[]> actual, List<float[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i));
    }
  }

  @Test
  void checkpointIsReadAsItWasWritten() throws IOException {
    folder.write(new ModelFolder.Checkpoint(stage, 12, 3.5, 7.25, networks));
    ModelFolder.Checkpoint back = folder.checkpoint().orElseThrow();
    assertThat(back.iteration()).isEqualTo(12);
    assertThat(back.totalSeconds()).isEqualTo(7.25);
    assertThat(back.stage().meanByHeight()).isEqualTo(stage.meanByHeight());
    assertThat(back.stage().trainingSize()).isEqualTo(SIZE);
    assertThat(back.stage().pieceEdge()).isEqualTo(3);
    assertSame(back.networks(), networks);
  }

  /** A model of two stages, the first with the layout of its scene. */
  private ModelFolder twoStages(Path to) throws IOException {
    ModelFolder model = new ModelFolder(to);
    GridSize fine = new GridSize(8, 7, 5);
    ObjectNode description = JSON.createObjectNode();
    description.put("width", WIDTH);
    ArrayNode stages = description.putArray("stages");
    stages.addArray().add(6).add(5).add(4);
    stages.addArray().add(8).add(7).add(5);
    VoxelGrid scene =
        new VoxelGrid(
            8, 7, 5, new Aabb(0, 0, 0, 8, 7, 5), 3, noise(fine.voxelCount() * VoxelGrid.CHANNELS));
    model.create(description, new GridFile(scene, JSON.createObjectNode()));
    Pieces pieces = Pieces.ofScene(3, false, SIZE, noise(SIZE.voxelCount() * VoxelGrid.CHANNELS));
    CascadeStage first = new CascadeStage(0, SIZE, 0.05f, new float[0], pieces);
    model.write(new ModelFolder.FinishedStage(first, networks));
    CascadeStage second = new CascadeStage(1, fine, 0.05f, new float[0]);
    model.write(new ModelFolder.FinishedStage(second, networks));
    return model;
  }

  @Test
  void finerStagesHaveTheLayoutOfTheModelsScene(@TempDir Path to) throws IOException {
    ModelFolder model = twoStages(to);
    GridSize size = new GridSize(8, 7, 5);
    Model opened = model.open();
    CascadeStage fine = opened.cascade().stage(1);
    assertThat(fine.hasLayout()).isTrue();
    assertThat(fine.pieceScene()).isEqualTo(opened.reference().data());
    // in the format before, the same files mean a first stage with a layout and one without
    ObjectNode description = model.description();
    description.put("format", 2);
    Files.write(to.resolve("model.json"), JSON.writeValueAsBytes(description));
    Model before = model.open();
    assertThat(before.cascade().stage(0).hasLayout()).isTrue();
    assertThat(before.cascade().stage(1).hasLayout()).isFalse();
    assertThat(before.remix(1, size, 1).data()).isNotEqualTo(opened.remix(1, size, 1).data());
  }

  @Test
  void keptLevelsAreThoseOfTheSceneAndDamagedOnesAreMadeAnew(@TempDir Path to) throws IOException {
    ModelFolder model = twoStages(to);
    GridSize size = new GridSize(8, 7, 5);
    float[] expected = model.open().remix(1, size, 1).data();
    List<VoxelGrid> levels = model.keepLevels();
    assertThat(levels).hasSize(2);
    assertThat(model.open().remix(1, size, 1).data()).isEqualTo(expected);

    // what is kept is used
    Path finest = to.resolve("reference-1.grid");
    VoxelGrid other = levels.get(1).withData(noise(size.voxelCount() * VoxelGrid.CHANNELS));
    new GridFile(other, JSON.createObjectNode()).write(finest);
    assertThat(model.open().remix(1, size, 1).data()).isNotEqualTo(expected);

    byte[] damaged = Files.readAllBytes(finest);
    damaged[damaged.length - 1] ^= 1;
    Files.write(finest, damaged);
    assertThat(model.open().remix(1, size, 1).data()).isEqualTo(expected);
    assertThat(model.keepLevels().get(1).data()).isEqualTo(levels.get(1).data());
    assertThat(GridFile.read(finest).grid().data()).isEqualTo(levels.get(1).data());
  }

  @Test
  void sceneOfALayoutIsReadAsItWasWritten() throws IOException {
    float[] scene = noise(SIZE.voxelCount() * VoxelGrid.CHANNELS);
    stage = new CascadeStage(0, SIZE, 0.05f, new float[0], Pieces.ofScene(3, false, SIZE, scene));
    folder.write(new ModelFolder.FinishedStage(stage, networks));
    CascadeStage back = folder.finishedStage(0).orElseThrow().stage();
    assertThat(back.hasLayout()).isTrue();
    assertThat(back.pieceScene()).isEqualTo(scene);
    assertThat(back.noiseAmplitude()).isEqualTo(0.05f);
    assertThat(back.isWarped()).isFalse();
  }

  @Test
  void sceneThatIsBentStaysBent() throws IOException {
    float[] scene = noise(SIZE.voxelCount() * VoxelGrid.CHANNELS);
    stage = new CascadeStage(0, SIZE, 0.05f, new float[0], Pieces.ofScene(3, true, SIZE, scene));
    folder.write(new ModelFolder.FinishedStage(stage, networks));
    CascadeStage back = folder.finishedStage(0).orElseThrow().stage();
    assertThat(back.isWarped()).isTrue();
    assertThat(back.pieceScene()).isEqualTo(scene);
  }

  @Test
  void criticsHaveAsManyLayersAsTheModelSays() throws IOException {
    ObjectNode description = folder.description();
    description.put("criticLayers", 3);
    folder.create(description, folder.scene());
    List<float[]> shallow =
        List.of(
            networks.get(0),
            state(Critic.ofVolumes(Engine.cpu(), WIDTH, 3).parameters().count()),
            state(Critic.ofPictures(Engine.cpu(), WIDTH, 3).parameters().count()),
            networks.get(3),
            networks.get(4));
    folder.write(new ModelFolder.FinishedStage(stage, shallow));
    assertSame(folder.finishedStage(0).orElseThrow().networks(), shallow);
  }

  @Test
  void theSameStageGivesTheSameBytes() throws IOException {
    folder.write(new ModelFolder.FinishedStage(stage, networks));
    byte[] once = Files.readAllBytes(path.resolve("stage-0.zip"));
    folder.write(new ModelFolder.FinishedStage(stage, networks));
    assertThat(Files.readAllBytes(path.resolve("stage-0.zip"))).isEqualTo(once);
  }

  @Test
  void deeplearning4jOpensAStageAndRunsItsGenerator() throws IOException {
    folder.write(new ModelFolder.FinishedStage(stage, networks));
    ComputationGraph opened =
        ModelSerializer.restoreComputationGraph(path.resolve("stage-0.zip").toFile());

    Generator generator = new Generator(Engine.cpu(), WIDTH);
    generator.copyValues(networks.get(3));
    Tensor input = generator.input(1, 4 + 10, 5 + 10, 6 + 10);
    float[] x = noise(input.length());
    input.load(x, 0);
    float[] expected = generator.forward(input).toArray();
    INDArray out =
        opened.outputSingle(
            Nd4j.createFromArray(x).reshape(1, 14, 15, 16, Generator.INPUT_CHANNELS));
    assertThat(out.shape()).containsExactly(1, 4, 5, 6, 4);
    assertThat(out.dup('c').reshape(out.length()).toFloatVector())
        .containsExactly(expected, within(1e-4f));
  }

  @Test
  void everyTruncationIsRefusedInOneSentence() throws IOException {
    folder.write(new ModelFolder.FinishedStage(stage, networks));
    Path file = path.resolve("stage-0.zip");
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += 1 + bytes.length / 40) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> folder.finishedStage(0))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("stage-0.zip")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void networksOfAnotherWidthAreRefused() throws IOException {
    folder.write(new ModelFolder.FinishedStage(stage, networks));
    ObjectNode description = folder.description();
    description.put("width", 8);
    folder.writeDescription(description);
    assertThatThrownBy(() -> folder.finishedStage(0))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("does not fit");
  }

  /** {@code [kD, kH, kW, in, out]} then biases, for every layer and every vector. */
  private static float[] firstFormat(float[] values, int count, int kernelDepth, int... channels) {
    float[] old = values.clone();
    for (int vector = 0; (vector + 1) * count <= values.length; vector++) {
      int at = vector * count;
      for (int l = 0; l + 1 < channels.length; l++) {
        int in = channels[l];
        int out = channels[l + 1];
        int taps = 9 * kernelDepth;
        for (int o = 0; o < out; o++) {
          old[at + taps * in * out + o] = values[at + o];
          for (int i = 0; i < in; i++) {
            for (int tap = 0; tap < taps; tap++) {
              old[at + (tap * in + i) * out + o] = values[at + out + (o * in + i) * taps + tap];
            }
          }
        }
        at += out + taps * in * out;
      }
    }
    return old;
  }

  @Test
  void modelsOfTheFirstFormatAreRead() throws IOException {
    ObjectNode description = folder.description();
    description.put("format", 1);
    folder.writeDescription(description);
    int generator = networks.get(3).length;
    int[] generatorChannels = {5, WIDTH, WIDTH, WIDTH, WIDTH, 4};
    int[] criticChannels = {4, WIDTH, WIDTH, WIDTH, WIDTH, 1};
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("generator", firstFormat(networks.get(0), generator, 3, generatorChannels));
    arrays.put(
        "volumeCritic",
        firstFormat(networks.get(1), networks.get(1).length / 3, 3, criticChannels));
    arrays.put(
        "pictureCritic",
        firstFormat(networks.get(2), networks.get(2).length / 3, 1, criticChannels));
    arrays.put("average", firstFormat(networks.get(3), generator, 3, generatorChannels));
    arrays.put("penaltyWeights", networks.get(4));
    arrays.put("meanByHeight", stage.meanByHeight());
    ObjectNode header = JSON.createObjectNode();
    header.put("stage", 0).put("nx", 6).put("ny", 5).put("nz", 4).put("noiseAmplitude", 1);
    ArrayFileTest.write(new ArrayFile(header, arrays), path.resolve("stage-0.weights"));

    assertSame(folder.finishedStage(0).orElseThrow().networks(), networks);
    assertThat(folder.open().complete()).isTrue();
  }

  @Test
  void modelOfALaterFormatSaysSo() throws IOException {
    ObjectNode description = folder.description();
    description.put("format", 4);
    folder.writeDescription(description);
    assertThatThrownBy(() -> folder.open())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("format 4");
  }
}
