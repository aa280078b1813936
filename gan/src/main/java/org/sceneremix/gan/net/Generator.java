package org.sceneremix.gan.net;

import java.util.SplittableRandom;
import org.sceneremix.gan.compute.Engine;

/**
 * One block of the cascade: a volume of inputs to a volume of residuals, five 3x3x3 convolutions
 * without padding. The output is smaller than the input by {@link #HALO} voxels on every side, and
 * each output voxel depends on its 11^3 neighbourhood alone, so blocks run on crops, on tiles and
 * at any size with the same result.
 *
 * <p>Input channels are {@link #INPUT_CHANNELS}: four of the grid or the latents, and height.
 * Output channels are those of the grid, linear (nothing saturates; values are clamped when
 * sampling).
 */
public final class Generator extends ConvolutionStack {

  /** Number of convolutions. */
  public static final int LAYERS = 5;

  /** Voxels that the output is smaller than the input, on every side. */
  public static final int HALO = LAYERS;

  /** Red, green, blue and density (or four latents), and height. */
  public static final int INPUT_CHANNELS = 5;

  /**
   * @param engine what computes
   * @param width channels of the hidden layers
   */
  public Generator(Engine engine, int width) {
    super(engine, KERNEL, true, INPUT_CHANNELS, width, width, width, width, 4);
  }

  /** Random weights; the last layer is small, so that a fresh block changes its input little. */
  public void initialise(SplittableRandom random) {
    initialise(random, 0.1);
  }
}
