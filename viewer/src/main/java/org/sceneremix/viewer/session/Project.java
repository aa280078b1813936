package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.check.CaptureReport;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.scenes.synth.BuiltInScene;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.viewer.footage.ColmapPoses;
import org.sceneremix.viewer.program.ExternalProgram;
import org.sceneremix.viewer.program.FileTree;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.work.Workers;

/**
 * The way from photographs to remixes: finding poses, checking the capture, fitting a scene,
 * training a model. One step at a time, in the background; what a step makes lies beside the
 * photographs, and nothing that is there is written over.
 */
public final class Project {

  /** Training settings where none are asked for. */
  public static final TrainSettings DEFAULT_TRAINING =
      TrainSettings.of(TrainSettings.DEFAULT_RESOLUTION, 1);

  /** Photographs of the built-in sample, and pixels of one along each side. */
  private static final int SAMPLE_VIEWS = 60;

  private static final int SAMPLE_SIDE = 192;

  /** Remixes that stand at the end of the whole way. */
  private static final int REMIXES = 4;

  private final Notices notices;
  private final Jobs jobs;
  private final Scenes scenes;
  private final Consumer<Path> open;
  private final Predicate<Path> isReady;
  private final Path samples;
  private final int threads;
  private final CheckStep check;
  private final FitStep fit;
  private final TrainStep train;
  private Optional<Path> folder = Optional.empty();
  private Optional<Path> photographs = Optional.empty();
  private Optional<Path> capture = Optional.empty();
  private List<Path> sessions = List.of();
  private Optional<Job> preparing = Optional.empty();
  private FitSettings fitNext = FitSettings.DEFAULT;
  private TrainSettings trainNext = DEFAULT_TRAINING;
  private boolean goesOn;
  private boolean remixesAreDue;

  /** Parts of the session that the steps use. */
  record Parts(Timeline timeline, Workshop workshop, Scenes scenes, Notices notices, Jobs jobs) {}

  /**
   * @param samples where the built-in sample is kept
   * @param threads for the work
   * @param open opens a folder
   * @param useModel has remixes made with the model of a folder
   * @param isReady whether remixes are made with the model of a folder as it is in the end
   */
  Project(
      Parts parts,
      Path samples,
      int threads,
      Consumer<Path> open,
      Consumer<Path> useModel,
      Predicate<Path> isReady) {
    this.open = open;
    this.isReady = isReady;
    this.notices = parts.notices();
    this.jobs = parts.jobs();
    this.scenes = parts.scenes();
    this.samples = samples;
    this.threads = threads;
    check = new CheckStep(jobs, this::checked);
    fit = new FitStep(parts.timeline(), parts.workshop(), notices, jobs, threads, this::fitted);
    train = new TrainStep(notices, jobs, threads, useModel, this::trained);
  }

  /** Whether anything is open that leads to remixes. */
  public boolean isOpen() {
    return folder.isPresent();
  }

  /** Folder of the results, if one is open. */
  public Optional<Path> folder() {
    return folder;
  }

  /** The folder of photographs without poses, if that is what is open. */
  public Optional<Path> unposed() {
    return photographs;
  }

  /** The folder of the capture. */
  public Optional<Path> capture() {
    return capture;
  }

  /** Sessions that were saved in the folder, the latest first. */
  public List<Path> sessions() {
    return sessions;
  }

  public CheckStep check() {
    return check;
  }

  public FitStep fit() {
    return fit;
  }

  public TrainStep train() {
    return train;
  }

  /** The step that is at work. */
  public Optional<Job> job() {
    return preparing.filter(jobs::isActive).or(check::job).or(fit::job).or(train::job);
  }

  /** Whether one step follows the other without being asked for. */
  public boolean goesOn() {
    return goesOn && job().isPresent();
  }

  /** Another folder is open. */
  void begin(FolderContents contents, Optional<Capture> newCapture) {
    job()
        .ifPresent(
            running -> {
              stop();
              notices.say(
                  running.title()
                      + " was stopped; it can be gone on with when that is open again.");
            });
    folder = Optional.of(contents.folder());
    photographs = contents.photographs();
    capture = contents.captures().stream().findFirst();
    sessions = contents.sessions();
    check.begin(newCapture);
    fit.begin(newCapture, capture, contents.scene());
    train.begin(contents.models().stream().findFirst());
  }

  /** Opens the built-in sample, which is photographed first where that was not done before. */
  public void openSample() {
    Path sample = samples.resolve(BuiltInScene.BLOCKS.label());
    if (Files.isDirectory(sample)) {
      open.accept(sample);
      return;
    }
    prepare(
        "Photographing the built-in sample",
        running ->
            OutputLock.holdingFolder(
                samples,
                "remix view",
                () -> {
                  photograph(sample, running);
                  return sample;
                }));
  }

  private void photograph(Path sample, Job running) throws IOException {
    Path part = sample.resolveSibling(sample.getFileName() + ".part");
    FileTree.delete(part);
    try (Workers workers = new Workers(threads)) {
      new SyntheticCapture(BuiltInScene.BLOCKS, SAMPLE_VIEWS, SAMPLE_SIDE, 1)
          .write(part, workers, running);
    }
    Files.move(part, sample, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Why poses cannot be found here, a sentence; empty where they can be. */
  public static Optional<String> obstacleToPoses() {
    return new ExternalProgram("colmap").isThere()
        ? Optional.empty()
        : Optional.of(
            "Poses are found by the free program COLMAP, which is not on the path: install it, or"
                + " open a capture that has poses already.");
  }

  /** Finds the poses of photographs that have none, and opens them as a capture. */
  public void findPoses() {
    Path pictures = photographs.orElseThrow();
    Path place = folder.orElseThrow();
    boolean isReady = pictures.equals(place.resolve(FolderContents.IMAGES));
    Path target = isReady ? place : place.resolve("capture");
    prepare(
        "Finding poses",
        running -> {
          if (!isReady) {
            link(pictures, target.resolve(FolderContents.IMAGES));
          }
          new ColmapPoses(new ExternalProgram("colmap")).find(target, running);
          return place;
        });
  }

  /**
   * COLMAP wants photographs in a folder of their own; those that are there stay where they are.
   */
  private static void link(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path picture : FolderContents.pictures(from)) {
      Path target = to.resolve(picture.getFileName());
      if (Files.exists(target)) {
        continue;
      }
      try {
        Files.createLink(target, picture);
      } catch (IOException | UnsupportedOperationException e) {
        // another file system, or one without links
        AtomicFile.write(target, out -> Files.copy(picture, out));
      }
    }
  }

  private void prepare(String title, Jobs.Work<Path> work) {
    preparing = Optional.of(jobs.start(Jobs.Lane.MAKING, title, work, open));
  }

  /** Looks whether the capture is usable. */
  public void runCheck() {
    goesOn = false;
    check.run();
  }

  /** Fits a scene anew. */
  public void runFit(FitSettings settings) {
    goesOn = false;
    startFit(settings);
  }

  private void startFit(FitSettings settings) {
    fit.start(FolderContents.newScene(folder.orElseThrow()), settings);
  }

  public void resumeFit() {
    goesOn = false;
    fit.resume();
  }

  /** Trains a model anew. */
  public void runTraining(TrainSettings settings) {
    goesOn = false;
    startTraining(settings);
  }

  private void startTraining(TrainSettings settings) {
    train.start(fit.scene().orElseThrow(), FolderContents.newModel(folder.orElseThrow()), settings);
  }

  public void resumeTraining() {
    goesOn = false;
    train.resume();
  }

  /**
   * All that is left to do, one step after the other.
   *
   * @param fitting where a scene is fitted anew
   * @param training where a model is trained anew
   */
  public void runAll(FitSettings fitting, TrainSettings training) {
    goesOn = true;
    fitNext = fitting;
    trainNext = training;
    if (train.isInterrupted()) {
      train.resume();
    } else if (fit.isDone()) {
      startTraining(training);
    } else if (fit.isInterrupted()) {
      fit.resume();
    } else if (check.report().isPresent()) {
      checked(check.report().get());
    } else {
      check.run();
    }
  }

  /** Stops the step that is at work; it can be gone on with. */
  public void stop() {
    goesOn = false;
    job().ifPresent(Job::cancel);
  }

  private void checked(CaptureReport report) {
    if (goesOn && report.usable()) {
      startFit(fitNext);
    } else if (goesOn) {
      goesOn = false;
      notices.say("The capture is not usable as it is; the panel Project says why.");
    }
  }

  private void fitted() {
    if (goesOn) {
      startTraining(trainNext);
    }
  }

  private void trained() {
    remixesAreDue = goesOn;
    notices.say("The model is trained: New remix (N) makes as many scenes as you like.");
  }

  /** To be called often. */
  void follow() {
    train.follow();
    if (job().isEmpty()) {
      goesOn = false;
    }
    if (remixesAreDue && train.model().filter(isReady).isPresent()) {
      remixesAreDue = false;
      for (int i = 1; i < REMIXES; i++) {
        scenes.newRemix();
      }
    }
  }
}
