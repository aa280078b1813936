package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sceneremix.gan.metric.Control;
import org.sceneremix.gan.metric.Observer;
import org.sceneremix.gan.metric.RemixEvaluation;
import org.sceneremix.gan.metric.StartControls;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.gan.sheet.ContactSheet;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Compositing;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.image.ImageFormat;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.fit.FitObserver;
import org.sceneremix.scenes.fit.FitResult;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.viewer.dataset.Remixes;
import org.sceneremix.viewer.making.ModelTraining;
import org.sceneremix.viewer.making.SceneFit;
import org.sceneremix.viewer.picture.AnimatedGif;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.report.DemoReport;
import org.sceneremix.viewer.report.Figure;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.io.Provenance;
import org.sceneremix.volume.work.Workers;

/** The demo: its steps one after the other, each skipped if the folder says that it is done. */
final class Demo {

  private static final String CAPTURE = "capture";
  private static final String FIT = "fit";
  private static final String TRAINING = "training";
  private static final String SAMPLING = "sampling";
  private static final String REPORT = "report";

  private static final double ELEVATION = 35;
  private static final double FIELD_OF_VIEW = 0.6911;
  private static final int FRAMES_PER_SECOND = 12;
  private static final int PHOTOGRAPHS = 6;
  private static final int STILLS = 4;

  /** Scenes of each start that is not the generator's. */
  private static final int CONTROLS = 2;

  private final DemoFolder folder;
  private final DemoSettings settings;
  private final Workers workers;
  private final ConsoleOptions console;

  Demo(DemoFolder folder, DemoSettings settings, Workers workers, ConsoleOptions console) {
    this.folder = folder;
    this.settings = settings;
    this.workers = workers;
    this.console = console;
  }

  /**
   * Runs what is not done yet.
   *
   * @throws CancellationException if the user stops it; the same demo can then be gone on with
   */
  void run() throws IOException {
    step(CAPTURE, folder.capture(), this::capture);
    step(FIT, folder.scene(), this::fit);
    step(TRAINING, folder.model(), this::train);
    step(SAMPLING, folder.remixes(), this::sample);
    step(REPORT, folder.report(), this::report);
  }

  /** Work of a step, which adds the figures for the report. */
  private interface Work {
    void run(TaskProgress progress, ObjectNode figures) throws IOException;
  }

  private void step(String name, Path made, Work work) throws IOException {
    if (folder.isDone(name, made)) {
      return;
    }
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    long begin = System.nanoTime();
    try (TaskProgress progress = console.progress(capitalised(name))) {
      work.run(progress, figures);
      if (progress.cancelled()) {
        throw new CancellationException("stopped; the same call goes on with the demo");
      }
      progress.at(1, "");
    }
    figures.put("seconds", (System.nanoTime() - begin) * 1e-9);
    folder.done(name, figures);
  }

  private static String capitalised(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private void capture(TaskProgress progress, ObjectNode figures) throws IOException {
    new SyntheticCapture(
            settings.scene(), settings.views(), settings.photographSide(), settings.seed())
        .write(folder.capture(), workers, progress);
  }

  private void fit(TaskProgress progress, ObjectNode figures) throws IOException {
    Capture capture = CaptureReader.read(folder.capture());
    FitSettings fit =
        FitSettings.DEFAULT
            .withResolution(settings.fitResolution())
            .withIterations(settings.fitIterations())
            .withSeed(settings.seed());
    FitResult result =
        SceneFit.of(
                capture,
                folder.capture(),
                SceneFit.Wishes.of(fit),
                workers,
                (sentence, option) -> console.detail(sentence))
            .run(folder.scene(), true, new CpuTracer(workers), workers, FitObserver.NONE, progress);
    result
        .heldOut()
        .ifPresent(
            quality -> {
              figures.put("psnr", quality.psnr());
              figures.put("ssim", quality.ssim());
            });
  }

  private void train(TaskProgress progress, ObjectNode figures) throws IOException {
    OutputLock.holdingFolder(
        folder.model(), "remix demo", () -> train(new ModelFolder(folder.model()), progress));
  }

  private boolean train(ModelFolder model, TaskProgress progress) throws IOException {
    try (Engine engine = Engine.cpu(workers)) {
      VolumeTracer tracer = new CpuTracer(workers);
      ModelTraining training =
          model.exists()
              ? ModelTraining.resume(model, tracer, engine)
              : ModelTraining.begin(
                  folder.scene(),
                  TrainSettings.of(settings.trainResolution(), settings.seed())
                      .withIterations(settings.trainIterations()),
                  model,
                  tracer,
                  engine);
      return training.run(progress);
    }
  }

  private void sample(TaskProgress progress, ObjectNode figures) throws IOException {
    try (Engine engine = Engine.cpu(workers)) {
      Remixes remixes = Remixes.open(new ModelFolder(folder.model()), engine);
      RemixSettings whole = remixes.settings();
      for (int i = 0; i < settings.remixes(); i++) {
        double count = settings.remixes();
        Progress part = progress.part(i / count, (i + 1) / count, "seed " + seed(i));
        remixes.write(seed(i), whole, remixFile(i), part);
      }
    }
  }

  private long seed(int i) {
    return settings.seed() + i;
  }

  private Path remixFile(int i) {
    return folder.remixes().resolve(Remixes.fileName(seed(i)));
  }

  private void report(TaskProgress progress, ObjectNode figures) throws IOException {
    VoxelGrid reference = GridFile.read(folder.scene()).grid();
    List<VoxelGrid> remixes = new ArrayList<>();
    for (int i = 0; i < settings.remixes(); i++) {
      remixes.add(GridFile.read(remixFile(i)).grid());
    }
    Capture capture = CaptureReader.read(folder.capture());
    VolumeTracer tracer = new CpuTracer(workers);
    PictureMaker maker = new PictureMaker(tracer, workers, PictureMode.COLOUR, Background.WHITE);
    List<Figure> photographs = new ArrayList<>();
    List<Figure> seenAgain = new ArrayList<>();
    for (View view : capture.heldOut().stream().limit(PHOTOGRAPHS).toList()) {
      photographs.add(figure(Compositing.over(view.load(), 1, 1, 1), "photograph " + view.name()));
      seenAgain.add(
          figure(maker.picture(reference, view.camera()), "reference grid, " + view.name()));
    }
    progress.at(0.1, "films");
    Figure referenceFilm = film(maker, reference, "Reference");
    List<DemoReport.Remix> shown = new ArrayList<>();
    for (int i = 0; i < remixes.size(); i++) {
      progress.stopIfCancelled();
      progress.at(0.1 + 0.6 * i / remixes.size(), "remix " + seed(i));
      String name = "Remix, seed " + seed(i);
      shown.add(
          new DemoReport.Remix(
              seed(i), film(maker, remixes.get(i), name), stills(maker, remixes.get(i), name)));
    }
    progress.at(0.7, "controls");
    ContactSheet sheet = new ContactSheet(tracer).row("reference", List.of(reference));
    List<Control> starts = starts(sheet, remixes);
    progress.stopIfCancelled();
    progress.at(0.8, "figures");
    RemixEvaluation evaluation =
        RemixEvaluation.evaluate(
            reference,
            remixes,
            starts,
            new Observer(capture.trainingCameras(), tracer, workers),
            settings.seed(),
            Optional.empty());
    new DemoReport(
            "One scene, many remixes",
            lead(reference),
            photographs,
            seenAgain,
            referenceFilm,
            shown,
            times(),
            fitFigures(reference),
            evaluation,
            figure(sheet.image(), "Reference, generator, remixes and controls"),
            provenance())
        .page()
        .write(folder.report());
    figures.set("evaluation", evaluation.toJson());
  }

  /** Scenes from other starts than the generator's; adds them and what it says to a sheet. */
  private List<Control> starts(ContactSheet sheet, List<VoxelGrid> remixes) throws IOException {
    try (Engine engine = Engine.cpu(workers)) {
      Remixes made = Remixes.open(new ModelFolder(folder.model()), engine);
      Remixer remixer = made.remixer();
      List<VoxelGrid> generated = new ArrayList<>();
      for (int i = 0; i < remixes.size(); i++) {
        generated.add(remixer.raw(Latents.ofSeed(seed(i)), remixer.defaultSize()));
      }
      List<Control> starts =
          StartControls.of(remixer, made.settings(), CONTROLS, settings.seed(), Progress.NONE);
      sheet.row("generated", generated).row("remixes", remixes);
      starts.forEach(control -> sheet.row(control.name(), control.scenes()));
      return starts;
    }
  }

  private String lead(VoxelGrid reference) {
    return String.format(
        Locale.ROOT,
        "To %d photographs of %s a reference grid of %s voxels was fitted, and a generator was"
            + " trained on it. The first scene below is the reference; the others are new.",
        settings.views(),
        settings.scene().description(),
        GridSize.of(reference));
  }

  private List<Camera> orbit(VoxelGrid grid, int views) {
    return new Orbit(views, ELEVATION)
        .cameras(
            grid.box(),
            Intrinsics.ofFieldOfView(settings.filmSide(), settings.filmSide(), FIELD_OF_VIEW));
  }

  private Figure film(PictureMaker maker, VoxelGrid grid, String caption) throws IOException {
    List<Image> frames = new ArrayList<>();
    for (Camera camera : orbit(grid, settings.filmFrames())) {
      frames.add(maker.picture(grid, camera));
    }
    return Figure.gif(AnimatedGif.encode(frames, FRAMES_PER_SECOND), caption);
  }

  private List<Figure> stills(PictureMaker maker, VoxelGrid grid, String caption)
      throws IOException {
    List<Figure> stills = new ArrayList<>();
    // of twice as many every other one: onto the corners of the box, not along its sides
    List<Camera> cameras = orbit(grid, 2 * STILLS);
    for (int i = 0; i < STILLS; i++) {
      stills.add(
          figure(maker.picture(grid, cameras.get(2 * i + 1)), caption + ", view " + (i + 1)));
    }
    return stills;
  }

  private static Figure figure(Image image, String caption) throws IOException {
    return Figure.png(ImageFiles.encode(image, ImageFormat.PNG), caption);
  }

  private Map<String, Double> times() {
    Map<String, Double> times = new LinkedHashMap<>();
    for (String step : List.of(CAPTURE, FIT, TRAINING, SAMPLING)) {
      times.put(step, folder.figures(step).path("seconds").asDouble());
    }
    return times;
  }

  private Map<String, String> fitFigures(VoxelGrid reference) {
    JsonNode fit = folder.figures(FIT);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("PSNR", String.format(Locale.ROOT, "%.2f dB", fit.path("psnr").asDouble()));
    facts.put("SSIM", String.format(Locale.ROOT, "%.4f", fit.path("ssim").asDouble()));
    facts.put("voxels", GridSize.of(reference).toString());
    return facts;
  }

  private Map<String, String> provenance() throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("program", "SceneRemix " + settings.version());
    facts.put(
        "machine",
        String.format(
            Locale.ROOT,
            "%d threads, %s %s, Java %s",
            workers.size(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version()));
    Provenance made =
        Provenance.inMetadata(GridFile.readHeader(remixFile(0)).metadata()).orElseThrow();
    for (Provenance step = made; step != null; step = step.source().orElse(null)) {
      facts.put(step.verb(), step.parameters() + ", seed " + step.seed().orElse(0));
    }
    return facts;
  }
}
