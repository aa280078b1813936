package org.sceneremix.volume.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.LittleEndianOutput;
import org.sceneremix.volume.io.SliceWindow;

/**
 * A grid as 3D Gaussian splats, in the PLY layout of Kerbl et al. 2023 ("3D Gaussian Splatting for
 * Real-Time Radiance Field Rendering") that splat viewers read: position, an unused normal, colour
 * as spherical harmonics (degree 0; the 45 higher coefficients are 0), logit of opacity, logarithms
 * of the axes, and a rotation.
 *
 * <p>Every voxel with matter in it becomes one round splat, except where six opaque neighbours hide
 * it. With voxel edge h, standard deviation {@code s = }{@value #DEVIATION}{@code h} and extinction
 * sigma, opacity o follows from the demand that light straight through a thin layer of voxels is
 * dimmed alike: splats of a layer overlap, {@code 2 pi s^2 / h^2} of them at a point on average, so
 * {@code -ln(1 - o) 2 pi s^2 / h^2 = sigma h}.
 *
 * <p>Viewers read positions as floats, so those of a world far from its origin are relative to the
 * point that the header has as {@code comment offset x y z}.
 */
public final class SplatWriter {

  /** Standard deviation of a splat in voxel edges: the least that leaves no gaps in a layer. */
  static final double DEVIATION = 0.6;

  /** Opacity of a voxel from which on nothing behind it is seen. */
  private static final double OPAQUE = 0.99;

  /** Viewers turn logits into opacity in single precision; 1 itself has no logit. */
  private static final double LARGEST_OPACITY = 0.999;

  /** Value of the constant spherical harmonic. */
  private static final double Y00 = 0.5 / Math.sqrt(Math.PI);

  private static final int HIGHER_COEFFICIENTS = 45;

  /** Share of the work that it takes to count. */
  private static final double COUNTING = 0.3;

  private final GridSource grid;

  /** What positions are relative to. */
  private final double[] origin;

  private final ActivatedField field;

  private SplatWriter(GridSource grid) {
    this.grid = grid;
    this.origin = grid.box().floatOrigin();
    this.field = new ActivatedField(grid.densityScale());
  }

  /**
   * Writes the splats.
   *
   * @return how many there are
   */
  public static int write(GridSource grid, Path file, DoubleConsumer progress) throws IOException {
    SplatWriter writer = new SplatWriter(grid);
    int[] count = {0};
    writer.forEachSplat(
        (x, y, z, window) -> count[0]++, share -> progress.accept(COUNTING * share));
    AtomicFile.write(
        file,
        target ->
            writer.write(
                count[0],
                new LittleEndianOutput(target),
                share -> progress.accept(COUNTING + (1 - COUNTING) * share)));
    return count[0];
  }

  /** Receives a voxel that becomes a splat. */
  private interface SplatVisitor {
    void at(int x, int y, int z, SliceWindow window) throws IOException;
  }

  private void forEachSplat(SplatVisitor visitor, DoubleConsumer progress) throws IOException {
    GridSize size = grid.size();
    SliceWindow.pass(
        grid,
        1,
        1,
        (z, window) -> {
          progress.accept((double) z / size.nz());
          for (int y = 0; y < size.ny(); y++) {
            for (int x = 0; x < size.nx(); x++) {
              if (isSplat(x, y, z, window)) {
                visitor.at(x, y, z, window);
              }
            }
          }
        });
    progress.accept(1);
  }

  private boolean isSplat(int x, int y, int z, SliceWindow window) {
    return window.density(x, y, z) > 0
        && !(isOpaque(window.density(x - 1, y, z))
            && isOpaque(window.density(x + 1, y, z))
            && isOpaque(window.density(x, y - 1, z))
            && isOpaque(window.density(x, y + 1, z))
            && isOpaque(window.density(x, y, z - 1))
            && isOpaque(window.density(x, y, z + 1)));
  }

  private boolean isOpaque(float density) {
    return -Math.expm1(-field.extinction(density) * grid.shortestVoxelEdge()) > OPAQUE;
  }

  private void write(int count, LittleEndianOutput out, DoubleConsumer progress)
      throws IOException {
    out.writeAscii(header(count));
    forEachSplat((x, y, z, window) -> writeSplat(x, y, z, window, out), progress);
    out.flush();
  }

  private void writeSplat(int x, int y, int z, SliceWindow window, LittleEndianOutput out)
      throws IOException {
    out.writeFloat((float) (grid.box().minX() - origin[0] + (x + 0.5) * grid.voxelX()));
    out.writeFloat((float) (grid.box().minY() - origin[1] + (y + 0.5) * grid.voxelY()));
    out.writeFloat((float) (grid.box().minZ() - origin[2] + (z + 0.5) * grid.voxelZ()));
    for (int axis = 0; axis < 3; axis++) {
      out.writeFloat(0);
    }
    for (int channel = 0; channel < 3; channel++) {
      float colour = ActivatedField.colour(window.value(x, y, z, channel));
      out.writeFloat((float) ((colour - 0.5) / Y00));
    }
    for (int i = 0; i < HIGHER_COEFFICIENTS; i++) {
      out.writeFloat(0);
    }
    double thickness = field.extinction(window.density(x, y, z)) * grid.shortestVoxelEdge();
    double overlap = 2 * Math.PI * DEVIATION * DEVIATION;
    double opacity = Math.min(LARGEST_OPACITY, -Math.expm1(-thickness / overlap));
    out.writeFloat((float) Math.log(opacity / (1 - opacity)));
    out.writeFloat((float) Math.log(DEVIATION * grid.voxelX()));
    out.writeFloat((float) Math.log(DEVIATION * grid.voxelY()));
    out.writeFloat((float) Math.log(DEVIATION * grid.voxelZ()));
    out.writeFloat(1);
    for (int i = 0; i < 3; i++) {
      out.writeFloat(0);
    }
  }

  private String header(int count) {
    StringBuilder header = new StringBuilder();
    header.append("ply\nformat binary_little_endian 1.0\n");
    if (Arrays.stream(origin).anyMatch(coordinate -> coordinate != 0)) {
      header.append("comment offset");
      Arrays.stream(origin).forEach(coordinate -> header.append(' ').append(coordinate));
      header.append('\n');
    }
    header.append("element vertex ").append(count);
    header.append('\n');
    for (String name : "x y z nx ny nz f_dc_0 f_dc_1 f_dc_2".split(" ", -1)) {
      header.append("property float ").append(name).append('\n');
    }
    for (int i = 0; i < HIGHER_COEFFICIENTS; i++) {
      header.append("property float f_rest_").append(i).append('\n');
    }
    for (String name : "opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3".split(" ", -1)) {
      header.append("property float ").append(name).append('\n');
    }
    return header.append("end_header\n").toString();
  }
}
