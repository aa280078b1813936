package org.sceneremix.gan.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.GlComputing;
import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.renderer.check.Comparison;

/**
 * The hand-written passes against the same network in double precision and its finite differences.
 */
class ConvolutionStackTest {

  private static final int[] CHANNELS = {3, 5, 6, 2};
  private static final int HEIGHT = 8;

  private final SplittableRandom random = new SplittableRandom(11);

  /** A network with a batch of two random inputs and random weights on its outputs. */
  private final class Case {
    final ConvolutionStack stack;
    final boolean pixelNorm;
    final ReferenceStack reference;
    final Tensor input;
    final ReferenceStack.Volume[] samples = new ReferenceStack.Volume[2];
    final double[] parameters;
    final double[][] outputWeights = new double[2][];

    Case(int kernelDepth, boolean pixelNorm) {
      this(ConvolutionStackTest.this.random, Engine.cpu(), kernelDepth, pixelNorm);
    }

    Case(SplittableRandom random, Engine engine, int kernelDepth, boolean pixelNorm) {
      this.pixelNorm = pixelNorm;
      stack = new ConvolutionStack(engine, kernelDepth, pixelNorm, CHANNELS);
      stack.initialise(random, 1);
      float[] values = stack.parameters().values();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.1 * random.nextGaussian()); // biases that are not zero
      }
      stack.copyValues(values);
      parameters = IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
      reference = new ReferenceStack(kernelDepth, pixelNorm, CHANNELS);
      int depth = kernelDepth == 1 ? 1 : 7;
      input = stack.input(2, depth, HEIGHT, 7);
      float[] x = new float[input.length()];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      input.load(x, 0);
      int stride = x.length / 2;
      for (int n = 0; n < 2; n++) {
        int from = n * stride;
        samples[n] =
            new ReferenceStack.Volume(
                depth,
                HEIGHT,
                7,
                CHANNELS[0],
                IntStream.range(from, from + stride).mapToDouble(i -> x[i]).toArray());
        int outputs = reference.forward(parameters, samples[n]).values.length;
        outputWeights[n] = random.doubles(outputs, -1, 1).toArray();
      }
    }

    void forward() {
      stack.forward(input);
    }

    void loadOutputWeights() {
      Tensor gradient = stack.outputGradient();
      float[] values = new float[gradient.length()];
      for (int i = 0; i < values.length; i++) {
        double[] weights = outputWeights[i / (values.length / 2)];
        values[i] = (float) weights[i % weights.length];
      }
      gradient.load(values, 0);
    }

    double loss(double[] p) {
      return ReferenceStack.weighted(reference.forward(p, samples[0]), outputWeights[0])
          + ReferenceStack.weighted(reference.forward(p, samples[1]), outputWeights[1]);
    }
  }

  @ParameterizedTest
  @CsvSource({"3,false", "3,true", "1,false"})
  void forwardEqualsThePlainLoops(int kernelDepth, boolean pixelNorm) {
    Case c = new Case(kernelDepth, pixelNorm);
    float[] fast = c.stack.forward(c.input).toArray();
    for (int n = 0; n < 2; n++) {
      double[] slow = c.reference.forward(c.parameters, c.samples[n]).values;
      for (int i = 0; i < slow.length; i++) {
        assertThat((double) fast[n * slow.length + i]).isEqualTo(slow[i], within(2e-5));
      }
    }
  }

  /** Everything that a step of training does with a network, one result after another. */
  private static List<float[]> stepOf(Case c) {
    List<float[]> results = new ArrayList<>();
    results.add(c.stack.forward(c.input).toArray());
    c.loadOutputWeights();
    c.stack.backward();
    results.add(c.stack.parameters().gradient().toArray());
    c.loadOutputWeights();
    results.add(c.stack.inputGradient().toArray());
    if (!c.pixelNorm) {
      Tensor sum = c.stack.engine().tensor(1);
      c.stack.addInputGradientPenalty(0.7, 0.5, sum);
      results.add(sum.toArray());
      results.add(c.stack.parameters().gradient().toArray());
      results.add(new float[] {(float) c.stack.addInputGradientNormPenalty(0.7, 0.5)});
      results.add(c.stack.parameters().gradient().toArray());
    }
    c.stack.adamStep(1e-2, 0.5, 0.999);
    results.add(c.stack.forward(c.input).toArray());
    return results;
  }

  @ParameterizedTest
  @CsvSource({"3,false", "3,true", "1,false"})
  void wholeNetworksOnOpenGlAreThoseOfTheProcessor(int kernelDepth, boolean pixelNorm) {
    try (Engine gl = GlComputing.open()) {
      List<float[]> expected =
          stepOf(new Case(new SplittableRandom(4), Engine.cpu(), kernelDepth, pixelNorm));
      List<float[]> results = stepOf(new Case(new SplittableRandom(4), gl, kernelDepth, pixelNorm));
      for (int r = 0; r < expected.size(); r++) {
        float[] right = expected.get(r);
        assertThat(Comparison.of("result " + r, results.get(r), i -> right[i], 1e-4))
            .matches(Comparison::passed);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3,false", "3,true", "1,false"})
  void parameterGradientMatchesFiniteDifferences(int kernelDepth, boolean pixelNorm) {
    Case c = new Case(kernelDepth, pixelNorm);
    c.forward();
    c.loadOutputWeights();
    c.stack.backward();
    assertParameterGradient(c.stack.parameters().gradient().toArray(), c.parameters, 60, c::loss);
  }

  @ParameterizedTest
  @CsvSource({"3,false", "3,true", "1,false"})
  void inputGradientMatchesFiniteDifferences(int kernelDepth, boolean pixelNorm) {
    Case c = new Case(kernelDepth, pixelNorm);
    c.forward();
    c.loadOutputWeights();
    float[] fast = c.stack.inputGradient().toArray();
    for (int n = 0; n < 2; n++) {
      double[] slow = c.reference.inputGradient(c.parameters, c.samples[n], c.outputWeights[n]);
      double scale = Arrays.stream(slow).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < slow.length; i++) {
        assertThat((double) fast[n * slow.length + i]).isEqualTo(slow[i], within(1e-4 * scale));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3", "1"})
  void penaltyGradientMatchesFiniteDifferences(int kernelDepth) {
    Case c = new Case(kernelDepth, false);
    c.forward();
    c.loadOutputWeights();
    c.stack.inputGradient();
    double factor = 0.7;
    Tensor sum = Engine.cpu().tensor(1);
    c.stack.addInputGradientPenalty(factor, 0.5, sum);
    double squares = 2 * sum.toArray()[0];
    assertThat(squares).isEqualTo(squaredInputGradient(c, c.parameters), within(1e-3 * squares));
    assertParameterGradient(
        c.stack.parameters().gradient().toArray(),
        c.parameters,
        4,
        p -> 0.5 * factor * squaredInputGradient(c, p));
  }

  @ParameterizedTest
  @CsvSource({"3", "1"})
  void normPenaltyGradientMatchesFiniteDifferences(int kernelDepth) {
    Case c = new Case(kernelDepth, false);
    c.forward();
    c.loadOutputWeights();
    c.stack.inputGradient();
    double factor = 0.7;
    // on either side of the wanted norm
    double[] norms = inputGradientNorms(c, c.parameters);
    double scale = 2 / (norms[0] + norms[1]);
    assertThat(Math.signum(scale * norms[0] - 1)).isEqualTo(-Math.signum(scale * norms[1] - 1));
    double square = c.stack.addInputGradientNormPenalty(factor, scale);
    double expected = scale * scale * (norms[0] * norms[0] + norms[1] * norms[1]) / 2;
    assertThat(square).isEqualTo(expected, within(1e-3));
    assertParameterGradient(
        c.stack.parameters().gradient().toArray(),
        c.parameters,
        6,
        p -> factor * Arrays.stream(inputGradientNorms(c, p)).map(n -> off(scale * n)).sum());
  }

  private static double off(double norm) {
    return (norm - 1) * (norm - 1);
  }

  /** The norm for each sample. */
  private static double[] inputGradientNorms(Case c, double[] p) {
    double[] norms = new double[2];
    for (int n = 0; n < 2; n++) {
      double sum = 0;
      for (double g : c.reference.inputGradient(p, c.samples[n], c.outputWeights[n])) {
        sum += g * g;
      }
      norms[n] = Math.sqrt(sum);
    }
    return norms;
  }

  @Test
  void gradientThatIsZeroIsNotPenalisedIntoNoNumbers() {
    Case c = new Case(3, false);
    c.forward();
    c.stack.outputGradient().load(new float[c.stack.outputGradient().length()], 0);
    c.stack.inputGradient();
    assertThat(c.stack.addInputGradientNormPenalty(1, 1)).isZero();
    assertThat(c.stack.parameters().gradient().toArray()).containsOnly(0f);
  }

  private static double squaredInputGradient(Case c, double[] p) {
    double sum = 0;
    for (int n = 0; n < 2; n++) {
      for (double g : c.reference.inputGradient(p, c.samples[n], c.outputWeights[n])) {
        sum += g * g;
      }
    }
    return sum;
  }

  @Test
  void gradientsAddUpUntilTheStep() {
    Case c = new Case(3, false);
    c.forward();
    c.loadOutputWeights();
    c.stack.backward();
    float[] once = c.stack.parameters().gradient().toArray();
    c.stack.backward();
    float[] twice = c.stack.parameters().gradient().toArray();
    for (int i = 0; i < once.length; i++) {
      assertThat(twice[i]).isEqualTo(2 * once[i]);
    }
    c.stack.adamStep(1e-3, 0.5, 0.999);
    assertThat(c.stack.parameters().gradient().toArray()).containsOnly(0f);
  }

  @Test
  void firstAdamStepMovesEveryParameterByTheRate() {
    Case c = new Case(3, false);
    c.forward();
    c.loadOutputWeights();
    c.stack.backward();
    float[] gradient = c.stack.parameters().gradient().toArray();
    float[] before = c.stack.parameters().values().clone();
    c.stack.adamStep(1e-3, 0.5, 0.999);
    for (int i = 0; i < before.length; i++) {
      if (Math.abs(gradient[i]) > 1e-3) {
        float moved = c.stack.parameters().values()[i] - before[i];
        assertThat(moved).isEqualTo(-1e-3f * Math.signum(gradient[i]), within(1e-6f));
      }
    }
  }

  @Test
  void stateIsTakenBackExactly() {
    Case c = new Case(3, true);
    for (int i = 0; i < 3; i++) {
      c.forward();
      c.loadOutputWeights();
      c.stack.backward();
      c.stack.adamStep(1e-3, 0.5, 0.999);
    }
    float[] state = c.stack.parameters().state();
    ConvolutionStack other = new ConvolutionStack(Engine.cpu(), 3, true, CHANNELS);
    other.restore(state);
    assertThat(other.parameters().state()).isEqualTo(state);
  }

  private interface Loss {
    double at(double[] parameters);
  }

  /** For some parameters, drawn at random, against central differences in double. */
  private void assertParameterGradient(
      float[] gradient, double[] parameters, int trials, Loss loss) {
    double scale = 0;
    for (float g : gradient) {
      scale = Math.max(scale, Math.abs(g));
    }
    double step = 1e-5;
    for (int trial = 0; trial < trials; trial++) {
      int i = random.nextInt(parameters.length);
      double[] p = parameters.clone();
      p[i] += step;
      double plus = loss.at(p);
      p[i] -= 2 * step;
      double slow = (plus - loss.at(p)) / (2 * step);
      assertThat((double) gradient[i]).isEqualTo(slow, within(1e-3 * scale));
    }
  }
}
