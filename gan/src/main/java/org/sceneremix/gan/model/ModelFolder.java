package org.sceneremix.gan.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.StageGrids;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridFile;

/**
 * A model on disk, finished or in training:
 *
 * <pre>
 *   model.json         settings, sizes of the stages, provenance
 *   scene.grid         the reference scene with its cameras
 *   stage-K.weights    each finished stage
 *   checkpoint         state of the stage in training; absent when all are finished
 *   log/               figures and previews
 * </pre>
 *
 * <p>Every file is written whole or not at all, so a folder can be read, and training resumed,
 * after a kill at any time.
 */
public final class ModelFolder {

  /** Version of the folder's layout. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String GENERATOR = "generator";
  private static final String VOLUME_CRITIC = "volumeCritic";
  private static final String PICTURE_CRITIC = "pictureCritic";
  private static final String AVERAGE = "average";
  private static final String PENALTIES = "penaltyWeights";
  private static final String MEAN = "meanByHeight";

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
   * @param networks generator, volume critic and picture critic with their optimisers, and the
   *     averaged generator weights
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
    return folder.resolve("checkpoint");
  }

  private Path stageFile(int index) {
    return folder.resolve("stage-" + index + ".weights");
  }

  /** Whether there is a model here, finished or not. */
  public boolean exists() {
    return Files.exists(descriptionFile());
  }

  /**
   * Begins a new model: writes description and scene, removes stages of an earlier one.
   *
   * @param description settings and provenance; the format version is added
   */
  public void create(ObjectNode description, GridFile scene) throws IOException {
    Files.createDirectories(log());
    Files.deleteIfExists(descriptionFile());
    Files.deleteIfExists(checkpointFile());
    for (int k = 0; Files.deleteIfExists(stageFile(k)); k++) {}
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
      if (!(node instanceof ObjectNode object) || object.path("format").asInt() != FORMAT) {
        throw new ModelException(
            descriptionFile()
                + " is not of format "
                + FORMAT
                + ", which this program reads; train the model again");
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

  /** Keeps the state of the stage in training. */
  public void write(Checkpoint checkpoint) throws IOException {
    ObjectNode header = header(checkpoint.stage());
    header.put("iteration", checkpoint.iteration());
    header.put("stageSeconds", checkpoint.stageSeconds());
    header.put("totalSeconds", checkpoint.totalSeconds());
    new ArrayFile(header, arrays(checkpoint.stage(), checkpoint.networks()))
        .write(checkpointFile());
  }

  /** The state of the stage in training, if there is one. */
  public Optional<Checkpoint> checkpoint() throws IOException {
    if (!Files.exists(checkpointFile())) {
      return Optional.empty();
    }
    ArrayFile file = ArrayFile.read(checkpointFile());
    return Optional.of(
        new Checkpoint(
            stage(checkpointFile(), file),
            file.header().path("iteration").asInt(),
            file.header().path("stageSeconds").asDouble(),
            file.header().path("totalSeconds").asDouble(),
            networks(checkpointFile(), file)));
  }

  /** Keeps a finished stage. */
  public void write(FinishedStage finished) throws IOException {
    new ArrayFile(header(finished.stage()), arrays(finished.stage(), finished.networks()))
        .write(stageFile(finished.stage().index()));
  }

  /** A finished stage, if it is finished. */
  public Optional<FinishedStage> finishedStage(int index) throws IOException {
    Path file = stageFile(index);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    ArrayFile arrays = ArrayFile.read(file);
    return Optional.of(new FinishedStage(stage(file, arrays), networks(file, arrays)));
  }

  /** Marks the training as done. */
  public void removeCheckpoint() throws IOException {
    Files.deleteIfExists(checkpointFile());
  }

  private static ObjectNode header(CascadeStage stage) {
    ObjectNode header = JSON.createObjectNode();
    header.put("stage", stage.index());
    header.put("nx", stage.trainingSize().nx());
    header.put("ny", stage.trainingSize().ny());
    header.put("nz", stage.trainingSize().nz());
    header.put("noiseAmplitude", stage.noiseAmplitude());
    return header;
  }

  private static Map<String, float[]> arrays(CascadeStage stage, List<float[]> networks) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put(GENERATOR, networks.get(0));
    arrays.put(VOLUME_CRITIC, networks.get(1));
    arrays.put(PICTURE_CRITIC, networks.get(2));
    arrays.put(AVERAGE, networks.get(3));
    arrays.put(PENALTIES, networks.get(4));
    arrays.put(MEAN, stage.meanByHeight());
    return arrays;
  }

  private static CascadeStage stage(Path path, ArrayFile file) throws IOException {
    ObjectNode header = file.header();
    try {
      return new CascadeStage(
          header.path("stage").asInt(),
          new GridSize(
              header.path("nx").asInt(), header.path("ny").asInt(), header.path("nz").asInt()),
          (float) header.path("noiseAmplitude").asDouble(),
          array(path, file, MEAN));
    } catch (IllegalArgumentException e) {
      throw new ModelException(path + " does not describe a stage: " + e.getMessage(), e);
    }
  }

  private static List<float[]> networks(Path path, ArrayFile file) throws IOException {
    return List.of(
        array(path, file, GENERATOR),
        array(path, file, VOLUME_CRITIC),
        array(path, file, PICTURE_CRITIC),
        array(path, file, AVERAGE),
        array(path, file, PENALTIES));
  }

  private static float[] array(Path path, ArrayFile file, String name) throws IOException {
    float[] values = file.arrays().get(name);
    if (values == null) {
      throw new ModelException(
          path + " lacks the array " + name + "; resume or repeat the training");
    }
    return values;
  }

  /**
   * Opens the model for sampling: every finished stage, and the one in training as far as it is.
   *
   * @throws ModelException if no stage has been trained at all yet
   */
  public Model open() throws IOException {
    ObjectNode description = description();
    Cascade cascade = new Cascade(description.path("width").asInt());
    int planned = description.path("stages").size();
    int index = 0;
    for (Optional<FinishedStage> stage = finishedStage(0);
        stage.isPresent();
        stage = finishedStage(++index)) {
      cascade.add(stage.get().stage(), stage.get().average());
    }
    boolean complete = index == planned;
    if (!complete) {
      Optional<Checkpoint> checkpoint = checkpoint();
      if (checkpoint.isPresent() && checkpoint.get().stage().index() == index) {
        cascade.add(checkpoint.get().stage(), checkpoint.get().average());
      }
    }
    if (cascade.stageCount() == 0) {
      throw new ModelException(
          folder + " holds no trained stage yet; let train run a little longer");
    }
    VoxelGrid scene = scene().grid();
    JsonNode finest = description.path("stages").path(planned - 1);
    GridSize size =
        new GridSize(finest.path(0).asInt(), finest.path(1).asInt(), finest.path(2).asInt());
    return new Model(cascade, StageGrids.of(scene, List.of(size)).get(0), description, complete);
  }
}
