package org.sceneremix.volume.mesh;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;

/**
 * The surface on which a grid's stored density has a given value (Lorensen and Cline 1987), closed
 * everywhere: the field ends at its box, so where matter reaches a face of the box the surface runs
 * along it.
 *
 * <p>Vertices lie where density, linear along an edge of a cube of voxel centres, has the value; on
 * an edge that leaves the box, at its face. Vertices are shared: every edge of the mesh has exactly
 * two triangles.
 */
public final class MarchingCubes extends CubeSurface {

  /** Vertex on the edge along axis a from corner (x, y) of the lower and the upper layer. */
  private final int[][] lower;

  private final int[][] upper;

  private MarchingCubes(GridSource grid, float level) {
    super(grid, level);
    this.lower = new int[3][corners(0) * corners(1)];
    this.upper = new int[3][corners(0) * corners(1)];
    Arrays.fill(upper[0], -1);
    Arrays.fill(upper[1], -1);
  }

  /**
   * The stored density at which a voxel takes half of the light that passes straight through it:
   * where the eye sees the surface of a scene.
   *
   * @return in (0, 1); never more than half of the densest voxel, so that something is left of a
   *     faint scene
   */
  public static float visibleLevel(GridSource grid) throws IOException {
    float[] densest = {0};
    grid.read(
        (z, slice) -> {
          for (int i = VoxelGrid.DENSITY; i < slice.length; i += VoxelGrid.CHANNELS) {
            densest[0] = Math.max(densest[0], slice[i]);
          }
        });
    double half = Math.log(2) / (grid.densityScale() * grid.shortestVoxelEdge());
    return (float) Math.min(half, 0.5 * densest[0]);
  }

  /**
   * Extracts the surface.
   *
   * @param level stored density of the surface; denser is inside
   * @param progress receives the share of the work that is done, and may throw to stop it
   * @throws IllegalArgumentException if the level is not above {@link VoxelGrid#EMPTY_DENSITY}, or
   *     the surface has too many triangles for one array
   * @throws IOException if the grid cannot be read
   */
  public static Mesh surface(GridSource grid, float level, DoubleConsumer progress)
      throws IOException {
    return new MarchingCubes(grid, level).surface(0, progress);
  }

  @Override
  void beginLayer() {
    for (int axis = 0; axis < 3; axis++) {
      // the upper layer's edges were made with the cubes below; its upright ones begin here
      int[] done = lower[axis];
      lower[axis] = upper[axis];
      upper[axis] = done;
      Arrays.fill(done, -1);
    }
    Arrays.fill(lower[2], -1);
  }

  @Override
  void cube(int x, int y, int z, int inside) {
    int[] edges = CubeCases.triangles(inside);
    for (int i = 0; i < edges.length; i += 3) {
      int a = vertex(x, y, z, edges[i]);
      int b = vertex(x, y, z, edges[i + 1]);
      addTriangle(a, b, vertex(x, y, z, edges[i + 2]));
    }
  }

  /** The vertex on an edge of the cube at (x, y, z), made when first asked for. */
  private int vertex(int x, int y, int z, int edge) {
    int from = CubeCases.EDGES[edge][0];
    int axis = Integer.numberOfTrailingZeros(from ^ CubeCases.EDGES[edge][1]);
    int[] layer = (from >> 2 == 0 ? lower : upper)[axis];
    int i = x + (from & 1);
    int j = y + (from >> 1 & 1);
    int k = z + (from >> 2);
    int slot = j * corners(0) + i;
    if (layer[slot] < 0) {
      layer[slot] = addVertex(crossing(new int[] {i, j, k}, axis));
    }
    return layer[slot];
  }
}
