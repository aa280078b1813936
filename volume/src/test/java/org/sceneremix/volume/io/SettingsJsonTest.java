package org.sceneremix.volume.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SettingsJsonTest {

  enum Kind {
    PLAIN,
    FANCY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Inner(double weight, Kind kind) {}

  record Outer(int count, @JsonUnwrapped Inner inner, long seed) {
    Outer {
      if (count < 1) {
        throw new IllegalArgumentException("at least one, not " + count);
      }
    }
  }

  private static final Outer SETTINGS = new Outer(3, new Inner(0.5, Kind.FANCY), 7);

  @Test
  void recordsAreReadAsTheyWereWritten() {
    ObjectNode json = SettingsJson.write(SETTINGS);
    assertThat(json).hasToString("{\"count\":3,\"weight\":0.5,\"kind\":\"fancy\",\"seed\":7}");
    json.put("another", 1);
    assertThat(SettingsJson.read(json, Outer.class)).isEqualTo(SETTINGS);
  }

  @Test
  void missingAndSenselessOnesAreNamed() {
    ObjectNode json = SettingsJson.write(SETTINGS);
    assertThatThrownBy(() -> SettingsJson.read(json.deepCopy().put("count", 0), Outer.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at least one, not 0");
    for (String name : new String[] {"count", "weight", "seed"}) {
      assertThatThrownBy(() -> SettingsJson.read(json.deepCopy().without(name), Outer.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
    assertThatThrownBy(() -> SettingsJson.read(json.deepCopy().put("kind", "odd"), Outer.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("odd");
  }

  @Test
  void theFirstDifferenceIsFound() {
    assertThat(SettingsJson.difference(SETTINGS, SETTINGS)).isEmpty();
    Outer other = new Outer(3, new Inner(0.5, Kind.PLAIN), 8);
    assertThat(SettingsJson.difference(SETTINGS, other))
        .contains(new SettingsJson.Difference("kind", "fancy", "plain"));
  }
}
