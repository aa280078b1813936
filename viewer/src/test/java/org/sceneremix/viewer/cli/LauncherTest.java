package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts the command, as far as it comes without building anything. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  /** Tests run in the folder of their module. */
  private static final Path LAUNCHER = Path.of("..", "remix").toAbsolutePath().normalize();

  @ParameterizedTest
  @CsvSource({"-n 40, open files", "-v 1500000, address space"})
  void limitsInWhichNoJvmStartsAreSaidInASentence(String limit, String what)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", "ulimit " + limit + " && exec " + LAUNCHER + " --version")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said)
        .startsWith("remix: only " + limit.substring(3))
        .contains(what, "(ulimit " + limit.substring(0, 2) + ")")
        .hasLineCount(1);
  }

  /** Prints its arguments; writes an archive where it is asked for one, and rehearses badly. */
  private static final String FAKE_JAVA =
      """
      #!/bin/sh
      dump=
      for argument in "$@"; do
        case $argument in
          -XX:SharedArchiveFile=*) archive=${argument#*=} ;;
          -Xshare:dump) dump=yes ;;
          *.Rehearsal) exit ${REHEARSAL_STATUS:-0} ;;
        esac
      done
      if [ -n "$dump" ]; then
        echo classes >"$archive"
      else
        echo "$@"
      fi
      """;

  /** A release whose jars are none, started by a JDK that is none. */
  private record Release(Path folder) {

    static Release in(Path folder) throws IOException {
      Files.copy(LAUNCHER, folder.resolve("remix"));
      Files.createDirectories(folder.resolve("lib"));
      Files.writeString(folder.resolve("lib/viewer.jar"), "jar");
      return new Release(folder);
    }

    Path jdk(String name, String version) throws IOException {
      Path home = folder.resolve(name);
      Files.createDirectories(home.resolve("bin"));
      Files.createDirectories(home.resolve("lib"));
      Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      Files.writeString(home.resolve("lib/modules"), name);
      Path java = home.resolve("bin/java");
      Files.writeString(java, FAKE_JAVA);
      assertThat(java.toFile().setExecutable(true)).isTrue();
      return home;
    }

    /** What is said, by the launcher and by the JVM. */
    String call(Path jdk, String rehearsalStatus) throws IOException, InterruptedException {
      Process process = start(jdk, rehearsalStatus, "info a.grid");
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).contains("RemixCommand info a.grid");
      return said;
    }

    Process start(Path jdk, String rehearsalStatus, String arguments) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-c", folder.resolve("remix") + " " + arguments);
      builder.environment().put("JAVA_HOME", jdk.toString());
      builder.environment().put("REHEARSAL_STATUS", rehearsalStatus);
      return builder.redirectErrorStream(true).start();
    }

    List<Path> archives() throws IOException {
      try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
        return files.filter(file -> file.getFileName().toString().startsWith("classes-")).toList();
      }
    }
  }

  @Test
  void anArchiveOfClassesIsMadeOnceForEachJdkAndState(@TempDir Path folder) throws Exception {
    Release release = Release.in(folder);
    Path jdk17 = release.jdk("jdk-17", "17.0.1");
    assertThat(release.call(jdk17, "0")).contains("Preparing", "-XX:SharedArchiveFile");
    assertThat(release.archives()).singleElement().asString().endsWith(".jsa");
    assertThat(release.call(jdk17, "0"))
        .doesNotContain("Preparing")
        .contains("-XX:SharedArchiveFile=" + release.archives().get(0));
    assertThat(release.call(release.jdk("jdk-9-25", "25"), "0")).contains("Preparing");
    assertThat(release.archives()).hasSize(2);
    assertThat(release.call(jdk17, "0")).doesNotContain("Preparing");
    Files.writeString(folder.resolve("lib/viewer.jar"), "another jar");
    assertThat(release.call(jdk17, "0")).contains("Preparing", "-XX:SharedArchiveFile");
    assertThat(release.archives()).hasSize(3);
    Files.writeString(jdk17.resolve("lib/modules"), "jdk-17.0.2");
    Files.writeString(jdk17.resolve("release"), "JAVA_VERSION=\"17.0.2\"\n");
    assertThat(release.call(jdk17, "0")).contains("Preparing");
    assertThat(release.archives()).hasSize(4);
  }

  @Test
  void nd4jStaysClosedForVerbsThatNeverAskForIt(@TempDir Path folder) throws Exception {
    Release release = Release.in(folder);
    Files.writeString(folder.resolve("lib/nd4j-api-1.0.0-M2.1.jar"), "jar");
    Path jdk = release.jdk("jdk", "17");
    assertThat(release.call(jdk, "0")).contains("viewer.jar").doesNotContain("nd4j-api");
    Process eval = release.start(jdk, "0", "eval model");
    String said = new String(eval.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // the archive is of what comes first
    assertThat(said).containsPattern("-cp \\S*viewer\\.jar\\S*:\\S*nd4j-api");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bench", "dataset model --master local[2]", "train a.grid --backend cuda"})
  void whatAReleaseHasNotIsSaidInASentence(String call, @TempDir Path folder) throws Exception {
    Release release = Release.in(folder);
    Process process = release.start(release.jdk("jdk", "17"), "0", call);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said).startsWith("remix: a release has n").contains("sources").hasLineCount(1);
  }

  @Test
  void anArchiveThatCannotBeMadeIsDoneWithout(@TempDir Path folder) throws Exception {
    Release release = Release.in(folder);
    Path jdk = release.jdk("jdk", "17");
    assertThat(release.call(jdk, "1")).contains("Preparing").doesNotContain("-XX:SharedArchive");
    assertThat(release.call(jdk, "1"))
        .doesNotContain("Preparing")
        .doesNotContain("-XX:SharedArchive");
  }
}
