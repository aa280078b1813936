package org.sceneremix.gan.train;

import java.util.List;
import java.util.Optional;
import org.sceneremix.gan.loss.Loss;

/**
 * Notices that a stage's training diverges, and remembers a state from before.
 *
 * <p>Diverged is a training whose figures are no numbers, and one in which a critic's loss is
 * {@link Loss#useless()} for {@value #PATIENCE} iterations on end: with the logistic loss it then
 * tells generated from real without error, and its gradient teaches the generator nothing any more.
 * (In a sound training on a capture of toy blocks, logged every ten iterations, the least logistic
 * loss was 0.28; chance is 1.386.)
 *
 * <p>A state is trusted only {@value #INTERVAL} to {@code 2 * INTERVAL} iterations later, because
 * what ends in divergence begins earlier.
 */
final class DivergenceWatch {

  /** Iterations from one remembered state to the next. */
  static final int INTERVAL = 50;

  /** Iterations that a critic may be useless. */
  static final int PATIENCE = 40;

  /**
   * A state to go back to.
   *
   * @param iteration iterations that were done
   * @param networks as in {@link StageTrainer#state()}
   */
  record Good(int iteration, List<float[]> networks) {}

  private final Loss loss;
  private Good older;
  private Good newer;
  private int uselessFor;

  /** Begins with a state that is taken for good. */
  DivergenceWatch(Loss loss, Good start) {
    this.loss = loss;
    older = start;
    newer = start;
  }

  /** Takes notice of figures; what is wrong with them, if anything is. */
  Optional<String> observe(StageFigures figures) {
    if (!figures.finite()) {
      return Optional.of("a loss is not a number");
    }
    double least = Math.min(figures.criticLoss3d(), figures.criticLoss2d());
    uselessFor = least < loss.useless() ? uselessFor + 1 : 0;
    return uselessFor >= PATIENCE
        ? Optional.of(
            "a critic "
                + loss.uselessness()
                + " for "
                + PATIENCE
                + " iterations, so the generator learns nothing")
        : Optional.empty();
  }

  /** Whether a state is to be remembered after so many iterations. */
  boolean due(int iterationsDone) {
    return iterationsDone % INTERVAL == 0;
  }

  void remember(Good state) {
    older = newer;
    newer = state;
  }

  /** The state to go back to; the watch starts afresh from it. */
  Good goBack() {
    newer = older;
    uselessFor = 0;
    return older;
  }
}
