package org.sceneremix.viewer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * The verbs once each, on a scene of a few voxels. The launcher's build runs it for the classes
 * that it loads, which the JVM puts into an archive that later calls start from.
 */
final class Rehearsal {

  private Rehearsal() {}

  /**
   * Runs the verbs in an empty folder.
   *
   * @return whether all of them were done
   */
  static boolean run(Path folder) {
    String capture = folder.resolve("capture").toString();
    String scene = folder.resolve("scene.grid").toString();
    String model = folder.resolve("model").toString();
    String picture = folder.resolve("picture.png").toString();
    List<List<String>> calls =
        List.of(
            List.of("--help"),
            List.of("synth", "blocks", "--views", "6", "--size", "24", "--out", capture),
            List.of("fit", capture, "--resolution", "16", "--iterations", "3", "--out", scene),
            List.of("train", scene, "--resolution", "16", "--iterations", "1", "--out", model),
            List.of("sample", model, "--out", folder.resolve("remixes").toString()),
            List.of("render", scene, "--size", "16x16", "--out", picture),
            List.of("info", capture),
            List.of("info", scene),
            List.of("info", model, "--json"));
    return calls.stream().allMatch(call -> isDone(call.toArray(String[]::new)));
  }

  private static boolean isDone(String... call) {
    CommandLine commandLine = RemixCommand.commandLine(new Cancellation(), call);
    commandLine.setOut(new PrintWriter(PrintWriter.nullWriter()));
    return RemixCommand.execute(commandLine, false, call) == ExitCode.OK;
  }

  /** Takes the folder; the exit status says whether all went well. */
  public static void main(String[] arguments) {
    System.exit(run(Path.of(arguments[0])) ? ExitCode.OK : ExitCode.SOFTWARE);
  }
}
