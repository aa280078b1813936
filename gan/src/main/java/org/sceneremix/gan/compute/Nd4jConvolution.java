package org.sceneremix.gan.compute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolution and its two adjoints by ND4J's {@code conv3dnew} and {@code deconv3d}, on all that it
 * computes with. Its oneDNN build runs them near the processor's peak, the plain build far slower;
 * there nothing is allocated outside the heap. Its cuDNN build leaves only {@code conv3dnew} to
 * cuDNN, and unfolds volumes for matrix products for the others.
 */
final class Nd4jConvolution {

  private Nd4jConvolution() {}

  private static DynamicCustomOp.DynamicCustomOpsBuilder op(String name, INDArray w) {
    int depth = (int) w.size(2);
    int height = (int) w.size(3);
    int width = (int) w.size(4);
    // kernel, stride 1, padding 0, dilation 1, no same-padding, NDHWC, weights as Deeplearning4j
    // has them; for deconv3d, whose channels go the other way, the same means [in, out, kD, kH, kW]
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(depth, height, width, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1);
  }

  static void forward(INDArray x, INDArray w, INDArray b, INDArray y) {
    Nd4j.exec(op("conv3dnew", w).addInputs(x, w, b).addOutputs(y).build());
  }

  static void gradients(
      INDArray x, INDArray w, INDArray b, INDArray dy, INDArray dx, INDArray dw, INDArray db) {
    Nd4j.exec(op("conv3dnew_bp", w).addInputs(x, w, b, dy).addOutputs(dx, dw, db).build());
  }

  static void inputGradient(INDArray dy, INDArray w, INDArray dx) {
    Nd4j.exec(op("deconv3d", w).addInputs(dy, w).addOutputs(dx).build());
  }

  static void inputGradientGradients(
      INDArray dy, INDArray w, INDArray v, INDArray dv, INDArray dw) {
    Nd4j.exec(op("deconv3d_bp", w).addInputs(dy, w, v).addOutputs(dv, dw).build());
  }
}
