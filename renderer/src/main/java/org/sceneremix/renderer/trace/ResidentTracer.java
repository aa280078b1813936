package org.sceneremix.renderer.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.renderer.gl.StorageBuffer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The tracer of {@link GpuTracer} for grids that are in the memory of the graphics device already:
 * pictures and gradients stay there, and only ray segments are sent.
 *
 * <p>A picture holds colour and opacity, 4 values a ray. All calls belong to the context's thread.
 */
public final class ResidentTracer implements AutoCloseable {

  /** So few that no driver takes a device for hung. */
  private static final int MOST_RAYS = 1 << 16;

  private static final int GROUP = 64;

  private final WorkerTeam team;
  private final ShaderProgram reach;
  private final ShaderProgram forward;
  private final ShaderProgram backward;
  private DeviceGrid grid;
  private StorageBuffer gradient;

  /**
   * @param context what it traces on
   * @param threads that prepare rays on the processor
   */
  public ResidentTracer(ComputeContext context, int threads) {
    Objects.requireNonNull(context, "context");
    Map<String, Object> constants = new HashMap<>(Map.of("PICTURE", 1));
    this.reach = DeviceGrid.reachProgram();
    this.forward = ShaderProgram.computing(ResidentTracer.class, "trace.comp", constants);
    if (context.device().floatAtomics()) {
      constants.put("FLOAT_ATOMICS", 1);
    }
    this.backward = ShaderProgram.computing(ResidentTracer.class, "adjoint.comp", constants);
    this.team = new WorkerTeam(threads);
  }

  /**
   * Sends rays to the device.
   *
   * @param frame box, size and density scale of the grids to be traced
   */
  public Batch batch(VoxelGrid frame, Rays rays, TraceSettings settings) {
    return new Batch(frame, rays, settings);
  }

  /** Rays on the device. */
  public final class Batch implements AutoCloseable {
    private final VoxelGrid frame;
    private final TraceSettings settings;
    private final int count;
    private final StorageBuffer segments;

    private Batch(VoxelGrid frame, Rays rays, TraceSettings settings) {
      if (rays.count() < 1 || rays.count() > MOST_RAYS) {
        throw new IllegalArgumentException(
            "a batch has 1 to " + MOST_RAYS + " rays, not " + rays.count());
      }
      this.frame = frame;
      this.settings = settings;
      this.count = rays.count();
      int[] values = new int[SegmentArray.VALUES * count];
      SegmentArray.fill(frame, settings, rays, 0, count, team, values);
      this.segments = new StorageBuffer(values.length);
      segments.upload(values);
    }

    /**
     * Traces.
     *
     * @param values of the grid, laid out as {@link VoxelGrid#data()}, from {@code valuesAt} on
     * @param picture receives 4 values a ray, from {@code pictureAt} on
     */
    public void trace(StorageBuffer values, int valuesAt, StorageBuffer picture, int pictureAt) {
      load(values, valuesAt);
      forward.use();
      forward.set("pictureAt", pictureAt);
      picture.bind(3);
      dispatch(forward);
    }

    /**
     * The gradient of a loss with respect to the grid.
     *
     * @param picture what {@link #trace} made of the grid
     * @param slopes the loss's gradient with respect to the picture, from {@code slopesAt} on
     * @return laid out as the grid; the next call overwrites it
     */
    public StorageBuffer adjoint(
        StorageBuffer values,
        int valuesAt,
        StorageBuffer picture,
        int pictureAt,
        StorageBuffer slopes,
        int slopesAt) {
      load(values, valuesAt);
      gradient.clear();
      backward.use();
      backward.set("pictureAt", pictureAt);
      backward.set("slopesAt", slopesAt);
      slopes.bind(3);
      gradient.bind(4);
      picture.bind(5);
      dispatch(backward);
      return gradient;
    }

    private void load(StorageBuffer values, int valuesAt) {
      GridSize size = GridSize.of(frame);
      if (grid == null || !grid.size().equals(size)) {
        closeGrid();
        grid = new DeviceGrid(size);
        gradient = new StorageBuffer(grid.values());
      }
      grid.copyFrom(values, valuesAt, reach);
    }

    /**
     * @param program in use
     */
    private void dispatch(ShaderProgram program) {
      grid.bind(program, frame);
      segments.bind(2);
      program.set("rays", count);
      program.set("minTransmittance", settings.minTransmittance());
      program.dispatch((count + GROUP - 1) / GROUP, 1, 1);
    }

    @Override
    public void close() {
      segments.close();
    }
  }

  private void closeGrid() {
    if (grid != null) {
      grid.close();
      gradient.close();
      grid = null;
    }
  }

  @Override
  public void close() {
    closeGrid();
    reach.close();
    forward.close();
    backward.close();
    team.close();
  }
}
