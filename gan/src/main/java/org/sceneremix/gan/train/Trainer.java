package org.sceneremix.gan.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.model.ModelException;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/**
 * Trains a cascade on a reference scene, stage by stage from coarse to fine, into a model folder.
 * The folder can be sampled from, and the training resumed, at any time.
 */
public final class Trainer {

  private static final double CHECKPOINT_SECONDS = 20;
  private static final int LOG_INTERVAL = 10;

  /**
   * Amplitude of the latents above the coarsest stage, in units of the reconstruction's error, for
   * a factor ({@link Variant#noise()}) of 1.
   */
  private static final double NOISE_PER_ERROR = 0.1;

  /** A stage that diverges oftener is not to be saved. */
  private static final int MAX_RETREATS = 4;

  private static final int PREVIEW_REMIXES = 4;

  /** Share of a time limit that is kept for the program's start, previews and the last files. */
  private static final double CLOSING_SHARE = 0.04;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelFolder folder;
  private final TrainSettings settings;
  private final List<VoxelGrid> levels;
  private final PatchCameras cameras;
  private final VolumeTracer tracer;
  private final Engine engine;
  private final TrainingLog log;

  /** The clock of the limit starts with the preparations. */
  private final long start = System.nanoTime();

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
    this.levels = folder.keepLevels();
    this.cameras = new PatchCameras(cameras, scene.box());
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
    description.set("settings", settingsJson(settings));
    description.put("width", TrainSettings.WIDTH);
    description.put("criticLayers", TrainSettings.CRITIC_LAYERS);
    ArrayNode stages = description.putArray("stages");
    for (GridSize size : settings.sizes(scene.grid())) {
      stages.addArray().add(size.nx()).add(size.ny()).add(size.nz());
    }
    description.set("provenance", provenance);
    folder.create(description, scene);
    TrainingLog.clear(folder.log());
    return new Trainer(folder, settings, scene.grid(), cameras, tracer, engine);
  }

  /**
   * A trainer that goes on with the model in the folder, with the settings it was begun with; on
   * this or another engine.
   */
  public static Trainer resume(
      ModelFolder folder, List<Camera> cameras, VolumeTracer tracer, Engine engine)
      throws IOException {
    TrainSettings settings = settingsOf(folder.description());
    return new Trainer(folder, settings, folder.scene().grid(), cameras, tracer, engine);
  }

  private static ObjectNode settingsJson(TrainSettings settings) {
    ObjectNode json = JSON.createObjectNode();
    json.put("resolution", settings.resolution());
    json.put("stages", settings.stages());
    json.put("preset", settings.preset().toString());
    json.put("iterationFactor", settings.iterationFactor());
    json.put("minutes", settings.minutes());
    json.put("seed", settings.seed());
    settings.variant().addTo(json);
    return json;
  }

  /**
   * The settings that a model was begun with.
   *
   * @param description the model's {@code model.json}
   * @throws ModelException if they are missing or out of range
   */
  public static TrainSettings settingsOf(ObjectNode description) throws ModelException {
    ObjectNode json = description.withObject("/settings");
    try {
      return new TrainSettings(
          json.path("resolution").asInt(),
          json.path("stages").asInt(),
          TrainSettings.Preset.valueOf(json.path("preset").asText().toUpperCase(Locale.ROOT)),
          json.path("iterationFactor").asDouble(),
          json.path("minutes").asDouble(),
          json.path("seed").asLong(),
          Variant.of(json));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "model.json holds settings that make no sense: " + e.getMessage(), e);
    }
  }

  /**
   * Trains until the last stage is done or {@code progress} is cancelled; then the state is kept
   * for {@link #resume}.
   *
   * @return whether the model is complete
   */
  public boolean run(Progress progress) throws IOException {
    return run(progress, () -> {});
  }

  /** Is told when there is something new in the model folder. */
  @FunctionalInterface
  public interface Listener {
    /** Log, previews or weights were written. */
    void changed() throws IOException;
  }

  /**
   * As {@link #run(Progress)}.
   *
   * @param listener told after every checkpoint and every stage
   */
  public boolean run(Progress progress, Listener listener) throws IOException {
    Cascade cascade = new Cascade(engine, TrainSettings.WIDTH);
    Optional<ModelFolder.Checkpoint> checkpoint = folder.checkpoint();
    if (checkpoint.isPresent()) {
      log.rewindTo(checkpoint.get().stage().index(), checkpoint.get().iteration());
    }
    double earlier = checkpoint.map(ModelFolder.Checkpoint::totalSeconds).orElse(0.0);
    StageTrainer before = null;
    for (int k = 0; k < levels.size(); k++) {
      int index = k;
      Optional<ModelFolder.FinishedStage> finished = folder.finishedStage(k);
      Optional<ModelFolder.Checkpoint> begun =
          checkpoint.filter(c -> finished.isEmpty() && c.stage().index() == index);
      Optional<CascadeStage> stored =
          finished
              .map(ModelFolder.FinishedStage::stage)
              .or(() -> begun.map(ModelFolder.Checkpoint::stage));
      StageTrainer trainer = stageTrainer(cascade, k, stored);
      if (finished.isPresent()) {
        trainer.restore(finished.get().networks());
      } else {
        int first = 0;
        double stageSeconds = 0;
        if (begun.isPresent()) {
          trainer.restore(begun.get().networks());
          first = begun.get().iteration();
          stageSeconds = begun.get().stageSeconds();
        } else if (before != null) {
          trainer.warmStart(before);
        }
        StageRun run = new StageRun(trainer, k, first, stageSeconds, earlier, listener);
        if (!run.go(progress)) {
          return false;
        }
        folder.write(new ModelFolder.FinishedStage(trainer.stage(), trainer.state()));
      }
      cascade.add(trainer.stage(), trainer.averageWeights());
      if (finished.isEmpty()) {
        preview(cascade, k);
        listener.changed();
      }
      before = trainer;
    }
    folder.removeCheckpoint();
    listener.changed();
    return true;
  }

  /** The reference, the reconstruction and some remixes after a stage, side by side. */
  private void preview(Cascade cascade, int k) throws IOException {
    VoxelGrid reference = levels.get(k);
    GridSize size = GridSize.of(reference);
    List<VoxelGrid> grids = new ArrayList<>();
    grids.add(reference);
    grids.add(reference.withData(cascade.generate(Latents.ofReconstruction(), size, 1)));
    for (int remix = 1; remix <= PREVIEW_REMIXES; remix++) {
      grids.add(reference.withData(cascade.generate(Latents.ofSeed(remix), size, 1)));
    }
    Preview.write(grids, tracer, folder.log().resolve("stage-" + k + ".png"));
  }

  /**
   * @param stored the stage as its file has it, which may be of an earlier format; else a new one
   */
  private StageTrainer stageTrainer(Cascade cascade, int k, Optional<CascadeStage> stored)
      throws IOException {
    VoxelGrid reference = levels.get(k);
    EarlierStages earlier = null;
    CascadeStage stage;
    if (k == 0) {
      stage = stored.orElseGet(() -> CascadeStage.coarsest(reference, settings.variant().layout()));
    } else {
      earlier = new EarlierStages(cascade, GridSize.of(reference));
      double error = rootMeanSquare(earlier.reconstruction(), reference.data());
      double amplitude = settings.variant().noise() * NOISE_PER_ERROR * error;
      stage = new CascadeStage(k, GridSize.of(reference), (float) amplitude, new float[0]);
      if (folder.hasLayoutAtEveryStage()) {
        stage = stage.withLayout(cascade.stage(0), reference);
      }
    }
    return new StageTrainer(
        engine,
        stage,
        earlier,
        reference,
        settings.stage(k),
        TrainSettings.WIDTH,
        folder.criticLayers(),
        cameras,
        tracer,
        settings.seed());
  }

  private static double rootMeanSquare(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / a.length);
  }

  /** Estimated cost of the stages, in arbitrary units. */
  private double cost(int k) {
    GridSize size = GridSize.of(levels.get(k));
    StageSettings stage = settings.stage(k);
    GridSize crop = CropShape.of(size, stage.variant().crop()).crop();
    return stage.iterations() * ((crop.nx() + 6.0) * (crop.ny() + 6.0) * (crop.nz() + 6.0) + 2000);
  }

  private double costFrom(int k) {
    double sum = 0;
    for (int i = k; i < levels.size(); i++) {
      sum += cost(i);
    }
    return sum;
  }

  /** The iterations of one stage, with their clock, log and checkpoints. */
  private final class StageRun {

    private final StageTrainer trainer;
    private final int index;
    private final int iterations;
    private final double allottedSeconds;
    private final double earlierTotal;
    private final double earlierSeconds;
    private final long stageStart = System.nanoTime();
    private final Listener listener;
    private final DivergenceWatch watch;
    private int iteration;

    StageRun(
        StageTrainer trainer,
        int index,
        int first,
        double stageSeconds,
        double earlierTotal,
        Listener listener) {
      this.listener = listener;
      this.watch =
          new DivergenceWatch(
              settings.variant().loss(), new DivergenceWatch.Good(first, trainer.state()));
      this.trainer = trainer;
      this.index = index;
      this.iteration = first;
      this.earlierSeconds = stageSeconds;
      this.earlierTotal = earlierTotal;
      this.iterations = settings.stage(index).iterations();
      double limit = 60 * settings.minutes() * (1 - CLOSING_SHARE);
      this.allottedSeconds =
          limit == 0
              ? Double.POSITIVE_INFINITY
              : Math.max(0, limit - totalSeconds() + stageSeconds) * cost(index) / costFrom(index);
    }

    double stageSeconds() {
      return earlierSeconds + (System.nanoTime() - stageStart) * 1e-9;
    }

    double totalSeconds() {
      return earlierTotal + (System.nanoTime() - start) * 1e-9;
    }

    /** Share of the stage that is done, by iterations or by time, whichever is further. */
    private double fraction() {
      return Math.max((double) iteration / iterations, stageSeconds() / allottedSeconds);
    }

    boolean go(Progress progress) throws IOException {
      double lastCheckpoint = stageSeconds();
      // one at least: a model whose time ran out early is poor, but whole
      while (iteration == 0 || fraction() < 1) {
        StageFigures figures = trainer.step(iteration, fraction());
        Optional<String> trouble = watch.observe(figures);
        if (trouble.isPresent()) {
          retreat(trouble.get(), progress);
          continue;
        }
        if (iteration % LOG_INTERVAL == 0) {
          log.add(index, iteration, totalSeconds(), figures);
        }
        iteration++;
        report(progress, figures);
        if (watch.due(iteration)) {
          watch.remember(new DivergenceWatch.Good(iteration, trainer.state()));
        }
        boolean cancelled = progress.cancelled();
        if (cancelled || stageSeconds() - lastCheckpoint > CHECKPOINT_SECONDS) {
          folder.write(
              new ModelFolder.Checkpoint(
                  trainer.stage(), iteration, stageSeconds(), totalSeconds(), trainer.state()));
          lastCheckpoint = stageSeconds();
          listener.changed();
        }
        if (cancelled) {
          return false;
        }
      }
      return true;
    }

    /** Back to the last good state, or the end after too many times. */
    private void retreat(String trouble, Progress progress) throws IOException {
      if (trainer.retreats() == MAX_RETREATS) {
        throw new ModelException(
            String.format(
                Locale.ROOT,
                "the training of stage %d diverged %d times, last at iteration %d (%s); the last"
                    + " checkpoint is kept in %s, but a new training with another --seed or a lower"
                    + " --resolution may do better",
                index + 1,
                MAX_RETREATS + 1,
                iteration,
                trouble,
                folder.path()));
      }
      DivergenceWatch.Good good = watch.goBack();
      String event =
          String.format(
              Locale.ROOT,
              "diverged at iteration %d (%s); back to iteration %d with half the learning rate",
              iteration,
              trouble,
              good.iteration());
      log.addEvent(index, iteration, totalSeconds(), event);
      trainer.retreatTo(good.networks());
      iteration = good.iteration();
      progress.at(done(), "stage " + (index + 1) + " " + event);
    }

    private double done() {
      double all = costFrom(0);
      return (all - costFrom(index) + Math.min(1, fraction()) * cost(index)) / all;
    }

    private void report(Progress progress, StageFigures figures) {
      progress.at(
          done(),
          String.format(
              Locale.ROOT,
              "stage %d/%d (%s), iteration %d: critics %.2f %.2f, reconstruction %.4f",
              index + 1,
              levels.size(),
              trainer.stage().trainingSize(),
              iteration,
              figures.criticLoss3d(),
              figures.criticLoss2d(),
              figures.reconstruction3d()));
    }
  }
}
