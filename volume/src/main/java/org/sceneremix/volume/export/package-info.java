/**
 * Grids as volume files of other programs.
 *
 * <p>Other programs interpolate what a file holds and know no activation after it, so files for
 * them hold the field activated at the voxel centres: extinction per world unit and colour in [0,
 * 1]. Interpolated, that is a little softer than the field itself ({@link
 * org.sceneremix.volume.VoxelGrid}). Positions are world positions: right-handed, z up.
 *
 * <p>Every writer passes over the grid slice by slice and holds a few of them at a time, so that
 * grids larger than memory can be written; the progress that it is given receives the share of the
 * work that is done, in [0, 1], and may throw to stop it.
 */
package org.sceneremix.volume.export;
