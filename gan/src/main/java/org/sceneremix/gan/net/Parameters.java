package org.sceneremix.gan.net;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The weights of one network in one flat vector, with their gradient and the two moments of Adam
 * (Kingma and Ba 2015, algorithm 1). Plain Java: a block has about 10^5 parameters, so these loops
 * cost nothing beside the convolutions.
 */
public final class Parameters {

  private static final double EPSILON = 1e-8;

  private final float[] values;
  private final float[] gradient;
  private final float[] firstMoment;
  private final float[] secondMoment;
  private int steps;

  Parameters(int count) {
    values = new float[count];
    gradient = new float[count];
    firstMoment = new float[count];
    secondMoment = new float[count];
  }

  public int count() {
    return values.length;
  }

  /** The parameters themselves; a network sees changes after its {@code parametersChanged()}. */
  public float[] values() {
    return values;
  }

  /** Gradient of the loss, summed since the last {@link #clearGradient()}. */
  public float[] gradient() {
    return gradient;
  }

  public void clearGradient() {
    Arrays.fill(gradient, 0f);
  }

  /** One Adam step against the gradient. */
  void adamStep(double rate, double beta1, double beta2) {
    steps++;
    double correction1 = 1 - Math.pow(beta1, steps);
    double correction2 = 1 - Math.pow(beta2, steps);
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float scale = (float) (rate * Math.sqrt(correction2) / correction1);
    float epsilon = (float) (EPSILON * Math.sqrt(correction2));
    for (int i = 0; i < values.length; i++) {
      float g = gradient[i];
      float m = b1 * firstMoment[i] + (1 - b1) * g;
      float v = b2 * secondMoment[i] + (1 - b2) * g * g;
      firstMoment[i] = m;
      secondMoment[i] = v;
      values[i] -= scale * m / ((float) Math.sqrt(v) + epsilon);
    }
  }

  /** Fills [from, to) with normal deviates of this standard deviation. */
  void initialise(int from, int to, double deviation, SplittableRandom random) {
    for (int i = from; i < to; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
  }

  /** Forgets the moments: the optimiser starts afresh from the present values. */
  void resetOptimiser() {
    Arrays.fill(firstMoment, 0f);
    Arrays.fill(secondMoment, 0f);
    steps = 0;
  }

  /** Values, both moments and the step count, for a checkpoint: {@code 3 * count + 1} floats. */
  public float[] state() {
    int n = values.length;
    float[] state = new float[3 * n + 1];
    System.arraycopy(values, 0, state, 0, n);
    System.arraycopy(firstMoment, 0, state, n, n);
    System.arraycopy(secondMoment, 0, state, 2 * n, n);
    state[3 * n] = steps;
    return state;
  }

  /** Takes back what {@link #state()} returned. */
  void restore(float[] state) {
    int n = values.length;
    if (state.length != 3 * n + 1) {
      throw new IllegalArgumentException(
          "this state belongs to a network of " + (state.length - 1) / 3 + " parameters, not " + n);
    }
    System.arraycopy(state, 0, values, 0, n);
    System.arraycopy(state, n, firstMoment, 0, n);
    System.arraycopy(state, 2 * n, secondMoment, 0, n);
    steps = (int) state[3 * n];
  }
}
