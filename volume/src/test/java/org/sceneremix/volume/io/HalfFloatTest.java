package org.sceneremix.volume.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {

  /** Values of IEEE 754-2019 binary16; ties go to the even mantissa. */
  @ParameterizedTest
  @CsvSource({
    "0, 0000",
    "-0.0, 8000",
    "1, 3c00",
    "-2, c000",
    "0.333251953125, 3555",
    "65504, 7bff",
    "65519.996, 7bff",
    "65520, 7c00",
    "6.103515625e-5, 0400",
    "5.9604645e-8, 0001",
    "2.9802322e-8, 0000",
    "2.9802326e-8, 0001",
    "1.00048828125, 3c00",
    "1.00146484375, 3c02",
    "Infinity, 7c00",
    "-Infinity, fc00"
  })
  void halvesOfKnownValues(float value, String bits) {
    assertThat(String.format(Locale.ROOT, "%04x", HalfFloat.fromFloat(value) & 0xffff))
        .isEqualTo(bits);
  }

  @Test
  void everyHalfSurvivesTheWayToFloatAndBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloat.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfFloat.fromFloat(value)).isEqualTo((short) bits);
      }
    }
    assertThat(HalfFloat.toFloat(HalfFloat.fromFloat(Float.NaN))).isNaN();
  }

  @Property
  void noOtherHalfIsNearer(@ForAll @FloatRange(min = -2, max = 2) float value) {
    short half = HalfFloat.fromFloat(value);
    double error = Math.abs((double) HalfFloat.toFloat(half) - value);
    for (int step = -1; step <= 1; step += 2) {
      float neighbour = HalfFloat.toFloat((short) (half + step));
      if (Float.isFinite(neighbour)) {
        assertThat(Math.abs((double) neighbour - value)).isGreaterThanOrEqualTo(error);
      }
    }
  }
}
