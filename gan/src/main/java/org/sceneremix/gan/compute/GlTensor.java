package org.sceneremix.gan.compute;

import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.StorageBuffer;

/** A run of values in a buffer of the graphics device. */
final class GlTensor extends Tensor {

  private final ComputeContext context;
  private final StorageBuffer buffer;
  private final int offset;

  /** The tensor that this is a part of, whose end would be that of the buffer; or null. */
  private final GlTensor whole;

  /** All of a buffer. */
  GlTensor(ComputeContext context, StorageBuffer buffer, int... shape) {
    this(context, buffer, 0, null, shape);
  }

  private GlTensor(
      ComputeContext context, StorageBuffer buffer, int offset, GlTensor whole, int... shape) {
    super(shape);
    this.context = context;
    this.buffer = buffer;
    this.offset = offset;
    this.whole = whole;
  }

  StorageBuffer buffer() {
    return buffer;
  }

  /** Where in the buffer the first value is. */
  int offset() {
    return offset;
  }

  @Override
  public GlTensor part(int from, int... partShape) {
    GlTensor root = whole == null ? this : whole;
    GlTensor part = new GlTensor(context, buffer, offset + from, root, partShape);
    requireInside(from, part);
    return part;
  }

  @Override
  public void load(float[] source, int from) {
    context.run(() -> buffer.upload(offset, source, from, length()));
  }

  @Override
  public void store(float[] target, int to) {
    context.run(() -> buffer.download(offset, target, to, length()));
  }
}
