package org.sceneremix.gan.detail;

import java.util.stream.IntStream;
import org.sceneremix.volume.GridSize;

/**
 * What overlapping patches say about each voxel: every patch that covers it proposes the voxel that
 * its match has there. The better and the nearer the patch, the more its word weighs,
 *
 * <pre>
 *   w = exp(-(distance - least distance) / h)  exp(-|offset|^2 / 2 s^2)
 * </pre>
 *
 * <p>The mean of all proposals would blur where they disagree. Taken is the mode around the
 * heaviest proposal, by mean shift with a Gaussian window over what is visible of the voxels.
 */
final class Vote {

  /** s, voxels: proposals by patches that hold the voxel at their rim count less. */
  private static final double SPREAD = 1.2;

  /** Width of the window in feature space; a step in brightness that the eye takes for an edge. */
  private static final float WINDOW = 0.15f;

  private static final int MEAN_SHIFTS = 3;

  private static final int PATCH = Patch.EDGE * Patch.EDGE * Patch.EDGE;

  private final CoordinateMap map;
  private final Features source;
  private final int[] targetOffsets = new int[PATCH];
  private final int[] sourceOffsets = new int[PATCH];
  private final float[] nearness = new float[PATCH];
  private final float bandwidth;

  Vote(CoordinateMap map, Features source) {
    this.map = map;
    this.source = source;
    GridSize from = map.target();
    GridSize to = map.source();
    for (int i = 0; i < PATCH; i++) {
      int dx = i % Patch.EDGE - Patch.RADIUS;
      int dy = i / Patch.EDGE % Patch.EDGE - Patch.RADIUS;
      int dz = i / Patch.EDGE / Patch.EDGE - Patch.RADIUS;
      targetOffsets[i] = (dz * from.ny() + dy) * from.nx() + dx;
      sourceOffsets[i] = (dz * to.ny() + dy) * to.nx() + dx;
      nearness[i] = (float) Math.exp(-(dx * dx + dy * dy + dz * dz) / (2 * SPREAD * SPREAD));
    }
    this.bandwidth = Math.max(1e-6f, 0.5f * map.meanDistance());
  }

  /** What the voted voxels look like; voxels that no patch covers are empty. */
  Features features() {
    Features result = Features.empty(map.target());
    forEachVoxel(
        result,
        (voxel, ballot) -> {
          if (ballot.hold(voxel)) {
            System.arraycopy(
                ballot.mode, 0, result.values(), voxel * Features.CHANNELS, Features.CHANNELS);
          }
        });
    result.continueUpAndDown();
    return result;
  }

  /**
   * For every voxel of the target, by the indices of {@link Features}, the voxel of the source that
   * is nearest to the mode; {@link CoordinateMap#NONE} where no patch covers it.
   */
  int[] voxels() {
    Features layout = Features.empty(map.target());
    int[] result = new int[layout.voxelCount()];
    forEachVoxel(
        layout,
        (voxel, ballot) ->
            result[voxel] = ballot.hold(voxel) ? ballot.nearestToMode() : CoordinateMap.NONE);
    return result;
  }

  private interface VoxelWork {
    void run(int voxel, Ballot ballot);
  }

  private void forEachVoxel(Features layout, VoxelWork work) {
    GridSize size = map.target();
    IntStream.range(0, size.nz() * size.ny())
        .parallel()
        .forEach(
            row -> {
              Ballot ballot = new Ballot();
              int first = layout.voxel(0, row % size.ny(), row / size.ny());
              for (int voxel = first; voxel < first + size.nx(); voxel++) {
                work.run(voxel, ballot);
              }
            });
  }

  /** The vote on one voxel. */
  private final class Ballot {
    private final int[] proposals = new int[PATCH];
    private final float[] weights = new float[PATCH];
    private final float[] mode = new float[Features.CHANNELS];
    private int count;

    /** Collects proposals and finds their mode; false if there are none. */
    boolean hold(int voxel) {
      collect(voxel);
      if (count == 0) {
        return false;
      }
      int heaviest = 0;
      for (int i = 1; i < count; i++) {
        heaviest = weights[i] > weights[heaviest] ? i : heaviest;
      }
      System.arraycopy(
          source.values(), proposals[heaviest] * Features.CHANNELS, mode, 0, Features.CHANNELS);
      for (int i = 0; i < MEAN_SHIFTS && count > 1; i++) {
        shift();
      }
      return true;
    }

    /** Proposals of the same voxel of the source are added up. */
    private void collect(int voxel) {
      count = 0;
      if (isUnanimous(voxel)) {
        return;
      }
      int[] matches = map.matches();
      float least = Float.POSITIVE_INFINITY;
      for (int offset : targetOffsets) {
        if (hasMatch(voxel + offset)) {
          least = Math.min(least, map.distances()[voxel + offset]);
        }
      }
      for (int i = 0; i < PATCH; i++) {
        int patch = voxel + targetOffsets[i];
        if (!hasMatch(patch)) {
          continue;
        }
        int proposal = matches[patch] - sourceOffsets[i];
        float weight = nearness[i] * (float) Math.exp((least - map.distances()[patch]) / bandwidth);
        int slot = 0;
        while (slot < count && proposals[slot] != proposal) {
          slot++;
        }
        if (slot == count) {
          proposals[count] = proposal;
          weights[count] = 0;
          count++;
        }
        weights[slot] += weight;
      }
    }

    /** Inside a piece of the source all agree; then no word needs to be weighed. */
    private boolean isUnanimous(int voxel) {
      int[] matches = map.matches();
      for (int i = 0; i < PATCH; i++) {
        int patch = voxel + targetOffsets[i];
        if (!hasMatch(patch)) {
          continue;
        }
        int proposal = matches[patch] - sourceOffsets[i];
        if (count == 1 && proposals[0] != proposal) {
          count = 0;
          return false;
        }
        proposals[0] = proposal;
        count = 1;
      }
      weights[0] = 1;
      return true;
    }

    /**
     * Beyond the border in x and y an index wraps around to another row, but to no centre there.
     */
    private boolean hasMatch(int patch) {
      int[] matches = map.matches();
      return patch >= 0 && patch < matches.length && matches[patch] != CoordinateMap.NONE;
    }

    private void shift() {
      float sum = 0;
      float red = 0;
      float green = 0;
      float blue = 0;
      float opacity = 0;
      float[] values = source.values();
      for (int i = 0; i < count; i++) {
        float weight =
            weights[i] * (float) Math.exp(-squaredDistance(proposals[i]) / (2 * WINDOW * WINDOW));
        int v = proposals[i] * Features.CHANNELS;
        sum += weight;
        red += weight * values[v];
        green += weight * values[v + 1];
        blue += weight * values[v + 2];
        opacity += weight * values[v + 3];
      }
      mode[0] = red / sum;
      mode[1] = green / sum;
      mode[2] = blue / sum;
      mode[3] = opacity / sum;
    }

    int nearestToMode() {
      int nearest = 0;
      for (int i = 1; i < count; i++) {
        if (squaredDistance(proposals[i]) < squaredDistance(proposals[nearest])) {
          nearest = i;
        }
      }
      return proposals[nearest];
    }

    private float squaredDistance(int proposal) {
      float sum = 0;
      for (int c = 0; c < Features.CHANNELS; c++) {
        float difference = source.values()[proposal * Features.CHANNELS + c] - mode[c];
        sum += difference * difference;
      }
      return sum;
    }
  }
}
