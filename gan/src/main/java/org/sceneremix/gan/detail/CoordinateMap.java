package org.sceneremix.gan.detail;

import java.util.Arrays;
import org.sceneremix.volume.GridSize;

/**
 * Where in the exemplar the patches of a target have their matches; both by the indices of {@link
 * Features}.
 */
final class CoordinateMap {

  /** Match of a voxel that is no centre of a patch with something to see in it. */
  static final int NONE = -1;

  private final GridSize target;
  private final GridSize source;
  private final int[] matches;
  private final float[] distances;

  /** A map without matches. */
  CoordinateMap(GridSize target, GridSize source) {
    this.target = target;
    this.source = source;
    int layers = target.nz() + 2 * Features.MARGIN;
    this.matches = new int[layers * target.ny() * target.nx()];
    this.distances = new float[matches.length];
    Arrays.fill(matches, NONE);
  }

  /**
   * For every voxel of a target the voxel of the source at the same place, and beyond the source's
   * border in x and y that where it would be if the source were repeated.
   */
  static int[] samePlaces(Features target, Features source, int layersUp) {
    int[] guess = new int[target.voxelCount()];
    for (int v = 0; v < guess.length; v++) {
      guess[v] =
          source.voxel(
              centre(target.x(v) % source.size().nx(), source.size().nx()),
              centre(target.y(v) % source.size().ny(), source.size().ny()),
              clamp(target.z(v) + layersUp, 0, source.size().nz() - 1));
    }
    return guess;
  }

  /**
   * What this map says about a finer level of the same target and source: for every voxel of the
   * finer target where the match of the patch above it puts it, or {@link #NONE}.
   */
  int[] upsampled(Features fineTarget, Features fineSource) {
    Features coarseTarget = Features.empty(target);
    Features coarseSource = Features.empty(source);
    GridSize from = fineTarget.size();
    GridSize to = fineSource.size();
    int[] guess = new int[fineTarget.voxelCount()];
    for (int v = 0; v < guess.length; v++) {
      int x = centre(below(fineTarget.x(v), from.nx(), target.nx()), target.nx());
      int y = centre(below(fineTarget.y(v), from.ny(), target.ny()), target.ny());
      int z = below(fineTarget.z(v), from.nz(), target.nz());
      int m = matches[coarseTarget.voxel(x, y, z)];
      if (m == NONE) {
        guess[v] = NONE;
        continue;
      }
      double sx = scaled(coarseSource.x(m), source.nx(), to.nx());
      double sy = scaled(coarseSource.y(m), source.ny(), to.ny());
      double sz = scaled(coarseSource.z(m), source.nz(), to.nz());
      sx += fineTarget.x(v) - scaled(x, target.nx(), from.nx());
      sy += fineTarget.y(v) - scaled(y, target.ny(), from.ny());
      sz += fineTarget.z(v) - scaled(z, target.nz(), from.nz());
      guess[v] =
          fineSource.voxel(
              centre((int) Math.round(sx), to.nx()),
              centre((int) Math.round(sy), to.ny()),
              clamp((int) Math.round(sz), 0, to.nz() - 1));
    }
    return guess;
  }

  /** The one of {@code coarse} voxels in which the centre of one of {@code fine} voxels lies. */
  private static int below(int voxel, int fine, int coarse) {
    return (int) ((voxel + 0.5) * coarse / fine);
  }

  /** Position of the centre of one of {@code from} voxels in units of {@code to} voxels. */
  private static double scaled(int voxel, int from, int to) {
    return (voxel + 0.5) * to / from - 0.5;
  }

  /** The nearest voxel along an axis around which a patch fits. */
  static int centre(int voxel, int count) {
    return clamp(voxel, Patch.RADIUS, count - 1 - Patch.RADIUS);
  }

  static int clamp(int value, int min, int max) {
    return Math.max(min, Math.min(max, value));
  }

  /** Centre of the matching patch for every voxel of the target, or {@link #NONE}. */
  int[] matches() {
    return matches;
  }

  /** Sum of squared differences between patch and match. */
  float[] distances() {
    return distances;
  }

  GridSize target() {
    return target;
  }

  GridSize source() {
    return source;
  }

  /** Mean of the distances over all matches; 0 if there is none. */
  float meanDistance() {
    double sum = 0;
    int count = 0;
    for (int v = 0; v < matches.length; v++) {
      if (matches[v] != NONE) {
        sum += distances[v];
        count++;
      }
    }
    return count == 0 ? 0 : (float) (sum / count);
  }
}
