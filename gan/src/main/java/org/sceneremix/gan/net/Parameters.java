package org.sceneremix.gan.net;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a Deeplearning4j network as one flat vector, with their gradient and the two
 * moments of Adam (Kingma and Ba 2015, algorithm 1).
 *
 * <p>Values, moments and step count are the network's own: values are its {@code params()}, moments
 * its updater's state (all first moments, then all second ones), and steps its iteration count. For
 * each layer the vector holds biases {@code [out]}, then weights {@code [out, in, kD, kH, kW]}.
 *
 * <p>The step is in plain Java: a block has about 10^5 parameters, so these loops cost nothing
 * beside the convolutions.
 */
public final class Parameters {

  static final double EPSILON = 1e-8;

  /** What the network's updater is configured with; each step is told its own. */
  static final double DEFAULT_RATE = 5e-4;

  private final ComputationGraph network;
  private final int count;
  private final FloatBuffer values;
  private final FloatBuffer moments;
  private final float[] gradient;

  Parameters(ComputationGraph network) {
    this.network = network;
    this.count = Math.toIntExact(network.numParams());
    this.values = buffer(network.params());
    this.moments = buffer(network.getUpdater(true).getUpdaterStateViewArray());
    this.gradient = new float[count];
  }

  private static FloatBuffer buffer(INDArray vector) {
    return Tensor.memory(vector);
  }

  public int count() {
    return count;
  }

  /** A copy of the parameters. */
  public float[] values() {
    return part(values, 0);
  }

  private float[] part(FloatBuffer from, int index) {
    float[] copy = new float[count];
    from.get(index, copy);
    return copy;
  }

  /** Replaces the parameters; the optimiser goes on. */
  void setValues(float[] newValues) {
    if (newValues.length != count) {
      throw new IllegalArgumentException(
          "a network of " + count + " parameters cannot take " + newValues.length);
    }
    values.put(0, newValues);
  }

  /** Gradient of the loss, summed since the last {@link #clearGradient()}. */
  public float[] gradient() {
    return gradient;
  }

  public void clearGradient() {
    Arrays.fill(gradient, 0f);
  }

  private int steps() {
    return network.getConfiguration().getIterationCount();
  }

  private void setSteps(int steps) {
    network.getConfiguration().setIterationCount(steps);
  }

  /** One Adam step against the gradient. */
  void adamStep(double rate, double beta1, double beta2) {
    int steps = steps() + 1;
    setSteps(steps);
    double correction1 = 1 - Math.pow(beta1, steps);
    double correction2 = 1 - Math.pow(beta2, steps);
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float scale = (float) (rate * Math.sqrt(correction2) / correction1);
    float epsilon = (float) (EPSILON * Math.sqrt(correction2));
    float[] x = part(values, 0);
    float[] first = part(moments, 0);
    float[] second = part(moments, count);
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float m = b1 * first[i] + (1 - b1) * g;
      float v = b2 * second[i] + (1 - b2) * g * g;
      first[i] = m;
      second[i] = v;
      x[i] -= scale * m / ((float) Math.sqrt(v) + epsilon);
    }
    values.put(0, x);
    moments.put(0, first);
    moments.put(count, second);
  }

  /** Fills [from, to) with normal deviates of this standard deviation. */
  void initialise(int from, int to, double deviation, SplittableRandom random) {
    for (int i = from; i < to; i++) {
      values.put(i, (float) (deviation * random.nextGaussian()));
    }
  }

  /** Forgets the moments: the optimiser starts afresh from the present values. */
  void resetOptimiser() {
    moments.put(0, new float[2 * count]);
    setSteps(0);
  }

  /** Values, both moments and the step count, for a checkpoint: {@code 3 * count + 1} floats. */
  public float[] state() {
    float[] state = new float[3 * count + 1];
    values.get(0, state, 0, count);
    moments.get(0, state, count, 2 * count);
    state[3 * count] = steps();
    return state;
  }

  /** Takes back what {@link #state()} returned. */
  void restore(float[] state) {
    if (state.length != 3 * count + 1) {
      throw new IllegalArgumentException(
          "this state belongs to a network of "
              + (state.length - 1) / 3
              + " parameters, not "
              + count);
    }
    values.put(0, state, 0, count);
    moments.put(0, state, count, 2 * count);
    setSteps((int) state[3 * count]);
  }
}
