package org.sceneremix.volume;

/**
 * Number of voxels along each axis.
 *
 * @param nx voxels along x
 * @param ny voxels along y
 * @param nz voxels along z
 */
public record GridSize(int nx, int ny, int nz) {

  /**
   * @throws IllegalArgumentException if a size is not positive
   */
  public GridSize {
    if (nx < 1 || ny < 1 || nz < 1) {
      throw new IllegalArgumentException(
          "a grid needs at least one voxel along each axis, not " + nx + "x" + ny + "x" + nz);
    }
  }

  public static GridSize of(VoxelGrid grid) {
    return new GridSize(grid.nx(), grid.ny(), grid.nz());
  }

  /**
   * The size that fills a box with voxels as near to cubes as whole numbers allow, {@code longest}
   * of them along its longest side.
   *
   * @throws IllegalArgumentException if {@code longest} is not positive
   */
  public static GridSize fitting(Aabb box, int longest) {
    if (longest < 1) {
      throw new IllegalArgumentException(
          "a resolution is at least one voxel along the longest side, not " + longest);
    }
    double edge = box.longestSide() / longest;
    return new GridSize(
        voxels(box.sizeX(), edge), voxels(box.sizeY(), edge), voxels(box.sizeZ(), edge));
  }

  private static int voxels(double side, double edge) {
    return Math.max(1, (int) Math.round(side / edge));
  }

  public int longest() {
    return Math.max(nx, Math.max(ny, nz));
  }

  public int voxelCount() {
    return Math.multiplyExact(Math.multiplyExact(nx, ny), nz);
  }

  /** Whether there is such a voxel. */
  public boolean contains(int x, int y, int z) {
    return x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz;
  }

  /** The size in the form {@code 64x64x21}. */
  @Override
  public String toString() {
    return nx + "x" + ny + "x" + nz;
  }
}
