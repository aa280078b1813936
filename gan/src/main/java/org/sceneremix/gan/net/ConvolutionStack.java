package org.sceneremix.gan.net;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Convolutions without padding in a row, with a leaky rectifier (slope {@value #SLOPE} below zero)
 * and, where asked for, a normalisation over the batch after each but the last. A result depends on
 * {@link #reach()} sites to every side and on no others, apart from the statistics of the batch in
 * training; sampling uses running ones.
 *
 * <p>Without normalisation the stack is piecewise linear, {@code f(x) = J(x) x + b}, so that the
 * gradient of a penalty on its own input gradient needs first-order operators only: with {@code g =
 * J^T s}, the derivative of {@code <v, g>} in a layer's weights is that of {@code <s, J v>}, where
 * J's masks are held fixed ({@link Pass#addPenaltyGradient}).
 */
public final class ConvolutionStack implements Network {

  static final float SLOPE = 0.2f;

  /** Added to the variance under the root, as is usual (Ioffe and Szegedy 2015, algorithm 1). */
  private static final float EPSILON = 1e-5f;

  /** Weight of a batch in the running statistics. */
  private static final float MOMENTUM = 0.1f;

  private static final int PIECE = 512;

  private final List<Convolution> layers = new ArrayList<>();
  private final List<Parameter> weights = new ArrayList<>();
  private final List<Parameter> biases = new ArrayList<>();
  private final List<Parameter> gains = new ArrayList<>();
  private final List<Parameter> shifts = new ArrayList<>();

  /** Mean, then variance of every channel, by layer. */
  private final List<float[]> statistics = new ArrayList<>();

  private final boolean normalised;

  /**
   * A stack with weights as He et al. 2015 draw them.
   *
   * @param name what names of parameters begin with
   * @param sizes edge of the kernel, by layer
   * @param channels of the input and after each layer
   */
  public ConvolutionStack(
      String name, int[] sizes, int[] channels, boolean normalised, SplittableRandom random) {
    this.normalised = normalised;
    for (int l = 0; l < sizes.length; l++) {
      Convolution layer = new Convolution(sizes[l], channels[l], channels[l + 1]);
      double fan = (double) layer.size() * layer.size() * layer.in();
      double deviation = Math.sqrt(2 / (1 + SLOPE * SLOPE) / fan);
      String prefix = name + "." + l;
      layers.add(layer);
      weights.add(Parameter.normal(prefix + ".weights", layer.weightCount(), deviation, random));
      biases.add(Parameter.constant(prefix + ".bias", layer.out(), 0));
      if (normalised && l < sizes.length - 1) {
        gains.add(Parameter.constant(prefix + ".gain", layer.out(), 1));
        shifts.add(Parameter.constant(prefix + ".shift", layer.out(), 0));
        float[] running = new float[2 * layer.out()];
        java.util.Arrays.fill(running, layer.out(), running.length, 1);
        statistics.add(running);
      }
    }
  }

  /** Layers of kernels of 3, of a width throughout but for the last. */
  public static ConvolutionStack of(
      String name,
      int in,
      int width,
      int out,
      int layers,
      boolean normalised,
      SplittableRandom random) {
    int[] sizes = new int[layers];
    int[] channels = new int[layers + 1];
    java.util.Arrays.fill(sizes, 3);
    java.util.Arrays.fill(channels, width);
    channels[0] = in;
    channels[layers] = out;
    return new ConvolutionStack(name, sizes, channels, normalised, random);
  }

  /** Sites to every side that a result depends on. */
  public int reach() {
    return layers.stream().mapToInt(layer -> layer.size() / 2).sum();
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(weights);
    all.addAll(biases);
    all.addAll(gains);
    all.addAll(shifts);
    return all;
  }

  @Override
  public List<float[]> statistics() {
    return statistics;
  }

  /** Applies the stack as it samples: with running statistics, nothing kept. */
  public Maps apply(Engine engine, Maps input) {
    Maps maps = input;
    for (int l = 0; l < layers.size(); l++) {
      maps = layers.get(l).apply(engine, maps, weights.get(l).values(), biases.get(l).values());
      if (l < layers.size() - 1) {
        if (normalised) {
          int channels = layers.get(l).out();
          float[] scale = new float[channels];
          float[] shift = new float[channels];
          float[] running = statistics.get(l);
          for (int c = 0; c < channels; c++) {
            scale[c] =
                gains.get(l).values()[c] / (float) Math.sqrt(running[channels + c] + EPSILON);
            shift[c] = shifts.get(l).values()[c] - running[c] * scale[c];
          }
          scaleAndShift(engine, maps, scale, shift, maps.data());
        }
        rectify(engine, maps.data());
      }
    }
    return maps;
  }

  /**
   * Applies the stack as it trains: with statistics of the batch, and keeps what gradients need.
   */
  public Pass train(Engine engine, Maps input) {
    return new Pass(engine, input);
  }

  private static void scaleAndShift(
      Engine engine, Maps maps, float[] scale, float[] shift, float[] out) {
    int channels = maps.channels();
    engine.forRanges(
        maps.sites(),
        PIECE,
        (from, to) -> {
          for (int s = from; s < to; s++) {
            int at = s * channels;
            for (int c = 0; c < channels; c++) {
              out[at + c] = maps.data()[at + c] * scale[c] + shift[c];
            }
          }
        });
  }

  private static void rectify(Engine engine, float[] values) {
    engine.forRanges(
        values.length,
        1 << 15,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            values[i] = Math.max(values[i], SLOPE * values[i]);
          }
        });
  }

  /** One application in training. */
  public final class Pass {

    private final Engine engine;

    /** Input of every layer, then the output. */
    private final List<Maps> maps = new ArrayList<>();

    /** Normalised values before gain and shift, and one over the deviation; by layer. */
    private final List<float[]> whitened = new ArrayList<>();

    private final List<float[]> precision = new ArrayList<>();

    /** Gradients before the rectifier, by layer; of the latest {@link #inputGradient}. */
    private List<Maps> slopes;

    private Pass(Engine engine, Maps input) {
      this.engine = engine;
      maps.add(input);
      for (int l = 0; l < layers.size(); l++) {
        Maps next =
            layers
                .get(l)
                .apply(engine, maps.get(l), weights.get(l).values(), biases.get(l).values());
        if (l < layers.size() - 1) {
          if (normalised) {
            normalise(l, next);
          }
          rectify(engine, next.data());
        }
        maps.add(next);
      }
    }

    /** Scores, or queries. */
    public Maps output() {
      return maps.get(layers.size());
    }

    private void normalise(int l, Maps next) {
      int channels = next.channels();
      int sites = next.sites();
      double[] mean = means(next, null, null);
      double[] variance = means(next, mean, null);
      float[] scale = new float[channels];
      float[] shift = new float[channels];
      float[] running = statistics.get(l);
      for (int c = 0; c < channels; c++) {
        scale[c] = (float) (1 / Math.sqrt(variance[c] + EPSILON));
        shift[c] = (float) (-mean[c] * scale[c]);
        double unbiased = variance[c] * sites / Math.max(1, sites - 1);
        running[c] += MOMENTUM * (float) (mean[c] - running[c]);
        running[channels + c] += MOMENTUM * (float) (unbiased - running[channels + c]);
      }
      float[] white = new float[next.data().length];
      scaleAndShift(engine, next, scale, shift, white);
      whitened.add(white);
      precision.add(scale);
      scaleAndShift(
          engine, next.with(white), gains.get(l).values(), shifts.get(l).values(), next.data());
    }

    /**
     * Means over sites, by channel: of the values, of their squared differences from {@code mean},
     * or of their products with {@code factor}.
     */
    private double[] means(Maps values, double[] mean, float[] factor) {
      int channels = values.channels();
      int sites = values.sites();
      int pieces = (sites + PIECE - 1) / PIECE;
      double[][] sums = new double[pieces][channels];
      engine.forRanges(
          sites,
          PIECE,
          (from, to) -> {
            double[] sum = sums[from / PIECE];
            for (int s = from; s < to; s++) {
              for (int c = 0; c < channels; c++) {
                int at = s * channels + c;
                double value = values.data()[at];
                if (mean != null) {
                  sum[c] += (value - mean[c]) * (value - mean[c]);
                } else {
                  sum[c] += factor == null ? value : value * factor[at];
                }
              }
            }
          });
      double[] means = new double[channels];
      for (double[] sum : sums) {
        for (int c = 0; c < channels; c++) {
          means[c] += sum[c] / sites;
        }
      }
      return means;
    }

    /**
     * Adds the gradients of all parameters.
     *
     * @param gradient with respect to the output
     * @param ofInput whether the gradient with respect to the input is wanted
     * @return that gradient, or null
     */
    public Maps backward(Maps gradient, boolean ofInput) {
      Maps g = gradient;
      for (int l = layers.size() - 1; l >= 0; l--) {
        if (l < layers.size() - 1) {
          g = g.with(masked(g.data(), maps.get(l + 1).data()));
          if (normalised) {
            g = throughNormalisation(l, g);
          }
        }
        addGradients(l, maps.get(l), g);
        layers.get(l).addBiasGradient(engine, g, biases.get(l).gradient());
        if (l > 0 || ofInput) {
          g = layers.get(l).inputGradient(engine, g, weights.get(l).values());
        }
      }
      return ofInput ? g : null;
    }

    private void addGradients(int l, Maps input, Maps gradient) {
      layers.get(l).addWeightGradient(engine, input, gradient, weights.get(l).gradient());
    }

    /** Gradient times the slope of the rectifier, which the sign of its output tells. */
    private float[] masked(float[] gradient, float[] output) {
      float[] masked = new float[gradient.length];
      engine.forRanges(
          gradient.length,
          1 << 15,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              masked[i] = gradient[i] * (output[i] > 0 ? 1 : SLOPE);
            }
          });
      return masked;
    }

    private Maps throughNormalisation(int l, Maps g) {
      int channels = g.channels();
      float[] white = whitened.get(l);
      double[] mean = means(g, null, null);
      double[] product = means(g, null, white);
      float[] gain = gains.get(l).values();
      float[] scale = precision.get(l);
      for (int c = 0; c < channels; c++) {
        shifts.get(l).gradient()[c] += (float) (mean[c] * g.sites());
        gains.get(l).gradient()[c] += (float) (product[c] * g.sites());
      }
      float[] result = new float[white.length];
      engine.forRanges(
          g.sites(),
          PIECE,
          (from, to) -> {
            for (int s = from; s < to; s++) {
              for (int c = 0; c < channels; c++) {
                int at = s * channels + c;
                result[at] =
                    gain[c]
                        * scale[c]
                        * (g.data()[at] - (float) mean[c] - white[at] * (float) product[c]);
              }
            }
          });
      return g.with(result);
    }

    /**
     * The gradient with respect to the input, without touching those of parameters.
     *
     * @param gradient with respect to the output
     */
    public Maps inputGradient(Maps gradient) {
      requireLinear();
      slopes = new ArrayList<>();
      Maps g = gradient;
      for (int l = layers.size() - 1; l >= 0; l--) {
        if (l < layers.size() - 1) {
          g = g.with(masked(g.data(), maps.get(l + 1).data()));
        }
        slopes.add(0, g);
        g = layers.get(l).inputGradient(engine, g, weights.get(l).values());
      }
      return g;
    }

    /**
     * Adds the gradients of {@code <direction, g>}, where g is what {@link #inputGradient} returned
     * last (Gulrajani et al. 2017, equation 3, by the chain rule).
     *
     * @param direction derivative of a penalty with respect to g
     */
    public void addPenaltyGradient(Maps direction) {
      requireLinear();
      Maps tangent = direction;
      for (int l = 0; l < layers.size(); l++) {
        addGradients(l, tangent, slopes.get(l));
        if (l < layers.size() - 1) {
          tangent = layers.get(l).apply(engine, tangent, weights.get(l).values(), null);
          tangent = tangent.with(masked(tangent.data(), maps.get(l + 1).data()));
        }
      }
    }

    private void requireLinear() {
      if (normalised) {
        throw new IllegalStateException("a normalised stack is not piecewise linear");
      }
    }
  }
}
