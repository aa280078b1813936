package org.sceneremix.gan.compute;

import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.StorageBuffer;
import org.sceneremix.renderer.trace.RayPatches;
import org.sceneremix.renderer.trace.ResidentTracer;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.VoxelGrid;

/** The tracer's shaders on the tensors of a {@link GlEngine}. */
final class GlTensorTracer implements TensorTracer {

  private final GlEngine engine;
  private final ComputeContext context;
  private final ResidentTracer tracer;

  GlTensorTracer(GlEngine engine, ComputeContext context) {
    this.engine = engine;
    this.context = context;
    this.tracer = context.call(() -> new ResidentTracer(context));
  }

  @Override
  public Look look(VoxelGrid frame, RayPatches patches, TraceSettings settings) {
    return new GlLook(context.call(() -> tracer.batch(frame, patches, settings)));
  }

  private final class GlLook implements Look {
    private final ResidentTracer.Batch batch;

    GlLook(ResidentTracer.Batch batch) {
      this.batch = batch;
    }

    @Override
    public void trace(Tensor grid, Tensor picture) {
      GlTensor values = (GlTensor) grid;
      GlTensor seen = (GlTensor) picture;
      context.run(
          () -> batch.trace(values.buffer(), values.offset(), seen.buffer(), seen.offset()));
    }

    @Override
    public void addAdjoint(Tensor grid, Tensor picture, Tensor pictureGradient, Tensor gradient) {
      GlTensor values = (GlTensor) grid;
      GlTensor seen = (GlTensor) picture;
      GlTensor slopes = (GlTensor) pictureGradient;
      context.run(
          () -> {
            StorageBuffer sum =
                batch.adjoint(
                    values.buffer(),
                    values.offset(),
                    seen.buffer(),
                    seen.offset(),
                    slopes.buffer(),
                    slopes.offset());
            engine.addScaled(new GlTensor(context, sum, gradient.shape()), 1, gradient);
          });
    }

    @Override
    public void close() {
      context.run(batch::close);
    }
  }

  void close() {
    context.run(tracer::close);
  }
}
