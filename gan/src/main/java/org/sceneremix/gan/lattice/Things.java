package org.sceneremix.gan.lattice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.sceneremix.volume.VoxelGrid;

/**
 * Things that stand in a scene, told apart by colour.
 *
 * <p>A thing is a connected part of the surface of one colour: of the occupied voxels with a free
 * face, those hang together that touch, by a corner at least, and whose colours, in [0, 1], differ
 * by no more than a step in any channel. What is at least half as long and half as wide as the
 * scene is ground, and what has fewer than {@value #SMALLEST} voxels a splinter; neither is a
 * thing. A stained thing falls into several.
 *
 * <p>Each thing is the numbers of its surface voxels, x fastest, in ascending order.
 */
public final class Things {

  private static final int SMALLEST = 24;
  private static final int STEPS = 6;

  /** Things that a reference has at least, if they are to say anything. */
  private static final int FEWEST = 5;

  private final double step;
  private final List<int[]> all;

  private Things(Surface surface, double step) {
    this.step = step;
    this.all = surface.things(step);
  }

  /**
   * The things of a reference, at the step of one to {@value #STEPS} twentieths at which it falls
   * into most, the smallest of those; none where it does not fall into {@value #FEWEST}.
   */
  public static Optional<Things> of(VoxelGrid reference) {
    Surface surface = Surface.of(reference);
    Things most = new Things(surface, 1 / 20.0);
    for (int i = 2; i <= STEPS; i++) {
      Things things = new Things(surface, i / 20.0);
      most = things.all.size() > most.all.size() ? things : most;
    }
    return most.all.size() >= FEWEST ? Optional.of(most) : Optional.empty();
  }

  /** Things of the reference, each as the numbers of its surface voxels. */
  public List<int[]> all() {
    return all;
  }

  /** Things of another scene, told apart by the same step of colour. */
  public List<int[]> in(VoxelGrid scene) {
    return Surface.of(scene).things(step);
  }

  /** The surface of a scene, which is the same for every step. */
  private record Surface(VoxelGrid scene, OccupancyGrid occupancy, BitSet voxels) {

    static Surface of(VoxelGrid scene) {
      OccupancyGrid occupancy = OccupancyGrid.of(scene);
      BitSet voxels = new BitSet(scene.voxelCount());
      Arrays.stream(occupancy.surface()).forEach(voxels::set);
      return new Surface(scene, occupancy, voxels);
    }

    List<int[]> things(double step) {
      return parts(occupancy, voxels::get, (a, b) -> alike(scene, a, b, step)).stream()
          .filter(part -> part.length >= SMALLEST && !isGround(part, occupancy))
          .toList();
    }
  }

  private static boolean isGround(int[] part, OccupancyGrid grid) {
    int nx = extent(Arrays.stream(part).map(grid::x));
    int ny = extent(Arrays.stream(part).map(grid::y));
    return 2 * nx >= grid.size().nx() && 2 * ny >= grid.size().ny();
  }

  private static int extent(IntStream values) {
    var range = values.summaryStatistics();
    return range.getMax() - range.getMin() + 1;
  }

  private static boolean alike(VoxelGrid grid, int a, int b, double step) {
    for (int c = 0; c < VoxelGrid.DENSITY; c++) {
      float difference =
          grid.data()[a * VoxelGrid.CHANNELS + c] - grid.data()[b * VoxelGrid.CHANNELS + c];
      if (Math.abs(difference) > 2 * step) {
        return false;
      }
    }
    return true;
  }

  /** Whether two voxels that touch hang together. */
  public interface Join {
    boolean test(int a, int b);
  }

  /** Parts of some voxels that hang together through any of 26 neighbours. */
  public static List<int[]> parts(OccupancyGrid grid, IntPredicate among, Join join) {
    BitSet left = new BitSet(grid.size().voxelCount());
    for (int v = 0; v < grid.size().voxelCount(); v++) {
      left.set(v, among.test(v));
    }
    List<int[]> parts = new ArrayList<>();
    for (int first = left.nextSetBit(0); first >= 0; first = left.nextSetBit(first)) {
      IntStream.Builder part = IntStream.builder();
      Deque<Integer> next = new ArrayDeque<>();
      left.clear(first);
      next.add(first);
      while (!next.isEmpty()) {
        int v = next.remove();
        part.add(v);
        grid.forEachNeighbour(
            v,
            neighbour -> {
              if (left.get(neighbour) && join.test(v, neighbour)) {
                left.clear(neighbour);
                next.add(neighbour);
              }
            });
      }
      parts.add(part.build().sorted().toArray());
    }
    return parts;
  }
}
