package org.sceneremix.scenes.capture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sceneremix.renderer.image.Image;

/**
 * Whether the pictures of a capture tell the scene from what is behind it, by masks or an alpha
 * channel, all of them alike: pictures of the other kind are left out.
 *
 * @param hasAlpha whether they do
 * @param leftOut views that are of the other kind
 */
record Transparency(boolean hasAlpha, Set<View> leftOut) {

  private static final int NAMED = 3;

  /**
   * Looks at the pictures' heads, and at their pixels where only some have an alpha channel: a
   * channel that is opaque everywhere says nothing.
   *
   * @param remarks what the user should know is added
   * @throws CaptureException if a picture cannot be read, or only some views have a mask
   */
  static Transparency of(List<View> views, List<String> remarks) throws CaptureException {
    Masks.requireAllOrNone(views);
    List<View> with = new ArrayList<>();
    List<View> without = new ArrayList<>();
    for (View view : views) {
      (view.mask().isPresent() || PictureFile.header(view.picture()).hasAlpha() ? with : without)
          .add(view);
    }
    if (with.isEmpty() || without.isEmpty()) {
      return new Transparency(!with.isEmpty(), Set.of());
    }
    List<View> transparent = new ArrayList<>();
    for (View view : with) {
      if (isTransparentSomewhere(view)) {
        transparent.add(view);
      }
    }
    if (transparent.isEmpty()) {
      return new Transparency(false, Set.of());
    }
    boolean mostHaveIt = with.size() > without.size();
    List<View> others = mostHaveIt ? without : transparent;
    remarks.add(
        others.size()
            + " of "
            + views.size()
            + " pictures have "
            + (mostHaveIt
                ? "no alpha channel, the others have one"
                : "transparent pixels, the others none")
            + ", so they are left out: "
            + String.join(", ", others.stream().limit(NAMED).map(View::name).toList())
            + (others.size() > NAMED ? " ..." : "")
            + "; export all pictures alike");
    return new Transparency(mostHaveIt, new HashSet<>(others));
  }

  private static boolean isTransparentSomewhere(View view) throws CaptureException {
    float[] rgba = PictureFile.read(view.picture()).rgba();
    for (int i = 3; i < rgba.length; i += Image.CHANNELS) {
      if (rgba[i] < 1) {
        return true;
      }
    }
    return false;
  }

  /** The views that are not left out. */
  List<View> kept(List<View> views) {
    return leftOut.isEmpty()
        ? views
        : views.stream().filter(view -> !leftOut.contains(view)).toList();
  }
}
