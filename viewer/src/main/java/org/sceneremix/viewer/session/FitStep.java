package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.fit.FitCheckpoint;
import org.sceneremix.scenes.fit.FitObserver;
import org.sceneremix.scenes.fit.FitResult;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.viewer.making.SceneFit;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.work.Workers;

/**
 * Fitting a scene to a capture, into a grid file. The scene can be looked at meanwhile. Work that
 * is stopped, in whatever way, goes on from its checkpoint.
 */
public final class FitStep {

  /** Time from one look at the scene to the next. */
  private static final long LOOK_NANOS = 1_500_000_000L;

  private final Timeline timeline;
  private final Workshop workshop;
  private final Notices notices;
  private final Jobs jobs;
  private final int threads;
  private final Runnable fitted;
  private final Curve psnr = new Curve();
  private Optional<Job> job = Optional.empty();
  private Optional<Capture> capture = Optional.empty();
  private Optional<Path> captureFolder = Optional.empty();
  private Optional<Path> scene = Optional.empty();
  private Optional<String> heldOut = Optional.empty();
  private boolean interrupted;

  /**
   * @param threads for the fit
   * @param fitted told of a scene that was fitted to its end
   */
  FitStep(
      Timeline timeline,
      Workshop workshop,
      Notices notices,
      Jobs jobs,
      int threads,
      Runnable fitted) {
    this.timeline = timeline;
    this.workshop = workshop;
    this.notices = notices;
    this.jobs = jobs;
    this.threads = threads;
    this.fitted = fitted;
  }

  /**
   * Begins with a capture, or none, and its folder.
   *
   * @param newScene the grid file of an earlier fit, finished or not
   */
  void begin(Optional<Capture> newCapture, Optional<Path> newFolder, Optional<Path> newScene) {
    capture = newCapture;
    captureFolder = newFolder;
    psnr.clear();
    look(newScene);
  }

  /** Finds out how far a scene is. */
  private void look(Optional<Path> newScene) {
    scene = newScene;
    heldOut = Optional.empty();
    interrupted = scene.isPresent() && Files.exists(FitCheckpoint.beside(scene.get()));
    if (scene.isPresent() && Files.exists(scene.get())) {
      try {
        heldOut = SceneFit.heldOut(GridFile.readHeader(scene.get()).metadata());
      } catch (IOException e) {
        notices.fail(e);
      }
    }
  }

  /** The grid file, also of a fit that was stopped. */
  public Optional<Path> scene() {
    return scene;
  }

  /** Whether there is a scene that was fitted to its end. */
  public boolean isDone() {
    return scene.isPresent() && Files.exists(scene.get()) && !interrupted && job().isEmpty();
  }

  /** Whether there is a fit to go on with. */
  public boolean isInterrupted() {
    return interrupted && capture.isPresent() && job().isEmpty();
  }

  /** Quality on held-out photographs in words, if it is known. */
  public Optional<String> heldOut() {
    return heldOut;
  }

  /** PSNR on training rays over the iterations, dB. */
  public Curve.Points psnr() {
    return psnr.points();
  }

  /** The work, while it goes on. */
  public Optional<Job> job() {
    return job.filter(jobs::isActive);
  }

  /** Fits from the beginning, into a file that is not there yet. */
  void start(Path out, FitSettings settings) {
    psnr.clear();
    run(out, Optional.of(settings));
  }

  /** Goes on where it was stopped, with the settings it was begun with. */
  void resume() {
    run(scene.orElseThrow(), Optional.empty());
  }

  /**
   * Fits in the background.
   *
   * @param settings empty to go on
   */
  private void run(Path out, Optional<FitSettings> settings) {
    Capture fittedOne = capture.orElseThrow();
    Path folder = captureFolder.orElseThrow();
    scene = Optional.of(out);
    interrupted = false;
    heldOut = Optional.empty();
    job =
        Optional.of(
            jobs.start(
                Jobs.Lane.MAKING,
                "Fitting " + fittedOne.name(),
                running ->
                    OutputLock.holdingFile(
                        out, "remix view", () -> fit(fittedOne, folder, out, settings, running)),
                result -> {
                  ended(out);
                  fitted.run();
                },
                stopped -> ended(out)));
  }

  private FitResult fit(
      Capture fittedOne, Path folder, Path out, Optional<FitSettings> settings, Job running)
      throws IOException {
    try (Workers workers = new Workers(threads)) {
      SceneFit.Wishes wishes =
          settings.isPresent()
              ? SceneFit.Wishes.of(settings.get())
              : SceneFit.Wishes.exactly(
                  new FitCheckpoint(FitCheckpoint.beside(out), true).settings().orElseThrow());
      SceneFit fit =
          SceneFit.of(
              fittedOne,
              folder,
              wishes,
              workers,
              (sentence, option) -> jobs.post(running, () -> notices.say(asSentence(sentence))));
      return fit.run(
          out,
          settings.isEmpty(),
          new CpuTracer(workers),
          workers,
          observer(out, running),
          running);
    }
  }

  private static String asSentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private FitObserver observer(Path out, Job running) {
    return new FitObserver() {
      private long looked = System.nanoTime() - LOOK_NANOS;

      @Override
      public void stepped(int iteration, double value, VoxelGrid grid) {
        psnr.add(iteration, value);
        if (System.nanoTime() - looked > LOOK_NANOS) {
          VoxelGrid copy = grid.copy();
          Image picture = Pictures.thumbnail(copy, 1);
          jobs.post(running, () -> show(out, MadeScene.of(copy), picture));
          looked = System.nanoTime();
        }
      }
    };
  }

  /** The scene as it is by now takes its place in the history. */
  private void show(Path out, MadeScene now, Image picture) {
    SceneEntry entry =
        entry(out)
            .orElseGet(
                () -> {
                  SceneEntry fresh =
                      new SceneEntry(
                          timeline.now().nextId(),
                          Sources.titleOf(out),
                          new Origin.InFile(out.toString()),
                          false);
                  timeline.endGesture();
                  timeline.change("Fit", state -> state.withScene(fresh));
                  timeline.endGesture();
                  return fresh;
                });
    workshop.put(entry.id(), now, picture);
  }

  private Optional<SceneEntry> entry(Path out) {
    Origin origin = new Origin.InFile(out.toString());
    return timeline.now().scenes().stream()
        .filter(scene -> scene.origin().equals(origin))
        .findFirst();
  }

  /** Shows the result of a fit that has ended, or withdraws its scene if it left no file. */
  private void ended(Path out) {
    if (scene.equals(Optional.of(out))) {
      look(Optional.of(out).filter(FitStep::isThere));
    }
    Optional<SceneEntry> shown = entry(out);
    if (shown.isPresent() && Files.exists(out)) {
      workshop.make(shown.get());
    } else {
      shown.ifPresent(entry -> timeline.withdraw(entry.id()));
    }
  }

  private static boolean isThere(Path out) {
    return Files.exists(out) || Files.exists(FitCheckpoint.beside(out));
  }
}
