package org.sceneremix.volume.mesh;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.SliceWindow;

/**
 * The surface on which a grid's stored density has a given value, closed everywhere: the field ends
 * at its box, so where matter reaches a face of the box the surface runs along it.
 *
 * <p>It is found cube by cube. The cubes have the voxel centres as their corners; one more layer of
 * corners lies outside the box and is empty. Of the grid only a few slices are held at a time; the
 * mesh is held as a whole. Subclasses say how the surface passes through a cube.
 */
abstract class CubeSurface {

  /** Share of the work that it takes to find the triangles. */
  private static final double EXTRACTING = 0.5;

  /** Layers of cubes whose vertices are shaded at a time. */
  private static final int SHADED_LAYERS = 4;

  /** Slices around them that shading may ask for. */
  private static final int SHADING_MARGIN = 4;

  private final GridSource grid;
  private final float level;

  /** Point that positions are relative to. */
  private final double[] origin;

  private final int[] corners;
  private final FloatList positions = new FloatList();
  private final IntList triangles = new IntList();

  /** First vertex of each layer of cubes, and the end. */
  private final int[] firstVertex;

  /** The slices around the layer of cubes in work. */
  private SliceWindow window;

  /**
   * @throws IllegalArgumentException if the level is not above {@link VoxelGrid#EMPTY_DENSITY}
   */
  CubeSurface(GridSource grid, float level) {
    if (!(level > VoxelGrid.EMPTY_DENSITY)) {
      throw new IllegalArgumentException(
          "a surface lies at a stored density above " + VoxelGrid.EMPTY_DENSITY + ", not " + level);
    }
    this.grid = grid;
    this.level = level;
    this.origin = grid.floatOrigin();
    GridSize size = grid.size();
    this.corners = new int[] {size.nx() + 2, size.ny() + 2, size.nz() + 2};
    this.firstVertex = new int[corners[2]];
  }

  /** Corners along an axis: a layer outside, the voxel centres, a layer outside. */
  final int corners(int axis) {
    return corners[axis];
  }

  final float level() {
    return level;
  }

  /** Begins a layer of cubes; the next ones are those of this layer. */
  abstract void beginLayer();

  /**
   * Adds what passes through the cube with its first corner at (x, y, z).
   *
   * @param inside bit c says that corner c is ({@link CubeCases}); neither all nor none
   */
  abstract void cube(int x, int y, int z, int inside);

  /**
   * @param reach slices beyond the corners of a cube that are asked for
   */
  final Mesh surface(int reach, DoubleConsumer progress) throws IOException {
    // layer z of cubes lies between the slices z - 1 and z of the grid
    SliceWindow.pass(
        grid,
        1 + reach,
        reach,
        (z, slices) -> {
          window = slices;
          progress.accept(EXTRACTING * z / corners[2]);
          layer(z);
        });
    layer(corners[2] - 2);
    firstVertex[corners[2] - 1] = vertexCount();
    float[] vertices = positions.toArray();
    int[] all = triangles.toArray();
    float[] normals = new float[vertices.length];
    float[] colours = new float[vertices.length];
    SurfaceShading.addTriangleNormals(vertices, all, normals);
    shade(vertices, normals, colours, progress);
    progress.accept(1);
    return new Mesh(origin, vertices, normals, colours, all);
  }

  private void layer(int z) {
    firstVertex[z] = vertexCount();
    beginLayer();
    for (int y = 0; y + 1 < corners[1]; y++) {
      for (int x = 0; x + 1 < corners[0]; x++) {
        int inside = 0;
        for (int c = 0; c < 8; c++) {
          if (density(x + (c & 1), y + (c >> 1 & 1), z + (c >> 2)) > level) {
            inside |= 1 << c;
          }
        }
        if (inside != 0 && inside != 0xFF) {
          cube(x, y, z, inside);
        }
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
            int end = z + SHADED_LAYERS >= nz ? corners[2] - 1 : z + SHADED_LAYERS;
            VoxelGrid part =
                slices.part(
                    Math.max(0, z - SHADING_MARGIN),
                    Math.min(nz, z + SHADED_LAYERS + SHADING_MARGIN));
            new SurfaceShading(part, origin)
                .shade(vertices, firstVertex[z], firstVertex[end], normals, colours);
          }
        });
  }

  /** Stored density at a corner; corner 0 along an axis lies outside the box. */
  final float density(int x, int y, int z) {
    return isOutside(0, x) || isOutside(1, y) || isOutside(2, z)
        ? VoxelGrid.EMPTY_DENSITY
        : window.density(x - 1, y - 1, z - 1);
  }

  /** Whether a corner lies outside of the box along this axis. */
  final boolean isOutside(int axis, int corner) {
    return corner == 0 || corner == corners[axis] - 1;
  }

  /**
   * The point on an edge of the grid where density, linear along it, has the level; on an edge that
   * leaves the box, at its face.
   *
   * @param corner where the edge begins, x, y, z
   * @return world position
   */
  final double[] crossing(int[] corner, int axis) {
    int[] next = corner.clone();
    next[axis]++;
    double[] point = {at(0, corner[0]), at(1, corner[1]), at(2, corner[2])};
    double to = at(axis, next[axis]);
    if (isOutside(axis, next[axis])) {
      point[axis] = to;
    } else if (!isOutside(axis, corner[axis])) {
      double a = density(corner[0], corner[1], corner[2]);
      double b = density(next[0], next[1], next[2]);
      point[axis] += (level - a) / (b - a) * (to - point[axis]);
    }
    return point;
  }

  /** Edge of a voxel along an axis. */
  final double voxel(int axis) {
    return axis == 0 ? grid.voxelX() : axis == 1 ? grid.voxelY() : grid.voxelZ();
  }

  /** World coordinate of a corner along an axis; the outer layers' are drawn in to the box. */
  final double at(int axis, int corner) {
    Aabb box = grid.box();
    if (corner == 0) {
      return axis == 0 ? box.minX() : axis == 1 ? box.minY() : box.minZ();
    }
    if (corner == corners[axis] - 1) {
      return axis == 0 ? box.maxX() : axis == 1 ? box.maxY() : box.maxZ();
    }
    return grid.centre(axis, corner - 1);
  }

  /** Adds a vertex at a world position; returns its number. */
  final int addVertex(double[] point) {
    for (int axis = 0; axis < 3; axis++) {
      positions.add((float) (point[axis] - origin[axis]));
    }
    return vertexCount() - 1;
  }

  final void addTriangle(int a, int b, int c) {
    triangles.add(a);
    triangles.add(b);
    triangles.add(c);
  }

  private int vertexCount() {
    return positions.size() / 3;
  }

  /** World position between two vertices. */
  final double[] middle(int a, int b) {
    double[] middle = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      middle[axis] =
          origin[axis] + 0.5 * ((double) positions.get(3 * a + axis) + positions.get(3 * b + axis));
    }
    return middle;
  }

  /** Squared distance of two vertices, world units. */
  final double squaredDistance(int a, int b) {
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      double difference = positions.get(3 * a + axis) - positions.get(3 * b + axis);
      sum += difference * difference;
    }
    return sum;
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

    float get(int index) {
      return values[index];
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
