package org.sceneremix.viewer.session;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The state of a session now, those before it, and those that were undone. The camera is part of
 * the state, but its moves are no steps here: {@link Viewpoint} has those.
 */
public final class Timeline {

  private final UndoHistory<SessionState> history = new UndoHistory<>();
  private final Consumer<SessionState> restored;
  private SessionState now = SessionState.EMPTY;

  /**
   * @param restored told of every state that comes back
   */
  Timeline(Consumer<SessionState> restored) {
    this.restored = Objects.requireNonNull(restored, "restored");
  }

  public SessionState now() {
    return now;
  }

  /**
   * A step that can be undone, unless it changes nothing.
   *
   * @param label what it is called; steps of one label are one until {@link #endGesture()}
   */
  void change(String label, UnaryOperator<SessionState> action) {
    SessionState next = action.apply(now);
    if (!next.equals(now)) {
      history.record(label, now);
      now = next;
    }
  }

  /** A change that is no step of its own: it is undone with the one before. */
  void amend(UnaryOperator<SessionState> action) {
    now = action.apply(now);
  }

  /**
   * Takes a scene that will not be made out of the history, and out of what can be undone if
   * nothing was done since. What was on show before is on show again.
   */
  void withdraw(long id) {
    Optional<SessionState> before = history.dropLast(state -> state.scene(id).isEmpty());
    SessionState rest =
        now.withScenes(now.scenes().stream().filter(scene -> scene.id() != id).toList());
    OptionalLong shown =
        before
            .map(SessionState::shown)
            .filter(old -> old.isPresent() && rest.scene(old.getAsLong()).isPresent())
            .orElseGet(
                () ->
                    rest.scenes().isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(rest.scenes().get(rest.scenes().size() - 1).id()));
    boolean wasCompared = now.compared().equals(OptionalLong.of(id));
    now =
        (now.shown().equals(OptionalLong.of(id)) ? rest.withShown(shown) : rest)
            .withCompared(wasCompared ? OptionalLong.empty() : now.compared());
    restored.accept(now);
  }

  /** Begins anew with this state; there is nothing to undo. */
  void begin(SessionState state) {
    history.clear();
    now = state;
  }

  /** The next change is a step of its own. */
  void endGesture() {
    history.endGesture();
  }

  /** Name of the step that {@link #undo} would take back. */
  public Optional<String> undoLabel() {
    return history.undoLabel();
  }

  /** Name of the step that {@link #redo} would do again. */
  public Optional<String> redoLabel() {
    return history.redoLabel();
  }

  public void undo() {
    history.undo(now).ifPresent(this::restore);
  }

  public void redo() {
    history.redo(now).ifPresent(this::restore);
  }

  private void restore(SessionState state) {
    now = state.withCamera(now.camera());
    restored.accept(now);
  }
}
