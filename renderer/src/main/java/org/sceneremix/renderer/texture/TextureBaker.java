package org.sceneremix.renderer.texture;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.SliceWindow;
import org.sceneremix.volume.mesh.Mesh;
import org.sceneremix.volume.mesh.SurfaceShading;

/**
 * The field's colour and normal at every texel of a surface: what {@link SurfaceShading} says of
 * the point of the surface that the texel's centre shows. Texels around a chart show its nearest
 * point, and all others what the nearest texel of a chart does, so that no filter mixes in anything
 * else. Of the grid only a few slices are held at a time.
 */
final class TextureBaker {

  /** Slices that are baked at a time, and those around them that triangles and normals reach. */
  private static final int LAYERS = 4;

  private static final int MARGIN = 4;

  /** Distances of texels to their triangle are kept in parts of a texel. */
  private static final int DISTANCE_PARTS = 32;

  private static final int UNTOUCHED = 255;

  private final List<TextureAtlas.Unwrapped> parts;
  private final int edge;
  private final byte[] colours;

  /** Normals in the tangent frame; null if nobody asked for them. */
  private final byte[] normals;

  /** Distance of each texel to the triangle that it shows; {@value #UNTOUCHED} if none. */
  private final byte[] distances;

  private final Texel texel = new Texel();

  private TextureBaker(List<TextureAtlas.Unwrapped> parts, int edge, boolean withNormals) {
    this.parts = parts;
    this.edge = edge;
    this.colours = new byte[3 * edge * edge];
    this.normals = withNormals ? new byte[3 * edge * edge] : null;
    this.distances = new byte[edge * edge];
    Arrays.fill(distances, (byte) UNTOUCHED);
  }

  /**
   * Pictures of {@code edge x edge} texels, red, green, blue, row by row from the top.
   *
   * @param colours display-encoded
   * @param normals {@code (n + 1) / 2} in the frame of tangent, bitangent and normal; null if
   *     nobody asked for them
   */
  record Baked(int edge, byte[] colours, byte[] normals) {

    byte[] colourPng() throws IOException {
      return png(edge, colours);
    }

    byte[] normalPng() throws IOException {
      return png(edge, normals);
    }
  }

  /** Bakes all parts into one picture. */
  static Baked bake(
      GridSource grid,
      List<TextureAtlas.Unwrapped> parts,
      int edge,
      boolean withNormals,
      DoubleConsumer progress)
      throws IOException {
    TextureBaker baker = new TextureBaker(parts, edge, withNormals);
    baker.bake(grid, progress);
    baker.fill();
    return new Baked(edge, baker.colours, baker.normals);
  }

  private void bake(GridSource grid, DoubleConsumer progress) throws IOException {
    int nz = grid.size().nz();
    int groups = (nz + LAYERS - 1) / LAYERS;
    int[][][] byGroup = new int[parts.size()][][];
    for (int p = 0; p < byGroup.length; p++) {
      byGroup[p] = byGroup(parts.get(p).mesh(), grid, groups);
    }
    SliceWindow.pass(
        grid,
        MARGIN,
        LAYERS + MARGIN,
        (z, slices) -> {
          if (z % LAYERS == 0) {
            progress.accept((double) z / nz);
            VoxelGrid around =
                slices.part(Math.max(0, z - MARGIN), Math.min(nz, z + LAYERS + MARGIN));
            for (int p = 0; p < byGroup.length; p++) {
              Mesh mesh = parts.get(p).mesh();
              SurfaceShading shading = new SurfaceShading(around, mesh.origin());
              for (int triangle : byGroup[p][z / LAYERS]) {
                bake(parts.get(p), triangle, shading);
              }
            }
          }
        });
    progress.accept(1);
  }

  /** Triangles by the group of slices that they begin in. */
  private static int[][] byGroup(Mesh mesh, GridSource grid, int groups) {
    int[] group = new int[mesh.triangleCount()];
    int[] count = new int[groups];
    for (int t = 0; t < group.length; t++) {
      double lowest = Double.POSITIVE_INFINITY;
      for (int i = 3 * t; i < 3 * t + 3; i++) {
        lowest = Math.min(lowest, mesh.positions()[3 * mesh.triangles()[i] + 2]);
      }
      double slice = (mesh.origin()[2] + lowest - grid.box().minZ()) / grid.voxelZ();
      group[t] = (int) Math.max(0, Math.min(groups - 1, Math.floor(slice / LAYERS)));
      count[group[t]]++;
    }
    int[][] byGroup = new int[groups][];
    for (int g = 0; g < groups; g++) {
      byGroup[g] = new int[count[g]];
    }
    for (int t = group.length - 1; t >= 0; t--) {
      byGroup[group[t]][--count[group[t]]] = t;
    }
    return byGroup;
  }

  private void bake(TextureAtlas.Unwrapped part, int triangle, SurfaceShading shading) {
    int a = part.mesh().triangles()[3 * triangle];
    int b = part.mesh().triangles()[3 * triangle + 1];
    int c = part.mesh().triangles()[3 * triangle + 2];
    float[] uv = part.coordinates();
    double ax = (double) uv[2 * a] * edge;
    double ay = (double) uv[2 * a + 1] * edge;
    double bx = (double) uv[2 * b] * edge;
    double by = (double) uv[2 * b + 1] * edge;
    double cx = (double) uv[2 * c] * edge;
    double cy = (double) uv[2 * c + 1] * edge;
    int left = texelAt(Math.min(ax, Math.min(bx, cx)) - TextureAtlas.GUTTER);
    int right = texelAt(Math.max(ax, Math.max(bx, cx)) + TextureAtlas.GUTTER);
    int top = texelAt(Math.min(ay, Math.min(by, cy)) - TextureAtlas.GUTTER);
    int bottom = texelAt(Math.max(ay, Math.max(by, cy)) + TextureAtlas.GUTTER);
    Nearest nearest = new Nearest(ax, ay, bx, by, cx, cy);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        int at = row * edge + column;
        nearest.to(column + 0.5, row + 0.5);
        // those of the next chart are out of reach
        int distance = (int) Math.ceil(DISTANCE_PARTS * nearest.distance);
        if (nearest.distance < TextureAtlas.GUTTER && distance < (distances[at] & 0xFF)) {
          distances[at] = (byte) distance;
          texel.shade(part, a, b, c, nearest, shading);
          texel.put(at);
        }
      }
    }
  }

  private int texelAt(double coordinate) {
    return (int) Math.max(0, Math.min(edge - 1, Math.floor(coordinate)));
  }

  /** Copies texels of charts to those that are near to none. */
  private void fill() {
    for (int row = 0; row < edge; row++) {
      for (int column = 0; column < edge; column++) {
        int at = row * edge + column;
        take(at, at - 1, column > 0);
        take(at, at - edge, row > 0);
      }
    }
    for (int row = edge - 1; row >= 0; row--) {
      for (int column = edge - 1; column >= 0; column--) {
        int at = row * edge + column;
        take(at, at + 1, column < edge - 1);
        take(at, at + edge, row < edge - 1);
      }
    }
  }

  private void take(int at, int from, boolean isThere) {
    if (!isThere) {
      return;
    }
    int own = distances[at] & 0xFF;
    int other = Math.min(UNTOUCHED - 1, (distances[from] & 0xFF) + 1);
    boolean isFilled = (distances[from] & 0xFF) != UNTOUCHED;
    // texels near a chart were baked
    if (isFilled && other < own && own > DISTANCE_PARTS * TextureAtlas.GUTTER) {
      distances[at] = (byte) Math.max(other, DISTANCE_PARTS * TextureAtlas.GUTTER + 1);
      System.arraycopy(colours, 3 * from, colours, 3 * at, 3);
      if (normals != null) {
        System.arraycopy(normals, 3 * from, normals, 3 * at, 3);
      }
    }
  }

  private static byte[] png(int edge, byte[] rgb) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(rgb, rgb.length),
            edge,
            edge,
            3 * edge,
            3,
            new int[] {0, 1, 2},
            null);
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(new BufferedImage(model, raster, false, null), "png", out);
    }
    return bytes.toByteArray();
  }

  /** The point of a triangle in the picture that is nearest to a point. */
  private static final class Nearest {

    private final double[] x;
    private final double[] y;
    private final double area;

    /** Distance to the point, texels, and shares of the corners. */
    double distance;

    final double[] shares = new double[3];

    Nearest(double ax, double ay, double bx, double by, double cx, double cy) {
      this.x = new double[] {ax, bx, cx};
      this.y = new double[] {ay, by, cy};
      this.area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    }

    void to(double px, double py) {
      boolean inside = area != 0;
      for (int i = 0; i < 3 && inside; i++) {
        int j = (i + 1) % 3;
        int k = (i + 2) % 3;
        shares[i] = ((x[j] - px) * (y[k] - py) - (y[j] - py) * (x[k] - px)) / area;
        inside = shares[i] >= 0;
      }
      distance = 0;
      if (inside) {
        return;
      }
      distance = Double.POSITIVE_INFINITY;
      int from = 0;
      double best = 0;
      for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3;
        double dx = x[j] - x[i];
        double dy = y[j] - y[i];
        double square = dx * dx + dy * dy;
        double along = square > 0 ? ((px - x[i]) * dx + (py - y[i]) * dy) / square : 0;
        along = Math.max(0, Math.min(1, along));
        double d = Math.hypot(x[i] + along * dx - px, y[i] + along * dy - py);
        if (d < distance) {
          distance = d;
          from = i;
          best = along;
        }
      }
      shares[from] = 1 - best;
      shares[(from + 1) % 3] = best;
      shares[(from + 2) % 3] = 0;
    }
  }

  /** Colour and normal at a point of a triangle. */
  private final class Texel {

    private final double[] position = new double[3];
    private final double[] surface = new double[3];
    private final double[] tangent = new double[3];
    private final double[] normal = new double[3];
    private final float[] colour = new float[3];

    void shade(
        TextureAtlas.Unwrapped part, int a, int b, int c, Nearest nearest, SurfaceShading shading) {
      double[] shares = nearest.shares;
      interpolate(part.mesh().positions(), a, b, c, shares, position);
      interpolate(part.mesh().normals(), a, b, c, shares, surface);
      interpolate(part.tangents(), a, b, c, shares, tangent);
      System.arraycopy(surface, 0, normal, 0, 3);
      shading.shade(position[0], position[1], position[2], normal, colour, 0);
    }

    private static void interpolate(
        float[] values, int a, int b, int c, double[] shares, double[] out) {
      for (int axis = 0; axis < 3; axis++) {
        out[axis] =
            shares[0] * values[3 * a + axis]
                + shares[1] * values[3 * b + axis]
                + shares[2] * values[3 * c + axis];
      }
    }

    void put(int at) {
      for (int channel = 0; channel < 3; channel++) {
        colours[3 * at + channel] = (byte) Math.round(255 * colour[channel]);
      }
      if (normals == null) {
        return;
      }
      // the frame as renderers rebuild it: unit normal, tangent across it, bitangent across both
      normalise(surface);
      double along = dot(tangent, surface);
      for (int axis = 0; axis < 3; axis++) {
        tangent[axis] -= along * surface[axis];
      }
      normalise(tangent);
      double bitangent = 0;
      for (int axis = 0; axis < 3; axis++) {
        int next = (axis + 1) % 3;
        int last = (axis + 2) % 3;
        double component = surface[next] * tangent[last] - surface[last] * tangent[next];
        bitangent += component * normal[axis];
      }
      normals[3 * at] = unorm(dot(tangent, normal));
      normals[3 * at + 1] = unorm(bitangent);
      // glTF has no normals from behind
      normals[3 * at + 2] = unorm(Math.max(0, dot(surface, normal)));
    }

    private static byte unorm(double component) {
      return (byte) Math.round(127.5 * (Math.max(-1, Math.min(1, component)) + 1));
    }

    private static double dot(double[] a, double[] b) {
      return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static void normalise(double[] v) {
      double length = Math.sqrt(dot(v, v));
      for (int axis = 0; axis < 3 && length > 0; axis++) {
        v[axis] /= length;
      }
    }
  }
}
