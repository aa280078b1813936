package org.sceneremix.gan.net;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;

/**
 * A patch critic: convolutions of kernel 3 with LeakyReLU between them and no normalisation, so
 * that every score depends on a small neighbourhood of its own and samples are not coupled. Volumes
 * (channels of a grid) or pictures (premultiplied colour and opacity).
 */
public final class Critic extends ConvolutionStack {

  private static final int CHANNELS = 4;

  private Critic(Engine engine, int kernelDepth, int width, int layers) {
    super(engine, kernelDepth, false, channels(width, layers));
  }

  private static int[] channels(int width, int layers) {
    int[] channels = new int[layers + 1];
    Arrays.fill(channels, width);
    channels[0] = CHANNELS;
    channels[layers] = 1;
    return channels;
  }

  /**
   * A critic of volumes {@code [n, D, H, W, 4]}.
   *
   * @param width channels of the hidden layers
   * @param layers number of convolutions; a score sees {@code 2 layers + 1} voxels along each axis
   */
  public static Critic ofVolumes(Engine engine, int width, int layers) {
    return new Critic(engine, KERNEL, width, layers);
  }

  /**
   * A critic of pictures {@code [n, 1, H, W, 4]}.
   *
   * @param width channels of the hidden layers
   * @param layers number of convolutions; a score sees {@code 2 layers + 1} pixels along each axis
   */
  public static Critic ofPictures(Engine engine, int width, int layers) {
    return new Critic(engine, 1, width, layers);
  }

  public void initialise(SplittableRandom random) {
    initialise(random, 1);
  }

  /**
   * Adds the parameter gradient of the R1 penalty (Mescheder et al. 2018, equation 9) for the batch
   * of the latest {@link #forward}:
   *
   * <pre>
   *   R1 = weight / 2 * mean over samples and positions of |d(sum of scores) / dx|^2
   * </pre>
   *
   * The mean over positions makes the penalty independent of the size of a crop.
   *
   * @param meanSquare receives the mean squared gradient
   */
  public void addR1Penalty(double weight, Tensor meanSquare) {
    engine().fill(outputGradient(), 1);
    Tensor g = inputGradient();
    double positions = (double) g.length() / g.channels();
    addInputGradientPenalty(weight / positions, 1 / positions, meanSquare);
  }

  /**
   * Adds the parameter gradient of the gradient penalty of Gulrajani et al. 2017, equation 3, for
   * the batch of the latest {@link #forward}:
   *
   * <pre>
   *   GP = weight * mean over samples of (|dD(x) / dx| - 1)^2
   * </pre>
   *
   * <p>D is the mean of a sample's map of scores, and a sample is a whole crop or patch, with all
   * of its positions and channels: the penalty of the paper. (A norm over the channels of each
   * position alone, as 3inGAN has it, bounds no slope between samples.) Distances between samples
   * are their root mean square over positions, so that they do not depend on the size of a crop;
   * the norm that goes with them is
   *
   * <pre>
   *   |g| = sqrt(positions * sum over positions and channels of g^2)
   * </pre>
   *
   * <p>By Euclidean distance a critic with the slope 1 would be {@code sqrt(positions)} times as
   * steep at each voxel, and the generator would hear little but the critic of large crops.
   *
   * @return the mean over samples of {@code |dD(x) / dx|^2}
   */
  public double addGradientPenalty(double weight) {
    Tensor scores = outputGradient();
    int samples = scores.extent(0);
    engine().fill(scores, (float) samples / scores.length());
    Tensor g = inputGradient();
    double positions = (double) g.length() / g.channels() / samples;
    return addInputGradientNormPenalty(weight / samples, Math.sqrt(positions));
  }
}
