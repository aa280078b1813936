package org.sceneremix.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.joml.Matrix4d;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.viewer.export.GridExport;
import org.sceneremix.viewer.picture.Lighting;
import org.sceneremix.viewer.picture.Mp4Film;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.picture.PictureSeries;
import org.sceneremix.viewer.picture.PictureSeries.Shot;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** What can be done in the window, without one. */
class SessionTest {

  private static final Aabb BOX = Aabb.centredCube(1);
  private static final String CHECKPOINT = "checkpoint.weights";
  private static final String GENERATOR = "generator.weights";

  @TempDir private static Path shared;

  @TempDir private Path folder;
  private Session session;

  @BeforeAll
  static void makeSources() throws IOException {
    TinyModel.train(shared.resolve("model"));
    TinyModel.beginToTrain(shared.resolve("begun"));
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
    session.scenes().setOptions(plain);
    session.timeline().endGesture();
    assertThat(session.notices().all()).noneMatch(Notice::error);
  }

  private SceneEntry remix() {
    session.scenes().newRemix();
    settle(session);
    return session.state().shownScene().orElseThrow();
  }

  private Remixer remixer() {
    return session.sources().model().orElseThrow().remixer();
  }

  private VoxelGrid grid(SceneEntry scene) {
    return grid(session, scene);
  }

  private static VoxelGrid grid(Session of, SceneEntry scene) {
    return of.scenes().grid(scene.id()).orElseThrow();
  }

  @Test
  void openedGridIsShownWithItsThumbnailAndRemembered() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    SceneEntry scene = session.state().shownScene().orElseThrow();
    assertThat(scene.title()).isEqualTo("scene");
    assertThat(grid(scene).data()).isEqualTo(TinyModel.scene().data());
    Image thumbnail = session.scenes().thumbnail(scene.id()).orElseThrow();
    assertThat(thumbnail.rgba()[thumbnail.index(thumbnail.width() / 2, 60) + 3])
        .isGreaterThan(0.99f);
    assertThat(session.settings().preferences().recent())
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
            remixer().make(Recipe.ofSeed(1), remixer().settings(), Progress.NONE).grid().data());
  }

  @Test
  void everyActionIsUndoneAndRedone() {
    openModel();
    SceneEntry remix = remix();
    SessionState before = session.state();
    List<Runnable> actions =
        List.of(
            session.scenes()::newRemix,
            () -> session.scenes().togglePin(remix.id()),
            () -> session.setLook(session.state().look().withMode(PictureMode.DEPTH)),
            () -> session.setLook(session.state().look().withLighting(new Lighting(90, 30, false))),
            () -> session.mark(Optional.of(new BoxPart(0.2, 0.2, 0, 0.6, 0.6, 1))),
            () -> session.paths().set(session.state().path().withKey(session.viewpoint().camera())),
            () -> session.scenes().compare(OptionalLong.of(remix.id())),
            () -> session.scenes().setNextSeed(77),
            () -> session.scenes().remove(remix.id()));
    for (Runnable action : actions) {
      action.run();
      session.timeline().endGesture();
      assertThat(session.state()).isNotEqualTo(before);
    }
    SessionState after = session.state();
    for (int i = 0; i < actions.size(); i++) {
      session.timeline().undo();
    }
    assertThat(session.state()).isEqualTo(before);
    for (int i = 0; i < actions.size(); i++) {
      session.timeline().redo();
    }
    assertThat(session.state()).isEqualTo(after);
    assertThat(session.timeline().redoLabel()).isEmpty();
  }

  @Test
  void draggingASliderIsOneStep() {
    LookSettings before = session.state().look();
    for (int i = 1; i <= 20; i++) {
      session.setLook(session.state().look().withExposure(0.1 * i));
    }
    session.timeline().endGesture();
    session.setLook(session.state().look().withExposure(-1));
    session.timeline().undo();
    assertThat(session.state().look().exposure()).isEqualTo(2);
    session.timeline().undo();
    assertThat(session.state().look()).isEqualTo(before);
  }

  @Test
  void sizeSlidersRetargetTheNextRemix() {
    openModel();
    RemixOptions options = session.state().options().orElseThrow();
    session.scenes().setOptions(options.withSize(new GridSize(30, 20, 12)));
    VoxelGrid grid = grid(remix());
    assertThat(GridSize.of(grid)).isEqualTo(new GridSize(30, 20, 12));
    assertThat(grid.voxelX()).isEqualTo(remixer().reference().voxelX(), within(1e-12));
  }

  private static double difference(VoxelGrid a, VoxelGrid b) {
    double sum = 0;
    for (int i = 0; i < a.data().length; i++) {
      sum += Math.abs(a.data()[i] - b.data()[i]);
    }
    return sum / a.data().length;
  }

  @Test
  void diversityAndFidelityChangeTheRemix() {
    openModel();
    VoxelGrid plain = grid(remix());
    RemixOptions options = session.state().options().orElseThrow();
    for (RemixOptions other : List.of(options.withDiversity(0), options.withFidelity(1))) {
      session.scenes().setNextSeed(1);
      session.scenes().setOptions(other);
      assertThat(grid(remix()).data()).isNotEqualTo(plain.data());
    }
    session.scenes().setNextSeed(1);
    session.scenes().setOptions(options);
    assertThat(grid(remix()).data()).isEqualTo(plain.data());
  }

  @Test
  void dialsTurnTheRemixOnShowInOneStep() {
    openModel();
    SceneEntry before = remix();
    RemixOptions options = session.state().options().orElseThrow();
    session.scenes().tune(1, options.withDensity(-0.3), true);
    settle(session);
    VoxelGrid sketch = session.scenes().shownGrid().orElseThrow();
    session.scenes().tune(1, options.withDensity(-1), true);
    session.timeline().endGesture();
    session.scenes().tune(1, options.withDensity(-1), false);
    settle(session);
    SceneEntry after = session.state().shownScene().orElseThrow();
    assertThat(session.state().scenes()).hasSize(2);
    assertThat(after.origin()).isEqualTo(new Origin.Remix(1, options.withDensity(-1)));
    assertThat(grid(after).data()).isNotEqualTo(sketch.data());
    assertThat(grid(after).data())
        .isEqualTo(
            remixer()
                .make(Recipe.ofSeed(1), options.withDensity(-1).settings(remixer()), Progress.NONE)
                .grid()
                .data());
    session.timeline().undo();
    settle(session);
    assertThat(session.state().shownScene()).contains(before);
    assertThat(session.state().options()).contains(options);
  }

  @Test
  void dialsLeaveFavouritesAsTheyAreAndStandWhereTheyWereForTheSceneOnShow() {
    openModel();
    SceneEntry favourite = remix();
    session.scenes().togglePin(favourite.id());
    RemixOptions options = session.state().options().orElseThrow();
    session.scenes().tune(1, options.withFidelity(1), false);
    settle(session);
    assertThat(session.state().scenes()).hasSize(3);
    session.scenes().show(favourite.id());
    assertThat(session.state().options()).contains(options);
  }

  private static final Stroke.Brush LEFT_HALF =
      new Stroke.Brush(Stroke.Tool.EMPTY, 0.5, 0, new Stroke.Point(0, 0));

  /** Paints the left half of the scene on show in one stroke. */
  private void paintLeftHalf(Stroke.Brush brush) {
    session.beginStroke(new Stroke(brush, 1, List.of(new Stroke.Point(0, -0.5))));
    session.strokeTo(new Stroke.Point(0, 1.5));
    session.endGesture();
  }

  private static int filled(VoxelGrid grid, int x0, int x1) {
    int count = 0;
    for (int v = 0; v < grid.voxelCount(); v++) {
      int x = v % grid.nx();
      boolean isIn = x >= x0 && x < x1;
      count += isIn && grid.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] > 0 ? 1 : 0;
    }
    return count;
  }

  @Test
  void paintedPartIsMadeAsPaintedAndTheRestStays() {
    openModel();
    VoxelGrid before = grid(remix());
    paintLeftHalf(LEFT_HALF);
    session.scenes().paint();
    settle(session);
    VoxelGrid after = session.scenes().shownGrid().orElseThrow();
    int half = after.nx() / 2;
    assertThat(session.state().painting()).isEqualTo(Painting.EMPTY);
    assertThat(filled(after, 0, half)).isLessThan(filled(before, 0, half));
    for (int v = 0; v < after.voxelCount(); v++) {
      if (v % after.nx() >= half) {
        int i = v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY;
        assertThat(after.data()[i]).isEqualTo(before.data()[i]);
      }
    }
  }

  @Test
  void copiedPieceIsThereTwiceAlsoInASessionThatIsOpenedAgain() throws IOException {
    openModel();
    VoxelGrid before = grid(remix());
    Stroke.Brush brush = new Stroke.Brush(Stroke.Tool.COPY, 0.2, 0, new Stroke.Point(0.25, 0.5));
    session.beginStroke(new Stroke(brush, 1, List.of(new Stroke.Point(0.75, 0.5))));
    session.endGesture();
    session.scenes().paint();
    settle(session);
    VoxelGrid after = session.scenes().shownGrid().orElseThrow();
    int half = after.nx() / 2;
    for (int v = 0; v < after.voxelCount(); v++) {
      double x = (v % after.nx() + 0.5) / after.nx();
      double y = (v / after.nx() % after.ny() + 0.5) / after.ny();
      double distance = Math.hypot(x - 0.75, y - 0.5);
      int i = v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY;
      if (distance < 0.2) {
        assertThat(after.data()[i]).isEqualTo(before.data()[i - half * VoxelGrid.CHANNELS]);
      } else if (distance > 0.24) {
        assertThat(after.data()[i]).isEqualTo(before.data()[i]);
      }
    }
    session.output().saveSession(folder.resolve("copied.remix"));
    settle(session);
    Origin made = session.state().shownScene().orElseThrow().origin();
    session.open(folder.resolve("copied.remix"));
    settle(session);
    assertThat(session.state().shownScene().orElseThrow().origin()).isEqualTo(made);
  }

  @Test
  void strokesAreUndoneOneByOneAndSavedUntilTheyAreMade() throws IOException {
    openModel();
    remix();
    paintLeftHalf(LEFT_HALF);
    Painting one = session.state().painting();
    paintLeftHalf(LEFT_HALF.withTool(Stroke.Tool.LIKE));
    assertThat(one.strokes()).hasSize(1);
    assertThat(session.state().painting().strokes()).hasSize(2);
    session.timeline().undo();
    assertThat(session.state().painting()).isEqualTo(one);
    session.output().saveSession(folder.resolve("painted.remix"));
    settle(session);
    session.open(folder.resolve("painted.remix"));
    settle(session);
    assertThat(session.state().painting()).isEqualTo(one);
    session.scenes().paint();
    settle(session);
    Origin made = session.state().shownScene().orElseThrow().origin();
    assertThat(((Origin.Painted) made).painting()).isEqualTo(one);
    session.timeline().undo();
    assertThat(session.state().painting()).isEqualTo(one);
  }

  @Test
  void flawsAreFoundTakenAwayAndThatIsUndone() throws IOException {
    openModel();
    SceneEntry before = remix();
    assertThat(session.scenes().flaws()).isEmpty();
    session.scenes().findFlaws();
    settle(session);
    int count = session.scenes().flaws().orElseThrow().all().size();
    List<Integer> all = IntStream.range(0, count).boxed().toList();
    session.scenes().clean(all, false);
    settle(session);
    SceneEntry after = session.state().shownScene().orElseThrow();
    assertThat(after.origin()).isEqualTo(new Origin.Cleaned(before.origin(), all, false, 2));
    VoxelGrid cleaned = grid(after);
    session.scenes().findFlaws();
    settle(session);
    assertThat(session.scenes().flaws().orElseThrow().all().size()).isLessThanOrEqualTo(count);
    session.output().saveSession(folder.resolve("cleaned.remix"));
    settle(session);
    session.timeline().undo();
    assertThat(session.state().shownScene()).contains(before);
    session.open(folder.resolve("cleaned.remix"));
    settle(session);
    assertThat(session.state().shownScene().orElseThrow().origin()).isEqualTo(after.origin());
    assertThat(session.scenes().shownGrid().orElseThrow().data()).isEqualTo(cleaned.data());
    session.scenes().clean(List.of(), false);
    assertThat(session.notices().all())
        .anySatisfy(
            notice -> assertThat(notice.text()).containsIgnoringCase("look for flaws first"));
  }

  @Test
  void paintingWithoutPaintSaysWhatToDo() {
    openModel();
    remix();
    session.scenes().paint();
    assertThat(session.notices().all())
        .anySatisfy(notice -> assertThat(notice.text()).contains("paint on the ground"));
  }

  @Test
  void placeThatIsPickedIsWhereItWasCopiedFrom() {
    openModel();
    session.scenes().show(session.state().scenes().get(0).id());
    settle(session);
    Stroke.Point place = session.scenes().sourceAt(new Vector3d(0.5, -0.5, 0.2)).orElseThrow();
    assertThat(place.x()).isCloseTo(0.75, within(0.03));
    assertThat(place.y()).isCloseTo(0.25, within(0.03));
  }

  @Test
  void detailIsTheFullResolutionOfTheScene() {
    openModel();
    assertThat(grid(remix()).nx()).isEqualTo(TinyModel.RESOLUTION);
    session.scenes().setOptions(session.state().options().orElseThrow().withDetail(true));
    assertThat(grid(remix()).nx()).isEqualTo(TinyModel.SIZE);
  }

  private VoxelGrid seen() {
    return session.scenes().seenGrid().orElseThrow();
  }

  @Test
  void sourcesAreColoursOfWhatIsSeenAndNotOfTheScene() {
    openModel();
    SceneEntry remix = remix();
    VoxelGrid own = grid(remix);
    assertThat(seen()).isSameAs(own);
    session.setLook(session.state().look().withMode(PictureMode.DEPTH).withSources());
    assertThat(session.state().look().mode()).isEqualTo(PictureMode.COLOUR);
    assertThat(seen().data())
        .isEqualTo(
            remixer()
                .make(Recipe.ofSeed(1), remixer().settings(), Progress.NONE)
                .colouredBySource()
                .data());
    assertThat(grid(remix)).isSameAs(own);
    session.setLook(session.state().look().withMode(PictureMode.COLOUR));
    assertThat(seen()).isSameAs(own);
  }

  /** Or the window would upload it in every frame. */
  @Test
  void coloursOfSourcesAreMadeOnceWhileTheyAreShown() {
    openModel();
    SceneEntry remix = remix();
    session.setLook(session.state().look().withSources());
    VoxelGrid first = seen();
    assertThat(session.scenes().seenGrid(remix.id())).containsSame(first);
  }

  @Test
  void largestRegionIsAllOfTheLearnedSceneAndAPartOfARemix() {
    openModel();
    assertThat(session.state().shownScene().orElseThrow().origin())
        .isInstanceOf(Origin.Learned.class);
    assertThat(session.scenes().largestRegion()).hasValue(1);
    remix();
    assertThat(session.scenes().largestRegion().orElseThrow()).isBetween(0.001, 0.999);
  }

  @Test
  void filesHaveNoSourcesAndAreSeenInTheirOwnColours() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    session.setLook(session.state().look().withSources());
    assertThat(session.scenes().largestRegion()).isEmpty();
    assertThat(seen()).isSameAs(session.scenes().shownGrid().orElseThrow());
  }

  @Test
  void picturesShowSourcesAsTheWindowDoes() throws IOException {
    openModel();
    remix();
    session.viewpoint().lookFrom(ViewCamera.Side.TOP);
    session.setLook(session.state().look().withSources());
    session.output().screenshot(folder.resolve("sources"), 60, 40, true);
    session.output().saveGrid(folder.resolve("plain"));
    settle(session);
    Image image = ImageFiles.read(folder.resolve("sources.png"));
    boolean blue = false;
    for (int i = 0; i < image.rgba().length; i += Image.CHANNELS) {
      blue |= image.rgba()[i + 2] > 0.3f;
    }
    // nothing of the scene's own is blue
    assertThat(blue).isTrue();
    assertThat(GridFile.read(folder.resolve("plain.grid")).grid().data())
        .isEqualTo(session.scenes().shownGrid().orElseThrow().data());
  }

  @Test
  void rerollingInsideABoxLeavesTheRestAsItWas() {
    openModel();
    VoxelGrid before = grid(remix());
    session.mark(Optional.of(new BoxPart(0.25, 0.25, 0, 0.75, 0.75, 1)));
    session.scenes().reroll(true);
    settle(session);
    VoxelGrid after = grid(session.state().shownScene().orElseThrow());
    int changed = 0;
    for (int z = 0; z < TinyModel.RESOLUTION / 2; z++) {
      for (int y = 0; y < TinyModel.RESOLUTION; y++) {
        for (int x = 0; x < TinyModel.RESOLUTION; x++) {
          boolean inside = x >= 6 && x < 18 && y >= 6 && y < 18;
          int i = before.index(x, y, z);
          boolean same = Arrays.equals(before.data(), i, i + 4, after.data(), i, i + 4);
          assertThat(same || inside).isTrue();
          changed += same ? 0 : 1;
        }
      }
    }
    assertThat(changed).isGreaterThan(200);
  }

  @Test
  void rerollingWithoutABoxSaysWhatToDo() {
    openModel();
    remix();
    session.scenes().reroll(true);
    assertThat(session.notices().all()).last().matches(Notice::error);
    assertThat(session.notices().all().get(session.notices().all().size() - 1).text())
        .contains("ark a box");
  }

  @Test
  void interpolationEndsAreThePinnedRemixesAndTheSliderKeepsOneScene() {
    openModel();
    SceneEntry a = remix();
    SceneEntry b = remix();
    int scenes = session.state().scenes().size();
    session.scenes().interpolate(a.id(), b.id(), 0);
    settle(session);
    assertThat(grid(session.state().shownScene().orElseThrow()).data()).isEqualTo(grid(a).data());
    session.scenes().interpolate(a.id(), b.id(), 1);
    settle(session);
    assertThat(difference(grid(session.state().shownScene().orElseThrow()), grid(b)))
        .isLessThan(1e-4);
    session.scenes().interpolate(a.id(), b.id(), 0.5);
    settle(session);
    assertThat(grid(session.state().shownScene().orElseThrow()).data())
        .isNotEqualTo(grid(a).data())
        .isNotEqualTo(grid(b).data());
    assertThat(session.state().scenes()).hasSize(scenes + 1);
  }

  @Test
  void nextSceneIsTheNextOfTheLineThatBeginsWithTheFavourites() {
    openModel();
    SceneEntry first = remix();
    SceneEntry favourite = remix();
    session.scenes().togglePin(favourite.id());
    session.scenes().showNext(1);
    SceneEntry learned = session.state().shownScene().orElseThrow();
    assertThat(learned.origin()).isInstanceOf(Origin.Learned.class);
    session.scenes().showNext(1);
    assertThat(session.state().shownScene()).contains(first);
    session.scenes().showNext(1);
    assertThat(session.state().shownScene()).contains(first);
    session.scenes().showNext(-2);
    assertThat(session.state().shown()).hasValue(favourite.id());
  }

  @Test
  void cancelledRemixLeavesNothingAndIsMadeWhenItIsDoneAgain() {
    openModel();
    SceneEntry before = remix();
    session.scenes().showNext(-1);
    SessionState state = session.state();
    Optional<String> last = session.timeline().undoLabel();
    session.scenes().newRemix();
    session.jobs().forEach(Job::cancel);
    settle(session);
    assertThat(session.state().scenes()).isEqualTo(state.scenes());
    assertThat(session.state().shown()).isEqualTo(state.shown());
    assertThat(session.timeline().undoLabel()).isEqualTo(last);
    assertThat(session.notices().all()).noneMatch(Notice::error);

    // with another step after it
    session.scenes().newRemix();
    session.scenes().togglePin(before.id());
    session.jobs().forEach(Job::cancel);
    settle(session);
    assertThat(session.state().scenes()).hasSameSizeAs(state.scenes());
    session.timeline().undo();
    settle(session);
    assertThat(session.state().scenes()).hasSize(state.scenes().size() + 1);
    assertThat(session.scenes().shownGrid()).isPresent();
  }

  @Test
  void sceneThatCannotBeMadeLeavesAMessageAndNothingElse() throws IOException {
    Files.copy(shared.resolve("scene.grid"), folder.resolve("a.grid"));
    Files.write(folder.resolve("b.grid"), new byte[] {1, 2, 3});
    session.open(folder);
    settle(session);
    assertThat(session.state().scenes()).extracting(SceneEntry::title).containsExactly("a");
    assertThat(session.notices().all()).last().matches(Notice::error);
  }

  @Test
  void savedSessionComesBackAsItWas() {
    openModel();
    SceneEntry remix = remix();
    session.scenes().togglePin(remix.id());
    session.mark(Optional.of(new BoxPart(0.2, 0.2, 0, 0.6, 0.6, 1)));
    session.scenes().reroll(false);
    settle(session);
    session.setLook(session.state().look().withSources());
    session.viewpoint().lookAt(session.viewpoint().camera().orbited(0.3, 0.1));
    session.paths().set(session.state().path().withKey(session.viewpoint().camera()));
    session.output().saveSession(folder.resolve("saved"));
    settle(session);
    float[] shown = session.scenes().seenGrid().orElseThrow().data();

    try (Session other = new Session(folder.resolve("other"), 1, Throwable::getMessage)) {
      other.open(folder.resolve("saved.remix"));
      settle(other);
      assertThat(other.notices().all()).noneMatch(Notice::error);
      assertThat(other.state()).isEqualTo(session.state());
      assertThat(other.viewpoint().camera()).isEqualTo(session.viewpoint().camera());
      assertThat(other.scenes().seenGrid().orElseThrow().data()).isEqualTo(shown);
    }
  }

  private Path savedWithFavourites(Path model) throws IOException {
    session.open(model);
    settle(session);
    session.scenes().setOptions(session.state().options().orElseThrow().withDetail(false));
    for (int i = 0; i < 3; i++) {
      session.scenes().togglePin(remix().id());
    }
    session.output().saveSession(folder.resolve("favourites"));
    settle(session);
    return folder.resolve("favourites.remix");
  }

  private static Path copyOf(Path model, Path to) throws IOException {
    Files.createDirectories(to);
    for (String name : List.of("model.json", "scene.grid", GENERATOR)) {
      Files.copy(model.resolve(name), to.resolve(name));
    }
    return to;
  }

  @Test
  void sessionHoldsItsScenesWhereverTheModelIsAndTheModelCanBeLocated() throws IOException {
    Path model = copyOf(shared.resolve("model"), folder.resolve("model"));
    Path saved = savedWithFavourites(model);
    Path moved = folder.resolve("moved");
    Files.move(model, moved);
    try (Session other = new Session(folder.resolve("other"), 1, Throwable::getMessage)) {
      other.open(saved);
      settle(other);
      assertThat(other.notices().all()).noneMatch(Notice::error);
      assertThat(other.state()).isEqualTo(session.state());
      for (SceneEntry scene : session.state().scenes()) {
        assertThat(other.scenes().thumbnail(scene.id())).isPresent();
        other.scenes().show(scene.id());
        settle(other);
        assertThat(grid(other, scene).data()).isEqualTo(grid(scene).data());
        assertThat(other.scenes().largestRegion()).isPresent();
      }
      assertThat(other.sources().missingModel()).contains(model);
      int scenes = other.state().scenes().size();
      other.scenes().newRemix();
      assertThat(other.state().scenes()).hasSize(scenes);
      assertThat(other.notices().all()).last().matches(Notice::error);

      other.sources().locateModel(moved);
      settle(other);
      assertThat(other.sources().missingModel()).isEmpty();
      other.scenes().newRemix();
      settle(other);
      remix();
      assertThat(other.scenes().shownGrid().orElseThrow().data())
          .isEqualTo(session.scenes().shownGrid().orElseThrow().data());
      assertThat(other.notices().all()).filteredOn(Notice::error).hasSize(1);
    }
  }

  @Test
  void favouritesOfASessionOutliveATrainingThatGoesOn() throws IOException {
    Path model = copyOf(shared.resolve("model"), folder.resolve("model"));
    Path saved = savedWithFavourites(model);
    // another training of the same scene
    Files.delete(model.resolve(GENERATOR));
    Files.copy(shared.resolve("begun").resolve(CHECKPOINT), model.resolve(CHECKPOINT));
    try (Session other = new Session(folder.resolve("other"), 1, Throwable::getMessage)) {
      other.open(saved);
      settle(other);
      assertThat(other.notices().all())
          .extracting(Notice::text)
          .last()
          .asString()
          .contains("trained again");
      SceneEntry favourite = session.state().pinned().get(0);
      other.scenes().show(favourite.id());
      other.mark(Optional.of(new BoxPart(0.2, 0.2, 0, 0.6, 0.6, 1)));
      settle(other);
      assertThat(grid(other, favourite).data()).isEqualTo(grid(favourite).data());
      // its other part would not fit to it
      other.scenes().reroll(true);
      assertThat(other.notices().all()).last().matches(Notice::error);
      assertThat(other.state().scenes()).hasSameSizeAs(session.state().scenes());
    }
  }

  @Test
  void sessionHoldsGridsOfFilesThatAreGone() throws IOException {
    Path gone = folder.resolve("gone.grid");
    Files.copy(shared.resolve("scene.grid"), gone);
    session.open(gone);
    settle(session);
    session.output().saveSession(folder.resolve("files"));
    settle(session);
    Files.delete(gone);
    try (Session other = new Session(folder.resolve("other"), 1, Throwable::getMessage)) {
      other.open(folder.resolve("files.remix"));
      settle(other);
      assertThat(other.notices().all()).noneMatch(Notice::error);
      assertThat(difference(other.scenes().shownGrid().orElseThrow(), TinyModel.scene()))
          .isLessThan(2.5e-4);
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
      int notices = session.notices().all().size();
      session.open(folder.resolve(name));
      settle(session);
      assertThat(session.notices().all()).hasSize(notices + 1);
      assertThat(session.notices().all().get(notices).text()).contains(name);
    }
    assertThat(session.state()).isEqualTo(before);
  }

  @Test
  void sessionOfAKilledProcessIsFoundAgain() throws IOException {
    openModel();
    remix();
    session.output().saveSession(folder.resolve("copy.remix"));
    settle(session);
    // the highest process id that there can be on Linux is 2^22
    Path abandoned = folder.resolve("settings").resolve("autosave-4194304.remix");
    Files.copy(folder.resolve("copy.remix"), abandoned);
    try (Session next = new Session(folder.resolve("settings"), 1, Throwable::getMessage)) {
      assertThat(next.autosave().abandoned()).contains(abandoned);
      next.open(abandoned);
      settle(next);
      assertThat(next.state()).isEqualTo(session.state());
      assertThat(next.autosave().abandoned()).isEmpty();
    }
  }

  @Test
  void copyOfAProcessWhoseNumberWasGivenAnewIsFound() throws IOException {
    Path copy =
        Files.createDirectories(folder.resolve("settings"))
            .resolve("autosave-" + ProcessHandle.current().pid() + ".remix");
    Files.writeString(copy, "{}");
    Files.setLastModifiedTime(copy, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    try (Session next = new Session(folder.resolve("settings"), 1, Throwable::getMessage)) {
      assertThat(next.autosave().abandoned()).contains(copy);
      next.autosave().postpone();
      assertThat(next.autosave().abandoned()).isEmpty();
      assertThat(copy).exists();
      next.autosave().discard(copy);
      assertThat(copy).doesNotExist();
    }
  }

  @Test
  void modelThatTakesThePlaceOfASessionLeavesItAsTheLast() {
    openModel();
    remix();
    SessionState before = session.state();
    session.open(shared.resolve("model"));
    settle(session);
    assertThat(session.state().scenes()).hasSize(1);
    session.open(session.autosave().last().orElseThrow());
    settle(session);
    assertThat(session.state()).isEqualTo(before);
    // files of the program itself are not the user's
    assertThat(session.settings().preferences().recent())
        .containsExactly(shared.resolve("model").toString());
  }

  @Test
  void backgroundIsRememberedAndTheRestOfTheLookIsNot() {
    session.setLook(session.state().look().withColour(0.2, 0.4, 0.6).withMode(PictureMode.DEPTH));
    session.close();
    try (Session next = new Session(folder.resolve("settings"), 1, Throwable::getMessage)) {
      assertThat(next.state().look()).isEqualTo(LookSettings.DEFAULT.withColour(0.2, 0.4, 0.6));
      assertThat(next.timeline().undoLabel()).isEmpty();
    }
  }

  @Test
  void orderlyEndLeavesTheLastSession() {
    openModel();
    remix();
    SessionState state = session.state();
    session.close();
    try (Session next = new Session(folder.resolve("settings"), 1, Throwable::getMessage)) {
      assertThat(next.autosave().abandoned()).isEmpty();
      next.open(next.autosave().last().orElseThrow());
      settle(next);
      assertThat(next.state()).isEqualTo(state);
    }
  }

  @Test
  void screenshotIsTransparentWhereNothingIsAndCutWhereCut() throws IOException {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    session.viewpoint().lookFrom(ViewCamera.Side.TOP);
    session.setLook(session.state().look().withCut(new BoxPart(0, 0, 0, 0.5, 1, 1)));
    session.output().screenshot(folder.resolve("picture"), 300, 200, true);
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
    path =
        path.withKey(session.viewpoint().camera())
            .withKey(session.viewpoint().camera().orbited(1, 0));
    session.paths().set(path);
    session.output().render(new Film(folder.resolve("film"), 32, 24, 10, false, false));
    settle(session);
    try (var files = Files.list(folder.resolve("film"))) {
      assertThat(files.map(p -> p.getFileName().toString()).sorted())
          .containsExactly(
              "transforms.json",
              "view-000.png",
              "view-001.png",
              "view-002.png",
              "view-003.png",
              "view-004.png",
              "view-005.png");
    }
  }

  /** A path of two keys, which is set. */
  private CameraPath fly() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    ViewCamera last = session.viewpoint().camera().orbited(1, 0.2).zoomed(0.7);
    CameraPath path =
        new CameraPath(List.of(session.viewpoint().camera(), last), 1, true).withClosed(false);
    session.paths().set(path);
    return path;
  }

  @Test
  void savedPathComesBackAsItWasAlsoWhereItIsDropped() {
    CameraPath path = fly();
    session.paths().save(folder.resolve("transforms"), 640, 480, 2);
    settle(session);
    session.paths().set(CameraPath.EMPTY.withSecondsPerKey(5));
    session.paths().load(folder.resolve("transforms.json"));
    settle(session);
    assertThat(session.state().path()).isEqualTo(path);
    session.timeline().undo();
    assertThat(session.state().path().keys()).isEmpty();
    session.open(folder.resolve("transforms.json"));
    settle(session);
    assertThat(session.state().path()).isEqualTo(path);
    assertThat(session.notices().all()).noneMatch(Notice::error);
  }

  @Test
  void everyKeyHasATimeAndAPaceOfItsOwn() throws IOException {
    CameraPath two = fly();
    CameraPath path =
        two.withKey(two.keys().get(0).orbited(-1, 0))
            .withTiming(0, new KeyTiming(3, Easing.CUT))
            .withTiming(1, new KeyTiming(2, Easing.SLOW_AT_KEYS));
    assertThat(path.seconds()).isEqualTo(5);
    assertThat(path.at(2.9)).isEqualTo(path.at(0));
    assertThat(path.at(3).eye().distance(path.at(0).eye())).isGreaterThan(0.1);
    assertThat(path.at(3).eye().distance(path.at(3.0001).eye())).isLessThan(1e-6);
    double slow = path.at(3).eye().distance(path.at(3.1).eye());
    assertThat(path.at(3.95).eye().distance(path.at(4.05).eye())).isGreaterThan(3 * slow);
    CameraPath moved = path.withKeyAtSeconds(1, 4);
    assertThat(moved.seconds()).isEqualTo(5);
    assertThat(moved.secondsOf(1)).isEqualTo(4);
    assertThat(path.withKeyAtSeconds(1, 99).secondsOf(1)).isLessThan(5);
    assertThat(path.withoutKey(0).timings().get(0).easing()).isEqualTo(Easing.SLOW_AT_KEYS);
    session.paths().set(path);
    session.paths().save(folder.resolve("timed"), 64, 48, 2);
    settle(session);
    session.paths().set(CameraPath.EMPTY);
    session.paths().load(folder.resolve("timed.json"));
    settle(session);
    assertThat(session.state().path()).isEqualTo(path);
  }

  @Test
  void turntableGoesOnceAroundWhatIsLookedAtAndIsUndone() {
    fly();
    ViewCamera camera = session.viewpoint().camera();
    CameraPath before = session.state().path();
    session.paths().turntable();
    CameraPath path = session.state().path();
    assertThat(path.closed()).isTrue();
    for (int i = 0; i < 40; i++) {
      ViewCamera seen = path.at(path.seconds() * i / 40);
      assertThat(seen.pivot().distance(camera.pivot())).isLessThan(1e-6);
      assertThat(seen.distance()).isEqualTo(camera.distance(), within(1e-9));
      double turned = seen.forward().angle(path.at(path.seconds() * (i + 1) / 40).forward());
      assertThat(turned).isGreaterThan(0.05);
    }
    session.timeline().undo();
    assertThat(session.state().path()).isEqualTo(before);
  }

  @Test
  void filmGoesFromOneRemixToTheOther() throws IOException {
    openModel();
    Film film = new Film(folder.resolve("morph"), 32, 24, 2, false, true);
    setShortPath();
    session.output().render(film);
    settle(session);
    assertThat(session.notices().all()).last().matches(Notice::error);
    SceneEntry first = remix();
    SceneEntry second = remix();
    session.scenes().togglePin(first.id());
    session.scenes().togglePin(second.id());
    session.output().render(film);
    settle(session);
    Image begin = ImageFiles.read(folder.resolve("morph").resolve("view-000.png"));
    Image end = ImageFiles.read(folder.resolve("morph").resolve("view-001.png"));
    CameraPath path = session.state().path();
    session.scenes().show(second.id());
    session.viewpoint().lookAt(path.at(path.seconds()));
    session.output().screenshot(folder.resolve("end.png"), 32, 24, false);
    session.scenes().show(first.id());
    session.viewpoint().lookAt(path.at(0));
    session.output().screenshot(folder.resolve("begin.png"), 32, 24, false);
    settle(session);
    assertThat(begin.rgba()).isEqualTo(ImageFiles.read(folder.resolve("begin.png")).rgba());
    assertThat(end.rgba()).isEqualTo(ImageFiles.read(folder.resolve("end.png")).rgba());
  }

  @Test
  void marksKeepTheirPlaceInAScenesOfAnotherSize() {
    openModel();
    RemixOptions options = session.state().options().orElseThrow();
    session.scenes().setOptions(options.withSize(new GridSize(24, 24, 12)));
    remix();
    session.mark(Optional.of(new BoxPart(0.25, 0.25, 0, 0.5, 0.5, 1)));
    Aabb before = session.state().marked().orElseThrow().in(session.scenes().box().orElseThrow());
    BoxPart marked = session.state().marked().orElseThrow();
    session.scenes().setOptions(options.withSize(new GridSize(48, 24, 12)));
    remix();
    Aabb after = session.state().marked().orElseThrow().in(session.scenes().box().orElseThrow());
    assertThat(after.minX()).isEqualTo(before.minX(), within(1e-9));
    assertThat(after.maxX()).isEqualTo(before.maxX(), within(1e-9));
    assertThat(session.state().marked().orElseThrow()).isNotEqualTo(marked);
    assertThat(session.state().marked().orElseThrow().low(2)).isZero();
    session.timeline().undo();
    session.timeline().undo();
    assertThat(session.state().marked()).contains(marked);
    session.timeline().redo();
    session.timeline().redo();
    settle(session);
    Aabb again = session.state().marked().orElseThrow().in(session.scenes().box().orElseThrow());
    assertThat(again.maxX()).isEqualTo(before.maxX(), within(1e-9));
  }

  @Test
  void camerasOfOthersBecomeKeys() throws IOException {
    CameraPath path = fly();
    session.paths().save(folder.resolve("path"), 640, 480, 2);
    settle(session);
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = (ObjectNode) json.readTree(folder.resolve("path.json").toFile());
    root.remove("camera_path");
    json.writeValue(folder.resolve("others.json").toFile(), root);
    session.open(folder.resolve("others.json"));
    settle(session);
    List<ViewCamera> keys = session.state().path().keys();
    ViewCamera last = path.keys().get(1);
    assertThat(keys).hasSize(3);
    assertThat(keys.get(2).eye().distance(last.eye())).isLessThan(1e-9);
    assertThat(keys.get(2).forward().distance(last.forward())).isLessThan(1e-9);
  }

  @Test
  void damagedPathIsToldAndTheOldOneStays() throws IOException {
    CameraPath path = fly();
    session.paths().save(folder.resolve("path"), 640, 480, 2);
    settle(session);
    String text = Files.readString(folder.resolve("path.json"));
    Files.writeString(
        folder.resolve("path.json"), text.replaceFirst("\"secondsPerKey\" : 1", "\"a\" : 1"));
    session.paths().load(folder.resolve("path.json"));
    settle(session);
    assertThat(session.notices().all()).last().matches(Notice::error);
    assertThat(session.state().path()).isEqualTo(path);
  }

  @Test
  void focusedPointIsTheOneThatIsSeen() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    session.viewpoint().lookFrom(ViewCamera.Side.TOP);
    Vector3d point =
        session
            .viewpoint()
            .pointAt(session.viewpoint().camera().camera(101, 101), 50.5, 50.5)
            .orElseThrow();
    assertThat(point.x).isBetween(-0.02, 0.02);
    assertThat(point.y).isBetween(-0.02, 0.02);
    assertThat(point.z).isBetween(0.1, 0.5);
    assertThat(session.viewpoint().pointAt(session.viewpoint().camera().camera(101, 101), 1, 1))
        .isEmpty();
    session.viewpoint().lookAt(session.viewpoint().camera().focused(point));
    assertThat(session.viewpoint().camera().pivot().distance(point)).isLessThan(1e-9);
  }

  @Test
  void aDragOfTheCameraIsOneStep() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    Viewpoint viewpoint = session.viewpoint();
    ViewCamera first = viewpoint.camera();
    for (int i = 0; i < 10; i++) {
      viewpoint.lookAt(viewpoint.camera().orbited(0.05, 0.01));
    }
    session.endGesture();
    ViewCamera second = viewpoint.camera();
    viewpoint.lookFrom(ViewCamera.Side.TOP);
    viewpoint.lookAt(viewpoint.camera().zoomed(0.9));
    viewpoint.undo();
    viewpoint.undo();
    assertThat(viewpoint.camera()).isEqualTo(second);
    viewpoint.undo();
    assertThat(viewpoint.camera()).isEqualTo(first);
    assertThat(viewpoint.canUndo()).isFalse();
    viewpoint.redo();
    assertThat(viewpoint.camera()).isEqualTo(second);
  }

  @Test
  void editsAreUndoneWhereverTheCameraWent() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    Viewpoint viewpoint = session.viewpoint();
    ViewCamera first = viewpoint.camera();
    session.setLook(session.state().look().withExposure(1));
    session.endGesture();
    viewpoint.lookAt(first.orbited(0.5, 0.1));
    session.endGesture();
    ViewCamera moved = viewpoint.camera();
    session.timeline().undo();
    assertThat(session.state().look().exposure()).isZero();
    assertThat(viewpoint.camera()).isEqualTo(moved);
    viewpoint.undo();
    assertThat(viewpoint.camera()).isEqualTo(first);
    session.timeline().redo();
    assertThat(session.state().look().exposure()).isEqualTo(1);
    assertThat(viewpoint.camera()).isEqualTo(first);
    viewpoint.redo();
    assertThat(viewpoint.camera()).isEqualTo(moved);
  }

  @Test
  void stepsAreCalledWhatTheyDo() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    LookSettings look = session.state().look();
    session.setLook(look.withExposure(1));
    assertThat(session.timeline().undoLabel()).contains("Exposure");
    session.setLook(session.state().look().withColour(1, 1, 1));
    assertThat(session.timeline().undoLabel()).contains("Background");
    session.scenes().togglePin(session.state().scenes().get(0).id());
    assertThat(session.timeline().undoLabel()).contains("Pin scene");
    session.scenes().togglePin(session.state().scenes().get(0).id());
    assertThat(session.timeline().undoLabel()).contains("Unpin scene");
    session.timeline().undo();
    assertThat(session.timeline().redoLabel()).contains("Unpin scene");
  }

  private static void assertSame(ViewCamera camera, ViewCamera expected) {
    assertThat(camera.eye().distance(expected.eye())).isLessThan(1e-9);
    assertThat(camera.forward().distance(expected.forward())).isLessThan(1e-9);
    assertThat(camera.distance()).isEqualTo(expected.distance(), within(1e-9));
  }

  @Test
  void sceneOfAnotherSizeIsLookedAtAsTheOneBefore() {
    openModel();
    Viewpoint viewpoint = session.viewpoint();
    SceneEntry small = remix();
    ViewCamera whole = viewpoint.camera();
    RemixOptions options = session.state().options().orElseThrow();
    session.scenes().setOptions(options.withSize(new GridSize(48, 24, options.size().nz())));
    SceneEntry large = remix();
    Aabb box = grid(large).box();
    assertThat(box.sizeX()).isGreaterThan(1.9 * grid(small).box().sizeX());
    assertSame(viewpoint.camera(), ViewCamera.showing(box, whole.fieldOfView()));
    // and a part of it as a part
    ViewCamera near = viewpoint.camera().zoomed(0.5).orbited(0.3, 0);
    viewpoint.jumpTo(near);
    session.scenes().show(small.id());
    assertThat(viewpoint.camera().distance()).isLessThan(0.8 * near.distance());
    session.scenes().show(large.id());
    assertSame(viewpoint.camera(), near);
    // a move from before is undone for the size of now
    session.scenes().show(small.id());
    viewpoint.undo();
    assertSame(viewpoint.camera(), whole);
  }

  @Test
  void scenesOfOneSizeAreSeenFromOnePlace() {
    openModel();
    remix();
    ViewCamera near = session.viewpoint().camera().zoomed(0.5);
    session.viewpoint().jumpTo(near);
    remix();
    session.scenes().setOptions(session.state().options().orElseThrow().withDetail(true));
    remix();
    assertThat(session.viewpoint().camera()).isEqualTo(near);
  }

  @Test
  void photographedSceneIsSeenFromOneOfItsCamerasAtFirst() throws IOException {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    List<Camera> cameras =
        List.of(
            ViewCamera.showing(BOX, ViewCamera.Side.BACK, 0.5).camera(16, 12),
            ViewCamera.showing(BOX, ViewCamera.Side.FRONT, 0.5).camera(16, 12));
    SceneCameras.put(metadata, cameras);
    Path photographed = folder.resolve("photographed.grid");
    new GridFile(TinyModel.scene(), metadata).write(photographed);
    session.open(photographed);
    settle(session);
    assertThat(session.captureCameras().current()).hasValue(1);
    Vector3d eye = session.viewpoint().camera().eye();
    assertThat(eye.distance(cameras.get(1).position())).isLessThan(1e-9);
    assertThat(session.viewpoint().canUndo()).isFalse();
  }

  @Test
  void undoneMoveAwayFromAPhotographShowsItAgain() throws IOException {
    Path capture = folder.resolve("capture");
    writeCapture(capture);
    session.open(capture);
    settle(session);
    session.captureCameras().lookThrough(1);
    settle(session);
    assertThat(session.captureCameras().photograph()).isPresent();
    session.endGesture();
    session.viewpoint().lookAt(session.viewpoint().camera().zoomed(2));
    assertThat(session.captureCameras().current()).isEmpty();
    assertThat(session.captureCameras().photograph()).isEmpty();
    session.viewpoint().undo();
    assertThat(session.captureCameras().current()).hasValue(1);
    assertThat(session.captureCameras().photograph()).isPresent();
  }

  @Test
  void captureAloneIsSeenThroughACameraAndSoIsASceneThatComesAfter() throws IOException {
    Path capture = folder.resolve("capture");
    writeCapture(capture);
    session.open(capture);
    settle(session);
    assertThat(session.captureCameras().current()).hasValue(0);
    assertThat(session.captureCameras().photograph()).isPresent();
    ViewCamera photographed = session.viewpoint().camera();
    for (int i = 0; i < 2; i++) {
      session.viewpoint().reset();
      for (CaptureView view : session.captureCameras().all()) {
        Vector3d seen =
            new Matrix4d(session.viewpoint().camera().camera(400, 300).cameraToWorld())
                .invertAffine()
                .transformPosition(view.camera().position());
        double slope = Math.tan(0.5 * session.viewpoint().camera().fieldOfView());
        assertThat(Math.abs(seen.y)).isLessThan(-seen.z * slope);
      }
      session.viewpoint().lookAt(session.viewpoint().camera().zoomed(0.1));
    }
    session.open(capture);
    session.open(shared.resolve("scene.grid"));
    settle(session);
    assertThat(session.viewpoint().camera().eye().distance(photographed.eye())).isLessThan(1e-9);
  }

  /** Two photographs of nothing. */
  private static void writeCapture(Path capture) throws IOException {
    List<Shot> shots =
        List.of(
            Shot.numbered(0, ViewCamera.showing(BOX, 0.7).camera(16, 12)),
            Shot.numbered(1, ViewCamera.showing(BOX, ViewCamera.Side.FRONT, 0.7).camera(16, 12)));
    PictureSeries series = new PictureSeries(capture, 1);
    series.write(shots, camera -> Image.transparent(16, 12), Progress.NONE);
    series.writeCameras(shots, BOX);
  }

  @Test
  void tooLittleMemoryInAJobIsTold() {
    Notices notices = new Notices(thrown -> "too little memory");
    try (Jobs jobs = new Jobs(notices::fail)) {
      jobs.start(
          Jobs.Lane.SCENES,
          "large",
          job -> {
            throw new OutOfMemoryError("simulated");
          },
          made -> notices.say("made"));
      jobs.start(Jobs.Lane.SCENES, "small", job -> 1, made -> notices.say("the next is made"));
      while (!jobs.active().isEmpty()) {
        jobs.deliver();
      }
    }
    assertThat(notices.all()).extracting(Notice::error).containsExactly(true, false);
    assertThat(notices.all())
        .extracting(Notice::text)
        .containsExactly("Too little memory", "the next is made");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.npz", "a.nrrd", "a.vdb", "a.ply", "a.obj", "a.glb"})
  void exportIsWhatTheCommandLineWrites(String name) throws IOException {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    session.output().export(GridExport.to(folder.resolve(name), false, Optional.empty()), 1);
    settle(session);
    assertThat(session.notices().all()).noneMatch(Notice::error);
    Path same = folder.resolve("same-" + name);
    GridExport.to(same, false, Optional.empty()).write(TinyModel.scene(), share -> {});
    assertThat(folder.resolve(name)).hasSameBinaryContentAs(same);
  }

  private void setShortPath() {
    CameraPath path = session.state().path().withSecondsPerKey(0.5);
    ViewCamera camera = session.viewpoint().camera();
    session.paths().set(path.withKey(camera).withKey(camera.orbited(1, 0)));
  }

  @Test
  void filmIsAGif() throws IOException {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    setShortPath();
    session.output().render(new Film(folder.resolve("film.gif"), 32, 24, 10, true, false));
    settle(session);
    try (var stream = ImageIO.createImageInputStream(folder.resolve("film.gif").toFile())) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      reader.setInput(stream);
      assertThat(reader.getNumImages(true)).isEqualTo(6);
      assertThat(reader.getWidth(0)).isEqualTo(32);
    }
  }

  @Test
  void filmIsAnMp4WhereFfmpegIs() throws IOException {
    Prerequisite.that(
        Mp4Film.isPossible(), "there is no ffmpeg here; on Debian: apt-get install ffmpeg");
    session.open(shared.resolve("scene.grid"));
    settle(session);
    setShortPath();
    session.output().render(new Film(folder.resolve("film.mp4"), 32, 24, 10, true, false));
    settle(session);
    assertThat(session.notices().all()).noneMatch(Notice::error);
    byte[] film = Files.readAllBytes(folder.resolve("film.mp4"));
    assertThat(new String(film, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"film.gif", "film.mp4"})
  void cancelledFilmLeavesNothing(String name) throws IOException {
    Prerequisite.that(name.endsWith(".gif") || Mp4Film.isPossible(), "there is no ffmpeg here");
    session.open(shared.resolve("scene.grid"));
    settle(session);
    setShortPath();
    session.paths().set(session.state().path().withSecondsPerKey(1000));
    session.output().render(new Film(folder.resolve(name), 32, 24, 10, false, false));
    Job film = session.jobs().get(0);
    while (film.fraction() == 0) {
      Thread.onSpinWait();
    }
    film.cancel();
    settle(session);
    assertThat(session.notices().all()).noneMatch(Notice::error);
    try (var files = Files.list(folder)) {
      assertThat(files.map(p -> p.getFileName().toString())).noneMatch(n -> n.contains("film"));
    }
  }

  @Test
  void whatCannotBeFilmedIsToldBeforeAnythingIsWritten() {
    session.open(shared.resolve("scene.grid"));
    settle(session);
    setShortPath();
    session.output().render(new Film(folder.resolve("film.avi"), 32, 24, 10, false, false));
    settle(session);
    assertThat(session.notices().all()).last().matches(Notice::error);
    assertThat(folder.resolve("film.avi")).doesNotExist();
  }

  @Test
  void modelInTrainingIsFollowedFromItsBeginningToItsEnd() throws IOException {
    Path whole = shared.resolve("model");
    Path begun = shared.resolve("begun");
    Path growing = folder.resolve("growing");
    Files.createDirectories(growing);
    for (String name : List.of("model.json", "scene.grid")) {
      Files.copy(whole.resolve(name), growing.resolve(name));
    }
    session.open(growing);
    settle(session);
    assertThat(session.sources().model()).isEmpty();
    assertThat(session.scenes().shownGrid()).isPresent();

    Files.copy(begun.resolve(CHECKPOINT), growing.resolve(CHECKPOINT));
    awaitShown(scene -> scene.origin() instanceof Origin.Remix);
    SceneEntry preview = session.state().shownScene().orElseThrow();
    // detail would hide how far the training is
    assertThat(SceneMaker.optionsOf(preview.origin()).detail()).isFalse();
    float[] coarse = grid(preview).data();

    Files.copy(whole.resolve(GENERATOR), growing.resolve(GENERATOR));
    awaitShown(scene -> !Arrays.equals(grid(scene).data(), coarse));
    settle(session);
    assertThat(session.state().shownScene()).contains(preview);
    assertThat(session.sources().model().orElseThrow().complete()).isTrue();
    assertThat(session.state().options().orElseThrow().detail()).isTrue();
    assertThat(session.notices().all()).extracting(Notice::text).contains("The training is done.");
    assertThat(session.notices().all()).noneMatch(Notice::error);
  }

  @Test
  void trainingThatStandsStillIsSaidToDoSo() throws IOException {
    Path stopped = folder.resolve("stopped");
    Files.createDirectories(stopped.resolve("log"));
    for (String name : List.of("model.json", "scene.grid", CHECKPOINT, "log/metrics.jsonl")) {
      Files.copy(shared.resolve("begun").resolve(name), stopped.resolve(name));
    }
    Files.setLastModifiedTime(
        new ModelFolder(stopped).log(), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    session.open(stopped);
    settle(session);
    assertThat(session.sources().training().orElseThrow()).contains("stopped");
  }

  private void awaitShown(Predicate<SceneEntry> condition) {
    while (session.state().shownScene().filter(condition).isEmpty()
        || session.scenes().shownGrid().isEmpty()
        || session.isBusy()) {
      session.poll();
      Thread.onSpinWait();
    }
  }

  @Test
  void trainingDoesNotTakeTheViewFromWhoLooksAtSomethingElse() throws IOException {
    Path whole = shared.resolve("model");
    Path growing = folder.resolve("growing");
    Files.createDirectories(growing);
    for (String name : List.of("model.json", "scene.grid", CHECKPOINT)) {
      Files.copy(shared.resolve("begun").resolve(name), growing.resolve(name));
    }
    session.open(growing);
    settle(session);
    session.scenes().newRemix();
    settle(session);
    SceneEntry learned = session.state().scenes().get(0);
    session.scenes().show(learned.id());
    int scenes = session.state().scenes().size();
    Files.copy(whole.resolve(GENERATOR), growing.resolve(GENERATOR));
    awaitShown(scene -> session.sources().model().orElseThrow().complete());
    assertThat(session.state().shownScene()).contains(learned);
    assertThat(session.state().scenes()).hasSize(scenes);
  }

  @Test
  void renamedSceneKeepsItsNameInTheSessionAndCanBeCalledAsBefore() {
    openModel();
    SceneEntry remix = remix();
    session.scenes().rename(remix.id(), "  Harbour ");
    assertThat(session.state().shownScene().orElseThrow().title()).isEqualTo("Harbour");
    session.scenes().rename(remix.id(), " ");
    assertThat(session.state().shownScene().orElseThrow().title()).isEqualTo("Harbour");
    assertThat(session.timeline().undoLabel()).contains("Rename Remix 1");
    session.timeline().undo();
    assertThat(session.state().shownScene().orElseThrow()).isEqualTo(remix);
  }

  @Test
  void factsSayHowASceneWasMadeAndHowLargeItIs() {
    openModel();
    assertThat(session.scenes().facts()).containsEntry("made", "the scene that the model learned");
    remix();
    session.mark(Optional.of(new BoxPart(0.2, 0.2, 0, 0.5, 0.5, 1)));
    session.scenes().reroll(true);
    settle(session);
    assertThat(session.scenes().facts())
        .containsEntry("seed", "1")
        .containsEntry("changed", "inside a box anew, seed 2")
        .containsEntry("voxels", "24x24x12")
        .containsEntry("size", "2.00 x 2.00 x 1.00, a voxel 0.0833")
        .containsKeys("settings", "from one place");
  }

  @Test
  void comparisonIsOfTwoChosenScenesAndOneStep() {
    openModel();
    SceneEntry first = remix();
    SceneEntry second = remix();
    SceneEntry third = remix();
    session.scenes().compare(first.id(), second.id());
    assertThat(session.state().shown()).hasValue(second.id());
    assertThat(session.state().compared()).hasValue(first.id());
    session.timeline().undo();
    assertThat(session.state().shown()).hasValue(third.id());
    assertThat(session.state().compared()).isEmpty();
  }
}
