package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.glfwGetFramebufferSize;
import static org.lwjgl.glfw.GLFW.glfwGetWindowSize;

import org.sceneremix.viewer.gl.PresentPass;

/**
 * Size of a window. Places of panels and mouse are in screen coordinates, pictures in pixels; a
 * high-DPI screen may have several pixels a coordinate.
 *
 * @param width screen coordinates
 * @param height screen coordinates
 * @param pixelsWide pixels
 * @param pixelsHigh pixels
 */
record WindowGeometry(int width, int height, int pixelsWide, int pixelsHigh) {

  /** Geometry of a window of GLFW. */
  static WindowGeometry of(long window) {
    int[] width = new int[1];
    int[] height = new int[1];
    glfwGetWindowSize(window, width, height);
    int[] pixelsWide = new int[1];
    int[] pixelsHigh = new int[1];
    glfwGetFramebufferSize(window, pixelsWide, pixelsHigh);
    return new WindowGeometry(width[0], height[0], pixelsWide[0], pixelsHigh[0]);
  }

  /** A frame buffer, of which several pixels make a coordinate. */
  static WindowGeometry ofPixels(int pixelsWide, int pixelsHigh, double pixelRatio) {
    return new WindowGeometry(
        (int) Math.round(pixelsWide / pixelRatio),
        (int) Math.round(pixelsHigh / pixelRatio),
        pixelsWide,
        pixelsHigh);
  }

  /** Whether nothing of it can be seen, for instance because it is minimised. */
  boolean isEmpty() {
    return width < 1 || height < 1 || pixelsWide < 1 || pixelsHigh < 1;
  }

  /** Pixels a screen coordinate. */
  float pixelRatio() {
    return (float) pixelsWide / width;
  }

  /** The pixels of a part of the window. */
  PresentPass.Viewport viewport(SceneView.Rectangle area) {
    float ratio = pixelRatio();
    int left = Math.round(area.x() * ratio);
    int top = Math.round(area.y() * ratio);
    int right = Math.round((area.x() + area.width()) * ratio);
    int bottom = Math.round((area.y() + area.height()) * ratio);
    return new PresentPass.Viewport(
        left, pixelsHigh - bottom, Math.max(1, right - left), Math.max(1, bottom - top));
  }
}
