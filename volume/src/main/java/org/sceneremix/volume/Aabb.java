package org.sceneremix.volume;

/**
 * An axis-aligned box in world space: {@code [minX, maxX] x [minY, maxY] x [minZ, maxZ]}, world
 * units.
 *
 * <p>World space is right-handed with z up.
 */
public record Aabb(double minX, double minY, double minZ, double maxX, double maxY, double maxZ) {

  /** Sides from the world's origin at which floats are still 4e-6 sides apart. */
  private static final double FAR = 64;

  /**
   * @throws IllegalArgumentException if a bound is not finite or an extent is not positive
   */
  public Aabb {
    requireExtent("x", minX, maxX);
    requireExtent("y", minY, maxY);
    requireExtent("z", minZ, maxZ);
  }

  private static void requireExtent(String axis, double min, double max) {
    if (!(Double.isFinite(min) && Double.isFinite(max) && min < max)) {
      throw new IllegalArgumentException(
          "the box is empty along " + axis + " (from " + min + " to " + max + "); give min < max");
    }
  }

  /** The cube centred on the origin with the given half edge. */
  public static Aabb centredCube(double halfEdge) {
    return new Aabb(-halfEdge, -halfEdge, -halfEdge, halfEdge, halfEdge, halfEdge);
  }

  public double sizeX() {
    return maxX - minX;
  }

  public double sizeY() {
    return maxY - minY;
  }

  public double sizeZ() {
    return maxZ - minZ;
  }

  public double centreX() {
    return 0.5 * (minX + maxX);
  }

  public double centreY() {
    return 0.5 * (minY + maxY);
  }

  public double centreZ() {
    return 0.5 * (minZ + maxZ);
  }

  public double longestSide() {
    return Math.max(sizeX(), Math.max(sizeY(), sizeZ()));
  }

  /** Length of the space diagonal. */
  public double diagonal() {
    return Math.sqrt(sizeX() * sizeX() + sizeY() * sizeY() + sizeZ() * sizeZ());
  }

  /**
   * The point, x y z, that positions are given relative to where only floats hold them: the world's
   * origin, or the box's own centre where floats would be too far apart to tell its inside.
   */
  public double[] floatOrigin() {
    double distance =
        Math.max(Math.abs(centreX()), Math.max(Math.abs(centreY()), Math.abs(centreZ())));
    return distance > FAR * longestSide()
        ? new double[] {centreX(), centreY(), centreZ()}
        : new double[3];
  }

  /** Whether the point lies in the closed box. */
  public boolean contains(double x, double y, double z) {
    return x >= minX && x <= maxX && y >= minY && y <= maxY && z >= minZ && z <= maxZ;
  }

  /**
   * Whether a point of the ground lies in the box, its low sides counted and its high ones not: of
   * boxes side by side it lies in one.
   */
  public boolean containsOnGround(double x, double y) {
    return x >= minX && x < maxX && y >= minY && y < maxY;
  }

  /** The box in the form {@code (-1.0, -1.0, 0.0) to (1.0, 1.0, 0.5)}. */
  @Override
  public String toString() {
    return "(" + minX + ", " + minY + ", " + minZ + ") to (" + maxX + ", " + maxY + ", " + maxZ
        + ")";
  }
}
