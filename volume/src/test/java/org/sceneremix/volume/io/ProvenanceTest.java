package org.sceneremix.volume.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

  private static final ObjectNode PARAMETERS =
      JsonNodeFactory.instance.objectNode().put("capture", "photos").put("resolution", 96);

  private static final Provenance FIT =
      new Provenance("tool", "1.2", "fit", PARAMETERS, OptionalLong.empty(), Optional.empty());

  private static final Provenance SAMPLE =
      new Provenance(
          "tool",
          "1.3",
          "sample",
          JsonNodeFactory.instance.objectNode(),
          OptionalLong.of(Long.MIN_VALUE),
          Optional.of(FIT));

  @Test
  void historySurvivesTheWayThroughJson() throws Exception {
    String text = SAMPLE.toMetadata().toString();
    assertThat(Provenance.inMetadata(new ObjectMapper().readTree(text))).contains(SAMPLE);
  }

  @Test
  void unknownSeedAndSourceAreLeftOut() {
    assertThat(FIT.toJson().has("seed")).isFalse();
    assertThat(FIT.toJson().has("source")).isFalse();
  }

  @Test
  void otherMetadataHoldNoProvenance() {
    assertThat(Provenance.inMetadata(PARAMETERS)).isEmpty();
  }

  @Test
  void laterChangesOfTheParametersDoNotChangeHistory() {
    ObjectNode parameters = PARAMETERS.deepCopy();
    Provenance provenance =
        new Provenance("tool", "1", "fit", parameters, OptionalLong.empty(), Optional.empty());
    parameters.put("resolution", 1);
    assertThat(provenance.parameters()).isEqualTo(PARAMETERS);
  }
}
