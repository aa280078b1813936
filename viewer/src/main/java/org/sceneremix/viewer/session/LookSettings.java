package org.sceneremix.viewer.session;

import java.util.Objects;
import java.util.function.Consumer;
import org.sceneremix.viewer.picture.Lighting;
import org.sceneremix.viewer.picture.PictureMode;

/**
 * Settings of the scene's look.
 *
 * @param mode quantity that the picture shows
 * @param lighting of shaded pictures; null, as in sessions that are older than it, is {@link
 *     Lighting#DEFAULT}
 * @param colouring meaning of the scene's colours; null, as in sessions that are older than it, is
 *     {@link Colouring#SCENE}
 * @param backdrop behind the scene
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
    Lighting lighting,
    Colouring colouring,
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

  /** Meaning of a scene's colours. */
  public enum Colouring {
    /** The scene's own. */
    SCENE,
    /** Place in the learned scene of each voxel's source; the scene's own where that is unknown. */
    SOURCES
  }

  /** Backdrop of a scene in the window. */
  public enum Backdrop {
    PLAIN,
    CHECKER
  }

  public static final LookSettings DEFAULT =
      new LookSettings(
          PictureMode.COLOUR,
          Lighting.DEFAULT,
          Colouring.SCENE,
          Backdrop.PLAIN,
          0.16,
          0.17,
          0.19,
          0,
          false,
          BoxPart.ALL,
          false,
          false,
          0);

  public LookSettings {
    Objects.requireNonNull(mode, "mode");
    lighting = lighting == null ? Lighting.DEFAULT : lighting;
    colouring = colouring == null ? Colouring.SCENE : colouring;
    Objects.requireNonNull(backdrop, "backdrop");
    Objects.requireNonNull(cut, "cut");
  }

  /** A picture of this kind, in the scene's own colours. */
  public LookSettings withMode(PictureMode newMode) {
    return with(
        draft -> {
          draft.mode = newMode;
          draft.colouring = Colouring.SCENE;
        });
  }

  /** A picture in colour, whose colours say where the scene was copied from. */
  public LookSettings withSources() {
    return with(
        draft -> {
          draft.mode = PictureMode.COLOUR;
          draft.colouring = Colouring.SOURCES;
        });
  }

  public LookSettings withLighting(Lighting newLighting) {
    return with(draft -> draft.lighting = newLighting);
  }

  public LookSettings withBackdrop(Backdrop newBackdrop) {
    return with(draft -> draft.backdrop = newBackdrop);
  }

  /** A plain backdrop of this colour, components in [0, 1]. */
  public LookSettings withColour(double newRed, double newGreen, double newBlue) {
    return with(
        draft -> {
          draft.backdrop = Backdrop.PLAIN;
          draft.red = newRed;
          draft.green = newGreen;
          draft.blue = newBlue;
        });
  }

  /** On the background of another look. */
  public LookSettings withBackgroundOf(LookSettings other) {
    return withColour(other.red, other.green, other.blue).withBackdrop(other.backdrop);
  }

  public LookSettings withExposure(double stops) {
    return with(draft -> draft.exposure = stops);
  }

  public LookSettings withCutting(boolean newCutting) {
    return with(draft -> draft.cutting = newCutting);
  }

  /** Cut to this part of the box. */
  public LookSettings withCut(BoxPart newCut) {
    return with(
        draft -> {
          draft.cutting = true;
          draft.cut = newCut;
        });
  }

  /** With another part, cut to it or not. */
  LookSettings withCutIn(BoxPart newCut) {
    return with(draft -> draft.cut = newCut);
  }

  public LookSettings withFrusta(boolean newFrusta) {
    return with(draft -> draft.frusta = newFrusta);
  }

  public LookSettings withBox(boolean newBox) {
    return with(draft -> draft.box = newBox);
  }

  public LookSettings withPhotograph(double opacity) {
    return with(draft -> draft.photograph = opacity);
  }

  /** Name of the step from this look to another, in a word or two. */
  String changeTo(LookSettings other) {
    if (mode != other.mode || colouring != other.colouring) {
      return "Kind of picture";
    }
    if (!lighting.equals(other.lighting)) {
      return "Light";
    }
    if (exposure != other.exposure) {
      return "Exposure";
    }
    if (cutting != other.cutting || !cut.equals(other.cut)) {
      return "Cut";
    }
    if (frusta != other.frusta) {
      return "Show cameras";
    }
    if (photograph != other.photograph) {
      return "Overlay";
    }
    return box != other.box ? "Outline of the box" : "Background";
  }

  private LookSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** Settings of which some change. */
  private static final class Draft {
    private PictureMode mode;
    private Lighting lighting;
    private Colouring colouring;
    private Backdrop backdrop;
    private double red;
    private double green;
    private double blue;
    private double exposure;
    private boolean cutting;
    private BoxPart cut;
    private boolean frusta;
    private boolean box;
    private double photograph;

    Draft(LookSettings settings) {
      this.mode = settings.mode;
      this.lighting = settings.lighting;
      this.colouring = settings.colouring;
      this.backdrop = settings.backdrop;
      this.red = settings.red;
      this.green = settings.green;
      this.blue = settings.blue;
      this.exposure = settings.exposure;
      this.cutting = settings.cutting;
      this.cut = settings.cut;
      this.frusta = settings.frusta;
      this.box = settings.box;
      this.photograph = settings.photograph;
    }

    LookSettings settings() {
      return new LookSettings(
          mode,
          lighting,
          colouring,
          backdrop,
          red,
          green,
          blue,
          exposure,
          cutting,
          cut,
          frusta,
          box,
          photograph);
    }
  }
}
