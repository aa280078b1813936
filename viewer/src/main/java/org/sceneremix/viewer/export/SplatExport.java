package org.sceneremix.viewer.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.sceneremix.scenes.splat.SplatFitter;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.io.GridPieces;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.Heap;
import org.sceneremix.volume.splat.SplatFormat;
import org.sceneremix.volume.splat.Splats;
import org.sceneremix.volume.splat.SurfaceSplats;
import org.sceneremix.volume.work.Workers;

/**
 * Splats of a grid: placed along its surfaces, then fitted to its views, if there is memory for
 * that.
 */
final class SplatExport {

  /** Share of the work that placing takes. */
  private static final double PLACING = 0.1;

  /** Share of placing that cutting the ground into pieces takes. */
  private static final double CUTTING = 0.3;

  private SplatExport() {}

  /**
   * Writes a grid, which may be larger than memory, as splats.
   *
   * @param part of it whose splats are written; all of it if absent
   * @return what was written, for people
   */
  static String write(
      GridSource grid, Optional<Aabb> part, SplatFormat format, Path out, DoubleConsumer progress)
      throws IOException {
    Splats splats = placed(grid, out, share -> progress.accept(PLACING * share));
    boolean fits = SplatFitter.bytes(grid.size(), splats.count()) < Heap.free();
    if (fits) {
      try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
        splats =
            SplatFitter.fit(
                grid.inMemory(),
                splats,
                SplatFitter.STEPS,
                workers,
                share -> progress.accept(PLACING + (1 - PLACING) * share));
      }
    }
    splats = part.map(splats::within).orElse(splats);
    format.write(splats, out);
    StringBuilder said = new StringBuilder(splats.count() + " splats");
    if (!fits) {
      said.append(", not fitted to views for want of memory");
    }
    if (format == SplatFormat.SPZ && !splats.isNearOrigin()) {
      said.append(", relative to the point ").append(Arrays.toString(splats.origin()));
      said.append(" of the world, which the file cannot say");
    }
    return said.toString();
  }

  /** Splats before they are fitted; those of a large ground piece by piece. */
  static Splats placed(GridSource grid, Path out, DoubleConsumer progress) throws IOException {
    if (!GridPieces.areNeededFor(grid)) {
      return SurfaceSplats.of(grid, progress);
    }
    // their bricks do not reach across a border
    try (GridPieces pieces =
        GridPieces.of(grid, GridPieces.STEP, out, share -> progress.accept(CUTTING * share))) {
      List<Splats> parts = new ArrayList<>();
      double count = pieces.all().size();
      for (GridPieces.Piece piece : pieces.all()) {
        double done = parts.size() / count;
        Splats all =
            SurfaceSplats.of(
                piece, share -> progress.accept(CUTTING + (1 - CUTTING) * (done + share / count)));
        parts.add(all.within(piece.ground()));
      }
      return Splats.joined(parts);
    }
  }
}
