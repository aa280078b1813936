package org.sceneremix.viewer.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.gan.train.TrainingLog;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.viewer.making.ModelTraining;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.work.Workers;

/**
 * Training a model on a scene, into a model folder. Remixes of it can be made meanwhile. Work that
 * is stopped, in whatever way, goes on from its checkpoint.
 */
public final class TrainStep {

  private static final long LOOK_NANOS = 1_000_000_000L;

  private final Notices notices;
  private final Jobs jobs;
  private final int threads;
  private final Consumer<Path> useModel;
  private final Runnable trained;
  private Optional<Job> job = Optional.empty();
  private Optional<Path> model = Optional.empty();
  private boolean isUsed;
  private boolean isThere;
  private boolean isComplete;
  private long lookedAt;
  private List<NamedCurve> curves = List.of();

  /** A figure of the training over its seconds. */
  public record NamedCurve(String name, String explanation, Curve.Points points) {}

  /** A training from its beginning or from where it was stopped. */
  @FunctionalInterface
  private interface Preparation {
    ModelTraining of(ModelFolder folder, VolumeTracer tracer, Engine engine) throws IOException;
  }

  /**
   * @param threads for the training
   * @param useModel has remixes made with the model of a folder
   * @param trained told of a model that was trained to its end
   */
  TrainStep(Notices notices, Jobs jobs, int threads, Consumer<Path> useModel, Runnable trained) {
    this.notices = notices;
    this.jobs = jobs;
    this.threads = threads;
    this.useModel = useModel;
    this.trained = trained;
  }

  /**
   * Begins with a model, or none.
   *
   * @param newModel the folder of an earlier training, finished or not, that is open
   */
  void begin(Optional<Path> newModel) {
    model = newModel;
    isUsed = true;
    curves = List.of();
    look();
  }

  /** The model folder, also of a training that was stopped. */
  public Optional<Path> model() {
    return model;
  }

  /** Whether there is a model that was trained to its end. */
  public boolean isDone() {
    return isComplete && job().isEmpty();
  }

  /** Whether there is a training to go on with. */
  public boolean isInterrupted() {
    return isThere && !isComplete && job().isEmpty();
  }

  /** Figures so far. */
  public List<NamedCurve> curves() {
    return curves;
  }

  /** The work, while it goes on. */
  public Optional<Job> job() {
    return job.filter(jobs::isActive);
  }

  /** Trains from the beginning, into a folder that is not there yet. */
  void start(Path scene, Path folder, TrainSettings settings) {
    isUsed = false;
    curves = List.of();
    run(
        folder,
        (target, tracer, engine) -> ModelTraining.begin(scene, settings, target, tracer, engine));
  }

  /** Goes on where it was stopped, with the settings it was begun with. */
  void resume() {
    run(model.orElseThrow(), ModelTraining::resume);
  }

  private void run(Path folder, Preparation preparation) {
    model = Optional.of(folder);
    job =
        Optional.of(
            jobs.start(
                Jobs.Lane.MAKING,
                "Training " + folder.getFileName(),
                running ->
                    OutputLock.holdingFolder(
                        folder, "remix view", () -> train(folder, preparation, running)),
                complete -> {
                  ended(folder);
                  trained.run();
                },
                stopped -> ended(folder)));
  }

  private boolean train(Path folder, Preparation preparation, Job running) throws IOException {
    try (Workers workers = new Workers(threads);
        Engine engine = Engine.cpu(workers)) {
      return preparation.of(new ModelFolder(folder), new CpuTracer(workers), engine).run(running);
    }
  }

  private void ended(Path folder) {
    if (model.equals(Optional.of(folder))) {
      look();
      if (!isThere) {
        model = Optional.empty();
      }
    }
  }

  /** To be called often: looks now and then how far the training is. */
  void follow() {
    if (model.isPresent() && !isComplete && System.nanoTime() - lookedAt > LOOK_NANOS) {
      look();
    }
  }

  /** Has remixes made as soon as there is something to make them with. */
  private void look() {
    lookedAt = System.nanoTime();
    isThere = false;
    isComplete = false;
    if (model.isEmpty()) {
      return;
    }
    ModelFolder folder = new ModelFolder(model.get());
    isThere = folder.exists();
    isComplete = folder.isComplete();
    if (!isUsed && folder.hasWeights()) {
      isUsed = true;
      useModel.accept(model.get());
    }
    try {
      curves = curves(TrainingLog.read(folder.log()));
    } catch (IOException e) {
      notices.fail(e);
    }
  }

  private static List<NamedCurve> curves(List<ObjectNode> lines) {
    return List.of(
        curve(
            lines,
            "patchDistance",
            "Distance from the scene",
            "Of small pieces of what is generated from those of the scene: lower is nearer"),
        curve(
            lines,
            "reconstruction",
            "Error of the learned scene",
            "Of the scene itself, as the generator gives it back: lower is nearer"));
  }

  private static NamedCurve curve(
      List<ObjectNode> lines, String figure, String name, String explanation) {
    Curve curve = new Curve();
    lines.stream()
        .filter(line -> line.has(figure))
        .forEach(
            line ->
                curve.add(line.path(TrainingLog.SECONDS).asDouble(), line.path(figure).asDouble()));
    return new NamedCurve(name, explanation, curve.points());
  }
}
