package org.sceneremix.gan.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;

/** The gradient penalty against its definition, in double precision. */
class CriticTest {

  private static final int WIDTH = 5;
  private static final int EDGE = 9;
  private static final int SAMPLES = 2;
  private static final double WEIGHT = 0.7;

  private final SplittableRandom random = new SplittableRandom(3);
  private final Critic critic = Critic.ofPictures(Engine.cpu(), WIDTH, 3);
  private final ReferenceStack reference = new ReferenceStack(1, false, 4, WIDTH, WIDTH, 1);
  private final ReferenceStack.Volume[] samples = new ReferenceStack.Volume[SAMPLES];
  private double[] parameters;

  private void forward() {
    critic.initialise(random);
    float[] values = critic.parameters().values();
    parameters = IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    Tensor input = critic.input(SAMPLES, 1, EDGE, EDGE);
    float[] x = new float[input.length()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    input.load(x, 0);
    critic.forward(input);
    int stride = x.length / SAMPLES;
    for (int n = 0; n < SAMPLES; n++) {
      int from = n * stride;
      samples[n] =
          new ReferenceStack.Volume(
              1, EDGE, EDGE, 4, IntStream.range(0, stride).mapToDouble(i -> x[from + i]).toArray());
    }
  }

  /** Norm of the gradient of a sample's mean score, that of root-mean-square distances. */
  private double norm(double[] p, ReferenceStack.Volume sample) {
    double[] mean = new double[reference.forward(p, sample).values.length];
    Arrays.fill(mean, 1.0 / mean.length);
    double[] g = reference.inputGradient(p, sample, mean);
    return Math.sqrt(EDGE * EDGE * Arrays.stream(g).map(v -> v * v).sum());
  }

  private double penalty(double[] p) {
    return WEIGHT
        * Arrays.stream(samples)
            .mapToDouble(sample -> Math.pow(norm(p, sample) - 1, 2))
            .average()
            .orElseThrow();
  }

  @Test
  void gradientPenaltyIsThatOfItsDefinition() {
    forward();
    double square = critic.addGradientPenalty(WEIGHT);
    double expected =
        Arrays.stream(samples)
            .mapToDouble(sample -> Math.pow(norm(parameters, sample), 2))
            .average()
            .orElseThrow();
    assertThat(square).isEqualTo(expected, within(1e-3 * expected));
    float[] gradient = critic.parameters().gradient().toArray();
    double scale =
        IntStream.range(0, gradient.length)
            .mapToDouble(i -> Math.abs(gradient[i]))
            .max()
            .orElseThrow();
    for (int trial = 0; trial < 8; trial++) {
      int i = random.nextInt(gradient.length);
      double[] p = parameters.clone();
      p[i] += 1e-5;
      double plus = penalty(p);
      p[i] -= 2e-5;
      double slow = (plus - penalty(p)) / 2e-5;
      assertThat((double) gradient[i]).isEqualTo(slow, within(1e-3 * scale));
    }
  }

  /** A critic of one convolution that takes the mean of a channel has slope 1 at any size. */
  @Test
  void slopeOfACriticDoesNotDependOnTheSizeOfACrop() {
    double[] squares = new double[2];
    int[] edges = {20, 60};
    for (int k = 0; k < 2; k++) {
      Critic mean = Critic.ofPictures(Engine.cpu(), WIDTH, 1);
      float[] values = new float[mean.parameters().count()];
      values[1 + 4] = 1; // of the first channel, the middle of the kernel
      mean.copyValues(values);
      Tensor input = mean.input(1, 1, edges[k], edges[k]);
      input.load(new float[input.length()], 0);
      mean.forward(input);
      squares[k] = mean.addGradientPenalty(1);
      // scores lack a border of one pixel
      double positions = (double) edges[k] * edges[k];
      double scores = (edges[k] - 2.0) * (edges[k] - 2.0);
      assertThat(squares[k]).isEqualTo(positions / scores, within(1e-4));
    }
    assertThat(squares[1]).isEqualTo(1, within(0.1));
  }
}
