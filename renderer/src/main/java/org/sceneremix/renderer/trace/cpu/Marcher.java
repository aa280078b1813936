package org.sceneremix.renderer.trace.cpu;

import java.util.Optional;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.DirectionalGradient;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.Blocks;
import org.sceneremix.volume.Occupancy;
import org.sceneremix.volume.VoxelGrid;

/**
 * One worker's walk along rays, forward and adjoint: leaps over empty space, and hands what is left
 * to a {@link SampleKernel}, a group of samples at a time. {@code ReferenceTracer} in the tests is
 * the slow, obvious version.
 */
final class Marcher {

  /** Shift of a step count by rounding, at most, far above the error of double arithmetic. */
  private static final double ALMOST_ONE = 1 - 1e-6;

  /**
   * Leaps end this far, 2^-22 voxels, before a face: twice as much as positions within a group
   * differ from exact steps.
   */
  private static final long MARGIN = 1L << (RaySegment.STEP_BITS - 22);

  /** Most samples that are fetched ahead. */
  private static final int FARTHEST_FETCH = 32;

  private static final int BLOCK_BITS = RaySegment.STEP_BITS + Occupancy.LOG_EDGE;

  private final Rays rays;
  private final RaySegment ray;
  private final SampleKernel kernel;
  private final ExpectedNormal normal;

  /** Null where colour does not depend on the viewing direction. */
  private final DirectionalKernel directional;

  private final float densityScale;
  private final float minTransmittance;

  /** Samples that are about a voxel apart. */
  private final int fetchEvery;

  /** The sample up to which voxels of this ray were fetched, and how many are to be next. */
  private int fetchedTo;

  private int fetchNext;
  private final Blocks blocks;
  private final byte[] distance;

  Marcher(
      VoxelGrid grid,
      Occupancy occupancy,
      SampleKernel kernel,
      Optional<DirectionalKernel> directional,
      Rays rays,
      TraceSettings settings) {
    this.rays = rays;
    this.ray = new RaySegment(grid, settings);
    this.kernel = kernel;
    this.normal = new ExpectedNormal(grid, kernel);
    this.directional = directional.orElse(null);
    this.densityScale = grid.densityScale();
    this.minTransmittance = (float) settings.minTransmittance();
    this.fetchEvery = (int) Math.max(1, 1 / settings.step());
    this.blocks = occupancy.blocks();
    this.distance = occupancy.distance();
  }

  SampleKernel kernel() {
    return kernel;
  }

  /**
   * Traces ray {@code i} into slot {@code i} of {@code out}.
   *
   * @param kept its samples are recorded there; null to forget them
   */
  void trace(int i, TracedRays out, SampleRecords kept) {
    ray.set(rays, i);
    fetchedTo = -1;
    float[] sums = kernel.sums;
    for (int c = 0; c < sums.length; c++) {
      sums[c] = 0;
    }
    boolean normals = out.hasNormals();
    normal.begin();
    float thickness = (float) (densityScale * ray.interval);
    float opticalDepth = 0;
    float transmittance = 1;
    int j = nextOccupied(0);
    if (j < ray.samples) {
      kernel.begin(ray);
    }
    if (directional != null) {
      directional.begin(rays, i);
    }
    while (j < ray.samples) {
      int first = j & -SampleKernel.GROUP;
      float before = opticalDepth;
      opticalDepth = absorb(first, j, opticalDepth, thickness);
      if (opticalDepth > before) {
        kernel.attenuate(1);
        kernel.composite(transmittance, first);
        int to = Math.min(SampleKernel.GROUP, ray.samples - first);
        if (kept != null) {
          kernel.record(j - first, to, kept);
        }
        if (normals) {
          normal.add(transmittance);
        }
        if (directional != null) {
          directional.composite(transmittance, j - first, to);
        }
        transmittance = kernel.transmittance[SampleKernel.GROUP - 1];
        if (transmittance < minTransmittance) {
          break;
        }
      }
      j = nextOccupied(first + SampleKernel.GROUP);
    }
    float opacity = 1 - transmittance;
    out.colour()[3 * i] = sums[0] + sums[4];
    out.colour()[3 * i + 1] = sums[1] + sums[5];
    out.colour()[3 * i + 2] = sums[2] + sums[6];
    if (directional != null) {
      directional.addTo(out.colour(), i);
    }
    out.opacity()[i] = opacity;
    out.depth()[i] =
        ray.samples == 0
            ? 0
            : (float) (opacity * ray.firstDistance + (sums[3] + sums[7]) * ray.interval);
    if (normals) {
      normal.store(out, i);
    }
  }

  /** Records the samples of ray {@code i} that {@link #trace} would record. */
  void record(int i, SampleRecords out) {
    ray.set(rays, i);
    fetchedTo = -1;
    float thickness = (float) (densityScale * ray.interval);
    float opticalDepth = 0;
    int j = nextOccupied(0);
    if (j < ray.samples) {
      kernel.begin(ray);
    }
    while (j < ray.samples) {
      int first = j & -SampleKernel.GROUP;
      float before = opticalDepth;
      opticalDepth = absorb(first, j, opticalDepth, thickness);
      if (opticalDepth > before) {
        kernel.record(j - first, Math.min(SampleKernel.GROUP, ray.samples - first), out);
        if (FastExp.ofNegative(opticalDepth) < minTransmittance) {
          return;
        }
      }
      j = nextOccupied(first + SampleKernel.GROUP);
    }
  }

  /**
   * Puts the gradients with respect to the samples of ray {@code i} in the place of their values.
   *
   * <p>With optical depth {@code x_j = sigma_j delta}, weights {@code w_j = T_j - T_{j+1}} and the
   * loss's gradients g = dL/dC, a = dL/dA:
   *
   * <pre>
   *   dL/dc_j = w_j g        dL/dx_j = T_{j+1} g.c_j - g.(C - sum_{i&lt;=j} w_i c_i) + a T_end
   * </pre>
   *
   * so that one walk in the forward direction is enough, given C.
   *
   * @param recorded the ray among others
   * @param directionalGradient added to; not used where colour does not depend on the direction
   */
  void differentiate(
      int i,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      RecordedRays recorded,
      DirectionalGradient directionalGradient) {
    SampleRecords samples = recorded.of(recorded.worker(i));
    int firstRun = recorded.firstRun(i);
    int lastRun = recorded.lastRun(i);
    if (firstRun == lastRun) {
      return;
    }
    ray.set(rays, i);
    float thickness = (float) (densityScale * ray.interval);
    float[] g = kernel.colourGradient;
    float behind = 0;
    for (int c = 0; c < 3; c++) {
      g[c] = colourGradient[3 * i + c];
      behind += g[c] * traced.colour()[3 * i + c];
    }
    if (directional != null) {
      directional.begin(rays, i, firstRun, g);
    }
    float ofOpacity = opacityGradient[i] * (1 - traced.opacity()[i]);
    float opticalDepth = 0;
    float transmittance = 1;
    float[] records = samples.records();
    int end = samples.to(lastRun - 1);
    for (int first = samples.from(firstRun); first < end; first += SampleKernel.MANY) {
      int count = Math.min(SampleKernel.MANY, end - first);
      for (int k = 0; k < count; k++) {
        int at = SampleRecords.RECORD * (first + k);
        opticalDepth += records[at + SampleRecords.DENSITY] * thickness;
        kernel.opticalDepth[k] = opticalDepth;
      }
      kernel.attenuate((count + SampleKernel.GROUP - 1) / SampleKernel.GROUP);
      kernel.project(records, first, count);
      if (directional != null) {
        directional.project(samples, first, count);
      }
      for (int k = 0; k < count; k++) {
        float next = kernel.transmittance[k];
        float weight = transmittance - next;
        transmittance = next;
        behind -= weight * kernel.slope[k];
        kernel.halfWeight[k] = 0.5f * weight;
        kernel.densityGradient[k] = (next * kernel.slope[k] - behind + ofOpacity) * thickness;
      }
      kernel.differentiate(records, first, count);
      if (directional != null) {
        directional.scatter(count, directionalGradient);
      }
    }
  }

  /**
   * Samples the group that starts at {@code first}, from sample j on, up to the end of the ray.
   *
   * @return the optical depth behind it
   */
  private float absorb(int first, int j, float opticalDepth, float thickness) {
    int from = j - first;
    int to = Math.min(SampleKernel.GROUP, ray.samples - first);
    if (first + to > fetchedTo && kernel.isLarge()) {
      fetch(j);
    }
    kernel.locate(ray, first);
    kernel.interpolate(from, to);
    float[] depths = kernel.opticalDepth;
    for (int k = 0; k < from; k++) {
      depths[k] = opticalDepth;
    }
    for (int k = from; k < to; k++) {
      float density = kernel.values[4 * k + VoxelGrid.DENSITY];
      if (density > 0) {
        opticalDepth += density * thickness;
      }
      depths[k] = opticalDepth;
    }
    for (int k = to; k < SampleKernel.GROUP; k++) {
      depths[k] = opticalDepth;
    }
    return opticalDepth;
  }

  /** A few samples where something begins, since it may end the ray, then more and more. */
  private void fetch(int j) {
    if (j > fetchedTo) {
      fetchNext = SampleKernel.GROUP;
    }
    int to = Math.min(ray.samples, (j & -SampleKernel.GROUP) + fetchNext);
    kernel.fetch(ray, j, to, fetchEvery);
    fetchedTo = to;
    fetchNext = Math.min(FARTHEST_FETCH, 2 * fetchNext);
  }

  /** The first sample from j on that lies in a block that may hold anything, or beyond the last. */
  private int nextOccupied(int j) {
    while (j < ray.samples) {
      int bx = block(ray.x(j), kernel.lastX);
      int by = block(ray.y(j), kernel.lastY);
      int bz = block(ray.z(j), kernel.lastZ);
      int far = distance[blocks.index(bx, by, bz)];
      if (far == 0) {
        return j;
      }
      double steps =
          Math.min(
              stepsToFace(ray.x + j * ray.dx, ray.inverseDx, bx, far, blocks.nx()),
              Math.min(
                  stepsToFace(ray.y + j * ray.dy, ray.inverseDy, by, far, blocks.ny()),
                  stepsToFace(ray.z + j * ray.dz, ray.inverseDz, bz, far, blocks.nz())));
      j = steps >= ray.samples - j ? ray.samples : j + Math.max(1, (int) (steps + ALMOST_ONE));
    }
    return j;
  }

  /** The block of a position along one axis. */
  private static int block(long position, int lastCell) {
    int cell = (int) (position >> RaySegment.FRACTION_BITS);
    return Math.max(0, Math.min(cell, lastCell)) >> Occupancy.LOG_EDGE;
  }

  /**
   * Steps, with fraction, to where a ray leaves the cube of blocks that are less than {@code far}
   * away from a block, along one axis.
   */
  private static double stepsToFace(
      long position, double inverseStep, int block, int far, int count) {
    if (inverseStep > 0 && block + far < count) {
      return (((long) (block + far) << BLOCK_BITS) - MARGIN - position) * inverseStep;
    }
    if (inverseStep < 0 && block - far >= 0) {
      return (((long) (block - far + 1) << BLOCK_BITS) + MARGIN - position) * inverseStep;
    }
    return Double.POSITIVE_INFINITY;
  }
}
