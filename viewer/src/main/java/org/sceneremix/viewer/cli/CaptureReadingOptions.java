package org.sceneremix.viewer.cli;

import org.sceneremix.scenes.capture.CaptureFormat;
import org.sceneremix.scenes.capture.CaptureOptions;
import picocli.CommandLine.Option;

/** {@code --format}, where a folder holds several captures. */
final class CaptureFormatOption {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Format of the capture: ${COMPLETION-CANDIDATES} (by default told by the folder's"
              + " files).")
  private CaptureFormat format;

  CaptureOptions options() {
    return format == null ? CaptureOptions.DEFAULT : CaptureOptions.DEFAULT.withFormat(format);
  }
}
