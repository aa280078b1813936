package org.sceneremix.gan.sample;

import org.sceneremix.gan.lattice.Deviates;

/**
 * A complete set of corner tiles (Lagae and Dutré 2006, "An alternative for Wang tiles: colored
 * edges versus colored corners"): squares whose corners have colours, and which may lie side by
 * side where the colours of the corners that they share are the same.
 *
 * <p>With C colours there are C^4 ways to colour the corners of a tile, and a set has a tile of
 * each. So a ground without end is laid by giving every corner of the lattice any colour at all,
 * and there is no place at which nothing fits. C is the greatest number whose fourth power does not
 * exceed the number of tiles; what there is beyond C^4 are variants, with corners as another's.
 *
 * <p>Tile {@code t} has the colours that are the digits of {@code t mod C^4} to the base C, the
 * last one at the low end of x and y. Of 16 tiles, C = 2, tile 6 = 0110 has colour 1 at (high x,
 * low y) and (low x, high y).
 *
 * @param count number of tiles
 */
public record TileSet(int count) {

  /** Most tiles: more than anyone can tell apart. */
  public static final int MOST = 10_000;

  /**
   * @throws IllegalArgumentException if there are fewer than one or more than {@value #MOST}
   */
  public TileSet {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "a set has 1 to "
              + MOST
              + " tiles, not "
              + count
              + "; 16 have corners of two colours, 81 of three, fewer than 16 one border for all");
    }
  }

  /**
   * Colours of a tile's corners, from 0 on.
   *
   * @param lowLow at the low end of x and of y
   * @param highLow at the high end of x and the low end of y
   * @param lowHigh at the low end of x and the high end of y
   * @param highHigh at the high end of both
   */
  public record Corners(int lowLow, int highLow, int lowHigh, int highHigh) {}

  /** Number of the corners' colours. */
  public int colours() {
    int colours = 1;
    while (fourthPower(colours + 1) <= count) {
      colours++;
    }
    return colours;
  }

  private static int fourthPower(int n) {
    return n * n * n * n;
  }

  /**
   * Corners of a tile.
   *
   * @param tile from 0 on
   * @throws IndexOutOfBoundsException if the set has no such tile
   */
  public Corners corners(int tile) {
    if (tile < 0 || tile >= count) {
      throw new IndexOutOfBoundsException("there is no tile " + tile + " of " + count);
    }
    int c = colours();
    return new Corners(tile % c, tile / c % c, tile / (c * c) % c, tile / (c * c * c) % c);
  }

  /**
   * The tile with these corners.
   *
   * @param chance any number, which says what variant, where there are several
   */
  public int tile(Corners corners, long chance) {
    int c = colours();
    int first =
        corners.lowLow()
            + c * (corners.highLow() + c * (corners.lowHigh() + c * corners.highHigh()));
    int every = fourthPower(c);
    int variants = (count - first + every - 1) / every;
    return first + every * Math.floorMod(chance, variants);
  }

  /**
   * The tile at a place of a ground without end: a function of the place, so that any part of the
   * ground can be laid alone. Neighbours fit.
   *
   * @param ground number of the ground: others are laid differently
   */
  public int at(long ground, int x, int y) {
    Corners corners =
        new Corners(
            colourAt(ground, x, y),
            colourAt(ground, x + 1, y),
            colourAt(ground, x, y + 1),
            colourAt(ground, x + 1, y + 1));
    return tile(corners, chance(ground + 1, x, y));
  }

  private int colourAt(long ground, int x, int y) {
    return (int) Math.floorMod(chance(ground, x, y), (long) colours());
  }

  private static long chance(long ground, int x, int y) {
    return Deviates.mix(Deviates.mix(Deviates.mix(ground) + x) + y);
  }
}
