package org.sceneremix.gan.compute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.joml.Vector3d;
import org.sceneremix.renderer.check.Comparison;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.RayPatches;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Runs every operator of an engine on small random operands and compares with plain loops in double
 * precision: whether a graphics card and its driver compute what they should.
 *
 * <pre>{@code
 * for (Comparison check : EngineSelfTest.run(engine)) {
 *   System.out.println(check.operator() + ": " + (check.passed() ? "right" : "WRONG"));
 * }
 * }</pre>
 */
public final class EngineSelfTest {

  /** Largest difference that rounding explains. */
  private static final double TOLERANCE = 1e-4;

  /** The same where a ray's samples are added up in another order. */
  private static final double GRADIENT_OF_PICTURES = 1e-3;

  private final Engine engine;
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Comparison> checks = new ArrayList<>();

  private EngineSelfTest(Engine engine) {
    this.engine = engine;
  }

  /** Checks every operator. */
  public static List<Comparison> run(Engine engine) {
    return engine.call(
        () -> {
          EngineSelfTest test = new EngineSelfTest(engine);
          test.convolution(3, 5, 32, 2);
          test.convolution(3, 32, 32, 1);
          test.convolution(3, 32, 4, 3);
          test.convolution(1, 4, 32, 3);
          test.convolution(1, 32, 1, 2);
          test.activations();
          test.vectors();
          test.samples();
          test.boxes();
          test.scenes();
          test.inputs();
          test.scores();
          engine.tracer().ifPresent(test::patches);
          return List.copyOf(test.checks);
        });
  }

  private float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Tensor tensor(float[] values, int... shape) {
    Tensor tensor = engine.tensor(shape);
    tensor.load(values, 0);
    return tensor;
  }

  private void check(String operator, Tensor result, double[] expected) {
    checks.add(Comparison.of(operator, result.toArray(), i -> expected[i], TOLERANCE));
  }

  private void convolution(int kernelDepth, int in, int out, int n) {
    int depth = kernelDepth == 1 ? 1 : 6;
    PlainConvolution plain = new PlainConvolution(in, out, kernelDepth, n, depth, 7, 9);
    float[] w = noise(out * in * kernelDepth * 9);
    float[] b = noise(out);
    Tensor weights = tensor(w, plain.weightShape());
    Tensor bias = tensor(b, out);
    Tensor input = engine.tensor(plain.inputShape());
    Tensor output = engine.tensor(plain.outputShape());
    float[] x = noise(input.length());
    float[] dy = noise(output.length());
    input.load(x, 0);
    String name = String.format(" of %dx3x3, %d to %d channels, batch %d", kernelDepth, in, out, n);

    engine.convolve(input, weights, bias, output);
    check("convolution" + name, output, plain.forward(x, w, b));

    output.load(dy, 0);
    Tensor dx = engine.tensor(plain.inputShape());
    Tensor dw = engine.tensor(plain.weightShape());
    Tensor db = engine.tensor(out);
    engine.convolutionGradients(input, weights, bias, output, dx, dw, db);
    check("input gradient" + name, dx, plain.inputGradient(w, dy));
    check("weight gradient" + name, dw, plain.weightGradient(x, dy));
    check("bias gradient" + name, db, plain.biasGradient(dy));

    engine.convolutionInputGradient(output, weights, dx);
    check("transposed convolution" + name, dx, plain.inputGradient(w, dy));
    Tensor dv = engine.tensor(plain.outputShape());
    engine.inputGradientGradients(output, weights, input, dv, dw);
    check("gradient of the transposed convolution" + name, dv, plain.forward(x, w, new float[out]));
    check("its weight gradient" + name, dw, plain.weightGradient(x, dy));
  }

  private void activations() {
    int channels = 32;
    int voxels = 165;
    float[] x = noise(voxels * channels);
    float[] d = noise(voxels * channels);
    Tensor activation = tensor(x, 1, 3, 5, 11, channels);
    Tensor gradient = tensor(d, 1, 3, 5, 11, channels);
    engine.leakyRelu(activation);
    check("LeakyReLU", activation, map(x, x, (a, b) -> leaky(a)));
    engine.leakyReluGradient(activation, gradient);
    check("LeakyReLU gradient", gradient, map(x, d, (a, b) -> slope(a) * b));

    activation.load(x, 0);
    gradient.load(d, 0);
    Tensor inverseNorm = engine.tensor(voxels);
    engine.leakyReluPixelNorm(activation, inverseNorm);
    engine.leakyReluPixelNormGradient(activation, inverseNorm, gradient);
    double[] expected = new double[x.length];
    double[] expectedGradient = new double[x.length];
    for (int v = 0; v < x.length; v += channels) {
      double squares = 0;
      double product = 0;
      for (int i = v; i < v + channels; i++) {
        squares += leaky(x[i]) * leaky(x[i]);
        product += leaky(x[i]) * d[i];
      }
      double r = 1 / Math.sqrt(squares / channels + Engine.PIXEL_NORM_EPSILON);
      for (int i = v; i < v + channels; i++) {
        expected[i] = r * leaky(x[i]);
        expectedGradient[i] = r * (d[i] - expected[i] * r * product / channels) * slope(x[i]);
      }
    }
    check("pixel norm", activation, expected);
    check("pixel norm gradient", gradient, expectedGradient);
  }

  private static double slope(double x) {
    return x > 0 ? 1 : Engine.SLOPE;
  }

  private static double leaky(double x) {
    return slope(x) * x;
  }

  private static double[] map(float[] a, float[] b, DoubleBinaryOperator function) {
    double[] result = new double[a.length];
    Arrays.setAll(result, i -> function.applyAsDouble(a[i], b[i]));
    return result;
  }

  private void vectors() {
    int n = 1001;
    float[] x = noise(n);
    float[] y = noise(n);
    Tensor a = tensor(x, n);
    Tensor b = tensor(y, n);
    engine.addScaled(a, 0.7f, b);
    check("scaled addition", b, map(x, y, (p, q) -> q + 0.7f * p));
    b.load(y, 0);
    engine.approach(a, 0.1f, b);
    check("moving average", b, map(x, y, (p, q) -> q + 0.1f * (p - q)));
    engine.copy(a, b);
    check("copy", b, map(x, x, (p, q) -> p));
    engine.fill(b, 3);
    check("fill", b, map(x, x, (p, q) -> 3));
    Tensor sum = engine.tensor(1);
    engine.sumOfSquares(a, 0.5f, sum);
    check(
        "sum of squares",
        sum,
        new double[] {0.5 * Arrays.stream(map(x, x, (p, q) -> p * q)).sum()});
    adam(n);
  }

  private void samples() {
    float[] x = noise(2 * 5 * 4 * 3 * 4);
    Tensor volumes = tensor(x, 2, 5, 4, 3, 4);
    Tensor box = engine.tensor(2, 4, 7, 2, 4);
    engine.cut(volumes, 2, -2, 3, -1, box);
    double[] expected = new double[box.length()];
    for (int i = 0; i < expected.length; i++) {
      int voxel = i / 4;
      int nx = 2 + voxel % 2;
      int ny = -2 + voxel / 2 % 7;
      int nz = 3 + voxel / 14 % 4;
      boolean inside = nx < 3 && ny >= 0 && ny < 4 && nz < 5;
      int from = (((voxel / 56 * 5 + nz) * 4 + ny) * 3 + nx) * 4 + i % 4;
      expected[i] = inside ? x[from] : i % 4 == 3 ? -1 : 0;
    }
    check("box out of volumes", box, expected);

    float[] shares = noise(x.length / 4);
    shares[7] = 0;
    float[] b = noise(x.length);
    Tensor blended = engine.tensor(volumes.shape());
    Tensor share = tensor(shares, shares.length);
    engine.blend(volumes, share, tensor(b, volumes.shape()), blended);
    double[] scaled = new double[x.length];
    Arrays.setAll(scaled, i -> shares[i / 4] * x[i]);
    double[] sums = new double[x.length];
    Arrays.setAll(sums, i -> scaled[i] + b[i]);
    check("blend of voxels", blended, sums);
    engine.scaleVoxels(share, volumes);
    check("scaled voxels", volumes, scaled);
    Tensor count = engine.tensor(1);
    engine.countPositive(blended, 0.5f, count);
    long positive = IntStream.range(0, shares.length).filter(v -> sums[4 * v + 3] > 0).count();
    check("number of occupied voxels", count, new double[] {0.5 * positive});
  }

  /** Boxes of three channels in volumes of four. */
  private void boxes() {
    float[] x = noise(2 * 3 * 4 * 5 * 3);
    float[] y = noise(2 * 4 * 3 * 6 * 4);
    Tensor box = tensor(x, 2, 3, 4, 5, 3);
    Tensor volumes = tensor(y, 2, 4, 3, 6, 4);
    double[] cut = map(y, y, (a, b) -> a);
    double[] pasted = cut.clone();
    for (int i = 0; i < y.length / 4; i++) {
      int nx = i % 6 - 2;
      int ny = i / 6 % 3 + 1;
      int nz = i / 18 % 4 - 1;
      boolean inside = nx >= 0 && nx < 5 && ny < 4 && nz >= 0 && nz < 3;
      int from = (((i / 72 * 3 + nz) * 4 + ny) * 5 + nx) * 3;
      for (int c = 0; c < 3; c++) {
        cut[4 * i + c] = inside ? x[from + c] : c == 2 ? 7 : 0;
        pasted[4 * i + c] = inside ? x[from + c] : pasted[4 * i + c];
      }
    }
    engine.paste(box, 2, -1, 1, volumes);
    check("box put into volumes", volumes, pasted);
    engine.cut(box, -2, 1, -1, 7, volumes);
    check("box out of volumes with fewer channels", volumes, cut);
  }

  private void scenes() {
    float[] x = noise(2 * 3 * 4 * 5 * 4);
    Tensor scenes = tensor(x, 2, 3, 4, 5, 4);
    Tensor larger = engine.tensor(2, 4, 7, 5, 4);
    engine.resample(scenes, larger);
    double[] expected = new double[larger.length()];
    for (int i = 0; i < expected.length; i++) {
      int voxel = i / 4;
      double z = Math.max(0, Math.min(2, (voxel / 35 % 4 + 0.5) * 3 / 4 - 0.5));
      double y = Math.max(0, Math.min(3, (voxel / 5 % 7 + 0.5) * 4 / 7 - 0.5));
      for (int corner = 0; corner < 4; corner++) {
        int k = Math.min(2, (int) z + corner / 2);
        int j = Math.min(3, (int) y + corner % 2);
        double weight =
            (corner / 2 == 0 ? 1 - z % 1 : z % 1) * (corner % 2 == 0 ? 1 - y % 1 : y % 1);
        int from = ((voxel / 140 * 3 + k) * 4 + j) * 5 + voxel % 5;
        expected[i] += weight * x[from * 4 + i % 4];
      }
    }
    check("trilinear resampling", larger, expected);
    for (PieceColumns which : PieceColumns.values()) {
      columns(which, scenes.part(0, 1, 3, 4, 5, 4), x);
    }
  }

  private void columns(PieceColumns which, Tensor scene, float[] x) {
    float[] codes = {0, -1, PieceColumns.NOWHERE, 19, -20, 20, 7, -8, -21};
    float[] before = noise(3 * codes.length * 4);
    Tensor remix = tensor(before, 1, 3, 3, 3, 4);
    engine.putColumns(scene, tensor(codes, codes.length), which, 1, remix);
    double[] expected = map(before, before, (a, b) -> a);
    for (int i = 0; i < expected.length; i++) {
      int column = which.column(codes[i / 4 % codes.length], 20);
      int z = 1 + i / 4 / codes.length;
      if (column >= 0 && z < 3) {
        expected[i] = x[(z * 20 + column) * 4 + i % 4];
      }
    }
    check("pieces of a scene, " + which, remix, expected);
  }

  private void inputs() {
    float[] before = noise(4 * 3 * 5 * 5);
    Tensor input = tensor(before, 1, 4, 3, 5, 5);
    engine.addNoise(-0x123456789L, 0.3f, -1, 2, -2, new GridSize(3, 4, 9), input);
    engine.setHeight(input, -2, 9);
    double[] expected = map(before, before, (a, b) -> a);
    float[] deviates = new float[Deviates.CHANNELS];
    for (int voxel = 0; voxel < before.length / 5; voxel++) {
      int x = voxel % 5 - 1;
      int y = voxel / 5 % 3 + 2;
      int z = voxel / 15 - 2;
      if (x >= 0 && x < 3 && y < 4 && z >= 0) {
        Arrays.fill(deviates, 0);
        Deviates.add(-0x123456789L, x, y, z, 0.3f, deviates, 0);
        for (int c = 0; c < deviates.length; c++) {
          expected[5 * voxel + c] += deviates[c];
        }
      }
      expected[5 * voxel + 4] = (2 * z + 1) / 9.0 - 1;
    }
    check("noise and height", input, expected);
    engine.clamp(input, 0.5f);
    check(
        "clamped values",
        input,
        Arrays.stream(expected).map(a -> Math.max(-0.5, Math.min(0.5, a))).toArray());
  }

  private void scores() {
    float[] s = noise(777);
    s[0] = 80;
    s[1] = -80;
    Tensor scores = tensor(s, s.length);
    Tensor gradient = engine.tensor(s.length);
    Tensor mean = engine.tensor(1);
    for (int sign : new int[] {1, -1}) {
      engine.logistic(scores, sign, gradient, mean);
      String name = "logistic loss, sign " + sign;
      double[] losses =
          map(s, s, (a, b) -> Math.max(sign * a, 0) + Math.log1p(Math.exp(-Math.abs(a))));
      check(name, mean, new double[] {Arrays.stream(losses).average().orElseThrow()});
      check(
          name + ", gradient",
          gradient,
          map(s, s, (a, b) -> sign / (s.length * (1 + Math.exp(-sign * a)))));
    }
  }

  /** Rays that the engine draws itself, against those of the processor. */
  private void patches(TensorTracer tracer) {
    float[] values = noise(7 * 8 * 9 * VoxelGrid.CHANNELS);
    VoxelGrid grid = new VoxelGrid(9, 8, 7, new Aabb(-1, 0, 1, 1, 2, 2.5), 5, values);
    RayPatches patches = new RayPatches(11, 2, 0.1);
    Vector3d right = new Vector3d(1, 0, 0);
    Vector3d eye = new Vector3d(0.3, -4, 2);
    patches.set(0, eye, new Vector3d(0, 1, 1.7), right, new Vector3d(0, 0, 1));
    patches.set(1, new Vector3d(0, 1, 1.5), new Vector3d(), right, new Vector3d(0, 1, 0));
    int rays = patches.rayCount();
    TraceSettings settings = new TraceSettings(0.7, 0, 1e-3);
    TracedRays traced = new TracedRays(rays);
    float[] ofColour = noise(3 * rays);
    float[] ofOpacity = noise(rays);
    float[] ofGrid = new float[values.length];
    try (CpuTracer processor = new CpuTracer(1)) {
      processor.trace(grid, patches.toRays(), settings, traced);
      processor.adjoint(grid, patches.toRays(), settings, traced, ofColour, ofOpacity, ofGrid);
    }
    float[] slopes = interleaved(ofColour, ofOpacity);
    Tensor scene = tensor(values, 1, 7, 8, 9, VoxelGrid.CHANNELS);
    Tensor picture = engine.tensor(rays, VoxelGrid.CHANNELS);
    Tensor gradient = engine.tensor(scene.shape());
    engine.fill(gradient, 0);
    try (TensorTracer.Look look = tracer.look(grid, patches, settings)) {
      look.trace(scene, picture);
      look.addAdjoint(scene, picture, tensor(slopes, rays, VoxelGrid.CHANNELS), gradient);
    }
    float[] seen = interleaved(traced.colour(), traced.opacity());
    check("traced patches", picture, map(seen, seen, (a, b) -> a));
    checks.add(
        Comparison.of(
            "gradient of traced patches",
            gradient.toArray(),
            i -> ofGrid[i],
            GRADIENT_OF_PICTURES));
  }

  /** Colour and opacity of each ray, one after the other. */
  private static float[] interleaved(float[] colour, float[] opacity) {
    float[] both = new float[VoxelGrid.CHANNELS * opacity.length];
    for (int ray = 0; ray < opacity.length; ray++) {
      System.arraycopy(colour, 3 * ray, both, VoxelGrid.CHANNELS * ray, 3);
      both[VoxelGrid.CHANNELS * ray + VoxelGrid.DENSITY] = opacity[ray];
    }
    return both;
  }

  private void adam(int n) {
    AdamStep step = AdamStep.of(1e-3, 0.5, 0.999, 1e-8, 3);
    float[] g = noise(n);
    float[] values = noise(n);
    float[] moments = noise(2 * n);
    for (int i = n; i < 2 * n; i++) {
      moments[i] = Math.abs(moments[i]);
    }
    Tensor parameters = tensor(values, n);
    Tensor state = tensor(moments, 2 * n);
    engine.adam(step, tensor(g, n), state, parameters);
    double[] expectedState = new double[2 * n];
    double[] moves = new double[n];
    for (int i = 0; i < n; i++) {
      double first = step.beta1() * moments[i] + (1 - step.beta1()) * g[i];
      double second = step.beta2() * moments[n + i] + (1 - step.beta2()) * g[i] * g[i];
      expectedState[i] = first;
      expectedState[n + i] = second;
      moves[i] = values[i] - step.scale() * first / (Math.sqrt(second) + step.epsilon());
    }
    check("moments of Adam", state, expectedState);
    check("Adam", parameters, moves);
  }
}
