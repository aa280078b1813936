package org.sceneremix.volume.mesh;

import java.io.IOException;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;

/**
 * The surface of {@link MarchingCubes} with its sharp edges and corners, which that cuts off: dual
 * contouring (Ju, Losasso, Schaefer and Warren 2002, "Dual Contouring of Hermite Data").
 *
 * <p>In each cube, each polygon of marching cubes becomes one vertex (Nielson 2004, "Dual Marching
 * Cubes"), where the planes through the polygon's corners meet best: with corners p, normals n of
 * the field there and their mean m, it is the x in the cube with the least
 *
 * <pre>
 *   sum (n . (x - p))^2 + {@value #PULL} |x - m|^2
 * </pre>
 *
 * <p>Each edge of the grid that the surface crosses gives two triangles between the vertices around
 * it. The surface is closed; an edge of the mesh has two triangles, or four where two sheets touch.
 */
public final class DualContouring extends CubeSurface {

  /** Weight of the mean of the corners, where planes leave a direction open. */
  private static final double PULL = 0.05;

  /** Edge of a cube from a corner along an axis. */
  private static final int[][] EDGE_FROM = new int[3][8];

  /** Polygon of a case that has a corner on an edge. */
  private static final int[][] POLYGON_AT = new int[256][CubeCases.EDGES.length];

  static {
    for (int axis = 0; axis < 3; axis++) {
      for (int corner = 0; corner < 8; corner++) {
        if ((corner >> axis & 1) == 0) {
          EDGE_FROM[axis][corner] = CubeCases.edge(corner, corner | 1 << axis);
        }
      }
    }
    for (int inside = 0; inside < POLYGON_AT.length; inside++) {
      int[][] polygons = CubeCases.polygons(inside);
      for (int polygon = 0; polygon < polygons.length; polygon++) {
        for (int edge : polygons[polygon]) {
          POLYGON_AT[inside][edge] = polygon;
        }
      }
    }
  }

  /** First vertex of each cube of the layer below and of this one, and its case. */
  private int[] firstBelow;

  private int[] first;
  private int[] caseBelow;
  private int[] caseHere;

  private DualContouring(GridSource grid, float level) {
    super(grid, level);
    int cubes = corners(0) * corners(1);
    this.firstBelow = new int[cubes];
    this.first = new int[cubes];
    this.caseBelow = new int[cubes];
    this.caseHere = new int[cubes];
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
    return new DualContouring(grid, level).surface(2, progress);
  }

  @Override
  void beginLayer() {
    int[] vertices = firstBelow;
    firstBelow = first;
    first = vertices;
    int[] cases = caseBelow;
    caseBelow = caseHere;
    caseHere = cases;
  }

  @Override
  void cube(int x, int y, int z, int inside) {
    int[] corner = {x, y, z};
    int slot = slot(x, y);
    caseHere[slot] = inside;
    int[][] polygons = CubeCases.polygons(inside);
    for (int polygon = 0; polygon < polygons.length; polygon++) {
      int vertex = addVertex(meeting(corner, polygons[polygon]));
      if (polygon == 0) {
        first[slot] = vertex;
      }
    }
    for (int axis = 0; axis < 3; axis++) {
      if ((inside & 1) != (inside >> (1 << axis) & 1)) {
        addTriangles(corner, axis, (inside & 1) != 0);
      }
    }
  }

  private int slot(int x, int y) {
    return y * corners(0) + x;
  }

  /** The point where the planes through the corners of a polygon meet best. */
  private double[] meeting(int[] cube, int[] edges) {
    double[][] points = new double[edges.length][];
    double[] mean = new double[3];
    for (int i = 0; i < edges.length; i++) {
      points[i] = crossing(start(cube, edges[i]), axis(edges[i]));
      for (int a = 0; a < 3; a++) {
        mean[a] += points[i][a] / edges.length;
      }
    }
    double[][] matrix = {{PULL, 0, 0}, {0, PULL, 0}, {0, 0, PULL}};
    double[] right = new double[3];
    for (int i = 0; i < edges.length; i++) {
      double[] n = normal(start(cube, edges[i]), axis(edges[i]), points[i]);
      double distance = 0;
      for (int a = 0; a < 3; a++) {
        distance += n[a] * (points[i][a] - mean[a]);
      }
      for (int a = 0; a < 3; a++) {
        right[a] += n[a] * distance;
        for (int b = 0; b < 3; b++) {
          matrix[a][b] += n[a] * n[b];
        }
      }
    }
    double[] offset = solved(matrix, right);
    for (int a = 0; a < 3; a++) {
      double low = at(a, cube[a]);
      double high = at(a, cube[a] + 1);
      mean[a] = Math.max(low, Math.min(high, mean[a] + offset[a]));
    }
    return mean;
  }

  /** Solution of m x = right by Cramer's rule; m is positive definite. */
  private static double[] solved(double[][] m, double[] right) {
    double[] x = new double[3];
    double determinant = determinant(m[0], m[1], m[2]);
    for (int a = 0; a < 3; a++) {
      double[][] replaced = {m[0].clone(), m[1].clone(), m[2].clone()};
      // symmetric: rows are columns
      replaced[a] = right;
      x[a] = determinant(replaced[0], replaced[1], replaced[2]) / determinant;
    }
    return x;
  }

  private static double determinant(double[] a, double[] b, double[] c) {
    return a[0] * (b[1] * c[2] - b[2] * c[1])
        - a[1] * (b[0] * c[2] - b[2] * c[0])
        + a[2] * (b[0] * c[1] - b[1] * c[0]);
  }

  private static int[] start(int[] cube, int edge) {
    int from = CubeCases.EDGES[edge][0];
    return new int[] {cube[0] + (from & 1), cube[1] + (from >> 1 & 1), cube[2] + (from >> 2)};
  }

  private static int axis(int edge) {
    return Integer.numberOfTrailingZeros(CubeCases.EDGES[edge][0] ^ CubeCases.EDGES[edge][1]);
  }

  /** Unit normal, outwards, where the surface crosses an edge of the grid at a point. */
  private double[] normal(int[] corner, int axis, double[] point) {
    int[] next = corner.clone();
    next[axis]++;
    double[] normal = new double[3];
    double a = density(corner[0], corner[1], corner[2]);
    double b = density(next[0], next[1], next[2]);
    if (isOutside(axis, corner[axis]) || isOutside(axis, next[axis])) {
      // at a face of the box
      normal[axis] = a > b ? 1 : -1;
      return normal;
    }
    double length = at(axis, next[axis]) - at(axis, corner[axis]);
    double along = (point[axis] - at(axis, corner[axis])) / length;
    normal[axis] = (a - b) / length;
    double sum = normal[axis] * normal[axis];
    for (int other = 0; other < 3; other++) {
      if (other != axis) {
        normal[other] = -(1 - along) * slope(corner, other) - along * slope(next, other);
        sum += normal[other] * normal[other];
      }
    }
    for (int i = 0; i < 3; i++) {
      normal[i] /= Math.sqrt(sum);
    }
    return normal;
  }

  /**
   * Slope of density at a corner in the box, from that side of it on which density is nearer to
   * straight, so as not to reach across a sharp edge (Harten, Engquist, Osher and Chakravarthy
   * 1987, "Uniformly high order accurate essentially non-oscillatory schemes").
   */
  private double slope(int[] corner, int axis) {
    double here = density(corner[0], corner[1], corner[2]);
    double below = density(corner, axis, -1);
    double above = density(corner, axis, 1);
    double bendBelow = Math.abs(here - 2 * below + density(corner, axis, -2));
    double bendAbove = Math.abs(here - 2 * above + density(corner, axis, 2));
    double rise =
        bendBelow < bendAbove
            ? here - below
            : bendBelow > bendAbove ? above - here : 0.5 * (above - below);
    return rise / voxel(axis);
  }

  /** Density some voxels away, where the outermost ones are continued. */
  private double density(int[] corner, int axis, int away) {
    int[] other = corner.clone();
    other[axis] = Math.max(1, Math.min(corners(axis) - 2, corner[axis] + away));
    return density(other[0], other[1], other[2]);
  }

  /** Two triangles around the edge of the grid from a corner along an axis. */
  private void addTriangles(int[] corner, int axis, boolean firstIsInside) {
    int b = (axis + 1) % 3;
    int c = (axis + 2) % 3;
    // counter-clockwise seen from the edge's end
    int[] quad = {
      vertex(corner, axis, 0),
      vertex(corner, axis, 1 << b),
      vertex(corner, axis, 1 << b | 1 << c),
      vertex(corner, axis, 1 << c)
    };
    if (!firstIsInside) {
      int kept = quad[1];
      quad[1] = quad[3];
      quad[3] = kept;
    }
    int from = isBetterCut(quad, corner, axis) ? 0 : 1;
    addTriangle(quad[from], quad[from + 1], quad[from + 2]);
    addTriangle(quad[from], quad[from + 2], quad[(from + 3) % 4]);
  }

  /** The vertex of the cube that lies back along the given axes and has the edge in its polygon. */
  private int vertex(int[] corner, int axis, int back) {
    int slot = slot(corner[0] - (back & 1), corner[1] - (back >> 1 & 1));
    boolean isBelow = back >> 2 != 0;
    int inside = (isBelow ? caseBelow : caseHere)[slot];
    int polygon = POLYGON_AT[inside][EDGE_FROM[axis][back]];
    return (isBelow ? firstBelow : first)[slot] + polygon;
  }

  /**
   * Whether the cut from corner 0 to 2 lies nearer to the plane of the field's surface than that
   * from 1 to 3: the one along a sharp edge does.
   */
  private boolean isBetterCut(int[] quad, int[] corner, int axis) {
    double[] point = crossing(corner, axis);
    double[] normal = normal(corner, axis, point);
    double first = distance(quad[0], quad[2], point, normal);
    double second = distance(quad[1], quad[3], point, normal);
    double tolerance = 1e-6 * Math.sqrt(squaredDistance(quad[0], quad[2]));
    return Math.abs(first - second) > tolerance
        ? first < second
        : squaredDistance(quad[0], quad[2]) <= squaredDistance(quad[1], quad[3]);
  }

  private double distance(int a, int b, double[] point, double[] normal) {
    double[] middle = middle(a, b);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += normal[i] * (middle[i] - point[i]);
    }
    return Math.abs(sum);
  }
}
