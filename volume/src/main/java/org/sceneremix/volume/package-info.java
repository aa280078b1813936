/**
 * Scenes as voxel grids: what function of space a grid is ({@link
 * org.sceneremix.volume.VoxelGrid}), reading it anywhere ({@link org.sceneremix.volume.Trilinear}),
 * and changing its resolution, be it of any array with exact gradients ({@link
 * org.sceneremix.volume.TrilinearResize}) or of a scene with its look preserved ({@link
 * org.sceneremix.volume.AntialiasedShrink}).
 */
package org.sceneremix.volume;
