package org.sceneremix.gan.net;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Activations between the convolutions, in place on off-heap tensors.
 *
 * <p>Plain Java on blocks copied to the heap: ND4J's LeakyReLU is far slower than a copy, and
 * blocks that fit the L1 cache let the compiler vectorise. The sign of an activation equals the
 * sign of its input, so the backward passes need the outputs alone.
 */
final class Activations {

  /** Slope of the LeakyReLU for negative inputs. */
  static final float SLOPE = 0.2f;

  private static final float PIXEL_NORM_EPSILON = 1e-8f;
  private static final int BLOCK = 8192;

  private Activations() {}

  @FunctionalInterface
  private interface BlockKernel {
    void apply(int offset, int length, float[] a, float[] b);
  }

  private static final ThreadLocal<float[][]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[2][BLOCK]);

  private static void forEachBlock(int length, int channels, BlockKernel kernel) {
    int block = BLOCK / channels * channels;
    int blocks = (length + block - 1) / block;
    IntStream range = IntStream.range(0, blocks);
    (blocks > 8 ? range.parallel() : range)
        .forEach(
            i -> {
              float[][] scratch = SCRATCH.get();
              kernel.apply(i * block, Math.min(block, length - i * block), scratch[0], scratch[1]);
            });
  }

  /** {@code x <- max(x, 0.2 x)}. */
  static void leakyRelu(Tensor x) {
    FloatBuffer buffer = x.buffer();
    forEachBlock(
        x.length(),
        1,
        (offset, length, a, unused) -> {
          buffer.get(offset, a, 0, length);
          for (int i = 0; i < length; i++) {
            a[i] = Math.max(a[i], SLOPE * a[i]);
          }
          buffer.put(offset, a, 0, length);
        });
  }

  /** {@code d <- d * f'(.)}, where y are the outputs of {@link #leakyRelu}. */
  static void leakyReluBackward(Tensor y, Tensor d) {
    FloatBuffer outputs = y.buffer();
    FloatBuffer gradients = d.buffer();
    forEachBlock(
        y.length(),
        1,
        (offset, length, a, g) -> {
          outputs.get(offset, a, 0, length);
          gradients.get(offset, g, 0, length);
          for (int i = 0; i < length; i++) {
            g[i] *= a[i] > 0 ? 1f : SLOPE;
          }
          gradients.put(offset, g, 0, length);
        });
  }

  /**
   * LeakyReLU, then pixel norm (Karras et al. 2018, "Progressive Growing of GANs", section 4.2):
   * every voxel's feature vector is divided by its root mean square. Nothing that mixes voxels:
   * remixes stay local, editable and of any size.
   *
   * @param inverseNorm receives 1 / RMS of every voxel
   */
  static void leakyReluPixelNorm(Tensor x, float[] inverseNorm) {
    FloatBuffer buffer = x.buffer();
    int channels = x.channels();
    forEachBlock(
        x.length(),
        channels,
        (offset, length, a, unused) -> {
          buffer.get(offset, a, 0, length);
          for (int start = 0, voxel = offset / channels;
              start < length;
              start += channels, voxel++) {
            float sum = 0;
            for (int i = start; i < start + channels; i++) {
              float h = Math.max(a[i], SLOPE * a[i]);
              a[i] = h;
              sum += h * h;
            }
            float r = (float) (1 / Math.sqrt(sum / channels + PIXEL_NORM_EPSILON));
            inverseNorm[voxel] = r;
            for (int i = start; i < start + channels; i++) {
              a[i] *= r;
            }
          }
          buffer.put(offset, a, 0, length);
        });
  }

  /**
   * {@code d <- J^T d} for {@link #leakyReluPixelNorm}: with y the outputs and r the inverse norms,
   * {@code dh = r (d - y mean(d y))}.
   */
  static void leakyReluPixelNormBackward(Tensor y, float[] inverseNorm, Tensor d) {
    FloatBuffer outputs = y.buffer();
    FloatBuffer gradients = d.buffer();
    int channels = y.channels();
    forEachBlock(
        y.length(),
        channels,
        (offset, length, a, g) -> {
          outputs.get(offset, a, 0, length);
          gradients.get(offset, g, 0, length);
          for (int start = 0, voxel = offset / channels;
              start < length;
              start += channels, voxel++) {
            float dot = 0;
            for (int i = start; i < start + channels; i++) {
              dot += a[i] * g[i];
            }
            float mean = dot / channels;
            float r = inverseNorm[voxel];
            for (int i = start; i < start + channels; i++) {
              g[i] = r * (g[i] - mean * a[i]) * (a[i] > 0 ? 1f : SLOPE);
            }
          }
          gradients.put(offset, g, 0, length);
        });
  }
}
