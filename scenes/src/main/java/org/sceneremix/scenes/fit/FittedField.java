package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/** A field that goes down the gradient of a loss, in place. */
final class FittedField {

  private final VoxelGrid grid;
  private final boolean[] active;
  private final Optional<DirectionalColour> directional;
  private final float[] gradient;
  private final Adam adam;

  /**
   * @param active for each voxel whether it may be changed
   * @param directional empty where colour is the same from everywhere
   */
  FittedField(VoxelGrid grid, boolean[] active, Optional<DirectionalColour> directional) {
    this.grid = grid;
    this.active = active;
    this.directional = directional;
    this.gradient = new float[grid.data().length];
    this.adam = new Adam(grid.data());
  }

  RadianceField field() {
    return new RadianceField(grid, directional.map(DirectionalColour::field));
  }

  /** The gradient of the next step, to be added to; zero after a step. */
  RadianceGradient gradient() {
    return new RadianceGradient(gradient, directional.map(DirectionalColour::gradient));
  }

  /** Optical depth of stored density 1 over a voxel's shortest edge. */
  double voxelDepth() {
    return grid.densityScale() * grid.shortestVoxelEdge();
  }

  /** Adds the gradient of {@code weight * TV}, the {@link TotalVariation} of the grid. */
  void addRoughness(double weight, SplittableRandom random, Workers workers) {
    TotalVariation.addGradient(grid, active, weight, random, gradient, workers);
  }

  /** Goes a step down the gradient. */
  void step(float colourRate, float densityRate, Workers workers) {
    float[] rates = {colourRate, colourRate, colourRate, densityRate};
    adam.step(gradient, active, rates, workers);
    directional.ifPresent(colour -> colour.step(colourRate, workers));
  }

  void transferGrid(StateTransfer with) throws IOException {
    with.transfer(grid.data());
    adam.transfer(with);
  }

  void transferDirectional(StateTransfer with) throws IOException {
    if (directional.isPresent()) {
      directional.get().transfer(with);
    }
  }
}
