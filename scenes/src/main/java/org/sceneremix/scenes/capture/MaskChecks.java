package org.sceneremix.scenes.capture;

import java.util.List;

/** Masks of a capture as a whole. */
final class MaskChecks {

  private MaskChecks() {}

  /**
   * @throws CaptureException if some views have a mask and others none
   */
  static void requireAllOrNone(List<View> views) throws CaptureException {
    boolean some = views.stream().anyMatch(view -> view.mask().isPresent());
    for (View view : views) {
      if (some && view.mask().isEmpty()) {
        throw new CaptureException(
            view.picture()
                + ": the mask of this picture is missing, others have one; give every picture a"
                + " mask or remove all masks");
      }
    }
  }
}
