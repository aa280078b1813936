package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {

  @Test
  void seedsAreNumbersAndRangesInOrder() {
    assertThat(new Seeds.Converter().convert("3-5,12,1").values())
        .containsExactly(3L, 4L, 5L, 12L, 1L);
    assertThat(new Seeds.Converter().convert("-2-1").values()).containsExactly(-2L, -1L, 0L, 1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "1,,2",
        "5-3",
        "1-",
        "0-2000000",
        "-9223372036854775808-9223372036854775807"
      })
  void malformedSeedsAreRefused(String text) {
    assertThatThrownBy(() -> new Seeds.Converter().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void boxIsMinimumThenMaximum() {
    assertThat(new BoxConverter().convert("-1,-2,0, 1,2,0.5"))
        .isEqualTo(new Aabb(-1, -2, 0, 1, 2, 0.5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,2,3", "0,0,0,1,1,x", "0,0,0,1,1,0", "0,0,0,1,1,NaN"})
  void malformedBoxesAreRefused(String text) {
    assertThatThrownBy(() -> new BoxConverter().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void pixelSizeIsWidthByHeightOrASquare() {
    assertThat(new PixelSize.Converter().convert("640x480")).isEqualTo(new PixelSize(640, 480));
    assertThat(new PixelSize.Converter().convert("400")).isEqualTo(new PixelSize(400, 400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x1", "640x", "640x480x3", "-5", "99999", "12.5"})
  void malformedPixelSizesAreRefused(String text) {
    assertThatThrownBy(() -> new PixelSize.Converter().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void gridSizeIsVoxelsAlongXYAndZ() {
    assertThat(new GridSizeConverter().convert("96x64x32")).isEqualTo(new GridSize(96, 64, 32));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "96", "96x64", "96x64x0", "axbxc", "1x2x3x4"})
  void malformedGridSizesAreRefused(String text) {
    assertThatThrownBy(() -> new GridSizeConverter().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void backgroundIsANameOrHexadecimalColour() {
    assertThat(new BackgroundConverter().convert("White")).isEqualTo(Background.WHITE);
    assertThat(new BackgroundConverter().convert("transparent")).isEqualTo(Background.TRANSPARENT);
    assertThat(new BackgroundConverter().convert("#ff0033")).isEqualTo(Background.of(1, 0, 0.2f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whit", "#fff", "#gg0000", "1,0,0"})
  void malformedColoursAreRefused(String text) {
    assertThatThrownBy(() -> new BackgroundConverter().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }
}
