package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sceneremix.viewer.footage.VideoFrames;
import org.sceneremix.viewer.program.ExternalProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix frames}: a video to photographs. */
@Command(
    name = "frames",
    description = {
      "Takes photographs out of a video, the sharpest of each interval; needs the program ffmpeg.",
      "Then remix poses finds out where they were taken."
    })
final class FramesCommand implements Callable<Integer> {

  @Parameters(paramLabel = "VIDEO", description = "A film around the scene.")
  private Path video;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder; the photographs get into its folder images.")
  private Path out;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      description = "Interval between photographs (${DEFAULT-VALUE}).")
  private double every = 0.5;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    if (!(every >= 0.01 && every <= 3600)) {
      throw console.usageError("--every must be from 0.01 to 3600 seconds, not " + every);
    }
    if (!Files.exists(video)) {
      throw new NoSuchFileException(video.toString());
    }
    ExternalProgram ffmpeg = new ExternalProgram("ffmpeg");
    if (!ffmpeg.isThere()) {
      throw new IOException(
          "the program ffmpeg is not on the path; install it, or take pictures out of the video"
              + " with another one and put them in "
              + out.resolve("images"));
    }
    int count;
    try (TaskProgress progress = console.progress("Taking pictures")) {
      count = new VideoFrames(ffmpeg).write(video, every, out, progress);
    }
    console.say(
        out.resolve("images")
            + ": "
            + count
            + " pictures; their poses are found by: remix poses "
            + out);
    return 0;
  }
}
