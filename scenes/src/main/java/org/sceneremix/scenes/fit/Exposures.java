package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.util.Arrays;

/**
 * A gain for each channel of each photograph, as cameras set exposure and white balance by
 * themselves:
 *
 * <pre>
 *   pixel = gain(view, channel) * traced colour
 * </pre>
 *
 * <p>Gains are least squares over the rays of the last hundreds of iterations; their geometric mean
 * over the views is one, or the scene could get darker for ever.
 */
final class Exposures {

  private static final double MEMORY = 0.99;

  /** No automatic exposure errs by more. */
  private static final double LARGEST = 2;

  private final boolean enabled;
  private final double[] products;
  private final double[] squares;
  private final float[] gains;

  /**
   * @param views number of training views
   * @param enabled whether gains may differ from one
   */
  Exposures(int views, boolean enabled) {
    this.enabled = enabled;
    this.products = new double[3 * views];
    this.squares = new double[3 * views];
    this.gains = new float[3 * views];
    Arrays.fill(gains, 1f);
  }

  /** Whether gains may differ from one. */
  boolean mayDiffer() {
    return enabled;
  }

  float gain(int view, int channel) {
    return gains[3 * view + channel];
  }

  /** Takes notice of one ray: its traced colour, and what the pixel says that it should be. */
  void observe(int view, int channel, float traced, float expected) {
    if (enabled) {
      products[3 * view + channel] += traced * expected;
      squares[3 * view + channel] += traced * traced;
    }
  }

  void transfer(StateTransfer with) throws IOException {
    with.transfer(products);
    with.transfer(squares);
    with.transfer(gains);
  }

  /** New gains from what was observed; to be called once an iteration. */
  void update() {
    if (!enabled) {
      return;
    }
    for (int channel = 0; channel < 3; channel++) {
      double logarithms = 0;
      for (int i = channel; i < gains.length; i += 3) {
        double gain = squares[i] > 0 ? products[i] / squares[i] : 1;
        gains[i] = (float) Math.max(1 / LARGEST, Math.min(LARGEST, gain));
        logarithms += Math.log(gains[i]);
        products[i] *= MEMORY;
        squares[i] *= MEMORY;
      }
      float mean = (float) Math.exp(logarithms * 3 / gains.length);
      for (int i = channel; i < gains.length; i += 3) {
        gains[i] /= mean;
      }
    }
  }
}
