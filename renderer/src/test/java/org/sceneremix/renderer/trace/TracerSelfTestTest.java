package org.sceneremix.renderer.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.check.Comparison;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.Computing;
import org.sceneremix.volume.VoxelGrid;

class TracerSelfTestTest {

  @Test
  void passesTheTracers() {
    try (ComputeContext context = Computing.open();
        GpuTracer gpu = new GpuTracer(context, 1)) {
      assertThat(TracerSelfTest.run(gpu)).hasSize(5).allMatch(Comparison::passed);
    }
  }

  @Test
  void findsATracerThatIsWrong() {
    try (CpuTracer right = new CpuTracer(1)) {
      VolumeTracer wrong =
          new VolumeTracer() {
            @Override
            public void trace(VoxelGrid grid, Rays rays, TraceSettings settings, TracedRays out) {
              right.trace(grid, rays, settings, out);
              out.depth()[3] = Float.NaN;
              out.colour()[1] += 0.01f;
            }

            @Override
            public void adjoint(
                VoxelGrid grid,
                Rays rays,
                TraceSettings settings,
                TracedRays traced,
                float[] colourGradient,
                float[] opacityGradient,
                float[] gradient) {
              right.adjoint(
                  grid, rays, settings, traced, colourGradient, opacityGradient, gradient);
              gradient[8] += 10;
            }
          };
      assertThat(TracerSelfTest.run(wrong).stream().filter(check -> !check.passed()))
          .extracting(Comparison::operator)
          .containsExactly("tracer, colour", "tracer, depth", "tracer, gradient");
    }
  }
}
