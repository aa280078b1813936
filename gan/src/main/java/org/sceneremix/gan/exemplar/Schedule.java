package org.sceneremix.gan.exemplar;

import java.util.List;
import java.util.stream.Stream;
import org.sceneremix.volume.GridSize;

/**
 * Patch sizes of the rounds at the coarsest level, voxels along an edge: the dial between fidelity
 * and diversity. Large patches keep things whole, small ones let them mix; sizes fall, so that the
 * first rounds decide where things are and the last ones mend the seams.
 *
 * @param patches odd; at least one
 */
public record Schedule(List<Integer> patches) {

  /** From the freest to the most faithful, at equal steps of fidelity. */
  private static final List<Schedule> STEPS =
      Stream.of(
              List.of(5, 5, 5),
              List.of(5, 5, 5, 5, 5),
              List.of(7, 5, 5, 5, 5),
              List.of(7, 7, 7, 5, 5),
              List.of(9, 7, 7, 7, 5, 5),
              List.of(9, 9, 7, 7, 7, 5, 5),
              List.of(11, 9, 9, 7, 7, 7, 5, 5),
              List.of(11, 11, 9, 9, 7, 7, 7, 5, 5),
              List.of(13, 11, 11, 9, 9, 7, 7, 7, 5, 5))
          .map(Schedule::new)
          .toList();

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
   * The schedule for a wish: 0 mixes freely (5, 5, 5), 1 keeps large pieces (13, 11, 11, 9, 9, 7,
   * 7, 7, 5, 5); at 0.375 lies what was best for toy blocks at 36 x 36 x 12 voxels, 7, 7, 7, 5, 5.
   *
   * @param fidelity in [0, 1]
   * @throws IllegalArgumentException if it is not
   */
  public static Schedule ofFidelity(double fidelity) {
    if (!(fidelity >= 0 && fidelity <= 1)) {
      throw new IllegalArgumentException("fidelity lies between 0 and 1, not " + fidelity);
    }
    return STEPS.get((int) Math.round(fidelity * (STEPS.size() - 1)));
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
