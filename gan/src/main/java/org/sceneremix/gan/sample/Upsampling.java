package org.sceneremix.gan.sample;

import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.LinearTaps;
import org.sceneremix.volume.TrilinearResize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A scene brought to another number of voxels by trilinear interpolation, window by window: the
 * same values as {@link TrilinearResize} gives for the whole, and across the ends of a periodic
 * scene the same as inside it.
 */
final class Upsampling {

  private static final int C = VoxelGrid.CHANNELS;

  private final SceneStore scene;
  private final GridSize to;
  private final Periodicity periodicity;

  /**
   * @param scene what is brought to
   * @param to this number of voxels
   */
  Upsampling(SceneStore scene, GridSize to, Periodicity periodicity) {
    this.scene = scene;
    this.to = to;
    this.periodicity = periodicity;
  }

  /**
   * Computes a window; where it leaves the scene it goes on as the periodicity says.
   *
   * @return {@code nz * ny * nx * 4} values
   */
  float[] window(Window window) {
    GridSize from = scene.size();
    GridSize n = window.size();
    Axis x = new Axis(from.nx(), to.nx(), window.x0(), n.nx(), periodicity.alongX());
    Axis y = new Axis(from.ny(), to.ny(), window.y0(), n.ny(), periodicity.alongY());
    Axis z = new Axis(from.nz(), to.nz(), window.z0(), n.nz(), false);
    float[] block = new float[x.needed * y.needed * z.needed * C];
    scene.read(
        new Window(x.first, y.first, z.first, new GridSize(x.needed, y.needed, z.needed)),
        periodicity,
        block);
    block = x.apply(block, z.needed * y.needed, C);
    block = y.apply(block, z.needed, n.nx() * C);
    block = z.apply(block, 1, n.ny() * n.nx() * C);
    Windows.emptyBeyond(block, window, to, periodicity);
    return block;
  }

  /** Interpolation along one axis, for some of the new voxels. */
  private static final class Axis {
    final LinearTaps taps;

    /** Old voxels that are needed: these many from this one on. */
    final int first;

    final int needed;

    Axis(int n, int m, int start, int count, boolean periodic) {
      taps = periodic ? LinearTaps.periodic(n, m, start, count) : LinearTaps.of(n, m, start, count);
      int least = Integer.MAX_VALUE;
      int greatest = Integer.MIN_VALUE;
      for (int i = 0; i < count; i++) {
        least = Math.min(least, taps.lower(i));
        greatest = Math.max(greatest, taps.lower(i));
      }
      first = least;
      needed = greatest + 2 - least;
    }

    /** From {@code [outer][needed][inner]} to {@code [outer][count][inner]}. */
    float[] apply(float[] in, int outer, int inner) {
      float[] out = new float[outer * taps.count() * inner];
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < taps.count(); i++) {
          int at = (o * needed + taps.lower(i) - first) * inner;
          int target = (o * taps.count() + i) * inner;
          float weight = taps.upperWeight(i);
          if (weight == 0) {
            System.arraycopy(in, at, out, target, inner);
            continue;
          }
          for (int c = 0; c < inner; c++) {
            out[target + c] = (1 - weight) * in[at + c] + weight * in[at + inner + c];
          }
        }
      }
      return out;
    }
  }
}
