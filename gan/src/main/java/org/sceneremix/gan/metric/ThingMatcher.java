package org.sceneremix.gan.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.gan.lattice.Things;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Whether the things of a scene are whole things of another one.
 *
 * <p>A thing ({@link Things}) of a remix is held against each of the reference's, shifted along the
 * ground to where they agree best: voxels of a surface agree that lie in the body of the other,
 * which is all that lies below its surface, down to its lowest voxel. With a and b the agreeing
 * shares of the thing and of the reference's, it is
 *
 * <ul>
 *   <li>whole, if both are at least {@value #WHOLE} for one of them;
 *   <li>else cut, if a is for one of them: it is a part of that;
 *   <li>else merged, if b is for one of them: it holds that and more;
 *   <li>else mixed.
 * </ul>
 *
 * <p>For example, the upper half of a block has a = 1 and b near 0.5: cut.
 */
public final class ThingMatcher {

  /** Outcome of comparing a thing with the things of the reference. */
  public enum Kind {
    WHOLE,
    CUT,
    MERGED,
    MIXED
  }

  /**
   * A thing of a scene.
   *
   * @param voxels of its surface, in ascending order; not copied
   * @param kind outcome of its comparison
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Match(int[] voxels, Kind kind) {}

  private static final double WHOLE = 0.9;

  /** Voxels of a thing that are compared, at most. */
  private static final int COMPARED = 160;

  private final Things reference;
  private final List<Thing> known;

  private ThingMatcher(VoxelGrid grid, Things reference) {
    this.reference = reference;
    this.known = things(grid, reference.all());
  }

  /** Matches with the things of a reference; none where it does not fall into some. */
  public static Optional<ThingMatcher> of(VoxelGrid reference) {
    return Things.of(reference).map(things -> new ThingMatcher(reference, things));
  }

  /** Number of things of the reference. */
  int count() {
    return known.size();
  }

  /** The things of the reference, as the numbers of their surface voxels. */
  public List<int[]> reference() {
    return reference.all();
  }

  /** The things of another scene, in the order of their first voxels. */
  public List<Match> matches(VoxelGrid scene, Workers workers) {
    List<Thing> things = things(scene, reference.in(scene));
    Match[] matches = new Match[things.size()];
    workers.forEach(
        matches.length, i -> matches[i] = new Match(things.get(i).voxels, kind(things.get(i))));
    return List.of(matches);
  }

  /** Shares of the things of another scene; none where it has no things. */
  Optional<ThingShares> of(VoxelGrid remix, OccupancyGrid occupancy, Workers workers) {
    List<Match> things = matches(remix, workers);
    if (things.isEmpty()) {
      return Optional.empty();
    }
    BitSet hanging = occupancy.largestPart();
    double n = things.size();
    long floating = things.stream().filter(thing -> !hanging.get(thing.voxels()[0])).count();
    return Optional.of(
        new ThingShares(
            things.size(),
            count(things, Kind.WHOLE) / n,
            count(things, Kind.CUT) / n,
            count(things, Kind.MERGED) / n,
            count(things, Kind.MIXED) / n,
            floating / n));
  }

  private static long count(List<Match> things, Kind kind) {
    return things.stream().filter(thing -> thing.kind() == kind).count();
  }

  private Kind kind(Thing thing) {
    boolean cut = false;
    boolean merged = false;
    for (Thing other : known) {
      Agreement agreement = thing.bestAgreement(other);
      if (agreement.own() >= WHOLE && agreement.others() >= WHOLE) {
        return Kind.WHOLE;
      }
      cut |= agreement.own() >= WHOLE;
      merged |= agreement.others() >= WHOLE;
    }
    return cut ? Kind.CUT : merged ? Kind.MERGED : Kind.MIXED;
  }

  private static List<Thing> things(VoxelGrid grid, List<int[]> surfaces) {
    OccupancyGrid occupancy = OccupancyGrid.of(grid);
    return surfaces.stream().map(surface -> new Thing(occupancy, surface)).toList();
  }

  private record Agreement(double own, double others) {}

  /** A part of a surface in the smallest box along the ground around it; heights are kept. */
  private static final class Thing {
    private final int[] voxels;
    private final int nx;
    private final int ny;
    private final int nz;

    /** Sample of the voxels, as x, y, z in the box. */
    private final int[][] some;

    /** Voxels of the body, by the box. */
    private final BitSet body;

    Thing(OccupancyGrid grid, int[] voxels) {
      this.voxels = voxels;
      int x0 = Arrays.stream(voxels).map(grid::x).min().orElseThrow();
      int y0 = Arrays.stream(voxels).map(grid::y).min().orElseThrow();
      this.nx = Arrays.stream(voxels).map(grid::x).max().orElseThrow() - x0 + 1;
      this.ny = Arrays.stream(voxels).map(grid::y).max().orElseThrow() - y0 + 1;
      this.nz = grid.size().nz();
      int every = (voxels.length + COMPARED - 1) / COMPARED;
      this.some = new int[(voxels.length + every - 1) / every][];
      this.body = new BitSet(nx * ny * nz);
      int lowest = grid.z(voxels[0]);
      for (int i = 0; i < voxels.length; i++) {
        int[] at = {grid.x(voxels[i]) - x0, grid.y(voxels[i]) - y0, grid.z(voxels[i])};
        if (i % every == 0) {
          some[i / every] = at;
        }
        int column = at[1] * nx + at[0];
        for (int z = lowest; z <= at[2]; z++) {
          body.set(z * nx * ny + column);
        }
      }
    }

    private boolean contains(int x, int y, int z) {
      return x >= 0 && y >= 0 && x < nx && y < ny && body.get((z * ny + y) * nx + x);
    }

    /** Agreeing shares where they, and above all the larger, are greatest. */
    Agreement bestAgreement(Thing other) {
      Agreement best = new Agreement(0, 0);
      double bestSum = 0;
      for (int dy = -other.ny; dy <= ny; dy++) {
        for (int dx = -other.nx; dx <= nx; dx++) {
          double own = other.share(some, -dx, -dy);
          double others = share(other.some, dx, dy);
          double sum = own + others + Math.max(own, others);
          if (sum > bestSum) {
            bestSum = sum;
            best = new Agreement(own, others);
          }
        }
      }
      return best;
    }

    private double share(int[][] voxelsOfOther, int dx, int dy) {
      int count = 0;
      for (int[] at : voxelsOfOther) {
        count += contains(at[0] + dx, at[1] + dy, at[2]) ? 1 : 0;
      }
      return (double) count / voxelsOfOther.length;
    }
  }
}
