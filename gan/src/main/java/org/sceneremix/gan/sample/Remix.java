package org.sceneremix.gan.sample;

import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.volume.VoxelGrid;

/**
 * A scene that was made.
 *
 * @param grid the scene
 * @param sources where each voxel comes from: the number of the exemplar's voxel at the same
 *     resolution, or {@link CoordinateMap#NONE} above its top
 */
public record Remix(VoxelGrid grid, CoordinateMap sources) {}
