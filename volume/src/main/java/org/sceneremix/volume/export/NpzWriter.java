package org.sceneremix.volume.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * A grid as a compressed NumPy archive ({@code numpy.load}), before the activation, so that nothing
 * is lost:
 *
 * <pre>
 *   samples        float32 [nz, ny, nx, 4]   red, green, blue, density in [-1, 1]
 *   box            float64 [2, 3]            smallest and largest corner, x, y, z, world units
 *   density_scale  float32 []                extinction of stored density 1, per world unit
 * </pre>
 *
 * <p>Format: NumPy's {@code numpy.lib.format}, version 1.0, in a zip file.
 */
public final class NpzWriter {

  /** NumPy aligns the data to this many bytes. */
  private static final int ALIGNMENT = 64;

  private NpzWriter() {}

  /** Writes the archive. */
  public static void write(GridSource grid, Path file, DoubleConsumer progress) throws IOException {
    AtomicFile.write(file, out -> write(grid, out, progress));
  }

  private static void write(GridSource grid, OutputStream target, DoubleConsumer progress)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(target);
    GridSize size = grid.size();
    begin(zip, "samples", "<f4", size.nz() + ", " + size.ny() + ", " + size.nx() + ", 4");
    LittleEndianOutput samples = new LittleEndianOutput(zip);
    grid.read(
        (z, slice) -> {
          progress.accept((double) z / size.nz());
          for (float sample : slice) {
            samples.writeFloat(sample);
          }
        });
    samples.flush();
    begin(zip, "box", "<f8", "2, 3");
    Aabb box = grid.box();
    LittleEndianOutput bounds = new LittleEndianOutput(zip);
    for (double bound :
        new double[] {box.minX(), box.minY(), box.minZ(), box.maxX(), box.maxY(), box.maxZ()}) {
      bounds.writeDouble(bound);
    }
    bounds.flush();
    begin(zip, "density_scale", "<f4", "");
    LittleEndianOutput scale = new LittleEndianOutput(zip);
    scale.writeFloat(grid.densityScale());
    scale.flush();
    zip.finish();
    progress.accept(1);
  }

  private static void begin(ZipOutputStream zip, String name, String type, String shape)
      throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    // the same grid gives the same bytes
    entry.setTime(0);
    zip.putNextEntry(entry);
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    int prefix = 10;
    int padding = ALIGNMENT - (prefix + header.length() + 1) % ALIGNMENT;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(prefix + text.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) text.length).put(text);
    zip.write(bytes.array());
  }
}
