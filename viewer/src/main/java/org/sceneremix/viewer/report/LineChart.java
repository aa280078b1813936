package org.sceneremix.viewer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Curves over a common axis, drawn as SVG in the colours of the page.
 *
 * <p>Values that are not finite are left out. Long curves are thinned to {@value #MOST_POINTS}
 * points, each the mean of its neighbours.
 */
public final class LineChart {

  private static final int MOST_POINTS = 400;
  private static final int WIDTH = 520;
  private static final int HEIGHT = 260;
  private static final int LEFT = 56;
  private static final int RIGHT = 12;
  private static final int TOP = 14;
  private static final int BOTTOM = 34;
  private static final int TICKS = 4;
  private static final String[] COLOURS = {"#b4532a", "#2a6fb4", "#3f8f4f", "#8a5fb0"};

  private record Point(double x, double y) {}

  private record Curve(String name, List<Point> points) {}

  private record Mark(double x, String name) {}

  private final String xLabel;
  private final boolean logarithmic;
  private final List<Curve> curves = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  /**
   * @param xLabel what the common axis is
   * @param logarithmic whether values are drawn by their logarithms; those that are not positive
   *     are then left out
   */
  public LineChart(String xLabel, boolean logarithmic) {
    this.xLabel = xLabel;
    this.logarithmic = logarithmic;
  }

  /**
   * Adds a curve.
   *
   * @throws IllegalArgumentException if there are not as many values as places
   */
  public LineChart curve(String name, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "curve " + name + " has " + x.length + " places but " + y.length + " values");
    }
    curves.add(thinned(name, x, y));
    return this;
  }

  /** Adds an upright line at a place. */
  public LineChart mark(double x, String name) {
    marks.add(new Mark(x, name));
    return this;
  }

  private Curve thinned(String name, double[] x, double[] y) {
    int each = Math.max(1, (x.length + MOST_POINTS - 1) / MOST_POINTS);
    List<Point> points = new ArrayList<>();
    for (int start = 0; start < x.length; start += each) {
      double sumX = 0;
      double sumY = 0;
      int count = 0;
      for (int i = start; i < Math.min(x.length, start + each); i++) {
        double value = logarithmic ? Math.log10(y[i]) : y[i];
        if (Double.isFinite(value)) {
          sumX += x[i];
          sumY += value;
          count++;
        }
      }
      if (count > 0) {
        points.add(new Point(sumX / count, sumY / count));
      }
    }
    return new Curve(name, points);
  }

  /** The chart as an SVG element. */
  String svg() {
    Range x = new Range();
    Range y = new Range();
    for (Curve curve : curves) {
      for (Point point : curve.points()) {
        x.include(point.x());
        y.include(point.y());
      }
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">",
            WIDTH,
            HEIGHT));
    for (int tick = 0; tick <= TICKS; tick++) {
      double fraction = (double) tick / TICKS;
      double value = y.at(fraction);
      line(svg, LEFT, yOf(fraction), WIDTH - RIGHT, yOf(fraction), "grid");
      text(svg, LEFT - 6, yOf(fraction) + 4, "end", number(logarithmic ? exp10(value) : value));
      text(svg, xOf(fraction), HEIGHT - BOTTOM + 16, "middle", number(x.at(fraction)));
    }
    text(svg, WIDTH - RIGHT, HEIGHT - 4, "end", xLabel);
    for (Mark mark : marks) {
      double at = xOf(x.fraction(mark.x()));
      line(svg, at, TOP, at, HEIGHT - BOTTOM, "mark");
      text(svg, at + 3, TOP + 10, "start", mark.name());
    }
    for (int c = 0; c < curves.size(); c++) {
      polyline(svg, curves.get(c), x, y, COLOURS[c % COLOURS.length]);
    }
    return svg.append("</svg>").toString();
  }

  /** Names of the curves with their colours. */
  String legend() {
    StringBuilder html = new StringBuilder();
    for (int c = 0; c < curves.size(); c++) {
      html.append("<span style=\"color:")
          .append(COLOURS[c % COLOURS.length])
          .append("\">\u25a0 ")
          .append(ReportPage.escaped(curves.get(c).name()))
          .append("</span> ");
    }
    return html.toString();
  }

  private static double exp10(double value) {
    return Math.pow(10, value);
  }

  private static double xOf(double fraction) {
    return LEFT + fraction * (WIDTH - LEFT - RIGHT);
  }

  private static double yOf(double fraction) {
    return HEIGHT - BOTTOM - fraction * (HEIGHT - TOP - BOTTOM);
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String style) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            style,
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            ReportPage.escaped(text)));
  }

  private static void polyline(StringBuilder svg, Curve curve, Range x, Range y, String colour) {
    svg.append("<polyline fill=\"none\" stroke=\"").append(colour).append("\" points=\"");
    for (Point point : curve.points()) {
      svg.append(
          String.format(
              Locale.ROOT, "%.1f,%.1f ", xOf(x.fraction(point.x())), yOf(y.fraction(point.y()))));
    }
    svg.append("\"/>");
  }

  private static String number(double value) {
    String format =
        Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 1 || value == 0 ? "%.1f" : "%.2g";
    return String.format(Locale.ROOT, format, value);
  }

  /** Least and greatest of some numbers. */
  private static final class Range {
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    void include(double value) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }

    private double length() {
      return greatest > least ? greatest - least : 1;
    }

    double fraction(double value) {
      return least > greatest ? 0 : (value - least) / length();
    }

    double at(double fraction) {
      return (least > greatest ? 0 : least) + fraction * length();
    }
  }
}
