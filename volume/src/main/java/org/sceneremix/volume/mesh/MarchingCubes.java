package org.sceneremix.volume.mesh;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.SliceWindow;

/**
 * The surface on which a grid's stored density has a given value (Lorensen and Cline 1987), closed
 * everywhere: the field ends at its box, so where matter reaches a face of the box the surface runs
 * along it.
 *
 * <p>The cubes have the voxel centres as their corners; one more layer of corners lies outside the
 * box and is empty. Vertices lie where density, linear along an edge of a cube, has the value; on
 * an edge that leaves the box, at its face. Vertices are shared: every edge of the mesh has exactly
 * two triangles. Of the grid only a few slices are held at a time; the mesh is held as a whole.
 */
public final class MarchingCubes {

  /** Share of the work that it takes to find the triangles. */
  private static final double EXTRACTING = 0.5;

  /** Layers of cubes whose vertices are shaded at a time. */
  private static final int SHADED_LAYERS = 4;

  /** Slices around them that shading may ask for. */
  private static final int SHADING_MARGIN = 4;

  private final GridSource grid;
  private final float level;

  /** What positions are relative to. */
  private final double[] origin;

  /** Corners along each axis: a layer outside, the voxel centres, a layer outside. */
  private final int cornersX;

  private final int cornersY;
  private final int cornersZ;

  private final FloatList positions = new FloatList();
  private final IntList triangles = new IntList();

  /** Vertex on the edge along axis a from corner (x, y) of the lower and the upper layer. */
  private final int[][] lower;

  private int[][] upper;

  /** First vertex of each layer of cubes, and the end. */
  private final int[] firstVertex;

  /** The slices around the layer of cubes in work. */
  private SliceWindow window;

  private MarchingCubes(GridSource grid, float level) {
    this.grid = grid;
    this.level = level;
    this.origin = grid.box().floatOrigin();
    this.cornersX = grid.size().nx() + 2;
    this.cornersY = grid.size().ny() + 2;
    this.cornersZ = grid.size().nz() + 2;
    this.firstVertex = new int[cornersZ];
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
    if (!(level > VoxelGrid.EMPTY_DENSITY)) {
      throw new IllegalArgumentException(
          "a surface lies at a stored density above " + VoxelGrid.EMPTY_DENSITY + ", not " + level);
    }
    return new MarchingCubes(grid, level).surface(progress);
  }

  private Mesh surface(DoubleConsumer progress) throws IOException {
    Arrays.fill(upper[0], -1);
    Arrays.fill(upper[1], -1);
    // layer z of cubes lies between the slices z - 1 and z of the grid
    SliceWindow.pass(
        grid,
        1,
        0,
        (z, slices) -> {
          window = slices;
          progress.accept(EXTRACTING * z / cornersZ);
          layer(z);
        });
    layer(cornersZ - 2);
    firstVertex[cornersZ - 1] = positions.size() / 3;
    float[] vertices = positions.toArray();
    int[] corners = triangles.toArray();
    float[] normals = new float[vertices.length];
    float[] colours = new float[vertices.length];
    SurfaceShading.addTriangleNormals(vertices, corners, normals);
    shade(vertices, normals, colours, progress);
    progress.accept(1);
    return new Mesh(origin, vertices, normals, colours, corners);
  }

  private void layer(int z) {
    firstVertex[z] = positions.size() / 3;
    for (int axis = 0; axis < 3; axis++) {
      // the upper layer's edges were made with the cubes below; its upright ones begin here
      int[] done = lower[axis];
      lower[axis] = upper[axis];
      upper[axis] = done;
      Arrays.fill(done, -1);
    }
    Arrays.fill(lower[2], -1);
    for (int y = 0; y + 1 < cornersY; y++) {
      for (int x = 0; x + 1 < cornersX; x++) {
        cube(x, y, z);
      }
    }
  }

  /** Normals and colours, some layers of cubes at a time with the slices around them. */
  private void shade(float[] vertices, float[] normals, float[] colours, DoubleConsumer progress)
      throws IOException {
    int nz = grid.size().nz();
    SliceWindow.pass(
        grid,
        SHADING_MARGIN,
        SHADED_LAYERS + SHADING_MARGIN,
        (z, slices) -> {
          if (z % SHADED_LAYERS == 0) {
            progress.accept(EXTRACTING + (1 - EXTRACTING) * z / nz);
            int end = z + SHADED_LAYERS >= nz ? cornersZ - 1 : z + SHADED_LAYERS;
            VoxelGrid part =
                slices.part(
                    Math.max(0, z - SHADING_MARGIN),
                    Math.min(nz, z + SHADED_LAYERS + SHADING_MARGIN));
            new SurfaceShading(part, origin)
                .shade(vertices, firstVertex[z], firstVertex[end], normals, colours);
          }
        });
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
    return outside ? VoxelGrid.EMPTY_DENSITY : window.density(x - 1, y - 1, z - 1);
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
    for (int i = 0; i < 3; i++) {
      positions.add((float) (point[i] - origin[i]));
    }
  }

  private int count(int axis) {
    GridSize size = grid.size();
    return axis == 0 ? size.nx() : axis == 1 ? size.ny() : size.nz();
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
