package org.sceneremix.volume.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * A grid as an NRRD volume (Teem, "Definition of the NRRD file format", version 5) with four float
 * components a voxel: red, green, blue in [0, 1], extinction per world unit. Raw, little-endian, x
 * fastest after the component; the world position of voxel (i, j, k) is {@code space origin + i, j,
 * k times space directions}.
 */
public final class NrrdWriter {

  private NrrdWriter() {}

  /** Writes the volume. */
  public static void write(GridSource grid, Path file, DoubleConsumer progress) throws IOException {
    AtomicFile.write(file, out -> write(grid, out, progress));
  }

  private static void write(GridSource grid, OutputStream target, DoubleConsumer progress)
      throws IOException {
    LittleEndianOutput out = new LittleEndianOutput(target);
    out.writeAscii(header(grid));
    ActivatedField field = new ActivatedField(grid.densityScale());
    grid.read(
        (z, slice) -> {
          progress.accept((double) z / grid.size().nz());
          for (int i = 0; i < slice.length; i += VoxelGrid.CHANNELS) {
            for (int channel = 0; channel < VoxelGrid.DENSITY; channel++) {
              out.writeFloat(ActivatedField.colour(slice[i + channel]));
            }
            out.writeFloat(field.extinction(slice, i));
          }
        });
    out.flush();
    progress.accept(1);
  }

  /** VTK reads one slice only where the dimension of space comes before the sizes. */
  private static String header(GridSource grid) {
    return String.format(
        Locale.ROOT,
        """
        NRRD0005
        # red, green, blue in [0, 1]; extinction per world unit
        type: float
        dimension: 4
        sizes: 4 %d %d %d
        space dimension: 3
        space directions: none (%s,0,0) (0,%s,0) (0,0,%s)
        space origin: (%s,%s,%s)
        centerings: none cell cell cell
        kinds: 4-vector space space space
        endian: little
        encoding: raw

        """,
        grid.size().nx(),
        grid.size().ny(),
        grid.size().nz(),
        grid.voxelX(),
        grid.voxelY(),
        grid.voxelZ(),
        grid.box().minX() + 0.5 * grid.voxelX(),
        grid.box().minY() + 0.5 * grid.voxelY(),
        grid.box().minZ() + 0.5 * grid.voxelZ());
  }
}
