package org.sceneremix.gan.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv3DConfig;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;

/** The hand-written backward pass against SameDiff's automatic differentiation, all parameters. */
class SameDiffGradientTest {

  private static final int[] CHANNELS = {5, 6, 7, 4};
  private static final int DEPTH = 8;
  private static final int HEIGHT = 9;
  private static final int WIDTH = 10;

  private final SplittableRandom random = new SplittableRandom(5);

  private float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void gradientsAreThoseOfSameDiff(boolean pixelNorm) {
    ConvolutionStack stack = new ConvolutionStack(Engine.cpu(), 3, pixelNorm, CHANNELS);
    stack.initialise(random, 1);
    Tensor input = stack.input(2, DEPTH, HEIGHT, WIDTH);
    float[] x = noise(input.length());
    input.load(x, 0);
    Tensor output = stack.forward(input);
    float[] weights = noise(output.length());
    stack.outputGradient().load(weights, 0);
    stack.backward();

    Map<String, INDArray> expected = sameDiffGradients(stack, x, weights, pixelNorm, output);
    float[] gradient = stack.parameters().gradient().toArray();
    int at = 0;
    for (int l = 0; l + 1 < CHANNELS.length; l++) {
      at = assertPart(gradient, at, expected.get("b" + l));
      // SameDiff's weights are [kD, kH, kW, in, out]
      at = assertPart(gradient, at, expected.get("w" + l).permute(4, 3, 0, 1, 2));
    }
    assertThat(at).isEqualTo(gradient.length);

    stack.outputGradient().load(weights, 0);
    assertPart(stack.inputGradient().toArray(), 0, expected.get("x"));
  }

  private static Map<String, INDArray> sameDiffGradients(
      ConvolutionStack stack, float[] x, float[] weights, boolean pixelNorm, Tensor output) {
    SameDiff sd = SameDiff.create();
    SDVariable h =
        sd.var("x", Nd4j.createFromArray(x).reshape(2, DEPTH, HEIGHT, WIDTH, CHANNELS[0]));
    float[] values = stack.parameters().values();
    String[] names = new String[1 + 2 * (CHANNELS.length - 1)];
    names[0] = "x";
    int at = 0;
    for (int l = 0; l + 1 < CHANNELS.length; l++) {
      int in = CHANNELS[l];
      int out = CHANNELS[l + 1];
      INDArray bias = Nd4j.createFromArray(values).get(interval(at, out)).dup();
      INDArray kernel =
          Nd4j.createFromArray(values)
              .get(interval(at + out, 27 * in * out))
              .reshape(out, in, 3, 3, 3)
              .permute(2, 3, 4, 1, 0)
              .dup('c');
      at += out + 27 * in * out;
      SDVariable b = sd.var("b" + l, bias);
      SDVariable w = sd.var("w" + l, kernel);
      names[1 + 2 * l] = "b" + l;
      names[2 + 2 * l] = "w" + l;
      h = sd.cnn().conv3d(h, w, b, configuration());
      if (l + 2 < CHANNELS.length) {
        h = sd.nn().leakyRelu(h, Engine.SLOPE);
        if (pixelNorm) {
          SDVariable square = h.mul(h).mean(true, 4);
          h = h.div(sd.math().sqrt(square.add(1e-8)));
        }
      }
    }
    INDArray factors = Nd4j.createFromArray(weights);
    long[] shape = Arrays.stream(output.shape()).asLongStream().toArray();
    SDVariable loss = h.mul(sd.constant(factors.reshape(shape))).sum("loss");
    sd.setLossVariables(loss.name());
    return sd.calculateGradients(Map.of(), names);
  }

  private static INDArrayIndex interval(int from, int count) {
    return NDArrayIndex.interval(from, from + count);
  }

  private static Conv3DConfig configuration() {
    return Conv3DConfig.builder().kD(3).kH(3).kW(3).sD(1).sH(1).sW(1).dataFormat("NDHWC").build();
  }

  private static int assertPart(float[] ours, int from, INDArray expected) {
    float[] theirs = expected.dup('c').reshape(expected.length()).toFloatVector();
    float scale = 0;
    for (float value : theirs) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < theirs.length; i++) {
      assertThat(ours[from + i]).isEqualTo(theirs[i], within(1e-4f * scale));
    }
    return from + theirs.length;
  }
}
