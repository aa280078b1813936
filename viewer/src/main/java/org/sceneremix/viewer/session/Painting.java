package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.sceneremix.gan.sample.Guide;
import org.sceneremix.gan.sample.Mask;
import org.sceneremix.viewer.session.Stroke.Brush;
import org.sceneremix.viewer.session.Stroke.Tool;
import org.sceneremix.volume.GridSize;

/**
 * What there shall be where, as it was painted stroke by stroke. Where nothing was painted the
 * scene stays as it is.
 *
 * @param strokes in the order in which they were painted
 */
public record Painting(List<Stroke> strokes) implements Guide {

  public static final Painting EMPTY = new Painting(List.of());

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
    return spot(x, y).fresh() >= 0.5;
  }

  /**
   * A place of the ground.
   *
   * @param fresh how much it shall be new, from 0 to 1
   */
  private record Spot(double fresh, Wish wish) {}

  private Spot spot(double x, double y) {
    double fresh = 0;
    double density = 0;
    double likeness = 0;
    double likeX = 0;
    double likeY = 0;
    for (Stroke stroke : strokes) {
      double paint = stroke.coverage(x, y);
      if (paint == 0) {
        continue;
      }
      Brush brush = stroke.brush();
      double aim = brush.tool() == Tool.EMPTY ? -1 : brush.tool() == Tool.MORE ? 1 : 0;
      density += paint * (aim - density);
      fresh += paint * ((brush.tool() == Tool.KEEP ? 0 : 1) - fresh);
      likeness += paint * ((brush.tool() == Tool.LIKE ? 1 : 0) - likeness);
      if (brush.tool() == Tool.LIKE) {
        likeX = brush.like().x();
        likeY = brush.like().y();
      }
    }
    return new Spot(fresh, new Wish(density, likeness, likeX, likeY));
  }

  /** What stays of a scene of so many voxels. */
  Mask kept(GridSize size) {
    BitSet voxels = new BitSet(size.voxelCount());
    int plane = size.nx() * size.ny();
    for (int i = 0; i < plane; i++) {
      boolean kept = !isNew((i % size.nx() + 0.5) / size.nx(), (i / size.nx() + 0.5) / size.ny());
      for (int v = i; v < size.voxelCount() && kept; v += plane) {
        voxels.set(v);
      }
    }
    return new Mask(size, voxels);
  }
}
