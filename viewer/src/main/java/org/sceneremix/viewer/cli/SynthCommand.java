package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sceneremix.scenes.synth.BuiltInScene;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix synth}: a built-in scene to a posed capture. */
@Command(
    name = "synth",
    description = "Photographs a built-in scene: a posed capture, in the NeRF-synthetic layout.")
final class SynthCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SCENE", description = "blocks, stones, meadow, heap or balloons.")
  private BuiltInScene scene;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "CAPTURE",
      description = "Folder; files of an earlier capture in it are replaced.")
  private Path out;

  @Option(
      names = "--views",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Views to fit to; one for every five comes on top, to measure with"
              + " (${DEFAULT-VALUE}).")
  private int views;

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "256",
      description = "Pixels of a photograph along each side (${DEFAULT-VALUE}).")
  private int size;

  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    SyntheticCapture capture = capture();
    return OutputLock.holdingFolder(out, "remix synth", () -> write(capture));
  }

  private SyntheticCapture capture() {
    try {
      return new SyntheticCapture(scene, views, size, seed.seed());
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private int write(SyntheticCapture capture) throws IOException {
    try (TaskProgress progress = console.progress("Photographing");
        Workers workers = threads.open()) {
      capture.write(out, workers, progress);
    }
    console.say(
        String.format(
            Locale.ROOT, "%s: %d views of %s", out, views, capture.scene().description()));
    return 0;
  }
}
