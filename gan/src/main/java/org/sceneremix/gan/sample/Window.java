package org.sceneremix.gan.sample;

import org.sceneremix.volume.GridSize;

/**
 * A box of voxels in the index space of a scene; it may stick out of the scene.
 *
 * @param x0 first voxel along x, may be negative
 * @param y0 first voxel along y, may be negative
 * @param z0 first voxel along z, may be negative
 * @param size voxels along each axis
 */
public record Window(int x0, int y0, int z0, GridSize size) {}
