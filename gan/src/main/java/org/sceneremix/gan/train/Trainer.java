package org.sceneremix.gan.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.lattice.Deviates;
import org.sceneremix.gan.metric.FidelityChoice;
import org.sceneremix.gan.model.ModelException;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.net.Ground;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.gan.sample.Stage;
import org.sceneremix.gan.sheet.ContactSheet;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.SettingsJson;

/**
 * Trains a generator on a reference scene, into a model folder. The folder can be sampled from, and
 * the training resumed, at any time; a training that was interrupted and resumed comes to the same
 * bytes as one that was not.
 */
public final class Trainer {

  private static final double CHECKPOINT_SECONDS = 20;
  private static final int LOG_INTERVAL = 10;

  /** Iterations from one remembered state to the next. */
  private static final int REMEMBERED = 50;

  /** A training that diverges oftener is not to be saved. */
  private static final int MOST_RETREATS = 4;

  /** Iterations between previews. */
  private static final int PREVIEW_INTERVAL = 250;

  private static final int PREVIEW_REMIXES = 3;

  /** Scenes of the levels that are done, on which a finer one is trained. */
  private static final int STARTS = 8;

  /** Share of a time limit that is kept for the program's start, previews and the last files. */
  private static final double CLOSING_SHARE = 0.06;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelFolder folder;
  private final TrainSettings settings;
  private final Exemplar exemplar;
  private final VoxelGrid scene;
  private final PatchCameras cameras;
  private final VolumeTracer tracer;
  private final Engine engine;
  private final TrainingLog log;

  /** The clock of the limit starts with the preparations. */
  private final long start = System.nanoTime();

  /** Generators of the levels before the one that is trained. */
  private final List<Generator> done = new ArrayList<>();

  private StageTrainer trainer;
  private int iteration;

  /** The iteration with which the level began that is trained. */
  private int first;

  private double earlierSeconds;

  private Trainer(
      ModelFolder folder,
      TrainSettings settings,
      VoxelGrid scene,
      List<Camera> cameras,
      VolumeTracer tracer,
      Engine engine)
      throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.scene = scene;
    this.exemplar = new Exemplar(folder.keepLevels(engine.workers()), settings.symmetry());
    this.cameras = new PatchCameras(cameras, scene.box(), tracer);
    this.tracer = tracer;
    this.engine = engine;
    this.log = new TrainingLog(folder.log());
  }

  /**
   * A trainer that begins a new model; one that was in the folder is replaced.
   *
   * @param scene reference grid; its metadata are kept in the model
   * @param cameras where the scene was looked at from; may be empty
   * @param provenance how this training was asked for
   * @param tracer what the critic of pictures sees by
   * @param engine what the networks run on
   */
  public static Trainer begin(
      ModelFolder folder,
      TrainSettings settings,
      GridFile scene,
      List<Camera> cameras,
      ObjectNode provenance,
      VolumeTracer tracer,
      Engine engine)
      throws IOException {
    ObjectNode description = JSON.createObjectNode();
    description.set(TrainSettings.SETTINGS, SettingsJson.write(settings));
    List<GridSize> sizes = settings.sizes(scene.grid());
    List<Generator.Shape> shapes = new ArrayList<>();
    for (int level = 0; level < settings.trainedLevels(sizes.size()); level++) {
      shapes.add(settings.hyperparameters().shape(level, sizes.get(level).nz()));
    }
    ModelFolder.describe(shapes, settings.symmetry(), description);
    description.set("provenance", provenance);
    folder.create(description, sizes, scene);
    return new Trainer(folder, settings, scene.grid(), cameras, tracer, engine);
  }

  /**
   * A trainer that goes on with the model in the folder, with the settings it was begun with; on
   * this or another engine.
   */
  public static Trainer resume(
      ModelFolder folder, List<Camera> cameras, VolumeTracer tracer, Engine engine)
      throws IOException {
    TrainSettings settings = TrainSettings.of(folder.description());
    return new Trainer(folder, settings, folder.scene().grid(), cameras, tracer, engine);
  }

  /** Listener to changes of the model folder. */
  @FunctionalInterface
  public interface Listener {
    /** Log, previews or weights were written. */
    void changed() throws IOException;
  }

  /**
   * Trains until all is done or {@code progress} is cancelled; then the state is kept for {@link
   * #resume}.
   *
   * @return whether the model is complete
   */
  public boolean run(Progress progress) throws IOException {
    return run(progress, () -> {});
  }

  /**
   * As {@link #run(Progress)}.
   *
   * @param listener told after every checkpoint
   */
  public boolean run(Progress progress, Listener listener) throws IOException {
    if (folder.isComplete()) {
      folder.removeCheckpoint();
      return true;
    }
    Optional<ModelFolder.Checkpoint> checkpoint = folder.checkpoint();
    if (checkpoint.isPresent()) {
      restore(checkpoint.get());
      log.rewindTo(iteration);
    } else {
      trainer = trainer();
    }
    double lastCheckpoint = seconds();
    State older = new State(iteration, trainer.state());
    State newer = older;
    int retreats = 0;
    while (true) {
      // one at least: a model whose time ran out early is poor, but whole
      if (iteration > first && levelFraction() >= 1) {
        if (done.size() + 1 == trainedLevels()) {
          break;
        }
        done.add(trainer.generator());
        first = iteration;
        progress.at(fraction(), "level " + done.size() + " begins");
        trainer = trainer();
        older = new State(iteration, trainer.state());
        newer = older;
      }
      StageFigures figures = trainer.step(iteration - first, levelFraction());
      if (!figures.finite()) {
        if (++retreats > MOST_RETREATS) {
          throw diverged(retreats);
        }
        retreatTo(older, progress);
        newer = older;
        continue;
      }
      if (iteration % LOG_INTERVAL == 0) {
        log.add(iteration, seconds(), figures);
      }
      iteration++;
      report(progress, figures);
      if (iteration % REMEMBERED == 0) {
        older = newer;
        newer = new State(iteration, trainer.state());
      }
      if (iteration % PREVIEW_INTERVAL == 0 && fraction() < 1) {
        preview(RemixSettings.DEFAULT_FIDELITY);
      }
      boolean cancelled = progress.cancelled();
      if (cancelled || seconds() - lastCheckpoint > CHECKPOINT_SECONDS) {
        folder.write(state());
        lastCheckpoint = seconds();
        listener.changed();
      }
      if (cancelled) {
        return false;
      }
    }
    ModelFolder.Checkpoint last = state();
    folder.write(last);
    progress.at(1, "choosing the size of pieces");
    double fidelity;
    try {
      fidelity = FidelityChoice.of(remixer(), engine.workers(), progress);
    } catch (CancellationException e) {
      return false;
    }
    last = last.withFidelity(fidelity);
    preview(fidelity);
    for (String word :
        CriticVerdict.of(settings.hyperparameters(), TrainingLog.read(folder.log()))) {
      log.addEvent(iteration, seconds(), word);
    }
    folder.finish(last);
    listener.changed();
    return true;
  }

  /** A state to go back to. */
  private record State(int iteration, List<float[]> arrays) {}

  private int trainedLevels() {
    return settings.trainedLevels(exemplar.levels());
  }

  /** Makes the trainer of the level after those that are done. */
  private StageTrainer trainer() {
    int level = done.size();
    List<Generator.Choice> starts = new ArrayList<>();
    if (level > 0) {
      Exemplar coarser = exemplar.coarsest(level);
      Remixer remixer = new Remixer(engine, coarser, exemplar.level(level - 1), done);
      for (int n = 1; n <= STARTS; n++) {
        starts.add(start(remixer, Latents.ofSeed(Deviates.mix(settings.seed() + n))));
      }
      starts.add(start(remixer, Latents.ofReconstruction()));
    }
    return new StageTrainer(engine, exemplar, level, starts, settings, cameras);
  }

  /** A scene of the levels that are done as the next one gets it. */
  private Generator.Choice start(Remixer remixer, Latents latents) {
    int level = done.size();
    CoordinateMap carried =
        remixer
            .make(new Recipe.Generated(latents), remixer.settings(), Progress.NONE)
            .sources()
            .carried(exemplar, level - 1, exemplar.size(level), level);
    GridSize size = carried.size();
    return Stage.choice(
        carried,
        Ground.of(size.nx(), size.ny()).all(),
        exemplar,
        level,
        settings.hyperparameters().shape(level, size.nz()).slab());
  }

  private void restore(ModelFolder.Checkpoint checkpoint) throws IOException {
    List<Generator> generators = folder.generators(checkpoint, exemplar);
    done.addAll(generators.subList(0, generators.size() - 1));
    first = checkpoint.first();
    trainer = trainer();
    int known = done.stream().mapToInt(g -> ModelFolder.generatorArrays(g).size()).sum();
    try {
      trainer.restore(checkpoint.arrays().subList(known, checkpoint.arrays().size()));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "the checkpoint in "
              + folder.path()
              + " does not fit the model ("
              + e.getMessage()
              + "); train the model again",
          e);
    }
    iteration = checkpoint.iteration();
    earlierSeconds = checkpoint.seconds();
  }

  private ModelFolder.Checkpoint state() {
    List<float[]> arrays = new ArrayList<>();
    done.forEach(generator -> arrays.addAll(ModelFolder.generatorArrays(generator)));
    int generatorArrays = arrays.size() + ModelFolder.generatorArrays(trainer.generator()).size();
    arrays.addAll(trainer.state());
    return new ModelFolder.Checkpoint(
        iteration, first, seconds(), RemixSettings.DEFAULT_FIDELITY, generatorArrays, arrays);
  }

  private double seconds() {
    return earlierSeconds + (System.nanoTime() - start) * 1e-9;
  }

  /** Share of the training that is done, by iterations or by time, whichever is further. */
  private double fraction() {
    double byIterations = (double) iteration / settings.allIterations(exemplar.levels());
    if (settings.minutes() == 0) {
      return byIterations;
    }
    double limit = 60 * settings.minutes() * (1 - CLOSING_SHARE);
    return Math.min(1, Math.max(byIterations, seconds() / limit));
  }

  /** The same of the level that is trained. */
  private double levelFraction() {
    double all = settings.allIterations(exemplar.levels());
    double from = done.isEmpty() ? 0 : settings.iterations() + (done.size() - 1) * settings.finer();
    double length = done.isEmpty() ? settings.iterations() : settings.finer();
    return Math.max(0, Math.min(1, (fraction() * all - from) / length));
  }

  private ModelException diverged(int times) {
    return new ModelException(
        String.format(
            Locale.ROOT,
            "the training diverged %d times, last at iteration %d; the last checkpoint is kept in"
                + " %s, but a new training with another --seed or --loss may do better",
            times,
            iteration,
            folder.path()));
  }

  private void retreatTo(State good, Progress progress) throws IOException {
    String event =
        String.format(
            Locale.ROOT,
            "diverged at iteration %d (a loss is not a number); back to iteration %d with half the"
                + " learning rate",
            iteration,
            good.iteration());
    log.addEvent(iteration, seconds(), event);
    trainer.restore(good.arrays());
    trainer.slowDown();
    iteration = good.iteration();
    progress.at(fraction(), event);
  }

  private void report(Progress progress, StageFigures figures) {
    progress.at(
        fraction(),
        String.format(
            Locale.ROOT,
            "iteration %d: critics lead by %.2f %.2f, reconstruction %.4f",
            iteration,
            figures.volumeLead(),
            figures.pictureLead(),
            figures.reconstruction()));
  }

  /** The reference, what the generator says, and remixes, side by side. */
  private void preview(double fidelity) throws IOException {
    Remixer remixer = remixer().withFidelity(fidelity);
    List<VoxelGrid> generated = new ArrayList<>();
    List<VoxelGrid> remixes = new ArrayList<>();
    for (int remix = 1; remix <= PREVIEW_REMIXES; remix++) {
      generated.add(remixer.raw(Latents.ofSeed(remix), remixer.defaultSize()));
      remixes.add(remixer.make(Recipe.ofSeed(remix), remixer.settings(), Progress.NONE).grid());
    }
    new ContactSheet(tracer)
        .row("reference", List.of(remixer.reference()))
        .row("generated", generated)
        .row("remixes", remixes)
        .write(folder.log().resolve(String.format(Locale.ROOT, "preview-%06d.png", iteration)));
  }

  /** Makes a remixer of the generators as they are now. */
  private Remixer remixer() {
    List<Generator> generators = new ArrayList<>(done);
    generators.add(trainer.generator());
    return new Remixer(engine, exemplar, scene, generators);
  }
}
