package org.sceneremix.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.gan.sample.BlendWeight;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** Choosing among many remixes, without a window. */
class ExplorationTest {

  @TempDir private static Path shared;

  @TempDir private Path folder;
  private Session session;
  private Exploration exploration;

  @BeforeAll
  static void train() throws IOException {
    TinyModel.train(shared.resolve("model"));
  }

  @BeforeEach
  void begin() {
    session = new Session(folder.resolve("settings"), 1, Throwable::getMessage);
    session.open(shared.resolve("model"));
    settle();
    session.scenes().setOptions(options().withDetail(false));
    session.timeline().endGesture();
    exploration = session.exploration();
  }

  @AfterEach
  void end() {
    session.close();
  }

  private RemixOptions options() {
    return session.state().options().orElseThrow();
  }

  /** Until the background has nothing more to do. */
  private void settle() {
    while (session.isBusy()) {
      session.poll();
      Thread.onSpinWait();
    }
    session.poll();
  }

  private List<Candidate> made(int count) {
    exploration.make(count);
    settle();
    return exploration.all();
  }

  private Candidate first() {
    return exploration.all().get(0);
  }

  private static OccupancyGrid shape(Candidate candidate) {
    return candidate.sketch().orElseThrow().shape();
  }

  private static double agreement(Candidate a, Candidate b) {
    return shape(a).intersectionOverUnion(shape(b));
  }

  private List<String> messages() {
    return session.notices().all().stream().map(Notice::text).toList();
  }

  @Test
  void remixesAreSketchedOneByOneBesideHistoryAndUndoing() {
    SessionState before = session.state();
    exploration.make(3);
    assertThat(exploration.missing()).isEqualTo(3);
    assertThat(session.jobs()).hasSize(1);
    settle();
    assertThat(exploration.missing()).isZero();
    assertThat(exploration.all())
        .extracting(Candidate::label)
        .containsExactly("Seed 1", "Seed 2", "Seed 3");
    assertThat(agreement(first(), exploration.all().get(1))).isLessThan(1);
    assertThat(session.state().scenes()).isEqualTo(before.scenes());
    assertThat(session.timeline().undoLabel()).contains("Remix options");
    session.scenes().newRemix();
    assertThat(session.state().shownScene().orElseThrow().title()).isEqualTo("Remix 4");
  }

  @Test
  void cancellingLeavesWhatIsThereAndOthersCanBeMadeAtOnce() {
    exploration.make(Exploration.MOST);
    while (first().sketch().isEmpty()) {
      session.poll();
    }
    exploration.cancel();
    int made = exploration.all().size();
    assertThat(made).isBetween(1, Exploration.MOST - 1);
    exploration.toggleMark(first().id());
    assertThat(made(2)).hasSize(3).allMatch(candidate -> candidate.sketch().isPresent());
  }

  @Test
  void jobThatIsCancelledElsewhereIsTheLast() {
    exploration.make(5);
    exploration.job().orElseThrow().cancel();
    settle();
    assertThat(exploration.all()).isEmpty();
    assertThat(made(1)).hasSize(1);
  }

  @Test
  void markedOnesStayWhenOthersAreMadeAndCanBeSeenAlone() {
    Candidate liked = made(3).get(1);
    exploration.toggleMark(liked.id());
    assertThat(made(3)).hasSize(4).extracting(Candidate::id).startsWith(liked.id());
    exploration.setMarkedOnly(true);
    assertThat(exploration.seen()).extracting(Candidate::id).containsExactly(liked.id());
    exploration.toggleMark(liked.id());
    assertThat(exploration.seen()).isEmpty();
    exploration.make(1);
    assertThat(exploration.seen()).hasSize(1);
  }

  @Test
  void moreLikeOneDifferYetAreNearerThanOtherSeeds() {
    made(4);
    Candidate liked = first();
    exploration.moreLike(liked.id(), 3, 0.05);
    settle();
    List<Candidate> all = exploration.all();
    assertThat(all).hasSize(7);
    double other = all.subList(4, 7).stream().mapToDouble(c -> agreement(liked, c)).max().orElse(1);
    for (Candidate like : all.subList(1, 4)) {
      assertThat(like.label()).startsWith(liked.label() + " + ");
      assertThat(agreement(liked, like)).isLessThan(1).isGreaterThan(other);
    }
  }

  @Test
  void openedRemixIsThatOfItsRecipeAndOneSceneOfTheHistory() {
    made(1);
    exploration.moreLike(first().id(), 1, 0.25);
    settle();
    Candidate like = exploration.all().get(1);
    assertThat(like.recipe()).isEqualTo("Seed 1 + 25 % of 2");
    exploration.open(like.id());
    settle();
    SceneEntry scene = session.state().shownScene().orElseThrow();
    assertThat(scene.title()).isEqualTo("Remix 1 + 2");
    assertThat(session.scenes().facts()).containsEntry("changed", "varied by 25 % of seed 2");
    Remixer remixer = session.sources().model().orElseThrow().remixer();
    assertThat(session.scenes().shownGrid().orElseThrow().data())
        .isEqualTo(
            remixer
                .make(
                    Recipe.between(1, 2, BlendWeight.everywhere(0.25)),
                    options().settings(remixer),
                    Progress.NONE)
                .grid()
                .data());
    exploration.open(like.id());
    assertThat(session.state().scenes()).hasSize(2);
    session.timeline().undo();
    assertThat(session.state().scenes()).hasSize(1);
    assertThat(exploration.all()).contains(like);
  }

  @Test
  void moreLikeTheSceneOnShowGoesOnFromWhatIsLikeAnother() {
    made(1);
    exploration.moreLike(first().id(), 1, 0.25);
    settle();
    exploration.open(exploration.all().get(1).id());
    settle();
    exploration.moreLikeShown(1, 0.1);
    settle();
    assertThat(exploration.all())
        .extracting(Candidate::recipe)
        .containsExactly("Seed 1", "Seed 1 + 25 % of 2", "Seed 1 + 25 % of 2 + 10 % of 3");
    session.scenes().show(session.state().scenes().get(0).id());
    exploration.moreLikeShown(1, 0.1);
    assertThat(messages()).last().asString().contains("can be varied");
  }

  @Test
  void twinsAreToldFromTheRest() {
    assertThat(made(2)).allMatch(candidate -> candidate.twin().isEmpty());
    exploration.toggleMark(first().id());
    exploration.moreLike(first().id(), 1, 0);
    settle();
    assertThat(exploration.all().get(1).twin()).contains("Seed 1");
    exploration.toggleMark(exploration.all().get(1).id());
    exploration.toggleMark(first().id());
    // the other twin makes way
    assertThat(made(1).get(0).twin()).isEmpty();
    session.scenes().setOptions(options().withDiversity(0).withFidelity(1));
    assertThat(made(1)).last().extracting(Candidate::twin).asString().contains("learned scene");
  }

  @Test
  void thereIsRoomForSoManyAndTheMarkedAreNotDropped() {
    exploration.make(Exploration.MOST);
    Candidate liked = exploration.all().get(Exploration.MOST - 1);
    Candidate marked = exploration.all().get(Exploration.MOST - 2);
    exploration.toggleMark(marked.id());
    exploration.moreLike(liked.id(), 20, 0.1);
    assertThat(exploration.all())
        .hasSize(Exploration.MOST)
        .extracting(Candidate::id)
        .contains(liked.id(), marked.id());
    exploration.all().forEach(candidate -> exploration.toggleMark(candidate.id()));
    exploration.toggleMark(marked.id());
    exploration.make(1);
    assertThat(exploration.all()).hasSize(Exploration.MOST);
    assertThat(messages()).last().asString().contains("room for 64");
  }

  @Test
  void largeSketchesAreShrunk() {
    GridSize size = options().size();
    session
        .scenes()
        .setOptions(options().withSize(new GridSize(4 * size.nx(), 4 * size.ny(), size.nz())));
    VoxelGrid grid = made(1).get(0).sketch().orElseThrow().grid();
    assertThat(grid.voxelCount()).isBetween(100_000, 1 << 17);
    assertThat(grid.box().sizeX())
        .isEqualTo(4 * session.scenes().box().orElseThrow().sizeX(), within(1e-9));
  }

  @Test
  void contactSheetHoldsThoseThatAreSeen() throws IOException {
    made(3);
    exploration.toggleMark(first().id());
    exploration.toggleMark(exploration.all().get(2).id());
    exploration.setMarkedOnly(true);
    Path sheets = Files.createDirectory(folder.resolve("sheets"));
    session.output().contactSheet(exploration, sheets.resolve("sheet"));
    settle();
    try (Stream<Path> files = Files.list(sheets)) {
      assertThat(files).containsExactly(sheets.resolve("sheet.png"));
    }
    Image sheet = ImageFiles.read(sheets.resolve("sheet.png"));
    assertThat(sheet.width()).isEqualTo(2 * 320);
    assertThat(sheet.height()).isBetween(241, 280);
    session.output().contactSheet(session.exploration(), sheets.resolve("cancelled"));
    session.jobs().forEach(Job::cancel);
    settle();
    assertThat(sheets.resolve("cancelled.png")).doesNotExist();
    exploration.toggleMark(first().id());
    exploration.toggleMark(exploration.all().get(2).id());
    session.output().contactSheet(exploration, sheets.resolve("nothing"));
    assertThat(messages()).last().asString().contains("no remixes to put on the sheet");
  }

  @Test
  void whatIsLikeARemixIsSavedWithTheSession() {
    made(1);
    exploration.moreLike(first().id(), 1, 0.3);
    settle();
    exploration.open(exploration.all().get(1).id());
    settle();
    SceneEntry scene = session.state().shownScene().orElseThrow();
    session.output().saveSession(folder.resolve("saved.remix"));
    settle();
    session.open(folder.resolve("saved.remix"));
    settle();
    assertThat(session.state().shownScene()).contains(scene);
    // the model was opened again, and may be another one
    assertThat(exploration.all()).isEmpty();
  }

  @Test
  void withoutAModelOneSentenceSaysSo() {
    try (Session empty = new Session(folder.resolve("empty"), 1, Throwable::getMessage)) {
      empty.exploration().make(4);
      assertThat(empty.exploration().all()).isEmpty();
      assertThat(empty.notices().all()).singleElement().matches(Notice::error);
    }
  }
}
