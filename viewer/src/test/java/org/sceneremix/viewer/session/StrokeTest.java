package org.sceneremix.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.sample.Guide;
import org.sceneremix.volume.GridSize;

/** What strokes do to the ground. */
class StrokeTest {

  private static Stroke stroke(Stroke.Tool tool, double softness, double aspect) {
    Stroke.Brush brush = new Stroke.Brush(tool, 0.2, softness, new Stroke.Point(0.25, 0.75));
    return new Stroke(
        brush, aspect, List.of(new Stroke.Point(0.3, 0.5), new Stroke.Point(0.7, 0.5)));
  }

  @Test
  void paintLiesAsFarAroundTheLineAsTheBrushIsWide() {
    Stroke stroke = stroke(Stroke.Tool.EMPTY, 0, 1);
    assertThat(stroke.coverage(0.5, 0.69)).isEqualTo(1);
    assertThat(stroke.coverage(0.5, 0.71)).isZero();
    assertThat(stroke.coverage(0.11, 0.5)).isEqualTo(1);
    assertThat(stroke.coverage(0.09, 0.5)).isZero();
  }

  @Test
  void brushIsRoundOnAGroundThatIsLongerThanWide() {
    Stroke stroke = stroke(Stroke.Tool.EMPTY, 0, 2);
    assertThat(stroke.coverage(0.5, 0.59)).isEqualTo(1);
    assertThat(stroke.coverage(0.5, 0.61)).isZero();
  }

  @Test
  void softEdgeFadesFromFullToNothing() {
    Stroke stroke = stroke(Stroke.Tool.EMPTY, 0.5, 1);
    assertThat(stroke.coverage(0.5, 0.59)).isEqualTo(1);
    assertThat(stroke.coverage(0.5, 0.65)).isCloseTo(0.5, within(1e-9));
    assertThat(stroke.coverage(0.5, 0.7)).isCloseTo(0, within(1e-9));
  }

  @Test
  void eachBrushWishesForWhatItIsCalled() {
    Painting nothing = Painting.EMPTY;
    assertThat(nothing.isNew(0.5, 0.5)).isFalse();
    Painting empty = nothing.with(stroke(Stroke.Tool.EMPTY, 0, 1));
    assertThat(empty.isNew(0.5, 0.5)).isTrue();
    assertThat(empty.at(0.5, 0.5).density()).isEqualTo(-1);
    assertThat(empty.with(stroke(Stroke.Tool.MORE, 0, 1)).at(0.5, 0.5).density()).isEqualTo(1);
    assertThat(empty.with(stroke(Stroke.Tool.LIKE, 0, 1)).at(0.5, 0.5))
        .isEqualTo(new Guide.Wish(0, 1, 0.25, 0.75));
    assertThat(empty.with(stroke(Stroke.Tool.REROLL, 0, 1)).at(0.5, 0.5).density()).isZero();
    Painting erased = empty.with(stroke(Stroke.Tool.KEEP, 0, 1));
    assertThat(erased.isNew(0.5, 0.5)).isFalse();
    assertThat(erased.at(0.5, 0.5).density()).isZero();
  }

  /** From (0.25, 0.75) to (0.5, 0.25), with a rim of new ground around it. */
  private static Painting carrying(Stroke.Tool tool) {
    Stroke.Brush brush = new Stroke.Brush(tool, 0.1, 0, new Stroke.Point(0.25, 0.75));
    return Painting.EMPTY.with(new Stroke(brush, 1, List.of(new Stroke.Point(0.5, 0.25))));
  }

  @Test
  void pieceIsCarriedWithARimOfNewGround() {
    GridSize size = new GridSize(20, 20, 2);
    int[] before = IntStream.range(0, size.voxelCount()).toArray();
    Painting copy = carrying(Stroke.Tool.COPY);
    int[] after = copy.carried(new CoordinateMap(size, before), place -> true).sources();
    int carried = 0;
    for (int v = 0; v < before.length; v++) {
      double x = (v % 20 + 0.5) / 20;
      double y = (v / 20 % 20 + 0.5) / 20;
      double distance = Math.hypot(x - 0.5, y - 0.25);
      boolean isIn = distance <= 0.1;
      carried += isIn ? 1 : 0;
      assertThat(after[v]).isEqualTo(isIn ? v - 5 + 10 * 20 : v);
      assertThat(copy.isCarried(x, y)).isEqualTo(isIn);
      assertThat(copy.isNew(x, y)).isEqualTo(!isIn && distance < 0.14);
    }
    assertThat(carried).isEqualTo(24);
  }

  @Test
  void pieceEndsWhereTheGroundDoes() {
    GridSize size = new GridSize(20, 20, 1);
    int[] before = IntStream.range(0, size.voxelCount()).toArray();
    Painting copy = carrying(Stroke.Tool.COPY);
    int[] after = copy.carried(new CoordinateMap(size, before), at -> at.x() < 0.5).sources();
    for (int v = 0; v < before.length; v++) {
      boolean isIn = copy.isCarried((v % 20 + 0.5) / 20, (v / 20 + 0.5) / 20);
      assertThat(after[v] == v).isEqualTo(!isIn || v % 20 >= 10);
    }
    assertThat(copy.kept(size, at -> false).voxels().cardinality()).isEqualTo(400);
  }

  @Test
  void movedPieceLeavesBareGround() {
    assertThat(carrying(Stroke.Tool.COPY).isNew(0.25, 0.75)).isFalse();
    Painting move = carrying(Stroke.Tool.MOVE);
    assertThat(move.isCarried(0.5, 0.25)).isTrue();
    assertThat(move.isNew(0.25, 0.75)).isTrue();
    assertThat(move.at(0.25, 0.75).density()).isEqualTo(-1);
    Painting erased =
        move.with(
            new Stroke(
                Stroke.Brush.DEFAULT.withTool(Stroke.Tool.KEEP).withEdge(0.2, 0),
                1,
                List.of(new Stroke.Point(0.5, 0.25))));
    assertThat(erased.isCarried(0.5, 0.25)).isFalse();
    assertThat(erased.isNew(0.5, 0.25)).isFalse();
  }

  @Test
  void nothingIsCarriedFromBesideTheScene() {
    Stroke.Brush brush = new Stroke.Brush(Stroke.Tool.COPY, 0.1, 0, new Stroke.Point(0, 0.5));
    Painting painting =
        Painting.EMPTY.with(new Stroke(brush, 1, List.of(new Stroke.Point(0.5, 0.5))));
    assertThat(painting.isCarried(0.55, 0.5)).isTrue();
    assertThat(painting.isCarried(0.45, 0.5)).isFalse();
    assertThat(painting.isNew(0.45, 0.5)).isTrue();
  }

  @Test
  void whatIsNotPaintedIsKeptAtAllHeights() {
    Painting painting = Painting.EMPTY.with(stroke(Stroke.Tool.REROLL, 0, 1));
    GridSize size = new GridSize(10, 10, 3);
    // 8 by 4 sites are painted, but for the four at each rounded end that lie too far out
    assertThat(painting.kept(size, place -> true).voxels().cardinality())
        .isEqualTo(3 * (100 - (int) countPainted(painting)));
    assertThat(painting.kept(size, place -> true).voxels().get(0)).isTrue();
    assertThat(painting.kept(size, place -> true).voxels().get(2 * 100 + 5 * 10 + 5)).isFalse();
  }

  private static long countPainted(Painting painting) {
    long count = 0;
    for (int i = 0; i < 100; i++) {
      count += painting.isNew((i % 10 + 0.5) / 10, (i / 10 + 0.5) / 10) ? 1 : 0;
    }
    return count;
  }

  @Test
  void brushesAndStrokesWithoutExtentAreRefused() {
    assertThatThrownBy(() -> new Stroke.Brush(Stroke.Tool.EMPTY, 0, 0, new Stroke.Point(0.5, 0.5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Stroke(Stroke.Brush.DEFAULT, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
