/**
 * 3D Gaussian splats (Kerbl et al. 2023): the model, splats along the surfaces of a grid, and the
 * files that splats are exchanged in. Knows grids, but no pictures: fitting splats to views is the
 * business of {@code org.sceneremix.scenes.splat}.
 *
 * <p>In memory splats are in the world's frame (z up); {@link
 * org.sceneremix.volume.splat.SplatFormat} says what files have.
 */
package org.sceneremix.volume.splat;
