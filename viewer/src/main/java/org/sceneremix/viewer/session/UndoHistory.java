package org.sceneremix.viewer.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Earlier and undone states. States are immutable, so that keeping them is all there is to undoing.
 *
 * <p>Changes of one label that follow each other without {@link #endGesture()} in between, such as
 * the positions of a slider while it is dragged, are one step.
 */
final class UndoHistory<S> {

  private static final int DEEPEST = 500;

  private record Step<S>(String label, S before) {}

  private final Deque<Step<S>> undone = new ArrayDeque<>();
  private final Deque<Step<S>> done = new ArrayDeque<>();
  private boolean gestureGoesOn;

  /** A change is about to be made. */
  void record(String label, S before) {
    undone.clear();
    if (gestureGoesOn && !done.isEmpty() && done.peek().label().equals(label)) {
      return;
    }
    done.push(new Step<>(label, before));
    if (done.size() > DEEPEST) {
      done.removeLast();
    }
    gestureGoesOn = true;
  }

  /** The next change is a step of its own. */
  void endGesture() {
    gestureGoesOn = false;
  }

  /**
   * The last step was none after all.
   *
   * @param isIt asked whether the last step is meant, by the state before it
   * @return the state before it, if it was
   */
  Optional<S> dropLast(Predicate<S> isIt) {
    return done.isEmpty() || !isIt.test(done.peek().before())
        ? Optional.empty()
        : Optional.of(done.pop().before());
  }

  /** The state before the last step, which {@link #redo} takes back. */
  Optional<S> undo(S now) {
    return move(done, undone, now);
  }

  Optional<S> redo(S now) {
    return move(undone, done, now);
  }

  private Optional<S> move(Deque<Step<S>> from, Deque<Step<S>> to, S now) {
    endGesture();
    if (from.isEmpty()) {
      return Optional.empty();
    }
    Step<S> step = from.pop();
    to.push(new Step<>(step.label(), now));
    return Optional.of(step.before());
  }

  /** Name of the step that {@link #undo} would take back. */
  Optional<String> undoLabel() {
    return Optional.ofNullable(done.peek()).map(Step::label);
  }

  /** Name of the step that {@link #redo} would do again. */
  Optional<String> redoLabel() {
    return Optional.ofNullable(undone.peek()).map(Step::label);
  }

  void clear() {
    done.clear();
    undone.clear();
    endGesture();
  }
}
