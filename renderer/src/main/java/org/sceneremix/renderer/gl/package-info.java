/**
 * OpenGL for everything that uses it: contexts, shaders and memory on the device.
 *
 * <p>A {@link org.sceneremix.renderer.gl.GlContext} is a window or an off-screen context to draw
 * with (OpenGL 3.3); a {@link org.sceneremix.renderer.gl.ComputeContext} computes (OpenGL 4.3),
 * with a {@link org.sceneremix.renderer.gl.ShaderProgram} on {@link
 * org.sceneremix.renderer.gl.StorageBuffer}s.
 *
 * <p>The field's own GLSL is the resource {@code field.glsl}, with {@code field-texture.glsl} for
 * shaders that have it in textures; the integral along a ray is {@code march.glsl}. Any shader may
 * include them.
 */
package org.sceneremix.renderer.gl;
