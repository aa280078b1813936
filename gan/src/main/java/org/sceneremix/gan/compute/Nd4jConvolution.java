package org.sceneremix.gan.compute;

import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolution and its two adjoints by ND4J's {@code conv3dnew} and {@code deconv3d}, which its
 * oneDNN build runs near the machine's peak; the plain build is far slower. Nothing is allocated
 * outside the heap.
 */
final class Nd4jConvolution {

  private Nd4jConvolution() {}

  private static DynamicCustomOp.DynamicCustomOpsBuilder op(String name, Nd4jTensor w) {
    // kernel, stride 1, padding 0, dilation 1, no same-padding, NDHWC, weights as Deeplearning4j
    // has
    // them; for deconv3d, whose channels go the other way, the same means [in, out, kD, kH, kW]
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            w.extent(2), w.extent(3), w.extent(4), 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1);
  }

  static void forward(Nd4jTensor x, Nd4jTensor w, Nd4jTensor b, Nd4jTensor y) {
    Nd4j.exec(
        op("conv3dnew", w)
            .addInputs(x.array(), w.array(), b.array())
            .addOutputs(y.array())
            .build());
  }

  static void gradients(
      Nd4jTensor x,
      Nd4jTensor w,
      Nd4jTensor b,
      Nd4jTensor dy,
      Nd4jTensor dx,
      Nd4jTensor dw,
      Nd4jTensor db) {
    Nd4j.exec(
        op("conv3dnew_bp", w)
            .addInputs(x.array(), w.array(), b.array(), dy.array())
            .addOutputs(dx.array(), dw.array(), db.array())
            .build());
  }

  static void inputGradient(Nd4jTensor dy, Nd4jTensor w, Nd4jTensor dx) {
    Nd4j.exec(op("deconv3d", w).addInputs(dy.array(), w.array()).addOutputs(dx.array()).build());
  }

  static void inputGradientGradients(
      Nd4jTensor dy, Nd4jTensor w, Nd4jTensor v, Nd4jTensor dv, Nd4jTensor dw) {
    Nd4j.exec(
        op("deconv3d_bp", w)
            .addInputs(dy.array(), w.array(), v.array())
            .addOutputs(dv.array(), dw.array())
            .build());
  }
}
