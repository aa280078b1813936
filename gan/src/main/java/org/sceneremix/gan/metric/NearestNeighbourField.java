package org.sceneremix.gan.metric;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Most similar patches, in one scene, to the patches of another.
 *
 * <p>A patch is {@value #EDGE}x{@value #EDGE}x{@value #EDGE} voxels around a surface voxel, with
 * what is visible of each: opacity along one voxel edge, and colour times that, all in [0, 1]. The
 * distance of two patches is the root mean square of the differences of these values. Outside the
 * grid there is nothing. Queries lie on a lattice of surface voxels (at most {@value
 * #MAX_QUERIES}); they are compared with the patches around <em>all</em> surface voxels of the
 * other scene, so a copy is recognised wherever it is.
 *
 * <p>From the remix to its reference, the mean distance is <em>coherence</em> (is everything in the
 * remix like something in the reference?); from the reference to the remix it is
 * <em>completeness</em> (Simakov et al. 2008, "Summarizing visual data using bidirectional
 * similarity"). Both are better the smaller they are.
 */
final class NearestNeighbourField {

  static final int EDGE = 5;
  static final int MAX_QUERIES = 1000;

  private static final int RADIUS = EDGE / 2;
  private static final int ROW = EDGE * VoxelGrid.CHANNELS;
  private static final int PATCH = EDGE * EDGE * ROW;

  /** Queries that one task handles, in order; the result does not depend on the threads. */
  private static final int CHUNK = 32;

  private final OccupancyGrid from;
  private final OccupancyGrid to;
  private final int[] queries;
  private final int[] matches;
  private final double[] distances;

  private NearestNeighbourField(
      OccupancyGrid from, OccupancyGrid to, int[] queries, int[] matches, double[] distances) {
    this.from = from;
    this.to = to;
    this.queries = queries;
    this.matches = matches;
    this.distances = distances;
  }

  /** Searches in {@code to} for the patches of {@code from}. */
  static NearestNeighbourField between(VoxelGrid from, VoxelGrid to, Workers workers) {
    OccupancyGrid fromOccupancy = OccupancyGrid.of(from);
    OccupancyGrid toOccupancy = OccupancyGrid.of(to);
    int[] queries = fromOccupancy.surfaceLattice(MAX_QUERIES);
    Search search =
        new Search(
            new Visible(from, fromOccupancy), new Visible(to, toOccupancy), toOccupancy.surface());
    int[] matches = new int[queries.length];
    double[] distances = new double[queries.length];
    workers.forEach(
        (queries.length + CHUNK - 1) / CHUNK,
        chunk -> {
          int end = Math.min(queries.length, (chunk + 1) * CHUNK);
          for (int q = chunk * CHUNK; q < end; q++) {
            int guess =
                q == chunk * CHUNK
                    ? -1
                    : moved(toOccupancy, matches[q - 1], fromOccupancy, queries[q - 1], queries[q]);
            search.run(queries[q], guess, q, matches, distances);
          }
        });
    for (int q = 1; q < queries.length; q++) {
      int guess = moved(toOccupancy, matches[q - 1], fromOccupancy, queries[q - 1], queries[q]);
      search.prefer(guess, queries[q], q, matches, distances);
    }
    return new NearestNeighbourField(fromOccupancy, toOccupancy, queries, matches, distances);
  }

  /** Place of the match if it moved as the query does; -1 outside. */
  private static int moved(OccupancyGrid to, int match, OccupancyGrid from, int before, int now) {
    if (match < 0) {
      return -1;
    }
    int x = to.x(match) + from.x(now) - from.x(before);
    int y = to.y(match) + from.y(now) - from.y(before);
    int z = to.z(match) + from.z(now) - from.z(before);
    return to.at(x, y, z) ? to.index(x, y, z) : -1;
  }

  /** Mean distance to the nearest patch, in [0, 1]; 0 if there is no surface to search for. */
  double meanDistance() {
    return Arrays.stream(distances).average().orElse(0);
  }

  /**
   * Information in the field of offsets from patches to their matches: its size after compression
   * (zlib), bytes a patch. A copy, shifted or not, has one offset and comes near 0; 2 to 4 bytes
   * mean that neighbours have little to do with each other (the NNFDIV of Elnekave and Weiss 2022,
   * "Generating natural images with direct patch distributions matching", for a given number of
   * patches).
   */
  double compressedBytesPerPatch() {
    if (queries.length == 0) {
      return 0;
    }
    byte[] offsets = new byte[3 * queries.length];
    for (int q = 0; q < queries.length; q++) {
      if (matches[q] >= 0) {
        // offsets fit a byte in grids of up to 128 voxels a side; beyond, they wrap around
        offsets[q] = (byte) (to.x(matches[q]) - from.x(queries[q]));
        offsets[queries.length + q] = (byte) (to.y(matches[q]) - from.y(queries[q]));
        offsets[2 * queries.length + q] = (byte) (to.z(matches[q]) - from.z(queries[q]));
      }
    }
    return (double) compressedSize(offsets) / queries.length;
  }

  private static int compressedSize(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.size();
    } finally {
      deflater.end();
    }
  }

  /** Visible part of each voxel, with a margin of nothing around the grid. */
  private static final class Visible {
    final float[] values;
    private final OccupancyGrid grid;
    private final int rowStride;
    private final int layerStride;

    Visible(VoxelGrid source, OccupancyGrid grid) {
      this.grid = grid;
      this.rowStride = (source.nx() + 2 * RADIUS) * VoxelGrid.CHANNELS;
      this.layerStride = (source.ny() + 2 * RADIUS) * rowStride;
      this.values = new float[(source.nz() + 2 * RADIUS) * layerStride];
      double thickness = source.densityScale() * source.shortestVoxelEdge();
      float[] data = source.data();
      for (int v = 0; v < source.voxelCount(); v++) {
        int in = v * VoxelGrid.CHANNELS;
        int out = corner(v) + RADIUS * (layerStride + rowStride + VoxelGrid.CHANNELS);
        double opacity = -Math.expm1(-thickness * Math.max(0, data[in + VoxelGrid.DENSITY]));
        for (int c = 0; c < VoxelGrid.DENSITY; c++) {
          double colour = Math.max(0, Math.min(1, 0.5 * (data[in + c] + 1)));
          values[out + c] = (float) (opacity * colour);
        }
        values[out + VoxelGrid.DENSITY] = (float) opacity;
      }
    }

    /** Index of the first value of the patch around a voxel. */
    int corner(int voxel) {
      return grid.z(voxel) * layerStride
          + grid.y(voxel) * rowStride
          + grid.x(voxel) * VoxelGrid.CHANNELS;
    }

    /** Mean of each channel over each layer of the patch at a corner. */
    void layerMeans(int corner, float[] out, int at) {
      for (int k = 0; k < EDGE; k++) {
        for (int j = 0; j < EDGE; j++) {
          int row = corner + k * layerStride + j * rowStride;
          for (int i = 0; i < ROW; i++) {
            out[at + k * VoxelGrid.CHANNELS + i % VoxelGrid.CHANNELS] +=
                values[row + i] / (EDGE * EDGE);
          }
        }
      }
    }

    /** Offsets of the rows of a patch from its corner, those nearest to the centre first. */
    int[] rows() {
      return IntStream.range(0, EDGE * EDGE)
          .boxed()
          .sorted((a, b) -> Integer.compare(distanceFromCentre(a), distanceFromCentre(b)))
          .mapToInt(row -> row / EDGE * layerStride + row % EDGE * rowStride)
          .toArray();
    }

    private static int distanceFromCentre(int row) {
      int j = row % EDGE - RADIUS;
      int k = row / EDGE - RADIUS;
      return j * j + k * k;
    }
  }

  /**
   * Exhaustive search that passes over a candidate when a lower bound of its difference, from the
   * mean of each channel in each layer, is no better than the best, and gives up on it as soon as
   * the sum over its rows is not.
   */
  private static final class Search {
    /** Rounding must not make the bound exceed what it bounds. */
    private static final float BOUND_MARGIN = 1 - 1e-4f;

    private static final int MEANS = EDGE * VoxelGrid.CHANNELS;

    private final Visible from;
    private final Visible to;
    private final int[] candidates;
    private final int[] corners;
    private final float[] means;
    private final int[] fromRows;
    private final int[] toRows;

    Search(Visible from, Visible to, int[] candidates) {
      this.from = from;
      this.to = to;
      this.candidates = candidates;
      this.corners = Arrays.stream(candidates).map(to::corner).toArray();
      this.means = new float[candidates.length * MEANS];
      for (int c = 0; c < candidates.length; c++) {
        to.layerMeans(corners[c], means, c * MEANS);
      }
      this.fromRows = from.rows();
      this.toRows = to.rows();
    }

    /**
     * @param guess a voxel of {@code to} to try first and to prefer among equals, or -1
     */
    void run(int query, int guess, int slot, int[] matches, double[] distances) {
      int corner = from.corner(query);
      int match = guess;
      float best =
          guess >= 0
              ? difference(corner, to.corner(guess), Float.POSITIVE_INFINITY)
              : Float.POSITIVE_INFINITY;
      float[] wanted = new float[MEANS];
      from.layerMeans(corner, wanted, 0);
      for (int c = 0; c < candidates.length && best > 0; c++) {
        if (lowerBound(wanted, c) >= best) {
          continue;
        }
        float difference = difference(corner, corners[c], best);
        if (difference < best) {
          best = difference;
          match = candidates[c];
        }
      }
      matches[slot] = match;
      // in a scene without surfaces the most similar patch is an empty one
      double squares = match >= 0 ? best : sumOfSquares(corner);
      distances[slot] = Math.sqrt(squares / PATCH);
    }

    /**
     * Takes the guess where it is as good as what was found: on flat ground, where many places
     * match alike, the field then has no needless jumps.
     */
    void prefer(int guess, int query, int slot, int[] matches, double[] distances) {
      if (guess >= 0) {
        float difference =
            difference(from.corner(query), to.corner(guess), Float.POSITIVE_INFINITY);
        if (Math.sqrt(difference / (double) PATCH) <= distances[slot]) {
          matches[slot] = guess;
        }
      }
    }

    /** The part of the sum of squared differences that the means over layers make. */
    private float lowerBound(float[] wanted, int candidate) {
      float sum = 0;
      int at = candidate * MEANS;
      for (int i = 0; i < MEANS; i++) {
        float difference = wanted[i] - means[at + i];
        sum += difference * difference;
      }
      return sum * (EDGE * EDGE * BOUND_MARGIN);
    }

    /** Sum of squared differences, or anything at least {@code limit}. */
    private float difference(int fromCorner, int toCorner, float limit) {
      float sum = 0;
      for (int row = 0; row < fromRows.length && sum < limit; row++) {
        int a = fromCorner + fromRows[row];
        int b = toCorner + toRows[row];
        float red = 0;
        float green = 0;
        float blue = 0;
        float opacity = 0;
        for (int i = 0; i < ROW; i += VoxelGrid.CHANNELS) {
          float r = from.values[a + i] - to.values[b + i];
          float g = from.values[a + i + 1] - to.values[b + i + 1];
          float l = from.values[a + i + 2] - to.values[b + i + 2];
          float o = from.values[a + i + 3] - to.values[b + i + 3];
          red += r * r;
          green += g * g;
          blue += l * l;
          opacity += o * o;
        }
        sum += red + green + (blue + opacity);
      }
      return sum;
    }

    private double sumOfSquares(int corner) {
      double sum = 0;
      for (int row : fromRows) {
        for (int i = corner + row; i < corner + row + ROW; i++) {
          sum += from.values[i] * from.values[i];
        }
      }
      return sum;
    }
  }
}
