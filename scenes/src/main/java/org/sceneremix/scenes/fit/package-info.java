/**
 * From photographs to a reference grid: {@link org.sceneremix.scenes.fit.GridFitter} fits a {@link
 * org.sceneremix.volume.VoxelGrid} to the training views of a capture by gradient descent through
 * the volume tracer, coarse to fine.
 */
package org.sceneremix.scenes.fit;
