package org.sceneremix.volume.mesh;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.VoxelGrid;

/**
 * The surface on which a grid's stored density has a given value (Lorensen and Cline 1987), closed
 * everywhere: the field ends at its box, so where matter reaches a face of the box the surface runs
 * along it.
 *
 * <p>The cubes have the voxel centres as their corners; one more layer of corners lies outside the
 * box and is empty. Vertices lie where density, linear along an edge of a cube, has the value; on
 * an edge that leaves the box, at its face. Vertices are shared: every edge of the mesh has exactly
 * two triangles.
 */
public final class MarchingCubes {

  private final VoxelGrid grid;
  private final float level;

  /** Corners along each axis: a layer outside, the voxel centres, a layer outside. */
  private final int cornersX;

  private final int cornersY;
  private final int cornersZ;

  private final FloatList positions = new FloatList();
  private final IntList triangles = new IntList();

  /** Vertex on the edge along axis a from corner (x, y) of the lower and the upper layer. */
  private final int[][] lower;

  private int[][] upper;

  private MarchingCubes(VoxelGrid grid, float level) {
    this.grid = grid;
    this.level = level;
    this.cornersX = grid.nx() + 2;
    this.cornersY = grid.ny() + 2;
    this.cornersZ = grid.nz() + 2;
    this.lower = new int[3][cornersX * cornersY];
    this.upper = new int[3][cornersX * cornersY];
  }

  /**
   * The stored density at which a voxel takes half of the light that passes straight through it:
   * where the eye sees the surface of a scene.
   *
   * @return in (0, 1); never more than half of the densest voxel, so that something is left of a
   *     faint scene
   */
  public static float visibleLevel(VoxelGrid grid) {
    float densest = 0;
    for (int i = VoxelGrid.DENSITY; i < grid.data().length; i += VoxelGrid.CHANNELS) {
      densest = Math.max(densest, grid.data()[i]);
    }
    double half = Math.log(2) / (grid.densityScale() * grid.shortestVoxelEdge());
    return (float) Math.min(half, 0.5 * densest);
  }

  /**
   * Extracts the surface.
   *
   * @param level stored density of the surface; denser is inside
   * @param progress receives the share of the work that is done, and may throw to stop it
   * @throws IllegalArgumentException if the level is not above {@link VoxelGrid#EMPTY_DENSITY}, or
   *     the surface has too many triangles for one array
   */
  public static Mesh surface(VoxelGrid grid, float level, DoubleConsumer progress) {
    if (!(level > VoxelGrid.EMPTY_DENSITY)) {
      throw new IllegalArgumentException(
          "a surface lies at a stored density above " + VoxelGrid.EMPTY_DENSITY + ", not " + level);
    }
    return new MarchingCubes(grid, level).surface(progress);
  }

  private Mesh surface(DoubleConsumer progress) {
    for (int z = 0; z + 1 < cornersZ; z++) {
      progress.accept(0.8 * z / cornersZ);
      for (int axis = 0; axis < 3; axis++) {
        // the upper layer's edges were made with the cubes below; its upright ones begin here
        int[] done = lower[axis];
        lower[axis] = upper[axis];
        upper[axis] = done;
        Arrays.fill(done, -1);
      }
      if (z == 0) {
        Arrays.fill(lower[0], -1);
        Arrays.fill(lower[1], -1);
      }
      Arrays.fill(lower[2], -1);
      for (int y = 0; y + 1 < cornersY; y++) {
        for (int x = 0; x + 1 < cornersX; x++) {
          cube(x, y, z);
        }
      }
    }
    float[] vertices = positions.toArray();
    int[] corners = triangles.toArray();
    float[] normals = new float[vertices.length];
    float[] colours = new float[vertices.length];
    new SurfaceShading(grid).shade(vertices, corners, normals, colours);
    progress.accept(1);
    return new Mesh(vertices, normals, colours, corners);
  }

  private void cube(int x, int y, int z) {
    int inside = 0;
    for (int c = 0; c < 8; c++) {
      if (density(x + (c & 1), y + (c >> 1 & 1), z + (c >> 2)) > level) {
        inside |= 1 << c;
      }
    }
    int[] edges = CubeCases.triangles(inside);
    for (int i = 0; i < edges.length; i += 3) {
      triangles.add(vertex(x, y, z, edges[i]));
      triangles.add(vertex(x, y, z, edges[i + 1]));
      triangles.add(vertex(x, y, z, edges[i + 2]));
    }
  }

  /** Stored density at a corner; corner 0 along an axis lies outside the box. */
  private float density(int x, int y, int z) {
    boolean outside =
        x == 0 || y == 0 || z == 0 || x == cornersX - 1 || y == cornersY - 1 || z == cornersZ - 1;
    return outside ? VoxelGrid.EMPTY_DENSITY : grid.density(x - 1, y - 1, z - 1);
  }

  /** The vertex on an edge of the cube at (x, y, z), made when first asked for. */
  private int vertex(int x, int y, int z, int edge) {
    int from = CubeCases.EDGES[edge][0];
    int to = CubeCases.EDGES[edge][1];
    int axis = Integer.numberOfTrailingZeros(from ^ to);
    int[] layer = (from >> 2 == 0 ? lower : upper)[axis];
    int i = x + (from & 1);
    int j = y + (from >> 1 & 1);
    int k = z + (from >> 2);
    int slot = j * cornersX + i;
    if (layer[slot] < 0) {
      layer[slot] = positions.size() / 3;
      addVertex(new int[] {i, j, k}, axis);
    }
    return layer[slot];
  }

  private void addVertex(int[] corner, int axis) {
    int[] next = corner.clone();
    next[axis]++;
    double a = density(corner[0], corner[1], corner[2]);
    double b = density(next[0], next[1], next[2]);
    double[] point = {
      at(0, corner[0]), at(1, corner[1]), at(2, corner[2]),
    };
    double from = at(axis, corner[axis]);
    double to = at(axis, next[axis]);
    if (corner[axis] == 0) {
      point[axis] = from; // the face of the box
    } else if (next[axis] == count(axis) + 1) {
      point[axis] = to;
    } else {
      point[axis] = from + (level - a) / (b - a) * (to - from);
    }
    for (double p : point) {
      positions.add((float) p);
    }
  }

  private int count(int axis) {
    return axis == 0 ? grid.nx() : axis == 1 ? grid.ny() : grid.nz();
  }

  /** World coordinate of a corner along an axis; the outer layers' are drawn in to the box. */
  private double at(int axis, int corner) {
    double min = axis == 0 ? grid.box().minX() : axis == 1 ? grid.box().minY() : grid.box().minZ();
    double max = axis == 0 ? grid.box().maxX() : axis == 1 ? grid.box().maxY() : grid.box().maxZ();
    double fraction = Math.max(0, Math.min(1, (corner - 0.5) / count(axis)));
    return min + fraction * (max - min);
  }

  /** A growing array of floats. */
  private static final class FloatList {
    private float[] values = new float[1024];
    private int size;

    void add(float value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size));
      }
      values[size++] = value;
    }

    int size() {
      return size;
    }

    float[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }

  /** A growing array of whole numbers. */
  private static final class IntList {
    private int[] values = new int[1024];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size));
      }
      values[size++] = value;
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }

  private static int grown(int size) {
    if (size > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          "the surface has too many triangles; export a grid of lower resolution");
    }
    return 2 * size;
  }
}
