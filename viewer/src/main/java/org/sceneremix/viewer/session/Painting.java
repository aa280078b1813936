package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.gan.sample.Guide;
import org.sceneremix.gan.sample.Mask;
import org.sceneremix.viewer.session.Stroke.Brush;
import org.sceneremix.viewer.session.Stroke.Tool;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Wishes for a scene by place, painted stroke by stroke. Where nothing was painted the scene stays
 * as it is.
 *
 * @param strokes in the order in which they were painted
 */
public record Painting(List<Stroke> strokes) implements Guide {

  public static final Painting EMPTY = new Painting(List.of());

  /** Width of what is new around a piece that was carried, as a share of the scene along x. */
  private static final double RIM = 0.04;

  public Painting {
    strokes = List.copyOf(strokes);
  }

  /** With one stroke more. */
  public Painting with(Stroke stroke) {
    List<Stroke> more = new ArrayList<>(strokes);
    more.add(stroke);
    return new Painting(more);
  }

  /** With the last stroke drawn on. */
  public Painting withLastTo(Stroke.Point point) {
    List<Stroke> changed = new ArrayList<>(strokes);
    changed.add(changed.remove(changed.size() - 1).to(point));
    return new Painting(changed);
  }

  /** The wish for a place, which counts where it is new. */
  @Override
  public Wish at(double x, double y) {
    return spot(x, y).wish();
  }

  /** Whether a place shall be new. */
  public boolean isNew(double x, double y) {
    return spot(x, y).isNew();
  }

  /** Whether a place shall be as another one of the scene is. */
  public boolean isCarried(double x, double y) {
    return spot(x, y).isCarried();
  }

  /**
   * A place of the ground.
   *
   * @param fresh how much it shall be new, from 0 to 1
   * @param wish what for, where it is new
   * @param from the place of the scene that comes here as it is; null if none does
   */
  public record Spot(double fresh, Wish wish, Stroke.Point from) {

    static final Spot UNTOUCHED = new Spot(0, Wish.NONE, null);

    /** Whether the place shall be new. */
    public boolean isNew() {
      return fresh >= 0.5;
    }

    /** Whether the place shall be as another one of the scene is. */
    public boolean isCarried() {
      return from != null;
    }

    /** With paint over it, from none (0) to as much as covers all (1). */
    Spot under(double paint, Brush brush) {
      if (paint == 0) {
        return this;
      }
      Tool tool = brush.tool();
      double aim = tool == Tool.EMPTY ? -1 : tool == Tool.MORE ? 1 : 0;
      boolean isLike = tool == Tool.LIKE;
      return new Spot(
          mixed(fresh, tool == Tool.KEEP ? 0 : 1, paint),
          new Wish(
              mixed(wish.density(), aim, paint),
              mixed(wish.likeness(), isLike ? 1 : 0, paint),
              isLike ? brush.like().x() : wish.likeX(),
              isLike ? brush.like().y() : wish.likeY()),
          paint < 0.5 ? from : null);
    }

    private static double mixed(double a, double b, double share) {
      return a + share * (b - a);
    }
  }

  /** All that was painted on a place, in fractions of the scene. */
  public Spot spot(double x, double y) {
    Spot spot = Spot.UNTOUCHED;
    for (Stroke stroke : strokes) {
      spot =
          stroke.brush().tool().carries()
              ? carried(spot, stroke, x, y)
              : spot.under(stroke.coverage(x, y), stroke.brush());
    }
    return spot;
  }

  /** What a stroke that carries a piece leaves where it was, where it comes to, and around it. */
  private static Spot carried(Spot spot, Stroke stroke, double x, double y) {
    Brush brush = stroke.brush();
    Stroke.Point from = new Stroke.Point(x + stroke.backX(), y + stroke.backY());
    double left = stroke.coverage(x - stroke.backX(), y - stroke.backY());
    Spot before = brush.tool() == Tool.MOVE ? spot.under(left, brush.withTool(Tool.EMPTY)) : spot;
    if (from.isInside() && stroke.coverage(x, y) >= 0.5) {
      return new Spot(0, Wish.NONE, from);
    }
    return stroke.distance(x, y) < brush.radius() + RIM
        ? before.under(1, brush.withTool(Tool.REROLL))
        : before;
  }

  /** Whether any piece of the scene gets to another place. */
  boolean carries() {
    return strokes.stream().anyMatch(stroke -> stroke.brush().tool().carries());
  }

  /**
   * A scene with its pieces where they are carried to.
   *
   * @param ground where there is any: a piece does not reach over its end
   */
  CoordinateMap carried(CoordinateMap scene, Predicate<Stroke.Point> ground) {
    GridSize size = scene.size();
    int[] sources = scene.sources().clone();
    int plane = size.nx() * size.ny();
    for (int i = 0; i < plane; i++) {
      Stroke.Point place = place(i, size);
      Stroke.Point from = spot(place.x(), place.y()).from();
      if (from != null && ground.test(place)) {
        int column = (int) (from.y() * size.ny()) * size.nx() + (int) (from.x() * size.nx());
        for (int v = 0; v < sources.length; v += plane) {
          sources[v + i] = scene.sources()[v + column];
        }
      }
    }
    return new CoordinateMap(size, sources);
  }

  /** Where a scene has ground, or anything else. */
  static Predicate<Stroke.Point> groundOf(VoxelGrid scene) {
    OccupancyGrid occupancy = OccupancyGrid.of(scene);
    return place -> {
      int x = (int) (place.x() * scene.nx());
      int y = (int) (place.y() * scene.ny());
      return IntStream.range(0, scene.nz()).anyMatch(z -> occupancy.at(x, y, z));
    };
  }

  private static Stroke.Point place(int column, GridSize size) {
    return new Stroke.Point(
        (column % size.nx() + 0.5) / size.nx(), (column / size.nx() + 0.5) / size.ny());
  }

  /**
   * What stays of a scene of so many voxels.
   *
   * @param ground where anything may be new
   */
  Mask kept(GridSize size, Predicate<Stroke.Point> ground) {
    BitSet voxels = new BitSet(size.voxelCount());
    int plane = size.nx() * size.ny();
    for (int i = 0; i < plane; i++) {
      Stroke.Point place = place(i, size);
      boolean kept = !isNew(place.x(), place.y()) || !ground.test(place);
      for (int v = i; v < size.voxelCount() && kept; v += plane) {
        voxels.set(v);
      }
    }
    return new Mask(size, voxels);
  }
}
