package org.sceneremix.gan.net;

import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolution with stride 1 and without padding, channels last, and its two adjoints. Every method
 * writes into tensors it is given and allocates nothing outside the heap.
 *
 * <p>With input {@code x [n, D, H, W, in]}, weights {@code w [out, in, kD, kH, kW]} and bias {@code
 * b [out]}:
 *
 * <pre>
 *   y[n, z, y, x, o] = b[o] + sum_{i, dz, dy, dx} x[n, z + dz, y + dy, x + dx, i] w[o, i, dz, dy, dx]
 * </pre>
 *
 * so that y is {@code [n, D - kD + 1, H - kH + 1, W - kW + 1, out]}. Pictures are volumes of depth
 * one with a kernel of depth one.
 *
 * <p>These are ND4J's {@code conv3dnew} and {@code deconv3d}, which its oneDNN build runs near the
 * machine's peak; the plain build is far slower.
 */
final class Convolution {

  private Convolution() {}

  private static DynamicCustomOp.DynamicCustomOpsBuilder op(String name, Tensor w) {
    // kernel, stride 1, padding 0, dilation 1, no same-padding, NDHWC, weights as Deeplearning4j
    // has
    // them; for deconv3d, whose channels go the other way, the same means [in, out, kD, kH, kW]
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            w.extent(2), w.extent(3), w.extent(4), 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1);
  }

  /** Writes the convolution of {@code x} into {@code y}. */
  static void forward(Tensor x, Tensor w, Tensor b, Tensor y) {
    Nd4j.exec(
        op("conv3dnew", w)
            .addInputs(x.array(), w.array(), b.array())
            .addOutputs(y.array())
            .build());
  }

  /**
   * The adjoint of {@link #forward} with respect to everything: dL/dx, dL/dw and dL/db of a loss
   * with gradient {@code dy}.
   */
  static void backward(Tensor x, Tensor w, Tensor b, Tensor dy, Tensor dx, Tensor dw, Tensor db) {
    Nd4j.exec(
        op("conv3dnew_bp", w)
            .addInputs(x.array(), w.array(), b.array(), dy.array())
            .addOutputs(dx.array(), dw.array(), db.array())
            .build());
  }

  /** The adjoint with respect to the input alone: a transposed convolution of {@code dy}. */
  static void inputGradient(Tensor dy, Tensor w, Tensor dx) {
    Nd4j.exec(op("deconv3d", w).addInputs(dy.array(), w.array()).addOutputs(dx.array()).build());
  }

  /**
   * The adjoint of {@link #inputGradient}: given the gradient {@code v} of a loss with respect to
   * {@code dx}, the gradient with respect to {@code dy}, which is the convolution of v without
   * bias, and with respect to the weights.
   */
  static void inputGradientBackward(Tensor dy, Tensor w, Tensor v, Tensor dv, Tensor dw) {
    Nd4j.exec(
        op("deconv3d_bp", w)
            .addInputs(dy.array(), w.array(), v.array())
            .addOutputs(dv.array(), dw.array())
            .build());
  }
}
