package org.sceneremix.scenes.capture;

import java.util.Optional;

/**
 * Options of reading a capture.
 *
 * @param imageFactor which of the folders {@code images}, {@code images_2}, {@code images_4} ... of
 *     an LLFF capture to take: its number; 1 for {@code images}; 0 for the largest pictures of at
 *     most 1024 pixels along their longer side (or the smallest ones, where all are larger)
 * @param holdOutEvery where a capture does not say itself which views to keep apart: every which
 *     one, starting with the first
 * @param format which format to read where a folder may hold several; by default told by its files
 * @param masks what is black in the masks; by default told by where they come from
 */
public record CaptureOptions(
    int imageFactor,
    int holdOutEvery,
    Optional<CaptureFormat> format,
    Optional<MaskMeaning> masks) {

  /** Moderate pictures, every 8th view held out, as is the custom with LLFF captures. */
  public static final CaptureOptions DEFAULT =
      new CaptureOptions(0, 8, Optional.empty(), Optional.empty());

  /**
   * @throws IllegalArgumentException if the factor is negative or the interval below 2
   */
  public CaptureOptions {
    if (imageFactor < 0) {
      throw new IllegalArgumentException(
          "the number of the images folder cannot be " + imageFactor + "; give 1, 2, 4 ...");
    }
    if (holdOutEvery < 2) {
      throw new IllegalArgumentException(
          "every 2nd view at most can be held out, not every " + holdOutEvery);
    }
  }

  public CaptureOptions withImageFactor(int factor) {
    return new CaptureOptions(factor, holdOutEvery, format, masks);
  }

  public CaptureOptions withFormat(CaptureFormat newFormat) {
    return new CaptureOptions(imageFactor, holdOutEvery, Optional.of(newFormat), masks);
  }

  public CaptureOptions withMasks(MaskMeaning meaning) {
    return new CaptureOptions(imageFactor, holdOutEvery, format, Optional.of(meaning));
  }
}
