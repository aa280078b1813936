package org.sceneremix.viewer.session;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.volume.VoxelGrid;

/**
 * A remix that may be chosen.
 *
 * @param id unique in its session
 * @param origin how to make it, of latents alone
 * @param marked whether it stays when others are made
 * @param sketch what it will be like; empty until that is made
 * @param twin what it can hardly be told from by its shape, if there is such a thing
 */
public record Candidate(
    long id, Origin origin, boolean marked, Optional<Sketch> sketch, Optional<String> twin) {

  public Candidate {
    if (!origin.madeOfLatents()) {
      throw new IllegalArgumentException("only remixes of latents alone are candidates");
    }
    Objects.requireNonNull(sketch, "sketch");
    Objects.requireNonNull(twin, "twin");
  }

  /**
   * A rough version of a scene.
   *
   * @param grid to be looked at
   * @param shape where something is, at the resolution of the training
   */
  public record Sketch(VoxelGrid grid, OccupancyGrid shape) {
    public Sketch {
      Objects.requireNonNull(grid, "grid");
      Objects.requireNonNull(shape, "shape");
    }
  }

  /** One of which nothing is known yet. */
  static Candidate of(long id, Origin origin) {
    return new Candidate(id, origin, false, Optional.empty(), Optional.empty());
  }

  /** Seeds that it is made of: a name that no other one of the same settings has. */
  public String label() {
    return text(origin, (share, seed) -> " + " + seed);
  }

  /** Seeds that it is made of, and how much of each. */
  public String recipe() {
    return text(
        origin, (share, seed) -> String.format(Locale.ROOT, " + %.0f %% of %d", 100 * share, seed));
  }

  private static String text(Origin origin, BiFunction<Double, Long, String> other) {
    if (origin instanceof Origin.Varied varied) {
      return text(varied.like(), other) + other.apply(varied.share(), varied.seed());
    }
    if (origin instanceof Origin.Between between) {
      return "Seed " + between.seed() + other.apply(between.share(), between.other());
    }
    return "Seed " + ((Origin.Remix) origin).seed();
  }

  Candidate withMarked(boolean newMarked) {
    return new Candidate(id, origin, newMarked, sketch, twin);
  }

  Candidate withSketch(Sketch newSketch, Optional<String> newTwin) {
    return new Candidate(id, origin, marked, Optional.of(newSketch), newTwin);
  }
}
