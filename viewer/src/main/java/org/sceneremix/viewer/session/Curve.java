package org.sceneremix.viewer.session;

import java.util.Arrays;

/**
 * A figure over the course of long work. Values are averaged over stretches that become longer as
 * there are more of them, so that a curve of any length has few points. Safe for use by all
 * threads.
 */
public final class Curve {

  private static final int MOST_POINTS = 512;

  private final double[] xs = new double[MOST_POINTS];
  private final double[] ys = new double[MOST_POINTS];
  private int points;

  /** Values of a point. */
  private int stretch = 1;

  private double sumX;
  private double sumY;
  private int values;

  /**
   * A curve as it was at a time.
   *
   * @param xs where the figure was taken, increasing
   * @param ys what it was
   */
  public record Points(double[] xs, double[] ys) {

    public int count() {
      return xs.length;
    }

    /** The latest value; there must be one. */
    public double last() {
      return ys[ys.length - 1];
    }
  }

  /** Adds a value. */
  synchronized void add(double x, double y) {
    sumX += x;
    sumY += y;
    if (++values < stretch) {
      return;
    }
    if (points == MOST_POINTS) {
      for (int i = 0; i < MOST_POINTS / 2; i++) {
        xs[i] = 0.5 * (xs[2 * i] + xs[2 * i + 1]);
        ys[i] = 0.5 * (ys[2 * i] + ys[2 * i + 1]);
      }
      points = MOST_POINTS / 2;
      stretch *= 2;
    }
    xs[points] = sumX / values;
    ys[points] = sumY / values;
    points++;
    sumX = 0;
    sumY = 0;
    values = 0;
  }

  /** Forgets all values. */
  synchronized void clear() {
    points = 0;
    stretch = 1;
    sumX = 0;
    sumY = 0;
    values = 0;
  }

  /** The points so far. */
  public synchronized Points points() {
    return new Points(Arrays.copyOf(xs, points), Arrays.copyOf(ys, points));
  }
}
