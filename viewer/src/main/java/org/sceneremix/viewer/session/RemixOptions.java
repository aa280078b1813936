package org.sceneremix.viewer.session;

import java.util.Objects;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.volume.GridSize;

/**
 * Options that remixes are made with.
 *
 * @param size voxels at the resolution of the training
 * @param diversity from 0, the learned scene, to 1, a scene of its own
 * @param fidelity from 0, small pieces of the learned scene, to 1, large ones
 * @param density from -1, as little as the learned scene has anywhere, to 1, as much as it has
 *     anywhere
 * @param detail whether remixes have the full resolution of the learned scene, not that of the
 *     training
 */
public record RemixOptions(
    GridSize size, double diversity, double fidelity, double density, boolean detail) {

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public RemixOptions {
    Objects.requireNonNull(size, "size");
    RemixSettings.requireShare("diversity", diversity);
    RemixSettings.requireShare("fidelity", fidelity);
    RemixSettings.requireDensity(density);
  }

  /**
   * As the model was trained to make them; with detail once the training is done, since it would
   * hide how far that is.
   */
  public static RemixOptions of(Model model) {
    RemixSettings own = model.remixer().settings();
    return new RemixOptions(
        own.size(), own.diversity(), own.fidelity(), own.density(), model.complete());
  }

  /** The same as a remixer takes it. */
  RemixSettings settings(Remixer remixer) {
    int own = GridSize.of(remixer.scene()).longest();
    boolean finer = detail && own > remixer.defaultSize().longest();
    return new RemixSettings(size, finer ? own : 0, diversity, fidelity, density, Periodicity.NONE);
  }

  public RemixOptions withSize(GridSize newSize) {
    return new RemixOptions(newSize, diversity, fidelity, density, detail);
  }

  public RemixOptions withDiversity(double newDiversity) {
    return new RemixOptions(size, newDiversity, fidelity, density, detail);
  }

  public RemixOptions withFidelity(double newFidelity) {
    return new RemixOptions(size, diversity, newFidelity, density, detail);
  }

  public RemixOptions withDensity(double newDensity) {
    return new RemixOptions(size, diversity, fidelity, newDensity, detail);
  }

  public RemixOptions withDetail(boolean newDetail) {
    return new RemixOptions(size, diversity, fidelity, density, newDetail);
  }
}
