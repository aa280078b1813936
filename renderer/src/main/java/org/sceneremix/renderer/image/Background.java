package org.sceneremix.renderer.image;

import java.util.Objects;

/** Background of a scene in a picture: one colour, another picture, or nothing. */
public sealed interface Background {

  Background WHITE = of(1, 1, 1);
  Background BLACK = of(0, 0, 0);

  /** Nothing: the picture keeps its alpha. */
  Background TRANSPARENT = nothing();

  /** One colour, display-encoded, in [0, 1]. */
  static Background of(float red, float green, float blue) {
    return new Colour(red, green, blue);
  }

  /**
   * A picture, to be laid behind pictures of the same size; where it is transparent, so are they.
   */
  static Background of(Image picture) {
    return new Picture(picture);
  }

  private static Background nothing() {
    return new Nothing();
  }

  /**
   * A picture with this behind it. Pictures hold straight colour; with alpha {@code a} over {@code
   * b} (Porter and Duff 1984, "Compositing digital images")
   *
   * <pre>
   *   alpha = a + (1 - a) b        colour = (a c_a + (1 - a) b c_b) / alpha
   * </pre>
   *
   * @throws IllegalArgumentException if this is a picture of another size
   */
  Image behind(Image foreground);

  /** Whether nothing lies behind the scene. */
  default boolean transparent() {
    return this instanceof Nothing;
  }

  /**
   * One colour.
   *
   * @param red in [0, 1], display-encoded
   * @param green in [0, 1], display-encoded
   * @param blue in [0, 1], display-encoded
   */
  record Colour(float red, float green, float blue) implements Background {

    @Override
    public Image behind(Image foreground) {
      return Compositing.over(foreground, red, green, blue);
    }
  }

  /** A picture. */
  record Picture(Image image) implements Background {

    public Picture {
      Objects.requireNonNull(image, "image");
    }

    @Override
    public Image behind(Image foreground) {
      return Compositing.over(/* image= */ foreground, /* background= */ image);
    }
  }

  /** Nothing at all. */
  record Nothing() implements Background {

    @Override
    public Image behind(Image foreground) {
      return foreground;
    }
  }
}
