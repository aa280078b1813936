package org.sceneremix.renderer.trace.cpu;

import java.util.Arrays;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.DirectionalGradient;
import org.sceneremix.volume.VoxelGrid;

/**
 * Share of a {@link DirectionalField} in the work of a {@link SampleKernel}, one ray at a time.
 * With the field's interpolated coefficients r_kc (harmonic k, colour c) and a sample's weight w,
 *
 * <pre>
 *   added to C_c:       sum over k of w_k(d) / 2  (sum over samples of w r_kc)
 *   added to g.c:       sum over c, k of (g_c w_k(d) / 2) r_kc
 *   gradient of r_kc:   w g_c w_k(d) / 2, spread over the voxels around the sample
 * </pre>
 *
 * <p>so that harmonics are summed up once a ray and not once a sample. Implementations agree in
 * every bit, as those of {@link SampleKernel} do.
 */
abstract class DirectionalKernel {

  static final int HARMONICS = DirectionalField.HARMONICS;
  static final int COEFFICIENTS = DirectionalField.COEFFICIENTS;

  private static final int CORNERS = 8;

  final float[] coefficients;

  /** Beginnings of the coefficients of a sample's eight voxels, of those that have any. */
  final int[] corner = new int[CORNERS];

  /** The trilinear weights of these voxels. */
  final float[] cornerWeight = new float[CORNERS];

  /** Weighted sums of the ray's samples, and 1/2 g_c w_k(d), in the order of the coefficients. */
  final float[] sums = new float[COEFFICIENTS];

  final float[] projection = new float[COEFFICIENTS];

  /** Products that make up one sample's share of g.c. */
  final float[] products = new float[HARMONICS];

  private final SampleKernel samples;
  private final DirectionalField field;
  private final int[] slots;
  private final float[] weights = new float[HARMONICS];

  /** Run of the sample whose slope was found last. */
  private int run;

  private final int offsetX;
  private final int offsetY;
  private final int offsetZ;
  private final int rowLength;
  private final int layerLength;

  DirectionalKernel(VoxelGrid grid, DirectionalField field, SampleKernel samples) {
    this.coefficients = field.values();
    this.field = field;
    this.slots = field.slots();
    this.samples = samples;
    this.offsetX = samples.strideX / VoxelGrid.CHANNELS;
    this.offsetY = samples.strideY / VoxelGrid.CHANNELS;
    this.offsetZ = samples.strideZ / VoxelGrid.CHANNELS;
    this.rowLength = grid.nx();
    this.layerLength = grid.nx() * grid.ny();
  }

  /** A new ray, forward. */
  final void begin(Rays rays, int i) {
    float[] d = rays.directions();
    field.weigh(d[3 * i], d[3 * i + 1], d[3 * i + 2], weights);
    Arrays.fill(sums, 0);
  }

  /** A new ray, adjoint, with its first run and the loss's gradient of its colour. */
  final void begin(Rays rays, int i, int firstRun, float[] g) {
    begin(rays, i);
    run = firstRun;
    for (int k = 0; k < HARMONICS; k++) {
      projection[k] = 0.5f * g[0] * weights[k];
      projection[HARMONICS + k] = 0.5f * g[1] * weights[k];
      projection[2 * HARMONICS + k] = 0.5f * g[2] * weights[k];
    }
  }

  /**
   * Adds samples of the group to the sums.
   *
   * @param transmittance in front of sample {@code from}
   */
  final void composite(float transmittance, int from, int to) {
    for (int k = from; k < to; k++) {
      float next = samples.transmittance[k];
      float weight = transmittance - next;
      transmittance = next;
      if (weight > 0) {
        addWeighted(findCorners(k), weight);
      }
    }
  }

  /** Adds what the ray's samples come to. */
  final void addTo(float[] colour, int i) {
    for (int c = 0; c < 3; c++) {
      float sum = 0;
      for (int k = 0; k < HARMONICS; k++) {
        sum += weights[k] * sums[c * HARMONICS + k];
      }
      colour[3 * i + c] += 0.5f * sum;
    }
  }

  /**
   * Adds to the slope of samples that were recorded, which become the kernel's group.
   *
   * @param first of their records, which follow on those of the call before
   */
  final void project(SampleRecords records, int first, int count) {
    for (int k = 0; k < count; k++) {
      while (first + k == records.to(run)) {
        run++;
      }
      samples.locate(records, run, first + k, k);
      int corners = findCorners(k);
      if (corners > 0) {
        multiply(corners);
        float sum = 0;
        for (float product : products) {
          sum += product;
        }
        samples.slope[k] += sum;
      }
    }
  }

  /** Adds to the gradient of the voxels around the group's samples, given their half weights. */
  final void scatter(int count, DirectionalGradient gradient) {
    for (int k = 0; k < count; k++) {
      float weight = 2 * samples.halfWeight[k];
      if (weight > 0) {
        int corners = findCorners(k);
        for (int j = 0; j < corners; j++) {
          gradient.touched()[corner[j] / COEFFICIENTS] = true;
        }
        scatter(corners, weight, gradient.values());
      }
    }
  }

  /** Finds the voxels around a sample that have coefficients; returns how many. */
  private int findCorners(int k) {
    int lowest = samples.cellZ[k] * layerLength + samples.cellY[k] * rowLength + samples.cellX[k];
    float fx = samples.fractionX[k];
    float fy = samples.fractionY[k];
    float fz = samples.fractionZ[k];
    int count = 0;
    for (int j = 0; j < CORNERS; j++) {
      int voxel = lowest;
      float weight;
      if ((j & 1) == 0) {
        weight = 1 - fx;
      } else {
        weight = fx;
        voxel += offsetX;
      }
      if ((j & 2) == 0) {
        weight *= 1 - fy;
      } else {
        weight *= fy;
        voxel += offsetY;
      }
      if ((j & 4) == 0) {
        weight *= 1 - fz;
      } else {
        weight *= fz;
        voxel += offsetZ;
      }
      int slot = slots[voxel];
      if (slot >= 0) {
        corner[count] = slot;
        cornerWeight[count++] = weight;
      }
    }
    return count;
  }

  /** {@code sums += weight * interpolated coefficients}. */
  abstract void addWeighted(int corners, float weight);

  /** Finds {@link #products}: projection times interpolated coefficients, summed over colours. */
  abstract void multiply(int corners);

  /** Adds projection times weight, spread over the corners. */
  abstract void scatter(int corners, float weight, float[] gradient);
}
