package org.sceneremix.renderer.texture;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.sceneremix.volume.mesh.Mesh;

/**
 * A surface cut into charts: connected triangles that are seen from one of the six directions of
 * the axes, none of which hides another from there. So a chart's plane of projection is its
 * parametrisation, with a stretch of at most {@code 1 / }{@value #LEAST_COSINE}; and it stays right
 * for a coarser mesh of some of the same vertices, because it is a function of position alone.
 *
 * <p>Direction d looks down axis {@code d / 2}, at its positive side if d is even. The axes u to
 * the right and v up of its picture are such that u x v is the direction itself.
 */
final class Charts {

  static final int DIRECTIONS = 6;

  /** Least cosine of the angle between the normal of a triangle and the direction of its chart. */
  static final double LEAST_COSINE = 0.25;

  /** Triangles up to which a chart is joined to one around it. */
  private static final int SMALL = 24;

  private static final int SMOOTHINGS = 6;
  private static final int JOININGS = 3;

  private static final int NONE = -1;

  private final Mesh mesh;
  private final int[] neighbours;
  private final int[] piece;

  /** Direction of each triangle. */
  private final byte[] direction;

  /** Unit normal of each triangle; 0 where it has no area. */
  private final float[] normals;

  private final int[] chart;
  private int count;

  private Charts(Mesh mesh, int[] piece) {
    this.mesh = mesh;
    this.piece = piece;
    this.neighbours = neighbours(mesh, piece);
    this.normals = normals(mesh);
    this.direction = new byte[mesh.triangleCount()];
    this.chart = new int[mesh.triangleCount()];
  }

  /**
   * Cuts a mesh.
   *
   * @param piece of the mesh that each triangle belongs to; no chart has triangles of two
   */
  static Charts of(Mesh mesh, int[] piece) {
    Charts charts = new Charts(mesh, piece);
    charts.choose();
    charts.smooth();
    for (int i = 0; i < JOININGS; i++) {
      charts.joinSmall();
    }
    charts.grow();
    return charts;
  }

  int count() {
    return count;
  }

  /** Chart of each triangle; not to be changed. */
  int[] chart() {
    return chart;
  }

  /** Direction that a triangle's chart is seen from. */
  int direction(int triangle) {
    return direction[triangle];
  }

  /** Axis to the right in the picture from a direction. */
  static int right(int direction) {
    return (direction / 2 + 1 + direction % 2) % 3;
  }

  /** Axis up in the picture from a direction. */
  static int up(int direction) {
    return (direction / 2 + 2 - direction % 2) % 3;
  }

  /** Triangle across each edge, from corner e of a triangle to the next one; or {@link #NONE}. */
  private static int[] neighbours(Mesh mesh, int[] piece) {
    int[] corners = mesh.triangles();
    int[] first = new int[mesh.vertexCount() + 1];
    for (int corner : corners) {
      first[corner + 1]++;
    }
    for (int v = 0; v < mesh.vertexCount(); v++) {
      first[v + 1] += first[v];
    }
    // corners at each vertex
    int[] at = new int[corners.length];
    int[] next = first.clone();
    for (int i = 0; i < corners.length; i++) {
      at[next[corners[i]]++] = i;
    }
    int[] neighbours = new int[corners.length];
    Arrays.fill(neighbours, NONE);
    for (int i = 0; i < corners.length; i++) {
      int from = corners[i];
      int to = corners[following(i)];
      for (int k = first[to]; k < first[to + 1]; k++) {
        boolean isAcross = corners[following(at[k])] == from;
        if (isAcross && piece[at[k] / 3] == piece[i / 3]) {
          neighbours[i] = at[k] / 3;
        }
      }
    }
    return neighbours;
  }

  private static int following(int corner) {
    return corner % 3 == 2 ? corner - 2 : corner + 1;
  }

  private static float[] normals(Mesh mesh) {
    float[] normals = new float[mesh.triangles().length];
    for (int t = 0; t < normals.length; t += 3) {
      double[] n = mesh.cross(t);
      double sum = n[0] * n[0] + n[1] * n[1] + n[2] * n[2];
      for (int axis = 0; axis < 3 && sum > 0; axis++) {
        normals[t + axis] = (float) (n[axis] / Math.sqrt(sum));
      }
    }
    return normals;
  }

  private double cosine(int triangle, int direction) {
    double along = normals[3 * triangle + direction / 2];
    return direction % 2 == 0 ? along : -along;
  }

  /** Whether a triangle can be in a chart; one without area can be in any. */
  private boolean suits(int triangle, int direction) {
    boolean hasArea =
        normals[3 * triangle] != 0
            || normals[3 * triangle + 1] != 0
            || normals[3 * triangle + 2] != 0;
    return !hasArea || cosine(triangle, direction) >= LEAST_COSINE;
  }

  /** The direction that the surface around a triangle faces most, if the triangle does, too. */
  private void choose() {
    for (int t = 0; t < direction.length; t++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int d = 0; d < DIRECTIONS; d++) {
        double sum = cosine(t, d);
        for (int e = 0; e < 3; e++) {
          double vertex = mesh.normals()[3 * mesh.triangles()[3 * t + e] + d / 2];
          sum += d % 2 == 0 ? vertex : -vertex;
        }
        if (sum > most && suits(t, d)) {
          most = sum;
          direction[t] = (byte) d;
        }
      }
    }
  }

  /** Gives triangles the direction of two neighbours. */
  private void smooth() {
    for (int i = 0; i < SMOOTHINGS; i++) {
      for (int t = 0; t < direction.length; t++) {
        for (int e = 0; e < 3; e++) {
          int a = neighbours[3 * t + e];
          int b = neighbours[3 * t + (e + 1) % 3];
          if (a != NONE && b != NONE && direction[a] == direction[b] && suits(t, direction[a])) {
            direction[t] = direction[a];
          }
        }
      }
    }
  }

  /** Gives small regions of one direction that of most triangles around, where it suits all. */
  private void joinSmall() {
    boolean[] seen = new boolean[direction.length];
    int[] region = new int[direction.length];
    for (int t = 0; t < direction.length; t++) {
      if (!seen[t]) {
        int size = region(t, seen, region);
        if (size <= SMALL) {
          join(region, size);
        }
      }
    }
  }

  /** Collects the triangles of one direction around one of them; returns how many. */
  private int region(int start, boolean[] seen, int[] region) {
    int size = 0;
    region[size++] = start;
    seen[start] = true;
    for (int i = 0; i < size; i++) {
      for (int e = 0; e < 3; e++) {
        int other = neighbours[3 * region[i] + e];
        if (other != NONE && !seen[other] && direction[other] == direction[start]) {
          seen[other] = true;
          region[size++] = other;
        }
      }
    }
    return size;
  }

  private void join(int[] region, int size) {
    int[] around = new int[DIRECTIONS];
    int own = direction[region[0]];
    for (int i = 0; i < size; i++) {
      for (int e = 0; e < 3; e++) {
        int other = neighbours[3 * region[i] + e];
        if (other != NONE && direction[other] != own) {
          around[direction[other]]++;
        }
      }
    }
    int best = own;
    for (int d = 0; d < DIRECTIONS; d++) {
      boolean suitsAll = around[d] > 0 && d != own;
      for (int i = 0; suitsAll && i < size; i++) {
        suitsAll = suits(region[i], d);
      }
      if (suitsAll && (best == own || around[d] > around[best])) {
        best = d;
      }
    }
    for (int i = 0; i < size; i++) {
      direction[region[i]] = (byte) best;
    }
  }

  /** Grows charts, piece by piece, such that no triangle lies over another of its chart. */
  private void grow() {
    Arrays.fill(chart, NONE);
    int pieces = Arrays.stream(piece).max().orElse(-1) + 1;
    double cell = meanEdge();
    for (int p = 0; p < pieces; p++) {
      for (int t = 0; t < chart.length; t++) {
        if (chart[t] == NONE && piece[t] == p) {
          grow(t, cell);
        }
      }
    }
  }

  private void grow(int start, double cell) {
    Projected projected = new Projected(cell, direction[start]);
    ArrayDeque<Integer> open = new ArrayDeque<>();
    projected.add(start);
    chart[start] = count;
    open.add(start);
    while (!open.isEmpty()) {
      int t = open.remove();
      for (int e = 0; e < 3; e++) {
        int other = neighbours[3 * t + e];
        if (other != NONE
            && chart[other] == NONE
            && direction[other] == direction[start]
            && projected.isFree(other)) {
          projected.add(other);
          chart[other] = count;
          open.add(other);
        }
      }
    }
    count++;
  }

  private double meanEdge() {
    float[] p = mesh.positions();
    int[] corners = mesh.triangles();
    double sum = 0;
    for (int i = 0; i < corners.length; i++) {
      double square = 0;
      for (int axis = 0; axis < 3; axis++) {
        double d = (double) p[3 * corners[following(i)] + axis] - p[3 * corners[i] + axis];
        square += d * d;
      }
      sum += Math.sqrt(square);
    }
    return sum / corners.length;
  }

  /** The triangles of a chart as its direction sees them, found by square cells of its plane. */
  private final class Projected {

    private final double cell;
    private final int right;
    private final int up;
    private final Map<Long, int[]> byCell = new HashMap<>();

    Projected(double cell, int direction) {
      this.cell = cell;
      this.right = right(direction);
      this.up = up(direction);
    }

    private double u(int triangle, int corner) {
      return mesh.positions()[3 * mesh.triangles()[3 * triangle + corner] + right];
    }

    private double v(int triangle, int corner) {
      return mesh.positions()[3 * mesh.triangles()[3 * triangle + corner] + up];
    }

    /** Cells that the bounds of a triangle touch. */
    private long[] cells(int t) {
      long left = cell(Math.min(u(t, 0), Math.min(u(t, 1), u(t, 2))));
      long rightmost = cell(Math.max(u(t, 0), Math.max(u(t, 1), u(t, 2))));
      long bottom = cell(Math.min(v(t, 0), Math.min(v(t, 1), v(t, 2))));
      long top = cell(Math.max(v(t, 0), Math.max(v(t, 1), v(t, 2))));
      long[] cells = new long[(int) ((rightmost - left + 1) * (top - bottom + 1))];
      int n = 0;
      for (long j = bottom; j <= top; j++) {
        for (long i = left; i <= rightmost; i++) {
          cells[n++] = j << 32 ^ i & 0xFFFFFFFFL;
        }
      }
      return cells;
    }

    private long cell(double coordinate) {
      return (long) Math.floor(coordinate / cell);
    }

    void add(int t) {
      for (long at : cells(t)) {
        // the first value is how many follow
        int[] list = byCell.getOrDefault(at, new int[8]);
        if (list[0] + 1 == list.length) {
          list = Arrays.copyOf(list, 2 * list.length);
        }
        list[++list[0]] = t;
        byCell.put(at, list);
      }
    }

    boolean isFree(int t) {
      for (long at : cells(t)) {
        int[] list = byCell.getOrDefault(at, new int[1]);
        for (int i = 1; i <= list[0]; i++) {
          if (!isSeparated(t, list[i]) && !isSeparated(list[i], t)) {
            return false;
          }
        }
      }
      return true;
    }

    /** Whether a line along an edge of one triangle has the other one beyond it. */
    private boolean isSeparated(int one, int other) {
      double tolerance = 1e-9 * cell * cell;
      for (int e = 0; e < 3; e++) {
        double u = u(one, e);
        double v = v(one, e);
        double du = u(one, (e + 1) % 3) - u;
        double dv = v(one, (e + 1) % 3) - v;
        boolean isBeyond = true;
        for (int k = 0; k < 3 && isBeyond; k++) {
          isBeyond = du * (v(other, k) - v) - dv * (u(other, k) - u) <= tolerance;
        }
        if (isBeyond) {
          return true;
        }
      }
      return false;
    }
  }
}
