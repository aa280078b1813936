package org.sceneremix.renderer.trace.cpu;

import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.volume.VoxelGrid;

/** The kernel in plain Java. */
final class ScalarDirectionalKernel extends DirectionalKernel {

  private final float[] interpolated = new float[COEFFICIENTS];

  ScalarDirectionalKernel(VoxelGrid grid, DirectionalField field, SampleKernel samples) {
    super(grid, field, samples);
  }

  private void interpolate(int corners) {
    for (int i = 0; i < COEFFICIENTS; i++) {
      float sum = 0;
      for (int j = 0; j < corners; j++) {
        sum += coefficients[corner[j] + i] * cornerWeight[j];
      }
      interpolated[i] = sum;
    }
  }

  @Override
  void addWeighted(int corners, float weight) {
    interpolate(corners);
    for (int i = 0; i < COEFFICIENTS; i++) {
      sums[i] += interpolated[i] * weight;
    }
  }

  @Override
  void multiply(int corners) {
    interpolate(corners);
    for (int k = 0; k < HARMONICS; k++) {
      products[k] =
          interpolated[k] * projection[k]
              + interpolated[HARMONICS + k] * projection[HARMONICS + k]
              + interpolated[2 * HARMONICS + k] * projection[2 * HARMONICS + k];
    }
  }

  @Override
  void scatter(int corners, float weight, float[] gradient) {
    for (int j = 0; j < corners; j++) {
      float share = weight * cornerWeight[j];
      for (int i = 0; i < COEFFICIENTS; i++) {
        gradient[corner[j] + i] += projection[i] * share;
      }
    }
  }
}
