package org.sceneremix.renderer.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.renderer.gl.StorageBuffer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The tracer of {@link GpuTracer} for grids that are in the memory of the graphics device already:
 * pictures and gradients stay there, and of rays only {@link RayPatches} are sent, from which the
 * device makes the segments of {@link RaySegment}.
 *
 * <p>A picture holds colour and opacity, 4 values a ray. All calls belong to the context's thread.
 */
public final class ResidentTracer implements AutoCloseable {

  /** So few that no driver takes a device for hung. */
  private static final int MOST_RAYS = 1 << 16;

  private static final int GROUP = 64;

  private final ShaderProgram prepare;
  private final ShaderProgram reach;
  private final ShaderProgram forward;
  private final ShaderProgram backward;
  private DeviceGrid grid;
  private StorageBuffer gradient;

  /**
   * @param context what it traces on
   */
  public ResidentTracer(ComputeContext context) {
    Objects.requireNonNull(context, "context");
    Map<String, Object> constants = new HashMap<>(Map.of("PICTURE", 1));
    this.prepare = ShaderProgram.computing(ResidentTracer.class, "segments.comp", Map.of());
    this.reach = DeviceGrid.reachProgram();
    this.forward = ShaderProgram.computing(ResidentTracer.class, "trace.comp", constants);
    if (context.device().floatAtomics()) {
      constants.put("FLOAT_ATOMICS", 1);
    }
    this.backward = ShaderProgram.computing(ResidentTracer.class, "adjoint.comp", constants);
  }

  /**
   * Makes rays on the device.
   *
   * @param frame box, size and density scale of the grids to be traced
   * @param settings without jitter
   */
  public Batch batch(VoxelGrid frame, RayPatches patches, TraceSettings settings) {
    return new Batch(frame, patches, settings);
  }

  /** Rays on the device. */
  public final class Batch implements AutoCloseable {
    private final VoxelGrid frame;
    private final TraceSettings settings;
    private final int count;
    private final StorageBuffer segments;

    private Batch(VoxelGrid frame, RayPatches patches, TraceSettings settings) {
      this.frame = frame;
      this.settings = settings;
      this.count = patches.rayCount();
      if (count > MOST_RAYS) {
        throw new IllegalArgumentException(
            "a batch has at most " + MOST_RAYS + " rays, not " + count);
      }
      if (settings.jitterSeed() != 0) {
        throw new IllegalArgumentException("patches are traced without jitter");
      }
      this.segments = new StorageBuffer(SegmentArray.VALUES * count);
      double[] numbers = numbers(patches);
      try (StorageBuffer sent = new StorageBuffer(2 * numbers.length)) {
        sent.upload(words(numbers));
        prepare.use();
        prepare.set("rays", count);
        prepare.set("edge", patches.edge());
        sent.bind(0);
        segments.bind(1);
        prepare.dispatch((count + GROUP - 1) / GROUP, 1, 1);
      }
    }

    /** What {@code segments.comp} takes, in its order. */
    private double[] numbers(RayPatches patches) {
      Aabb box = frame.box();
      double[] shared = {
        box.minX(),
        box.minY(),
        box.minZ(),
        box.maxX(),
        box.maxY(),
        box.maxZ(),
        1 / frame.voxelX(),
        1 / frame.voxelY(),
        1 / frame.voxelZ(),
        settings.step() * frame.shortestVoxelEdge(),
        patches.spacing()
      };
      double[] ofPatches = patches.values();
      double[] numbers = Arrays.copyOf(shared, shared.length + ofPatches.length);
      System.arraycopy(ofPatches, 0, numbers, shared.length, ofPatches.length);
      return numbers;
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

  /** The low and the high word of each number. */
  private static int[] words(double[] numbers) {
    int[] words = new int[2 * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      long bits = Double.doubleToRawLongBits(numbers[i]);
      words[2 * i] = (int) bits;
      words[2 * i + 1] = (int) (bits >>> Integer.SIZE);
    }
    return words;
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
    prepare.close();
    reach.close();
    forward.close();
    backward.close();
  }
}
