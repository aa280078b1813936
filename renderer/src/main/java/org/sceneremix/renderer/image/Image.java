package org.sceneremix.renderer.image;

/**
 * A picture: {@code height x width x 4} floats, red, green, blue, alpha, row by row from the top
 * left, nominally in [0, 1].
 *
 * <p>Colour is <em>straight</em> (not multiplied by alpha) and display-encoded, as files hold it:
 * nothing in this project converts to linear light, because photographs are fitted as they are.
 */
public final class Image {

  /** Number of channels. */
  public static final int CHANNELS = 4;

  /** More pixels than any camera has: 2 GiB as floats. */
  public static final int MOST_PIXELS = 1 << 27;

  private final int width;
  private final int height;
  private final float[] rgba;

  /**
   * Wraps values; the array is not copied.
   *
   * @throws IllegalArgumentException if the array does not have {@code width * height * 4} values
   */
  public Image(int width, int height, float[] rgba) {
    if (width < 1 || height < 1 || (long) width * height * CHANNELS != rgba.length) {
      throw new IllegalArgumentException(
          "an image of "
              + width
              + "x"
              + height
              + " pixels does not have "
              + rgba.length
              + " values");
    }
    this.width = width;
    this.height = height;
    this.rgba = rgba;
  }

  /** A transparent black image. */
  public static Image transparent(int width, int height) {
    return new Image(
        width, height, new float[Math.multiplyExact(Math.multiplyExact(width, height), CHANNELS)]);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The values themselves, not a copy. */
  public float[] rgba() {
    return rgba;
  }

  /** Index of the first channel of the pixel at this column and row. */
  public int index(int column, int row) {
    return (row * width + column) * CHANNELS;
  }
}
