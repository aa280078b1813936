package org.sceneremix.renderer.trace.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.volume.VoxelGrid;

/** The kernel in vectors of 256 bits: the eight harmonics of a colour. */
final class VectorDirectionalKernel extends DirectionalKernel {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

  private static final int GREEN = HARMONICS;
  private static final int BLUE = 2 * HARMONICS;

  VectorDirectionalKernel(VoxelGrid grid, DirectionalField field, SampleKernel samples) {
    super(grid, field, samples);
  }

  private FloatVector interpolated(int corners, int colour) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int j = 0; j < corners; j++) {
      sum =
          sum.add(
              FloatVector.fromArray(FLOATS, coefficients, corner[j] + colour).mul(cornerWeight[j]));
    }
    return sum;
  }

  @Override
  void addWeighted(int corners, float weight) {
    for (int colour = 0; colour <= BLUE; colour += HARMONICS) {
      FloatVector.fromArray(FLOATS, sums, colour)
          .add(interpolated(corners, colour).mul(weight))
          .intoArray(sums, colour);
    }
  }

  @Override
  void multiply(int corners) {
    interpolated(corners, 0)
        .mul(FloatVector.fromArray(FLOATS, projection, 0))
        .add(interpolated(corners, GREEN).mul(FloatVector.fromArray(FLOATS, projection, GREEN)))
        .add(interpolated(corners, BLUE).mul(FloatVector.fromArray(FLOATS, projection, BLUE)))
        .intoArray(products, 0);
  }

  @Override
  void scatter(int corners, float weight, float[] gradient) {
    FloatVector red = FloatVector.fromArray(FLOATS, projection, 0);
    FloatVector green = FloatVector.fromArray(FLOATS, projection, GREEN);
    FloatVector blue = FloatVector.fromArray(FLOATS, projection, BLUE);
    for (int j = 0; j < corners; j++) {
      float share = weight * cornerWeight[j];
      int at = corner[j];
      FloatVector.fromArray(FLOATS, gradient, at).add(red.mul(share)).intoArray(gradient, at);
      at += GREEN;
      FloatVector.fromArray(FLOATS, gradient, at).add(green.mul(share)).intoArray(gradient, at);
      at += HARMONICS;
      FloatVector.fromArray(FLOATS, gradient, at).add(blue.mul(share)).intoArray(gradient, at);
    }
  }
}
