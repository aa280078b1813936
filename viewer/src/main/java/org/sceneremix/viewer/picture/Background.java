package org.sceneremix.viewer.picture;

/**
 * What lies behind the scene in a picture.
 *
 * @param red in [0, 1], display-encoded
 * @param green in [0, 1], display-encoded
 * @param blue in [0, 1], display-encoded
 * @param transparent whether nothing does and the picture keeps its alpha; the colour is then
 *     unused
 */
public record Background(float red, float green, float blue, boolean transparent) {

  public static final Background WHITE = of(1, 1, 1);
  public static final Background BLACK = of(0, 0, 0);
  public static final Background TRANSPARENT = new Background(0, 0, 0, true);

  /** An opaque background of one colour. */
  public static Background of(float red, float green, float blue) {
    return new Background(red, green, blue, false);
  }
}
