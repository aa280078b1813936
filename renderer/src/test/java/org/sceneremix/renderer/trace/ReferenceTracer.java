package org.sceneremix.renderer.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * The emission-absorption integral and its gradient in double precision, one ray at a time, as the
 * formulas are written: no skipping, no running sums, quadratic time.
 */
public final class ReferenceTracer {

  /** Red, green, blue, opacity, depth, normal. */
  public static final int OUTPUTS = 8;

  private final VoxelGrid shape;
  private final TraceSettings settings;

  /**
   * @param shape gives size, box and density scale; its samples are not read
   */
  public ReferenceTracer(VoxelGrid shape, TraceSettings settings) {
    this.shape = shape;
    this.settings = settings;
  }

  public static double[] samplesOf(VoxelGrid grid) {
    double[] samples = new double[grid.data().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = grid.data()[i];
    }
    return samples;
  }

  /** A voxel's share of a sample. */
  @SuppressWarnings("ArrayRecordComponent") // private to this file, never compared
  private record Corner(int voxel, double weight, double[] weightByPosition) {}

  /** A sample: where it is, and its eight voxels, with repetition at borders. */
  private record Sample(double distance, List<Corner> corners) {}

  /** Colour, opacity, depth and normal of ray i. */
  public double[] trace(double[] grid, Rays rays, int i) {
    double[] result = new double[OUTPUTS];
    double transmittance = 1;
    double delta = interval(rays, i);
    for (Sample sample : samples(rays, i)) {
      double alpha = alpha(grid, sample, delta);
      double weight = transmittance * alpha;
      for (int c = 0; c < 3; c++) {
        result[c] += weight * colour(grid, sample, c);
      }
      result[4] += weight * sample.distance;
      double[] normal = normal(grid, sample);
      for (int axis = 0; axis < 3; axis++) {
        result[5 + axis] += weight * normal[axis];
      }
      transmittance *= 1 - alpha;
      if (transmittance < settings.minTransmittance()) {
        break;
      }
    }
    result[3] = 1 - transmittance;
    return result;
  }

  /** Adds the gradient of {@code colourGradient . C + opacityGradient * A} of ray i. */
  public void adjoint(
      double[] grid,
      Rays rays,
      int i,
      double[] colourGradient,
      double opacityGradient,
      double[] gradient) {
    List<Sample> samples = samples(rays, i);
    double delta = interval(rays, i);
    int n = samples.size();
    double[] alpha = new double[n];
    for (int j = 0; j < n; j++) {
      alpha[j] = alpha(grid, samples.get(j), delta);
    }
    for (int k = 0; k < n; k++) {
      Sample sample = samples.get(k);
      double before = product(alpha, 0, k, -1);
      for (int c = 0; c < 3; c++) {
        double stored = interpolate(grid, sample, c);
        if (stored >= -1 && stored <= 1) {
          scatter(gradient, sample, c, 0.5 * before * alpha[k] * colourGradient[c]);
        }
      }
      double density = interpolate(grid, sample, VoxelGrid.DENSITY);
      if (density > 0) {
        double byAlpha = opacityGradient * product(alpha, 0, n, k);
        for (int c = 0; c < 3; c++) {
          byAlpha += colourGradient[c] * before * colour(grid, sample, c);
          for (int j = k + 1; j < n; j++) {
            byAlpha -=
                colourGradient[c]
                    * colour(grid, samples.get(j), c)
                    * alpha[j]
                    * product(alpha, 0, j, k);
          }
        }
        double alphaByDensity =
            shape.densityScale() * delta * Math.exp(-shape.densityScale() * density * delta);
        scatter(gradient, sample, VoxelGrid.DENSITY, byAlpha * alphaByDensity);
      }
    }
  }

  /** Product of 1 - alpha over [from, to) without one of them. */
  private static double product(double[] alpha, int from, int to, int without) {
    double product = 1;
    for (int j = from; j < to; j++) {
      if (j != without) {
        product *= 1 - alpha[j];
      }
    }
    return product;
  }

  private double alpha(double[] grid, Sample sample, double delta) {
    double density = interpolate(grid, sample, VoxelGrid.DENSITY);
    return 1 - Math.exp(-shape.densityScale() * Math.max(0, density) * delta);
  }

  private static double colour(double[] grid, Sample sample, int channel) {
    return Math.min(1, Math.max(0, (interpolate(grid, sample, channel) + 1) / 2));
  }

  private static double[] normal(double[] grid, Sample sample) {
    double[] normal = new double[3];
    for (Corner corner : sample.corners) {
      for (int axis = 0; axis < 3; axis++) {
        normal[axis] -= corner.weightByPosition[axis] * grid[corner.voxel + VoxelGrid.DENSITY];
      }
    }
    double norm = Math.sqrt(Arrays.stream(normal).map(n -> n * n).sum());
    return norm == 0 ? normal : Arrays.stream(normal).map(n -> n / norm).toArray();
  }

  private static double interpolate(double[] grid, Sample sample, int channel) {
    double sum = 0;
    for (Corner corner : sample.corners) {
      sum += corner.weight * grid[corner.voxel + channel];
    }
    return sum;
  }

  private static void scatter(double[] gradient, Sample sample, int channel, double value) {
    for (Corner corner : sample.corners) {
      gradient[corner.voxel + channel] += corner.weight * value;
    }
  }

  private double[] nearAndFar(Rays rays, int i) {
    Aabb box = shape.box();
    double[] min = {box.minX(), box.minY(), box.minZ()};
    double[] max = {box.maxX(), box.maxY(), box.maxZ()};
    double near = 0;
    double far = Double.MAX_VALUE;
    for (int axis = 0; axis < 3; axis++) {
      double origin = rays.origins()[3 * i + axis];
      double direction = rays.directions()[3 * i + axis];
      if (direction == 0) {
        if (origin < min[axis] || origin > max[axis]) {
          return new double[] {0, 0};
        }
      } else {
        double a = (min[axis] - origin) / direction;
        double b = (max[axis] - origin) / direction;
        near = Math.max(near, Math.min(a, b));
        far = Math.min(far, Math.max(a, b));
      }
    }
    return new double[] {near, Math.max(near, far)};
  }

  private int count(Rays rays, int i) {
    double[] ends = nearAndFar(rays, i);
    double intervals = (ends[1] - ends[0]) / (settings.step() * shape.shortestVoxelEdge());
    return intervals == 0 ? 0 : Math.max(1, (int) Math.ceil(intervals - 1e-6));
  }

  private double interval(Rays rays, int i) {
    double[] ends = nearAndFar(rays, i);
    return (ends[1] - ends[0]) / Math.max(1, count(rays, i));
  }

  private List<Sample> samples(Rays rays, int i) {
    List<Sample> samples = new ArrayList<>();
    double near = nearAndFar(rays, i)[0];
    for (int j = 0; j < count(rays, i); j++) {
      double t = near + (j + settings.sampleOffset(i)) * interval(rays, i);
      samples.add(
          sampleAt(
              t,
              rays.origins()[3 * i] + t * rays.directions()[3 * i],
              rays.origins()[3 * i + 1] + t * rays.directions()[3 * i + 1],
              rays.origins()[3 * i + 2] + t * rays.directions()[3 * i + 2]));
    }
    return samples;
  }

  private Sample sampleAt(double t, double worldX, double worldY, double worldZ) {
    Aabb box = shape.box();
    double x = between((worldX - box.minX()) / shape.voxelX() - 0.5, shape.nx());
    double y = between((worldY - box.minY()) / shape.voxelY() - 0.5, shape.ny());
    double z = between((worldZ - box.minZ()) / shape.voxelZ() - 0.5, shape.nz());
    List<Corner> corners = new ArrayList<>();
    for (int corner = 0; corner < 8; corner++) {
      int ix = cell(x, shape.nx()) + (corner & 1);
      int iy = cell(y, shape.ny()) + ((corner >> 1) & 1);
      int iz = cell(z, shape.nz()) + (corner >> 2);
      int voxel =
          shape.index(
              Math.min(ix, shape.nx() - 1),
              Math.min(iy, shape.ny() - 1),
              Math.min(iz, shape.nz() - 1));
      double wx = 1 - Math.abs(x - ix);
      double wy = 1 - Math.abs(y - iy);
      double wz = 1 - Math.abs(z - iz);
      double[] slope = {
        ((corner & 1) * 2 - 1) * wy * wz / shape.voxelX(),
        ((corner >> 1 & 1) * 2 - 1) * wx * wz / shape.voxelY(),
        ((corner >> 2) * 2 - 1) * wx * wy / shape.voxelZ()
      };
      corners.add(new Corner(voxel, wx * wy * wz, slope));
    }
    return new Sample(t, corners);
  }

  /** A position moved between the outermost voxel centres. */
  private static double between(double position, int voxels) {
    return Math.max(0, Math.min(position, voxels - 1));
  }

  private static int cell(double position, int voxels) {
    return Math.min((int) position, Math.max(0, voxels - 2));
  }
}
