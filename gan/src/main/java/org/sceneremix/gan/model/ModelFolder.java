package org.sceneremix.gan.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.lattice.StageGrids;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.net.Parameter;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.gan.sample.Stage;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GeometryJson;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridFormatException;
import org.sceneremix.volume.io.Heap;
import org.sceneremix.volume.work.Workers;

/**
 * A model on disk, finished or in training:
 *
 * <pre>
 *   model.json          settings, sizes of the levels, provenance, and the number of the run
 *   scene.grid          the reference scene with its cameras
 *   level-K.grid        the scene as level K sees it: follows from the scene, but takes seconds to make
 *   generator.weights   the generator, when it is trained to its end
 *   checkpoint.weights  the state of the training, until then
 *   log/                figures and previews
 * </pre>
 *
 * <p>Every file is written whole or not at all, so a folder can be read, and training resumed,
 * after a kill at any time. Weights and levels say which run they belong to, and a run follows from
 * settings and scene; what is of another run is refused, or made anew where it can be.
 */
public final class ModelFolder {

  /** Version of the folder's layout. */
  static final int FORMAT = 7;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String LEVELS = "levels";
  private static final String RUN = "run";
  private static final String GENERATORS = "generators";
  private static final String FIRST = "first";
  private static final String ITERATION = "iteration";
  private static final String SECONDS = "seconds";
  private static final String FIDELITY = "fidelity";
  private static final String GENERATOR_ARRAYS = "generatorArrays";

  private static final String MADE_BY_TRAINING =
      "(generator|checkpoint)\\.weights|level-\\d+\\.grid|report\\.html"
          + "|metrics\\.jsonl|preview-\\d+\\.png";

  /** Levels of a model, at most. */
  private static final int MOST_LEVELS = 32;

  private final Path folder;

  public ModelFolder(Path folder) {
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /**
   * State of a training.
   *
   * @param iteration iterations that are done
   * @param first of them that belongs to the level that is trained
   * @param seconds wall-clock time that they took
   * @param fidelity of remixes where none is asked for
   * @param generatorArrays how many of the arrays are the generators', {@link #generatorArrays}
   * @param arrays first what sampling needs, then all else that the training goes on from
   */
  public record Checkpoint(
      int iteration,
      int first,
      double seconds,
      double fidelity,
      int generatorArrays,
      List<float[]> arrays) {

    /** The same with another fidelity. */
    public Checkpoint withFidelity(double other) {
      return new Checkpoint(iteration, first, seconds, other, generatorArrays, arrays);
    }
  }

  public Path path() {
    return folder;
  }

  /** Folder of figures and previews. */
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
    return folder.resolve("checkpoint.weights");
  }

  private Path generatorFile() {
    return folder.resolve("generator.weights");
  }

  private Path levelFile(int level) {
    return folder.resolve("level-" + level + ".grid");
  }

  /** Whether another model was begun with the same scene, byte for byte. */
  public boolean hasSceneOf(ModelFolder other) throws IOException {
    return Files.mismatch(sceneFile(), other.sceneFile()) < 0;
  }

  /** Whether there is a model here, finished or not. */
  public boolean exists() {
    return Files.exists(descriptionFile());
  }

  /** Whether anything of it has been trained, so that {@link #open} can succeed. */
  public boolean hasWeights() {
    return !weightFiles().isEmpty();
  }

  /** Whether the model is trained to its end. */
  public boolean isComplete() {
    return Files.exists(generatorFile());
  }

  /** The files that hold weights now, those that are there. */
  public List<Path> weightFiles() {
    // in this order: at its end, a training writes the other one before it removes this
    return Stream.of(checkpointFile(), generatorFile()).filter(Files::exists).toList();
  }

  /**
   * Begins a new model: writes description and scene, removes what there is of an earlier one.
   *
   * @param description settings and provenance; the format version and the run are added
   * @param sizes of the levels, coarsest first
   */
  public void create(ObjectNode description, List<GridSize> sizes, GridFile scene)
      throws IOException {
    Files.createDirectories(log());
    Files.deleteIfExists(descriptionFile());
    removeEarlier();
    scene.write(sceneFile());
    description.put("format", FORMAT);
    ArrayNode levels = description.putArray(LEVELS);
    sizes.forEach(size -> levels.add(GeometryJson.of(size)));
    description.put(RUN, runOf(description));
    AtomicFile.write(descriptionFile(), out -> out.write(JSON.writeValueAsBytes(description)));
  }

  /** The same settings on the same scene are the same run, wherever and whenever. */
  private String runOf(ObjectNode description) throws IOException {
    return Fingerprint.of(
        JSON.writeValueAsBytes(description.path("settings")), Files.readAllBytes(sceneFile()));
  }

  private void removeEarlier() throws IOException {
    List<Path> earlier = new ArrayList<>();
    for (Path part : List.of(folder, log())) {
      try (Stream<Path> files = Files.list(part)) {
        files
            .filter(file -> file.getFileName().toString().matches(MADE_BY_TRAINING))
            .forEach(earlier::add);
      }
    }
    for (Path file : earlier) {
      Files.delete(file);
    }
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
    String text = new String(Files.readAllBytes(descriptionFile()), StandardCharsets.UTF_8);
    try {
      JsonNode node = JSON.readTree(text);
      int format = node.path("format").asInt();
      if (!(node instanceof ObjectNode object) || format != FORMAT) {
        throw new ModelException(
            descriptionFile()
                + " is of format "
                + format
                + ", but this program reads format "
                + FORMAT
                + "; use the version of the program that wrote it, or train the model again");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new ModelException(
          descriptionFile() + " is not valid JSON; restore it or train the model again", e);
    }
  }

  /**
   * The reference scene and its metadata.
   *
   * @throws ModelException if it is not the one that the model was begun with
   */
  public GridFile scene() throws IOException {
    ObjectNode description = description();
    if (!runOf(description).equals(run(description))) {
      throw foreign(sceneFile());
    }
    return GridFile.read(sceneFile());
  }

  /** The cameras that the reference scene was photographed with; none if they are not known. */
  public List<Camera> cameras() throws IOException {
    return SceneCameras.of(scene(), sceneFile());
  }

  private static String run(ObjectNode description) {
    return description.path(RUN).asText("none");
  }

  private ModelException foreign(Path file) {
    return new ModelException(
        file
            + " belongs to another training than "
            + descriptionFile()
            + "; put the right one back, or delete it and train again");
  }

  /** Voxels of the reference scene. */
  public GridSize sceneSize() throws IOException {
    return GridFile.readHeader(sceneFile()).size();
  }

  /** Keeps the state of the training. */
  public void write(Checkpoint checkpoint) throws IOException {
    write(checkpointFile(), checkpoint, checkpoint.arrays());
  }

  /** Keeps the generator that a training came to at its end, and marks the training as done. */
  public void finish(Checkpoint last) throws IOException {
    write(generatorFile(), last, last.arrays().subList(0, last.generatorArrays()));
    removeCheckpoint();
  }

  /** Removes the state of a training that is done; its process may have been killed before. */
  public void removeCheckpoint() throws IOException {
    Files.deleteIfExists(checkpointFile());
  }

  private void write(Path file, Checkpoint checkpoint, List<float[]> arrays) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    header.put(RUN, run(description()));
    header.put(ITERATION, checkpoint.iteration());
    header.put(SECONDS, checkpoint.seconds());
    header.put(FIRST, checkpoint.first());
    header.put(FIDELITY, checkpoint.fidelity());
    header.put(GENERATOR_ARRAYS, checkpoint.generatorArrays());
    new WeightsFile(header, arrays).write(file);
  }

  /** The state of the training, if it is not done. */
  public Optional<Checkpoint> checkpoint() throws IOException {
    try {
      return Optional.of(read(checkpointFile()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Checkpoint read(Path file) throws IOException {
    WeightsFile weights = WeightsFile.read(file);
    ObjectNode header = weights.header();
    if (!header.path(RUN).asText().equals(run(description()))) {
      throw foreign(file);
    }
    Checkpoint checkpoint =
        new Checkpoint(
            header.path(ITERATION).asInt(-1),
            header.path(FIRST).asInt(-1),
            header.path(SECONDS).asDouble(Double.NaN),
            header.path(FIDELITY).asDouble(Double.NaN),
            header.path(GENERATOR_ARRAYS).asInt(-1),
            weights.arrays());
    if (checkpoint.iteration() < 0
        || !(checkpoint.seconds() >= 0)
        || !(checkpoint.fidelity() >= 0 && checkpoint.fidelity() <= 1)
        || checkpoint.first() < 0
        || checkpoint.first() > checkpoint.iteration()
        || checkpoint.generatorArrays() < 0
        || checkpoint.generatorArrays() > checkpoint.arrays().size()) {
      throw new ModelException(
          file + " does not say what it holds; delete it and resume the training");
    }
    return checkpoint;
  }

  /** Arrays of a generator that sampling needs: parameters, then running statistics. */
  public static List<float[]> generatorArrays(Generator generator) {
    List<float[]> arrays = new ArrayList<>();
    generator.parameters().stream().map(Parameter::values).forEach(arrays::add);
    arrays.addAll(generator.statistics());
    return arrays;
  }

  private ModelException senseless(String why, Exception cause) {
    return new ModelException(
        descriptionFile() + " makes no sense: " + why + "; restore it or train the model again",
        cause);
  }

  /** Iterations of the training that what is there has seen; 0 where nothing is trained. */
  public int iterations() throws IOException {
    return trained().map(trained -> trained.state().iteration()).orElse(0);
  }

  /** Fidelity of remixes where none is asked for. */
  public double fidelity() throws IOException {
    return trained()
        .map(trained -> trained.state().fidelity())
        .orElse(RemixSettings.DEFAULT_FIDELITY);
  }

  /**
   * A name of what is trained here by now: the same training gives the same remixes of the same
   * recipes, and another one has another name.
   */
  public String fingerprint() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    parts.add(run(description()).getBytes(StandardCharsets.UTF_8));
    for (Path file : weightFiles()) {
      parts.add(Files.readAllBytes(file));
    }
    return Fingerprint.of(parts.toArray(byte[][]::new));
  }

  /**
   * State of what has been trained so far.
   *
   * @param file where it was read
   * @param complete whether it was trained to its end
   */
  private record Trained(Path file, Checkpoint state, boolean complete) {}

  private Optional<Trained> trained() throws IOException {
    if (!isComplete()) {
      Optional<Checkpoint> checkpoint = checkpoint();
      if (checkpoint.isPresent() || !isComplete()) {
        return checkpoint.map(state -> new Trained(checkpointFile(), state, false));
      }
      // it was trained to its end meanwhile
    }
    return Optional.of(new Trained(generatorFile(), read(generatorFile()), true));
  }

  /**
   * Opens the model for sampling, as far as it is trained; a training may go on meanwhile.
   *
   * @param engine what samples
   * @throws ModelException if nothing has been trained at all yet, or a file is damaged
   */
  public Model open(Engine engine) throws IOException {
    ObjectNode description = description();
    Trained trained =
        trained()
            .orElseThrow(
                () ->
                    new ModelException(
                        folder
                            + " holds nothing that is trained yet; let train run a little longer"));
    Exemplar exemplar = exemplar(engine.workers());
    List<Generator> generators = generators(trained.state(), exemplar);
    Remixer remixer =
        new Remixer(engine, exemplar, scene().grid(), generators)
            .withFidelity(trained.state().fidelity());
    if (!description.equals(description())) {
      throw new ModelException(folder + " was begun anew while it was read; try again");
    }
    return new Model(remixer, description, trained.complete());
  }

  /** A model of which nothing is trained, for comparison. */
  public Model untrained(Engine engine) throws IOException {
    Exemplar exemplar = exemplar(engine.workers());
    SplittableRandom random = random();
    List<Generator> generators = new ArrayList<>();
    for (Generator.Shape shape : shapes()) {
      generators.add(Stage.generator(exemplar, generators.size(), shape, random));
    }
    return new Model(
        new Remixer(engine, exemplar, scene().grid(), generators), description(), false);
  }

  private SplittableRandom random() throws IOException {
    return new SplittableRandom(description().path("seed").asLong(1));
  }

  /** The levels in the orientations that are copied from. */
  private Exemplar exemplar(Workers workers) throws IOException {
    try {
      return new Exemplar(levels(workers), symmetry(description()));
    } catch (IllegalArgumentException e) {
      throw senseless("levels: " + e.getMessage(), e);
    }
  }

  /**
   * The generators that a checkpoint holds, from the coarsest level on.
   *
   * @param exemplar of the {@link #levels}
   * @throws ModelException if what it holds is not that of such generators
   */
  public List<Generator> generators(Checkpoint trained, Exemplar exemplar) throws IOException {
    List<Generator.Shape> shapes = shapes();
    SplittableRandom random = random();
    List<Generator> generators = new ArrayList<>();
    int at = 0;
    while (generators.isEmpty() || at < trained.generatorArrays()) {
      int level = generators.size();
      if (level == shapes.size()) {
        throw unfit();
      }
      requireFit(trained, at, shapes.get(level));
      Generator generator = Stage.generator(exemplar, level, shapes.get(level), random);
      at = copy(trained, at, generator);
      generators.add(generator);
    }
    return generators;
  }

  /** Before a generator is built, whose size the description alone says. */
  private void requireFit(Checkpoint trained, int from, Generator.Shape shape)
      throws ModelException {
    long floats = trained.arrays().stream().skip(from).mapToLong(array -> array.length).sum();
    // every pass has a layer of 3x3 sites from hidden channels to hidden channels
    if (floats < 9L * shape.passes() * shape.width() * shape.width()) {
      throw unfit();
    }
  }

  private List<Generator.Shape> shapes() throws IOException {
    JsonNode described = description().path(GENERATORS);
    if (described.isEmpty() || described.size() > sizes().size()) {
      throw senseless("there is a generator for each level, or for the first ones", null);
    }
    List<Generator.Shape> shapes = new ArrayList<>();
    try {
      for (JsonNode shape : described) {
        shapes.add(
            new Generator.Shape(
                shape.path("width").asInt(),
                shape.path("passes").asInt(),
                shape.path("continuing").asInt(-1),
                shape.path("slab").asInt()));
      }
    } catch (IllegalArgumentException e) {
      throw senseless(e.getMessage(), e);
    }
    return shapes;
  }

  /** Adds the sizes of the generators, from the coarsest level on, to a description. */
  public static void describe(
      List<Generator.Shape> shapes, Symmetry symmetry, ObjectNode description) {
    ArrayNode generators = description.putArray(GENERATORS);
    for (Generator.Shape shape : shapes) {
      generators
          .addObject()
          .put("width", shape.width())
          .put("passes", shape.passes())
          .put("continuing", shape.continuing())
          .put("slab", shape.slab());
    }
    description.put("symmetry", symmetry.name().toLowerCase(java.util.Locale.ROOT));
  }

  private Symmetry symmetry(ObjectNode description) throws ModelException {
    try {
      return Symmetry.valueOf(
          description.path("symmetry").asText().toUpperCase(java.util.Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw senseless("symmetry", e);
    }
  }

  private ModelException unfit() {
    return new ModelException(
        (isComplete() ? generatorFile() : checkpointFile())
            + " does not fit the model; train the model again");
  }

  /** Copies a checkpoint's arrays from one on into a generator; the next one. */
  private int copy(Checkpoint trained, int from, Generator generator) throws ModelException {
    int at = from;
    for (float[] own : generatorArrays(generator)) {
      if (at >= trained.generatorArrays() || trained.arrays().get(at).length != own.length) {
        throw unfit();
      }
      float[] values = trained.arrays().get(at++);
      for (float value : values) {
        if (!Float.isFinite(value)) {
          throw new ModelException(
              (isComplete() ? generatorFile() : checkpointFile())
                  + " holds values that are no numbers; train the model again");
        }
      }
      System.arraycopy(values, 0, own, 0, own.length);
    }
    return at;
  }

  /** The reference as each level sees it, coarsest first. */
  public List<VoxelGrid> levels(Workers workers) throws IOException {
    List<VoxelGrid> kept = keptLevels();
    return kept.isEmpty() ? madeLevels(workers) : kept;
  }

  /** As {@link #levels}, and keeps them for whoever opens the model later. */
  public List<VoxelGrid> keepLevels(Workers workers) throws IOException {
    List<VoxelGrid> kept = keptLevels();
    if (!kept.isEmpty()) {
      return kept;
    }
    List<VoxelGrid> levels = madeLevels(workers);
    ObjectNode metadata = JSON.createObjectNode().put(RUN, run(description()));
    for (int k = 0; k < levels.size(); k++) {
      new GridFile(levels.get(k), metadata).write(levelFile(k));
    }
    return levels;
  }

  private List<VoxelGrid> madeLevels(Workers workers) throws IOException {
    try {
      return StageGrids.of(scene().grid(), sizes(), workers);
    } catch (IllegalArgumentException e) {
      throw senseless("levels: " + e.getMessage(), e);
    }
  }

  /** All levels as they were kept; none if one of them is missing, damaged or of another run. */
  private List<VoxelGrid> keptLevels() throws IOException {
    String run = run(description());
    List<VoxelGrid> levels = new ArrayList<>();
    for (GridSize size : sizes()) {
      try {
        GridFile kept = GridFile.read(levelFile(levels.size()));
        if (!kept.metadata().path(RUN).asText().equals(run)
            || !GridSize.of(kept.grid()).equals(size)) {
          return List.of();
        }
        levels.add(kept.grid());
      } catch (GridFormatException | NoSuchFileException e) {
        // the scene is there
        return List.of();
      }
    }
    return levels;
  }

  /** Sizes of the levels, coarsest first; that so many voxels can be held, too, is known then. */
  public List<GridSize> sizes() throws IOException {
    List<GridSize> sizes = new ArrayList<>();
    JsonNode levels = description().path(LEVELS);
    if (levels.isEmpty() || levels.size() > MOST_LEVELS) {
      throw senseless("a model has 1 to " + MOST_LEVELS + " levels", null);
    }
    for (JsonNode level : levels) {
      try {
        GridSize size =
            new GridSize(level.path(0).asInt(), level.path(1).asInt(), level.path(2).asInt());
        if ((long) size.voxelCount() * VoxelGrid.CHANNELS * Float.BYTES > Heap.free()) {
          throw senseless("a level of " + size + " voxels does not fit into memory", null);
        }
        sizes.add(size);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw senseless("levels: " + e.getMessage(), e);
      }
    }
    return sizes;
  }
}
