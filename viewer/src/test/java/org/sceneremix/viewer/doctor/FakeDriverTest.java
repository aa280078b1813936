package org.sceneremix.viewer.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lwjgl.system.Platform;
import org.sceneremix.testing.Prerequisite;

/** What is said of cards that are not there, through a driver compiled for the occasion. */
class FakeDriverTest {

  private static final String SOURCE = "fake-driver.c";

  @TempDir private Path folder;

  private Cuda look(String... definitions) throws IOException, InterruptedException {
    assumeTrue(
        Platform.get() == Platform.LINUX && Platform.getArchitecture() == Platform.Architecture.X64,
        "a compiler is called as on Linux");
    Path source = folder.resolve(SOURCE);
    try (InputStream in = FakeDriverTest.class.getResourceAsStream(SOURCE)) {
      Files.copy(in, source);
    }
    Path library = folder.resolve("libcuda.so.1");
    List<String> command =
        new ArrayList<>(
            List.of("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString()));
    for (String definition : definitions) {
      command.add("-D" + definition);
    }
    Process compiler;
    try {
      compiler = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      return Prerequisite.missing("no C compiler: " + e.getMessage());
    }
    assertThat(compiler.waitFor()).isZero();
    return Cuda.look(library.toString());
  }

  private Cuda card(int major, int minor, int freeMebibytes)
      throws IOException, InterruptedException {
    return look("INIT=0", "COUNT=1", "MAJOR=" + major, "MINOR=" + minor, "FREE=" + freeMebibytes);
  }

  @Test
  void ampereCardWithRoomFits() throws Exception {
    Cuda cuda = card(8, 6, 20_000);
    assertThat(cuda.obstacle()).isEmpty();
    assertThat(cuda.devices())
        .containsExactly(new CudaDevice("Fake Card", 8, 6, 20_000L << 20, 24_576L << 20));
  }

  @Test
  void fullMemoryIsSaid() throws Exception {
    assertThat(card(8, 6, 1000).obstacle())
        .hasValueSatisfying(
            why -> assertThat(why).contains("Fake Card", "1000 MiB", "2048 MiB", "close"));
  }

  @Test
  void hopperIsSentToOpenGl() throws Exception {
    assertThat(card(9, 0, 80_000).obstacle())
        .hasValueSatisfying(why -> assertThat(why).contains("9.0", "3.7 to 8.9", "--backend gl"));
  }

  @Test
  void driverWithoutCardsIsSaid() throws Exception {
    Cuda cuda = look("INIT=0", "COUNT=0", "MAJOR=0", "MINOR=0", "FREE=0");
    assertThat(cuda.devices()).isEmpty();
    assertThat(cuda.obstacle()).hasValueSatisfying(why -> assertThat(why).contains("no card"));
  }

  @Test
  void driverThatFailsIsQuoted() throws Exception {
    assertThat(look("INIT=100", "COUNT=0", "MAJOR=0", "MINOR=0", "FREE=0").obstacle())
        .hasValueSatisfying(why -> assertThat(why).contains("cuInit", "100"));
  }

  @Test
  void driverOfAnEarlierCudaIsTooOld() throws Exception {
    Cuda cuda = look("INIT=0", "COUNT=1", "MAJOR=8", "MINOR=6", "FREE=20000", "VERSION=10020");
    assertThat(cuda.obstacle())
        .hasValueSatisfying(why -> assertThat(why).contains("too old", "10.2", "11.0", "update"));
  }

  @Test
  void driverThatLacksAFunctionIsTooOld() throws Exception {
    assertThat(look("INIT=0", "COUNT=1", "MAJOR=8", "MINOR=6", "FREE=0", "OLD").obstacle())
        .hasValueSatisfying(why -> assertThat(why).contains("too old", "cuMemGetInfo"));
  }
}
