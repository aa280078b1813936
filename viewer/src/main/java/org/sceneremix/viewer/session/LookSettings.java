package org.sceneremix.viewer.session;

import java.util.Objects;
import org.sceneremix.viewer.picture.PictureMode;

/**
 * How the scene is shown.
 *
 * @param mode what the picture shows
 * @param backdrop what lies behind
 * @param red of a plain backdrop, in [0, 1]
 * @param green of a plain backdrop
 * @param blue of a plain backdrop
 * @param exposure stops (powers of two) of the scene's light
 * @param cutting whether only {@code cut} is shown
 * @param cut the shown part
 * @param frusta whether the capture's cameras are drawn
 * @param box whether the edges of the scene's box are drawn
 * @param photograph opacity of the photograph over the view of its camera, in [0, 1]
 */
public record LookSettings(
    PictureMode mode,
    Backdrop backdrop,
    double red,
    double green,
    double blue,
    double exposure,
    boolean cutting,
    BoxPart cut,
    boolean frusta,
    boolean box,
    double photograph) {

  /** What lies behind a scene in the window. */
  public enum Backdrop {
    PLAIN,
    CHECKER
  }

  public static final LookSettings DEFAULT =
      new LookSettings(
          PictureMode.COLOUR,
          Backdrop.PLAIN,
          0.16,
          0.17,
          0.19,
          0,
          false,
          BoxPart.ALL,
          false,
          false,
          0.5);

  public LookSettings {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(backdrop, "backdrop");
    Objects.requireNonNull(cut, "cut");
  }

  public LookSettings withMode(PictureMode newMode) {
    return new LookSettings(
        newMode, backdrop, red, green, blue, exposure, cutting, cut, frusta, box, photograph);
  }

  public LookSettings withBackdrop(Backdrop newBackdrop) {
    return new LookSettings(
        mode, newBackdrop, red, green, blue, exposure, cutting, cut, frusta, box, photograph);
  }

  public LookSettings withColour(double newRed, double newGreen, double newBlue) {
    return new LookSettings(
        mode,
        Backdrop.PLAIN,
        newRed,
        newGreen,
        newBlue,
        exposure,
        cutting,
        cut,
        frusta,
        box,
        photograph);
  }

  public LookSettings withExposure(double stops) {
    return new LookSettings(
        mode, backdrop, red, green, blue, stops, cutting, cut, frusta, box, photograph);
  }

  public LookSettings withCutting(boolean newCutting) {
    return new LookSettings(
        mode, backdrop, red, green, blue, exposure, newCutting, cut, frusta, box, photograph);
  }

  public LookSettings withCut(BoxPart newCut) {
    return new LookSettings(
        mode, backdrop, red, green, blue, exposure, true, newCut, frusta, box, photograph);
  }

  public LookSettings withFrusta(boolean newFrusta) {
    return new LookSettings(
        mode, backdrop, red, green, blue, exposure, cutting, cut, newFrusta, box, photograph);
  }

  public LookSettings withBox(boolean newBox) {
    return new LookSettings(
        mode, backdrop, red, green, blue, exposure, cutting, cut, frusta, newBox, photograph);
  }

  public LookSettings withPhotograph(double opacity) {
    return new LookSettings(
        mode, backdrop, red, green, blue, exposure, cutting, cut, frusta, box, opacity);
  }
}
