package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code remix demo}: the whole job on a built-in scene. */
@Command(
    name = "demo",
    description = {
      "The whole job on a built-in scene: photographs, fit, training, remixes, and a report.",
      "The same call goes on with what is in DIR, if it was made with the same settings."
    })
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "demo",
      description = "Folder to work in (${DEFAULT-VALUE}).")
  private Path out;

  @Option(names = "--quick", description = "Small and rough: about 90 s on 2 cores.")
  private boolean quick;

  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    DemoSettings settings =
        quick
            ? DemoSettings.quick(Program.version(), seed.seed())
            : DemoSettings.full(Program.version(), seed.seed());
    return OutputLock.holdingFolder(out, "remix demo", () -> run(settings));
  }

  private int run(DemoSettings settings) throws IOException {
    DemoFolder folder = DemoFolder.open(out, settings);
    try (Workers workers = threads.open()) {
      new Demo(folder, settings, workers, console).run();
    }
    console.say("Report: " + folder.report().toAbsolutePath().normalize());
    return 0;
  }
}
