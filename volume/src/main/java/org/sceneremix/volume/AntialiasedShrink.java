package org.sceneremix.volume;

import java.util.Arrays;
import org.sceneremix.volume.work.Workers;

/**
 * Shrinks a scene to fewer voxels so that it still looks the same from a distance.
 *
 * <p>Averaging the stored densities would make thin things vanish (one occupied voxel among empty
 * ones averages to a negative density), and averaging opacities would not do either: density is
 * interpolated <em>before</em> it is cut off at zero, so a lone coarse voxel of density D among
 * empty ones is a peak of which only the part above zero shows, with optical thickness {@code s H
 * D^2 / (1 + D)} instead of {@code s H D}, while a little density above a solid floor lifts the
 * floor by up to half a coarse voxel.
 *
 * <p>What is kept is therefore opacity as it is <em>rendered</em>. For a coarse voxel V and axis k,
 * let {@code A_k(V)} be the opacity of the part of an axis-parallel ray inside V, averaged over the
 * voxel's face ("area-averaged opacity"):
 *
 * <pre>
 *   A_k(V) = mean over the face of  1 - exp(-int_V sigma dk)         A(V) = (A_x + A_y + A_z) / 3
 * </pre>
 *
 * <p>The coarse densities start as the mean of the fine ones, which is nearly right for smooth
 * surfaces of thick things and keeps empty space as empty as it was, and are then corrected until A
 * of the coarse field, interpolated and activated, equals A of the fine field in every voxel:
 * {@code D += step (A_fine - A_coarse)}. So a wall stays where it was, and a thread thinner than a
 * coarse voxel becomes as transparent as the share of the voxel that it covers.
 *
 * <p>Where one density cannot give all three opacities of a voxel (a plate across it is opaque from
 * the front and thin from the side), their mean is kept; a plate that is much denser than it is
 * thick and lies across the border of two coarse voxels can become twice as thick.
 *
 * <p>Colour is the mean of the fine colours weighted by opacity; voxels with nothing in them take
 * the colour of their neighbours (see {@link EmptyColour}).
 */
public final class AntialiasedShrink {

  /**
   * The mean error of A in a fitted scene of toy blocks, 96x96x32 shrunk to 64 to 21 voxels a side,
   * was then 0.0006 to 0.0008; twice as many iterations halve it.
   */
  private static final int ITERATIONS = 16;

  /** Density per opacity; opacity rises about 3 times as fast as density in sharp scenes. */
  private static final double FIRST_STEP = 0.25;

  private static final double LARGEST_STEP = 2;

  /** Error of opacity that no eye sees and that is not corrected. */
  private static final double TOLERANCE = 2e-3;

  private final Workers workers;
  private final GridSize fineSize;
  private final double fineEdge;
  private final VoxelGrid coarse;
  private final double[] opacity;
  private final boolean[] coloured;

  // points of the quadrature along each axis of a coarse voxel
  private final int kx;
  private final int ky;
  private final int kz;

  /**
   * A smaller grid under construction, for grids of which only a few slices are at hand at a time:
   * {@link #average} is told of each of its layers, then {@link #finish} gives it.
   *
   * @param fine size of the grid that is shrunk
   * @param box that it fills
   * @param size of the smaller one
   * @throws IllegalArgumentException if that is larger along an axis
   */
  public AntialiasedShrink(
      GridSize fine, Aabb box, float densityScale, GridSize size, Workers workers) {
    if (size.nx() > fine.nx() || size.ny() > fine.ny() || size.nz() > fine.nz()) {
      throw new IllegalArgumentException(
          "a "
              + fine
              + " grid cannot be shrunk to "
              + size
              + "; choose a size no larger along any axis");
    }
    this.workers = workers;
    this.fineSize = fine;
    this.fineEdge =
        Math.min(
            box.sizeX() / fine.nx(), Math.min(box.sizeY() / fine.ny(), box.sizeZ() / fine.nz()));
    this.coarse = VoxelGrid.empty(size.nx(), size.ny(), size.nz(), box, densityScale);
    this.opacity = new double[size.voxelCount()];
    this.coloured = new boolean[size.voxelCount()];
    this.kx = quadraturePoints(fine.nx(), size.nx());
    this.ky = quadraturePoints(fine.ny(), size.ny());
    this.kz = quadraturePoints(fine.nz(), size.nz());
  }

  /**
   * Quadrature points of a coarse voxel: two for each fine one, to see its kinks, and at least
   * four.
   */
  private static int quadraturePoints(int fine, int coarse) {
    return Math.max(4, (int) Math.ceil(2.0 * fine / coarse));
  }

  /**
   * A smaller grid of the same box and density scale.
   *
   * @throws IllegalArgumentException if the size is larger than the grid along an axis
   */
  public static VoxelGrid shrink(VoxelGrid grid, GridSize size, Workers workers) {
    AntialiasedShrink shrink =
        new AntialiasedShrink(GridSize.of(grid), grid.box(), grid.densityScale(), size, workers);
    if (size.equals(GridSize.of(grid))) {
      VoxelGrid same = grid.copy();
      EmptyColour.choose(same);
      return same;
    }
    for (int layer = 0; layer < size.nz(); layer++) {
      shrink.average(layer, grid);
    }
    return shrink.finish();
  }

  /** The first slice of the fine grid that a layer of the coarse one is made of. */
  public int firstSlice(int layer) {
    return Math.max(0, (int) ((long) layer * fineSize.nz() / coarse.nz()) - 1);
  }

  /** The end of those slices. */
  public int endSlice(int layer) {
    long end = ((layer + 1L) * fineSize.nz() + coarse.nz() - 1) / coarse.nz() + 1;
    return (int) Math.min(fineSize.nz(), end);
  }

  /**
   * Fills in mean densities and weighted colours of a layer.
   *
   * @param slices the fine grid, or that part of it from {@link #firstSlice} to {@link #endSlice}
   */
  public void average(int layer, VoxelGrid slices) {
    workers.forEach(
        coarse.ny(),
        y -> {
          Trilinear point = new Trilinear(slices);
          Opacity block = new Opacity();
          double[] sample = new double[VoxelGrid.CHANNELS];
          double[] mean = new double[VoxelGrid.CHANNELS];
          for (int x = 0; x < coarse.nx(); x++) {
            int v = (layer * coarse.ny() + y) * coarse.nx() + x;
            coloured[v] = averageOne(x, y, layer, point, block, sample, mean);
            opacity[v] = block.opacity();
            for (int c = 0; c < VoxelGrid.CHANNELS; c++) {
              coarse.data()[v * VoxelGrid.CHANNELS + c] = (float) mean[c];
            }
          }
        });
  }

  /** The smaller grid, of the same box and density scale, when all layers are filled in. */
  public VoxelGrid finish() {
    matchOpacity(opacity);
    EmptyColour.spread(coarse, coloured);
    EmptyColour.choose(coarse);
    return coarse;
  }

  private boolean averageOne(
      int x, int y, int z, Trilinear point, Opacity block, double[] sample, double[] mean) {
    Aabb box = coarse.box();
    double[] colour = new double[VoxelGrid.DENSITY];
    double density = 0;
    double weight = 0;
    for (int k = 0, p = 0; k < kz; k++) {
      double pz = box.minZ() + (z + (k + 0.5) / kz) * coarse.voxelZ();
      for (int j = 0; j < ky; j++) {
        double py = box.minY() + (y + (j + 0.5) / ky) * coarse.voxelY();
        for (int i = 0; i < kx; i++, p++) {
          double px = box.minX() + (x + (i + 0.5) / kx) * coarse.voxelX();
          point.moveTo(px, py, pz);
          point.sample(sample);
          block.density[p] = sample[VoxelGrid.DENSITY];
          density += sample[VoxelGrid.DENSITY];
          double thickness =
              coarse.densityScale() * Math.max(0, sample[VoxelGrid.DENSITY]) * fineEdge;
          double alpha = -Math.expm1(-thickness);
          weight += alpha;
          for (int c = 0; c < VoxelGrid.DENSITY; c++) {
            colour[c] += alpha * sample[c];
          }
        }
      }
    }
    mean[VoxelGrid.DENSITY] = density / block.density.length;
    for (int c = 0; c < VoxelGrid.DENSITY; c++) {
      mean[c] = weight > 0 ? colour[c] / weight : 0;
    }
    return weight > 0;
  }

  private void matchOpacity(double[] target) {
    double thickness = coarse.densityScale() * coarse.shortestVoxelEdge();
    float[] density = new float[target.length];
    for (int v = 0; v < density.length; v++) {
      float mean = coarse.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY];
      density[v] = Math.max(mean, lonePeak(target[v], thickness));
    }
    Correction correction = new Correction(target, thickness);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      density = correction.apply(density);
    }
    for (int v = 0; v < density.length; v++) {
      coarse.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] = density[v];
    }
  }

  /**
   * The density D of a lone voxel among empty ones with opacity A: {@code s H D^2 / (1 + D) = -ln(1
   * - A)}. Voxels start at least there, because opacity falls to the right value from above but
   * does not rise from where nothing shows.
   */
  private static float lonePeak(double opacity, double thickness) {
    if (opacity <= 0) {
      return VoxelGrid.EMPTY_DENSITY;
    }
    double q = -Math.log1p(-Math.min(opacity, 1 - 1e-6)) / thickness;
    return (float) Math.min(1, 0.5 * (q + Math.sqrt(q * q + 4 * q)));
  }

  /**
   * Simultaneous corrections of all densities. How fast opacity answers to density differs by
   * orders of magnitude between fog and walls, so every voxel has a step of its own that grows
   * while its error keeps its sign and halves when it changes (as in Riedmiller and Braun 1993,
   * "Rprop").
   */
  private final class Correction {
    private final double[] target;
    private final double[] error;
    private final double[] step;
    private final double largestStep;
    private boolean[] active;

    Correction(double[] target, double thickness) {
      this.target = target;
      this.error = new double[target.length];
      this.step = new double[target.length];
      this.active = new boolean[target.length];
      // in a thin medium opacity is proportional to thickness, and answers that much less to
      // density
      double scale = Math.max(1, 1 / thickness);
      this.largestStep = LARGEST_STEP * scale;
      Arrays.fill(step, FIRST_STEP * scale);
      Arrays.fill(active, true);
    }

    float[] apply(float[] density) {
      float[] next = density.clone();
      workers.forEach(coarse.nz(), z -> correctLayer(z, new CoarseVoxel(), density, next));
      // opacity can only have changed where a voxel or a neighbour of it was corrected
      boolean[] changed = new boolean[next.length];
      for (int v = 0; v < next.length; v++) {
        changed[v] = next[v] != density[v];
      }
      active = EmptyColour.dilate(changed, GridSize.of(coarse));
      return next;
    }

    private void correctLayer(int z, CoarseVoxel voxel, float[] density, float[] next) {
      for (int y = 0; y < coarse.ny(); y++) {
        for (int x = 0; x < coarse.nx(); x++) {
          int v = (z * coarse.ny() + y) * coarse.nx() + x;
          if (active[v]) {
            double before = error[v];
            error[v] = target[v] - voxel.opacity(density, x, y, z);
            if (Math.abs(error[v]) > TOLERANCE) {
              step[v] = Math.min(largestStep, step[v] * (error[v] * before < 0 ? 0.5 : 1.2));
              next[v] = (float) Math.max(-1, Math.min(1, density[v] + step[v] * error[v]));
            }
          }
        }
      }
    }
  }

  /** Densities on the quadrature points of one coarse voxel, and the opacity A of it. */
  private final class Opacity {
    /** {@code [kz][ky][kx]}. */
    final double[] density = new double[kx * ky * kz];

    double opacity() {
      return (along(1, kx, kx, ky, kx * ky, kz, coarse.voxelX())
              + along(kx, ky, 1, kx, kx * ky, kz, coarse.voxelY())
              + along(kx * ky, kz, 1, kx, kx, ky, coarse.voxelZ()))
          / 3;
    }

    private double along(
        int stride, int count, int strideA, int countA, int strideB, int countB, double edge) {
      double sum = 0;
      for (int b = 0; b < countB; b++) {
        for (int a = 0; a < countA; a++) {
          double column = 0;
          for (int i = 0, p = a * strideA + b * strideB; i < count; i++, p += stride) {
            column += Math.max(0, density[p]);
          }
          sum -= column > 0 ? Math.expm1(-coarse.densityScale() * edge * column / count) : 0;
        }
      }
      return sum / (countA * countB);
    }
  }

  /**
   * The coarse field inside one of its voxels, interpolated axis by axis from the 3x3x3 samples
   * around.
   */
  private final class CoarseVoxel {
    private final Opacity block = new Opacity();
    private final double[] around = new double[27];
    private final double[] alongX = new double[9 * kx];
    private final double[] alongY = new double[3 * kx * ky];

    double opacity(float[] density, int x, int y, int z) {
      if (!gather(density, x, y, z)) {
        return 0;
      }
      for (int row = 0; row < 9; row++) {
        interpolate(around, 3 * row, 1, alongX, kx * row, 1, kx);
      }
      for (int layer = 0; layer < 3; layer++) {
        for (int i = 0; i < kx; i++) {
          interpolate(alongX, 3 * kx * layer + i, kx, alongY, kx * ky * layer + i, kx, ky);
        }
      }
      for (int column = 0; column < kx * ky; column++) {
        interpolate(alongY, column, kx * ky, block.density, column, kx * ky, kz);
      }
      return block.opacity();
    }

    /** Copies the samples around, continued at the border; tells whether any is positive. */
    private boolean gather(float[] density, int x, int y, int z) {
      boolean positive = false;
      for (int k = -1, p = 0; k <= 1; k++) {
        int atZ = Math.max(0, Math.min(coarse.nz() - 1, z + k));
        for (int j = -1; j <= 1; j++) {
          int atY = Math.max(0, Math.min(coarse.ny() - 1, y + j));
          for (int i = -1; i <= 1; i++, p++) {
            int atX = Math.max(0, Math.min(coarse.nx() - 1, x + i));
            around[p] = density[(atZ * coarse.ny() + atY) * coarse.nx() + atX];
            positive |= around[p] > 0;
          }
        }
      }
      return positive;
    }

    /** Interpolates samples at -1, 0, 1 voxels at {@code count} points between -1/2 and 1/2. */
    private void interpolate(
        double[] in, int at, int stride, double[] out, int to, int outStride, int count) {
      double below = in[at];
      double here = in[at + stride];
      double above = in[at + 2 * stride];
      for (int i = 0; i < count; i++) {
        double offset = (i + 0.5) / count - 0.5;
        out[to + i * outStride] =
            offset < 0 ? here + offset * (here - below) : here + offset * (above - here);
      }
    }
  }
}
