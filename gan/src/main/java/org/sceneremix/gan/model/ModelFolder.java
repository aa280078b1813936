package org.sceneremix.gan.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.net.Critic;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Pieces;
import org.sceneremix.gan.sample.StageGrids;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridFormatException;
import org.sceneremix.volume.io.Heap;

/**
 * A model on disk, finished or in training:
 *
 * <pre>
 *   model.json         settings, sizes of the stages, provenance
 *   scene.grid         the reference scene with its cameras
 *   stage-K.zip        each finished stage: a Deeplearning4j model (see {@link StageFile})
 *   checkpoint.zip     the stage in training, in the same form; absent when all are finished
 *   log/               figures and previews
 * </pre>
 *
 * <p>Every file is written whole or not at all, so a folder can be read, and training resumed,
 * after a kill at any time.
 */
public final class ModelFolder {

  /** Version of the folder's layout. */
  static final int FORMAT = 3;

  /** The first version, which had files of its own for weights; it is read still. */
  private static final int FIRST_FORMAT = 1;

  /** The version from which on all stages begin with the layout of a scene, not only the first. */
  private static final int LAYOUT_FORMAT = 3;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String GENERATOR = "generator";
  private static final String VOLUME_CRITIC = "volumeCritic";
  private static final String PICTURE_CRITIC = "pictureCritic";
  private static final String AVERAGE = "average";
  private static final String CONTROL = "control";
  private static final String MEAN = "meanByHeight";
  private static final String WIDTH = "width";
  private static final String CRITIC_LAYERS = "criticLayers";
  private static final String PIECE_EDGE = "pieceEdge";
  private static final String WARPED = "warped";

  /** The scene that is cut up; missing in files whose latents are. */
  private static final String PIECE_SCENE = "pieceScene";

  /** Edge of the inputs that stored critics are configured for; their parameters know none. */
  private static final int CONFIGURED_EDGE = 11;

  /** Channels and layers of networks, at most: more would be a mistake. */
  private static final int LARGEST = 1024;

  /** Layers of critics when models did not say it. */
  private static final int FORMER_CRITIC_LAYERS = 5;

  private final Path folder;

  public ModelFolder(Path folder) {
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /**
   * State of a stage in training.
   *
   * @param stage the stage
   * @param iteration iterations that are done
   * @param stageSeconds wall-clock time that they took
   * @param totalSeconds wall-clock time of the whole training so far
   * @param networks generator, volume critic and picture critic with their optimisers, the averaged
   *     generator weights, and what else steers the training (weights of the penalties, retreats)
   */
  public record Checkpoint(
      CascadeStage stage,
      int iteration,
      double stageSeconds,
      double totalSeconds,
      List<float[]> networks) {

    /** Generator weights to sample with. */
    float[] average() {
      return networks.get(3);
    }
  }

  /**
   * A finished stage.
   *
   * @param stage what it is
   * @param networks as in {@link Checkpoint}
   */
  public record FinishedStage(CascadeStage stage, List<float[]> networks) {

    /** Generator weights to sample with. */
    public float[] average() {
      return networks.get(3);
    }
  }

  public Path path() {
    return folder;
  }

  /** Where figures and previews go. */
  public Path log() {
    return folder.resolve("log");
  }

  private Path descriptionFile() {
    return folder.resolve("model.json");
  }

  private Path sceneFile() {
    return folder.resolve("scene.grid");
  }

  private Path checkpointFile() {
    return folder.resolve("checkpoint.zip");
  }

  /** The reference as a stage sees it: follows from the scene, but takes seconds to make. */
  private Path referenceFile(int stage) {
    return folder.resolve("reference-" + stage + ".grid");
  }

  private Path stageFile(int index) {
    return folder.resolve("stage-" + index + ".zip");
  }

  private Path firstFormatCheckpoint() {
    return folder.resolve("checkpoint");
  }

  private Path firstFormatStage(int index) {
    return folder.resolve("stage-" + index + ".weights");
  }

  /** Whether there is a model here, finished or not. */
  public boolean exists() {
    return Files.exists(descriptionFile());
  }

  /** Whether anything of it has been trained, so that {@link #open} can succeed. */
  public boolean hasWeights() {
    return Files.exists(stageFile(0))
        || Files.exists(checkpointFile())
        || Files.exists(firstFormatStage(0))
        || Files.exists(firstFormatCheckpoint());
  }

  /**
   * Begins a new model: writes description and scene, removes stages of an earlier one.
   *
   * @param description settings and provenance; the format version is added
   */
  public void create(ObjectNode description, GridFile scene) throws IOException {
    Files.createDirectories(log());
    Files.deleteIfExists(descriptionFile());
    removeCheckpoint();
    for (int k = 0; Files.deleteIfExists(stageFile(k)); k++) {}
    for (int k = 0; Files.deleteIfExists(firstFormatStage(k)); k++) {}
    for (int k = 0; Files.deleteIfExists(referenceFile(k)); k++) {}
    scene.write(sceneFile());
    description.put("format", FORMAT);
    writeDescription(description);
  }

  /** Replaces {@code model.json}. */
  public void writeDescription(ObjectNode description) throws IOException {
    AtomicFile.write(descriptionFile(), out -> out.write(JSON.writeValueAsBytes(description)));
  }

  /**
   * The contents of {@code model.json}.
   *
   * @throws ModelException if there is no model here or it is of another format
   */
  public ObjectNode description() throws IOException {
    if (!exists()) {
      throw new ModelException(
          folder
              + " is not a model folder (it has no model.json); name the folder that train made");
    }
    try {
      JsonNode node = JSON.readTree(Files.readAllBytes(descriptionFile()));
      int format = node.path("format").asInt();
      if (!(node instanceof ObjectNode object) || format < FIRST_FORMAT || format > FORMAT) {
        throw new ModelException(
            descriptionFile()
                + " is of format "
                + format
                + ", but this program reads formats up to "
                + FORMAT
                + "; use the version of the program that wrote it, or train the model again");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new ModelException(
          descriptionFile() + " is not valid JSON; restore it or train the model again", e);
    }
  }

  /** The reference scene and its metadata. */
  public GridFile scene() throws IOException {
    return GridFile.read(sceneFile());
  }

  /** Voxels of the reference scene. */
  public GridSize sceneSize() throws IOException {
    return GridFile.readHeader(sceneFile()).size();
  }

  /** Keeps the state of the stage in training. */
  public void write(Checkpoint checkpoint) throws IOException {
    ObjectNode header = header(checkpoint.stage());
    header.put("iteration", checkpoint.iteration());
    header.put("stageSeconds", checkpoint.stageSeconds());
    header.put("totalSeconds", checkpoint.totalSeconds());
    write(checkpointFile(), header, checkpoint.stage(), checkpoint.networks());
  }

  /** The state of the stage in training, if there is one. */
  public Optional<Checkpoint> checkpoint() throws IOException {
    Optional<Read> read = read(checkpointFile(), firstFormatCheckpoint());
    if (read.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode header = read.get().header();
    return Optional.of(
        new Checkpoint(
            read.get().stage(),
            header.path("iteration").asInt(),
            header.path("stageSeconds").asDouble(),
            header.path("totalSeconds").asDouble(),
            read.get().networks()));
  }

  /** Keeps a finished stage. */
  public void write(FinishedStage finished) throws IOException {
    CascadeStage stage = finished.stage();
    write(stageFile(stage.index()), header(stage), stage, finished.networks());
  }

  /** A finished stage, if it is finished. */
  public Optional<FinishedStage> finishedStage(int index) throws IOException {
    return read(stageFile(index), firstFormatStage(index))
        .map(read -> new FinishedStage(read.stage(), read.networks()));
  }

  /** Marks the training as done. */
  public void removeCheckpoint() throws IOException {
    Files.deleteIfExists(checkpointFile());
    Files.deleteIfExists(firstFormatCheckpoint());
  }

  private static ObjectNode header(CascadeStage stage) {
    ObjectNode header = JSON.createObjectNode();
    header.put("stage", stage.index());
    header.put("nx", stage.trainingSize().nx());
    header.put("ny", stage.trainingSize().ny());
    header.put("nz", stage.trainingSize().nz());
    header.put("noiseAmplitude", stage.noiseAmplitude());
    header.put(PIECE_EDGE, stage.index() == 0 ? stage.pieceEdge() : 0);
    header.put(WARPED, stage.isWarped());
    return header;
  }

  /** Convolutions of the model's critics. */
  public int criticLayers() throws IOException {
    return number(description(), CRITIC_LAYERS, FORMER_CRITIC_LAYERS);
  }

  /** Whether all stages begin with the layout of a scene; earlier it was the first, if any. */
  public boolean hasLayoutAtEveryStage() throws IOException {
    return description().path("format").asInt() >= LAYOUT_FORMAT;
  }

  private int number(ObjectNode description, String field, int absent) throws ModelException {
    int number = description.path(field).asInt(absent);
    if (number < 1 || number > LARGEST) {
      throw senseless(field + " must lie between 1 and " + LARGEST + ", not at " + number, null);
    }
    return number;
  }

  private ModelException senseless(String why, Exception cause) {
    return new ModelException(
        descriptionFile() + " makes no sense: " + why + "; restore it or train the model again",
        cause);
  }

  /** The networks of a stage, to bring parameters into them and out of them. */
  private Networks networks() throws IOException {
    int width = number(description(), WIDTH, 0);
    Engine nd4j = Engine.nd4j();
    int layers = criticLayers();
    return new Networks(
        new Generator(nd4j, width),
        Critic.ofVolumes(nd4j, width, layers),
        Critic.ofPictures(nd4j, width, layers));
  }

  private record Networks(Generator generator, Critic volumeCritic, Critic pictureCritic) {}

  private void write(Path file, ObjectNode header, CascadeStage stage, List<float[]> states)
      throws IOException {
    putArray(header, MEAN, stage.meanByHeight());
    // that of a finer stage is the model's scene
    putArray(header, PIECE_SCENE, stage.index() == 0 ? stage.pieceScene() : new float[0]);
    putArray(header, CONTROL, states.get(4));
    GridSize size = stage.trainingSize();
    int halo = 2 * Generator.HALO;
    int seen = CONFIGURED_EDGE;
    Networks networks = networks();
    Map<String, ComputationGraph> training = new LinkedHashMap<>();
    networks.generator().restore(states.get(0));
    networks.volumeCritic().restore(states.get(1));
    networks.pictureCritic().restore(states.get(2));
    training.put(
        GENERATOR,
        networks
            .generator()
            .toDeeplearning4j(size.nz() + halo, size.ny() + halo, size.nx() + halo));
    training.put(VOLUME_CRITIC, networks.volumeCritic().toDeeplearning4j(seen, seen, seen));
    training.put(PICTURE_CRITIC, networks.pictureCritic().toDeeplearning4j(1, seen, seen));
    networks.generator().copyValues(states.get(3));
    ComputationGraph average =
        networks.generator().toDeeplearning4j(size.nz() + halo, size.ny() + halo, size.nx() + halo);
    new StageFile(header, average, training).write(file);
  }

  private static void putArray(ObjectNode header, String name, float[] values) {
    ArrayNode array = header.putArray(name);
    for (float value : values) {
      array.add(value);
    }
  }

  /** What a file of a stage holds. */
  private record Read(ObjectNode header, CascadeStage stage, List<float[]> networks) {}

  private Optional<Read> read(Path file, Path firstFormat) throws IOException {
    if (Files.exists(file)) {
      return Optional.of(read(file));
    }
    return Files.exists(firstFormat) ? Optional.of(readFirstFormat(firstFormat)) : Optional.empty();
  }

  private Read read(Path path) throws IOException {
    StageFile file = StageFile.read(path);
    Networks networks = networks();
    try {
      networks.generator().copyFrom(file.network());
      float[] average = networks.generator().parameters().values();
      networks.generator().copyFrom(part(path, file, GENERATOR));
      networks.volumeCritic().copyFrom(part(path, file, VOLUME_CRITIC));
      networks.pictureCritic().copyFrom(part(path, file, PICTURE_CRITIC));
      return new Read(
          file.header(),
          stage(path, file.header(), array(file.header(), MEAN)),
          List.of(
              networks.generator().parameters().state(),
              networks.volumeCritic().parameters().state(),
              networks.pictureCritic().parameters().state(),
              average,
              array(file.header(), CONTROL)));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          path + " does not fit the model: " + e.getMessage() + "; train the model again", e);
    }
  }

  private static ComputationGraph part(Path path, StageFile file, String name)
      throws ModelException {
    ComputationGraph network = file.training().get(name);
    if (network == null) {
      throw new ModelException(path + " lacks the " + name + "; resume or repeat the training");
    }
    return network;
  }

  private static float[] array(ObjectNode header, String name) {
    JsonNode array = header.path(name);
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.path(i).floatValue();
    }
    return values;
  }

  private static CascadeStage stage(Path path, ObjectNode header, float[] meanByHeight)
      throws IOException {
    try {
      GridSize size =
          new GridSize(
              header.path("nx").asInt(), header.path("ny").asInt(), header.path("nz").asInt());
      int edge = header.path(PIECE_EDGE).asInt();
      float[] scene = array(header, PIECE_SCENE);
      Pieces pieces = null;
      if (scene.length > 0) {
        pieces = Pieces.ofScene(edge, header.path(WARPED).asBoolean(), size, scene);
      } else if (edge > 0) {
        pieces = Pieces.ofLatents(edge, size);
      }
      return new CascadeStage(
          header.path("stage").asInt(),
          size,
          (float) header.path("noiseAmplitude").asDouble(),
          meanByHeight,
          pieces);
    } catch (IllegalArgumentException e) {
      throw new ModelException(path + " does not describe a stage: " + e.getMessage(), e);
    }
  }

  private Read readFirstFormat(Path path) throws IOException {
    ArrayFile file = ArrayFile.read(path);
    Networks networks = networks();
    try {
      return new Read(
          file.header(),
          stage(path, file.header(), array(path, file, MEAN)),
          List.of(
              networks.generator().fromFirstFormat(array(path, file, GENERATOR)),
              networks.volumeCritic().fromFirstFormat(array(path, file, VOLUME_CRITIC)),
              networks.pictureCritic().fromFirstFormat(array(path, file, PICTURE_CRITIC)),
              networks.generator().fromFirstFormat(array(path, file, AVERAGE)),
              array(path, file, "penaltyWeights")));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          path + " does not fit the model: " + e.getMessage() + "; train the model again", e);
    }
  }

  private static float[] array(Path path, ArrayFile file, String name) throws IOException {
    float[] values = file.arrays().get(name);
    if (values == null) {
      throw new ModelException(
          path + " lacks the array " + name + "; resume or repeat the training");
    }
    return values;
  }

  /** As {@link #open(Engine)}, to sample by ND4J. */
  public Model open() throws IOException {
    return open(Engine.nd4j());
  }

  /**
   * Opens the model for sampling: every finished stage, and the one in training as far as it is.
   *
   * @param engine what samples
   * @throws ModelException if no stage has been trained at all yet
   */
  public Model open(Engine engine) throws IOException {
    ObjectNode description = description();
    Cascade cascade = new Cascade(engine, number(description, WIDTH, 0));
    int planned = description.path("stages").size();
    List<CascadeStage> stages = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    for (Optional<FinishedStage> stage = finishedStage(0);
        stage.isPresent();
        stage = finishedStage(stages.size())) {
      stages.add(stage.get().stage());
      weights.add(stage.get().average());
    }
    boolean complete = stages.size() == planned;
    if (!complete) {
      Optional<Checkpoint> checkpoint = checkpoint();
      if (checkpoint.isPresent() && checkpoint.get().stage().index() == stages.size()) {
        stages.add(checkpoint.get().stage());
        weights.add(checkpoint.get().average());
      }
    }
    if (stages.isEmpty()) {
      throw new ModelException(
          folder + " holds no trained stage yet; let train run a little longer");
    }
    List<VoxelGrid> levels = levels();
    try {
      for (int k = 0; k < stages.size(); k++) {
        CascadeStage stage = stages.get(k);
        if (k > 0 && hasLayoutAtEveryStage()) {
          stage = stage.withLayout(stages.get(0), levels.get(k));
        }
        cascade.add(stage, weights.get(k));
      }
      return new Model(cascade, levels.get(planned - 1), description, complete);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw senseless("stages: " + e.getMessage(), e);
    }
  }

  /**
   * The reference as each planned stage sees it, coarsest first; made from the scene where it has
   * not been kept.
   */
  private List<VoxelGrid> levels() throws IOException {
    List<GridSize> sizes = plannedSizes();
    List<VoxelGrid> kept = keptLevels(sizes);
    return kept.size() == sizes.size() ? kept : levelsOfScene(sizes);
  }

  private List<VoxelGrid> levelsOfScene(List<GridSize> sizes) throws IOException {
    VoxelGrid scene = scene().grid();
    try {
      return StageGrids.of(scene, sizes);
    } catch (IllegalArgumentException e) {
      throw senseless("stages: " + e.getMessage(), e);
    }
  }

  private List<GridSize> plannedSizes() throws IOException {
    List<GridSize> sizes = new ArrayList<>();
    for (JsonNode stage : description().path("stages")) {
      sizes.add(size(stage));
    }
    return sizes;
  }

  /** Those that are there, whole, and of the right size, up to the first that is not. */
  private List<VoxelGrid> keptLevels(List<GridSize> sizes) throws IOException {
    List<VoxelGrid> levels = new ArrayList<>();
    for (GridSize size : sizes) {
      Path file = referenceFile(levels.size());
      if (!Files.exists(file)) {
        break;
      }
      try {
        VoxelGrid level = GridFile.read(file).grid();
        if (!GridSize.of(level).equals(size)) {
          break;
        }
        levels.add(level);
      } catch (GridFormatException e) {
        break; // damaged; the scene is there
      }
    }
    return levels;
  }

  /** The reference as each planned stage sees it, kept for whoever opens the model later. */
  public List<VoxelGrid> keepLevels() throws IOException {
    List<GridSize> sizes = plannedSizes();
    List<VoxelGrid> kept = keptLevels(sizes);
    if (kept.size() == sizes.size()) {
      return kept;
    }
    List<VoxelGrid> levels = levelsOfScene(sizes);
    for (int k = kept.size(); k < sizes.size(); k++) {
      new GridFile(levels.get(k), JSON.createObjectNode()).write(referenceFile(k));
    }
    return levels;
  }

  /** The size of a planned stage; that so many voxels can be held, too, is known then. */
  private GridSize size(JsonNode stage) throws ModelException {
    try {
      GridSize size =
          new GridSize(stage.path(0).asInt(), stage.path(1).asInt(), stage.path(2).asInt());
      if ((long) size.voxelCount() * VoxelGrid.CHANNELS * Float.BYTES > Heap.free()) {
        throw senseless("a stage of " + size + " voxels does not fit into memory", null);
      }
      return size;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw senseless("stages: " + e.getMessage(), e);
    }
  }
}
