package org.sceneremix.viewer.session;

import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sceneremix.gan.metric.SeamlessRegions;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.volume.VoxelGrid;

/** A scene that is there, and where it was copied from if that is known. */
final class MadeScene {

  private final VoxelGrid grid;
  private final Optional<Remix> remix;
  private final OptionalDouble largestRegion;

  /** Four times as large as the sources: there only as long as somebody shows it. */
  private WeakReference<VoxelGrid> colouredBySource = new WeakReference<>(null);

  private MadeScene(VoxelGrid grid, Optional<Remix> remix, OptionalDouble largestRegion) {
    this.grid = grid;
    this.remix = remix;
    this.largestRegion = largestRegion;
  }

  /** A scene of unknown sources. */
  static MadeScene of(VoxelGrid grid) {
    return new MadeScene(grid, Optional.empty(), OptionalDouble.empty());
  }

  static MadeScene of(Remix remix) {
    return new MadeScene(
        remix.grid(), Optional.of(remix), OptionalDouble.of(SeamlessRegions.largest(remix)));
  }

  VoxelGrid grid() {
    return grid;
  }

  /** The scene with its sources, if those are known. */
  Optional<Remix> remix() {
    return remix;
  }

  /** Share of what can be seen in the largest region without a seam, if that is known. */
  OptionalDouble largestRegion() {
    return largestRegion;
  }

  /** The grid in the colours that a look asks for, or in its own where its sources are unknown. */
  VoxelGrid seen(LookSettings look) {
    return look.colouring() == LookSettings.Colouring.SOURCES && remix.isPresent()
        ? colouredBySource(remix.get())
        : grid;
  }

  /** The same grid as long as it is in use, so that it is not uploaded again. */
  private VoxelGrid colouredBySource(Remix known) {
    VoxelGrid coloured = colouredBySource.get();
    if (coloured == null) {
      coloured = known.colouredBySource();
      colouredBySource = new WeakReference<>(coloured);
    }
    return coloured;
  }

  /** Memory for the grid and its sources. */
  long bytes() {
    long samples = grid.data().length;
    return Float.BYTES * samples
        + (remix.isPresent() ? Integer.BYTES * (long) grid.voxelCount() : 0);
  }
}
