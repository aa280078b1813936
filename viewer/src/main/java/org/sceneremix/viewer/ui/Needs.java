package org.sceneremix.viewer.ui;

import java.util.Optional;
import java.util.function.Supplier;
import org.sceneremix.viewer.session.Session;

/** Preconditions of commands and buttons, and the sentence to show where one is not met. */
final class Needs {

  private final Session session;

  Needs(Session session) {
    this.session = session;
  }

  Optional<String> nothing() {
    return Optional.empty();
  }

  /** A scene is on show, or on its way. */
  Optional<String> scene() {
    return unless(
        session.state().shownScene().isPresent(),
        "There is no scene on show yet: open one (Ctrl+O).");
  }

  Optional<String> anything() {
    return unless(
        session.state().shownScene().isPresent() || !session.captureCameras().all().isEmpty(),
        "There is nothing to look at yet: open a scene or a capture (Ctrl+O).");
  }

  Optional<String> model() {
    return unless(
        session.sources().model().isPresent(),
        "Remixes are made by a model: open the folder that 'remix train' made (Ctrl+O).");
  }

  Optional<String> box() {
    return scene()
        .or(
            () ->
                unless(session.state().marked().isPresent(), "Mark a box in the scene first (M)."))
        .or(this::model);
  }

  Optional<String> paint() {
    return scene()
        .or(
            () ->
                unless(
                    !session.state().painting().strokes().isEmpty(),
                    "Nothing is painted yet: turn the brush on (G) and paint on the ground."))
        .or(this::model);
  }

  Optional<String> twoScenes() {
    return scene()
        .or(
            () ->
                unless(
                    session.state().scenes().size() >= 2,
                    "There is nothing to compare with yet: make a remix, or open another scene."));
  }

  /** A remix is on show whose latents are known. */
  Optional<String> remix() {
    return unless(
        session.state().shownScene().filter(scene -> scene.origin().madeOfLatents()).isPresent(),
        "The scene on show is no remix, or was changed in part: show a remix first.");
  }

  Optional<String> sources() {
    return unless(
        session.scenes().largestRegion().isPresent(),
        "It is not known where this scene was copied from: make a remix of an open model (N).");
  }

  Optional<String> cameras() {
    return unless(
        !session.captureCameras().all().isEmpty(),
        "There are no cameras of photographs: open a capture, or a scene that was fitted to one.");
  }

  Optional<String> path() {
    return unless(
        session.state().path().keys().size() >= 2,
        "A flight needs a camera path of two keys at least; add them with K.");
  }

  Optional<String> film() {
    return scene().or(this::path);
  }

  Optional<String> key() {
    return unless(
        !session.state().path().keys().isEmpty(), "The camera path has no keys yet; add one (K).");
  }

  static Supplier<Optional<String>> when(Supplier<Boolean> condition, String otherwise) {
    return () -> unless(condition.get(), otherwise);
  }

  private static Optional<String> unless(boolean condition, String otherwise) {
    return condition ? Optional.empty() : Optional.of(otherwise);
  }
}
