package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureFormat;
import org.sceneremix.scenes.capture.CaptureOptions;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.viewer.footage.ColmapPoses;
import org.sceneremix.viewer.program.ExternalProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix poses}: photographs to a capture. */
@Command(
    name = "poses",
    description = {
      "Finds the poses of photographs, which makes them a capture; needs the program colmap.",
      "Takes minutes to hours on the processor: all of up to 250 pictures are compared with each"
          + " other, of more each with its neighbours."
    })
final class PosesCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "Folder whose folder images holds photographs.")
  private Path folder;

  @Option(names = "--print", description = "Print the calls of colmap, and run nothing.")
  private boolean print;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    ExternalProgram colmap = new ExternalProgram("colmap");
    ColmapPoses poses = new ColmapPoses(colmap);
    if (print) {
      for (ColmapPoses.Step step : poses.steps(folder)) {
        console.result("colmap " + String.join(" ", step.arguments()));
      }
      return 0;
    }
    if (!colmap.isThere()) {
      throw new IOException(
          "the program colmap is not on the path; install it (it is free, and in most systems'"
              + " package lists), or find the poses with another program");
    }
    try (TaskProgress progress = console.progress("Finding poses")) {
      poses.find(folder, progress);
    }
    Capture capture =
        CaptureReader.read(folder, CaptureOptions.DEFAULT.withFormat(CaptureFormat.COLMAP));
    capture.remarks().forEach(console::warn);
    console.say(
        folder
            + ": "
            + capture.views().size()
            + " pictures have a pose; whether they make a scene is said by: remix check "
            + folder);
    return 0;
  }
}
