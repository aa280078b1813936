package org.sceneremix.renderer.gl;

import static org.lwjgl.glfw.GLFW.GLFW_ANY_PLATFORM;
import static org.lwjgl.glfw.GLFW.GLFW_CONTEXT_CREATION_API;
import static org.lwjgl.glfw.GLFW.GLFW_CONTEXT_ROBUSTNESS;
import static org.lwjgl.glfw.GLFW.GLFW_CONTEXT_VERSION_MAJOR;
import static org.lwjgl.glfw.GLFW.GLFW_CONTEXT_VERSION_MINOR;
import static org.lwjgl.glfw.GLFW.GLFW_EGL_CONTEXT_API;
import static org.lwjgl.glfw.GLFW.GLFW_FALSE;
import static org.lwjgl.glfw.GLFW.GLFW_LOSE_CONTEXT_ON_RESET;
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
import static org.lwjgl.opengl.ARBRobustness.glGetGraphicsResetStatusARB;
import static org.lwjgl.opengl.GL33C.GL_NO_ERROR;
import static org.lwjgl.opengl.GL45C.glGetGraphicsResetStatus;

import java.nio.file.Files;
import java.nio.file.Path;
import org.lwjgl.glfw.GLFWErrorCallback;
import org.lwjgl.opengl.GL;
import org.lwjgl.opengl.GLCapabilities;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.Platform;

/**
 * An OpenGL core context and the window that it belongs to, visible or not, current on the thread
 * that made it. A process has one at a time; on macOS it belongs to the first thread.
 *
 * <p>Shaders that draw take this one; shaders that only compute take a {@link ComputeContext}.
 */
public final class GlContext implements AutoCloseable {

  static {
    NativeLibraries.folder();
  }

  private static boolean open;

  private final long window;
  private final boolean hasDisplay;

  private GlContext(long window, boolean hasDisplay) {
    this.window = window;
    this.hasDisplay = hasDisplay;
  }

  /**
   * A window to come.
   *
   * @param major version of OpenGL, of which minor version 3 is asked for
   */
  private record Wish(String title, int width, int height, boolean visible, int major) {

    String version() {
      return "OpenGL " + major + ".3";
    }
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
    return create(platformOfDisplay(), new Wish(title, width, height, true, 3));
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
    return offscreen(new Wish("SceneRemix", width, height, false, 3));
  }

  /**
   * A context of OpenGL 4.3, the first with compute shaders, without a window.
   *
   * @throws GlException if there is no OpenGL 4.3
   */
  static GlContext computing() {
    return offscreen(new Wish("SceneRemix", 1, 1, false, 4));
  }

  private static GlContext offscreen(Wish wish) {
    if (Platform.get() != Platform.LINUX) {
      return create(GLFW_ANY_PLATFORM, wish);
    }
    GlException withoutDisplay;
    try {
      return create(GLFW_PLATFORM_NULL, wish);
    } catch (GlException e) {
      withoutDisplay = e;
    }
    if (!displayIsSet()) {
      throw withoutDisplay;
    }
    return create(platformOfDisplay(), wish);
  }

  /** X11 where only that is there: looking for Wayland would print a complaint. */
  private static int platformOfDisplay() {
    return Platform.get() == Platform.LINUX && !waylandIsThere()
        ? GLFW_PLATFORM_X11
        : GLFW_ANY_PLATFORM;
  }

  private static boolean displayIsSet() {
    return isSet("DISPLAY") || waylandIsThere();
  }

  /** Whether a compositor listens where the environment says. */
  private static boolean waylandIsThere() {
    String runtime = isSet("XDG_RUNTIME_DIR") ? System.getenv("XDG_RUNTIME_DIR") : "";
    return isSet("WAYLAND_DISPLAY")
        && Files.exists(Path.of(runtime).resolve(System.getenv("WAYLAND_DISPLAY")));
  }

  private static boolean isSet(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isEmpty();
  }

  private static synchronized GlContext create(int platform, Wish wish) {
    if (open) {
      throw new IllegalStateException("close the other context of this process first");
    }
    if (wish.visible() && Platform.get() == Platform.LINUX && !displayIsSet()) {
      throw new GlException(
          "there is no display to open a window on (DISPLAY is not set); start this on a desktop,"
              + " or render pictures with 'remix render'");
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
      long window = createWindow(platform, wish);
      glfwSetErrorCallback(null);
      if (window == MemoryUtil.NULL) {
        glfwTerminate();
        throw new GlException(
            "this machine offers no "
                + wish.version()
                + " ("
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

  private static long createWindow(int platform, Wish wish) {
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_VISIBLE, wish.visible() ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, wish.major());
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    // so that the loss of the device can be noticed, where the driver knows how
    glfwWindowHint(GLFW_CONTEXT_ROBUSTNESS, GLFW_LOSE_CONTEXT_ON_RESET);
    // macOS gives core contexts only so
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    if (platform == GLFW_PLATFORM_NULL) {
      glfwWindowHint(GLFW_CONTEXT_CREATION_API, GLFW_EGL_CONTEXT_API);
    }
    return glfwCreateWindow(
        wish.width(), wish.height(), wish.title(), MemoryUtil.NULL, MemoryUtil.NULL);
  }

  private static GlContext current(long window, boolean hasDisplay) {
    glfwMakeContextCurrent(window);
    try {
      GL.createCapabilities();
    } catch (IllegalStateException e) {
      glfwDestroyWindow(window);
      glfwTerminate();
      throw new GlException("the graphics driver gives no usable OpenGL context; update it", e);
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

  /** Device that draws. */
  public Device device() {
    return Device.current();
  }

  /**
   * Whether the device was reset or went away, and with it everything that was on it; false where
   * the driver cannot tell.
   */
  public boolean isLost() {
    GLCapabilities capabilities = GL.getCapabilities();
    int status =
        capabilities.OpenGL45
            ? glGetGraphicsResetStatus()
            : capabilities.GL_ARB_robustness ? glGetGraphicsResetStatusARB() : GL_NO_ERROR;
    return status != GL_NO_ERROR;
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
