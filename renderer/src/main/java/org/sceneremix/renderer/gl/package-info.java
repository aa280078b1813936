/**
 * OpenGL for everything that uses it: contexts, shaders and memory on the device.
 *
 * <p>A {@link org.sceneremix.renderer.gl.GlContext} is a window or an off-screen context to draw
 * with (OpenGL 3.3); a {@link org.sceneremix.renderer.gl.ComputeContext} computes (OpenGL 4.3),
 * with a {@link org.sceneremix.renderer.gl.ShaderProgram} on {@link
 * org.sceneremix.renderer.gl.StorageBuffer}s.
 *
 * <p>The field's own GLSL is the resource {@code field.glsl}, the integral along a ray {@code
 * march.glsl}; any shader, of whatever kind, may include them.
 */
package org.sceneremix.renderer.gl;
