package org.sceneremix.gan.exemplar;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Average of what the patches over a voxel hold there (Kwatra et al. 2005, section 3.2), at one
 * level of the exemplar. A patch round voxel p of which the source is s says of voxel p + t what
 * the exemplar has at s + t; beyond the exemplar, nothing. Density d and colour c become
 *
 * <pre>
 *   d = mean d_i      c = sum (o_i + e) c_i / sum (o_i + e)      o = (d + 1) / 2,  e = 0.001
 * </pre>
 *
 * <p>and places in things their mean, where the exemplar has some.
 */
final class Vote {

  private static final float LEAST_WEIGHT = 1e-3f;

  private final GridSize original;
  private final List<Orientation> orientations;
  private final Workers workers;
  private final int margin;

  /** Whether there are places in things. */
  private final boolean places;

  /** Values of a voxel. */
  private final int step;

  /** Weighted colour, density, places with a margin, {@code [z][y][x][channel]}. */
  private final float[] values;

  private final int strideY;
  private final int strideZ;

  /**
   * @param largestPatch largest edge of patches that will vote
   */
  Vote(Appearance exemplar, GridSize size, Symmetry symmetry, int largestPatch, Workers workers) {
    this.original = size;
    this.orientations = symmetry.orientations();
    this.workers = workers;
    this.margin = largestPatch / 2;
    this.places = exemplar.places().isPresent();
    this.step = VoxelGrid.CHANNELS + (places ? ThingPlaces.CHANNELS : 0);
    this.strideY = (original.nx() + 2 * margin) * step;
    this.strideZ = (original.ny() + 2 * margin) * strideY;
    this.values = new float[Math.multiplyExact(original.nz() + 2 * margin, strideZ)];
    for (int i = VoxelGrid.DENSITY; i < values.length; i += step) {
      values[i] = VoxelGrid.EMPTY_DENSITY;
    }
    workers.forEach(original.nz(), (worker, z) -> fill(exemplar, z));
  }

  private void fill(Appearance exemplar, int z) {
    float[] samples = exemplar.samples();
    for (int y = 0; y < original.ny(); y++) {
      for (int x = 0; x < original.nx(); x++) {
        int voxel = (z * original.ny() + y) * original.nx() + x;
        int from = voxel * VoxelGrid.CHANNELS;
        int to = index(x, y, z);
        float density = samples[from + VoxelGrid.DENSITY];
        for (int c = 0; c < VoxelGrid.DENSITY; c++) {
          values[to + c] = samples[from + c] * weight(density);
        }
        values[to + VoxelGrid.DENSITY] = density;
        for (int c = 0; places && c < ThingPlaces.CHANNELS; c++) {
          values[to + VoxelGrid.CHANNELS + c] =
              exemplar.places().orElseThrow()[voxel * ThingPlaces.CHANNELS + c];
        }
      }
    }
  }

  private int index(int x, int y, int z) {
    return (z + margin) * strideZ + (y + margin) * strideY + (x + margin) * step;
  }

  private static float weight(float density) {
    return (density + 1) / 2 + LEAST_WEIGHT;
  }

  /**
   * All voxels' averages. A voxel over which no patch has a source becomes empty.
   *
   * @param patch edge of the patches that vote, odd, at most the largest
   * @param border where it wraps, patches vote across
   */
  Appearance of(CoordinateMap map, int patch, Border border) {
    Election election = new Election(map, patch, border);
    GridSize size = map.size();
    workers.forEach(size.nz() * size.ny(), (worker, row) -> election.row(row));
    return election.result();
  }

  private final class Election {
    private final GridSize size;
    private final int reach;
    private final int patch;
    private final int[] alongX;
    private final int[] alongY;

    /** Index of each voxel's source in the values, or -1. */
    private final int[] sources;

    private final byte[] orientationOf;

    /** Differences of the other voxels of a patch to that index, by orientation. */
    private final int[][] offsets;

    private final float[] samples;
    private final float[] placesOf;

    Election(CoordinateMap map, int patch, Border border) {
      this.size = map.size();
      this.patch = patch;
      this.reach = patch / 2;
      this.alongX = border.votingAlongX(size.nx(), reach);
      this.alongY = border.votingAlongY(size.ny(), reach);
      this.offsets = new int[orientations.size()][patch * patch];
      for (int o = 0; o < offsets.length; o++) {
        int stepX = orientations.get(o).stepX(original, step, strideY);
        int stepY = orientations.get(o).stepY(original, step, strideY);
        for (int i = 0; i < patch * patch; i++) {
          offsets[o][i] = (i / patch - reach) * stepY + (i % patch - reach) * stepX;
        }
      }
      this.sources = new int[size.voxelCount()];
      this.orientationOf = new byte[size.voxelCount()];
      this.samples = new float[VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz())];
      this.placesOf = new float[places ? size.voxelCount() * ThingPlaces.CHANNELS : 0];
      workers.forEach(size.nz() * size.ny(), (worker, row) -> locate(map, row));
    }

    Appearance result() {
      return new Appearance(samples, places ? Optional.of(placesOf) : Optional.empty());
    }

    private void locate(CoordinateMap map, int row) {
      int voxels = original.voxelCount();
      int end = (row + 1) * size.nx();
      for (int v = row * size.nx(); v < end; v++) {
        int source = map.sources()[v];
        if (source == CoordinateMap.NONE) {
          sources[v] = -1;
          continue;
        }
        int o = source / voxels;
        Orientation orientation = orientations.get(o);
        int nx = orientation.quarterTurns() % 2 == 0 ? original.nx() : original.ny();
        int ny = orientation.quarterTurns() % 2 == 0 ? original.ny() : original.nx();
        int rest = source - o * voxels;
        int line = rest / nx;
        int x = rest - line * nx;
        int z = line / ny;
        int y = line - z * ny;
        orientationOf[v] = (byte) o;
        sources[v] =
            index(orientation.originalX(x, y, original), orientation.originalY(x, y, original), z);
      }
    }

    /** Long and plain on purpose: one step a vote. */
    void row(int row) {
      int z = row / size.ny();
      int y = row % size.ny();
      int lowest = Math.max(0, z - reach);
      int highest = Math.min(size.nz() - 1, z + reach);
      for (int x = 0; x < size.nx(); x++) {
        float red = 0;
        float green = 0;
        float blue = 0;
        float density = 0;
        float nearness = 0;
        float height = 0;
        int count = 0;
        for (int pz = lowest; pz <= highest; pz++) {
          int above = (z - pz) * strideZ;
          for (int j = 0; j < patch; j++) {
            int py = alongY[y + j];
            if (py < 0) {
              continue;
            }
            int line = (pz * size.ny() + py) * size.nx();
            // the voter at -reach + i sees this voxel at reach - i
            int mirrored = (patch - 1 - j) * patch + patch - 1;
            for (int i = 0; i < patch; i++) {
              int px = alongX[x + i];
              if (px < 0 || sources[line + px] < 0) {
                continue;
              }
              int at = sources[line + px] + above + offsets[orientationOf[line + px]][mirrored - i];
              red += values[at];
              green += values[at + 1];
              blue += values[at + 2];
              density += values[at + 3];
              if (places) {
                nearness += values[at + 4];
                height += values[at + 5];
              }
              count++;
            }
          }
        }
        int voxel = row * size.nx() + x;
        write(voxel * VoxelGrid.CHANNELS, red, green, blue, density, count);
        if (places && count > 0) {
          placesOf[voxel * ThingPlaces.CHANNELS] = nearness / count;
          placesOf[voxel * ThingPlaces.CHANNELS + 1] = height / count;
        }
      }
    }

    private void write(int at, float red, float green, float blue, float density, int count) {
      if (count == 0) {
        Arrays.fill(samples, at, at + VoxelGrid.DENSITY, 0f);
        samples[at + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
        return;
      }
      float mean = density / count;
      float weight = weight(mean) * count;
      samples[at] = clamped(red / weight);
      samples[at + 1] = clamped(green / weight);
      samples[at + 2] = clamped(blue / weight);
      samples[at + VoxelGrid.DENSITY] = clamped(mean);
    }

    private static float clamped(float value) {
      return Math.max(-1f, Math.min(1f, value));
    }
  }
}
