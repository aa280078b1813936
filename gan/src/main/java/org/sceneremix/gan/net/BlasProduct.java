package org.sceneremix.gan.net;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Products by OpenBLAS, which comes with ND4J, each on the thread that asks for it: the same
 * product has the same bits whatever the number of threads.
 */
public final class BlasProduct implements MatrixProduct {

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  /** Tells OpenBLAS to leave threads to its callers. */
  public BlasProduct() {
    openblas.blas_set_num_threads(1);
  }

  /** Memory outside the heap, where OpenBLAS can reach it, for the operands of one call. */
  private static final class Scratch {
    private final FloatPointer[] buffers = new FloatPointer[3];

    FloatPointer buffer(int which, int length) {
      FloatPointer buffer = buffers[which];
      if (buffer == null || buffer.capacity() < length) {
        if (buffer != null) {
          buffer.deallocate();
        }
        buffer = new FloatPointer((long) length + length / 4);
        buffers[which] = buffer;
      }
      return buffer.position(0);
    }

    FloatPointer filled(int which, Operand operand) {
      return buffer(which, operand.length())
          .put(operand.data(), operand.offset(), operand.length());
    }
  }

  @Override
  public void multiply(Operand a, Operand b, Operand c, boolean keeps, Block... blocks) {
    Scratch scratch = SCRATCH.get();
    FloatPointer x = scratch.filled(0, a);
    FloatPointer y = scratch.filled(1, b);
    FloatPointer z = keeps ? scratch.filled(2, c) : scratch.buffer(2, c.length());
    for (Block block : blocks) {
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          a.transposed() ? openblas.CblasTrans : openblas.CblasNoTrans,
          b.transposed() ? openblas.CblasTrans : openblas.CblasNoTrans,
          block.m(),
          block.n(),
          block.k(),
          1,
          x.position(block.ofA()),
          a.stride(),
          y.position(block.ofB()),
          b.stride(),
          block.adds() ? 1 : 0,
          z.position(block.ofC()),
          c.stride());
    }
    z.position(0).get(c.data(), c.offset(), c.length());
  }

  @Override
  public String description() {
    return "the processor";
  }
}
