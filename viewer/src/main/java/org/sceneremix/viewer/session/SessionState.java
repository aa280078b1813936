package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

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
          CameraPath.EMPTY);

  public SessionState {
    scenes = List.copyOf(scenes);
    Objects.requireNonNull(shown, "shown");
    Objects.requireNonNull(compared, "compared");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(look, "look");
    Objects.requireNonNull(marked, "marked");
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

  /** The favourites, in the order of the history. */
  public List<SceneEntry> pinned() {
    return scenes.stream().filter(SceneEntry::pinned).toList();
  }

  SessionState withScene(SceneEntry scene) {
    List<SceneEntry> more = new ArrayList<>(scenes);
    more.add(scene);
    return new SessionState(
        more,
        OptionalLong.of(scene.id()),
        compared,
        scene.id() + 1,
        nextSeed,
        options,
        look,
        marked,
        path);
  }

  SessionState withScenes(List<SceneEntry> newScenes) {
    return new SessionState(
        newScenes, shown, compared, nextId, nextSeed, options, look, marked, path);
  }

  SessionState withShown(OptionalLong id) {
    return new SessionState(scenes, id, compared, nextId, nextSeed, options, look, marked, path);
  }

  SessionState withCompared(OptionalLong id) {
    return new SessionState(scenes, shown, id, nextId, nextSeed, options, look, marked, path);
  }

  SessionState withNextSeed(long seed) {
    return new SessionState(scenes, shown, compared, nextId, seed, options, look, marked, path);
  }

  SessionState withOptions(Optional<RemixOptions> newOptions) {
    return new SessionState(
        scenes, shown, compared, nextId, nextSeed, newOptions, look, marked, path);
  }

  SessionState withLook(LookSettings newLook) {
    return new SessionState(
        scenes, shown, compared, nextId, nextSeed, options, newLook, marked, path);
  }

  SessionState withMarked(Optional<BoxPart> box) {
    return new SessionState(scenes, shown, compared, nextId, nextSeed, options, look, box, path);
  }

  SessionState withPath(CameraPath newPath) {
    return new SessionState(
        scenes, shown, compared, nextId, nextSeed, options, look, marked, newPath);
  }
}
