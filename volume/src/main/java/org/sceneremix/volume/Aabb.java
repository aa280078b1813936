package org.sceneremix.volume;

/**
 * An axis-aligned box in world space: {@code [minX, maxX] x [minY, maxY] x [minZ, maxZ]}, world
 * units.
 *
 * <p>World space is right-handed with z up.
 */
public record Aabb(double minX, double minY, double minZ, double maxX, double maxY, double maxZ) {

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

  /** Whether the point lies in the closed box. */
  public boolean contains(double x, double y, double z) {
    return x >= minX && x <= maxX && y >= minY && y <= maxY && z >= minZ && z <= maxZ;
  }

  /** In the form {@code (-1.0, -1.0, 0.0) to (1.0, 1.0, 0.5)}. */
  @Override
  public String toString() {
    return "(" + minX + ", " + minY + ", " + minZ + ") to (" + maxX + ", " + maxY + ", " + maxZ
        + ")";
  }
}
