package org.sceneremix.gan.net;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.sceneremix.gan.compute.AdamStep;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;

/**
 * The parameters of a Deeplearning4j network as one flat vector, with their gradient and the two
 * moments of Adam.
 *
 * <p>Values, moments and step count are the network's own: values are its {@code params()}, moments
 * its updater's state (all first moments, then all second ones), and steps its iteration count. (An
 * engine other than ND4J works on a copy of the first two.) For each layer the vector holds biases
 * {@code [out]}, then weights {@code [out, in, kD, kH, kW]}.
 */
public final class Parameters {

  static final double EPSILON = 1e-8;

  /** What the network's updater is configured with; each step is told its own. */
  static final double DEFAULT_RATE = 5e-4;

  private final Engine engine;
  private final ComputationGraph network;
  private final int count;
  private final Tensor values;
  private final Tensor moments;
  private final Tensor gradient;

  Parameters(Engine engine, ComputationGraph network) {
    this.engine = engine;
    this.network = network;
    this.count = Math.toIntExact(network.numParams());
    this.values = engine.of(network.params());
    this.moments = engine.of(network.getUpdater(true).getUpdaterStateViewArray());
    this.gradient = engine.tensor(count);
    clearGradient();
  }

  public int count() {
    return count;
  }

  /** The parameters themselves, where the engine keeps them. */
  public Tensor tensor() {
    return values;
  }

  /** A copy of the parameters. */
  public float[] values() {
    return values.toArray();
  }

  /** Replaces the parameters; the optimiser goes on. */
  void setValues(float[] newValues) {
    if (newValues.length != count) {
      throw new IllegalArgumentException(
          "a network of " + count + " parameters cannot take " + newValues.length);
    }
    values.load(newValues, 0);
  }

  /** Gradient of the loss, summed since the last {@link #clearGradient()}. */
  public Tensor gradient() {
    return gradient;
  }

  public void clearGradient() {
    engine.fill(gradient, 0);
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
    engine.adam(AdamStep.of(rate, beta1, beta2, EPSILON, steps), gradient, moments, values);
  }

  /** Fills [from, to) of an array with normal deviates of this standard deviation. */
  static void initialise(
      float[] array, int from, int to, double deviation, SplittableRandom random) {
    for (int i = from; i < to; i++) {
      array[i] = (float) (deviation * random.nextGaussian());
    }
  }

  /** Forgets the moments: the optimiser starts afresh from the present values. */
  void resetOptimiser() {
    engine.fill(moments, 0);
    setSteps(0);
  }

  /** Values, both moments and the step count, for a checkpoint: {@code 3 * count + 1} floats. */
  public float[] state() {
    float[] state = new float[3 * count + 1];
    values.store(state, 0);
    moments.store(state, count);
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
    values.load(state, 0);
    moments.load(state, count);
    setSteps((int) state[3 * count]);
  }
}
