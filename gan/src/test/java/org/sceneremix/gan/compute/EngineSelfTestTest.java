package org.sceneremix.gan.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.check.Comparison;

class EngineSelfTestTest {

  @Test
  void everyOperatorOfTheProcessorIsRight() {
    assertThat(EngineSelfTest.run(Engine.cpu())).allMatch(Comparison::passed);
  }

  @Test
  void everyOperatorOfOpenGlIsRight() {
    try (Engine gl = GlComputing.open()) {
      assertThat(EngineSelfTest.run(gl)).allMatch(Comparison::passed);
    }
  }

  /** What ND4J's CUDA build is driven by, with the processor's build. */
  @Test
  void everyOperatorOfNd4jAloneIsRight() {
    assertThat(EngineSelfTest.run(Nd4jDeviceEngine.INSTANCE)).allMatch(Comparison::passed);
  }
}
