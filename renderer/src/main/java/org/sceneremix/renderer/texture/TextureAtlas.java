package org.sceneremix.renderer.texture;

import java.util.Arrays;
import org.lwjgl.stb.STBRPContext;
import org.lwjgl.stb.STBRPNode;
import org.lwjgl.stb.STBRPRect;
import org.lwjgl.stb.STBRectPack;
import org.sceneremix.renderer.gl.NativeLibraries;
import org.sceneremix.volume.mesh.Mesh;

/**
 * The places of charts in a square picture, by the rectangles around them (stb_rect_pack:
 * bottom-left skyline, Jylänki 2010, "A Thousand Ways to Pack the Bin"). Around each chart are at
 * least {@value #GUTTER} texels that are no other's.
 */
final class TextureAtlas {

  static {
    NativeLibraries.folder();
  }

  static final int GUTTER = 2;

  /** Most texels along an edge: what every graphics card of the last ten years takes. */
  static final int LARGEST = 8192;

  static final int SMALLEST = 64;

  /** Edges are multiples of this. */
  private static final int STEP = 32;

  /** Sizes of texels are found to this ratio. */
  private static final double PRECISION = 1.01;

  private final Mesh mesh;
  private final Charts charts;

  /** Smallest u, v and largest u, v of each chart, from the mesh's origin. */
  private final double[] bounds;

  private int edge;
  private double texel;

  /** Left and top of each chart's rectangle. */
  private int[] places;

  private TextureAtlas(Mesh mesh, Charts charts) {
    this.mesh = mesh;
    this.charts = charts;
    this.bounds = bounds(mesh, charts);
  }

  /**
   * An atlas with texels of a given size, as small as it can be.
   *
   * @param texel edge, world units
   * @throws IllegalArgumentException if it is larger than {@value #LARGEST}
   */
  static TextureAtlas withTexels(Mesh mesh, Charts charts, double texel) {
    TextureAtlas atlas = new TextureAtlas(mesh, charts);
    int edge = atlas.leastEdge(texel);
    while (edge <= LARGEST && !atlas.pack(texel, edge)) {
      edge = (edge + Math.max(1, edge / 32) + STEP - 1) / STEP * STEP;
    }
    if (edge > LARGEST) {
      throw new IllegalArgumentException(
          "texels of "
              + texel
              + " make a texture of more than "
              + LARGEST
              + "x"
              + LARGEST
              + "; give a larger --texel-size, or --texture-size");
    }
    return atlas;
  }

  /**
   * An atlas of a given size, with texels as small as they can be.
   *
   * @param edge texels along each side
   * @throws IllegalArgumentException if there are too many charts for it
   */
  static TextureAtlas ofSize(Mesh mesh, Charts charts, int edge) {
    TextureAtlas atlas = new TextureAtlas(mesh, charts);
    double largest = 0;
    for (int c = 0; c < charts.count(); c++) {
      largest = Math.max(largest, Math.max(atlas.width(c), atlas.height(c)));
    }
    // every chart is a texel or two
    double high = largest;
    if (!atlas.pack(high, edge)) {
      throw new IllegalArgumentException(
          "the surface has "
              + charts.count()
              + " charts, too many for a texture of "
              + edge
              + "x"
              + edge
              + "; give a larger --texture-size, or a grid of lower resolution");
    }
    double low = largest / edge;
    while (high / low > PRECISION) {
      double middle = Math.sqrt(low * high);
      if (atlas.pack(middle, edge)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return atlas;
  }

  /** Whether texels of a given size make a texture of at most this edge. */
  static boolean fits(Mesh mesh, Charts charts, double texel, int edge) {
    return new TextureAtlas(mesh, charts).pack(texel, edge);
  }

  private static double[] bounds(Mesh mesh, Charts charts) {
    double[] bounds = new double[4 * charts.count()];
    for (int c = 0; c < bounds.length; c++) {
      bounds[c] = c % 4 < 2 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    for (int i = 0; i < mesh.triangles().length; i++) {
      int c = 4 * charts.chart()[i / 3];
      int direction = charts.direction(i / 3);
      double u = mesh.positions()[3 * mesh.triangles()[i] + Charts.right(direction)];
      double v = mesh.positions()[3 * mesh.triangles()[i] + Charts.up(direction)];
      bounds[c] = Math.min(bounds[c], u);
      bounds[c + 1] = Math.min(bounds[c + 1], v);
      bounds[c + 2] = Math.max(bounds[c + 2], u);
      bounds[c + 3] = Math.max(bounds[c + 3], v);
    }
    return bounds;
  }

  private double width(int chart) {
    return bounds[4 * chart + 2] - bounds[4 * chart];
  }

  private double height(int chart) {
    return bounds[4 * chart + 3] - bounds[4 * chart + 1];
  }

  private static int texels(double length, double texel) {
    return (int) Math.min(2 * LARGEST, Math.ceil(length / texel)) + 2 * GUTTER;
  }

  private int leastEdge(double texel) {
    double area = 0;
    int longest = SMALLEST;
    for (int c = 0; c < charts.count(); c++) {
      int w = texels(width(c), texel);
      int h = texels(height(c), texel);
      area += (double) w * h;
      longest = Math.max(longest, Math.max(w, h));
    }
    double least = Math.max(longest, Math.sqrt(area));
    return (int) Math.min(2 * LARGEST, Math.ceil(least / STEP) * STEP);
  }

  /** Finds places; whether there are. */
  private boolean pack(double texelSize, int size) {
    if (leastEdge(texelSize) > size + STEP - 1) {
      return false;
    }
    try (STBRPContext context = STBRPContext.malloc();
        STBRPNode.Buffer nodes = STBRPNode.malloc(size);
        STBRPRect.Buffer rectangles = STBRPRect.calloc(charts.count())) {
      for (int c = 0; c < charts.count(); c++) {
        rectangles.get(c).w(texels(width(c), texelSize)).h(texels(height(c), texelSize));
      }
      STBRectPack.stbrp_init_target(context, size, size, nodes);
      if (STBRectPack.stbrp_pack_rects(context, rectangles) == 0) {
        return false;
      }
      edge = size;
      texel = texelSize;
      places = new int[2 * charts.count()];
      for (int c = 0; c < charts.count(); c++) {
        places[2 * c] = rectangles.get(c).x();
        places[2 * c + 1] = rectangles.get(c).y();
      }
      return true;
    }
  }

  /** Texels along each side. */
  int edge() {
    return edge;
  }

  /** Edge of a texel, world units, where a chart is not inclined. */
  double texel() {
    return texel;
  }

  /** Texels to the right of the picture's left edge of a vertex in a chart. */
  private double x(int chart, int direction, int vertex) {
    double u = mesh.positions()[3 * vertex + Charts.right(direction)];
    return places[2 * chart] + GUTTER + (u - bounds[4 * chart]) / texel;
  }

  /** Texels below the picture's top. */
  private double y(int chart, int direction, int vertex) {
    double v = mesh.positions()[3 * vertex + Charts.up(direction)];
    return places[2 * chart + 1] + GUTTER + (bounds[4 * chart + 3] - v) / texel;
  }

  /**
   * A part of the mesh, with a vertex of its own for each chart that one is in.
   *
   * @param mesh triangles are grouped by chart
   * @param coordinates u, v of each vertex in [0, 1], from the top left
   * @param tangents x, y, z of each vertex: along the surface, towards the right of the picture
   */
  record Unwrapped(Mesh mesh, float[] coordinates, float[] tangents) {}

  /**
   * Unwraps a part of the mesh.
   *
   * @param triangles its triangles
   */
  Unwrapped unwrap(int[] triangles) {
    int[] order = byChart(triangles);
    int[] corners = new int[3 * order.length];
    int[] vertexOf = new int[mesh.vertexCount()];
    int[] chartOf = new int[mesh.vertexCount()];
    Arrays.fill(chartOf, -1);
    int[] source = new int[corners.length];
    float[] coordinates = new float[2 * corners.length];
    float[] tangents = new float[3 * corners.length];
    int count = 0;
    for (int i = 0; i < corners.length; i++) {
      int t = order[i / 3];
      int chart = charts.chart()[t];
      int vertex = mesh.triangles()[3 * t + i % 3];
      if (chartOf[vertex] != chart) {
        chartOf[vertex] = chart;
        vertexOf[vertex] = count;
        source[count] = vertex;
        int direction = charts.direction(t);
        coordinates[2 * count] = (float) (x(chart, direction, vertex) / edge);
        coordinates[2 * count + 1] = (float) (y(chart, direction, vertex) / edge);
        putTangent(direction, vertex, tangents, 3 * count);
        count++;
      }
      corners[i] = vertexOf[vertex];
    }
    Mesh part = mesh.withVertices(Arrays.copyOf(source, count), corners);
    return new Unwrapped(
        part, Arrays.copyOf(coordinates, 2 * count), Arrays.copyOf(tangents, 3 * count));
  }

  private int[] byChart(int[] triangles) {
    int[] next = new int[charts.count() + 1];
    for (int t : triangles) {
      next[charts.chart()[t] + 1]++;
    }
    for (int c = 0; c < charts.count(); c++) {
      next[c + 1] += next[c];
    }
    int[] order = new int[triangles.length];
    for (int t : triangles) {
      order[next[charts.chart()[t]]++] = t;
    }
    return order;
  }

  /** The direction across the normal in which u grows and v does not change. */
  private void putTangent(int direction, int vertex, float[] tangents, int index) {
    int right = Charts.right(direction);
    int axis = direction / 2;
    double sign = direction % 2 == 0 ? 1 : -1;
    // a normal may look away from the chart's direction a little
    double along = Math.max(0.05, sign * mesh.normals()[3 * vertex + axis]);
    double across = mesh.normals()[3 * vertex + right];
    double length = Math.hypot(along, across);
    tangents[index + right] = (float) (along / length);
    tangents[index + axis] = (float) (-sign * across / length);
  }
}
