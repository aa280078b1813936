package org.sceneremix.renderer.gl;

import static org.lwjgl.opengl.GL33C.GL_RENDERER;
import static org.lwjgl.opengl.GL33C.GL_VENDOR;
import static org.lwjgl.opengl.GL33C.GL_VERSION;
import static org.lwjgl.opengl.GL33C.glGetString;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.lwjgl.opengl.GL;
import org.lwjgl.opengl.GLCapabilities;

/**
 * Device that an OpenGL context runs on, as its driver calls it.
 *
 * @param renderer such as "llvmpipe (LLVM 15.0.6, 256 bits)"
 * @param vendor who made the driver
 * @param version of OpenGL, and the driver's own
 * @param floatAtomics whether shaders can add to a float in a buffer in one step
 *     (GL_NV_shader_atomic_float)
 */
public record Device(String renderer, String vendor, String version, boolean floatAtomics) {

  public Device {
    Objects.requireNonNull(renderer, "renderer");
    Objects.requireNonNull(vendor, "vendor");
    Objects.requireNonNull(version, "version");
  }

  /** The device of this thread's context. */
  static Device current() {
    GLCapabilities capabilities = GL.getCapabilities();
    return new Device(
        text(GL_RENDERER),
        text(GL_VENDOR),
        text(GL_VERSION),
        capabilities.GL_NV_shader_atomic_float);
  }

  private static String text(int name) {
    return Optional.ofNullable(glGetString(name)).orElse("?");
  }

  /** Whether the processor does the work, for want of a graphics card. */
  public boolean isSoftware() {
    String name = renderer.toLowerCase(Locale.ROOT);
    return Stream.of("llvmpipe", "softpipe", "swrast", "swiftshader", "gdi generic", "basic render")
        .anyMatch(name::contains);
  }

  /**
   * Name for people, such as "llvmpipe (LLVM 15.0.6, 256 bits), OpenGL 4.5 (Core Profile) Mesa
   * 22.3.6".
   */
  @Override
  public String toString() {
    return renderer + ", OpenGL " + version;
  }
}
