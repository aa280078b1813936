package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sceneremix.gan.critic.Loss;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.train.Hyperparameters;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.gan.train.TrainingLog;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.viewer.making.ModelTraining;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.io.SettingsJson;
import org.sceneremix.volume.work.Workers;
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
      names = "--coarsest",
      paramLabel = "N",
      description =
          "Voxels along the longest side of the coarsest level, on which the generator works (36):"
              + " such that a typical thing is about five wide.")
  private Integer coarsest;

  @Option(
      names = "--stages",
      paramLabel = "N",
      description = "Levels from coarse to fine (by default as many as are a third apart).")
  private Integer stages;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "How much work: ${COMPLETION-CANDIDATES} (default).")
  private TrainSettings.Preset preset;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Iterations of the generator (by default as the preset says).")
  private Integer iterations;

  @Option(
      names = "--finer-iterations",
      paramLabel = "N",
      description =
          "Iterations of a generator for each finer level (0: finer levels have none, and leave it"
              + " to consistency).")
  private Integer finerIterations;

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
          "Adversarial loss: ${COMPLETION-CANDIDATES} (wgan-gp, Wasserstein with gradient penalty;"
              + " logistic has R1).")
  private Loss loss;

  @Option(
      names = "--volume-weight",
      paramLabel = "W",
      description = "Weight of the critic of columns (1); 0 leaves it out.")
  private Double volumeWeight;

  @Option(
      names = "--picture-weight",
      paramLabel = "W",
      description = "Weight of the critic of traced pictures (0.03); 0 leaves it out.")
  private Double pictureWeight;

  @Option(
      names = "--patch-weight",
      paramLabel = "W",
      description = "Weight of the distance of patches (20); 0 leaves it out.")
  private Double patchWeight;

  @Option(
      names = "--transport-weight",
      paramLabel = "W",
      description = "Weight of the optimal transport of patches (40); 0 leaves it out.")
  private Double transportWeight;

  @Option(
      names = "--passes",
      paramLabel = "N",
      description = "Times that the generator points at the scene's columns (3).")
  private Integer passes;

  @Option(
      names = "--slab",
      paramLabel = "N",
      description = "Heights that are chosen together; 0: whole columns (0).")
  private Integer slab;

  @Option(
      names = "--symmetry",
      paramLabel = "KIND",
      description =
          "Orientations in which pieces of the scene may be used: ${COMPLETION-CANDIDATES} (none).")
  private Symmetry symmetry;

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
    return OutputLock.holdingFolder(out, "remix train", this::train);
  }

  private int train() throws IOException {
    ModelFolder folder = new ModelFolder(out);
    boolean goOn = resume && folder.exists();
    requireSense(folder, goOn);
    long begin = System.nanoTime();
    boolean complete;
    try (Workers workers = threads.open();
        Engine engine = backend.open(workers, console);
        VolumeTracer tracer = tracing.open(workers, console)) {
      ModelTraining training =
          goOn
              ? ModelTraining.resume(folder, tracer, engine)
              : ModelTraining.begin(
                  scene,
                  settings(TrainSettings.of(TrainSettings.DEFAULT_RESOLUTION, 1)),
                  folder,
                  tracer,
                  engine);
      try (TaskProgress progress = console.progress("Training")) {
        complete = training.run(progress);
      }
    }
    report(complete, (System.nanoTime() - begin) * 1e-9, complete ? verdicts(folder) : List.of());
    return complete ? 0 : ErrorSentences.STOPPED;
  }

  private void requireSense(ModelFolder folder, boolean goOn) throws IOException {
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
      requireSameSettings(TrainSettings.of(folder.description()));
    }
  }

  /** The same call with {@code --resume} must go on; one that asks for something else must not. */
  private void requireSameSettings(TrainSettings begun) {
    Optional<SettingsJson.Difference> difference = SettingsJson.difference(begun, settings(begun));
    if (difference.isPresent()) {
      throw console.usageError(
          "the training in "
              + out
              + " was begun with "
              + option(difference.get().name())
              + " "
              + difference.get().begun()
              + ", not "
              + difference.get().asked()
              + "; leave the option away to go on with it, or give --out another folder");
    }
  }

  /** The option that sets a component of the settings. */
  private static String option(String component) {
    return switch (component) {
      case "levels" -> "--stages";
      case "finer" -> "--finer-iterations";
      default -> "--" + component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    };
  }

  /** Number of iterations that is named, or that of the preset; null if neither is given. */
  private Integer iterationsAskedFor() {
    return iterations == null && preset != null ? (Integer) preset.iterations() : iterations;
  }

  /**
   * The settings that are asked for.
   *
   * @param otherwise those where nothing is asked for
   */
  private TrainSettings settings(TrainSettings otherwise) {
    try {
      return new TrainSettings(
          Optional.ofNullable(resolution).orElse(otherwise.resolution()),
          Optional.ofNullable(coarsest).orElse(otherwise.coarsest()),
          Optional.ofNullable(stages).orElse(otherwise.levels()),
          Optional.ofNullable(iterationsAskedFor()).orElse(otherwise.iterations()),
          Optional.ofNullable(finerIterations).orElse(otherwise.finer()),
          Optional.ofNullable(minutes).orElse(otherwise.minutes()),
          Optional.ofNullable(seed).orElse(otherwise.seed()),
          Optional.ofNullable(symmetry).orElse(otherwise.symmetry()),
          hyperparameters(otherwise.hyperparameters()));
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private Hyperparameters hyperparameters(Hyperparameters otherwise) {
    return new Hyperparameters(
        Optional.ofNullable(loss).orElse(otherwise.loss()),
        Optional.ofNullable(volumeWeight).orElse(otherwise.volumeWeight()),
        Optional.ofNullable(pictureWeight).orElse(otherwise.pictureWeight()),
        Optional.ofNullable(patchWeight).orElse(otherwise.patchWeight()),
        Optional.ofNullable(transportWeight).orElse(otherwise.transportWeight()),
        Optional.ofNullable(passes).orElse(otherwise.passes()),
        Optional.ofNullable(slab).orElse(otherwise.slab()));
  }

  /** Verdicts on critics that had nothing to teach, from the end of the log. */
  private static List<String> verdicts(ModelFolder folder) throws IOException {
    List<String> words = new ArrayList<>();
    for (ObjectNode line : TrainingLog.read(folder.log())) {
      if (line.path(TrainingLog.EVENT).asText().startsWith("the critic of ")) {
        words.add(line.path(TrainingLog.EVENT).asText());
      }
    }
    return words;
  }

  /**
   * Output of {@code --json}.
   *
   * @param complete whether it is trained to its end
   * @param seconds wall-clock time of this call
   * @param verdicts on critics that had nothing to teach
   */
  private record Figures(String model, boolean complete, double seconds, List<String> verdicts) {}

  private void report(boolean complete, double seconds, List<String> verdicts) throws IOException {
    if (json.isSet()) {
      json.print(new Figures(out.toString(), complete, seconds, verdicts));
    } else if (complete) {
      console.say(String.format(Locale.ROOT, "Trained %s in %.0f s", out, seconds));
      verdicts.forEach(words -> console.say("Note: " + words));
    } else {
      console.say("Stopped; go on with: remix train --resume --out " + out);
    }
  }
}
