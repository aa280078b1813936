/**
 * Drawing of grids with OpenGL (3.3 core). All of it belongs to the thread whose context is
 * current.
 *
 * <p>A {@link org.sceneremix.renderer.gl.GlContext} is a window or an off-screen context; a {@link
 * org.sceneremix.viewer.gl.GridTexture} is a grid on the device; a {@link
 * org.sceneremix.viewer.gl.VolumePass} traces it into a {@link
 * org.sceneremix.viewer.gl.RenderTarget}; a {@link org.sceneremix.viewer.gl.PresentPass} brings
 * that to the screen. {@link org.sceneremix.viewer.gl.GlPictureMaker} is the short way from grid
 * and camera to a picture in memory.
 */
package org.sceneremix.viewer.gl;
