package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.sceneremix.gan.model.Model;
import org.sceneremix.volume.GridSize;

/**
 * How remixes shall be made.
 *
 * @param size voxels
 * @param diversity factor on the noise of each stage above the coarsest, as trained where 1
 * @param startStage the stages before it keep the layout of the scene that was learned; 0 for a new
 *     layout
 * @param detail whether remixes are rebuilt from the learned scene's own voxels
 */
public record RemixOptions(GridSize size, List<Double> diversity, int startStage, boolean detail) {

  /**
   * @throws IllegalArgumentException if a factor or the stage is out of range
   */
  public RemixOptions {
    Objects.requireNonNull(size, "size");
    diversity = List.copyOf(diversity);
    for (double factor : diversity) {
      if (!(factor >= 0) || Double.isInfinite(factor)) {
        throw new IllegalArgumentException("the diversity must be 0 or more, not " + factor);
      }
    }
    if (startStage < 0) {
      throw new IllegalArgumentException("there is no stage " + startStage + "; the first is 0");
    }
  }

  /**
   * As the model was trained to make them; with detail once the training is done, since it would
   * hide how far that is.
   */
  public static RemixOptions of(Model model) {
    return new RemixOptions(
        model.defaultSize(),
        Collections.nCopies(Math.max(0, model.cascade().stageCount() - 1), 1.0),
        0,
        model.complete());
  }

  /** Factor on the noise of a stage; 1 for the coarsest, which makes the layout. */
  double diversityAt(int stage) {
    return stage == 0 || stage > diversity.size() ? 1 : diversity.get(stage - 1);
  }

  public RemixOptions withSize(GridSize newSize) {
    return new RemixOptions(newSize, diversity, startStage, detail);
  }

  public RemixOptions withDiversity(int stage, double factor) {
    List<Double> changed = new ArrayList<>(diversity);
    changed.set(stage - 1, factor);
    return new RemixOptions(size, changed, startStage, detail);
  }

  public RemixOptions withStartStage(int stage) {
    return new RemixOptions(size, diversity, stage, detail);
  }

  public RemixOptions withDetail(boolean newDetail) {
    return new RemixOptions(size, diversity, startStage, newDetail);
  }
}
