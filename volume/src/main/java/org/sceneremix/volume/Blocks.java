package org.sceneremix.volume;

/**
 * The division of a grid into cubes of {@code 2^logEdge} voxels a side (fewer at the upper
 * borders). Cell (x, y, z), the cube between eight neighbouring voxel centres, belongs to the block
 * of its lowest voxel; the cells of a block therefore touch the voxels of the block and the next
 * layer of voxels along each axis.
 *
 * @param logEdge logarithm to base 2 of a block's edge in voxels
 * @param nx number of blocks along x
 * @param ny number of blocks along y
 * @param nz number of blocks along z
 */
public record Blocks(int logEdge, int nx, int ny, int nz) {

  /** The division of a grid. */
  public static Blocks of(VoxelGrid grid, int logEdge) {
    return new Blocks(
        logEdge,
        blocks(grid.nx(), logEdge),
        blocks(grid.ny(), logEdge),
        blocks(grid.nz(), logEdge));
  }

  private static int blocks(int voxels, int logEdge) {
    return ((voxels - 1) >> logEdge) + 1;
  }

  /** Number of blocks. */
  public int count() {
    return nx * ny * nz;
  }

  /** Lowest voxel of a block along x. */
  public int lowestX(int block) {
    return (block % nx) << logEdge;
  }

  /** Lowest voxel of a block along y. */
  public int lowestY(int block) {
    return ((block / nx) % ny) << logEdge;
  }

  /** Lowest voxel of a block along z. */
  public int lowestZ(int block) {
    return (block / (nx * ny)) << logEdge;
  }

  /** Number of a block, x fastest. */
  public int index(int bx, int by, int bz) {
    return (bz * ny + by) * nx + bx;
  }
}
