package org.sceneremix.volume.splat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The file formats that splats are exchanged in, in world units. Programs that read them show the
 * same scene in the same place, upright: glTF, SPZ and USD are y-up ({@link Splats#yUp()}), and a
 * PLY, which cannot say what its axes are, is as programs take it to be ({@link Splats#yDown()}).
 */
public enum SplatFormat {
  /** The layout of Kerbl et al. 2023, which most programs read: logarithms and logits, floats. */
  PLY(Splats::yDown, PlySplatWriter::write),
  /** Niantic's compressed splats, version 3: 20 bytes a splat before compression. */
  SPZ(Splats::yUp, SpzWriter::write),
  /** Binary glTF 2.0 with the extension KHR_gaussian_splatting. */
  GLB(Splats::yUp, GlbSplatWriter::write),
  /** OpenUSD 26.03 and later, as text. */
  USDA(Splats::yUp, UsdaWriter::write);

  private interface Writer {
    void write(Splats splats, Path file) throws IOException;
  }

  private final UnaryOperator<Splats> turn;
  private final Writer writer;

  SplatFormat(UnaryOperator<Splats> turn, Writer writer) {
    this.turn = turn;
    this.writer = writer;
  }

  /**
   * Writes splats; the file appears whole or not at all.
   *
   * @param splats in the world's frame
   * @throws IllegalArgumentException if there are none, or the format cannot hold them
   */
  public void write(Splats splats, Path file) throws IOException {
    if (splats.count() == 0) {
      throw new IllegalArgumentException(
          "there is nothing to write as splats: no voxel of the grid holds any matter");
    }
    writer.write(turn.apply(splats), file);
  }
}
