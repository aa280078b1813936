package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.metric.CoarseSimilarity;
import org.sceneremix.gan.metric.CoarsestLevel;
import org.sceneremix.gan.metric.Control;
import org.sceneremix.gan.metric.Controls;
import org.sceneremix.gan.metric.InceptionStem;
import org.sceneremix.gan.metric.Observer;
import org.sceneremix.gan.metric.QualityMeter;
import org.sceneremix.gan.metric.RemixEvaluation;
import org.sceneremix.gan.metric.StartControls;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.gan.sheet.ContactSheet;
import org.sceneremix.gan.train.Ablation;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.viewer.dataset.Remixes;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix eval}: how good remixes are, how different, and whether they are copies. */
@Command(
    name = "eval",
    description = {
      "Measures remixes against the scene that they are like: quality, diversity, copying.",
      "Beside them stand controls: an exact copy and a shifted copy of the scene, which are perfect"
          + " but no remixes, and a shuffle of blocks of it, which is the simplest remix."
    })
final class EvalCommand implements Callable<Integer> {

  private static final double ELEVATION = 35;

  /** Shares of the work that are done when ablations are trained, and when all is made. */
  private static final double TRAINED = 0.2;

  private static final double MADE = 0.5;

  /** Scenes of each start that is not the generator's: as many as remixes, but at most so many. */
  private static final int MOST_CONTROLS = 8;

  private static final double FIELD_OF_VIEW = 0.6911;

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL|GRID",
      description = "A model, of which remixes are made, or grids of one size that are remixes.")
  private List<Path> sources;

  @Option(
      names = "--reference",
      paramLabel = "SCENE",
      description = "The scene's grid file (with a model, by default the one it learned).")
  private Path reference;

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      defaultValue = "1-8",
      converter = Seeds.Converter.class,
      description = "Remixes to make of a model (${DEFAULT-VALUE}).")
  private Seeds seeds;

  @Mixin private SceneOptions options;

  @Option(
      names = "--inception",
      paramLabel = "FILE",
      description = {
        "Weights of Inception v3 as Keras saves them (.h5), for SIFID. They are not part of this",
        "program; keras.applications.InceptionV3(include_top=False).save(FILE) makes them."
      })
  private Path inception;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "Pictures of the scene, the remixes and the controls on one sheet (.png).")
  private Path sheet;

  @Option(
      names = "--ablate",
      description = {
        "Measure this model also as it is when trained without the critic of pictures, without that",
        "of columns, and without the distance of patches; trains each, in a folder inside the",
        "model's, which takes as long as it did."
      })
  private boolean ablate;

  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    boolean ofModel = Files.isDirectory(sources.get(0));
    if (ofModel && sources.size() > 1) {
      throw console.usageError("models are measured one at a time; name one model, or grids");
    }
    if (!ofModel && reference == null) {
      throw console.usageError("--reference is missing: the scene that these grids are like");
    }
    return sheet == null
        ? measure(ofModel)
        : OutputLock.holdingFile(sheet, "remix eval", () -> measure(ofModel));
  }

  private int measure(boolean ofModel) throws IOException {
    VoxelGrid scene;
    List<Camera> cameras;
    if (reference == null) {
      ModelFolder model = new ModelFolder(sources.get(0));
      scene = model.scene().grid();
      cameras = model.cameras();
    } else {
      GridFile read = GridFile.read(reference);
      scene = read.grid();
      cameras = SceneCameras.of(read, reference);
    }
    Optional<InceptionStem> stem =
        inception == null ? Optional.empty() : Optional.of(InceptionStem.read(inception));
    RemixEvaluation evaluation;
    Map<String, CoarseSimilarity> coarsest;
    try (TaskProgress progress = console.progress("Measuring");
        Workers workers = threads.open()) {
      VolumeTracer tracer = new CpuTracer(workers);
      Measured measured =
          ofModel
              ? made(progress, tracer, workers)
              : new Measured(List.of(), read(), List.of(), Map.of());
      coarsest = measured.coarsest();
      progress.stopIfCancelled();
      progress.at(MADE, "figures of " + measured.remixes().size() + " remixes and of the controls");
      evaluation =
          RemixEvaluation.evaluate(
              scene,
              measured.remixes(),
              measured.controls(),
              new Observer(cameras.isEmpty() ? around(scene) : cameras, tracer, workers),
              seed.seed(),
              stem);
      if (sheet != null) {
        progress.at(0.95, "sheet");
        drawn(scene, measured, tracer, workers).write(sheet);
      }
      progress.at(1, "");
    }
    if (json.isSet()) {
      ObjectNode figures = evaluation.toJson();
      if (!coarsest.isEmpty()) {
        figures.set("coarsest", new ObjectMapper().valueToTree(coarsest));
      }
      json.print(figures);
    } else {
      print(evaluation);
      print(coarsest);
    }
    return 0;
  }

  /**
   * Grids and controls to measure.
   *
   * @param raw output of the generator, before it is made consistent
   * @param controls of the model, beside those that need none
   * @param coarsest figures of the model's coarsest level alone
   */
  private record Measured(
      List<VoxelGrid> raw,
      List<VoxelGrid> remixes,
      List<Control> controls,
      Map<String, CoarseSimilarity> coarsest) {}

  private Measured made(TaskProgress progress, VolumeTracer tracer, Workers workers)
      throws IOException {
    ModelFolder folder = new ModelFolder(sources.get(0));
    try (Engine engine = Engine.cpu(workers)) {
      Remixes remixes = options.open(sources.get(0), engine);
      RemixSettings settings = options.settings(remixes, Periodicity.NONE, 0);
      List<Control> controls = new ArrayList<>();
      if (ablate) {
        for (Ablation part : Ablation.values()) {
          double from = TRAINED * controls.size() / Ablation.values().length;
          double to = TRAINED * (controls.size() + 1) / Ablation.values().length;
          ModelFolder ablated =
              part.train(
                  folder, folder.cameras(), tracer, engine, progress.part(from, to, part.label()));
          progress.stopIfCancelled();
          controls.add(
              new Control(
                  part.label(), remixed(ablated.open(engine).remixer(), settings, progress)));
        }
      }
      Remixer remixer = remixes.remixer();
      List<VoxelGrid> made = remixed(remixer, settings, progress);
      List<VoxelGrid> raw = new ArrayList<>();
      for (long remix : seeds.values()) {
        raw.add(remixer.raw(Latents.ofSeed(remix), settings.size()));
      }
      if (ablate && remixer.stages() > 1) {
        controls.add(
            new Control(
                "no finer networks", remixed(remixer.withCoarsestStage(), settings, progress)));
      }
      int controlScenes = Math.min(MOST_CONTROLS, made.size());
      if (settings.size().equals(remixer.defaultSize())) {
        progress.at(0.9 * MADE, "noise and shuffles, made consistent");
        controls.addAll(
            StartControls.of(remixer, settings, controlScenes, seed.seed(), progress.silent()));
      }
      Remixer untrained = folder.untrained(engine).remixer();
      controls.add(new Control("untrained", remixed(untrained, settings, progress)));
      Map<String, CoarseSimilarity> coarsest =
          CoarsestLevel.of(
              remixer, untrained, controlScenes, seed.seed(), workers, progress.silent());
      return new Measured(raw, made, controls, coarsest);
    }
  }

  private List<VoxelGrid> remixed(Remixer remixer, RemixSettings settings, TaskProgress progress) {
    List<VoxelGrid> made = new ArrayList<>();
    for (long remix : seeds.values()) {
      progress.stopIfCancelled();
      double share = (double) made.size() / seeds.values().size();
      progress.at(TRAINED + (MADE - TRAINED) * share, "remix " + remix);
      made.add(remixer.make(Recipe.ofSeed(remix), settings, progress.silent()).grid());
    }
    return made;
  }

  private List<VoxelGrid> read() throws IOException {
    List<VoxelGrid> grids = new ArrayList<>();
    for (Path source : sources) {
      VoxelGrid grid = GridFile.read(source).grid();
      if (!grids.isEmpty() && !grid.sameSize(grids.get(0))) {
        throw new IOException(
            source
                + " has "
                + GridSize.of(grid)
                + " voxels, but "
                + sources.get(0)
                + " has "
                + GridSize.of(grids.get(0))
                + "; measure grids of one size at a time");
      }
      grids.add(grid);
    }
    return grids;
  }

  private ContactSheet drawn(
      VoxelGrid scene, Measured measured, VolumeTracer tracer, Workers workers) {
    ContactSheet rows = new ContactSheet(tracer).row("reference", List.of(scene));
    if (!measured.raw().isEmpty()) {
      rows.row("generated", measured.raw());
    }
    rows.row("remixes", measured.remixes());
    measured.controls().forEach(c -> rows.row(c.name(), c.scenes()));
    VoxelGrid likeRemixes = RemixEvaluation.withVoxelsOf(measured.remixes().get(0), scene, workers);
    Controls.of(likeRemixes, seed.seed()).forEach(c -> rows.row(c.name(), c.scenes()));
    return rows;
  }

  /** A circle around the scene. */
  private static List<Camera> around(VoxelGrid scene) {
    return new Orbit(QualityMeter.MAX_CAMERAS, ELEVATION)
        .cameras(
            scene.box(),
            Intrinsics.ofFieldOfView(QualityMeter.MAX_SIDE, QualityMeter.MAX_SIDE, FIELD_OF_VIEW));
  }

  private void print(Map<String, CoarseSimilarity> coarsest) {
    coarsest.forEach(
        (name, figures) ->
            console
                .out()
                .println(
                    String.format(
                        Locale.ROOT,
                        "coarsest level, patches of 5^3, %s: coherence %.4f, completeness %.4f,"
                            + " diversity %.3f",
                        name,
                        figures.coherence(),
                        figures.completeness(),
                        figures.diversity())));
  }

  private void print(RemixEvaluation evaluation) {
    List<String> header = evaluation.tableHeader();
    console.out().println(line(header, header));
    evaluation.table().forEach(row -> console.out().println(line(header, row)));
    console
        .out()
        .println(
            String.format(
                Locale.ROOT, "occupancy of the scene %.3f", evaluation.referenceOccupancy()));
  }

  /** Names at the left, figures below the ends of their headings, units behind. */
  private static String line(List<String> header, List<String> cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-22s", cells.get(0)));
    for (int i = 1; i < cells.size() - 1; i++) {
      int width = 2 + Math.max(10, header.get(i).length());
      line.append(String.format(Locale.ROOT, "%" + width + "s", cells.get(i)));
    }
    return line.append("  ").append(cells.get(cells.size() - 1)).toString();
  }
}
