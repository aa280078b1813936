package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_A;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_Z;
import static org.lwjgl.glfw.GLFW.GLFW_PRESS;
import static org.lwjgl.glfw.GLFW.glfwGetKeyName;
import static org.lwjgl.glfw.GLFW.glfwSetCharCallback;
import static org.lwjgl.glfw.GLFW.glfwSetCursorPosCallback;
import static org.lwjgl.glfw.GLFW.glfwSetKeyCallback;
import static org.lwjgl.glfw.GLFW.glfwSetMouseButtonCallback;
import static org.lwjgl.glfw.GLFW.glfwSetScrollCallback;

import imgui.ImGui;
import imgui.ImGuiIO;
import imgui.gl3.ImGuiImplGl3;
import imgui.glfw.ImGuiImplGlfw;
import org.lwjgl.system.NativeResource;
import org.sceneremix.renderer.gl.GlContext;

/** Dear ImGui on a window: its context, its input, its fonts, and the drawing of its lists. */
final class ImGuiBackend implements AutoCloseable {

  /** Without a display nobody releases a mouse button: time of a frame that does not pass. */
  private static final float STILL_SECONDS = 1 / 60f;

  static {
    ImGuiLibrary.unpack();
  }

  private final long window;
  private final boolean hasDisplay;
  private final InputQueue input = new InputQueue();
  private final boolean[] buttons = new boolean[5];
  private InputQueue.Move mouse;
  private final ImGuiImplGl3 gl = new ImGuiImplGl3();
  private final ImGuiImplGlfw glfw = new ImGuiImplGlfw();
  private float scale;
  private float pixelRatio;

  /** Needs the current context. */
  ImGuiBackend(GlContext context) {
    this.window = context.window();
    this.hasDisplay = context.hasDisplay();
    ImGui.createContext();
    ImGui.getIO().setIniFilename(null);
    if (hasDisplay) {
      glfw.init(window, true);
      listen();
    }
  }

  /** Takes the place of the callbacks that would tell Dear ImGui at once, and frees them. */
  private void listen() {
    free(
        glfwSetKeyCallback(
            window,
            (w, key, scancode, action, modifiers) ->
                input.add(
                    new InputQueue.Key(labelled(key, scancode), scancode, action, modifiers))));
    free(
        glfwSetCharCallback(window, (w, codepoint) -> input.add(new InputQueue.Letter(codepoint))));
    free(
        glfwSetMouseButtonCallback(
            window,
            (w, button, action, modifiers) ->
                input.add(new InputQueue.Button(button, action == GLFW_PRESS))));
    free(glfwSetCursorPosCallback(window, (w, x, y) -> input.add(new InputQueue.Move(x, y))));
    free(glfwSetScrollCallback(window, (w, x, y) -> input.add(new InputQueue.Wheel(x, y))));
  }

  /** The key with this label: GLFW says where keys are, by their labels on American keyboards. */
  private static int labelled(int key, int scancode) {
    boolean isLetter = key >= GLFW_KEY_A && key <= GLFW_KEY_Z;
    return isLetter ? InputQueue.Key.labelled(key, glfwGetKeyName(key, scancode)) : key;
  }

  private static void free(NativeResource earlier) {
    if (earlier != null) {
      earlier.free();
    }
  }

  /** Whether more was done than the frames so far were told. */
  boolean hasInput() {
    return !input.isEmpty();
  }

  private void apply(InputQueue.Input next) {
    if (next instanceof InputQueue.Key key) {
      glfw.keyCallback(window, key.key(), key.scancode(), key.action(), key.modifiers());
    } else if (next instanceof InputQueue.Letter letter) {
      glfw.charCallback(window, letter.codepoint());
    } else if (next instanceof InputQueue.Wheel wheel) {
      glfw.scrollCallback(window, wheel.x(), wheel.y());
    } else if (next instanceof InputQueue.Button button) {
      if (button.button() < buttons.length) {
        buttons[button.button()] = button.down();
      }
    } else if (next instanceof InputQueue.Move move) {
      mouse = move;
    }
  }

  /** In place of where mouse and buttons are by now, what this frame was told of them. */
  private void setMouse() {
    ImGuiIO io = ImGui.getIO();
    for (int i = 0; i < buttons.length; i++) {
      io.setMouseDown(i, buttons[i]);
    }
    if (mouse != null && ImGui.isMousePosValid()) {
      io.setMousePos((float) mouse.x(), (float) mouse.y());
    }
  }

  /**
   * Begins a frame.
   *
   * @param newScale factor on all sizes
   */
  void beginFrame(WindowGeometry geometry, float newScale) {
    setScale(newScale, geometry.pixelRatio());
    if (hasDisplay) {
      input.next(ImGui.getIO().getWantTextInput()).forEach(this::apply);
      glfw.newFrame();
      setMouse();
    } else {
      ImGuiIO io = ImGui.getIO();
      io.setDisplaySize(geometry.width(), geometry.height());
      io.setDisplayFramebufferScale(geometry.pixelRatio(), geometry.pixelRatio());
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
      free(glfwSetCursorPosCallback(window, null));
      // frees the other callbacks
      glfw.dispose();
    }
    ImGui.destroyContext();
  }
}
