package org.sceneremix.gan.sample;

import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.volume.VoxelGrid;

/**
 * A scene that was made.
 *
 * @param grid the scene
 * @param sources where each voxel comes from: a source in the exemplar's finest level, or {@link
 *     CoordinateMap#NONE} above its top
 * @param exemplar the scene that it was copied from
 */
public record Remix(VoxelGrid grid, CoordinateMap sources, Exemplar exemplar) {

  /**
   * The same scene in colours that say where in the exemplar each voxel comes from: hue is the
   * place along x, lightness that along y. Pieces that were copied with one offset are continuous,
   * and seams between them are jumps; a voxel of no source is grey.
   */
  public VoxelGrid colouredBySource() {
    return SourceColours.of(this);
  }
}
