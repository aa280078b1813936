package org.sceneremix.renderer.trace.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.Computing;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.RandomScenes;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class TracerKindTest {

  @Test
  void autoTakesNoOpenGlThatRunsOnTheProcessor() {
    boolean software;
    try (ComputeContext context = Computing.open()) {
      software = context.device().isSoftware();
    }
    try (Workers workers = new Workers(2);
        VolumeTracer tracer = TracerKind.AUTO.open(workers)) {
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
      try (Workers workers = new Workers(1);
          VolumeTracer tracer = kind.open(workers)) {
        TracedRays traced = new TracedRays(50);
        float[] gradient = new float[grid.data().length];
        Tape tape = tracer.tape();
        tape.trace(RadianceField.of(grid), rays, TraceSettings.DEFAULT, traced);
        tape.adjoint(g, ga, RadianceGradient.of(gradient));
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
