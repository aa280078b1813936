package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.sceneremix.volume.Aabb;

/**
 * Everything of a session that can be undone, saved and loaded.
 *
 * @param scenes the history, oldest first
 * @param shown id of the scene on show
 * @param compared id of the scene to the left of the split, if the view is split
 * @param nextId for the next scene
 * @param nextSeed for the next remix
 * @param options how remixes are made; absent without a model
 * @param look how scenes are shown
 * @param marked the marked box
 * @param painting what is painted on the scene on show, and not made yet
 * @param camera where it is looked from
 * @param path the camera path
 */
public record SessionState(
    List<SceneEntry> scenes,
    OptionalLong shown,
    OptionalLong compared,
    long nextId,
    long nextSeed,
    Optional<RemixOptions> options,
    LookSettings look,
    Optional<BoxPart> marked,
    Painting painting,
    ViewCamera camera,
    CameraPath path) {

  public static final SessionState EMPTY =
      new SessionState(
          List.of(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          1,
          1,
          Optional.empty(),
          LookSettings.DEFAULT,
          Optional.empty(),
          Painting.EMPTY,
          ViewCamera.showing(Aabb.centredCube(1), ViewCamera.DEFAULT_FIELD_OF_VIEW),
          CameraPath.EMPTY);

  public SessionState {
    scenes = List.copyOf(scenes);
    Objects.requireNonNull(shown, "shown");
    Objects.requireNonNull(compared, "compared");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(look, "look");
    Objects.requireNonNull(marked, "marked");
    Objects.requireNonNull(painting, "painting");
    Objects.requireNonNull(camera, "camera");
    Objects.requireNonNull(path, "path");
  }

  /** The scene of an id. */
  public Optional<SceneEntry> scene(long id) {
    return scenes.stream().filter(scene -> scene.id() == id).findFirst();
  }

  /** The scene on show. */
  public Optional<SceneEntry> shownScene() {
    return shown.isPresent() ? scene(shown.getAsLong()) : Optional.empty();
  }

  /** Whether a scene is on show, alone or in comparison. */
  boolean isSeen(long id) {
    return shown.equals(OptionalLong.of(id)) || compared.equals(OptionalLong.of(id));
  }

  /** The favourites, in the order of the history. */
  public List<SceneEntry> pinned() {
    return scenes.stream().filter(SceneEntry::pinned).toList();
  }

  /** All scenes as they are lined up for choice: favourites, then the others. */
  public List<SceneEntry> favouritesFirst() {
    List<SceneEntry> lined = new ArrayList<>(pinned());
    scenes.stream().filter(scene -> !scene.pinned()).forEach(lined::add);
    return lined;
  }

  SessionState withScene(SceneEntry scene) {
    List<SceneEntry> more = new ArrayList<>(scenes);
    more.add(scene);
    return with(
        draft -> {
          draft.scenes = more;
          draft.shown = OptionalLong.of(scene.id());
          draft.nextId = scene.id() + 1;
        });
  }

  SessionState withScenes(List<SceneEntry> newScenes) {
    return with(draft -> draft.scenes = newScenes);
  }

  SessionState withShown(OptionalLong id) {
    return with(draft -> draft.shown = id);
  }

  SessionState withCompared(OptionalLong id) {
    return with(draft -> draft.compared = id);
  }

  SessionState withNextSeed(long seed) {
    return with(draft -> draft.nextSeed = seed);
  }

  SessionState withOptions(Optional<RemixOptions> newOptions) {
    return with(draft -> draft.options = newOptions);
  }

  SessionState withLook(LookSettings newLook) {
    return with(draft -> draft.look = newLook);
  }

  SessionState withMarked(Optional<BoxPart> box) {
    return with(draft -> draft.marked = box);
  }

  SessionState withPainting(Painting newPainting) {
    return with(draft -> draft.painting = newPainting);
  }

  SessionState withCamera(ViewCamera newCamera) {
    return with(draft -> draft.camera = newCamera);
  }

  SessionState withPath(CameraPath newPath) {
    return with(draft -> draft.path = newPath);
  }

  private SessionState with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.state();
  }

  /** A state of which some parts change. */
  private static final class Draft {
    private List<SceneEntry> scenes;
    private OptionalLong shown;
    private OptionalLong compared;
    private long nextId;
    private long nextSeed;
    private Optional<RemixOptions> options;
    private LookSettings look;
    private Optional<BoxPart> marked;
    private Painting painting;
    private ViewCamera camera;
    private CameraPath path;

    Draft(SessionState state) {
      this.scenes = state.scenes;
      this.shown = state.shown;
      this.compared = state.compared;
      this.nextId = state.nextId;
      this.nextSeed = state.nextSeed;
      this.options = state.options;
      this.look = state.look;
      this.marked = state.marked;
      this.painting = state.painting;
      this.camera = state.camera;
      this.path = state.path;
    }

    SessionState state() {
      return new SessionState(
          scenes, shown, compared, nextId, nextSeed, options, look, marked, painting, camera, path);
    }
  }
}
