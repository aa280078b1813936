package org.sceneremix.gan.net;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.sceneremix.gan.compute.Engine;

/**
 * Convolutions in a row as a Deeplearning4j network: what its layers are called, and where their
 * weights are.
 *
 * <pre>
 *   conv0 -> LeakyReLU [-> pixel norm] -> conv1 -> ... -> convN
 * </pre>
 *
 * <p>Volumes are {@code [n, depth, height, width, channels]} (NDHWC). Pixel norm is made of the
 * vertices that Deeplearning4j has, so that programs need nothing but Deeplearning4j to run such a
 * network: voxels become rows of a matrix, rows are divided by their Euclidean norm and multiplied
 * by the square root of the channels, rows become voxels again. For that the configuration has to
 * state the size of the volumes; the parameters do not depend on it.
 *
 * @param kernelDepth 3 for volumes, 1 for pictures (volumes of depth one)
 * @param pixelNorm whether hidden layers are normalised voxel by voxel
 * @param channels channels of the input, of every hidden layer, and of the output
 */
record Architecture(int kernelDepth, boolean pixelNorm, List<Integer> channels) {

  /** Kernel edge of every layer, voxels or pixels. */
  static final int KERNEL = 3;

  private static final double NORM_EPSILON = 1e-8;

  Architecture {
    channels = List.copyOf(channels);
  }

  /** Number of convolutions. */
  int layers() {
    return channels.size() - 1;
  }

  private static String layer(int l) {
    return "conv" + l;
  }

  /** A network for inputs of the least size, which give one voxel. */
  ComputationGraph network() {
    int edge = 1 + layers() * (KERNEL - 1);
    return network(1 + layers() * (kernelDepth - 1), edge, edge);
  }

  /**
   * A network with parameters and an updater, for inputs of this size.
   *
   * @param depth extent of the input along z
   * @param height extent of the input along y
   * @param width extent of the input along x
   */
  ComputationGraph network(int depth, int height, int width) {
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            // weights come from elsewhere; a fixed seed keeps the configuration the same
            .seed(0)
            .dataType(DataType.FLOAT)
            .updater(new Adam(Parameters.DEFAULT_RATE, 0.5, 0.999, Parameters.EPSILON))
            .convolutionMode(ConvolutionMode.Truncate)
            .graphBuilder()
            .addInputs("in");
    String above = "in";
    for (int l = 0; l < layers(); l++) {
      int in = channels.get(l);
      int out = channels.get(l + 1);
      boolean last = l == layers() - 1;
      IActivation activation = last ? new ActivationIdentity() : new ActivationLReLU(Engine.SLOPE);
      graph.addLayer(
          layer(l),
          new Convolution3D.Builder(kernelDepth, KERNEL, KERNEL)
              .nIn(in)
              .nOut(out)
              .dataFormat(Convolution3D.DataFormat.NDHWC)
              .activation(activation)
              .build(),
          above);
      above = layer(l);
      depth -= kernelDepth - 1;
      height -= KERNEL - 1;
      width -= KERNEL - 1;
      if (pixelNorm && !last) {
        above = addPixelNorm(graph, l, new int[] {-1, depth, height, width, out});
      }
    }
    ComputationGraph network = new ComputationGraph(graph.setOutputs(above).build());
    network.init();
    return network;
  }

  private static String addPixelNorm(
      ComputationGraphConfiguration.GraphBuilder graph, int l, int[] volume) {
    int channelCount = volume[4];
    graph
        .addVertex("rows" + l, new ReshapeVertex('c', new int[] {-1, channelCount}, null), layer(l))
        .addVertex("unit" + l, new L2NormalizeVertex(new int[] {1}, NORM_EPSILON), "rows" + l)
        .addVertex("norm" + l, new ScaleVertex(Math.sqrt(channelCount)), "unit" + l)
        .addVertex("volume" + l, new ReshapeVertex('c', volume, null), "norm" + l);
    return "volume" + l;
  }
}
