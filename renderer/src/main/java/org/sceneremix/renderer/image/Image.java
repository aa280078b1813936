package org.sceneremix.renderer.image;

/**
 * A picture: {@code height x width x 4} floats, red, green, blue, alpha, row by row from the top
 * left, nominally in [0, 1].
 *
 * <p>Colour is <em>straight</em> (not multiplied by alpha) and display-encoded, as files hold it:
 * nothing in this project converts to linear light, because photographs are fitted as they are.
 *
 * @param width pixels
 * @param height pixels
 * @param rgba the values themselves, not a copy
 */
public record Image(int width, int height, float[] rgba) {

  /** Number of channels. */
  public static final int CHANNELS = 4;

  /**
   * @throws IllegalArgumentException if the array does not have {@code width * height * 4} values
   */
  public Image {
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
  }

  /** A transparent black image. */
  public static Image transparent(int width, int height) {
    return new Image(
        width, height, new float[Math.multiplyExact(Math.multiplyExact(width, height), CHANNELS)]);
  }

  /** Index of the first channel of the pixel at this column and row. */
  public int index(int column, int row) {
    return (row * width + column) * CHANNELS;
  }
}
