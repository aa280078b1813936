package org.sceneremix.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** What can be done in the window, without one. */
class SessionTest {

  @TempDir private static Path shared;

  @TempDir private Path folder;
  private Session session;

  @BeforeAll
  static void makeSources() throws IOException {
    TinyModel.train(shared.resolve("model"));
    new GridFile(TinyModel.scene(), JsonNodeFactory.instance.objectNode())
        .write(shared.resolve("scene.grid"));
  }

  @BeforeEach
  void begin() {
    session = new Session(folder.resolve("settings"), 1, Throwable::getMessage);
  }

  @AfterEach
  void end() {
    session.close();
  }

  /** Until the background has nothing more to do. */
  private static void settle(Session session) {
    while (session.isBusy()) {
      session.poll();
      Thread.onSpinWait();
    }
    session.poll();
  }

  private void openModel() {
    session.open(shared.resolve("model"));
    settle(session);
    RemixOptions plain = session.state().options().orElseThrow().withDetail(false);
    session.setOptions(plain);
    session.endGesture();
    assertThat(session.notices()).noneMatch(Notice::error);
  }

  private SceneEntry remix() {
    session.newRemix();
    settle(session);
    return session.state().shownScene().orElseThrow();
  }

  private VoxelGrid grid(SceneEntry scene) {
    return session.grid(scene.id()).orElseThrow();
  }

  @Test
  void openedGridIsShownWithItsThumbnailAndRemembered() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    SceneEntry scene = session.state().shownScene().orElseThrow();
    assertThat(scene.title()).isEqualTo("scene");
    assertThat(grid(scene).data()).isEqualTo(TinyModel.scene().data());
    Image thumbnail = session.thumbnail(scene.id()).orElseThrow();
    assertThat(thumbnail.rgba()[thumbnail.index(thumbnail.width() / 2, 60) + 3])
        .isGreaterThan(0.99f);
    assertThat(session.preferences().recent())
        .containsExactly(shared.resolve("scene.grid").toString());
  }

  @Test
  void newRemixesTakeOneSeedAfterTheOther() {
    openModel();
    SceneEntry first = remix();
    SceneEntry second = remix();
    assertThat(first.title()).isEqualTo("Remix 1");
    assertThat(second.title()).isEqualTo("Remix 2");
    assertThat(grid(first).data()).isNotEqualTo(grid(second).data());
    assertThat(grid(first).data())
        .isEqualTo(
            session
                .model()
                .orElseThrow()
                .remix(1, session.model().orElseThrow().defaultSize(), 1)
                .data());
  }

  @Test
  void everyActionIsUndoneAndRedone() {
    openModel();
    SceneEntry remix = remix();
    SessionState before = session.state();
    List<Runnable> actions =
        List.of(
            session::newRemix,
            () -> session.togglePin(remix.id()),
            () -> session.setLook(session.state().look().withMode(PictureMode.DEPTH)),
            () -> session.mark(Optional.of(new BoxPart(0.2, 0.2, 0, 0.6, 0.6, 1))),
            () -> session.setPath(session.state().path().withKey(session.camera())),
            () -> session.compare(OptionalLong.of(remix.id())),
            () -> session.setNextSeed(77),
            () -> session.remove(remix.id()));
    for (Runnable action : actions) {
      action.run();
      session.endGesture();
      assertThat(session.state()).isNotEqualTo(before);
    }
    SessionState after = session.state();
    for (int i = 0; i < actions.size(); i++) {
      session.undo();
    }
    assertThat(session.state()).isEqualTo(before);
    for (int i = 0; i < actions.size(); i++) {
      session.redo();
    }
    assertThat(session.state()).isEqualTo(after);
    assertThat(session.redoLabel()).isEmpty();
  }

  @Test
  void draggingASliderIsOneStep() {
    LookSettings before = session.state().look();
    for (int i = 1; i <= 20; i++) {
      session.setLook(session.state().look().withExposure(0.1 * i));
    }
    session.endGesture();
    session.setLook(session.state().look().withExposure(-1));
    session.undo();
    assertThat(session.state().look().exposure()).isEqualTo(2);
    session.undo();
    assertThat(session.state().look()).isEqualTo(before);
  }

  @Test
  void sizeSlidersRetargetTheNextRemix() {
    openModel();
    RemixOptions options = session.state().options().orElseThrow();
    session.setOptions(options.withSize(new GridSize(30, 20, 12)));
    VoxelGrid grid = grid(remix());
    assertThat(GridSize.of(grid)).isEqualTo(new GridSize(30, 20, 12));
    assertThat(grid.voxelX()).isEqualTo(TinyModel.scene().voxelX());
  }

  @Test
  void startStageRefinesTheLearnedScene() {
    openModel();
    Model model = session.model().orElseThrow();
    session.setOptions(session.state().options().orElseThrow().withStartStage(1));
    assertThat(grid(remix()).data())
        .isEqualTo(
            model
                .make(
                    Recipe.refined(model.reference(), 1, 1),
                    RemixSettings.ofSize(model.defaultSize()),
                    Progress.NONE)
                .data());
  }

  private static double difference(VoxelGrid a, VoxelGrid b) {
    double sum = 0;
    for (int i = 0; i < a.data().length; i++) {
      sum += Math.abs(a.data()[i] - b.data()[i]);
    }
    return sum / a.data().length;
  }

  @Test
  void diversityOfAStageChangesTheRemix() {
    openModel();
    VoxelGrid plain = grid(remix());
    session.setNextSeed(1);
    RemixOptions options = session.state().options().orElseThrow();
    session.setOptions(options.withDiversity(1, 3));
    assertThat(grid(remix()).data()).isNotEqualTo(plain.data());
    session.setNextSeed(1);
    session.setOptions(options);
    assertThat(grid(remix()).data()).isEqualTo(plain.data());
  }

  @Test
  void detailIsMadeOfTheScenesOwnVoxels() {
    openModel();
    session.setOptions(session.state().options().orElseThrow().withDetail(true));
    VoxelGrid grid = grid(remix());
    assertThat(grid.densityScale()).isEqualTo(TinyModel.scene().densityScale());
  }

  @Test
  void rerollingInsideABoxLeavesTheRestAsItWas() {
    openModel();
    VoxelGrid before = grid(remix());
    session.mark(Optional.of(new BoxPart(0.25, 0.25, 0, 0.75, 0.75, 1)));
    session.reroll(true);
    settle(session);
    VoxelGrid after = grid(session.state().shownScene().orElseThrow());
    int changed = 0;
    for (int z = 0; z < TinyModel.SIZE / 2; z++) {
      for (int y = 0; y < TinyModel.SIZE; y++) {
        for (int x = 0; x < TinyModel.SIZE; x++) {
          boolean inside = x >= 9 && x < 27 && y >= 9 && y < 27;
          int i = before.index(x, y, z);
          boolean same = Arrays.equals(before.data(), i, i + 4, after.data(), i, i + 4);
          assertThat(same || inside).isTrue();
          changed += same ? 0 : 1;
        }
      }
    }
    assertThat(changed).isGreaterThan(500);
  }

  @Test
  void rerollingWithoutABoxSaysWhatToDo() {
    openModel();
    remix();
    session.reroll(true);
    assertThat(session.notices()).last().matches(Notice::error);
    assertThat(session.notices().get(session.notices().size() - 1).text()).contains("ark a box");
  }

  @Test
  void interpolationEndsAreThePinnedRemixesAndTheSliderKeepsOneScene() {
    openModel();
    SceneEntry a = remix();
    SceneEntry b = remix();
    int scenes = session.state().scenes().size();
    session.interpolate(a.id(), b.id(), 0);
    settle(session);
    assertThat(grid(session.state().shownScene().orElseThrow()).data()).isEqualTo(grid(a).data());
    session.interpolate(a.id(), b.id(), 1);
    settle(session);
    assertThat(difference(grid(session.state().shownScene().orElseThrow()), grid(b)))
        .isLessThan(1e-4);
    session.interpolate(a.id(), b.id(), 0.5);
    settle(session);
    assertThat(grid(session.state().shownScene().orElseThrow()).data())
        .isNotEqualTo(grid(a).data())
        .isNotEqualTo(grid(b).data());
    assertThat(session.state().scenes()).hasSize(scenes + 1);
  }

  @Test
  void cancelledRemixIsMadeAgainWhenItIsShown() {
    openModel();
    session.newRemix();
    session.jobs().forEach(Job::cancel);
    settle(session);
    SceneEntry scene = session.state().shownScene().orElseThrow();
    assertThat(session.isMaking(scene.id())).isFalse();
    session.show(session.state().scenes().get(0).id());
    session.show(scene.id());
    settle(session);
    assertThat(session.grid(scene.id())).isPresent();
  }

  @Test
  void savedSessionComesBackAsItWas() {
    openModel();
    SceneEntry remix = remix();
    session.togglePin(remix.id());
    session.mark(Optional.of(new BoxPart(0.2, 0.2, 0, 0.6, 0.6, 1)));
    session.reroll(false);
    settle(session);
    session.setLook(session.state().look().withMode(PictureMode.NORMAL));
    session.lookAt(session.camera().orbited(0.3, 0.1));
    session.setPath(session.state().path().withKey(session.camera()));
    session.save(folder.resolve("saved"));
    settle(session);
    float[] shown = session.shownGrid().orElseThrow().data();

    try (Session other = new Session(folder.resolve("other"), 1, Throwable::getMessage)) {
      other.open(folder.resolve("saved.remix"));
      settle(other);
      assertThat(other.notices()).noneMatch(Notice::error);
      assertThat(other.state()).isEqualTo(session.state());
      assertThat(other.camera()).isEqualTo(session.camera());
      assertThat(other.shownGrid().orElseThrow().data()).isEqualTo(shown);
    }
  }

  @Test
  void damagedFilesAreSurvivedWithAMessage() throws IOException {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    SessionState before = session.state();
    Files.writeString(folder.resolve("bad.remix"), "{\"format\": \"SceneRemix session\"");
    Files.writeString(folder.resolve("other.remix"), "{\"a\": 1}");
    Files.write(folder.resolve("bad.grid"), new byte[] {1, 2, 3});
    for (String name : List.of("bad.remix", "other.remix", "bad.grid", "nothing.grid")) {
      int notices = session.notices().size();
      session.open(folder.resolve(name));
      settle(session);
      assertThat(session.notices()).hasSize(notices + 1);
      assertThat(session.notices().get(notices).text()).contains(name);
    }
    assertThat(session.state()).isEqualTo(before);
  }

  @Test
  void sessionOfAKilledProcessIsFoundAgain() throws IOException {
    openModel();
    remix();
    session.save(folder.resolve("copy.remix"));
    settle(session);
    // the highest process id that there can be on Linux is 2^22
    Path abandoned = folder.resolve("settings").resolve("autosave-4194304.remix");
    Files.copy(folder.resolve("copy.remix"), abandoned);
    try (Session next = new Session(folder.resolve("settings"), 1, Throwable::getMessage)) {
      assertThat(next.abandonedSession()).contains(abandoned);
      next.open(abandoned);
      settle(next);
      assertThat(next.state()).isEqualTo(session.state());
      assertThat(next.abandonedSession()).isEmpty();
    }
  }

  @Test
  void orderlyEndLeavesTheLastSession() {
    openModel();
    remix();
    SessionState state = session.state();
    session.close();
    try (Session next = new Session(folder.resolve("settings"), 1, Throwable::getMessage)) {
      assertThat(next.abandonedSession()).isEmpty();
      next.open(next.lastSession().orElseThrow());
      settle(next);
      assertThat(next.state()).isEqualTo(state);
    }
  }

  @Test
  void screenshotIsTransparentWhereNothingIsAndCutWhereCut() throws IOException {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    session.lookFrom(ViewCamera.Side.TOP);
    session.setLook(session.state().look().withCut(new BoxPart(0, 0, 0, 0.5, 1, 1)));
    session.screenshot(folder.resolve("picture"), 300, 200, true);
    settle(session);
    Image image = ImageFiles.read(folder.resolve("picture.png"));
    assertThat(image.width()).isEqualTo(300);
    assertThat(image.rgba()[image.index(2, 2) + 3]).isZero();
    assertThat(image.rgba()[image.index(110, 100) + 3]).isEqualTo(1);
    // the half of high x is cut off
    assertThat(image.rgba()[image.index(190, 100) + 3]).isZero();
  }

  @Test
  void filmHasAsManyFramesAsThePathIsLong() throws IOException {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    CameraPath path = session.state().path().withSecondsPerKey(0.5);
    path = path.withKey(session.camera()).withKey(session.camera().orbited(1, 0));
    session.setPath(path);
    session.render(new Film(folder.resolve("film"), 32, 24, 10, false));
    settle(session);
    try (var files = Files.list(folder.resolve("film"))) {
      assertThat(files.map(p -> p.getFileName().toString()).sorted())
          .containsExactly(
              "frame-0000.png",
              "frame-0001.png",
              "frame-0002.png",
              "frame-0003.png",
              "frame-0004.png",
              "frame-0005.png");
    }
  }

  @Test
  void savedPathComesBackAsKeys() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    CameraPath path = session.state().path().withSecondsPerKey(1);
    ViewCamera last = session.camera().orbited(1, 0.2).zoomed(0.7);
    session.setPath(path.withKey(session.camera()).withKey(last));
    session.savePath(folder.resolve("path"), 640, 480, 2);
    settle(session);
    session.loadPath(folder.resolve("path.json"));
    settle(session);
    List<ViewCamera> keys = session.state().path().keys();
    assertThat(keys).hasSize(3);
    assertThat(keys.get(2).eye().distance(last.eye())).isLessThan(1e-9);
    assertThat(keys.get(2).forward().distance(last.forward())).isLessThan(1e-9);
  }

  @Test
  void focusedPointIsTheOneThatIsSeen() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    session.lookFrom(ViewCamera.Side.TOP);
    Vector3d point = session.pointAt(session.camera().camera(101, 101), 50.5, 50.5).orElseThrow();
    assertThat(point.x).isBetween(-0.02, 0.02);
    assertThat(point.y).isBetween(-0.02, 0.02);
    assertThat(point.z).isBetween(0.1, 0.5);
    assertThat(session.pointAt(session.camera().camera(101, 101), 1, 1)).isEmpty();
    session.lookAt(session.camera().focused(point));
    assertThat(session.camera().pivot().distance(point)).isLessThan(1e-9);
  }
}
