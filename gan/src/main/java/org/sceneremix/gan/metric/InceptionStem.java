package org.sceneremix.gan.metric;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sceneremix.renderer.image.Image;

/**
 * The first layers of a network that was trained on photographs, up to its first pooling: of
 * Inception v3, the 64 channels in which SIFID compares pictures (Shaham et al. 2019, "SinGAN",
 * section 3.1). The weights are not part of this program; a user brings them as the file that Keras
 * saves ({@code keras.applications.InceptionV3(...).save("inception.h5")}).
 *
 * <p>Pictures enter with values in [-1, 1], as Keras prepares them for Inception. (The script
 * released with SinGAN divides by 255 twice, so figures published with it are not comparable.)
 */
public final class InceptionStem {

  private static final byte[] HDF5_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', 0x0D, 0x0A, 0x1A, 0x0A};

  private final ComputationGraph network;
  private final int lastLayer;

  private InceptionStem(ComputationGraph network, int lastLayer) {
    this.network = network;
    this.lastLayer = lastLayer;
  }

  /**
   * Reads a network that Keras saved in HDF5.
   *
   * @throws IOException if it cannot be read, or has no pooling layer
   */
  public static InceptionStem read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "this file does not exist; check the name of the Keras network");
    }
    requireHdf5(file);
    ComputationGraph network = load(file);
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof SubsamplingLayer) {
        int vertex = network.getVertex(layer.conf().getLayer().getLayerName()).getVertexIndex();
        return new InceptionStem(network, positionOf(network, vertex));
      }
    }
    throw new IOException(
        file + " has no pooling layer, at which the stem of Inception ends; give another network");
  }

  /** Asked first because the HDF5 library itself writes its complaints to the terminal. */
  private static void requireHdf5(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(HDF5_SIGNATURE.length), HDF5_SIGNATURE)) {
        throw new IOException(
            file + " is not an HDF5 file; save the network from Keras with the ending .h5");
      }
    }
  }

  private static int positionOf(ComputationGraph network, int vertex) {
    int[] order = network.topologicalSortOrder();
    for (int i = 0; i < order.length; i++) {
      if (order[i] == vertex) {
        return i;
      }
    }
    throw new IllegalStateException("vertex " + vertex + " has no place in the network's order");
  }

  private static ComputationGraph load(Path file) throws IOException {
    try {
      return KerasModelImport.importKerasModelAndWeights(file.toString(), false);
    } catch (InvalidKerasConfigurationException
        | UnsupportedKerasConfigurationException
        | RuntimeException e) {
      throw new IOException(
          file
              + " is not a network that can be read ("
              + e.getMessage()
              + "); save it from Keras"
              + " in the HDF5 format",
          e);
    } catch (LinkageError e) {
      throw new IOException(
          "HDF5 files cannot be read on this platform, so there is no SIFID; leave it away", e);
    }
  }

  /**
   * Distance between the features of two pictures, over all places (SIFID); 0 for equal ones.
   *
   * @throws IllegalArgumentException if a picture is too small for two places
   */
  double distance(Image a, Image b) {
    INDArray featuresOfA = features(a);
    INDArray featuresOfB = features(b);
    int channels = (int) featuresOfA.size(3);
    return FrechetDistance.of(values(featuresOfA), values(featuresOfB), channels);
  }

  private static float[] values(INDArray features) {
    return features.dup('c').reshape(features.length()).toFloatVector();
  }

  /** Features {@code [1][height][width][channel]}. */
  private INDArray features(Image image) {
    float[] values = new float[image.width() * image.height() * 3];
    for (int p = 0, at = 0; p < image.width() * image.height(); p++) {
      for (int c = 0; c < 3; c++, at++) {
        float value = image.rgba()[p * Image.CHANNELS + c];
        values[at] = 2 * Math.max(0, Math.min(1, value)) - 1;
      }
    }
    INDArray input = Nd4j.createFromArray(values).reshape(1, image.height(), image.width(), 3);
    String name = network.getVertices()[network.topologicalSortOrder()[lastLayer]].getVertexName();
    return network.feedForward(new INDArray[] {input}, lastLayer, false, true).get(name);
  }
}
