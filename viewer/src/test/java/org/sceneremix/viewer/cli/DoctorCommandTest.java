package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sceneremix.testing.Prerequisite;

class DoctorCommandTest {

  @Test
  void processorIsFoundRight() throws IOException {
    CommandRun run = CommandRun.of("doctor", "--backend", "cpu", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(report.path("passed").asBoolean()).isTrue();
    assertThat(report.path("backend").asText()).isEqualTo("cpu");
    assertThat(report.path("machine").path("cores").asInt()).isPositive();
    assertThat(report.path("nd4j").asText()).isEqualTo("CpuBackend");
    assertThat(report.path("checks").findValuesAsText("operator"))
        .contains("tracer, gradient", "product", "product, by threads");
  }

  @Test
  void openGlIsFoundRightOrSaidToBeMissing() {
    CommandRun run = CommandRun.of("doctor", "--backend", "gl");
    if (run.status() == 0) {
      assertThat(run.out())
          .contains("back end gl")
          .contains("tracer, gradient")
          .contains("product, both transposed")
          .doesNotContain("WRONG");
    } else {
      assertThat(run.err()).contains("OpenGL 4.3");
      Prerequisite.missing(run.err());
    }
  }

  @Test
  void cudaWithoutADriverIsOneSentence() {
    assumeTrue(!Files.exists(Path.of("/proc/driver/nvidia")), "there is an NVIDIA driver");
    CommandRun run = CommandRun.of(RemixCommand.verbFirst("--backend", "cuda", "doctor"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("CUDA").contains("NVIDIA driver");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void backendMayComeBeforeTheVerb() {
    assertThat(RemixCommand.verbFirst("--backend", "cpu", "doctor", "--json"))
        .containsExactly("doctor", "--backend", "cpu", "--json");
    assertThat(RemixCommand.verbFirst("--backend=cpu", "doctor"))
        .containsExactly("doctor", "--backend=cpu");
    assertThat(RemixCommand.verbFirst("doctor", "--backend", "cpu"))
        .containsExactly("doctor", "--backend", "cpu");
    assertThat(RemixCommand.verbFirst("--backend")).containsExactly("--backend");
    assertThat(RemixCommand.verbFirst()).isEmpty();
  }
}
