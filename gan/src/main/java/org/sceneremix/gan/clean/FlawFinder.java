package org.sceneremix.gan.clean;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sceneremix.gan.clean.Flaw.Kind;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.gan.metric.ThingMatcher;
import org.sceneremix.gan.metric.ThingMatcher.Match;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Finds what a scene has and its reference would not.
 *
 * <ul>
 *   <li>A floater is a connected part of what is occupied with less than {@value #FAR_SMALLER} of
 *       the voxels of the largest, and of a typical loose part of the reference. Where less than
 *       {@value #LOOSE} of the reference is loose, it has no such parts, so that specks do not
 *       excuse others.
 *   <li>Of a reference that falls into things ({@link ThingMatcher}), a thing of the scene that is
 *       not whole is a fragment if its surface has less than {@value #FAR_SMALLER} of the voxels of
 *       a typical thing of the reference, unless it holds all of one of those; else it is half if
 *       it is cut.
 * </ul>
 *
 * <p>Typical is the size of the part that half of all voxels of such parts lie in larger ones than.
 * The reference itself has neither fragments nor halves.
 */
public final class FlawFinder {

  /** Share of a typical size below which a part is far smaller than the reference's own. */
  private static final double FAR_SMALLER = 0.25;

  /** Share of what is occupied in a reference, below which it has no loose parts of its own. */
  private static final double LOOSE = 0.01;

  private final Optional<ThingMatcher> things;
  private final double loose;
  private final double thing;

  /**
   * @param reference at the resolution of the scenes that are looked at
   */
  public FlawFinder(VoxelGrid reference) {
    List<int[]> parts = OccupancyGrid.of(reference).parts();
    long all = voxels(parts);
    List<int[]> others = parts.subList(Math.min(1, parts.size()), parts.size());
    this.loose = voxels(others) < LOOSE * all ? Double.POSITIVE_INFINITY : typical(others);
    this.things = ThingMatcher.of(reference);
    this.thing = things.map(matcher -> typical(matcher.reference())).orElse(0.0);
  }

  private static long voxels(List<int[]> parts) {
    return parts.stream().mapToLong(part -> part.length).sum();
  }

  private static double typical(List<int[]> parts) {
    int[] sizes = parts.stream().mapToInt(part -> part.length).sorted().toArray();
    long half = voxels(parts) / 2;
    int i = 0;
    for (long sum = 0; i < sizes.length - 1 && sum + sizes[i] <= half; i++) {
      sum += sizes[i];
    }
    return sizes.length == 0 ? 0 : sizes[i];
  }

  /**
   * The flaws of a scene.
   *
   * @param scene of voxels as large as the reference's
   */
  public Flaws in(VoxelGrid scene, Workers workers) {
    OccupancyGrid occupancy = OccupancyGrid.of(scene);
    BitSet sound = new BitSet(scene.nx() * scene.ny());
    List<Flaw> flaws = new ArrayList<>();
    BitSet floating = new BitSet(scene.voxelCount());
    List<int[]> parts = occupancy.parts();
    for (int[] part : parts.subList(Math.min(1, parts.size()), parts.size())) {
      if (part.length < FAR_SMALLER * Math.min(loose, parts.get(0).length)) {
        flaws.add(flaw(Kind.FLOATER, part, occupancy));
        Arrays.stream(part).forEach(floating::set);
      }
    }
    List<Match> matches = things.map(known -> known.matches(scene, workers)).orElse(List.of());
    for (Match match : matches) {
      Optional<Kind> kind = kind(match);
      if (floating.get(match.voxels()[0])) {
        continue;
      }
      if (kind.isPresent()) {
        flaws.add(flaw(kind.get(), match.voxels(), occupancy));
      } else {
        int columns = scene.nx() * scene.ny();
        Arrays.stream(match.voxels()).forEach(voxel -> sound.set(voxel % columns));
      }
    }
    flaws.sort(
        Comparator.comparing(Flaw::kind)
            .thenComparing(flaw -> flaw.voxels().length, Comparator.reverseOrder()));
    return new Flaws(GridSize.of(scene), flaws, sound);
  }

  private Optional<Kind> kind(Match match) {
    boolean isSmall = match.voxels().length < FAR_SMALLER * thing;
    return switch (match.kind()) {
      case WHOLE, MERGED -> Optional.empty();
      case CUT -> Optional.of(isSmall ? Kind.FRAGMENT : Kind.HALF);
      case MIXED -> isSmall ? Optional.of(Kind.FRAGMENT) : Optional.empty();
    };
  }

  private static Flaw flaw(Kind kind, int[] voxels, OccupancyGrid grid) {
    var x = Arrays.stream(voxels).map(grid::x).summaryStatistics();
    var y = Arrays.stream(voxels).map(grid::y).summaryStatistics();
    var z = Arrays.stream(voxels).map(grid::z).summaryStatistics();
    GridSize size =
        new GridSize(
            x.getMax() - x.getMin() + 1, y.getMax() - y.getMin() + 1, z.getMax() - z.getMin() + 1);
    return new Flaw(kind, voxels, new Window(x.getMin(), y.getMin(), z.getMin(), size));
  }
}
