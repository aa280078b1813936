package org.sceneremix.viewer.gl;

import static org.lwjgl.glfw.GLFW.GLFW_ANY_PLATFORM;
import static org.lwjgl.glfw.GLFW.GLFW_CONTEXT_CREATION_API;
import static org.lwjgl.glfw.GLFW.GLFW_CONTEXT_VERSION_MAJOR;
import static org.lwjgl.glfw.GLFW.GLFW_CONTEXT_VERSION_MINOR;
import static org.lwjgl.glfw.GLFW.GLFW_EGL_CONTEXT_API;
import static org.lwjgl.glfw.GLFW.GLFW_FALSE;
import static org.lwjgl.glfw.GLFW.GLFW_OPENGL_CORE_PROFILE;
import static org.lwjgl.glfw.GLFW.GLFW_OPENGL_FORWARD_COMPAT;
import static org.lwjgl.glfw.GLFW.GLFW_OPENGL_PROFILE;
import static org.lwjgl.glfw.GLFW.GLFW_PLATFORM;
import static org.lwjgl.glfw.GLFW.GLFW_PLATFORM_NULL;
import static org.lwjgl.glfw.GLFW.GLFW_PLATFORM_X11;
import static org.lwjgl.glfw.GLFW.GLFW_TRUE;
import static org.lwjgl.glfw.GLFW.GLFW_VISIBLE;
import static org.lwjgl.glfw.GLFW.glfwCreateWindow;
import static org.lwjgl.glfw.GLFW.glfwDefaultWindowHints;
import static org.lwjgl.glfw.GLFW.glfwDestroyWindow;
import static org.lwjgl.glfw.GLFW.glfwInit;
import static org.lwjgl.glfw.GLFW.glfwInitHint;
import static org.lwjgl.glfw.GLFW.glfwMakeContextCurrent;
import static org.lwjgl.glfw.GLFW.glfwSetErrorCallback;
import static org.lwjgl.glfw.GLFW.glfwTerminate;
import static org.lwjgl.glfw.GLFW.glfwWindowHint;
import static org.lwjgl.opengl.GL33C.GL_RENDERER;
import static org.lwjgl.opengl.GL33C.GL_VERSION;
import static org.lwjgl.opengl.GL33C.glGetString;

import java.util.Locale;
import java.util.Optional;
import org.lwjgl.glfw.GLFWErrorCallback;
import org.lwjgl.opengl.GL;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.Platform;

/**
 * An OpenGL 3.3 core context and the window that it belongs to, visible or not, current on the
 * thread that made it. A process has one at a time; on macOS it belongs to the first thread.
 */
public final class GlContext implements AutoCloseable {

  private static boolean open;

  private final long window;
  private final boolean hasDisplay;

  private GlContext(long window, boolean hasDisplay) {
    this.window = window;
    this.hasDisplay = hasDisplay;
  }

  /** The latest thing that GLFW complained of. */
  private static final class Complaint {
    private String text = "no reason given";
  }

  /**
   * A window on the screen.
   *
   * @param width of its inside, screen coordinates
   * @param height of its inside, screen coordinates
   * @throws GlException if there is no display or no OpenGL 3.3
   */
  public static GlContext window(String title, int width, int height) {
    return create(platformOfDisplay(), title, width, height, true);
  }

  /** A context without a window, of 640x480 pixels. */
  public static GlContext offscreen() {
    return offscreen(640, 480);
  }

  /**
   * A context without a window: without a display too, where Mesa or another EGL is.
   *
   * @throws GlException if there is no OpenGL 3.3
   */
  public static GlContext offscreen(int width, int height) {
    if (Platform.get() != Platform.LINUX) {
      return create(GLFW_ANY_PLATFORM, "SceneRemix", width, height, false);
    }
    GlException withoutDisplay;
    try {
      return create(GLFW_PLATFORM_NULL, "SceneRemix", width, height, false);
    } catch (GlException e) {
      withoutDisplay = e;
    }
    if (!displayIsSet()) {
      throw withoutDisplay;
    }
    return create(platformOfDisplay(), "SceneRemix", width, height, false);
  }

  /** X11 where only that is there: looking for Wayland would print a complaint. */
  private static int platformOfDisplay() {
    return Platform.get() == Platform.LINUX && System.getenv("WAYLAND_DISPLAY") == null
        ? GLFW_PLATFORM_X11
        : GLFW_ANY_PLATFORM;
  }

  private static boolean displayIsSet() {
    return System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
  }

  private static synchronized GlContext create(
      int platform, String title, int width, int height, boolean visible) {
    if (open) {
      throw new IllegalStateException("close the other context of this process first");
    }
    if (visible && Platform.get() == Platform.LINUX && !displayIsSet()) {
      throw new GlException(
          "there is no display to open a window on (DISPLAY is not set); start this on a desktop, or"
              + " render pictures with 'remix render'");
    }
    Complaint complaint = new Complaint();
    try (GLFWErrorCallback callback =
        GLFWErrorCallback.create(
            (error, description) -> complaint.text = MemoryUtil.memUTF8(description))) {
      glfwSetErrorCallback(callback);
      glfwInitHint(GLFW_PLATFORM, platform);
      if (!glfwInit()) {
        glfwSetErrorCallback(null);
        throw new GlException(
            "no window can be opened ("
                + complaint.text
                + "); check that a desktop is running and DISPLAY names it, or render pictures with"
                + " 'remix render'");
      }
      long window = createWindow(platform, title, width, height, visible);
      glfwSetErrorCallback(null);
      if (window == MemoryUtil.NULL) {
        glfwTerminate();
        throw new GlException(
            "this machine offers no OpenGL 3.3 ("
                + complaint.text
                + "); install or update its graphics driver (Mesa's llvmpipe needs no graphics"
                + " card)");
      }
      return current(window, platform != GLFW_PLATFORM_NULL);
    } catch (LinkageError e) {
      throw new GlException(
          "the OpenGL libraries for this platform cannot be loaded (" + e.getMessage() + ")", e);
    }
  }

  private static long createWindow(
      int platform, String title, int width, int height, boolean visible) {
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_VISIBLE, visible ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    // macOS gives core contexts only so
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    if (platform == GLFW_PLATFORM_NULL) {
      glfwWindowHint(GLFW_CONTEXT_CREATION_API, GLFW_EGL_CONTEXT_API);
    }
    return glfwCreateWindow(width, height, title, MemoryUtil.NULL, MemoryUtil.NULL);
  }

  private static GlContext current(long window, boolean hasDisplay) {
    glfwMakeContextCurrent(window);
    try {
      GL.createCapabilities();
    } catch (IllegalStateException e) {
      glfwDestroyWindow(window);
      glfwTerminate();
      throw new GlException("the graphics driver gives no usable OpenGL 3.3 context; update it", e);
    }
    open = true;
    return new GlContext(window, hasDisplay);
  }

  /** GLFW's handle. */
  public long window() {
    return window;
  }

  /** Whether there is a display, so that somebody may see the window and throttle its frames. */
  public boolean hasDisplay() {
    return hasDisplay;
  }

  /** What draws, such as "llvmpipe (LLVM 15.0.6, 256 bits), OpenGL 4.5". */
  public String description() {
    return glGetString(GL_RENDERER) + ", OpenGL " + glGetString(GL_VERSION);
  }

  /** Whether the processor draws, for want of a graphics card. */
  public boolean isSoftware() {
    String renderer =
        Optional.ofNullable(glGetString(GL_RENDERER)).orElse("").toLowerCase(Locale.ROOT);
    return renderer.contains("llvmpipe")
        || renderer.contains("softpipe")
        || renderer.contains("swiftshader");
  }

  @Override
  public void close() {
    synchronized (GlContext.class) {
      GL.setCapabilities(null);
      glfwDestroyWindow(window);
      glfwTerminate();
      open = false;
    }
  }
}
