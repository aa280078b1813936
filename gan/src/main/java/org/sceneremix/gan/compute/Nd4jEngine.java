package org.sceneremix.gan.compute;

import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions by ND4J, everything else by plain Java loops on the same memory. */
final class Nd4jEngine implements Engine {

  static final Nd4jEngine INSTANCE = new Nd4jEngine();

  private Nd4jEngine() {}

  private static Nd4jTensor own(Tensor tensor) {
    return (Nd4jTensor) tensor;
  }

  @Override
  public String description() {
    return "ND4J on the processor";
  }

  @Override
  public <T> T call(Supplier<T> work) {
    return work.get();
  }

  @Override
  public Tensor tensor(int... shape) {
    return new Nd4jTensor(shape);
  }

  @Override
  public Tensor of(INDArray array) {
    return Nd4jTensor.of(array);
  }

  /** Does nothing: memory is freed with the last reference to it. */
  @Override
  public void close() {}

  @Override
  public void convolve(Tensor x, Tensor w, Tensor b, Tensor y) {
    Nd4jConvolution.forward(own(x), own(w), own(b), own(y));
  }

  @Override
  public void convolutionGradients(
      Tensor x, Tensor w, Tensor b, Tensor dy, Tensor dx, Tensor dw, Tensor db) {
    Nd4jConvolution.gradients(own(x), own(w), own(b), own(dy), own(dx), own(dw), own(db));
  }

  @Override
  public void convolutionInputGradient(Tensor dy, Tensor w, Tensor dx) {
    Nd4jConvolution.inputGradient(own(dy), own(w), own(dx));
  }

  @Override
  public void inputGradientGradients(Tensor dy, Tensor w, Tensor v, Tensor dv, Tensor dw) {
    Nd4jConvolution.inputGradientGradients(own(dy), own(w), own(v), own(dv), own(dw));
  }

  @Override
  public void leakyRelu(Tensor x) {
    HostActivations.leakyRelu(own(x));
  }

  @Override
  public void leakyReluGradient(Tensor y, Tensor d) {
    HostActivations.leakyReluGradient(own(y), own(d));
  }

  @Override
  public void leakyReluPixelNorm(Tensor x, Tensor inverseNorm) {
    HostActivations.leakyReluPixelNorm(own(x), own(inverseNorm));
  }

  @Override
  public void leakyReluPixelNormGradient(Tensor y, Tensor inverseNorm, Tensor d) {
    HostActivations.leakyReluPixelNormGradient(own(y), own(inverseNorm), own(d));
  }

  @Override
  public void fill(Tensor x, float value) {
    HostVectors.fill(own(x), value);
  }

  @Override
  public void copy(Tensor x, Tensor y) {
    HostVectors.copy(own(x), own(y));
  }

  @Override
  public void addScaled(Tensor x, float factor, Tensor y) {
    HostVectors.addScaled(own(x), factor, own(y));
  }

  @Override
  public void approach(Tensor x, float share, Tensor y) {
    HostVectors.approach(own(x), share, own(y));
  }

  @Override
  public void adam(AdamStep step, Tensor gradient, Tensor moments, Tensor values) {
    HostVectors.adam(step, own(gradient), own(moments), own(values));
  }

  @Override
  public void sumOfSquares(Tensor x, float factor, Tensor sum) {
    HostVectors.sumOfSquares(own(x), factor, own(sum));
  }
}
