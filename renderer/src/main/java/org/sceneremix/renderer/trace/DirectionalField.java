package org.sceneremix.renderer.trace;

import java.util.Arrays;
import java.util.List;
import org.joml.Vector3dc;

/**
 * The departure of a grid's colour from its mean with the viewing direction, in real spherical
 * harmonics of low degree (as in Fridovich-Keil et al. 2022, "Plenoxels", section 3.1):
 *
 * <pre>
 *   colour(x, d) = unit(rgb(x)) + sum over k of  w_k(d) r_k(x) / 2        w_k(d) = y_k(d) - mean of y_k
 * </pre>
 *
 * <p>d is the unit direction of the ray, y_k are the harmonics of degree 1 to n without their
 * constants:
 *
 * <pre>
 *   x  y  z          2xy  2yz  2xz  (3z^2 - 1)/2  x^2 - y^2
 * </pre>
 *
 * <p>The mean is that over the directions which the field is made with; there the colours of the
 * grid are the mean colours. The coefficients r_k, three a harmonic, are interpolated like the
 * grid's values but kept for some of its voxels only; those of the others are zero. The sum is not
 * cut off: a colour may leave [0, 1].
 */
public final class DirectionalField {

  /** Highest degree of the harmonics. */
  public static final int HIGHEST_DEGREE = 2;

  /** Harmonics of degree 1 and 2, and coefficients of each colour. */
  public static final int HARMONICS = 8;

  /** Coefficients of a voxel: {@value #HARMONICS} of red, then of green, then of blue. */
  public static final int COEFFICIENTS = 3 * HARMONICS;

  private final int count;
  private final float[] mean = new float[HARMONICS];
  private final int[] slots;
  private final float[] values;

  /**
   * A field that is zero everywhere.
   *
   * @param degree of the harmonics, 1 to {@value #HIGHEST_DEGREE}; coefficients of higher ones stay
   *     without effect
   * @param voxels for each voxel of the grid, x fastest, whether it has coefficients
   * @param directions unit viewing directions, world space, over which colours have their mean
   * @throws IllegalArgumentException if the degree is out of range or there is no direction
   */
  public DirectionalField(int degree, boolean[] voxels, List<? extends Vector3dc> directions) {
    if (degree < 1 || degree > HIGHEST_DEGREE) {
      throw new IllegalArgumentException(
          "the degree of the spherical harmonics must lie between 1 and "
              + HIGHEST_DEGREE
              + ", not at "
              + degree);
    }
    if (directions.isEmpty()) {
      throw new IllegalArgumentException("a mean takes at least one direction");
    }
    this.count = (degree + 1) * (degree + 1) - 1;
    this.slots = new int[voxels.length];
    int occupied = 0;
    for (int v = 0; v < slots.length; v++) {
      slots[v] = voxels[v] ? occupied++ * COEFFICIENTS : -1;
    }
    this.values = new float[occupied * COEFFICIENTS];
    double[] sum = new double[HARMONICS];
    float[] harmonics = new float[HARMONICS];
    for (Vector3dc d : directions) {
      weigh((float) d.x(), (float) d.y(), (float) d.z(), harmonics);
      for (int k = 0; k < count; k++) {
        sum[k] += harmonics[k];
      }
    }
    for (int k = 0; k < count; k++) {
      mean[k] = (float) (sum[k] / directions.size());
    }
  }

  /**
   * Coefficients of all voxels that have any, {@value #COEFFICIENTS} a voxel, in the order of the
   * voxels. Writing to the array changes the field.
   */
  public float[] values() {
    return values;
  }

  /**
   * Index in {@link #values} at which the coefficients of each voxel begin; -1 where it has none.
   */
  public int[] slots() {
    return slots;
  }

  /** Number of voxels of the grid. */
  public int voxelCount() {
    return slots.length;
  }

  /**
   * Writes {@code w_k(d)}, zero for harmonics of higher degree than the field's.
   *
   * @param x of the unit direction d, as y and z
   * @param out receives {@value #HARMONICS} values
   */
  public void weigh(float x, float y, float z, float[] out) {
    Arrays.fill(out, 0);
    out[0] = x - mean[0];
    out[1] = y - mean[1];
    out[2] = z - mean[2];
    if (count > 3) {
      out[3] = 2 * x * y - mean[3];
      out[4] = 2 * y * z - mean[4];
      out[5] = 2 * x * z - mean[5];
      out[6] = 0.5f * (3 * z * z - 1) - mean[6];
      out[7] = x * x - y * y - mean[7];
    }
  }
}
