package org.sceneremix.gan.net;

import java.util.Arrays;
import java.util.Locale;

/**
 * Feature maps over the ground, channels last: {@code data[((n height + y) width + x) channels +
 * c]}.
 *
 * @param count maps, such as the samples of a batch
 * @param height sites along y
 * @param width sites along x
 * @param channels values of a site
 * @param data the values themselves, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a name for an array, never compared
public record Maps(int count, int height, int width, int channels, float[] data) {

  /**
   * @throws IllegalArgumentException if the array has another length
   */
  public Maps {
    if (data.length != count * height * width * channels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%dx%dx%dx%d maps do not fit an array of %d",
              count,
              height,
              width,
              channels,
              data.length));
    }
  }

  /** Maps of zeros. */
  public static Maps zeros(int count, int height, int width, int channels) {
    return new Maps(count, height, width, channels, new float[count * height * width * channels]);
  }

  /** Sites of all maps. */
  public int sites() {
    return count * height * width;
  }

  /** Index of the first value of a site. */
  public int index(int n, int y, int x) {
    return ((n * height + y) * width + x) * channels;
  }

  /** Maps of this size with other values. */
  public Maps with(float[] values) {
    return new Maps(count, height, width, channels, values);
  }

  /**
   * A window of every map; zeros where it sticks out.
   *
   * @param x0 first site along x, may be negative
   * @param y0 first site along y, may be negative
   */
  public Maps window(int y0, int x0, int rows, int columns) {
    Maps window = zeros(count, rows, columns, channels);
    int from = Math.max(0, -x0);
    int to = Math.min(columns, width - x0);
    for (int n = 0; n < count; n++) {
      for (int y = Math.max(0, -y0); y < Math.min(rows, height - y0); y++) {
        System.arraycopy(
            data,
            index(n, y0 + y, x0 + from),
            window.data,
            window.index(n, y, from),
            Math.max(0, to - from) * channels);
      }
    }
    return window;
  }

  /** The maps with so many sites more on every side, which hold zeros; with fewer if negative. */
  public Maps grown(int sites) {
    return window(-sites, -sites, height + 2 * sites, width + 2 * sites);
  }

  /** A range of the maps. */
  public Maps slice(int from, int many) {
    int length = height * width * channels;
    float[] values = Arrays.copyOfRange(data, from * length, (from + many) * length);
    return new Maps(many, height, width, channels, values);
  }

  /** Maps of one size one after the other. */
  public static Maps concatenated(Maps... parts) {
    int count = Arrays.stream(parts).mapToInt(Maps::count).sum();
    Maps all = zeros(count, parts[0].height, parts[0].width, parts[0].channels);
    int at = 0;
    for (Maps part : parts) {
      System.arraycopy(part.data, 0, all.data, at, part.data.length);
      at += part.data.length;
    }
    return all;
  }
}
