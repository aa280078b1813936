package org.sceneremix.gan.compute;

import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sceneremix.volume.GridSize;

/**
 * What all engines on ND4J have in common: its convolutions, on the thread that asks for them, and
 * making scenes, of which it knows nothing.
 */
abstract class Nd4jConvolving implements Engine {

  /** The array that a tensor of this engine is. */
  abstract INDArray array(Tensor tensor);

  @Override
  public <T> T call(Supplier<T> work) {
    return work.get();
  }

  /** Does nothing: memory is freed with the last reference to it. */
  @Override
  public void close() {}

  @Override
  public void convolve(Tensor x, Tensor w, Tensor b, Tensor y) {
    Nd4jConvolution.forward(array(x), array(w), array(b), array(y));
  }

  @Override
  public void convolutionGradients(
      Tensor x, Tensor w, Tensor b, Tensor dy, Tensor dx, Tensor dw, Tensor db) {
    Nd4jConvolution.gradients(
        array(x), array(w), array(b), array(dy), array(dx), array(dw), array(db));
  }

  @Override
  public void convolutionInputGradient(Tensor dy, Tensor w, Tensor dx) {
    Nd4jConvolution.inputGradient(array(dy), array(w), array(dx));
  }

  @Override
  public void inputGradientGradients(Tensor dy, Tensor w, Tensor v, Tensor dv, Tensor dw) {
    Nd4jConvolution.inputGradientGradients(array(dy), array(w), array(v), array(dv), array(dw));
  }

  @Override
  public void paste(Tensor x, int x0, int y0, int z0, Tensor y) {
    HostScenes.paste(x, x0, y0, z0, y);
  }

  @Override
  public void resample(Tensor x, Tensor y) {
    HostScenes.resample(x, y);
  }

  @Override
  public void putColumns(Tensor scene, Tensor columns, PieceColumns which, int z0, Tensor y) {
    HostScenes.putColumns(scene, columns, which, z0, y);
  }

  @Override
  public void addNoise(
      long key, float amplitude, int x0, int y0, int z0, GridSize scene, Tensor x) {
    HostScenes.addNoise(key, amplitude, x0, y0, z0, scene, x);
  }

  @Override
  public void setHeight(Tensor x, int z0, int layers) {
    HostScenes.setHeight(x, z0, layers);
  }

  @Override
  public void clamp(Tensor x, float most) {
    HostScenes.clamp(x, most);
  }
}
