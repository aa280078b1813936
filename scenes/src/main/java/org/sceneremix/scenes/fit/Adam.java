package org.sceneremix.scenes.fit;

import java.io.IOException;
import org.sceneremix.volume.work.Workers;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1) on the values of voxels, so many a voxel,
 * which are kept in [-1, 1].
 *
 * <pre>
 *   m = b1 m + (1 - b1) g      v = b2 v + (1 - b2) g^2
 *   x = clamp(x - rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon), -1, 1)
 * </pre>
 */
final class Adam {

  private static final float BETA1 = 0.9f;

  /** Less than the usual 0.999: a voxel meets few rays, and its surroundings change quickly. */
  private static final float BETA2 = 0.99f;

  private static final float EPSILON = 1e-9f;

  /** Voxels that a thread takes at a time. */
  private static final int CHUNK = 1 << 12;

  private final float[] values;
  private final float[] mean;
  private final float[] square;
  private int steps;

  /**
   * @param values changed in place
   */
  Adam(float[] values) {
    this.values = values;
    this.mean = new float[values.length];
    this.square = new float[values.length];
  }

  /**
   * One step.
   *
   * @param gradient of the loss; set to zero where values change
   * @param active for each voxel whether its values are to be changed
   * @param rates learning rate of each value of a voxel: as many as there are values a voxel
   * @param workers to share the work
   */
  void step(float[] gradient, boolean[] active, float[] rates, Workers workers) {
    steps++;
    float meanScale = (float) (1 / (1 - Math.pow(BETA1, steps)));
    float squareScale = (float) (1 / (1 - Math.pow(BETA2, steps)));
    int chunks = (active.length + CHUNK - 1) / CHUNK;
    workers.forEach(
        chunks,
        chunk -> {
          int end = Math.min(active.length, (chunk + 1) * CHUNK);
          for (int v = chunk * CHUNK; v < end; v++) {
            if (active[v]) {
              int at = v * rates.length;
              for (int c = 0; c < rates.length; c++) {
                update(gradient, at + c, rates[c] * meanScale, squareScale);
              }
            }
          }
        });
  }

  /** All but the values themselves. */
  void transfer(StateTransfer with) throws IOException {
    steps = with.transfer(steps);
    with.transfer(mean);
    with.transfer(square);
  }

  private void update(float[] gradient, int i, float rate, float squareScale) {
    float g = gradient[i];
    gradient[i] = 0;
    float m = BETA1 * mean[i] + (1 - BETA1) * g;
    float v = BETA2 * square[i] + (1 - BETA2) * g * g;
    mean[i] = m;
    square[i] = v;
    float x = values[i] - rate * m / ((float) Math.sqrt(v * squareScale) + EPSILON);
    values[i] = Math.max(-1f, Math.min(1f, x));
  }
}
