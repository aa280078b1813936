package org.sceneremix.gan.exemplar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sceneremix.volume.GridSize;

/**
 * Patch sizes of the rounds at the coarsest level, voxels along an edge: the dial between fidelity
 * and diversity. Large patches keep things whole, small ones let them mix; sizes fall, so that the
 * first rounds decide where things are and the last ones mend the seams.
 *
 * @param patches odd; at least one
 */
public record Schedule(List<Integer> patches) {

  private static final int SMALLEST = 5;
  private static final int LARGEST = 13;

  /** Size of which one round more than of others leaves the fewest things cut; see METHOD.md. */
  private static final int THRICE = 7;

  private static final int FEWEST_ROUNDS = 3;

  /**
   * @throws IllegalArgumentException if there is no round, or a size is even or not positive
   */
  public Schedule {
    patches = List.copyOf(patches);
    if (patches.isEmpty()) {
      throw new IllegalArgumentException("a schedule needs at least one round");
    }
    for (int patch : patches) {
      if (patch < 1 || patch % 2 == 0) {
        throw new IllegalArgumentException(
            "the edge of a patch is an odd number of voxels, not " + patch);
      }
    }
  }

  /**
   * The schedule for a wish: 0 mixes freely (5, 5, 5), 1 keeps large pieces (13, 13, 11, 11, 9, 9,
   * 7, 7, 7, 5, 5); 0.25 is what was best for toy blocks at 36 x 36 x 12 voxels, 7, 7, 7, 5, 5. Of
   * two wishes the greater never has smaller patches.
   *
   * @param fidelity in [0, 1]
   * @throws IllegalArgumentException if it is not
   */
  public static Schedule ofFidelity(double fidelity) {
    if (!(fidelity >= 0 && fidelity <= 1)) {
      throw new IllegalArgumentException("fidelity lies between 0 and 1, not " + fidelity);
    }
    // half a step is one round more of the next size
    int halfSteps = (int) Math.round(fidelity * (LARGEST - SMALLEST));
    List<Integer> patches = new ArrayList<>();
    if (halfSteps % 2 == 1) {
      patches.add(SMALLEST + halfSteps + 1);
    }
    for (int patch = SMALLEST + halfSteps / 2 * 2; patch >= SMALLEST; patch -= 2) {
      patches.addAll(Collections.nCopies(patch == THRICE ? 3 : 2, patch));
    }
    while (patches.size() < FEWEST_ROUNDS) {
      patches.add(SMALLEST);
    }
    return new Schedule(patches);
  }

  /** One round of each size: half the work, for a first look. */
  public Schedule hurried() {
    return new Schedule(patches.stream().distinct().toList());
  }

  /** The same with no patch wider than a lattice. */
  Schedule cappedTo(GridSize size) {
    int narrow = Math.min(size.nx(), size.ny());
    int most = narrow % 2 == 0 ? Math.max(1, narrow - 1) : narrow;
    return new Schedule(patches.stream().map(patch -> Math.min(patch, most)).toList());
  }
}
