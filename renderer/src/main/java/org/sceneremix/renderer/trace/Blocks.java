package org.sceneremix.renderer.trace;

import org.sceneremix.volume.VoxelGrid;

/**
 * The division of a grid into cubes of {@value #EDGE} voxels a side (fewer at the upper borders).
 * Cell (x, y, z), the cube between eight neighbouring voxel centres, belongs to the block of its
 * lowest voxel; the cells of a block therefore touch the voxels of the block and the next layer of
 * voxels along each axis.
 */
record Blocks(int nx, int ny, int nz) {

  static final int LOG_EDGE = 3;
  static final int EDGE = 1 << LOG_EDGE;

  static Blocks of(VoxelGrid grid) {
    return new Blocks(blocks(grid.nx()), blocks(grid.ny()), blocks(grid.nz()));
  }

  private static int blocks(int voxels) {
    return (voxels + EDGE - 1) >> LOG_EDGE;
  }

  int count() {
    return nx * ny * nz;
  }

  int index(int bx, int by, int bz) {
    return (bz * ny + by) * nx + bx;
  }
}
