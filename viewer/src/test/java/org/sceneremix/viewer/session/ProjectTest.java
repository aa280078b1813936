package org.sceneremix.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.train.Hyperparameters;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.scenes.fit.FitCheckpoint;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.scenes.synth.BuiltInScene;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/** The whole way from photographs to remixes, without a window. */
class ProjectTest {

  private static final FitSettings FIT =
      FitSettings.DEFAULT.withResolution(32).withIterations(80).withRaysPerIteration(256);

  private static final TrainSettings TRAINING =
      new TrainSettings(24, 24, 1, 3, 0, 0, 1, Symmetry.NONE, Hyperparameters.DEFAULT);

  @TempDir private static Path shared;

  @TempDir private Path folder;
  private Path capture;
  private Session session;

  @BeforeAll
  static void photograph() throws IOException {
    try (Workers workers = new Workers(1)) {
      new SyntheticCapture(BuiltInScene.BLOCKS, 12, 32, 1)
          .write(shared.resolve("capture"), workers, Progress.NONE);
    }
  }

  @BeforeEach
  void begin() throws IOException {
    capture = copy(shared.resolve("capture"), folder.resolve("capture"));
    session = newSession();
  }

  @AfterEach
  void end() {
    session.close();
  }

  private Session newSession() {
    return new Session(folder.resolve("settings"), 1, Throwable::getMessage);
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  private Project project() {
    return session.project();
  }

  /** Until the background has nothing more to do, nor anything follows from what it did. */
  private void settle() {
    for (int quiet = 0; quiet < 3; quiet++) {
      while (session.isBusy()) {
        quiet = 0;
        session.poll();
        Thread.onSpinWait();
      }
      session.poll();
    }
    assertThat(session.notices().all()).noneMatch(Notice::error);
  }

  private void open(Path path) {
    session.open(path);
    settle();
  }

  /** Works until a step has done that share, and stops it there. */
  private void stopAt(double share) {
    while (project().job().orElseThrow().fraction() < share) {
      session.poll();
      Thread.onSpinWait();
    }
    project().stop();
    settle();
  }

  /** A grid file that is no capture's. */
  private static Path scene(Path in) throws IOException {
    Path file = in.resolve("other.grid");
    new GridFile(TinyModel.scene(), JsonNodeFactory.instance.objectNode()).write(file);
    return file;
  }

  private List<String> titles() {
    return session.state().scenes().stream().map(SceneEntry::title).toList();
  }

  @Test
  void photographsBecomeRemixesByOneButton() throws IOException {
    open(capture);
    assertThat(project().capture()).contains(capture);
    project().runAll(FIT, TRAINING);
    // the model as it is in the end is looked for now and then
    while (!titles().contains("Remix 4")) {
      session.poll();
      Thread.onSpinWait();
    }
    settle();
    assertThat(project().check().report().orElseThrow().usable()).isTrue();
    assertThat(project().fit().isDone()).isTrue();
    assertThat(project().fit().heldOut().orElseThrow()).startsWith("PSNR ");
    assertThat(project().fit().psnr().count()).isEqualTo(FIT.iterations());
    assertThat(project().train().isDone()).isTrue();
    assertThat(project().train().curves()).allMatch(curve -> curve.points().count() > 0);
    assertThat(new ModelFolder(capture.resolve("model")).isComplete()).isTrue();
    assertThat(titles()).startsWith("scene", "Remix 1", "Remix 2", "Remix 3", "Remix 4");
    assertThat(session.state().scenes())
        .allMatch(scene -> session.scenes().thumbnail(scene.id()).isPresent());
    assertThat(session.scenes().shownGrid()).isPresent();
    assertThat(session.state().shownScene().orElseThrow().origin())
        .isInstanceOf(Origin.Remix.class);
    // a photograph lies over what it is of, not over what is another scene
    session.captureCameras().lookThrough(0);
    settle();
    assertThat(session.captureCameras().photograph()).isEmpty();
    session.scenes().show(session.state().scenes().get(0).id());
    assertThat(session.captureCameras().photograph()).isPresent();
  }

  @Test
  void unusableCaptureEndsTheWay() throws IOException {
    // too few photographs tell nothing of depth
    Path few = capture.resolve("transforms_train.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode poses = (ObjectNode) json.readTree(few.toFile());
    ArrayNode frames = (ArrayNode) poses.get("frames");
    while (frames.size() > 2) {
      frames.remove(2);
    }
    json.writeValue(few.toFile(), poses);
    Files.delete(capture.resolve("transforms_test.json"));
    open(capture);
    project().runAll(FIT, TRAINING);
    settle();
    assertThat(project().check().report().orElseThrow().usable()).isFalse();
    assertThat(project().fit().scene()).isEmpty();
    assertThat(session.notices().all()).anyMatch(notice -> notice.text().contains("not usable"));
  }

  @Test
  void sceneIsSeenWhileItIsFitted() {
    open(capture);
    project().runFit(FIT.withIterations(4000));
    while (session.scenes().shownGrid().isEmpty()) {
      session.poll();
      Thread.onSpinWait();
    }
    assertThat(project().fit().job()).isPresent();
    assertThat(project().fit().scene().filter(Files::exists)).isEmpty();
    project().stop();
    settle();
    assertThat(titles()).containsExactly("scene");
    session.timeline().undo();
    assertThat(titles()).isEmpty();
    session.timeline().redo();
    settle();
    assertThat(session.scenes().shownGrid()).isPresent();
  }

  @Test
  void stoppedFitGoesOnToTheSameScene() throws IOException {
    open(capture);
    project().runFit(FIT);
    settle();
    byte[] whole = Files.readAllBytes(capture.resolve("scene.grid"));
    project().runFit(FIT);
    stopAt(0.4);
    Path second = capture.resolve("scene-2.grid");
    assertThat(project().fit().isInterrupted()).isTrue();
    // another program, later
    session.close();
    Files.deleteIfExists(second);
    session = newSession();
    open(capture);
    assertThat(project().fit().scene()).contains(second);
    assertThat(project().fit().isInterrupted()).isTrue();
    project().resumeFit();
    settle();
    assertThat(project().fit().isDone()).isTrue();
    assertThat(FitCheckpoint.beside(second)).doesNotExist();
    assertThat(GridFile.read(second).grid().data())
        .isEqualTo(GridFile.read(capture.resolve("scene.grid")).grid().data());
    assertThat(Files.readAllBytes(capture.resolve("scene.grid"))).isEqualTo(whole);
  }

  @Test
  void stoppedTrainingGoesOn() throws IOException {
    open(scene(folder));
    project()
        .runTraining(
            new TrainSettings(24, 24, 1, 500, 0, 0, 1, Symmetry.NONE, Hyperparameters.DEFAULT));
    stopAt(0.004);
    assertThat(project().train().isInterrupted()).isTrue();
    int done = new ModelFolder(folder.resolve("model")).iterations();
    assertThat(done).isBetween(1, 499);
    // what is trained so far makes remixes
    assertThat(titles()).contains("Remix 1");
    project().resumeTraining();
    stopAt(0.008);
    assertThat(new ModelFolder(folder.resolve("model")).iterations()).isGreaterThan(done);
  }

  @Test
  void trainingAnewLeavesModelAndRemixesAsTheyAre() throws IOException {
    open(scene(folder));
    project().runTraining(TRAINING);
    settle();
    String name = new ModelFolder(folder.resolve("model")).fingerprint();
    SceneEntry first = session.state().shownScene().orElseThrow();
    assertThat(first.title()).isEqualTo("Remix 1");
    float[] made = session.scenes().grid(first.id()).orElseThrow().data().clone();
    project()
        .runTraining(
            new TrainSettings(24, 24, 1, 2, 0, 0, 7, Symmetry.NONE, Hyperparameters.DEFAULT));
    settle();
    assertThat(session.sources().modelFolder()).contains(folder.resolve("model-2"));
    assertThat(titles()).containsExactly("other", "Remix 1", "Remix 2");
    assertThat(new ModelFolder(folder.resolve("model")).fingerprint()).isEqualTo(name);
    session.scenes().show(first.id());
    settle();
    assertThat(session.scenes().grid(first.id()).orElseThrow().data()).isEqualTo(made);
  }

  @Test
  void folderIsFoundWithAllThatIsInIt() throws IOException {
    open(capture);
    project().runAll(FIT, TRAINING);
    settle();
    session.output().saveGrid(capture.resolve("remixes").resolve("mine.grid"));
    session.output().saveSession(capture.resolve("evening.remix"));
    settle();
    session.close();
    session = newSession();
    open(capture);
    assertThat(session.sources().modelFolder()).contains(capture.resolve("model"));
    assertThat(titles()).containsExactly("Learned scene", "mine");
    assertThat(session.captureCameras().all()).hasSize(16);
    assertThat(project().fit().isDone()).isTrue();
    assertThat(project().train().isDone()).isTrue();
    assertThat(project().sessions()).containsExactly(capture.resolve("evening.remix"));
  }

  @Test
  void captureInAFolderIsFoundAndSoIsASessionAlone() throws IOException {
    open(folder);
    assertThat(project().capture()).contains(capture);
    assertThat(project().folder()).contains(folder);
    open(scene(folder.resolve("elsewhere")));
    session.output().saveSession(folder.resolve("sessions").resolve("one.remix"));
    settle();
    session.close();
    session = newSession();
    open(folder.resolve("sessions"));
    assertThat(titles()).contains("other");
  }

  @Test
  void openingSomethingElseStopsTheStepAndSaysSo() throws IOException {
    open(capture);
    project().runFit(FIT.withIterations(4000));
    while (project().job().orElseThrow().fraction() == 0) {
      session.poll();
    }
    Path other = copy(shared.resolve("capture"), folder.resolve("other"));
    open(other);
    assertThat(project().capture()).contains(other);
    assertThat(project().job()).isEmpty();
    assertThat(session.notices().all())
        .anyMatch(notice -> notice.text().startsWith("Fitting capture was stopped"));
    assertThat(FitCheckpoint.beside(capture.resolve("scene.grid"))).exists();
  }

  @Test
  void photographsWithoutPosesAreKnown() throws IOException {
    Path pictures = copy(capture.resolve("train"), folder.resolve("holiday"));
    open(pictures);
    assertThat(project().unposed()).contains(pictures);
    assertThat(session.notices().all()).anyMatch(notice -> notice.text().contains("no poses yet"));
  }

  @Test
  void sampleIsPhotographedOnceAndOpened() throws IOException {
    project().openSample();
    settle();
    Path sample = project().capture().orElseThrow();
    assertThat(session.captureCameras().all()).hasSize(72);
    assertThat(session.settings().preferences().recent()).containsExactly(sample.toString());
    FileTime made = Files.getLastModifiedTime(sample.resolve("transforms_train.json"));
    project().openSample();
    settle();
    assertThat(project().capture()).contains(sample);
    assertThat(Files.getLastModifiedTime(sample.resolve("transforms_train.json"))).isEqualTo(made);
  }

  @Test
  void failedStepIsOneSentence() throws IOException {
    open(capture);
    Files.delete(capture.resolve("train").resolve("r_3.png"));
    project().runFit(FIT);
    while (session.isBusy()) {
      session.poll();
      Thread.onSpinWait();
    }
    session.poll();
    assertThat(session.notices().all()).filteredOn(Notice::error).hasSize(1);
    assertThat(project().fit().scene()).isEmpty();
    assertThat(project().fit().isInterrupted()).isFalse();
    assertThat(titles()).isEmpty();
  }
}
