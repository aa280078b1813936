package org.sceneremix.renderer.gl;

import static org.lwjgl.egl.EGL15.EGL_CONTEXT_MAJOR_VERSION;
import static org.lwjgl.egl.EGL15.EGL_CONTEXT_MINOR_VERSION;
import static org.lwjgl.egl.EGL15.EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT;
import static org.lwjgl.egl.EGL15.EGL_CONTEXT_OPENGL_PROFILE_MASK;
import static org.lwjgl.egl.EGL15.EGL_EXTENSIONS;
import static org.lwjgl.egl.EGL15.EGL_HEIGHT;
import static org.lwjgl.egl.EGL15.EGL_NONE;
import static org.lwjgl.egl.EGL15.EGL_NO_CONTEXT;
import static org.lwjgl.egl.EGL15.EGL_NO_DISPLAY;
import static org.lwjgl.egl.EGL15.EGL_NO_SURFACE;
import static org.lwjgl.egl.EGL15.EGL_OPENGL_API;
import static org.lwjgl.egl.EGL15.EGL_OPENGL_BIT;
import static org.lwjgl.egl.EGL15.EGL_PBUFFER_BIT;
import static org.lwjgl.egl.EGL15.EGL_RENDERABLE_TYPE;
import static org.lwjgl.egl.EGL15.EGL_SURFACE_TYPE;
import static org.lwjgl.egl.EGL15.EGL_WIDTH;
import static org.lwjgl.egl.EGL15.eglBindAPI;
import static org.lwjgl.egl.EGL15.eglChooseConfig;
import static org.lwjgl.egl.EGL15.eglCreateContext;
import static org.lwjgl.egl.EGL15.eglCreatePbufferSurface;
import static org.lwjgl.egl.EGL15.eglDestroyContext;
import static org.lwjgl.egl.EGL15.eglDestroySurface;
import static org.lwjgl.egl.EGL15.eglInitialize;
import static org.lwjgl.egl.EGL15.eglMakeCurrent;
import static org.lwjgl.egl.EXTDeviceQuery.eglQueryDeviceStringEXT;
import static org.lwjgl.egl.EXTPlatformDevice.EGL_PLATFORM_DEVICE_EXT;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.egl.EGL;
import org.lwjgl.egl.EGLCapabilities;
import org.lwjgl.egl.EXTDeviceEnumeration;
import org.lwjgl.egl.EXTPlatformBase;
import org.lwjgl.opengl.GL;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * An OpenGL 4.3 core context of a device, without window or display server, current on the thread
 * that made it. EGL lists the devices of a machine; cards are tried before what runs on the
 * processor.
 */
final class EglContext implements AutoCloseable {

  private static final int MOST_DEVICES = 32;

  static {
    NativeLibraries.folder();
  }

  private final long display;
  private final long surface;
  private final long context;

  private EglContext(long display, long surface, long context) {
    this.display = display;
    this.surface = surface;
    this.context = context;
  }

  /**
   * Opens the first device that offers OpenGL 4.3.
   *
   * @throws GlException if there is none, or no EGL that lists devices
   */
  static EglContext open() {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      EGLCapabilities client = EGL.getCapabilities();
      // by functions: LWJGL does not look at the extensions that belong to no display
      if (client.eglQueryDevicesEXT == MemoryUtil.NULL
          || client.eglQueryDeviceStringEXT == MemoryUtil.NULL
          || client.eglGetPlatformDisplayEXT == MemoryUtil.NULL) {
        throw new GlException("the EGL of this machine does not list devices");
      }
      for (long device : devices(stack)) {
        EglContext context = open(device, stack);
        if (context != null) {
          return context;
        }
      }
      throw new GlException("no device of this machine offers OpenGL 4.3");
    } catch (LinkageError | IllegalStateException e) {
      throw new GlException("EGL cannot be loaded (" + e.getMessage() + ")", e);
    }
  }

  private static List<Long> devices(MemoryStack stack) {
    PointerBuffer found = stack.mallocPointer(MOST_DEVICES);
    IntBuffer count = stack.mallocInt(1);
    List<Long> devices = new ArrayList<>();
    if (EXTDeviceEnumeration.eglQueryDevicesEXT(found, count)) {
      for (int i = 0; i < count.get(0); i++) {
        devices.add(found.get(i));
      }
    }
    devices.sort(Comparator.comparing(EglContext::isSoftware));
    return devices;
  }

  private static boolean isSoftware(long device) {
    String extensions = eglQueryDeviceStringEXT(device, EGL_EXTENSIONS);
    return extensions != null && extensions.contains("EGL_MESA_device_software");
  }

  /** Null where the device cannot do it. Displays are shared by the process, so they stay open. */
  private static EglContext open(long device, MemoryStack stack) {
    long display =
        EXTPlatformBase.eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, device, (IntBuffer) null);
    IntBuffer major = stack.mallocInt(1);
    IntBuffer minor = stack.mallocInt(1);
    if (display == EGL_NO_DISPLAY || !eglInitialize(display, major, minor)) {
      return null;
    }
    boolean surfaceless =
        EGL.createDisplayCapabilities(display, major.get(0), minor.get(0))
            .EGL_KHR_surfaceless_context;
    PointerBuffer config = stack.mallocPointer(1);
    IntBuffer configs = stack.mallocInt(1);
    int[] wanted = {
      EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_NONE
    };
    IntBuffer attributes = stack.ints(wanted);
    if (!eglBindAPI(EGL_OPENGL_API)
        || !eglChooseConfig(display, attributes, config, configs)
        || configs.get(0) == 0) {
      return null;
    }
    int[] core43 = {
      EGL_CONTEXT_MAJOR_VERSION,
      4,
      EGL_CONTEXT_MINOR_VERSION,
      3,
      EGL_CONTEXT_OPENGL_PROFILE_MASK,
      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
      EGL_NONE
    };
    long context = eglCreateContext(display, config.get(0), EGL_NO_CONTEXT, core43);
    if (context == EGL_NO_CONTEXT) {
      return null;
    }
    long surface =
        surfaceless
            ? EGL_NO_SURFACE
            : eglCreatePbufferSurface(
                display, config.get(0), new int[] {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE});
    EglContext opened = new EglContext(display, surface, context);
    if (!eglMakeCurrent(display, surface, surface, context) || !opened.works()) {
      opened.close();
      return null;
    }
    return opened;
  }

  private boolean works() {
    try {
      return GL.createCapabilities().OpenGL43;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Override
  public void close() {
    GL.setCapabilities(null);
    eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display, context);
    if (surface != MemoryUtil.NULL) {
      eglDestroySurface(display, surface);
    }
  }
}
