package org.sceneremix.scenes.splat;

import java.util.Arrays;
import org.sceneremix.renderer.splat.SplatGradient;
import org.sceneremix.volume.splat.Splats;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1) on what splats are free to be: positions,
 * logarithms of scales, quaternions, logits of opacities, and colours, which are kept in [0, 1].
 */
final class SplatAdam {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;
  private static final double EPSILON = 1e-12;

  private static final double POSITION_RATE = 0.06;
  private static final double SCALE_RATE = 0.03;
  private static final double ROTATION_RATE = 0.02;
  private static final double OPACITY_RATE = 0.08;
  private static final double COLOUR_RATE = 0.02;

  private final Splats splats;
  private final double edge;

  /** Least standard deviation, and the greatest. */
  private final double[] scaleRange;

  private final float[] mean;
  private final float[] square;
  private int steps;

  /**
   * @param splats changed in place
   * @param edge of a voxel, world units: the unit of positions
   */
  SplatAdam(Splats splats, double edge) {
    this.splats = splats;
    this.edge = edge;
    this.scaleRange = new double[] {0.05 * edge, 16 * edge};
    this.mean = new float[SplatGradient.VALUES * splats.count()];
    this.square = new float[SplatGradient.VALUES * splats.count()];
  }

  /**
   * One step.
   *
   * @param gradient as {@link SplatGradient} has it; set to zero
   * @param rate factor on all rates
   */
  void step(float[] gradient, double rate) {
    steps++;
    double meanScale = 1 / (1 - Math.pow(BETA1, steps));
    double squareScale = 1 / (1 - Math.pow(BETA2, steps));
    double[] change = new double[SplatGradient.VALUES];
    for (int i = 0; i < splats.count(); i++) {
      toFreeValues(i, gradient);
      for (int k = 0; k < SplatGradient.VALUES; k++) {
        int at = SplatGradient.VALUES * i + k;
        double g = gradient[at];
        mean[at] = (float) (BETA1 * mean[at] + (1 - BETA1) * g);
        square[at] = (float) (BETA2 * square[at] + (1 - BETA2) * g * g);
        change[k] = -rate * meanScale * mean[at] / (Math.sqrt(square[at] * squareScale) + EPSILON);
      }
      apply(i, change);
    }
    Arrays.fill(gradient, 0);
  }

  /** Gradient with respect to the logarithm and the logit, and positions in voxel edges. */
  private void toFreeValues(int i, float[] gradient) {
    int at = SplatGradient.VALUES * i;
    for (int axis = 0; axis < 3; axis++) {
      gradient[at + axis] *= (float) edge;
      gradient[at + SplatGradient.SCALE + axis] *= splats.scales()[3 * i + axis];
    }
    float opacity = splats.opacities()[i];
    gradient[at + SplatGradient.OPACITY] *= opacity * (1 - opacity);
  }

  private void apply(int i, double[] change) {
    for (int axis = 0; axis < 3; axis++) {
      int at = 3 * i + axis;
      splats.positions()[at] += (float) (POSITION_RATE * edge * change[axis]);
      double scale =
          splats.scales()[at] * Math.exp(SCALE_RATE * change[SplatGradient.SCALE + axis]);
      splats.scales()[at] = (float) Math.max(scaleRange[0], Math.min(scaleRange[1], scale));
      double colour = splats.colours()[at] + COLOUR_RATE * change[SplatGradient.COLOUR + axis];
      splats.colours()[at] = (float) Math.max(0, Math.min(1, colour));
    }
    double norm = 0;
    for (int k = 0; k < 4; k++) {
      splats.rotations()[4 * i + k] += (float) (ROTATION_RATE * change[SplatGradient.ROTATION + k]);
      norm += splats.rotations()[4 * i + k] * splats.rotations()[4 * i + k];
    }
    for (int k = 0; k < 4; k++) {
      splats.rotations()[4 * i + k] /= (float) Math.sqrt(norm);
    }
    double opacity = splats.opacities()[i];
    double odds = opacity / (1 - opacity) * Math.exp(OPACITY_RATE * change[SplatGradient.OPACITY]);
    splats.opacities()[i] = (float) Math.max(0.005, Math.min(0.998, odds / (1 + odds)));
  }
}
