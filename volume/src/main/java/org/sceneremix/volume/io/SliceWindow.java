package org.sceneremix.volume.io;

import java.io.IOException;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * The slices of a grid around one of them, while the grid passes by: what needs the neighbourhood
 * of a voxel, but not the whole grid.
 */
public final class SliceWindow {

  /** Works on a slice with those around it. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Called for each slice once, from the ground up.
     *
     * @param z its number
     * @param window valid during the call
     */
    void at(int z, SliceWindow window) throws IOException;
  }

  private final GridSource source;
  private final int nx;
  private final int ny;
  private final int nz;
  private final float[][] slices;
  private int read;

  private SliceWindow(GridSource source, int below, int above) {
    this.source = source;
    this.nx = source.size().nx();
    this.ny = source.size().ny();
    this.nz = source.size().nz();
    this.slices = new float[Math.min(below + 1 + above, nz)][source.sliceLength()];
  }

  /**
   * Reads a grid once.
   *
   * @param below how many slices below the present one are asked for
   * @param above how many above
   */
  public static void pass(GridSource source, int below, int above, Visitor visitor)
      throws IOException {
    SliceWindow window = new SliceWindow(source, below, above);
    int[] next = {0};
    source.read(
        (z, samples) -> {
          System.arraycopy(samples, 0, window.slices[z % window.slices.length], 0, samples.length);
          window.read = z + 1;
          boolean isLast = z == window.nz - 1;
          while (next[0] < window.nz && (next[0] + above <= z || isLast)) {
            visitor.at(next[0], window);
            next[0]++;
          }
        });
  }

  /** A value of a voxel. The slice must lie in the window and the grid. */
  public float value(int x, int y, int z, int channel) {
    return slice(z)[index(x, y) + channel];
  }

  /** Stored density of a voxel; {@link VoxelGrid#EMPTY_DENSITY} outside of the grid. */
  public float density(int x, int y, int z) {
    return x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz
        ? VoxelGrid.EMPTY_DENSITY
        : slice(z)[index(x, y) + VoxelGrid.DENSITY];
  }

  /** Index in a slice of the first value of a voxel. */
  public int index(int x, int y) {
    return (y * nx + x) * VoxelGrid.CHANNELS;
  }

  /** The values of a slice, {@code [y][x][channel]}. It must lie in the window and the grid. */
  public float[] slice(int z) {
    if (z < 0 || z >= read || z < read - slices.length) {
      throw new IndexOutOfBoundsException("slice " + z + " is not in the window before " + read);
    }
    return slices[z % slices.length];
  }

  /** A part of the grid as a grid of its own: slices from one to before another. */
  public VoxelGrid part(int from, int to) {
    float[] samples = new float[(to - from) * source.sliceLength()];
    for (int z = from; z < to; z++) {
      System.arraycopy(
          slice(z), 0, samples, (z - from) * source.sliceLength(), source.sliceLength());
    }
    return part(source, from, to, samples);
  }

  /** A part of a grid, whose samples are given, as a grid of its own. */
  static VoxelGrid part(GridSource source, int from, int to, float[] samples) {
    Aabb box = source.box();
    // the outermost faces exactly, so that nothing is cut off by rounding
    double minZ = from == 0 ? box.minZ() : box.minZ() + from * source.voxelZ();
    double maxZ = to == source.size().nz() ? box.maxZ() : box.minZ() + to * source.voxelZ();
    return new VoxelGrid(
        source.size().nx(),
        source.size().ny(),
        to - from,
        new Aabb(box.minX(), box.minY(), minZ, box.maxX(), box.maxY(), maxZ),
        source.densityScale(),
        samples);
  }
}
