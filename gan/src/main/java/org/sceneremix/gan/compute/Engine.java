package org.sceneremix.gan.compute;

import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sceneremix.volume.GridSize;

/**
 * Where tensors live and what computes on them: the operators that networks and their training are
 * made of. Tensors of one engine are no operands of another's.
 *
 * <p>Operators write into tensors that they are given. They may return before the work is done;
 * {@link Tensor#store} waits for it. An engine is for one thread at a time.
 *
 * <p>Convolutions have stride 1 and no padding, channels last. With input {@code x [n, D, H, W,
 * in]}, weights {@code w [out, in, kD, kH, kW]} and bias {@code b [out]}:
 *
 * <pre>
 *   y[n, z, y, x, o] = b[o] + sum_{i, dz, dy, dx} x[n, z + dz, y + dy, x + dx, i] w[o, i, dz, dy, dx]
 * </pre>
 *
 * so that y is {@code [n, D - kD + 1, H - kH + 1, W - kW + 1, out]}. Pictures are volumes of depth
 * one with a kernel of depth one.
 */
public interface Engine extends AutoCloseable {

  /** Slope of the LeakyReLU for negative inputs. */
  float SLOPE = 0.2f;

  /** Added to the mean square before pixel norm takes its root. */
  float PIXEL_NORM_EPSILON = 1e-8f;

  /** ND4J on the processor. */
  static Engine cpu() {
    return Nd4jEngine.INSTANCE;
  }

  /**
   * ND4J, on what the build of it on the class path computes with: the processor, or a graphics
   * card by CUDA.
   */
  static Engine nd4j() {
    return Nd4j.getEnvironment().isCPU() ? cpu() : Nd4jDeviceEngine.INSTANCE;
  }

  /** What computes, in a few words. */
  String description();

  /**
   * Does work that asks for many operators, where asking is cheapest: on the engine's own thread,
   * if it has one. Waits for the work's end.
   */
  <T> T call(Supplier<T> work);

  /** A new tensor; its elements are not initialised. */
  Tensor tensor(int... shape);

  /**
   * A tensor with the elements of an array, which must be row-major and without gaps. Where ND4J
   * itself computes they share their memory, elsewhere the tensor is a copy.
   */
  Tensor of(INDArray array);

  /** Frees what the engine holds; its tensors are then void. */
  @Override
  void close();

  /** Writes the convolution of {@code x} into {@code y}. */
  void convolve(Tensor x, Tensor w, Tensor b, Tensor y);

  /**
   * The adjoint of {@link #convolve} with respect to everything: dL/dx, dL/dw and dL/db of a loss
   * with gradient {@code dy}.
   */
  void convolutionGradients(
      Tensor x, Tensor w, Tensor b, Tensor dy, Tensor dx, Tensor dw, Tensor db);

  /** The adjoint with respect to the input alone: a transposed convolution of {@code dy}. */
  void convolutionInputGradient(Tensor dy, Tensor w, Tensor dx);

  /**
   * The adjoint of {@link #convolutionInputGradient}: given the gradient {@code v} of a loss with
   * respect to {@code dx}, the gradient with respect to {@code dy}, which is the convolution of v
   * without bias, and with respect to the weights.
   */
  void inputGradientGradients(Tensor dy, Tensor w, Tensor v, Tensor dv, Tensor dw);

  /** {@code x <- max(x, 0.2 x)}. */
  void leakyRelu(Tensor x);

  /**
   * {@code d <- d * f'(.)}, where y are the outputs of {@link #leakyRelu}, whose signs are those of
   * its inputs.
   */
  void leakyReluGradient(Tensor y, Tensor d);

  /**
   * LeakyReLU, then pixel norm (Karras et al. 2018, "Progressive Growing of GANs", section 4.2):
   * every voxel's feature vector is divided by its root mean square. Nothing that mixes voxels:
   * remixes stay local, editable and of any size.
   *
   * @param inverseNorm receives 1 / RMS of every voxel
   */
  void leakyReluPixelNorm(Tensor x, Tensor inverseNorm);

  /**
   * {@code d <- J^T d} for {@link #leakyReluPixelNorm}: with y the outputs and r the inverse norms,
   * {@code dh = r (d - y mean(d y))}, and from there as for {@link #leakyReluGradient}.
   */
  void leakyReluPixelNormGradient(Tensor y, Tensor inverseNorm, Tensor d);

  /** Sets every element. */
  void fill(Tensor x, float value);

  /** {@code y <- x}; the lengths are equal. */
  void copy(Tensor x, Tensor y);

  /** {@code y <- y + factor x}; the lengths are equal. */
  void addScaled(Tensor x, float factor, Tensor y);

  /** {@code y <- y + share (x - y)}: one step of a moving average; the lengths are equal. */
  void approach(Tensor x, float share, Tensor y);

  /**
   * One step of Adam on all parameters.
   *
   * @param moments all first moments, then all second ones
   */
  void adam(AdamStep step, Tensor gradient, Tensor moments, Tensor values);

  /** {@code sum <- factor * sum of x_i^2}. */
  void sumOfSquares(Tensor x, float factor, Tensor sum);

  /**
   * Cuts a box out of each volume of a batch:
   *
   * <pre>
   *   y[n, z, y, x, c] = x[n, z + z0, y + y0, x + x0, c]
   * </pre>
   *
   * and where that lies outside, 0 in all channels but the last, and {@code last} there. If y has
   * more channels than x, the others stay.
   */
  void cut(Tensor x, int x0, int y0, int z0, float last, Tensor y);

  /**
   * Puts boxes where {@link #cut} would take them from:
   *
   * <pre>
   *   y[n, z + z0, y + y0, x + x0, c] = x[n, z, y, x, c]
   * </pre>
   *
   * as far as that lies inside; all else in y stays.
   */
  void paste(Tensor x, int x0, int y0, int z0, Tensor y);

  /**
   * Trilinear resampling of each volume of a batch, {@code [n, D, H, W, c]} to {@code [n, D', H',
   * W', c]}: that of {@link org.sceneremix.volume.TrilinearResize}.
   */
  void resample(Tensor x, Tensor y);

  /**
   * Builds columns of a scene into another one, from the ground up:
   *
   * <pre>
   *   y[0, z, y, x, c] = scene[0, z + z0, column / W, column % W, c]     column = columns[y, x]
   * </pre>
   *
   * where there is such a column, {@code which} takes it, and {@code z + z0} lies in the scene; all
   * else in y stays.
   *
   * @param scene {@code [1, D, H, W, c]}
   * @param columns one for each of y's, as {@link PieceColumns} codes them
   * @param y {@code [1, .., .., .., c]}
   */
  void putColumns(Tensor scene, Tensor columns, PieceColumns which, int z0, Tensor y);

  /**
   * Adds {@code amplitude} times the {@link Deviates} of voxels to the first channels of a window
   * of a scene: those of voxel {@code (x0, y0, z0)} to the first voxel. Nothing is added beyond the
   * ends of the scene.
   *
   * @param scene its voxels
   * @param x {@code [1, D, H, W, c]} with at least as many channels as there are deviates
   */
  void addNoise(long key, float amplitude, int x0, int y0, int z0, GridSize scene, Tensor x);

  /**
   * Sets the last channel to the height of voxels, from -1 at the bottom of a scene to 1 at its
   * top: {@code x[n, z, y, x, last] <- (2 (z + z0) + 1) / layers - 1}.
   *
   * @param layers voxels of the scene along z
   */
  void setHeight(Tensor x, int z0, int layers);

  /** {@code x <- max(-most, min(most, x))}. */
  void clamp(Tensor x, float most);

  /**
   * {@code y[v, c] <- share[v] x[v, c] + base[v, c]} for every voxel v; nothing is taken from x
   * where the share is 0.
   */
  void blend(Tensor x, Tensor share, Tensor base, Tensor y);

  /** {@code x[v, c] <- share[v] x[v, c]} for every voxel v, and 0 where the share is 0. */
  void scaleVoxels(Tensor share, Tensor x);

  /**
   * The logistic loss of a map of scores, and its gradient:
   *
   * <pre>
   *   mean <- mean of log(1 + exp(sign s_i))       gradient_i <- sign / (count (1 + exp(-sign s_i)))
   * </pre>
   */
  void logistic(Tensor scores, int sign, Tensor gradient, Tensor mean);

  /** {@code sum <- factor * number of voxels whose last channel is positive}. */
  void countPositive(Tensor x, float factor, Tensor sum);

  /**
   * The tracer of grids that are tensors of this engine, which ends with it.
   *
   * @return nothing where such grids are traced as well from arrays
   */
  default Optional<TensorTracer> tracer() {
    return Optional.empty();
  }
}
