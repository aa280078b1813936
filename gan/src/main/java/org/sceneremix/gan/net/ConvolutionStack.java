package org.sceneremix.gan.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;

/**
 * Convolutions in a row without padding, with LeakyReLU (and optionally pixel norm) between them
 * and nothing after the last. The common part of generators and critics: activations, and the
 * backward pass by hand. Architecture, parameters and updater state are those of a Deeplearning4j
 * network ({@link Architecture}), on whose numbers an {@link Engine} computes everything here; its
 * own layers would waste memory, and know no penalty on gradients.
 *
 * <p>Buffers are made once for each input shape and kept for the few used last; {@link #backward}
 * goes with the latest {@link #forward}. Not safe for use by two threads at once.
 */
class ConvolutionStack {

  /** Kernel edge of every layer, voxels or pixels. */
  static final int KERNEL = Architecture.KERNEL;

  /** Shapes whose buffers are kept; training uses one, sampling one a size. */
  private static final int SHAPES = 4;

  private final Engine engine;
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

  /** A layer's part of the parameters and of their gradient, and where it lies in the vector. */
  private static final class Layer {
    final int biasOffset;
    final int weightOffset;
    final Tensor weights;
    final Tensor bias;
    final Tensor weightSum;
    final Tensor biasSum;
    final Tensor weightGradient;
    final Tensor biasGradient;

    Layer(Engine engine, Parameters parameters, int offset, int[] weightShape) {
      int out = weightShape[0];
      biasOffset = offset;
      weightOffset = offset + out;
      weights = parameters.tensor().part(weightOffset, weightShape);
      bias = parameters.tensor().part(biasOffset, out);
      weightSum = parameters.gradient().part(weightOffset, weightShape);
      biasSum = parameters.gradient().part(biasOffset, out);
      weightGradient = engine.tensor(weightShape);
      biasGradient = engine.tensor(out);
    }

    int end() {
      return weightOffset + weights.length();
    }

    int fanIn() {
      return weights.length() / weights.extent(0);
    }
  }

  /** Buffers for one input shape: activations 0 (input) to n (output), and their gradients. */
  private final class Pass {
    final Tensor[] activations = new Tensor[channels.length];
    final Tensor[] inverseNorms = new Tensor[channels.length];
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
        activations[l] = engine.tensor(shape);
        if (pixelNorm) {
          inverseNorms[l] = engine.tensor(activations[l].length() / channels[l]);
        }
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
      return Arrays.stream(activations).map(a -> engine.tensor(a.shape())).toArray(Tensor[]::new);
    }
  }

  /**
   * @param engine what computes
   * @param kernelDepth 3 for volumes, 1 for pictures
   * @param channels channels of the input, of every hidden layer, and of the output
   */
  ConvolutionStack(Engine engine, int kernelDepth, boolean pixelNorm, int... channels) {
    this.engine = engine;
    this.kernelDepth = kernelDepth;
    this.pixelNorm = pixelNorm;
    this.channels = channels.clone();
    this.architecture =
        new Architecture(kernelDepth, pixelNorm, Arrays.stream(channels).boxed().toList());
    this.network = architecture.network();
    this.parameters = new Parameters(engine, network);
    int offset = 0;
    for (int l = 0; l < architecture.layers(); l++) {
      int[] shape = {channels[l + 1], channels[l], kernelDepth, KERNEL, KERNEL};
      Layer layer = new Layer(engine, parameters, offset, shape);
      layers.add(layer);
      offset = layer.end();
    }
  }

  /**
   * He initialisation for LeakyReLU (He et al. 2015, equation 15); {@code lastGain} scales the last
   * layer's.
   */
  void initialise(SplittableRandom random, double lastGain) {
    float[] values = new float[parameters.count()];
    for (Layer layer : layers) {
      double gain = Math.sqrt(2 / (1 + Engine.SLOPE * Engine.SLOPE));
      boolean last = layer == layers.get(layers.size() - 1);
      Parameters.initialise(
          values,
          layer.weightOffset,
          layer.end(),
          (last ? lastGain : gain) / Math.sqrt(layer.fanIn()),
          random);
    }
    copyValues(values);
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
    new Parameters(Engine.nd4j(), copy).restore(parameters.state());
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
    parameters.restore(new Parameters(Engine.nd4j(), other).state());
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
            key -> new Pass(engine.tensor(n, depth, height, width, channels[0])))
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
      engine.convolve(latest.activations[l - 1], layer.weights, layer.bias, y);
      if (l < channels.length - 1) {
        if (pixelNorm) {
          engine.leakyReluPixelNorm(y, latest.inverseNorms[l]);
        } else {
          engine.leakyRelu(y);
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
      engine.convolutionGradients(
          latest.activations[l - 1],
          layer.weights,
          layer.bias,
          gradients[l],
          gradients[l - 1],
          layer.weightGradient,
          layer.biasGradient);
      engine.addScaled(layer.weightGradient, 1, layer.weightSum);
      engine.addScaled(layer.biasGradient, 1, layer.biasSum);
      if (l > 1) {
        activationBackward(l - 1, gradients[l - 1]);
      }
    }
  }

  /** The gradient with respect to the input; goes with the latest forward pass. */
  public final Tensor inputGradient() {
    Tensor[] gradients = latest.gradients();
    for (int l = channels.length - 1; l >= 1; l--) {
      engine.convolutionInputGradient(gradients[l], layers.get(l - 1).weights, gradients[l - 1]);
      if (l > 1) {
        activationBackward(l - 1, gradients[l - 1]);
      }
    }
    return gradients[0];
  }

  private void activationBackward(int l, Tensor d) {
    if (pixelNorm) {
      engine.leakyReluPixelNormGradient(latest.activations[l], latest.inverseNorms[l], d);
    } else {
      engine.leakyReluGradient(latest.activations[l], d);
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
   * @param scale what the returned sum is multiplied by
   * @param squares receives {@code scale * sum |g|^2}
   */
  final void addInputGradientPenalty(double factor, double scale, Tensor squares) {
    Tensor g = latest.gradients()[0];
    engine.sumOfSquares(g, (float) scale, squares);
    engine.copy(g, latest.sweep()[0]);
    sweep(factor);
  }

  /**
   * Adds the parameter gradient of {@code factor * sum over samples n of (scale |g_n| - 1)^2},
   * where g_n is sample n's part of the input gradient that {@link #inputGradient} just computed.
   *
   * <p>The same sweep as for {@link #addInputGradientPenalty}, but of the gradient of this sum:
   *
   * <pre>
   *   v_n = 2 factor scale (scale |g_n| - 1) g_n / |g_n|         (0 where g_n is 0)
   * </pre>
   *
   * @return the mean over samples of {@code (scale |g_n|)^2}
   */
  final double addInputGradientNormPenalty(double factor, double scale) {
    float[] g = latest.gradients()[0].toArray();
    int samples = latest.activations[0].extent(0);
    int stride = g.length / samples;
    double squares = 0;
    for (int from = 0; from < g.length; from += stride) {
      double square = 0;
      for (int i = from; i < from + stride; i++) {
        square += (double) g[i] * g[i];
      }
      double norm = scale * Math.sqrt(square);
      float towards = norm == 0 ? 0 : (float) (2 * factor * scale * scale * (norm - 1) / norm);
      for (int i = from; i < from + stride; i++) {
        g[i] *= towards;
      }
      squares += norm * norm;
    }
    latest.sweep()[0].load(g, 0);
    sweep(1);
    return squares / samples;
  }

  /**
   * Adds the parameter gradient of {@code factor * <v, g>}, where v is what lies in the sweep's
   * first buffer, taken for constant.
   */
  private void sweep(double factor) {
    if (pixelNorm) {
      throw new IllegalStateException("the penalty is exact for piecewise linear networks only");
    }
    Tensor[] gradients = latest.gradients();
    Tensor[] sweep = latest.sweep();
    for (int l = 1; l < channels.length; l++) {
      Layer layer = layers.get(l - 1);
      engine.inputGradientGradients(
          gradients[l], layer.weights, sweep[l - 1], sweep[l], layer.weightGradient);
      engine.addScaled(layer.weightGradient, (float) factor, layer.weightSum);
      if (l < channels.length - 1) {
        engine.leakyReluGradient(latest.activations[l], sweep[l]);
      }
    }
  }

  /** What computes. */
  final Engine engine() {
    return engine;
  }
}
