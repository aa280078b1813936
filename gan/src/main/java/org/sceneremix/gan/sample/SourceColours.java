package org.sceneremix.gan.sample;

import java.util.Arrays;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Colours that say where in the exemplar a voxel comes from: hue is the place along x, lightness
 * that along y. What was copied with one offset is a continuous patch, and between patches colour
 * jumps. The height of a source is that of its voxel and needs no colour.
 *
 * <p>A source at voxel (x, y) of nx x ny has, in the cylinder of Oklab (Ottosson 2020),
 *
 * <pre>
 *   lightness  L = 0.45 + 0.4 (y + 1/2) / ny
 *   chroma     C = 0.1
 *   hue        h = 30 + 300 (x + 1/2) / nx      degrees, so that the two ends differ
 * </pre>
 *
 * <p>as sRGB, clamped to [0, 1]: the middle, L = 0.65 and h = 180, is the green (0.22, 0.64, 0.57).
 * A voxel without a source is grey (0.5, 0.5, 0.5).
 */
final class SourceColours {

  private static final double DARKEST = 0.45;
  private static final double LIGHTEST = 0.85;
  private static final double CHROMA = 0.1;
  private static final double FIRST_HUE = 30;
  private static final double HUES = 300;

  /** Stored value of a colour of 0.5. */
  private static final float GREY = 0;

  private final Exemplar exemplar;
  private final int level;
  private final int sites;

  /** Stored colours of the level's sites of the ground, x fastest. */
  private final float[] colours;

  /**
   * @param level that the sources are of
   */
  SourceColours(Exemplar exemplar, int level) {
    this.exemplar = exemplar;
    this.level = level;
    GridSize size = exemplar.size(level);
    this.sites = size.nx() * size.ny();
    this.colours = new float[3 * sites];
    for (int site = 0; site < sites; site++) {
      double alongX = (site % size.nx() + 0.5) / size.nx();
      double alongY = (site / size.nx() + 0.5) / size.ny();
      store(
          DARKEST + (LIGHTEST - DARKEST) * alongY,
          Math.toRadians(FIRST_HUE + HUES * alongX),
          3 * site);
    }
  }

  private void store(double lightness, double hue, int at) {
    double a = CHROMA * Math.cos(hue);
    double b = CHROMA * Math.sin(hue);
    double l = cubed(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cubed(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cubed(lightness - 0.0894841775 * a - 1.2914855480 * b);
    colours[at] = stored(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
    colours[at + 1] = stored(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
    colours[at + 2] = stored(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
  }

  private static double cubed(double x) {
    return x * x * x;
  }

  /** A component of a grid, which is display-encoded, from a linear one. */
  private static float stored(double linear) {
    double c = Math.max(0, Math.min(1, linear));
    double encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055;
    return (float) (2 * encoded - 1);
  }

  /** The remix with its densities and the colours of its sources. */
  static VoxelGrid of(Remix remix) {
    float[] samples = remix.grid().data().clone();
    int[] sources = remix.sources().sources();
    new SourceColours(remix.exemplar(), remix.exemplar().levels() - 1)
        .paint(sources, sources.length, samples, 0);
    return remix.grid().withData(samples);
  }

  /**
   * Replaces the colours of a run of voxels.
   *
   * @param sources of the voxels
   * @param count number of voxels
   * @param samples theirs begin at {@code offset}; densities stay
   */
  void paint(int[] sources, int count, float[] samples, int offset) {
    for (int v = 0; v < count; v++) {
      int at = offset + v * VoxelGrid.CHANNELS;
      if (sources[v] == CoordinateMap.NONE) {
        Arrays.fill(samples, at, at + VoxelGrid.DENSITY, GREY);
      } else {
        int site = exemplar.voxelOf(level, sources[v]) % sites;
        System.arraycopy(colours, 3 * site, samples, at, VoxelGrid.DENSITY);
      }
    }
  }
}
