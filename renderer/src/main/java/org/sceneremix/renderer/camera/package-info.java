/**
 * Pinhole cameras: {@link org.sceneremix.renderer.camera.Intrinsics} in pixels (origin at the
 * corner of the top left pixel), {@link org.sceneremix.renderer.camera.Camera} poses in OpenGL axes
 * (x right, y up, looking along -z), and paths of cameras around a scene.
 */
package org.sceneremix.renderer.camera;
