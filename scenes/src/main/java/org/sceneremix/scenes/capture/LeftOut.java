package org.sceneremix.scenes.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Frames of a capture that cannot be used. */
final class LeftOut {

  private static final int NAMED = 3;

  private final List<String> absent = new ArrayList<>();
  private final List<CaptureException> unusable = new ArrayList<>();

  /** A frame whose picture is not there. */
  void absent(String where) {
    absent.add(where);
  }

  /** A frame that cannot be used for another reason. */
  void unusable(CaptureException reason) {
    unusable.add(reason);
  }

  /**
   * The failure of a capture of which too many frames are left out, in the words of the first.
   *
   * @param frames how many there are in all
   * @param folder where pictures were looked for
   * @param oddities of their names
   */
  CaptureException tooMany(int frames, Path folder, List<String> oddities) {
    if (unusable.size() > absent.size() || absent.isEmpty()) {
      String others =
          unusable.size() > 1
              ? " (and so for " + unusable.size() + " of " + frames + " frames)"
              : "";
      return new CaptureException(unusable.get(0).getMessage() + others, unusable.get(0));
    }
    String odd = oddities.isEmpty() ? "" : " (" + String.join("; ", oddities) + ")";
    return new CaptureException(
        absent.get(0)
            + ": there is no picture of that name in "
            + folder
            + " (nor below it, nor with .png, .jpg or .tif), and so for "
            + absent.size()
            + " of "
            + frames
            + " frames; copy the pictures there"
            + odd);
  }

  /**
   * Remarks on them for the user, one sentence each.
   *
   * @param frames how many there are in all
   */
  List<String> remarks(int frames) {
    List<String> remarks = new ArrayList<>();
    if (!absent.isEmpty()) {
      remarks.add(
          absent.size()
              + " of "
              + frames
              + " frames have no picture and are left out: "
              + named(absent, ", "));
    }
    if (!unusable.isEmpty()) {
      remarks.add(
          unusable.size()
              + " of "
              + frames
              + " frames cannot be used and are left out: "
              + named(unusable.stream().map(CaptureException::getMessage).toList(), "; "));
    }
    return remarks;
  }

  private static String named(List<String> all, String separator) {
    return String.join(separator, all.subList(0, Math.min(NAMED, all.size())))
        + (all.size() > NAMED ? " ..." : "");
  }
}
