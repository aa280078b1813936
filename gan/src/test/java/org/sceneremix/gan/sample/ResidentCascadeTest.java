package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.GlComputing;
import org.sceneremix.renderer.check.Comparison;
import org.sceneremix.volume.GridSize;

/** What is made of tensors alone against what arrays make. */
class ResidentCascadeTest {

  private static final float AMPLITUDE = 0.1f;
  private static final GridSize FINEST = new GridSize(12, 11, 7);

  private static void assertScene(Engine engine, int tile, Latents latents, double tolerance) {
    assertScene(engine, tile, latents, tolerance, false);
    assertScene(engine, tile, latents, tolerance, true);
  }

  private static void assertScene(
      Engine engine, int tile, Latents latents, double tolerance, boolean isWarped) {
    Cascade cascade = TestCascades.of(engine, AMPLITUDE, 40, isWarped);
    Cascade onProcessor = TestCascades.of(Engine.cpu(), AMPLITUDE, 40, isWarped);
    float[] expected = onProcessor.generate(latents, FINEST, 1);
    ResidentCascade resident = new ResidentCascade(engine, cascade, tile);
    // of other latents first: nothing of them may stay
    resident.generate(Latents.ofSeed(77));
    float[] actual = resident.generate(latents).toArray();
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(Comparison.of("scene", actual, i -> expected[i], tolerance))
        .matches(Comparison::passed);
  }

  @Test
  void scenesAreThoseOfTheCascade() {
    for (int tile : new int[] {64, 8}) {
      assertScene(Engine.cpu(), tile, Latents.ofSeed(4), 1e-5);
      assertScene(Engine.cpu(), tile, Latents.ofReconstruction(), 1e-5);
    }
  }

  @Test
  void scenesOnTheDeviceAreThoseOfTheProcessor() {
    try (Engine gl = GlComputing.open()) {
      for (int tile : new int[] {64, 8}) {
        assertScene(gl, tile, Latents.ofSeed(5), 1e-4);
        assertScene(gl, tile, Latents.ofReconstruction(), 1e-4);
      }
    }
  }
}
