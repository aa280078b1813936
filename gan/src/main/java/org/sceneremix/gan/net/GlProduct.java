package org.sceneremix.gan.net;

import java.util.Map;
import java.util.Optional;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.renderer.gl.StorageBuffer;

/**
 * Products by a compute shader of OpenGL 4.3, {@code product.comp}. Parts go to the device and
 * results come back with every call; calls of several threads are done one after the other.
 */
public final class GlProduct implements MatrixProduct {

  /** Edge of the square of results that a work group makes, as in the shader. */
  private static final int TILE = 64;

  private final ComputeContext context;
  private final ShaderProgram program;
  private final StorageBuffer[] buffers = new StorageBuffer[3];

  private GlProduct(ComputeContext context) {
    this.context = context;
    this.program =
        context.call(() -> ShaderProgram.computing(GlProduct.class, "product.comp", Map.of()));
  }

  /**
   * Products on the best device with OpenGL 4.3, which may be the processor.
   *
   * @throws GlException if there is none
   */
  public static GlProduct open() {
    ComputeContext context = ComputeContext.open();
    try {
      return new GlProduct(context);
    } catch (GlException e) {
      context.close();
      throw e;
    }
  }

  /** Products on a graphics card, if there is one with OpenGL 4.3. */
  public static Optional<GlProduct> openCard() {
    try {
      ComputeContext context = ComputeContext.open();
      if (!context.device().isSoftware()) {
        return Optional.of(new GlProduct(context));
      }
      context.close();
    } catch (GlException e) {
      // no such card
    }
    return Optional.empty();
  }

  @Override
  public void multiply(Operand a, Operand b, Operand c, boolean keeps, Block... blocks) {
    context.run(
        () -> {
          sent(0, a);
          sent(1, b);
          StorageBuffer results = keeps ? sent(2, c) : buffer(2, c.length());
          program.use();
          for (int i = 0; i < buffers.length; i++) {
            buffers[i].bind(i);
          }
          for (Block block : blocks) {
            multiply(a, b, c, block);
          }
          results.download(0, c.data(), c.offset(), c.length());
        });
  }

  private void multiply(Operand a, Operand b, Operand c, Block block) {
    program.set("m", block.m());
    program.set("n", block.n());
    program.set("k", block.k());
    program.set("ofA", block.ofA());
    program.set("ofB", block.ofB());
    program.set("ofC", block.ofC());
    program.set("rowA", a.transposed() ? 1 : a.stride());
    program.set("columnA", a.transposed() ? a.stride() : 1);
    program.set("rowB", b.transposed() ? 1 : b.stride());
    program.set("columnB", b.transposed() ? b.stride() : 1);
    program.set("rowC", c.stride());
    program.set("adds", block.adds() ? 1 : 0);
    program.dispatch((block.n() + TILE - 1) / TILE, (block.m() + TILE - 1) / TILE, 1);
  }

  private StorageBuffer sent(int which, Operand operand) {
    StorageBuffer buffer = buffer(which, operand.length());
    buffer.upload(0, operand.data(), operand.offset(), operand.length());
    return buffer;
  }

  private StorageBuffer buffer(int which, int length) {
    StorageBuffer buffer = buffers[which];
    if (buffer == null || buffer.values() < length) {
      if (buffer != null) {
        buffer.close();
      }
      buffer = new StorageBuffer(length + length / 4);
      buffers[which] = buffer;
    }
    return buffer;
  }

  @Override
  public String description() {
    return context.device().toString();
  }

  @Override
  public void close() {
    context.run(
        () -> {
          for (StorageBuffer buffer : buffers) {
            if (buffer != null) {
              buffer.close();
            }
          }
          program.close();
        });
    context.close();
  }
}
