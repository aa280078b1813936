package org.sceneremix.gan.compute;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * The activations of {@link Engine}, in place on off-heap tensors.
 *
 * <p>Plain Java on blocks copied to the heap: ND4J's LeakyReLU is far slower than a copy, and
 * blocks that fit the L1 cache let the compiler vectorise.
 */
final class HostActivations {

  private static final float SLOPE = Engine.SLOPE;
  private static final int BLOCK = 8192;

  private HostActivations() {}

  @FunctionalInterface
  private interface BlockKernel {
    void apply(int offset, int length, float[] a, float[] b, float[] norms);
  }

  private static final ThreadLocal<float[][]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[3][BLOCK]);

  private static void forEachBlock(int length, int channels, BlockKernel kernel) {
    int block = BLOCK / channels * channels;
    int blocks = (length + block - 1) / block;
    IntStream range = IntStream.range(0, blocks);
    (blocks > 8 ? range.parallel() : range)
        .forEach(
            i -> {
              float[][] scratch = SCRATCH.get();
              int offset = i * block;
              kernel.apply(
                  offset, Math.min(block, length - offset), scratch[0], scratch[1], scratch[2]);
            });
  }

  static void leakyRelu(Nd4jTensor x) {
    FloatBuffer buffer = x.buffer();
    forEachBlock(
        x.length(),
        1,
        (offset, length, a, unused, none) -> {
          buffer.get(offset, a, 0, length);
          for (int i = 0; i < length; i++) {
            a[i] = Math.max(a[i], SLOPE * a[i]);
          }
          buffer.put(offset, a, 0, length);
        });
  }

  static void leakyReluGradient(Nd4jTensor y, Nd4jTensor d) {
    FloatBuffer outputs = y.buffer();
    FloatBuffer gradients = d.buffer();
    forEachBlock(
        y.length(),
        1,
        (offset, length, a, g, none) -> {
          outputs.get(offset, a, 0, length);
          gradients.get(offset, g, 0, length);
          for (int i = 0; i < length; i++) {
            g[i] *= a[i] > 0 ? 1f : SLOPE;
          }
          gradients.put(offset, g, 0, length);
        });
  }

  static void leakyReluPixelNorm(Nd4jTensor x, Nd4jTensor inverseNorm) {
    FloatBuffer buffer = x.buffer();
    FloatBuffer inverseNorms = inverseNorm.buffer();
    int channels = x.channels();
    forEachBlock(
        x.length(),
        channels,
        (offset, length, a, unused, norms) -> {
          buffer.get(offset, a, 0, length);
          for (int start = 0, voxel = 0; start < length; start += channels, voxel++) {
            float sum = 0;
            for (int i = start; i < start + channels; i++) {
              float h = Math.max(a[i], SLOPE * a[i]);
              a[i] = h;
              sum += h * h;
            }
            float r = (float) (1 / Math.sqrt(sum / channels + Engine.PIXEL_NORM_EPSILON));
            norms[voxel] = r;
            for (int i = start; i < start + channels; i++) {
              a[i] *= r;
            }
          }
          buffer.put(offset, a, 0, length);
          inverseNorms.put(offset / channels, norms, 0, length / channels);
        });
  }

  static void leakyReluPixelNormGradient(Nd4jTensor y, Nd4jTensor inverseNorm, Nd4jTensor d) {
    FloatBuffer outputs = y.buffer();
    FloatBuffer gradients = d.buffer();
    FloatBuffer inverseNorms = inverseNorm.buffer();
    int channels = y.channels();
    forEachBlock(
        y.length(),
        channels,
        (offset, length, a, g, norms) -> {
          outputs.get(offset, a, 0, length);
          gradients.get(offset, g, 0, length);
          inverseNorms.get(offset / channels, norms, 0, length / channels);
          for (int start = 0, voxel = 0; start < length; start += channels, voxel++) {
            float dot = 0;
            for (int i = start; i < start + channels; i++) {
              dot += a[i] * g[i];
            }
            float mean = dot / channels;
            float r = norms[voxel];
            for (int i = start; i < start + channels; i++) {
              g[i] = r * (g[i] - mean * a[i]) * (a[i] > 0 ? 1f : SLOPE);
            }
          }
          gradients.put(offset, g, 0, length);
        });
  }
}
