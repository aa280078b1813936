package org.sceneremix.gan.compute;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.LeakyReLU;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Everything by ND4J's own operators, wherever it keeps its arrays: for its CUDA build. It computes
 * on the processor too, more slowly than {@link Nd4jEngine}, and is tested there.
 *
 * <p>Intermediate arrays are freed at once: the card's memory is not the garbage collector's.
 */
final class Nd4jDeviceEngine extends Nd4jConvolving {

  static final Nd4jDeviceEngine INSTANCE = new Nd4jDeviceEngine();

  private Nd4jDeviceEngine() {}

  private static Nd4jDeviceTensor own(Tensor tensor) {
    return (Nd4jDeviceTensor) tensor;
  }

  @Override
  INDArray array(Tensor tensor) {
    return own(tensor).array();
  }

  private static INDArray flat(Tensor tensor) {
    return own(tensor).flat();
  }

  @Override
  public String description() {
    return "ND4J (" + Nd4j.getBackend().getClass().getSimpleName() + ")";
  }

  @Override
  public Tensor tensor(int... shape) {
    return new Nd4jDeviceTensor(shape);
  }

  @Override
  public Tensor of(INDArray array) {
    return new Nd4jDeviceTensor(array, Nd4jTensor.ints(array.shape()));
  }

  @Override
  public void leakyRelu(Tensor x) {
    Nd4j.getExecutioner().exec(new LeakyReLU(flat(x), flat(x), SLOPE));
  }

  @Override
  public void leakyReluGradient(Tensor y, Tensor d) {
    try (INDArray positive = flat(y).gt(0);
        INDArray slope = positive.castTo(DataType.FLOAT)) {
      flat(d).muli(slope.muli(1 - SLOPE).addi(SLOPE));
    }
  }

  @Override
  public void leakyReluPixelNorm(Tensor x, Tensor inverseNorm) {
    leakyRelu(x);
    INDArray rows = own(x).rows();
    try (INDArray squares = rows.mul(rows);
        INDArray mean = squares.mean(true, 1)) {
      INDArray inverse = Transforms.sqrt(mean.addi(PIXEL_NORM_EPSILON), false).rdivi(1);
      rows.muliColumnVector(inverse);
      flat(inverseNorm).assign(inverse.reshape(inverseNorm.length()));
    }
  }

  @Override
  public void leakyReluPixelNormGradient(Tensor y, Tensor inverseNorm, Tensor d) {
    INDArray outputs = own(y).rows();
    INDArray gradient = own(d).rows();
    try (INDArray product = outputs.mul(gradient);
        INDArray mean = product.mean(true, 1);
        INDArray along = outputs.mulColumnVector(mean)) {
      gradient.subi(along).muliColumnVector(flat(inverseNorm).reshape(inverseNorm.length(), 1));
    }
    leakyReluGradient(y, d);
  }

  @Override
  public void fill(Tensor x, float value) {
    flat(x).assign(value);
  }

  @Override
  public void copy(Tensor x, Tensor y) {
    HostVectors.requireSameLength(x, y);
    flat(y).assign(flat(x));
  }

  @Override
  public void addScaled(Tensor x, float factor, Tensor y) {
    HostVectors.requireSameLength(x, y);
    try (INDArray scaled = flat(x).mul(factor)) {
      flat(y).addi(scaled);
    }
  }

  @Override
  public void approach(Tensor x, float share, Tensor y) {
    HostVectors.requireSameLength(x, y);
    try (INDArray difference = flat(x).sub(flat(y))) {
      flat(y).addi(difference.muli(share));
    }
  }

  @Override
  public void adam(AdamStep step, Tensor gradient, Tensor moments, Tensor values) {
    int count = values.length();
    INDArray g = flat(gradient);
    INDArray first = flat(moments).get(NDArrayIndex.interval(0, count));
    INDArray second = flat(moments).get(NDArrayIndex.interval(count, 2 * count));
    try (INDArray scaled = g.mul(1 - step.beta1());
        INDArray squares = g.mul(g).muli(1 - step.beta2())) {
      first.muli(step.beta1()).addi(scaled);
      second.muli(step.beta2()).addi(squares);
    }
    try (INDArray root = Transforms.sqrt(second, true);
        INDArray move = first.div(root.addi(step.epsilon()))) {
      flat(values).subi(move.muli(step.scale()));
    }
  }

  @Override
  public void sumOfSquares(Tensor x, float factor, Tensor sum) {
    try (INDArray squares = flat(x).mul(flat(x));
        INDArray total = squares.sum()) {
      flat(sum).assign(total.muli(factor));
    }
  }

  @Override
  public void cut(Tensor x, int x0, int y0, int z0, float last, Tensor y) {
    HostSamples.requireBox(x, y);
    INDArrayIndex channels = NDArrayIndex.interval(0, x.channels());
    INDArray to = array(y).get(all(), all(), all(), all(), channels);
    to.assign(0);
    to.get(all(), all(), all(), all(), NDArrayIndex.point(x.channels() - 1)).assign(last);
    int[] start = {z0, y0, x0};
    INDArrayIndex[] from = {all(), all(), all(), all(), all()};
    INDArrayIndex[] into = {all(), all(), all(), all(), all()};
    for (int axis = 0; axis < 3; axis++) {
      int first = Math.max(0, -start[axis]);
      int end = Math.min(y.extent(axis + 1), x.extent(axis + 1) - start[axis]);
      if (end <= first) {
        return;
      }
      into[axis + 1] = NDArrayIndex.interval(first, end);
      from[axis + 1] = NDArrayIndex.interval(first + start[axis], end + start[axis]);
    }
    to.get(into).assign(array(x).get(from));
  }

  private static INDArrayIndex all() {
    return NDArrayIndex.all();
  }

  @Override
  public void blend(Tensor x, Tensor share, Tensor base, Tensor y) {
    copy(x, y);
    scaleVoxels(share, y);
    flat(y).addi(flat(base));
  }

  @Override
  public void scaleVoxels(Tensor share, Tensor x) {
    HostSamples.requireShares(share, x);
    INDArray rows = own(x).rows();
    INDArray column = flat(share).reshape(share.length(), 1);
    // where the share is 0 a product would keep what is not a number
    try (INDArray shares = Nd4j.ones(DataType.FLOAT, rows.shape()).muliColumnVector(column);
        INDArray isNone = shares.eq(0);
        INDArray none = Nd4j.zerosLike(shares);
        INDArray scaled = rows.mul(shares)) {
      Nd4j.exec(
          DynamicCustomOp.builder("select")
              .addInputs(isNone, none, scaled)
              .addOutputs(rows)
              .build());
    }
  }

  @Override
  public void logistic(Tensor scores, int sign, Tensor gradient, Tensor mean) {
    try (INDArray signed = flat(scores).mul(sign);
        INDArray sigmoid = Transforms.sigmoid(signed, true);
        INDArray decay = Transforms.exp(Transforms.abs(signed, true).negi(), false);
        INDArray softplus = Transforms.log(decay.addi(1), false);
        INDArray positive = Transforms.max(signed, 0, true);
        INDArray value = softplus.addi(positive).mean()) {
      flat(gradient).assign(sigmoid.muli((double) sign / scores.length()));
      flat(mean).assign(value);
    }
  }

  @Override
  public void countPositive(Tensor x, float factor, Tensor sum) {
    try (INDArray positive = own(x).rows().getColumn(x.channels() - 1).gt(0);
        INDArray ones = positive.castTo(DataType.FLOAT);
        INDArray total = ones.sum()) {
      flat(sum).assign(total.muli(factor));
    }
  }
}
