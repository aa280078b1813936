package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.check.CaptureCheck;
import org.sceneremix.scenes.check.CaptureReport;
import org.sceneremix.scenes.check.Finding;
import org.sceneremix.volume.Aabb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix check}: whether a capture is usable, in words. */
@Command(
    name = "check",
    description = {
      "Says whether a capture is usable and what is wrong with it.",
      "Exit status 1 if it is not usable."
    })
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "CAPTURE",
      description = "Folder of the capture, or its transforms.json.")
  private Path captureFolder;

  @Option(
      names = "--box",
      paramLabel = "X0,Y0,Z0,X1,Y1,Z1",
      converter = BoxConverter.class,
      description = "The box of the scene (by default the capture's, or what all views see).")
  private Aabb box;

  @Mixin private CaptureReadingOptions reading;
  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    CaptureReport report;
    try (TaskProgress progress = console.progress("Checking")) {
      Capture read = CaptureReader.read(captureFolder, reading.options());
      report = CaptureCheck.check(box == null ? read : read.withBox(box), progress);
    }
    if (json.isSet()) {
      json.print(report);
    } else {
      print(report);
    }
    return report.usable() ? 0 : 1;
  }

  private void print(CaptureReport report) {
    report
        .inWords()
        .forEach((name, text) -> console.out().printf(Locale.ROOT, "%-24s %s%n", name, text));
    for (Finding finding : report.findings()) {
      console
          .out()
          .println(finding.weight().name().toLowerCase(Locale.ROOT) + ": " + finding.sentence());
    }
    console
        .out()
        .println(report.usable() ? "The capture is usable." : "The capture is NOT usable.");
  }
}
