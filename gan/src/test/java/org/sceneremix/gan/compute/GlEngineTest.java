package org.sceneremix.gan.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sceneremix.renderer.check.Comparison;
import org.sceneremix.volume.GridSize;

/** Every operator on OpenGL against the same operator of ND4J, on random shapes. */
class GlEngineTest {

  private static Engine gl;

  @BeforeAll
  static void open() {
    gl = GlComputing.open();
  }

  @AfterAll
  static void close() {
    if (gl != null) {
      gl.close();
    }
  }

  private final SplittableRandom random = new SplittableRandom(3);

  /** Odd and even extents, also of a single output voxel, with 1 to 33 channels. */
  static List<PlainConvolution> shapes() {
    int[] channels = {1, 4, 5, 8, 9, 32, 33};
    return IntStream.range(0, 14)
        .mapToObj(
            seed -> {
              SplittableRandom random = new SplittableRandom(seed);
              boolean volume = random.nextInt(3) > 0;
              return new PlainConvolution(
                  channels[random.nextInt(channels.length)],
                  channels[random.nextInt(channels.length)],
                  volume ? 3 : 1,
                  1 + random.nextInt(3),
                  volume ? 3 + random.nextInt(6) : 1,
                  3 + random.nextInt(9),
                  3 + random.nextInt(9));
            })
        .toList();
  }

  private float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Runs an operator on both engines with the same random operands; all must agree afterwards. */
  private void assertAgree(BiConsumer<Engine, Tensor[]> operator, int[]... shapes) {
    Tensor[] expected = new Tensor[shapes.length];
    Tensor[] actual = new Tensor[shapes.length];
    for (int i = 0; i < shapes.length; i++) {
      // a part of something larger, so that offsets are seen to be heeded
      int length = Tensor.lengthOf(shapes[i]);
      float[] values = noise(length + 7);
      expected[i] = Engine.cpu().tensor(length);
      expected[i].load(values, 3);
      expected[i] = expected[i].part(0, shapes[i]);
      Tensor whole = gl.tensor(length + 7);
      whole.load(values, 0);
      actual[i] = whole.part(3, shapes[i]);
    }
    operator.accept(Engine.cpu(), expected);
    operator.accept(gl, actual);
    for (int i = 0; i < shapes.length; i++) {
      float[] right = expected[i].toArray();
      Comparison comparison =
          Comparison.of("operand " + i, actual[i].toArray(), j -> right[j], 2e-5);
      assertThat(comparison).matches(Comparison::passed);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void convolutionIsThatOfNd4j(PlainConvolution s) {
    assertAgree(
        (engine, t) -> engine.convolve(t[0], t[1], t[2], t[3]),
        s.inputShape(),
        s.weightShape(),
        new int[] {s.out()},
        s.outputShape());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void gradientsOfTheConvolutionAreThoseOfNd4j(PlainConvolution s) {
    int[] bias = {s.out()};
    assertAgree(
        (engine, t) -> engine.convolutionGradients(t[0], t[1], t[2], t[3], t[4], t[5], t[6]),
        s.inputShape(),
        s.weightShape(),
        bias,
        s.outputShape(),
        s.inputShape(),
        s.weightShape(),
        bias);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void transposedConvolutionAndItsGradientsAreThoseOfNd4j(PlainConvolution s) {
    assertAgree(
        (engine, t) -> engine.convolutionInputGradient(t[0], t[1], t[2]),
        s.outputShape(),
        s.weightShape(),
        s.inputShape());
    assertAgree(
        (engine, t) -> engine.inputGradientGradients(t[0], t[1], t[2], t[3], t[4]),
        s.outputShape(),
        s.weightShape(),
        s.inputShape(),
        s.outputShape(),
        s.weightShape());
  }

  @Test
  void sumsOverManyVoxelsAreThoseOfNd4j() {
    // several parts of the weight gradient, and several work groups of every sum
    int[] input = {2, 9, 17, 15, 4};
    int[] weights = {5, 4, 3, 3, 3};
    int[] output = {2, 7, 15, 13, 5};
    assertAgree(
        (engine, t) -> engine.convolutionGradients(t[0], t[1], t[2], t[3], t[4], t[5], t[6]),
        input,
        weights,
        new int[] {5},
        output,
        input,
        weights,
        new int[] {5});
    assertAgree(
        (engine, t) -> engine.sumOfSquares(t[0], 0.3f, t[1]), new int[] {200_003}, new int[] {1});
  }

  @Test
  void convolutionOfMoreVoxelsThanOneRowOfWorkGroupsTakesIsThatOfNd4j() {
    assertAgree(
        (engine, t) -> engine.convolve(t[0], t[1], t[2], t[3]),
        new int[] {1, 1, 522, 525, 1},
        new int[] {1, 1, 1, 3, 3},
        new int[] {1},
        new int[] {1, 1, 520, 523, 1});
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void activationsAreThoseOfTheProcessor(PlainConvolution s) {
    int[] shape = s.inputShape();
    int[] voxels = {shape[0] * shape[1] * shape[2] * shape[3]};
    assertAgree((engine, t) -> engine.leakyRelu(t[0]), shape);
    assertAgree((engine, t) -> engine.leakyReluGradient(t[0], t[1]), shape, shape);
    assertAgree((engine, t) -> engine.leakyReluPixelNorm(t[0], t[1]), shape, voxels);
    assertAgree(
        (engine, t) -> engine.leakyReluPixelNormGradient(t[0], t[1], t[2]), shape, voxels, shape);
  }

  @Test
  void vectorsAreThoseOfTheProcessor() {
    int[] shape = {12_345};
    assertAgree((engine, t) -> engine.fill(t[0], 0.5f), shape);
    assertAgree((engine, t) -> engine.copy(t[0], t[1]), shape, shape);
    assertAgree((engine, t) -> engine.addScaled(t[0], -2, t[1]), shape, shape);
    assertAgree((engine, t) -> engine.approach(t[0], 0.02f, t[1]), shape, shape);
    AdamStep step = AdamStep.of(1e-3, 0.5, 0.999, 1e-8, 4);
    assertAgree(
        (engine, t) -> {
          // second moments are not negative
          engine.leakyRelu(t[1]);
          engine.addScaled(t[1], 20, t[1]);
          float[] squares = t[1].toArray();
          for (int i = 0; i < squares.length; i++) {
            squares[i] = Math.abs(squares[i]);
          }
          t[1].load(squares, 0);
          engine.adam(step, t[0], t[1], t[2]);
        },
        shape,
        new int[] {2 * shape[0]},
        shape);
  }

  @Test
  void operatorsOnSamplesAreThoseOfTheProcessor() {
    int[] volumes = {3, 9, 8, 7, 4};
    int[] voxels = {3 * 9 * 8 * 7};
    assertAgree(
        (engine, t) -> engine.cut(t[0], -2, 3, 1, -1, t[1]), volumes, new int[] {3, 6, 11, 5, 4});
    assertAgree((engine, t) -> engine.cut(t[0], 9, 0, 0, -1, t[1]), volumes, volumes);
    assertAgree(
        (engine, t) -> engine.blend(t[0], t[1], t[2], t[3]), volumes, voxels, volumes, volumes);
    assertAgree((engine, t) -> engine.scaleVoxels(t[0], t[1]), voxels, volumes);
    assertAgree((engine, t) -> engine.countPositive(t[0], 0.1f, t[1]), volumes, new int[] {1});
    int[] scores = {2, 5, 6, 7, 1};
    int[] one = {1};
    assertAgree((engine, t) -> engine.logistic(t[0], 1, t[1], t[2]), scores, scores, one);
    assertAgree((engine, t) -> engine.logistic(t[0], -1, t[1], t[2]), scores, scores, one);
  }

  @Test
  void operatorsOnScenesAreThoseOfTheProcessor() {
    int[] scenes = {2, 5, 7, 6, 4};
    for (int[] size : new int[][] {{2, 5, 9, 8, 4}, {2, 4, 7, 17, 4}, {2, 11, 3, 2, 4}}) {
      assertAgree((engine, t) -> engine.resample(t[0], t[1]), scenes, size);
    }
    assertAgree(
        (engine, t) -> engine.resample(t[0], t[1]),
        new int[] {1, 1, 2, 1, 3},
        new int[] {1, 4, 3, 2, 3});
    assertAgree(
        (engine, t) -> engine.cut(t[0], -3, 2, 1, -1, t[1]), scenes, new int[] {2, 6, 6, 9, 5});
    assertAgree(
        (engine, t) -> engine.paste(t[0], 2, -1, -2, t[1]), scenes, new int[] {2, 4, 9, 6, 5});
    assertAgree((engine, t) -> engine.setHeight(t[0], -3, 7), scenes);
    assertAgree((engine, t) -> engine.clamp(t[0], 0.7f), scenes);
    float[] codes = new float[30];
    for (int i = 0; i < codes.length; i++) {
      int column = random.nextInt(50);
      codes[i] =
          random.nextInt(5) == 0
              ? PieceColumns.NOWHERE
              : PieceColumns.code(column, random.nextInt(2) == 0);
    }
    for (PieceColumns which : PieceColumns.values()) {
      assertAgree(
          (engine, t) -> {
            t[1].load(codes, 0);
            engine.putColumns(t[0], t[1], which, -1, t[2]);
          },
          new int[] {1, 4, 8, 5, 3},
          new int[] {codes.length},
          new int[] {1, 7, 6, 5, 3});
    }
  }

  @Test
  void noiseIsThatOfTheProcessorToTheRoundingOfEachValue() {
    GridSize scene = new GridSize(61, 47, 30);
    Tensor noise = gl.tensor(1, 33, 50, 64, 4);
    for (long key : new long[] {0, -1, 0x9E3779B97F4A7C15L}) {
      gl.fill(noise, 0);
      gl.addNoise(key, 1.5f, -2, -1, -3, scene, noise);
      float[] actual = noise.toArray();
      float[] expected = new float[actual.length];
      Tensor onProcessor = Engine.cpu().tensor(noise.shape());
      Engine.cpu().fill(onProcessor, 0);
      Engine.cpu().addNoise(key, 1.5f, -2, -1, -3, scene, onProcessor);
      onProcessor.store(expected, 0);
      for (int i = 0; i < actual.length; i++) {
        assertThat((double) actual[i])
            .isCloseTo(expected[i], within(2e-7 + 1e-6 * Math.abs(expected[i])));
      }
      assertThat(IntStream.range(0, actual.length).filter(i -> actual[i] != 0).count())
          .isGreaterThan(scene.voxelCount() * 4L * 9 / 10);
    }
  }

  static Stream<Engine> engines() {
    return Stream.of(Engine.cpu(), Nd4jDeviceEngine.INSTANCE, gl);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("engines")
  void nothingIsTakenFromVoxelsWithoutAShare(Engine engine) {
    Tensor x = engine.tensor(1, 1, 1, 2, 4);
    x.load(new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1, 2, 3, 4, 5, 6}, 0);
    Tensor share = engine.tensor(2);
    share.load(new float[] {0, 1}, 0);
    Tensor base = engine.tensor(1, 1, 1, 2, 4);
    engine.fill(base, 7);
    Tensor y = engine.tensor(1, 1, 1, 2, 4);
    engine.blend(x, share, base, y);
    assertThat(y.toArray()).containsExactly(7, 7, 7, 7, 10, 11, 12, 13);
    engine.scaleVoxels(share, x);
    assertThat(x.toArray()).containsExactly(0, 0, 0, 0, 3, 4, 5, 6);
  }

  @Test
  void operandsThatDoNotFitAreRefused() {
    Engine engine = gl;
    Tensor x = engine.tensor(1, 5, 5, 5, 4);
    Tensor w = engine.tensor(8, 5, 3, 3, 3);
    assertThatThrownBy(() -> engine.convolve(x, w, engine.tensor(8), engine.tensor(1, 3, 3, 3, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not take");
    assertThatThrownBy(() -> engine.copy(x, w)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> x.part(490, 20)).isInstanceOf(IllegalArgumentException.class);
  }
}
