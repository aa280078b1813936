package org.sceneremix.gan.compute;

import java.lang.ref.Cleaner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.renderer.gl.StorageBuffer;
import org.sceneremix.renderer.gl.Traffic;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.LinearTaps;

/**
 * Everything by compute shaders of OpenGL 4.3, on tensors that stay on the graphics device.
 *
 * <p>Sums are taken in an order that does not depend on chance, so the same device and driver give
 * the same bits again.
 */
public final class GlEngine implements Engine {

  /** Voxels and weights of a tile of the matrix products. */
  private static final int TILE = 64;

  private static final int WIDE = 32;
  private static final int NARROW = 8;

  /** Voxels that one part of a weight gradient sums over, at least, and parts, at most. */
  private static final int VOXELS_EACH = 1024;

  private static final int MOST_PARTS = 64;

  /**
   * Work groups along one axis, at most (OpenGL promises 65535). An operator that goes over all
   * elements lets each do several.
   */
  private static final int MOST_GROUPS = 4096;

  /** Work groups of the first pass of a sum. */
  private static final int SUMS = 256;

  /** What {@link Deviates} calculates with. */
  private static final Map<String, String> NOISE =
      Map.of(
          "ALONG_X", words(Deviates.ALONG_X),
          "ALONG_Y", words(Deviates.ALONG_Y),
          "ALONG_Z", words(Deviates.ALONG_Z),
          "MIX_1", words(Deviates.MIX_1),
          "MIX_2", words(Deviates.MIX_2));

  private static final Cleaner CLEANER = Cleaner.create();

  private final ComputeContext context;
  private final boolean ownsContext;
  private final Map<List<Object>, ShaderProgram> programs = new HashMap<>();

  /** What resampling from one size to another takes. */
  private final Map<List<Extent>, GlTensor> taps = new HashMap<>();

  /** Buffers that no tensor refers to any more. */
  private final Queue<StorageBuffer> abandoned = new ConcurrentLinkedQueue<>();

  private final GlTensor nothing;
  private final GlTensor sums;
  private GlTensor parts;
  private GlTensorTracer tracer;

  /**
   * @param context what to compute on; it must live longer than the engine
   */
  public GlEngine(ComputeContext context) {
    this(context, false);
  }

  private GlEngine(ComputeContext context, boolean ownsContext) {
    this.context = Objects.requireNonNull(context, "context");
    this.ownsContext = ownsContext;
    this.nothing = tensor(1);
    this.sums = tensor(SUMS);
    this.parts = nothing;
  }

  /**
   * An engine on the best device of this machine, with a context of its own.
   *
   * @throws GlException if there is no OpenGL 4.3
   */
  public static GlEngine open() {
    return new GlEngine(ComputeContext.open(), true);
  }

  /**
   * As {@link #open}, but only on a graphics card: OpenGL that runs on the processor is slower than
   * {@link Engine#cpu}.
   *
   * @return nothing where there is no such card
   */
  public static Optional<Engine> openCard() {
    try {
      ComputeContext context = ComputeContext.open();
      if (!context.device().isSoftware()) {
        return Optional.of(new GlEngine(context, true));
      }
      context.close();
    } catch (GlException e) {
      // no OpenGL 4.3 at all
    }
    return Optional.empty();
  }

  @Override
  public String description() {
    return context.device().toString();
  }

  @Override
  public <T> T call(Supplier<T> work) {
    return context.call(work);
  }

  /** All that went between the processor and the device so far, on the engine's context. */
  public Traffic traffic() {
    return call(StorageBuffer::traffic);
  }

  @Override
  public GlTensor tensor(int... shape) {
    return call(
        () -> {
          for (StorageBuffer old = abandoned.poll(); old != null; old = abandoned.poll()) {
            old.close();
          }
          StorageBuffer buffer = new StorageBuffer(Tensor.lengthOf(shape));
          GlTensor tensor = new GlTensor(context, buffer, shape);
          Queue<StorageBuffer> queue = abandoned;
          CLEANER.register(tensor, () -> queue.add(buffer));
          return tensor;
        });
  }

  @Override
  public Tensor of(INDArray array) {
    Nd4jTensor host = Nd4jTensor.of(array);
    GlTensor copy = tensor(host.shape());
    copy.load(host.toArray(), 0);
    return copy;
  }

  /** Frees programs and what no tensor refers to; buffers in use end with the context. */
  @Override
  public void close() {
    context.run(
        () -> {
          if (tracer != null) {
            tracer.close();
          }
          programs.values().forEach(ShaderProgram::close);
          programs.clear();
          abandoned.forEach(StorageBuffer::close);
          abandoned.clear();
        });
    if (ownsContext) {
      context.close();
    }
  }

  /** A program in use, with what it works on. */
  private final class Shader {
    private final ShaderProgram program;
    private int bindings;

    Shader(String resource, Map<String, ?> constants) {
      program =
          programs.computeIfAbsent(
              List.of(resource, constants),
              key -> ShaderProgram.computing(GlEngine.class, resource, constants));
      program.use();
    }

    /** The next tensor, in the order of the shader's bindings. */
    Shader with(String name, Tensor tensor) {
      GlTensor own = (GlTensor) tensor;
      own.buffer().bind(bindings++);
      program.set(name + "At", own.offset());
      return this;
    }

    Shader set(String uniform, int value) {
      program.set(uniform, value);
      return this;
    }

    Shader set(String uniform, float value) {
      program.set(uniform, (double) value);
      return this;
    }

    Shader set(String uniform, Extent value) {
      program.setIvec3(uniform, value.width, value.height, value.depth);
      return this;
    }

    void groups(int x, int y, int z) {
      program.dispatch(x, y, z);
    }

    /** Over all of {@code count} elements. */
    void over(int count, int groupSize) {
      set("count", count);
      groups(Math.min(MOST_GROUPS, ceilDiv(count, groupSize)), 1, 1);
    }
  }

  /** Extents of a volume or kernel. */
  private record Extent(int width, int height, int depth) {

    /** That of a tensor whose extents along z, y and x begin at {@code axis}. */
    static Extent of(Tensor tensor, int axis) {
      return new Extent(tensor.extent(axis + 2), tensor.extent(axis + 1), tensor.extent(axis));
    }

    int count() {
      return width * height * depth;
    }
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  private static int tileChannels(int channels) {
    return channels <= NARROW ? NARROW : WIDE;
  }

  @Override
  public void convolve(Tensor x, Tensor w, Tensor b, Tensor y) {
    context.run(() -> product(x, w, b, y, true));
  }

  @Override
  public void convolutionInputGradient(Tensor dy, Tensor w, Tensor dx) {
    context.run(() -> product(dy, w, null, dx, false));
  }

  /** The convolution of x, or its adjoint with respect to the input. */
  private void product(Tensor x, Tensor w, Tensor bias, Tensor y, boolean forward) {
    requireShapes(forward ? x : y, w, forward ? y : x);
    int taps = Extent.of(w, 2).count();
    int in = w.extent(1);
    int tile = tileChannels(y.channels());
    int voxels = y.length() / y.channels();
    new Shader("convolution.comp", Map.of("CHANNELS", tile))
        .with("x", x)
        .with("w", w)
        .with("b", bias == null ? nothing : bias)
        .with("y", y)
        .set("xSize", Extent.of(x, 1))
        .set("ySize", Extent.of(y, 1))
        .set("xChannels", x.channels())
        .set("yChannels", y.channels())
        .set("kernel", Extent.of(w, 2))
        .set("direction", forward ? 1 : -1)
        .set("xStride", forward ? taps : in * taps)
        .set("yStride", forward ? in * taps : taps)
        .set("biased", bias == null ? 0 : 1)
        .set("voxels", voxels)
        .groups(
            Math.min(MOST_GROUPS, ceilDiv(voxels, TILE)),
            ceilDiv(y.channels(), tile),
            ceilDiv(voxels, TILE * MOST_GROUPS));
  }

  private static void requireShapes(Tensor x, Tensor w, Tensor y) {
    boolean fit =
        y.extent(0) == x.extent(0) && x.channels() == w.extent(1) && y.channels() == w.extent(0);
    for (int axis = 1; axis < 4; axis++) {
      fit &= y.extent(axis) == x.extent(axis) - w.extent(axis + 1) + 1;
    }
    if (!fit) {
      throw new IllegalArgumentException(w + " does not take " + x + " to " + y);
    }
  }

  @Override
  public void convolutionGradients(
      Tensor x, Tensor w, Tensor b, Tensor dy, Tensor dx, Tensor dw, Tensor db) {
    context.run(
        () -> {
          weightGradient(x, dy, dw, db);
          product(dy, w, null, dx, false);
        });
  }

  @Override
  public void inputGradientGradients(Tensor dy, Tensor w, Tensor v, Tensor dv, Tensor dw) {
    context.run(
        () -> {
          weightGradient(v, dy, dw, null);
          product(v, w, null, dv, true);
        });
  }

  private void weightGradient(Tensor x, Tensor dy, Tensor dw, Tensor db) {
    requireShapes(x, dw, dy);
    Extent kernel = Extent.of(dw, 2);
    int rows = kernel.count() * x.channels() + 1;
    int voxels = dy.length() / dy.channels();
    int voxelsEach = Math.max(VOXELS_EACH, ceilDiv(voxels, MOST_PARTS));
    int count = ceilDiv(voxels, voxelsEach);
    int tile = tileChannels(dy.channels());
    int size = rows * dy.channels();
    if (parts.length() < count * size) {
      parts = tensor(count * size);
    }
    new Shader("weight-gradient.comp", Map.of("CHANNELS", tile))
        .with("x", x)
        .with("dy", dy)
        .with("parts", parts)
        .set("xSize", Extent.of(x, 1))
        .set("ySize", Extent.of(dy, 1))
        .set("xChannels", x.channels())
        .set("yChannels", dy.channels())
        .set("kernel", kernel)
        .set("voxels", voxels)
        .set("voxelsEach", voxelsEach)
        .groups(ceilDiv(rows, TILE), ceilDiv(dy.channels(), tile), count);
    new Shader("sum-parts.comp", Map.of())
        .with("parts", parts)
        .with("dw", dw)
        .with("db", db == null ? nothing : db)
        .set("partCount", count)
        .set("taps", kernel.count())
        .set("xChannels", x.channels())
        .set("yChannels", dy.channels())
        .set("biased", db == null ? 0 : 1)
        .over(size, 64);
  }

  /** {@code y <- result(a = x, b = y, p)}. */
  private void pointwise(String result, Tensor x, float p, Tensor y) {
    HostVectors.requireSameLength(x, y);
    context.run(
        () ->
            new Shader("pointwise.comp", Map.of("RESULT", result))
                .with("x", x)
                .with("y", y)
                .set("p", p)
                .over(y.length(), 256));
  }

  @Override
  public void leakyRelu(Tensor x) {
    // a comparison, not a maximum, keeps what is not a number
    pointwise("(b > 0.0 ? b : p * b)", x, SLOPE, x);
  }

  @Override
  public void leakyReluGradient(Tensor y, Tensor d) {
    pointwise("(a > 0.0 ? b : p * b)", y, SLOPE, d);
  }

  @Override
  public void leakyReluPixelNorm(Tensor x, Tensor inverseNorm) {
    int voxels = x.length() / x.channels();
    context.run(
        () ->
            new Shader("pixel-norm.comp", Map.of())
                .with("x", x)
                .with("norm", inverseNorm)
                .set("channels", x.channels())
                .set("slope", SLOPE)
                .set("epsilon", PIXEL_NORM_EPSILON)
                .over(voxels, 64));
  }

  @Override
  public void leakyReluPixelNormGradient(Tensor y, Tensor inverseNorm, Tensor d) {
    int voxels = y.length() / y.channels();
    context.run(
        () ->
            new Shader("pixel-norm-gradient.comp", Map.of())
                .with("y", y)
                .with("norm", inverseNorm)
                .with("d", d)
                .set("channels", y.channels())
                .set("slope", SLOPE)
                .over(voxels, 64));
  }

  @Override
  public void fill(Tensor x, float value) {
    pointwise("p", x, value, x);
  }

  @Override
  public void copy(Tensor x, Tensor y) {
    pointwise("a", x, 0, y);
  }

  @Override
  public void addScaled(Tensor x, float factor, Tensor y) {
    pointwise("(b + p * a)", x, factor, y);
  }

  @Override
  public void approach(Tensor x, float share, Tensor y) {
    pointwise("(b + p * (a - b))", x, share, y);
  }

  @Override
  public void adam(AdamStep step, Tensor gradient, Tensor moments, Tensor values) {
    context.run(
        () ->
            new Shader("adam.comp", Map.of())
                .with("gradient", gradient)
                .with("moments", moments)
                .with("values", values)
                .set("beta1", step.beta1())
                .set("beta2", step.beta2())
                .set("scale", step.scale())
                .set("epsilon", step.epsilon())
                .over(values.length(), 256));
  }

  @Override
  public void sumOfSquares(Tensor x, float factor, Tensor sum) {
    context.run(() -> sum("a * a", x, x, 0, factor, sum));
  }

  /** {@code sum <- factor * sum of value(a = x, b = y, p)}. */
  private void sum(String value, Tensor x, Tensor y, float p, float factor, Tensor sum) {
    int groups = Math.min(SUMS, ceilDiv(x.length(), 256));
    sumPass(value, x, y, p, 1, sums, x.length(), groups);
    sumPass("a", sums, sums, 0, factor, sum, groups, 1);
  }

  private void sumPass(
      String value, Tensor x, Tensor y, float p, float factor, Tensor out, int count, int groups) {
    new Shader("sum.comp", Map.of("VALUE", "(" + value + ")"))
        .with("x", x)
        .with("y", y)
        .with("sums", out)
        .set("p", p)
        .set("factor", factor)
        .set("count", count)
        .groups(groups, 1, 1);
  }

  /** A program that copies boxes between volumes, less what only one of them is told. */
  private Shader boxes(String resource, Tensor x, Extent start, Tensor y) {
    HostSamples.requireBox(x, y);
    return new Shader(resource, Map.of())
        .with("x", x)
        .with("y", y)
        .set("xSize", Extent.of(x, 1))
        .set("ySize", Extent.of(y, 1))
        .set("start", start)
        .set("xChannels", x.channels())
        .set("yChannels", y.channels());
  }

  @Override
  public void cut(Tensor x, int x0, int y0, int z0, float last, Tensor y) {
    context.run(
        () ->
            boxes("cut.comp", x, new Extent(x0, y0, z0), y)
                .set("last", last)
                .over(y.length() / y.channels() * x.channels(), 256));
  }

  @Override
  public void paste(Tensor x, int x0, int y0, int z0, Tensor y) {
    context.run(() -> boxes("paste.comp", x, new Extent(x0, y0, z0), y).over(x.length(), 256));
  }

  @Override
  public void resample(Tensor x, Tensor y) {
    HostScenes.requireVolumes(x, y);
    context.run(
        () ->
            new Shader("resample.comp", Map.of())
                .with("x", x)
                .with("taps", taps(Extent.of(x, 1), Extent.of(y, 1)))
                .with("y", y)
                .set("xSize", Extent.of(x, 1))
                .set("ySize", Extent.of(y, 1))
                .set("channels", y.channels())
                .over(y.length(), 256));
  }

  /** Lower voxel and upper weight of each new voxel along x, then along y, then along z. */
  private GlTensor taps(Extent from, Extent to) {
    return taps.computeIfAbsent(
        List.of(from, to),
        key -> {
          float[] values = new float[2 * (to.width + to.height + to.depth)];
          int at = 0;
          for (LinearTaps axis :
              List.of(
                  LinearTaps.of(from.width, to.width),
                  LinearTaps.of(from.height, to.height),
                  LinearTaps.of(from.depth, to.depth))) {
            for (int j = 0; j < axis.count(); j++) {
              values[at++] = axis.lower(j);
              values[at++] = axis.upperWeight(j);
            }
          }
          GlTensor tensor = tensor(values.length);
          tensor.load(values, 0);
          return tensor;
        });
  }

  @Override
  public void putColumns(Tensor scene, Tensor columns, PieceColumns which, int z0, Tensor y) {
    HostScenes.requireColumns(scene, columns, y);
    context.run(
        () ->
            new Shader("put-columns.comp", Map.of())
                .with("scene", scene)
                .with("columns", columns)
                .with("y", y)
                .set("sceneSize", Extent.of(scene, 1))
                .set("columnCount", columns.length())
                .set("fitting", which.fitting() ? 1 : 0)
                .set("broken", which.broken() ? 1 : 0)
                .set("z0", z0)
                .set("channels", y.channels())
                .over(y.length(), 256));
  }

  @Override
  public void addNoise(
      long key, float amplitude, int x0, int y0, int z0, GridSize scene, Tensor x) {
    HostScenes.requireNoise(x);
    context.run(
        () ->
            new Shader("noise.comp", NOISE)
                .with("x", x)
                .set("keyLow", (int) key)
                .set("keyHigh", (int) (key >>> Integer.SIZE))
                .set("amplitude", amplitude)
                .set("start", new Extent(x0, y0, z0))
                .set("xSize", Extent.of(x, 1))
                .set("sceneSize", new Extent(scene.nx(), scene.ny(), scene.nz()))
                .set("channels", x.channels())
                .over(x.length() / x.channels(), 64));
  }

  /** A number of 64 bits as shaders have it: low half, high half. */
  private static String words(long value) {
    return "uvec2(%su, %su)"
        .formatted(
            Integer.toUnsignedString((int) value),
            Integer.toUnsignedString((int) (value >>> Integer.SIZE)));
  }

  @Override
  public void setHeight(Tensor x, int z0, int layers) {
    context.run(
        () ->
            new Shader("height.comp", Map.of())
                .with("x", x)
                .set("xSize", Extent.of(x, 1))
                .set("channels", x.channels())
                .set("z0", z0)
                .set("layers", layers)
                .over(x.length() / x.channels(), 256));
  }

  @Override
  public void clamp(Tensor x, float most) {
    // comparisons keep what is not a number
    pointwise("(b > p ? p : b < -p ? -p : b)", x, most, x);
  }

  @Override
  public void blend(Tensor x, Tensor share, Tensor base, Tensor y) {
    HostVectors.requireSameLength(x, y);
    HostVectors.requireSameLength(base, y);
    voxelwise("(s == 0.0 ? b : s * a + b)", x, share, base, y);
  }

  @Override
  public void scaleVoxels(Tensor share, Tensor x) {
    voxelwise("(s == 0.0 ? 0.0 : s * a)", x, share, x, x);
  }

  /** {@code y <- result(a = x, b = base, s = share of the voxel)}. */
  private void voxelwise(String result, Tensor x, Tensor share, Tensor base, Tensor y) {
    HostSamples.requireShares(share, y);
    context.run(
        () ->
            new Shader("voxelwise.comp", Map.of("RESULT", result))
                .with("x", x)
                .with("share", share)
                .with("base", base)
                .with("y", y)
                .set("channels", y.length() / share.length())
                .over(y.length(), 256));
  }

  @Override
  public void logistic(Tensor scores, int sign, Tensor gradient, Tensor mean) {
    context.run(
        () -> {
          float count = scores.length();
          sum("max(p * a, 0.0) + log(1.0 + exp(-abs(a)))", scores, scores, sign, 1 / count, mean);
          pointwise("(p / (1.0 + exp(-sign(p) * a)))", scores, sign / count, gradient);
        });
  }

  @Override
  public void countPositive(Tensor x, float factor, Tensor sum) {
    int channels = x.channels();
    context.run(
        () ->
            sum("(i % int(p) == int(p) - 1 && a > 0.0 ? 1.0 : 0.0)", x, x, channels, factor, sum));
  }

  @Override
  public Optional<TensorTracer> tracer() {
    if (tracer == null) {
      tracer = new GlTensorTracer(this, context);
    }
    return Optional.of(tracer);
  }
}
