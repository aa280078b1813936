package org.sceneremix.viewer.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaTest {

  private static CudaDevice card(int major, int minor, long freeMebibytes) {
    return new CudaDevice("Card", major, minor, freeMebibytes << 20, 24L << 30);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 5, false",
    "3, 7, true",
    "5, 0, true",
    "6, 1, true",
    "7, 5, true",
    "8, 0, true",
    "8, 6, true",
    "8, 9, true",
    "9, 0, false",
    "10, 0, false",
    "12, 0, false"
  })
  void cardsWithoutMachineCodeAreRefused(int major, int minor, boolean served) {
    assertThat(card(major, minor, 20_000).obstacle().isEmpty()).isEqualTo(served);
    if (!served) {
      assertThat(card(major, minor, 20_000).obstacle().orElseThrow())
          .contains("compute capability " + major + "." + minor)
          .contains("3.7 to 8.9");
    }
  }

  @Test
  void tooLittleFreeMemoryIsSaidInNumbers() {
    assertThat(card(8, 6, 2048).obstacle()).isEmpty();
    assertThat(card(8, 6, 2047).obstacle().orElseThrow()).contains("2047 MiB").contains("2048 MiB");
  }

  @Test
  void noCardIsAnObstacle() {
    assertThat(Cuda.obstacle(List.of()).orElseThrow()).contains("no card");
  }

  @Test
  void machineWithoutADriverIsToldSo() {
    assumeTrue(!Files.exists(Path.of("/proc/driver/nvidia")), "there is an NVIDIA driver");
    Cuda cuda = Cuda.look();
    assertThat(cuda.devices()).isEmpty();
    assertThat(cuda.obstacle()).isPresent();
  }
}
