package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.loss.Loss;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.sample.LayoutKind;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.gan.train.Trainer;
import org.sceneremix.gan.train.Variant;
import org.sceneremix.renderer.trace.OpenTracer;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.viewer.report.TrainingReport;
import org.sceneremix.volume.io.GridFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code remix train}: reference grid to generator. */
@Command(
    name = "train",
    description = {
      "Trains a generator on a reference grid, into a folder that can be sampled from at any time.",
      "After an interruption of any kind, the same call with --resume goes on."
    })
final class TrainCommand implements Callable<Integer> {

  private static final int DEFAULT_RESOLUTION = 64;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCENE",
      description = "Grid file that 'remix fit' made. With --resume the model's own is used.")
  private Path scene;

  @Option(names = "--out", required = true, paramLabel = "MODEL", description = "Model folder.")
  private Path out;

  @Option(
      names = "--resume",
      description = "Go on with the training in MODEL, with the settings it was begun with.")
  private boolean resume;

  @Option(
      names = "--resolution",
      paramLabel = "N",
      description = "Voxels along the longest side (64, or the scene's where that is less).")
  private Integer resolution;

  @Option(
      names = "--stages",
      paramLabel = "N",
      description = "Stages from coarse to fine (by default as many as the resolution calls for).")
  private Integer stages;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "How much work: ${COMPLETION-CANDIDATES} (default).")
  private TrainSettings.Preset preset;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Iterations of the coarsest stage, the finer ones in proportion (by default as the preset"
              + " says).")
  private Integer iterations;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "End within M minutes with the best so far.")
  private Double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of chance; the same seed gives the same model (1).")
  private Long seed;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      converter = LossConverter.class,
      description =
          "Adversarial loss: ${COMPLETION-CANDIDATES} (logistic, with R1; wgan-gp is Wasserstein"
              + " with gradient penalty).")
  private Loss loss;

  @Option(
      names = "--volume-weight",
      paramLabel = "W",
      description = "Weight of the critic of volumes (1); 0 leaves it out.")
  private Double volumeWeight;

  @Option(
      names = "--picture-weight",
      paramLabel = "W",
      description = "Weight of the critic of traced pictures (0.3); 0 leaves it out.")
  private Double pictureWeight;

  @Option(
      names = "--noise",
      paramLabel = "F",
      description = "Factor on the noise above the coarsest stage (1); 0 for none.")
  private Double noise;

  @Option(
      names = "--crop",
      paramLabel = "VOXELS",
      description =
          "Longest edge of the crops that stages are trained on (24); large for whole grids.")
  private Integer crop;

  @Option(
      names = "--layout",
      paramLabel = "KIND",
      description =
          "What remixes begin with: ${COMPLETION-CANDIDATES} (auto: pieces of the scene laid out"
              + " anew, or the whole scene bent where pieces would tear it).")
  private LayoutKind layout;

  @Mixin private BackendOption backend;
  @Mixin private ThreadsOption threads;
  @Mixin private TracerOption tracing;
  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  /** Losses by their names. */
  private static final class LossConverter implements ITypeConverter<Loss> {
    @Override
    public Loss convert(String value) {
      try {
        return Loss.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    ModelFolder folder = new ModelFolder(out);
    boolean goOn = resume && folder.exists();
    requireSense(folder, goOn);
    long begin = System.nanoTime();
    boolean complete;
    try (Engine engine = backend.open(console);
        OpenTracer tracer = tracing.open(threads, console)) {
      threads.applyToEngine();
      Trainer trainer =
          goOn
              ? Trainer.resume(folder, SceneCameras.of(folder.scene()), tracer, engine)
              : beginning(folder, tracer, engine);
      try (TaskProgress progress = console.progress("Training")) {
        TrainingReport.write(folder);
        complete = trainer.run(progress, () -> TrainingReport.write(folder));
      }
    }
    report(complete, (System.nanoTime() - begin) * 1e-9);
    return complete ? 0 : ErrorSentences.STOPPED;
  }

  private void requireSense(ModelFolder folder, boolean goOn) throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new IOException(out + " is a file; give --out the name of a folder for the model");
    }
    if (!goOn && scene == null) {
      throw console.usageError(
          resume
              ? "there is no model in " + out + " to go on with; name the SCENE to begin one"
              : "the SCENE to train on is missing");
    }
    if (!resume && folder.exists()) {
      throw new IOException(
          "there is a model in "
              + out
              + " already; go on with it by --resume, or give --out another folder");
    }
    if (goOn) {
      requireSameSettings(Trainer.settingsOf(folder.description()));
    }
  }

  /** The same call with {@code --resume} must go on; one that asks for something else must not. */
  private void requireSameSettings(TrainSettings begun) {
    requireSame("--resolution", resolution, begun.resolution());
    requireSame("--stages", stages, begun.stages());
    requireSame("--preset", preset, begun.preset());
    requireSame("--iterations", iterations, begun.coarsestIterations());
    requireSame("--minutes", minutes, begun.minutes());
    requireSame("--seed", seed, begun.seed());
    requireSame("--loss", loss, begun.variant().loss());
    requireSame("--volume-weight", volumeWeight, begun.variant().volumeWeight());
    requireSame("--picture-weight", pictureWeight, begun.variant().pictureWeight());
    requireSame("--noise", noise, begun.variant().noise());
    requireSame("--crop", crop, begun.variant().crop());
    requireSame("--layout", layout, begun.variant().layout());
  }

  private void requireSame(String option, Object asked, Object begun) {
    if (asked != null && !asked.equals(begun)) {
      throw console.usageError(
          "the training in "
              + out
              + " was begun with "
              + option
              + " "
              + begun
              + ", not "
              + asked
              + "; leave the option away to go on with it, or give --out another folder");
    }
  }

  private Trainer beginning(ModelFolder folder, VolumeTracer tracer, Engine engine)
      throws IOException {
    TrainSettings settings = settings();
    GridFile reference = GridFile.read(scene);
    return Trainer.begin(
        folder,
        settings,
        reference,
        SceneCameras.of(reference),
        Program.provenance("train", parameters(settings), settings.seed(), reference.metadata())
            .toJson(),
        tracer,
        engine);
  }

  private TrainSettings settings() {
    try {
      TrainSettings settings =
          new TrainSettings(
              Optional.ofNullable(resolution).orElse(DEFAULT_RESOLUTION),
              Optional.ofNullable(stages).orElse(0),
              Optional.ofNullable(preset).orElse(TrainSettings.Preset.DEFAULT),
              1,
              Optional.ofNullable(minutes).orElse(0.0),
              Optional.ofNullable(seed).orElse(1L),
              variant());
      if (iterations == null) {
        return settings;
      }
      if (iterations < 1) {
        throw console.usageError("training takes at least one iteration, not " + iterations);
      }
      return settings.withCoarsestIterations(iterations);
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private Variant variant() {
    Variant otherwise = Variant.DEFAULT;
    return new Variant(
        Optional.ofNullable(loss).orElse(otherwise.loss()),
        Optional.ofNullable(volumeWeight).orElse(otherwise.volumeWeight()),
        Optional.ofNullable(pictureWeight).orElse(otherwise.pictureWeight()),
        Optional.ofNullable(noise).orElse(otherwise.noise()),
        Optional.ofNullable(crop).orElse(otherwise.crop()),
        Optional.ofNullable(layout).orElse(otherwise.layout()));
  }

  private static ObjectNode parameters(TrainSettings settings) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("resolution", settings.resolution());
    parameters.put("stages", settings.stages());
    parameters.put("preset", settings.preset().toString());
    parameters.put("iterations", settings.coarsestIterations());
    parameters.put("minutes", settings.minutes());
    settings.variant().addTo(parameters);
    return parameters;
  }

  /**
   * What {@code --json} prints.
   *
   * @param complete whether all stages are trained to their end
   * @param seconds wall-clock time of this call
   */
  private record Figures(String model, boolean complete, double seconds) {}

  private void report(boolean complete, double seconds) throws IOException {
    if (json.isSet()) {
      json.print(new Figures(out.toString(), complete, seconds));
    } else if (complete) {
      console.say(String.format(Locale.ROOT, "Trained %s in %.0f s", out, seconds));
    } else {
      console.say("Stopped; go on with: remix train --resume --out " + out);
    }
  }
}
