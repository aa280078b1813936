package org.sceneremix.gan.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions by ND4J, everything else by plain Java loops on the same memory. */
final class Nd4jEngine extends Nd4jConvolving {

  static final Nd4jEngine INSTANCE = new Nd4jEngine();

  private Nd4jEngine() {}

  private static Nd4jTensor own(Tensor tensor) {
    return (Nd4jTensor) tensor;
  }

  @Override
  INDArray array(Tensor tensor) {
    return own(tensor).array();
  }

  @Override
  public String description() {
    return "ND4J on the processor";
  }

  @Override
  public Tensor tensor(int... shape) {
    return new Nd4jTensor(shape);
  }

  @Override
  public Tensor of(INDArray array) {
    return Nd4jTensor.of(array);
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

  @Override
  public void cut(Tensor x, int x0, int y0, int z0, float last, Tensor y) {
    HostSamples.cut(own(x), x0, y0, z0, last, own(y));
  }

  @Override
  public void blend(Tensor x, Tensor share, Tensor base, Tensor y) {
    HostSamples.blend(own(x), own(share), own(base), own(y));
  }

  @Override
  public void scaleVoxels(Tensor share, Tensor x) {
    HostSamples.scaleVoxels(own(share), own(x));
  }

  @Override
  public void logistic(Tensor scores, int sign, Tensor gradient, Tensor mean) {
    HostSamples.logistic(own(scores), sign, own(gradient), own(mean));
  }

  @Override
  public void countPositive(Tensor x, float factor, Tensor sum) {
    HostSamples.countPositive(own(x), factor, own(sum));
  }
}
