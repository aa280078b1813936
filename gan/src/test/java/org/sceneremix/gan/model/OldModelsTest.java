package org.sceneremix.gan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.volume.GridSize;

/**
 * Model folders that were written when their format was new; they must stay readable as long as
 * there are any. Both hold the same made-up weights: value i of a network is {@code ((7 i + salt)
 * mod 13 - 6) / 16}.
 */
class OldModelsTest {

  private static final GridSize SIZE = new GridSize(6, 5, 4);

  private static ModelFolder model(int format) throws URISyntaxException {
    return new ModelFolder(Path.of(OldModelsTest.class.getResource("format-" + format).toURI()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void modelsOfEveryFormatAreRead(int format) throws Exception {
    ModelFolder folder = model(format);
    assertThat(folder.description().path("format").asInt()).isEqualTo(format);
    assertThat(folder.scene().grid().density(0, 0, 0)).isEqualTo(1);
    ModelFolder.FinishedStage stage = folder.finishedStage(0).orElseThrow();
    assertThat(stage.stage().trainingSize()).isEqualTo(SIZE);
    assertThat(stage.stage().meanByHeight()).startsWith(-3 / 16f, 4 / 16f).hasSize(16);
    assertThat(stage.networks()).hasSize(5);
    assertThat(folder.open().complete()).isTrue();
  }

  @Test
  void theNewestFormatIsKeptToo() throws URISyntaxException {
    assertThat(model(ModelFolder.FORMAT).exists()).isTrue();
  }

  @Test
  void theThirdFormatHasLayoutsAtEveryStage() throws IOException, URISyntaxException {
    Model model = model(3).open();
    assertThat(model.complete()).isTrue();
    for (int stage = 0; stage < 2; stage++) {
      assertThat(model.cascade().stage(stage).hasLayout()).isTrue();
    }
    // the mean of what this program made when the format was new
    double sum = 0;
    for (float value : model.remix(3, model.defaultSize(), 1).data()) {
      sum += value;
    }
    assertThat(sum / model.reference().data().length).isEqualTo(-0.02113, within(1e-4));
  }

  @Test
  void theSameWeightsMakeTheSameRemix() throws IOException, URISyntaxException {
    assertThat(model(1).open().remix(3, SIZE, 1).data())
        .isEqualTo(model(2).open().remix(3, SIZE, 1).data());
  }
}
