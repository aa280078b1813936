package org.sceneremix.volume.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ways in which a surface passes through a cube whose corners are inside or outside: the 256 cases
 * of marching cubes (Lorensen and Cline 1987), derived instead of listed.
 *
 * <p>Corner c is at {@code (c & 1, c >> 1 & 1, c >> 2 & 1)}; bit c of a case says that it is
 * inside. On each face the surface's outline separates the corners that are inside, also where two
 * of them are opposite each other and it could as well join them. That rule looks at the face
 * alone, so the two cubes at a face agree and the surface has no holes. Outlines close to polygons,
 * which are cut into triangles such that no cut lies in a face, where the neighbour might have the
 * same cut; then every edge has exactly two triangles.
 */
final class CubeCases {

  /** Edges of a cube: {@code EDGES[e]} = its two corners, the first at the smaller coordinate. */
  static final int[][] EDGES = new int[12][];

  /** Corners of the faces, counter-clockwise seen from outside the cube. */
  private static final int[][] FACES = {
    {0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}
  };

  private static final int[][] TRIANGLES = new int[256][];
  private static final int[][][] POLYGONS = new int[256][][];

  static {
    int e = 0;
    for (int axis = 0; axis < 3; axis++) {
      for (int corner = 0; corner < 8; corner++) {
        if ((corner >> axis & 1) == 0) {
          EDGES[e++] = new int[] {corner, corner | 1 << axis};
        }
      }
    }
    for (int inside = 0; inside < TRIANGLES.length; inside++) {
      List<Integer> triangles = new ArrayList<>();
      List<List<Integer>> polygons = followed(inside);
      for (List<Integer> polygon : polygons) {
        cut(polygon, triangles);
      }
      TRIANGLES[inside] = array(triangles);
      POLYGONS[inside] = polygons.stream().map(CubeCases::array).toArray(int[][]::new);
    }
  }

  private CubeCases() {}

  /** Edges that hold the corners of the triangles, three a triangle; not to be changed. */
  static int[] triangles(int inside) {
    return TRIANGLES[inside];
  }

  /** Edges that hold the corners of each polygon; not to be changed. */
  static int[][] polygons(int inside) {
    return POLYGONS[inside];
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The edge between two corners. */
  static int edge(int a, int b) {
    for (int e = 0; e < EDGES.length; e++) {
      if (EDGES[e][0] == Math.min(a, b) && EDGES[e][1] == Math.max(a, b)) {
        return e;
      }
    }
    throw new IllegalArgumentException("corners " + a + " and " + b + " share no edge");
  }

  /** Follows the outlines from face to face. */
  private static List<List<Integer>> followed(int inside) {
    int[] next = new int[EDGES.length];
    Arrays.fill(next, -1);
    for (int[] face : FACES) {
      for (int i = 0; i < 4; i++) {
        boolean enters = !isInside(inside, face[i]) && isInside(inside, face[(i + 1) % 4]);
        if (enters) {
          int last = i + 1;
          while (isInside(inside, face[(last + 1) % 4])) {
            last++;
          }
          // inside on the right, seen from outside the cube: counter-clockwise around the inside
          next[edge(face[i], face[(i + 1) % 4])] = edge(face[last % 4], face[(last + 1) % 4]);
        }
      }
    }
    List<List<Integer>> polygons = new ArrayList<>();
    for (int start = 0; start < next.length; start++) {
      List<Integer> polygon = new ArrayList<>();
      for (int e = start; next[e] >= 0; ) {
        polygon.add(e);
        int following = next[e];
        next[e] = -1;
        e = following;
      }
      if (!polygon.isEmpty()) {
        polygons.add(polygon);
      }
    }
    return polygons;
  }

  private static boolean isInside(int inside, int corner) {
    return (inside >> corner & 1) != 0;
  }

  /** Cuts off corners whose cut lies in no face, until a triangle is left. */
  private static void cut(List<Integer> polygon, List<Integer> triangles) {
    List<Integer> rest = new ArrayList<>(polygon);
    while (rest.size() > 3) {
      int corner = corner(rest);
      int n = rest.size();
      triangles.add(rest.get((corner + n - 1) % n));
      triangles.add(rest.get(corner));
      triangles.add(rest.get((corner + 1) % n));
      rest.remove(corner);
    }
    triangles.addAll(rest);
  }

  private static int corner(List<Integer> polygon) {
    int n = polygon.size();
    for (int corner = 0; corner < n; corner++) {
      if (!shareFace(polygon.get((corner + n - 1) % n), polygon.get((corner + 1) % n))) {
        return corner;
      }
    }
    throw new IllegalStateException("every cut of polygon " + polygon + " lies in a face");
  }

  private static boolean shareFace(int a, int b) {
    int all = 1 << EDGES[a][0] | 1 << EDGES[a][1] | 1 << EDGES[b][0] | 1 << EDGES[b][1];
    for (int[] face : FACES) {
      int corners = 1 << face[0] | 1 << face[1] | 1 << face[2] | 1 << face[3];
      if ((all & ~corners) == 0) {
        return true;
      }
    }
    return false;
  }
}
