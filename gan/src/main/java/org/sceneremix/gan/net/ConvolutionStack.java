package org.sceneremix.gan.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolutions in a row without padding, with LeakyReLU (and optionally pixel norm) between them
 * and nothing after the last. The common part of generators and critics: activations, and the
 * backward pass by hand. Architecture, parameters and updater state are those of a Deeplearning4j
 * network ({@link Architecture}), on views of which everything here computes; its own layers would
 * waste memory, and know no penalty on gradients.
 *
 * <p>Buffers are made once for each input shape and kept for the few used last; {@link #backward}
 * goes with the latest {@link #forward}. Not safe for use by two threads at once.
 */
class ConvolutionStack {

  /** Kernel edge of every layer, voxels or pixels. */
  static final int KERNEL = Architecture.KERNEL;

  /** Shapes whose buffers are kept; training uses one, sampling one a size. */
  private static final int SHAPES = 4;

  private final Architecture architecture;
  private final ComputationGraph network;
  private final int[] channels;
  private final int kernelDepth;
  private final boolean pixelNorm;
  private final Parameters parameters;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<List<Integer>, Pass> passes =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Integer>, Pass> eldest) {
          return size() > SHAPES;
        }
      };
  private Pass latest;

  /** Views of a layer's part of the network's parameters, and where they lie in the flat vector. */
  private static final class Layer {
    final int biasOffset;
    final int weightOffset;
    final Tensor weights;
    final Tensor bias;
    final Tensor weightGradient;
    final Tensor biasGradient;
    final float[] scratch;

    Layer(ComputationGraph network, int index, int offset) {
      weights = Tensor.of(network.getParam(Architecture.weights(index)));
      INDArray biases = network.getParam(Architecture.biases(index));
      bias = Tensor.of(biases.reshape(biases.length()));
      weightGradient = new Tensor(weights.shape());
      biasGradient = new Tensor(bias.shape());
      biasOffset = offset;
      weightOffset = offset + bias.length();
      scratch = new float[weights.length()];
    }

    int end() {
      return weightOffset + weights.length();
    }

    int fanIn() {
      return weights.length() / weights.extent(0);
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
    this.architecture =
        new Architecture(kernelDepth, pixelNorm, Arrays.stream(channels).boxed().toList());
    this.network = architecture.network();
    this.parameters = new Parameters(network);
    int offset = 0;
    for (int l = 0; l < architecture.layers(); l++) {
      Layer layer = new Layer(network, l, offset);
      layers.add(layer);
      offset = layer.end();
    }
  }

  /**
   * He initialisation for LeakyReLU (He et al. 2015, equation 15); {@code lastGain} scales the last
   * layer's.
   */
  void initialise(SplittableRandom random, double lastGain) {
    parameters.setValues(new float[parameters.count()]);
    for (Layer layer : layers) {
      double gain = Math.sqrt(2 / (1 + Activations.SLOPE * Activations.SLOPE));
      boolean last = layer == layers.get(layers.size() - 1);
      parameters.initialise(
          layer.weightOffset,
          layer.end(),
          (last ? lastGain : gain) / Math.sqrt(layer.fanIn()),
          random);
    }
    parameters.resetOptimiser();
  }

  public final Parameters parameters() {
    return parameters;
  }

  /** One Adam step; the gradient is cleared. */
  public final void adamStep(double rate, double beta1, double beta2) {
    parameters.adamStep(rate, beta1, beta2);
    parameters.clearGradient();
  }

  /** Takes these values, with a fresh optimiser. */
  public final void copyValues(float[] values) {
    parameters.setValues(values);
    parameters.resetOptimiser();
  }

  /** Takes values and optimiser state back from {@link Parameters#state()}. */
  public final void restore(float[] state) {
    parameters.restore(state);
  }

  /**
   * The network with its parameters and updater, as a Deeplearning4j program would use it; an
   * independent copy.
   *
   * @param depth extent along z of the inputs that it shall be configured for
   * @param height the same along y
   * @param width the same along x
   */
  public final ComputationGraph toDeeplearning4j(int depth, int height, int width) {
    ComputationGraph copy = architecture.network(depth, height, width);
    new Parameters(copy).restore(parameters.state());
    return copy;
  }

  /**
   * Takes parameters and updater state of such a network.
   *
   * @throws IllegalArgumentException if it has other layers
   */
  public final void copyFrom(ComputationGraph other) {
    if (!other.paramTable().keySet().equals(network.paramTable().keySet())) {
      throw new IllegalArgumentException(
          "a network with the parameters "
              + other.paramTable().keySet()
              + " is none of "
              + network.paramTable().keySet());
    }
    parameters.restore(new Parameters(other).state());
  }

  /**
   * Numbers that the first format of models kept in another order, in today's: for each layer
   * weights {@code [kD, kH, kW, in, out]}, then biases.
   *
   * @param old one or more vectors of as many values as there are parameters, and anything else
   *     behind them
   * @throws IllegalArgumentException if there is no whole vector
   */
  public final float[] fromFirstFormat(float[] old) {
    int count = parameters.count();
    if (old.length < count) {
      throw new IllegalArgumentException(
          "a network of " + count + " parameters cannot take " + old.length);
    }
    float[] values = old.clone();
    for (int vector = 0; (vector + 1) * count <= old.length; vector++) {
      int from = vector * count;
      for (Layer layer : layers) {
        int to = vector * count + layer.weightOffset;
        int out = layer.weights.extent(0);
        int taps = layer.weights.length() / out / layer.weights.extent(1);
        for (int i = 0; i < layer.weights.length(); i++) {
          int o = i / layer.fanIn();
          int in = i / taps % layer.weights.extent(1);
          values[to + i] = old[from + (i % taps * layer.weights.extent(1) + in) * out + o];
        }
        from += layer.weights.length();
        System.arraycopy(old, from, values, vector * count + layer.biasOffset, out);
        from += out;
      }
    }
    return values;
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
