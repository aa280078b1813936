package org.sceneremix.viewer.gl;

import java.util.Arrays;
import org.sceneremix.volume.VoxelGrid;

/**
 * How far a ray may jump: the cells of a grid (between voxel centres) in blocks of {@value #EDGE},
 * and for each block how many blocks around it, itself included, are empty (a block is, if no voxel
 * that its cells touch has positive density; what is interpolated in it then has none either).
 *
 * <p>A block of reach r lies in the middle of an empty cube of 2r - 1 blocks. 0 marks blocks where
 * something may be.
 */
final class EmptyReach {

  /** Edge of a block in cells; as BLOCK in field.glsl. */
  static final int EDGE = 4;

  private static final int FARTHEST = 127;

  private final int nx;
  private final int ny;
  private final int nz;
  private final byte[] reach;

  private EmptyReach(int nx, int ny, int nz, byte[] reach) {
    this.nx = nx;
    this.ny = ny;
    this.nz = nz;
    this.reach = reach;
  }

  /** Number of blocks along x. */
  int nx() {
    return nx;
  }

  /** Number of blocks along y. */
  int ny() {
    return ny;
  }

  /** Number of blocks along z. */
  int nz() {
    return nz;
  }

  /** The reach of every block, {@code [z][y][x]}. */
  byte[] reach() {
    return reach;
  }

  static EmptyReach of(VoxelGrid grid) {
    int nx = blocks(grid.nx());
    int ny = blocks(grid.ny());
    int nz = blocks(grid.nz());
    byte[] reach = new byte[nx * ny * nz];
    Arrays.fill(reach, (byte) FARTHEST);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          if (grid.density(x, y, z) > 0) {
            for (int bz = first(z); bz <= last(z, nz); bz++) {
              for (int by = first(y); by <= last(y, ny); by++) {
                for (int bx = first(x); bx <= last(x, nx); bx++) {
                  reach[(bz * ny + by) * nx + bx] = 0;
                }
              }
            }
          }
        }
      }
    }
    spread(reach, 1, nx);
    spread(reach, nx, ny);
    spread(reach, nx * ny, nz);
    return new EmptyReach(nx, ny, nz, reach);
  }

  private static int blocks(int voxels) {
    return (Math.max(1, voxels - 1) + EDGE - 1) / EDGE;
  }

  /** First block with a cell that touches a voxel: its cells are voxel - 1 and voxel. */
  private static int first(int voxel) {
    return Math.max(0, voxel - 1) / EDGE;
  }

  private static int last(int voxel, int blocks) {
    return Math.min(blocks - 1, voxel / EDGE);
  }

  /**
   * One axis of the distance transform of the chessboard metric. The metric is the maximum over the
   * axes, so that a block's reach is the least, over the blocks of its line, of the larger of their
   * reach and their distance.
   *
   * @param stride from a block to the next along the axis
   * @param n blocks along the axis
   */
  private static void spread(byte[] reach, int stride, int n) {
    byte[] line = new byte[n];
    for (int first = 0; first < reach.length; first++) {
      if (first / stride % n != 0) {
        continue;
      }
      for (int i = 0; i < n; i++) {
        line[i] = reach[first + i * stride];
      }
      for (int i = 0; i < n; i++) {
        int least = line[i];
        for (int d = 1; d < least; d++) {
          if (i - d >= 0) {
            least = Math.min(least, Math.max(d, line[i - d]));
          }
          if (i + d < n) {
            least = Math.min(least, Math.max(d, line[i + d]));
          }
        }
        reach[first + i * stride] = (byte) least;
      }
    }
  }
}
