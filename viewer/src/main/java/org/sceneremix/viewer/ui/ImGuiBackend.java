package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.ImGuiIO;
import imgui.gl3.ImGuiImplGl3;
import imgui.glfw.ImGuiImplGlfw;
import org.sceneremix.renderer.gl.GlContext;

/** Dear ImGui on a window: its context, its input, its fonts, and the drawing of its lists. */
final class ImGuiBackend implements AutoCloseable {

  /** Without a display nobody releases a mouse button: time of a frame that does not pass. */
  private static final float STILL_SECONDS = 1 / 60f;

  private final boolean hasDisplay;
  private final ImGuiImplGl3 gl = new ImGuiImplGl3();
  private final ImGuiImplGlfw glfw = new ImGuiImplGlfw();
  private float scale;
  private float pixelRatio;

  /** Needs the current context. */
  ImGuiBackend(GlContext context) {
    this.hasDisplay = context.hasDisplay();
    ImGui.createContext();
    ImGui.getIO().setIniFilename(null);
    if (hasDisplay) {
      glfw.init(context.window(), true);
    }
  }

  /**
   * Begins a frame.
   *
   * @param newScale factor on all sizes
   */
  void beginFrame(WindowGeometry window, float newScale) {
    setScale(newScale, window.pixelRatio());
    if (hasDisplay) {
      glfw.newFrame();
    } else {
      ImGuiIO io = ImGui.getIO();
      io.setDisplaySize(window.width(), window.height());
      io.setDisplayFramebufferScale(window.pixelRatio(), window.pixelRatio());
      io.setDeltaTime(STILL_SECONDS);
    }
    ImGui.newFrame();
  }

  /** Letters are drawn for the pixels that there are, and shown in coordinates. */
  private void setScale(float newScale, float newPixelRatio) {
    if (newScale == scale && newPixelRatio == pixelRatio) {
      return;
    }
    boolean first = scale == 0;
    scale = newScale;
    pixelRatio = newPixelRatio;
    Theme.apply(scale, pixelRatio);
    if (first) {
      gl.init("#version 330 core");
    } else {
      gl.updateFontsTexture();
    }
  }

  /** Ends a frame and draws it. */
  void endFrame() {
    ImGui.render();
    gl.renderDrawData(ImGui.getDrawData());
  }

  @Override
  public void close() {
    if (scale != 0) {
      gl.dispose();
    }
    if (hasDisplay) {
      glfw.dispose();
    }
    ImGui.destroyContext();
  }
}
