package org.sceneremix.renderer.trace;

import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.Device;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.renderer.gl.StorageBuffer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The tracer on a graphics device, as OpenGL 4.3 compute shaders: one ray an invocation.
 *
 * <p>Ray segments are prepared on the processor, in double precision, by the code that {@link
 * CpuTracer} uses, and samples lie at the same fixed-point positions, so that results differ from
 * it by the rounding of float arithmetic alone. Gradients are added up in an order that changes
 * from call to call, and so do their last bits.
 *
 * <p>A grid stays on the device; of what changed since the last call, only slices that did are sent
 * again. Calls may come from any thread and wait for each other.
 */
public final class GpuTracer implements VolumeTracer, AutoCloseable {

  /** Rays a dispatch: so few that no driver takes a device for hung. */
  private static final int CHUNK = 1 << 16;

  private static final int GROUP = 64;

  /** Results a ray: red, green, blue, opacity, depth, normal. */
  private static final int RESULTS = 8;

  /** Values a ray that the adjoint pass takes. */
  private static final int LOSSES = 5;

  private final ComputeContext context;
  private final WorkerTeam team;
  private final ShaderProgram reach;
  private final ShaderProgram forward;
  private final ShaderProgram backward;
  private final StorageBuffer segments;
  private final StorageBuffer perRay;
  private final int[] segmentValues = new int[SegmentArray.VALUES * CHUNK];
  private final float[] rayValues = new float[RESULTS * CHUNK];

  private DeviceGrid deviceGrid;
  private StorageBuffer gradients;
  private float[] gradientPart = new float[0];

  /** Grid and results of the latest forward pass, whose grid is on the device. */
  private VoxelGrid latestGrid;

  private TracedRays latestResults;

  /**
   * A tracer on a context, which outlives it.
   *
   * @param threads that prepare rays and add up gradients on the processor
   * @throws org.sceneremix.renderer.gl.GlException if the driver refuses the shaders
   */
  public GpuTracer(ComputeContext context, int threads) {
    this(context, threads, context.device().floatAtomics());
  }

  /** With or without float atomics, which must be there. */
  GpuTracer(ComputeContext context, int threads, boolean floatAtomics) {
    this.context = Objects.requireNonNull(context, "context");
    this.team = new WorkerTeam(threads);
    this.reach = context.call(DeviceGrid::reachProgram);
    this.forward = context.call(() -> program("trace.comp", Map.of()));
    this.backward =
        context.call(
            () -> program("adjoint.comp", floatAtomics ? Map.of("FLOAT_ATOMICS", 1) : Map.of()));
    this.segments = context.call(() -> new StorageBuffer(segmentValues.length));
    this.perRay = context.call(() -> new StorageBuffer(rayValues.length));
  }

  private static ShaderProgram program(String resource, Map<String, ?> constants) {
    return ShaderProgram.computing(GpuTracer.class, resource, constants);
  }

  /** What it traces on. */
  public Device device() {
    return context.device();
  }

  @Override
  public synchronized void trace(
      VoxelGrid grid, Rays rays, TraceSettings settings, TracedRays out) {
    RayArrays.requireRoom("results", out.count(), rays.count());
    context.run(() -> update(grid));
    latestGrid = grid;
    latestResults = out;
    for (int first = 0; first < rays.count(); first += CHUNK) {
      int count = Math.min(CHUNK, rays.count() - first);
      SegmentArray.fill(grid, settings, rays, first, count, team, segmentValues);
      context.run(
          () -> {
            segments.upload(0, segmentValues, 0, SegmentArray.VALUES * count);
            forward.use();
            forward.set("wantsNormals", out.hasNormals() ? 1 : 0);
            dispatch(forward, grid, settings, count);
            perRay.download(0, rayValues, 0, RESULTS * count);
          });
      unpack(first, count, out);
    }
  }

  @Override
  public synchronized void adjoint(
      VoxelGrid grid,
      Rays rays,
      TraceSettings settings,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      float[] gradient) {
    RayArrays.requireRoom(rays, traced, colourGradient, opacityGradient);
    RayArrays.requireSize(grid, gradient);
    boolean onDevice = grid == latestGrid && traced == latestResults;
    context.run(
        () -> {
          if (!onDevice) {
            update(grid);
          }
          prepareGradients();
        });
    if (!onDevice) {
      latestGrid = null;
    }
    for (int first = 0; first < rays.count(); first += CHUNK) {
      int count = Math.min(CHUNK, rays.count() - first);
      SegmentArray.fill(grid, settings, rays, first, count, team, segmentValues);
      fillLosses(first, count, traced, colourGradient, opacityGradient);
      context.run(
          () -> {
            segments.upload(0, segmentValues, 0, SegmentArray.VALUES * count);
            perRay.upload(0, rayValues, 0, LOSSES * count);
            gradients.bind(4);
            backward.use();
            dispatch(backward, grid, settings, count);
          });
    }
    context.run(() -> gradients.download(0, gradientPart, 0, gradientPart.length));
    int slice = gradient.length / grid.nz();
    team.forEach(
        grid.nz(),
        (worker, z) -> {
          for (int i = z * slice; i < (z + 1) * slice; i++) {
            gradient[i] += gradientPart[i];
          }
        });
  }

  /** As {@code trace.comp} leaves them. */
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

  /** As {@code adjoint.comp} takes them. */
  private void fillLosses(
      int first, int count, TracedRays traced, float[] colourGradient, float[] opacityGradient) {
    float[] colour = traced.colour();
    for (int i = 0; i < count; i++) {
      int ray = first + i;
      int to = LOSSES * i;
      System.arraycopy(colourGradient, 3 * ray, rayValues, to, 3);
      rayValues[to + 3] =
          colourGradient[3 * ray] * colour[3 * ray]
              + colourGradient[3 * ray + 1] * colour[3 * ray + 1]
              + colourGradient[3 * ray + 2] * colour[3 * ray + 2];
      rayValues[to + 4] = opacityGradient[ray] * (1 - traced.opacity()[ray]);
    }
  }

  private void update(VoxelGrid grid) {
    if (deviceGrid == null || !deviceGrid.size().equals(GridSize.of(grid))) {
      closeGrid();
      deviceGrid = new DeviceGrid(GridSize.of(grid));
    }
    deviceGrid.update(grid, team, reach);
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
  private void dispatch(ShaderProgram program, VoxelGrid grid, TraceSettings settings, int count) {
    deviceGrid.bind(program, grid);
    segments.bind(2);
    perRay.bind(3);
    program.set("rays", count);
    program.set("minTransmittance", settings.minTransmittance());
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
  public synchronized void forEach(int count, IntConsumer piece) {
    team.forEach(count, (worker, i) -> piece.accept(i));
  }

  @Override
  public boolean isOnDevice() {
    return true;
  }

  /** Frees what it has on the device. */
  @Override
  public synchronized void close() {
    context.run(
        () -> {
          closeGrid();
          segments.close();
          perRay.close();
          reach.close();
          forward.close();
          backward.close();
        });
    team.close();
  }
}
