package org.sceneremix.renderer.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.volume.VoxelGrid;

/** The yardstick of the other tests, measured itself. */
class ReferenceTracerTest {

  @Test
  void gradientMatchesFiniteDifferences() {
    Random random = new Random(5);
    VoxelGrid grid = RandomScenes.grid(random, 4, 3, 5);
    Rays rays = RandomScenes.rays(random, grid.box(), 24);
    ReferenceTracer tracer = new ReferenceTracer(grid, new TraceSettings(0.7, 9, 0));
    double[] samples = ReferenceTracer.samplesOf(grid);
    double[] g = {0.7, -1.1, 0.4, 0.9};
    double[] gradient = new double[samples.length];
    for (int i = 0; i < rays.count(); i++) {
      tracer.adjoint(samples, rays, i, g, g[3], gradient);
    }

    double h = 1e-6;
    for (int v = 0; v < samples.length; v++) {
      double[] higher = samples.clone();
      double[] lower = samples.clone();
      higher[v] += h;
      lower[v] -= h;
      double difference = (loss(tracer, higher, rays, g) - loss(tracer, lower, rays, g)) / (2 * h);
      assertThat(gradient[v]).as("value %d", v).isCloseTo(difference, within(1e-6));
    }
    assertThat(Arrays.stream(gradient).max().getAsDouble()).isGreaterThan(0.1);
  }

  private static double loss(ReferenceTracer tracer, double[] samples, Rays rays, double[] g) {
    double loss = 0;
    for (int i = 0; i < rays.count(); i++) {
      double[] out = tracer.trace(samples, rays, i);
      loss += g[0] * out[0] + g[1] * out[1] + g[2] * out[2] + g[3] * out[3];
    }
    return loss;
  }
}
