package org.sceneremix.renderer.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.gl.Computing;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.renderer.trace.gpu.GpuTracer;
import org.sceneremix.volume.work.Workers;

class TracerSelfTestTest {

  @Test
  void passesTheTracers() {
    try (Workers workers = new Workers(1);
        GpuTracer gpu = new GpuTracer(Computing.open(), workers)) {
      assertThat(TracerSelfTest.run(gpu)).hasSize(5).allMatch(Comparison::passed);
    }
  }

  @Test
  void findsATracerThatIsWrong() {
    try (Workers workers = new Workers(1)) {
      assertThat(
              TracerSelfTest.run(new WrongTracer(workers)).stream()
                  .filter(check -> !check.passed()))
          .extracting(Comparison::operator)
          .containsExactly("tracer, colour", "tracer, depth", "tracer, gradient");
    }
  }

  private record WrongTracer(Workers workers) implements VolumeTracer {

    @Override
    public void trace(RadianceField field, Rays rays, TraceSettings settings, TracedRays out) {
      tape().trace(field, rays, settings, out);
    }

    @Override
    public Tape tape() {
      Tape right = new CpuTracer(workers).tape();
      return new Tape() {
        @Override
        protected void record(Pass pass) {
          right.trace(pass.field(), pass.rays(), pass.settings(), pass.traced());
          pass.traced().depth()[3] = Float.NaN;
          pass.traced().colour()[1] += 0.01f;
        }

        @Override
        protected void differentiate(
            Pass pass, float[] ofColour, float[] ofOpacity, RadianceGradient gradient) {
          right.adjoint(ofColour, ofOpacity, gradient);
          gradient.grid()[8] += 10;
        }
      };
    }

    @Override
    public boolean tracesDirectionalColour() {
      return true;
    }

    @Override
    public String description() {
      return "wrong";
    }
  }
}
