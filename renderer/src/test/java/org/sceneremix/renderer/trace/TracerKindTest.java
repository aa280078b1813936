package org.sceneremix.renderer.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.Computing;
import org.sceneremix.volume.VoxelGrid;

class TracerKindTest {

  @Test
  void autoTakesNoOpenGlThatRunsOnTheProcessor() {
    boolean software;
    try (ComputeContext context = Computing.open()) {
      software = context.device().isSoftware();
    }
    try (OpenTracer tracer = TracerKind.AUTO.open(2)) {
      assertThat(tracer.description().startsWith("the processor")).isEqualTo(software);
    }
  }

  @Test
  void everyKindTracesTheSame() {
    Computing.open().close();
    Random random = new Random(41);
    VoxelGrid grid = RandomScenes.grid(random, 9, 8, 7);
    Rays rays = RandomScenes.rays(random, grid.box(), 50);
    float[] g = RandomScenes.gradients(random, 150);
    float[] ga = RandomScenes.gradients(random, 50);
    Map<TracerKind, float[]> gradients = new EnumMap<>(TracerKind.class);
    for (TracerKind kind : TracerKind.values()) {
      try (OpenTracer tracer = kind.open(1)) {
        TracedRays traced = new TracedRays(50);
        float[] gradient = new float[grid.data().length];
        tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
        tracer.adjoint(grid, rays, TraceSettings.DEFAULT, traced, g, ga, gradient);
        gradients.put(kind, gradient);
      }
    }
    float[] expected = gradients.get(TracerKind.CPU);
    for (float[] gradient : gradients.values()) {
      assertThat(gradient).usingComparatorWithPrecision(1e-3f).containsExactly(expected);
    }
    assertThat(expected).isNotEqualTo(new float[expected.length]);
  }
}
