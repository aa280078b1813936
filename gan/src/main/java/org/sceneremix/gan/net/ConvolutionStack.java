package org.sceneremix.gan.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Convolutions in a row without padding, with LeakyReLU (and optionally pixel norm) between them
 * and nothing after the last. The common part of generators and critics: parameters, activations,
 * and the backward pass by hand.
 *
 * <p>Buffers are made once for each input shape and kept; {@link #backward} goes with the latest
 * {@link #forward}. Not safe for use by two threads at once.
 */
class ConvolutionStack {

  /** Kernel edge of every layer, voxels or pixels. */
  static final int KERNEL = 3;

  private final int[] channels;
  private final int kernelDepth;
  private final boolean pixelNorm;
  private final Parameters parameters;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<List<Integer>, Pass> passes = new HashMap<>();
  private Pass latest;

  /** Where a layer's numbers lie in the flat vector, and its copy that the operators read. */
  private static final class Layer {
    final int weightOffset;
    final int biasOffset;
    final Tensor weights;
    final Tensor bias;
    final Tensor weightGradient;
    final Tensor biasGradient;
    final float[] scratch;

    Layer(int offset, int kernelDepth, int in, int out) {
      weights = new Tensor(kernelDepth, KERNEL, KERNEL, in, out);
      bias = new Tensor(out);
      weightGradient = new Tensor(kernelDepth, KERNEL, KERNEL, in, out);
      biasGradient = new Tensor(out);
      weightOffset = offset;
      biasOffset = offset + weights.length();
      scratch = new float[weights.length()];
    }

    int end() {
      return biasOffset + bias.length();
    }

    void addTo(float[] gradient, int offset, Tensor part, float factor) {
      part.store(scratch, 0);
      for (int i = 0; i < part.length(); i++) {
        gradient[offset + i] += factor * scratch[i];
      }
    }
  }

  /** Buffers for one input shape: activations 0 (input) to n (output), and their gradients. */
  private final class Pass {
    final Tensor[] activations = new Tensor[channels.length];
    final float[][] inverseNorms = new float[channels.length][];
    private Tensor[] gradients;
    private Tensor[] sweep;

    Pass(Tensor input) {
      activations[0] = input;
      int[] shape = input.shape();
      for (int l = 1; l < channels.length; l++) {
        shape = shape.clone();
        shape[1] -= kernelDepth - 1;
        shape[2] -= KERNEL - 1;
        shape[3] -= KERNEL - 1;
        shape[4] = channels[l];
        activations[l] = new Tensor(shape);
        inverseNorms[l] = pixelNorm ? new float[activations[l].length() / channels[l]] : null;
      }
    }

    /** Buffers of the backward pass, which sampling does not need. */
    Tensor[] gradients() {
      if (gradients == null) {
        gradients = likeActivations();
      }
      return gradients;
    }

    /** Extra buffers of the gradient penalty. */
    Tensor[] sweep() {
      if (sweep == null) {
        sweep = likeActivations();
      }
      return sweep;
    }

    private Tensor[] likeActivations() {
      return Arrays.stream(activations).map(a -> new Tensor(a.shape())).toArray(Tensor[]::new);
    }
  }

  /**
   * @param kernelDepth 3 for volumes, 1 for pictures
   * @param channels channels of the input, of every hidden layer, and of the output
   */
  ConvolutionStack(int kernelDepth, boolean pixelNorm, int... channels) {
    this.kernelDepth = kernelDepth;
    this.pixelNorm = pixelNorm;
    this.channels = channels.clone();
    int offset = 0;
    for (int l = 0; l + 1 < channels.length; l++) {
      Layer layer = new Layer(offset, kernelDepth, channels[l], channels[l + 1]);
      layers.add(layer);
      offset = layer.end();
    }
    parameters = new Parameters(offset);
    parametersChanged();
  }

  /**
   * He initialisation for LeakyReLU (He et al. 2015, equation 15); {@code lastGain} scales the last
   * layer's.
   */
  void initialise(SplittableRandom random, double lastGain) {
    Arrays.fill(parameters.values(), 0f);
    for (Layer layer : layers) {
      double fanIn = (double) layer.weights.length() / layer.weights.channels();
      double gain = Math.sqrt(2 / (1 + Activations.SLOPE * Activations.SLOPE));
      boolean last = layer == layers.get(layers.size() - 1);
      parameters.initialise(
          layer.weightOffset,
          layer.biasOffset,
          (last ? lastGain : gain) / Math.sqrt(fanIn),
          random);
    }
    parameters.resetOptimiser();
    parametersChanged();
  }

  public final Parameters parameters() {
    return parameters;
  }

  /** Hands the present values of {@link #parameters()} to the operators. */
  public final void parametersChanged() {
    for (Layer layer : layers) {
      layer.weights.load(parameters.values(), layer.weightOffset);
      layer.bias.load(parameters.values(), layer.biasOffset);
    }
  }

  /** One Adam step, seen by the operators at once; the gradient is cleared. */
  public final void adamStep(double rate, double beta1, double beta2) {
    parameters.adamStep(rate, beta1, beta2);
    parameters.clearGradient();
    parametersChanged();
  }

  /** Takes these values, with a fresh optimiser. */
  public final void copyValues(float[] values) {
    if (values.length != parameters.count()) {
      throw new IllegalArgumentException(
          "a network of " + parameters.count() + " parameters cannot take " + values.length);
    }
    System.arraycopy(values, 0, parameters.values(), 0, values.length);
    parameters.resetOptimiser();
    parametersChanged();
  }

  /** Takes values and optimiser state back from {@link Parameters#state()}. */
  public final void restore(float[] state) {
    parameters.restore(state);
    parametersChanged();
  }

  /** The input buffer for this shape {@code [n, D, H, W]}, to be filled before {@link #forward}. */
  public final Tensor input(int n, int depth, int height, int width) {
    return passes.computeIfAbsent(
            List.of(n, depth, height, width),
            key -> new Pass(new Tensor(n, depth, height, width, channels[0])))
        .activations[0];
  }

  /**
   * Runs the network on an input buffer of {@link #input}.
   *
   * @return the output, in a buffer that the next call with this shape overwrites
   */
  public final Tensor forward(Tensor input) {
    latest =
        passes.get(List.of(input.extent(0), input.extent(1), input.extent(2), input.extent(3)));
    if (latest == null || latest.activations[0] != input) {
      throw new IllegalArgumentException("the input is not a buffer of this network");
    }
    for (int l = 1; l < channels.length; l++) {
      Layer layer = layers.get(l - 1);
      Tensor y = latest.activations[l];
      Convolution.forward(latest.activations[l - 1], layer.weights, layer.bias, y);
      if (l < channels.length - 1) {
        if (pixelNorm) {
          Activations.leakyReluPixelNorm(y, latest.inverseNorms[l]);
        } else {
          Activations.leakyRelu(y);
        }
      }
    }
    return latest.activations[channels.length - 1];
  }

  /** Where to write dL/d(output) before {@link #backward} or {@link #inputGradient}. */
  public final Tensor outputGradient() {
    return latest.gradients()[channels.length - 1];
  }

  /**
   * Adds the gradient with respect to the parameters to {@link Parameters#gradient()}; goes with
   * the latest forward pass.
   */
  public final void backward() {
    Tensor[] gradients = latest.gradients();
    for (int l = channels.length - 1; l >= 1; l--) {
      Layer layer = layers.get(l - 1);
      Convolution.backward(
          latest.activations[l - 1],
          layer.weights,
          layer.bias,
          gradients[l],
          gradients[l - 1],
          layer.weightGradient,
          layer.biasGradient);
      layer.addTo(parameters.gradient(), layer.weightOffset, layer.weightGradient, 1);
      layer.addTo(parameters.gradient(), layer.biasOffset, layer.biasGradient, 1);
      if (l > 1) {
        activationBackward(l - 1, gradients[l - 1]);
      }
    }
  }

  /** The gradient with respect to the input; goes with the latest forward pass. */
  public final Tensor inputGradient() {
    Tensor[] gradients = latest.gradients();
    for (int l = channels.length - 1; l >= 1; l--) {
      Convolution.inputGradient(gradients[l], layers.get(l - 1).weights, gradients[l - 1]);
      if (l > 1) {
        activationBackward(l - 1, gradients[l - 1]);
      }
    }
    return gradients[0];
  }

  private void activationBackward(int l, Tensor d) {
    if (pixelNorm) {
      Activations.leakyReluPixelNormBackward(latest.activations[l], latest.inverseNorms[l], d);
    } else {
      Activations.leakyReluBackward(latest.activations[l], d);
    }
  }

  /**
   * Adds the parameter gradient of {@code factor / 2 * sum |g|^2}, where g is the input gradient
   * that {@link #inputGradient} just computed (for whatever output gradient it was given).
   *
   * <p>A LeakyReLU network is piecewise linear: g is itself a chain of transposed convolutions and
   * fixed masks. Its own adjoint is a forward sweep of v = g through the same masks, where layer l
   * contributes the weight gradient of (v_{l-1}, g_l). Only first-order operators; the masks have
   * no derivative, and biases do not enter.
   *
   * @return {@code sum |g|^2}
   */
  final double addInputGradientPenalty(double factor) {
    if (pixelNorm) {
      throw new IllegalStateException("the penalty is exact for piecewise linear networks only");
    }
    Tensor[] gradients = latest.gradients();
    Tensor[] sweep = latest.sweep();
    float[] g = gradients[0].toArray();
    double sum = 0;
    for (float value : g) {
      sum += (double) value * value;
    }
    sweep[0].load(g, 0);
    for (int l = 1; l < channels.length; l++) {
      Layer layer = layers.get(l - 1);
      Convolution.inputGradientBackward(
          gradients[l], layer.weights, sweep[l - 1], sweep[l], layer.weightGradient);
      layer.addTo(parameters.gradient(), layer.weightOffset, layer.weightGradient, (float) factor);
      if (l < channels.length - 1) {
        Activations.leakyReluBackward(latest.activations[l], sweep[l]);
      }
    }
    return sum;
  }
}
