package org.sceneremix.renderer.trace.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.sceneremix.volume.VoxelGrid;

/**
 * The kernel in vectors of 256 bits. Such a vector is eight samples of one quantity, or the four
 * channels of two: two neighbouring samples, or two voxels that are neighbours along x and
 * therefore in memory, so that four loads fetch all that an interpolation takes.
 *
 * <p>Only vectors of this one size appear here: on JDK 17 a second size makes every operation's
 * type profile ambiguous, and then each allocates its result.
 *
 * <p>For grids of two voxels or more along x, and steps of at most {@link
 * Kernels#LONGEST_VECTOR_STEP}.
 */
final class VectorKernel extends SampleKernel {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;

  private static final VectorShuffle<Float> OTHER_HALF =
      VectorShuffle.fromValues(FLOATS, 4, 5, 6, 7, 0, 1, 2, 3);
  private static final VectorShuffle<Float> LOWER_HALF_TWICE =
      VectorShuffle.fromValues(FLOATS, 0, 1, 2, 3, 0, 1, 2, 3);
  private static final VectorShuffle<Float> ROTATED =
      VectorShuffle.fromValues(FLOATS, 7, 0, 1, 2, 3, 4, 5, 6);
  private static final VectorMask<Float> FIRST = VectorMask.fromLong(FLOATS, 1);

  private static final VectorShuffle<Float> FIRST_PAIR =
      VectorShuffle.fromValues(FLOATS, 0, 0, 0, 0, 1, 1, 1, 1);
  private static final VectorShuffle<Float> NEXT_WEIGHTS =
      VectorShuffle.fromValues(FLOATS, 2, 3, 4, 5, 6, 7, 0, 1);

  /** Stored values to colours, and 0 for density, of two samples; the number takes its place. */
  private static final float[] HALF = {0.5f, 0.5f, 0.5f, 0, 0.5f, 0.5f, 0.5f, 0};

  private static final float[] PAIR_NUMBER = {0, 0, 0, 0, 0, 0, 0, 1};
  private static final float[] DENSITY_LANE = {0, 0, 0, 1, 0, 0, 0, 1};
  private static final float[] NEXT_PAIR = {0, 0, 0, 2, 0, 0, 0, 2};

  /** The same for a record, whose second half is something else. */
  private static final float[] HALF_OF_RECORD = {0.5f, 0.5f, 0.5f, 0, 0, 0, 0, 0};

  private static final float[] DENSITY_OF_RECORD = {0, 0, 0, 1, 0, 0, 0, 0};
  private static final VectorMask<Float> VALUES_OF_RECORD = VectorMask.fromLong(FLOATS, 0b1111);

  /** Bits of the largest colour, 1; the order of positive floats is that of their bits. */
  private static final int[] LARGEST_BITS = largestBits();

  /** Weights of the two voxels along x: {@code X_CONSTANT + f * X_SLOPE} is (1 - f, f). */
  private static final float[] X_CONSTANT = {1, 1, 1, 1, 0, 0, 0, 0};

  private static final float[] X_SLOPE = {-1, -1, -1, -1, 1, 1, 1, 1};

  private static final int FRACTION_MASK = (1 << RaySegment.FRACTION_BITS) - 1;

  /** Step from the first sample of a group to each, in positions. */
  private final int[] stepsX = new int[GROUP];

  private final int[] stepsY = new int[GROUP];
  private final int[] stepsZ = new int[GROUP];

  private final int[] voxel = new int[GROUP];
  private final int[] block = new int[GROUP];

  /** Records, colours times their gradients. */
  private final float[] products = new float[SampleRecords.RECORD * MANY];

  VectorKernel(VoxelGrid grid) {
    super(grid);
  }

  /** Whether this machine has vectors of this size. */
  static boolean isFast() {
    return FloatVector.SPECIES_PREFERRED.length() >= FLOATS.length();
  }

  private static int[] largestBits() {
    int one = Float.floatToRawIntBits(1f);
    int any = Integer.MAX_VALUE;
    return new int[] {one, one, one, any, one, one, one, any};
  }

  @Override
  void begin(RaySegment ray) {
    for (int k = 0; k < GROUP; k++) {
      stepsX[k] = (int) RaySegment.withinGroup(ray.dx, k);
      stepsY[k] = (int) RaySegment.withinGroup(ray.dy, k);
      stepsZ[k] = (int) RaySegment.withinGroup(ray.dz, k);
    }
  }

  @Override
  void locate(RaySegment ray, int first) {
    locate(ray.x(first), stepsX, lastX, cellX, fractionX);
    locate(ray.y(first), stepsY, lastY, cellY, fractionY);
    locate(ray.z(first), stepsZ, lastZ, cellZ, fractionZ);
    IntVector.fromArray(INTS, cellX, 0)
        .lanewise(VectorOperators.LSHL, 2)
        .add(IntVector.fromArray(INTS, cellY, 0).mul(strideY))
        .add(IntVector.fromArray(INTS, cellZ, 0).mul(strideZ))
        .intoArray(voxel, 0);
  }

  /** Along one axis: cells, and how far in. */
  private static void locate(long start, int[] steps, int last, int[] cells, float[] fractions) {
    int cell = (int) (start >> RaySegment.FRACTION_BITS);
    IntVector relative =
        IntVector.fromArray(INTS, steps, 0)
            .add((int) start & FRACTION_MASK)
            .max(cellsToBits(-cell))
            .min(cellsToBits(last + 1 - cell) - 1);
    relative.lanewise(VectorOperators.ASHR, RaySegment.FRACTION_BITS).add(cell).intoArray(cells, 0);
    FloatVector fraction =
        (FloatVector) relative.and(FRACTION_MASK).convertShape(VectorOperators.I2F, FLOATS, 0);
    fraction.mul(FRACTION).intoArray(fractions, 0);
  }

  /** So many cells in positions; what is out of reach of a group becomes the farthest int. */
  private static int cellsToBits(int cells) {
    return cells > 127
        ? Integer.MAX_VALUE
        : cells < -128 ? Integer.MIN_VALUE : cells << RaySegment.FRACTION_BITS;
  }

  @Override
  void interpolate(int from, int to) {
    float[] v = data;
    int sy = strideY;
    int sz = strideZ;
    for (int k = from; k < to; k++) {
      int i = voxel[k];
      FloatVector v00 = FloatVector.fromArray(FLOATS, v, i);
      FloatVector v10 = FloatVector.fromArray(FLOATS, v, i + sy);
      FloatVector v01 = FloatVector.fromArray(FLOATS, v, i + sz);
      FloatVector v11 = FloatVector.fromArray(FLOATS, v, i + sy + sz);
      float fy = fractionY[k];
      FloatVector v0 = v00.add(v10.sub(v00).mul(fy));
      FloatVector v1 = v01.add(v11.sub(v01).mul(fy));
      FloatVector pair = v0.add(v1.sub(v0).mul(fractionZ[k]));
      // The upper half is of no use: the next sample's result is written over it.
      pair.add(pair.rearrange(OTHER_HALF).sub(pair).mul(fractionX[k])).intoArray(values, 4 * k);
    }
  }

  /** See {@link FastExp}. */
  @Override
  void attenuate(int groups) {
    for (int i = 0; i < groups * GROUP; i += GROUP) {
      FloatVector x = FloatVector.fromArray(FLOATS, opticalDepth, i);
      FloatVector rounded = x.mul(-FastExp.LOG2_E).add(FastExp.ROUND);
      FloatVector k = rounded.sub(FastExp.ROUND);
      FloatVector r = x.neg().sub(k.mul(FastExp.LN2_HIGH)).sub(k.mul(FastExp.LN2_LOW));
      FloatVector p =
          r.mul(FastExp.P5)
              .add(FastExp.P4)
              .mul(r)
              .add(FastExp.P3)
              .mul(r)
              .add(FastExp.P2)
              .mul(r)
              .add(FastExp.P1)
              .mul(r)
              .add(FastExp.P0);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .add(127)
              .lanewise(VectorOperators.LSHL, 23)
              .reinterpretAsFloats();
      p.mul(r)
          .mul(r)
          .add(r)
          .add(1f)
          .mul(power)
          .blend(0f, x.compare(VectorOperators.GT, FastExp.LARGEST))
          .intoArray(transmittance, i);
    }
  }

  @Override
  void composite(float before, int first) {
    FloatVector behind = FloatVector.fromArray(FLOATS, transmittance, 0);
    FloatVector weight = behind.rearrange(ROTATED).blend(before, FIRST).sub(behind);
    FloatVector half = FloatVector.fromArray(FLOATS, HALF, 0);
    FloatVector next = FloatVector.fromArray(FLOATS, NEXT_PAIR, 0);
    IntVector largest = IntVector.fromArray(INTS, LARGEST_BITS, 0);
    FloatVector offset =
        FloatVector.fromArray(FLOATS, DENSITY_LANE, 0)
            .mul(first)
            .add(FloatVector.fromArray(FLOATS, PAIR_NUMBER, 0))
            .add(half);
    FloatVector sum = FloatVector.fromArray(FLOATS, sums, 0);
    for (int i = 0; i < 4 * GROUP; i += 8) {
      FloatVector colour =
          FloatVector.fromArray(FLOATS, values, i)
              .mul(half)
              .add(offset)
              .reinterpretAsInts()
              .max(0)
              .min(largest)
              .reinterpretAsFloats();
      sum = sum.add(colour.mul(weight.rearrange(FIRST_PAIR)));
      offset = offset.add(next);
      weight = weight.rearrange(NEXT_WEIGHTS);
    }
    sum.intoArray(sums, 0);
  }

  @Override
  void record(int from, int to, SampleRecords out) {
    IntVector x = IntVector.fromArray(INTS, cellX, 0);
    IntVector y = IntVector.fromArray(INTS, cellY, 0);
    IntVector z = IntVector.fromArray(INTS, cellZ, 0);
    int log = BlockAdder.LOG_EDGE;
    int mask = BlockAdder.EDGE - 1;
    x.lanewise(VectorOperators.ASHR, log)
        .add(y.lanewise(VectorOperators.ASHR, log).mul(blocksX))
        .add(z.lanewise(VectorOperators.ASHR, log).mul(blocksXy))
        .intoArray(block, 0);
    x.and(mask)
        .add(y.and(mask).lanewise(VectorOperators.LSHL, log))
        .add(z.and(mask).lanewise(VectorOperators.LSHL, 2 * log))
        .intoArray(voxel, 0);
    float[] records = out.records(GROUP);
    int at = SampleRecords.RECORD * out.count();
    int latest = out.latestBlock();
    for (int k = from; k < to; k++) {
      if (!(values[4 * k + 3] > 0)) {
        continue;
      }
      if (block[k] != latest) {
        latest = block[k];
        out.beginRun(latest, at / SampleRecords.RECORD);
      }
      FloatVector.fromArray(FLOATS, values, 4 * k).intoArray(records, at);
      records[at + SampleRecords.FRACTIONS] = fractionX[k];
      records[at + SampleRecords.FRACTIONS + 1] = fractionY[k];
      records[at + SampleRecords.FRACTIONS + 2] = fractionZ[k];
      records[at + SampleRecords.CELL] = voxel[k];
      at += SampleRecords.RECORD;
    }
    out.setCount(at / SampleRecords.RECORD);
  }

  @Override
  void project(float[] records, int first, int count) {
    FloatVector half = FloatVector.fromArray(FLOATS, HALF_OF_RECORD, 0);
    IntVector largest = IntVector.fromArray(INTS, LARGEST_BITS, 0);
    FloatVector gradient = FloatVector.fromArray(FLOATS, colourGradient, 0);
    for (int k = 0; k < count; k++) {
      FloatVector.fromArray(FLOATS, records, SampleRecords.RECORD * (first + k))
          .mul(half)
          .add(half)
          .reinterpretAsInts()
          .max(0)
          .min(largest)
          .reinterpretAsFloats()
          .mul(gradient)
          .intoArray(products, 8 * k);
    }
    for (int k = 0; k < count; k++) {
      slope[k] = products[8 * k] + products[8 * k + 1] + products[8 * k + 2];
    }
  }

  @Override
  void differentiate(float[] records, int first, int count) {
    FloatVector ofColour = FloatVector.fromArray(FLOATS, colourGradient, 0);
    FloatVector densityLane = FloatVector.fromArray(FLOATS, DENSITY_OF_RECORD, 0);
    for (int k = 0; k < count; k++) {
      int at = SampleRecords.RECORD * (first + k);
      FloatVector record = FloatVector.fromArray(FLOATS, records, at);
      FloatVector gradient =
          ofColour
              .mul(halfWeight[k])
              .blend(0f, record.abs().compare(VectorOperators.GT, 1f))
              .add(densityLane.mul(densityGradient[k]));
      record.blend(gradient, VALUES_OF_RECORD).intoArray(records, at);
    }
  }

  @Override
  void scatter(
      float[] records,
      int from,
      int to,
      float[] target,
      int first,
      int cellStride,
      int rowStride,
      int layerStride) {
    FloatVector constant = FloatVector.fromArray(FLOATS, X_CONSTANT, 0);
    FloatVector slopeX = FloatVector.fromArray(FLOATS, X_SLOPE, 0);
    int mask = BlockAdder.EDGE - 1;
    for (int i = from * SampleRecords.RECORD;
        i < to * SampleRecords.RECORD;
        i += SampleRecords.RECORD) {
      int cell = (int) records[i + SampleRecords.CELL];
      float fx = records[i + SampleRecords.FRACTIONS];
      float fy = records[i + SampleRecords.FRACTIONS + 1];
      float fz = records[i + SampleRecords.FRACTIONS + 2];
      FloatVector ofPair =
          FloatVector.fromArray(FLOATS, records, i)
              .rearrange(LOWER_HALF_TWICE)
              .mul(constant.add(slopeX.mul(fx)));
      int to00 =
          first
              + (cell & mask) * cellStride
              + ((cell >> BlockAdder.LOG_EDGE) & mask) * rowStride
              + (cell >> (2 * BlockAdder.LOG_EDGE)) * layerStride;
      FloatVector.fromArray(FLOATS, target, to00)
          .add(ofPair.mul((1 - fy) * (1 - fz)))
          .intoArray(target, to00);
      int to10 = to00 + rowStride;
      FloatVector.fromArray(FLOATS, target, to10)
          .add(ofPair.mul(fy * (1 - fz)))
          .intoArray(target, to10);
      int to01 = to00 + layerStride;
      FloatVector.fromArray(FLOATS, target, to01)
          .add(ofPair.mul((1 - fy) * fz))
          .intoArray(target, to01);
      int to11 = to10 + layerStride;
      FloatVector.fromArray(FLOATS, target, to11).add(ofPair.mul(fy * fz)).intoArray(target, to11);
    }
  }

  @Override
  void addPairs(float[] pairs, int from, float[] gradient, int to, int firstCell, int cells) {
    for (int cell = firstCell; cell < cells; cell += 2) {
      int voxelOfCell = to + cell * VoxelGrid.CHANNELS;
      FloatVector.fromArray(FLOATS, gradient, voxelOfCell)
          .add(FloatVector.fromArray(FLOATS, pairs, from + cell * BlockAdder.PAIR))
          .intoArray(gradient, voxelOfCell);
    }
  }
}
