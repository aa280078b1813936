package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.viewer.program.ExternalProgram;

/**
 * Every long verb is killed at operations on files, spread over its run; the same call again then
 * makes the same bytes as one that was left in peace, and leaves nothing else behind. Property
 * {@code attack.kills}: how often each is killed.
 */
@Tag("attack")
@Tag("kill")
class KillAttackTest {

  private static final int KILLS = Integer.getInteger("attack.kills", 1);

  /** What holds the time that a training took. */
  private static final Pattern TIMED =
      Pattern.compile("report\\.html|metrics\\.jsonl|.*\\.weights");

  @TempDir private static Path folder;

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeAll
  static void prepare() {
    run("synth blocks --views 6 --size 32 --threads 1 --out " + path("capture"));
    run(fit("scene"));
    run(train("model"));
    run(film("film.gif"));
  }

  private static void run(String call) {
    CommandRun run = CommandRun.of(call.split(" "));
    assertThat(run.status()).as(call + ": " + run.err()).isZero();
  }

  private static String fit(String out) {
    return "fit "
        + path("capture")
        + " --resolution 24 --iterations 20 --threads 1 --resume --out "
        + path(out + "/scene.grid");
  }

  private static String train(String out) {
    return "train "
        + path("scene/scene.grid")
        + " --resolution 24 --coarsest 24 --iterations 2 --threads 1 --resume --out "
        + path(out);
  }

  private static String film(String out) {
    return "render "
        + path("scene/scene.grid")
        + " --orbit 3 --size 32x32 --tracer cpu --threads 1 --out "
        + path(out);
  }

  /** The call of a verb that writes into a folder of that name. */
  private static String call(String verb, String out) {
    return switch (verb) {
      case "synth" -> "synth blocks --views 6 --size 32 --threads 1 --out " + path(out);
      case "fit" -> fit(out);
      case "train" -> train(out);
      case "sample" -> "sample " + path("model") + " --seeds 1-2 --threads 1 --out " + path(out);
      case "edit" ->
          "edit " + path("model") + " --interpolate 2 --steps 2 --threads 1 --out " + path(out);
      case "render" ->
          "render "
              + path("scene/scene.grid")
              + " --orbit 4 --size 32x32 --tracer cpu --threads 1 --out "
              + path(out);
      case "film" -> film(out + "/a.gif");
      case "export" -> "export " + path("scene/scene.grid") + " --out " + path(out + "/a.vdb");
      case "eval" ->
          "eval " + path("model") + " --seeds 1-2 --threads 1 --sheet " + path(out + "/sheet.png");
      case "frames" -> "frames " + path("film.gif") + " --every 0.1 --out " + path(out);
      case "dataset" ->
          "dataset "
              + path("model")
              + " --count 2 --views 2 --pixels 32x32 --threads 1 --out "
              + path(out);
      default -> throw new IllegalArgumentException(verb);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "synth", "fit", "train", "sample", "edit", "render", "film", "export", "eval", "dataset",
        "frames"
      })
  void whatIsKilledIsMadeByTheSameCallAgain(String verb) throws Exception {
    assumeThat(!verb.equals("frames") || new ExternalProgram("ffmpeg").isThere()).isTrue();
    String peace = verb + "-in-peace";
    int operations = DyingRun.of(0, call(verb, peace).split(" "));
    Map<String, Integer> expected = contents(folder.resolve(peace));
    assertThat(expected).isNotEmpty();
    int kills = Math.min(KILLS, operations);
    for (int kill = 0; kill < kills; kill++) {
      String out = verb + "-killed-" + kill;
      int last = 1 + (int) ((2L * kill + 1) * operations / (2L * kills));
      DyingRun.of(Math.min(last, operations), call(verb, out).split(" "));
      CommandRun again = CommandRun.of(call(verb, out).split(" "));
      // frames do not replace what is whole
      assertThat(again.status() == 0 || again.err().contains("is in the way"))
          .as(again.err())
          .isTrue();
      assertThat(contents(folder.resolve(out)))
          .as("%s, killed before operation %d of %d", verb, last, operations)
          .isEqualTo(expected);
    }
    System.out.printf(
        Locale.ROOT, "attack: %-8s killed %d times, %d operations%n", verb, kills, operations);
  }

  /** Hashes of all files; of those that hold times, that they are there. */
  private static Map<String, Integer> contents(Path root) throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean isTimed = TIMED.matcher(file.getFileName().toString()).matches();
        contents.put(
            root.relativize(file).toString(),
            isTimed ? 0 : java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
