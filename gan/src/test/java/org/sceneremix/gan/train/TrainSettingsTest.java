package org.sceneremix.gan.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.critic.Loss;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.model.ModelException;
import org.sceneremix.volume.io.SettingsJson;

class TrainSettingsTest {

  /** As models of format 7 have them. */
  private static final String STORED =
      "{\"resolution\":64,\"coarsest\":36,\"levels\":2,\"iterations\":800,\"finer\":5,"
          + "\"minutes\":0.5,\"seed\":9,\"symmetry\":\"rotations\",\"loss\":\"wgan-gp\","
          + "\"volumeWeight\":1.0,\"pictureWeight\":0.03,\"patchWeight\":20.0,"
          + "\"transportWeight\":40.0,\"passes\":3,\"slab\":0}";

  private static final TrainSettings SETTINGS =
      new TrainSettings(
          64,
          36,
          2,
          800,
          5,
          0.5,
          9,
          Symmetry.ROTATIONS,
          new Hyperparameters(Loss.WGAN_GP, 1, 0.03, 20, 40, 3, 0));

  private static ObjectNode description(String settings) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree("{\"settings\":" + settings + "}");
  }

  @Test
  void storedSettingsAreReadAndWrittenAsTheyAre() throws IOException {
    assertThat(TrainSettings.of(description(STORED))).isEqualTo(SETTINGS);
    assertThat(SettingsJson.write(SETTINGS)).hasToString(STORED);
  }

  @Test
  void senselessOnesAreRefused() {
    for (String stored :
        new String[] {
          "null",
          "{}",
          STORED.replace("\"resolution\":64", "\"resolution\":4"),
          STORED.replace("wgan-gp", "none such"),
          STORED.replace("\"passes\":3,", ""),
          STORED.replace("\"seed\":9", "\"seed\":\"x\"")
        }) {
      assertThatThrownBy(() -> TrainSettings.of(description(stored)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("model.json holds settings that make no sense: ");
    }
  }
}
