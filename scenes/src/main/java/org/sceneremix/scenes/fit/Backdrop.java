package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.util.Arrays;
import org.sceneremix.renderer.ray.Rays;

/**
 * Surroundings that are seen past the box of the scene, as if it were infinitely far away: a colour
 * b for each direction, learned along with the scene (the foreground's counterpart in NeRF++, Zhang
 * et al. 2020, without depth). Photographs without masks need it, or the grid has to paint what
 * stands behind the scene on the walls of its box.
 *
 * <p>With traced colour C, opacity A and pixel colour c, b is the least squares solution of {@code
 * (1 - A) b = c - C} over the rays of the last hundreds of iterations, between cells of equal
 * longitude and latitude interpolated bilinearly.
 */
final class Backdrop {

  private static final int ROWS = 64;
  private static final int COLUMNS = 128;
  private static final double MEMORY = 0.99;

  /** Weight of the mean colour, which fills directions that nobody looks in. */
  private static final double PRIOR = 1e-3;

  private final double[] products = new double[3 * ROWS * COLUMNS];
  private final double[] squares = new double[ROWS * COLUMNS];
  private final float[] colours = new float[3 * ROWS * COLUMNS];

  /** The four cells around the direction that was looked up last, and their weights. */
  private final int[] cells = new int[4];

  private final double[] weights = new double[4];

  Backdrop() {
    Arrays.fill(colours, 0.5f);
  }

  /**
   * Its colour behind each ray.
   *
   * @param out receives red, green and blue of each ray
   */
  void show(Rays rays, float[] out) {
    for (int ray = 0; ray < rays.count(); ray++) {
      lookUp(rays, ray);
      for (int c = 0; c < 3; c++) {
        double value = 0;
        for (int corner = 0; corner < 4; corner++) {
          value += weights[corner] * colours[3 * cells[corner] + c];
        }
        out[3 * ray + c] = (float) value;
      }
    }
  }

  /**
   * Takes notice of a ray.
   *
   * @param transmittance {@code 1 - A}
   * @param missing red, green and blue of {@code c - C}
   */
  void observe(Rays rays, int ray, double transmittance, float[] missing) {
    lookUp(rays, ray);
    for (int corner = 0; corner < 4; corner++) {
      double weight = weights[corner] * transmittance;
      squares[cells[corner]] += weight * transmittance;
      for (int c = 0; c < 3; c++) {
        products[3 * cells[corner] + c] += weight * missing[c];
      }
    }
  }

  /** New colours from what was observed; to be called once an iteration. */
  void update() {
    double all = Arrays.stream(squares).sum();
    double[] mean = new double[3];
    for (int i = 0; i < products.length; i++) {
      mean[i % 3] += products[i] / Math.max(all, PRIOR);
    }
    for (int i = 0; i < products.length; i++) {
      double colour = (products[i] + PRIOR * mean[i % 3]) / (squares[i / 3] + PRIOR);
      colours[i] = (float) Math.max(0, Math.min(1, colour));
      products[i] *= MEMORY;
    }
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= MEMORY;
    }
  }

  void transfer(StateTransfer with) throws IOException {
    with.transfer(products);
    with.transfer(squares);
    with.transfer(colours);
  }

  private void lookUp(Rays rays, int ray) {
    double x = rays.directions()[3 * ray];
    double y = rays.directions()[3 * ray + 1];
    double z = rays.directions()[3 * ray + 2];
    double row = Math.atan2(Math.hypot(x, y), z) / Math.PI * ROWS - 0.5;
    double column = (Math.atan2(y, x) / (2 * Math.PI) + 0.5) * COLUMNS - 0.5;
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    for (int corner = 0; corner < 4; corner++) {
      int right = corner & 1;
      int below = corner >> 1;
      cells[corner] =
          Math.max(0, Math.min(ROWS - 1, top + below)) * COLUMNS
              + Math.floorMod(left + right, COLUMNS);
      weights[corner] =
          (right == 1 ? column - left : 1 - (column - left))
              * (below == 1 ? row - top : 1 - (row - top));
    }
  }
}
