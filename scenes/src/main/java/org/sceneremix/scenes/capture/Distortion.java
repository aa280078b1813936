package org.sceneremix.scenes.capture;

/**
 * Distortion of a lens: where it photographs a point at {@code (x, y)} on the plane one unit in
 * front of the camera, y down. With {@code r2 = x^2 + y^2}, and {@code q = r2} or, of a fisheye,
 * {@code q = theta^2} with {@code theta = atan(sqrt(r2))}:
 *
 * <pre>
 *   radial = (1 + k1 q + k2 q^2 + k3 q^3 + k4 q^4) / (1 + d1 q + d2 q^2 + d3 q^3)
 *            * (fisheye ? theta / sqrt(r2) : 1)
 *   x' = x radial + 2 p1 x y + p2 (r2 + 2 x^2)
 *   y' = y radial + p1 (r2 + 2 y^2) + 2 p2 x y
 * </pre>
 *
 * <p>That covers Brown's lens (1966), OpenCV's rational model, whose {@code k4 k5 k6} are {@code d1
 * d2 d3}, and the equidistant fisheye (Kannala and Brandt 2006).
 *
 * @param isFisheye whether radii are angles
 * @param k1 first radial term
 * @param k2 second radial term
 * @param k3 third radial term
 * @param k4 fourth radial term
 * @param d1 first term of the denominator
 * @param d2 second term of the denominator
 * @param d3 third term of the denominator
 * @param p1 first tangential term
 * @param p2 second tangential term
 */
public record Distortion(
    boolean isFisheye,
    double k1,
    double k2,
    double k3,
    double k4,
    double d1,
    double d2,
    double d3,
    double p1,
    double p2) {

  /** Distortion of a pinhole: none. */
  static final Distortion NONE = brown(0, 0, 0, 0);

  /**
   * @throws IllegalArgumentException if a term is not finite
   */
  public Distortion {
    if (!Double.isFinite(k1 + k2 + k3 + k4 + d1 + d2 + d3 + p1 + p2)) {
      throw new IllegalArgumentException("the lens's terms must be finite numbers");
    }
  }

  static Distortion brown(double k1, double k2, double p1, double p2) {
    return new Distortion(false, k1, k2, 0, 0, 0, 0, 0, p1, p2);
  }

  static Distortion fisheye(double k1, double k2, double k3, double k4) {
    return new Distortion(true, k1, k2, k3, k4, 0, 0, 0, 0, 0);
  }

  boolean isNone() {
    return equals(NONE);
  }

  /** Writes where the point (x, y) is photographed. */
  void apply(double x, double y, double[] out) {
    double r2 = x * x + y * y;
    double q = r2;
    double scale = 1;
    if (isFisheye && r2 > 0) {
      double r = Math.sqrt(r2);
      double theta = Math.atan(r);
      q = theta * theta;
      scale = theta / r;
    }
    double radial =
        scale * (1 + q * (k1 + q * (k2 + q * (k3 + q * k4)))) / (1 + q * (d1 + q * (d2 + q * d3)));
    out[0] = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
    out[1] = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(isFisheye ? "fisheye" : "");
    String[] names = {"k1", "k2", "k3", "k4", "d1", "d2", "d3", "p1", "p2"};
    double[] terms = {k1, k2, k3, k4, d1, d2, d3, p1, p2};
    for (int i = 0; i < terms.length; i++) {
      if (terms[i] != 0) {
        text.append(text.isEmpty() ? "" : ", ").append(names[i]).append(' ').append(terms[i]);
      }
    }
    return text.toString();
  }
}
