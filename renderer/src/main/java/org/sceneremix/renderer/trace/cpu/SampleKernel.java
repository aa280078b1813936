package org.sceneremix.renderer.trace.cpu;

import org.sceneremix.volume.Blocks;
import org.sceneremix.volume.VoxelGrid;

/**
 * The arithmetic on a group of {@value RaySegment#GROUP} successive samples of a ray. A {@link
 * Marcher} calls the steps in the order in which they are declared; between them the group is in
 * the arrays of this class.
 *
 * <p>Implementations do the same operations on the same numbers in the same order, and never a
 * fused multiply-add, so that they agree in every bit. They allocate nothing after construction.
 */
abstract class SampleKernel {

  static final int GROUP = RaySegment.GROUP;

  /**
   * Most recorded samples that are differentiated at a time: many, so that none waits for another.
   */
  static final int MANY = 8 * GROUP;

  static final float FRACTION = 0x1p-24f;

  /**
   * 16 MiB, in values. Smaller grids stay in the third-level cache of usual processors, from where
   * voxels come soon enough: with 4 MiB fetching makes the forward pass slower.
   */
  private static final int LARGE = 1 << 22;

  final float[] data;

  /** Highest cell index along each axis; a single voxel along an axis is one cell of its own. */
  final int lastX;

  final int lastY;
  final int lastZ;

  /** Stride from a voxel to the next along each axis, in values; 0 where there is only one. */
  final int strideX;

  final int strideY;
  final int strideZ;

  /** Cells of the samples, and how far in, in [0, 1). */
  final int[] cellX = new int[MANY];

  final int[] cellY = new int[MANY];
  final int[] cellZ = new int[MANY];
  final float[] fractionX = new float[MANY];
  final float[] fractionY = new float[MANY];
  final float[] fractionZ = new float[MANY];

  /** Interpolated stored values, four a sample; there is room for one more vector at the end. */
  final float[] values = new float[4 * GROUP + 4];

  /** Optical depth from the start of the ray to behind each sample. */
  final float[] opticalDepth = new float[MANY];

  /** Transmittance behind each sample. */
  final float[] transmittance = new float[MANY];

  /**
   * Sums of the compositing: red, green, blue and step number, each weighted, first of the samples
   * of even number, then of odd number.
   */
  final float[] sums = new float[8];

  /** The loss's gradient with respect to the ray's colour, then 0. */
  final float[] colourGradient = new float[8];

  /** Colour of each sample times {@link #colourGradient}. */
  final float[] slope = new float[MANY];

  /** Gradient with respect to each sample's interpolated density. */
  final float[] densityGradient = new float[MANY];

  /** Half of each sample's weight: the gradient of its contribution by its stored colour. */
  final float[] halfWeight = new float[MANY];

  /** Number of gradient blocks along x, and in a layer. */
  final int blocksX;

  final int blocksXy;

  /** Sum of all that was fetched, so that the reads are not optimised away. */
  private int fetched;

  SampleKernel(VoxelGrid grid) {
    Blocks blocks = Blocks.of(grid, BlockAdder.LOG_EDGE);
    this.blocksX = blocks.nx();
    this.blocksXy = blocks.nx() * blocks.ny();
    this.data = grid.data();
    this.lastX = Math.max(0, grid.nx() - 2);
    this.lastY = Math.max(0, grid.ny() - 2);
    this.lastZ = Math.max(0, grid.nz() - 2);
    this.strideX = grid.nx() > 1 ? grid.index(1, 0, 0) : 0;
    this.strideY = grid.ny() > 1 ? grid.index(0, 1, 0) : 0;
    this.strideZ = grid.nz() > 1 ? grid.index(0, 0, 1) : 0;
  }

  /** Whether the samples are too many for the caches. */
  final boolean isLarge() {
    return data.length >= LARGE;
  }

  /**
   * Reads voxels around every so many samples of a ray, to no end but that they come nearer: the
   * reads overlap, whereas interpolation, with much to do between two of them, waits for one after
   * the other.
   */
  final void fetch(RaySegment ray, int from, int to, int every) {
    long x = ray.x + from * ray.dx;
    long y = ray.y + from * ray.dy;
    long z = ray.z + from * ray.dz;
    int bits = fetched;
    for (int j = from; j < to; j += every) {
      int i =
          cell(x, lastX) * VoxelGrid.CHANNELS + cell(y, lastY) * strideY + cell(z, lastZ) * strideZ;
      bits ^=
          Float.floatToRawIntBits(data[i])
              ^ Float.floatToRawIntBits(data[i + strideY])
              ^ Float.floatToRawIntBits(data[i + strideZ])
              ^ Float.floatToRawIntBits(data[i + strideY + strideZ]);
      x += every * ray.dx;
      y += every * ray.dy;
      z += every * ray.dz;
    }
    fetched = bits;
  }

  /** Makes a recorded sample the k-th of the group, as far as its place is concerned. */
  final void locate(SampleRecords from, int run, int record, int k) {
    float[] records = from.records();
    int at = SampleRecords.RECORD * record;
    int block = from.blockOf(run);
    int cell = (int) records[at + SampleRecords.CELL];
    int log = BlockAdder.LOG_EDGE;
    int mask = BlockAdder.EDGE - 1;
    cellX[k] = ((block % blocksX) << log) + (cell & mask);
    cellY[k] = (((block % blocksXy) / blocksX) << log) + ((cell >> log) & mask);
    cellZ[k] = ((block / blocksXy) << log) + (cell >> (2 * log));
    fractionX[k] = records[at + SampleRecords.FRACTIONS];
    fractionY[k] = records[at + SampleRecords.FRACTIONS + 1];
    fractionZ[k] = records[at + SampleRecords.FRACTIONS + 2];
  }

  private static int cell(long position, int last) {
    return Math.max(0, Math.min((int) (position >> RaySegment.STEP_BITS), last));
  }

  /** A new ray. */
  abstract void begin(RaySegment ray);

  /** Finds cells and fractions of the group that starts at sample {@code first}. */
  abstract void locate(RaySegment ray, int first);

  /**
   * Interpolates the stored values of the samples from {@code from} to before {@code to} of the
   * group; where density is not positive, colour need not be right.
   */
  abstract void interpolate(int from, int to);

  /** {@code transmittance = exp(-opticalDepth)}. */
  abstract void attenuate(int groups);

  /**
   * Adds the group to {@link #sums}.
   *
   * @param before transmittance in front of the group
   * @param first number of the group's first sample
   */
  abstract void composite(float before, int first);

  /** Writes a record of each sample of positive density, from {@code from} to before {@code to}. */
  abstract void record(int from, int to, SampleRecords out);

  /**
   * Finds {@link #slope} of samples that were recorded.
   *
   * @param first of their records
   * @param count of samples, at most a group
   */
  abstract void project(float[] records, int first, int count);

  /**
   * Puts the gradients with respect to the recorded values in their place: {@link #densityGradient}
   * and, where colour is not cut off, {@code halfWeight * colourGradient}.
   */
  abstract void differentiate(float[] records, int first, int count);

  /**
   * Adds the records from {@code from} to before {@code to} to the corners of their cells.
   *
   * @param target where to
   * @param first index there of the block's lowest voxel
   * @param strideX from a cell to the next along x, in values; the right corners of a cell are
   *     always next to its left ones
   * @param strideY from a row to the next
   * @param strideZ from a layer to the next
   */
  abstract void scatter(
      float[] records,
      int from,
      int to,
      float[] target,
      int first,
      int strideX,
      int strideY,
      int strideZ);

  /**
   * Adds every other pair of corners of a row of cells to the voxels of that row.
   *
   * @param from index of the row's first pair
   * @param to index of the row's first voxel
   * @param firstCell 0 or 1
   * @param cells number of cells in the row
   */
  abstract void addPairs(
      float[] pairs, int from, float[] gradient, int to, int firstCell, int cells);

  /** Stored colour to colour: [-1, 1] to [0, 1], cut off outside. */
  static float unit(float stored) {
    float value = 0.5f * stored + 0.5f;
    return value < 0 ? 0 : value > 1 ? 1 : value;
  }
}
