package org.sceneremix.renderer.trace.gpu;

import java.util.Map;
import java.util.Objects;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.renderer.gl.StorageBuffer;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.SegmentArray;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * The tracer on a graphics device, as OpenGL 4.3 compute shaders: one ray an invocation.
 *
 * <p>Ray segments are prepared on the processor, in double precision, by the code that the tracer
 * there uses, and samples lie at the same fixed-point positions, so that results differ from it by
 * the rounding of float arithmetic alone. Gradients are added up in an order that changes from call
 * to call, and so do their last bits.
 *
 * <p>A grid stays on the device; of what changed since the last call, only slices that did are sent
 * again. Calls may come from any thread and wait for each other.
 */
public final class GpuTracer implements VolumeTracer {

  /** Rays a dispatch: so few that no driver takes a device for hung. */
  private static final int CHUNK = 1 << 16;

  private static final int GROUP = 64;

  /** Results a ray: red, green, blue, opacity, depth, normal. */
  private static final int RESULTS = 8;

  /** Values a ray that the adjoint pass takes. */
  private static final int LOSSES = 5;

  private final ComputeContext context;
  private final Workers workers;
  private final ShaderProgram forward;
  private final ShaderProgram backward;
  private final StorageBuffer segments;
  private final StorageBuffer perRay;
  private final int[] segmentValues = new int[SegmentArray.VALUES * CHUNK];
  private final float[] rayValues = new float[RESULTS * CHUNK];

  private DeviceGrid deviceGrid;
  private StorageBuffer gradients;
  private float[] gradientPart = new float[0];

  /** Number of the device's grid's contents: another one whenever something was sent. */
  private long contents;

  /**
   * A tracer on a context.
   *
   * @param context closed with the tracer, or if there can be none
   * @param workers prepare rays and add up gradients on the processor; they outlive the tracer
   * @throws org.sceneremix.renderer.gl.GlException if the driver refuses the shaders
   */
  public GpuTracer(ComputeContext context, Workers workers) {
    this(context, workers, context.device().floatAtomics());
  }

  /** A tracer with or without float atomics; with them, the device must have them. */
  GpuTracer(ComputeContext context, Workers workers, boolean floatAtomics) {
    this.context = Objects.requireNonNull(context, "context");
    this.workers = Objects.requireNonNull(workers, "workers");
    try {
      this.forward = context.call(() -> program("trace.comp", Map.of()));
      this.backward =
          context.call(
              () -> program("adjoint.comp", floatAtomics ? Map.of("FLOAT_ATOMICS", 1) : Map.of()));
      this.segments = context.call(() -> new StorageBuffer(segmentValues.length));
      this.perRay = context.call(() -> new StorageBuffer(rayValues.length));
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static ShaderProgram program(String resource, Map<String, ?> constants) {
    return ShaderProgram.computing(GpuTracer.class, resource, constants);
  }

  @Override
  public boolean tracesDirectionalColour() {
    return false;
  }

  @Override
  public String description() {
    return context.device().toString();
  }

  @Override
  public void trace(RadianceField field, Rays rays, TraceSettings settings, TracedRays out) {
    out.requireRoom(rays);
    forward(new Tape.Pass(field, rays, settings, out));
  }

  @Override
  public Tape tape() {
    return new Tape() {

      /** Number of the contents of the device's grid in the pass. */
      private long ofPass;

      @Override
      protected void record(Pass pass) {
        ofPass = forward(pass);
      }

      @Override
      protected void differentiate(
          Pass pass, float[] ofColour, float[] ofOpacity, RadianceGradient gradient) {
        backward(pass, ofPass, ofColour, ofOpacity, gradient.grid());
      }
    };
  }

  /** Traces; returns the number of the contents of the device's grid. */
  private synchronized long forward(Tape.Pass pass) {
    if (pass.field().directional().isPresent()) {
      throw new IllegalArgumentException(
          "colour that depends on the viewing direction is traced on the processor only");
    }
    TracedRays out = pass.traced();
    context.run(() -> update(pass.field().grid()));
    for (int first = 0; first < pass.rays().count(); first += CHUNK) {
      int count = prepare(pass, first);
      context.run(
          () -> {
            forward.use();
            forward.set("wantsNormals", out.hasNormals() ? 1 : 0);
            dispatch(forward, pass, count);
            perRay.download(0, rayValues, 0, RESULTS * count);
          });
      unpack(first, count, out);
    }
    return contents;
  }

  private synchronized void backward(
      Tape.Pass pass, long ofPass, float[] ofColour, float[] ofOpacity, float[] gradient) {
    context.run(
        () -> {
          if (contents != ofPass) {
            update(pass.field().grid());
          }
          prepareGradients();
        });
    for (int first = 0; first < pass.rays().count(); first += CHUNK) {
      int count = prepare(pass, first);
      fillLosses(first, count, pass.traced(), ofColour, ofOpacity);
      context.run(
          () -> {
            perRay.upload(0, rayValues, 0, LOSSES * count);
            gradients.bind(4);
            backward.use();
            dispatch(backward, pass, count);
          });
    }
    context.run(() -> gradients.download(0, gradientPart, 0, gradientPart.length));
    int nz = pass.field().grid().nz();
    int slice = gradient.length / nz;
    workers.forEach(
        nz,
        z -> {
          for (int i = z * slice; i < (z + 1) * slice; i++) {
            gradient[i] += gradientPart[i];
          }
        });
  }

  /** Sends the segments of rays from {@code first} on; returns how many. */
  private int prepare(Tape.Pass pass, int first) {
    int count = Math.min(CHUNK, pass.rays().count() - first);
    SegmentArray.fill(pass, first, count, workers, segmentValues);
    context.run(() -> segments.upload(0, segmentValues, 0, SegmentArray.VALUES * count));
    return count;
  }

  /** Takes results as {@code trace.comp} leaves them. */
  private void unpack(int first, int count, TracedRays out) {
    for (int i = 0; i < count; i++) {
      int from = RESULTS * i;
      System.arraycopy(rayValues, from, out.colour(), 3 * (first + i), 3);
      out.opacity()[first + i] = rayValues[from + 3];
      out.depth()[first + i] = rayValues[from + 4];
      if (out.hasNormals()) {
        System.arraycopy(rayValues, from + 5, out.normal(), 3 * (first + i), 3);
      }
    }
  }

  /** Writes gradients of the loss as {@code adjoint.comp} takes them. */
  private void fillLosses(
      int first, int count, TracedRays traced, float[] ofColour, float[] ofOpacity) {
    float[] colour = traced.colour();
    for (int i = 0; i < count; i++) {
      int ray = first + i;
      int to = LOSSES * i;
      System.arraycopy(ofColour, 3 * ray, rayValues, to, 3);
      rayValues[to + 3] =
          ofColour[3 * ray] * colour[3 * ray]
              + ofColour[3 * ray + 1] * colour[3 * ray + 1]
              + ofColour[3 * ray + 2] * colour[3 * ray + 2];
      rayValues[to + 4] = ofOpacity[ray] * (1 - traced.opacity()[ray]);
    }
  }

  private void update(VoxelGrid grid) {
    if (deviceGrid == null || !deviceGrid.size().equals(GridSize.of(grid))) {
      closeGrid();
      deviceGrid = new DeviceGrid(GridSize.of(grid));
    }
    if (deviceGrid.update(grid, workers)) {
      contents++;
    }
  }

  private void prepareGradients() {
    if (gradients == null) {
      gradients = new StorageBuffer(deviceGrid.values());
      gradientPart = new float[deviceGrid.values()];
    }
    gradients.clear();
  }

  /**
   * @param program in use
   */
  private void dispatch(ShaderProgram program, Tape.Pass pass, int count) {
    deviceGrid.bind(program, pass.field().grid());
    segments.bind(2);
    perRay.bind(3);
    program.set("rays", count);
    program.set("minTransmittance", pass.settings().minTransmittance());
    program.dispatch((count + GROUP - 1) / GROUP, 1, 1);
  }

  private void closeGrid() {
    if (deviceGrid != null) {
      deviceGrid.close();
      deviceGrid = null;
    }
    if (gradients != null) {
      gradients.close();
      gradients = null;
    }
  }

  @Override
  public synchronized void close() {
    context.run(
        () -> {
          closeGrid();
          segments.close();
          perRay.close();
          forward.close();
          backward.close();
        });
    context.close();
  }
}
