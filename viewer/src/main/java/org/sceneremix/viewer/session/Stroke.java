package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A stroke of the brush over the ground of a scene. Places are fractions of the scene along x and
 * y, so that strokes fit scenes of every size.
 *
 * @param brush what it was painted with
 * @param aspect of the ground: its length along y by that along x
 * @param points that it goes through, in order
 */
public record Stroke(Brush brush, double aspect, List<Point> points) {

  /** Effect of a brush on the ground. */
  public enum Tool {
    /** Something new. */
    REROLL,
    /** Nothing. */
    EMPTY,
    /** More of everything. */
    MORE,
    /** Like a place of the learned scene. */
    LIKE,
    /** A piece of the scene as it is, from another place of it. */
    COPY,
    /** The same, and nothing where it was. */
    MOVE,
    /** Takes back what was painted: the scene stays as it is. */
    KEEP;

    /** Whether a piece of the scene gets to another place. */
    public boolean carries() {
      return this == COPY || this == MOVE;
    }
  }

  /**
   * A place, fractions of the scene.
   *
   * @param x from 0 to 1; beyond that it lies beside the scene
   * @param y the same
   */
  public record Point(double x, double y) {

    /** Whether it lies in the scene. */
    public boolean isInside() {
      return x >= 0 && x < 1 && y >= 0 && y < 1;
    }
  }

  /**
   * A brush.
   *
   * @param radius as a share of the scene along x
   * @param softness share of the radius over which its edge fades, from 0 to 1
   * @param like the place of the learned scene that {@link Tool#LIKE} paints, or of the scene on
   *     show that a stroke of {@link Tool#COPY} or {@link Tool#MOVE} begins with
   */
  public record Brush(Tool tool, double radius, double softness, Point like) {

    public static final Brush DEFAULT = new Brush(Tool.REROLL, 0.12, 0.3, new Point(0.5, 0.5));

    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public Brush {
      Objects.requireNonNull(tool, "tool");
      if (!(radius > 0 && radius <= 1 && softness >= 0 && softness <= 1)) {
        throw new IllegalArgumentException(
            "a brush is as wide as the scene at most, and its edge as soft as it is wide");
      }
      if (!(like.x() >= 0 && like.x() <= 1 && like.y() >= 0 && like.y() <= 1)) {
        throw new IllegalArgumentException("the place to paint lies beside the scene");
      }
    }

    public Brush withTool(Tool newTool) {
      return new Brush(newTool, radius, softness, like);
    }

    public Brush withEdge(double newRadius, double newSoftness) {
      return new Brush(tool, newRadius, newSoftness, like);
    }

    public Brush withLike(Point newLike) {
      return new Brush(tool, radius, softness, newLike);
    }
  }

  /**
   * @throws IllegalArgumentException if there is no point, or the ground has no extent
   */
  public Stroke {
    Objects.requireNonNull(brush, "brush");
    points = List.copyOf(points);
    if (points.isEmpty() || !(aspect > 0 && aspect < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a stroke has a point at least, on a ground");
    }
  }

  /** The stroke drawn on to a point. */
  public Stroke to(Point point) {
    List<Point> more = new ArrayList<>(points);
    more.add(point);
    return new Stroke(brush, aspect, more);
  }

  /** The way from where a piece is carried to, to where it is now, along x. */
  public double backX() {
    return brush.like().x() - points.get(0).x();
  }

  /** The same along y. */
  public double backY() {
    return brush.like().y() - points.get(0).y();
  }

  /** How much of the paint a place has got, from 0 to 1. */
  public double coverage(double x, double y) {
    double inside = brush.radius() - distance(x, y);
    double fading = brush.softness() * brush.radius();
    double t = fading > 0 ? Math.max(0, Math.min(1, inside / fading)) : inside >= 0 ? 1 : 0;
    return t * t * (3 - 2 * t);
  }

  /** Distance of a place from the line that was painted, in lengths of the scene along x. */
  public double distance(double x, double y) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < points.size(); i++) {
      nearest = Math.min(nearest, distance(points.get(Math.max(0, i - 1)), points.get(i), x, y));
    }
    return nearest;
  }

  /** Distance of a place from a straight line. */
  private double distance(Point from, Point to, double x, double y) {
    double dx = to.x() - from.x();
    double dy = aspect * (to.y() - from.y());
    double px = x - from.x();
    double py = aspect * (y - from.y());
    double length = dx * dx + dy * dy;
    double t = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
    return Math.hypot(px - t * dx, py - t * dy);
  }
}
