package org.sceneremix.viewer.cli;

import org.sceneremix.scenes.capture.CaptureFormat;
import org.sceneremix.scenes.capture.CaptureOptions;
import org.sceneremix.scenes.capture.MaskMeaning;
import picocli.CommandLine.Option;

/**
 * {@code --format} and {@code --masks}: how a capture is to be read where its files leave it open.
 */
final class CaptureReadingOptions {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Format of the capture: ${COMPLETION-CANDIDATES} (by default told by the folder's"
              + " files).")
  private CaptureFormat format;

  @Option(
      names = "--masks",
      paramLabel = "MEANING",
      description =
          "What is black in masks: scene, empty space around the scene, or ignore, pixels to leave"
              + " out (by default ignore for a mask_path and COLMAP's NAME.jpg.png, and scene for"
              + " other masks).")
  private MaskMeaning masks;

  CaptureOptions options() {
    CaptureOptions options = CaptureOptions.DEFAULT;
    if (format != null) {
      options = options.withFormat(format);
    }
    return masks == null ? options : options.withMasks(masks);
  }
}
