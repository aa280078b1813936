package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.DirectionalGradient;
import org.sceneremix.volume.work.Workers;

/**
 * Colour that depends on the viewing direction while a grid is fitted ({@link DirectionalField}).
 * Shine that a grid of plain colours can only imitate by fog goes here, and is then left behind:
 * the reference grid keeps the mean over the directions of the cameras.
 */
final class DirectionalColour {

  private final DirectionalField field;
  private final DirectionalGradient gradient;
  private final Adam adam;

  private DirectionalColour(DirectionalField field) {
    this.field = field;
    this.gradient = new DirectionalGradient(field);
    this.adam = new Adam(field.values());
  }

  /**
   * Colour that is the same from everywhere, ready to be fitted; empty for degree 0.
   *
   * @param degree 0 to {@link DirectionalField#HIGHEST_DEGREE}
   * @param active for each voxel of the grid whether its colour may depend on the direction
   * @param cameras the training views
   */
  static Optional<DirectionalColour> of(int degree, boolean[] active, List<Camera> cameras) {
    if (degree == 0) {
      return Optional.empty();
    }
    List<Vector3d> directions = cameras.stream().map(Camera::forward).toList();
    return Optional.of(new DirectionalColour(new DirectionalField(degree, active, directions)));
  }

  DirectionalField field() {
    return field;
  }

  /** The gradient, to be added to by the tracer's adjoint. */
  DirectionalGradient gradient() {
    return gradient;
  }

  void transfer(StateTransfer with) throws IOException {
    with.transfer(field.values());
    adam.transfer(with);
  }

  /** One step of gradient descent by the gradient, which becomes zero, where it was added to. */
  void step(double rate, Workers workers) {
    float[] rates = new float[DirectionalField.COEFFICIENTS];
    Arrays.fill(rates, (float) rate);
    adam.step(gradient.values(), gradient.touched(), rates, workers);
    Arrays.fill(gradient.touched(), false);
  }
}
