package org.sceneremix.viewer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineChartTest {

  private static String[] points(String svg) {
    Matcher points = Pattern.compile("points=\"([^\"]*)\"").matcher(svg);
    assertThat(points.find()).isTrue();
    return points.group(1).strip().split(" ");
  }

  @Test
  void leastAndGreatestValuesLieAtTheEdges() {
    String svg =
        new LineChart("s", false).curve("a", new double[] {0, 1, 2}, new double[] {-1, 3, 1}).svg();
    // the drawing area is 56 to 508 and, downwards, 14 to 226
    assertThat(points(svg)).containsExactly("56.0,226.0", "282.0,14.0", "508.0,120.0");
  }

  @Test
  void equalRatiosAreEqualStepsOnALogarithmicAxis() {
    String svg =
        new LineChart("s", true)
            .curve("a", new double[] {0, 1, 2}, new double[] {0.01, 0.1, 1})
            .svg();
    assertThat(points(svg)).containsExactly("56.0,226.0", "282.0,120.0", "508.0,14.0");
  }

  @Test
  void whatIsNotFiniteIsLeftOutAndLongCurvesAreThinned() {
    double[] x = IntStream.range(0, 5000).asDoubleStream().toArray();
    double[] y = Arrays.stream(x).map(v -> v % 7 == 0 ? Double.NaN : Math.sin(v)).toArray();
    String svg = new LineChart("s", false).curve("a", x, y).svg();
    assertThat(svg).doesNotContain("NaN");
    assertThat(points(svg)).hasSizeBetween(300, 400);
    assertThat(new LineChart("s", false).curve("a", new double[0], new double[0]).svg())
        .doesNotContain("NaN")
        .doesNotContain("Infinity");
  }

  @Test
  void namesAreEscaped() {
    LineChart chart = new LineChart("<s>", false).mark(0, "<m>");
    chart.curve("<a>", new double[] {0}, new double[] {0});
    assertThat(chart.svg() + chart.legend()).doesNotContain("<s>", "<m>", "<a>");
  }

  @Test
  void curveWithoutAPlaceForEveryValueIsRefused() {
    assertThatThrownBy(() -> new LineChart("s", false).curve("a", new double[1], new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
