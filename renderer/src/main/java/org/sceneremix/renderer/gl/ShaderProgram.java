package org.sceneremix.renderer.gl;

import static org.lwjgl.opengl.GL33C.GL_COMPILE_STATUS;
import static org.lwjgl.opengl.GL33C.GL_FRAGMENT_SHADER;
import static org.lwjgl.opengl.GL33C.GL_LINK_STATUS;
import static org.lwjgl.opengl.GL33C.GL_VERTEX_SHADER;
import static org.lwjgl.opengl.GL33C.glAttachShader;
import static org.lwjgl.opengl.GL33C.glCompileShader;
import static org.lwjgl.opengl.GL33C.glCreateProgram;
import static org.lwjgl.opengl.GL33C.glCreateShader;
import static org.lwjgl.opengl.GL33C.glDeleteProgram;
import static org.lwjgl.opengl.GL33C.glDeleteShader;
import static org.lwjgl.opengl.GL33C.glGetProgramInfoLog;
import static org.lwjgl.opengl.GL33C.glGetProgrami;
import static org.lwjgl.opengl.GL33C.glGetShaderInfoLog;
import static org.lwjgl.opengl.GL33C.glGetShaderi;
import static org.lwjgl.opengl.GL33C.glGetUniformLocation;
import static org.lwjgl.opengl.GL33C.glLinkProgram;
import static org.lwjgl.opengl.GL33C.glShaderSource;
import static org.lwjgl.opengl.GL33C.glUniform1f;
import static org.lwjgl.opengl.GL33C.glUniform1i;
import static org.lwjgl.opengl.GL33C.glUniform2f;
import static org.lwjgl.opengl.GL33C.glUniform3f;
import static org.lwjgl.opengl.GL33C.glUniform3i;
import static org.lwjgl.opengl.GL33C.glUniform4f;
import static org.lwjgl.opengl.GL33C.glUniformMatrix3fv;
import static org.lwjgl.opengl.GL33C.glUseProgram;
import static org.lwjgl.opengl.GL43C.GL_BUFFER_UPDATE_BARRIER_BIT;
import static org.lwjgl.opengl.GL43C.GL_COMPUTE_SHADER;
import static org.lwjgl.opengl.GL43C.GL_SHADER_STORAGE_BARRIER_BIT;
import static org.lwjgl.opengl.GL43C.glDispatchCompute;
import static org.lwjgl.opengl.GL43C.glMemoryBarrier;

import java.util.HashMap;
import java.util.Map;

/** A linked program. Setters act on the program that was {@linkplain #use() used} last. */
public final class ShaderProgram implements AutoCloseable {

  private final int program;
  private final Map<String, Integer> locations = new HashMap<>();

  private ShaderProgram(int program) {
    this.program = program;
  }

  /**
   * Compiles and links a program that draws.
   *
   * @param beside class in whose package the resources are
   * @param vertex resource of the vertex shader
   * @param fragment resource of the fragment shader
   * @throws GlException if the driver refuses them
   */
  public static ShaderProgram drawing(Class<?> beside, String vertex, String fragment) {
    return link(
        vertex + " and " + fragment,
        compile(GL_VERTEX_SHADER, vertex, ShaderSource.load(beside, vertex, Map.of())),
        compile(GL_FRAGMENT_SHADER, fragment, ShaderSource.load(beside, fragment, Map.of())));
  }

  /**
   * Compiles and links a program that computes, on a {@link ComputeContext}.
   *
   * @param beside class in whose package the resource is
   * @param resource of the compute shader
   * @param constants preprocessor definitions by name, such as the size of a work group
   * @throws GlException if the driver refuses it
   */
  public static ShaderProgram computing(
      Class<?> beside, String resource, Map<String, ?> constants) {
    return link(
        resource,
        compile(GL_COMPUTE_SHADER, resource, ShaderSource.load(beside, resource, constants)));
  }

  private static int compile(int type, String resource, String text) {
    int shader = glCreateShader(type);
    glShaderSource(shader, text);
    glCompileShader(shader);
    if (glGetShaderi(shader, GL_COMPILE_STATUS) == 0) {
      String log = glGetShaderInfoLog(shader);
      glDeleteShader(shader);
      throw new GlException(
          "the graphics driver cannot compile " + resource + ": " + log + "; update the driver");
    }
    return shader;
  }

  private static ShaderProgram link(String what, int... shaders) {
    int program = glCreateProgram();
    for (int shader : shaders) {
      glAttachShader(program, shader);
    }
    glLinkProgram(program);
    for (int shader : shaders) {
      glDeleteShader(shader);
    }
    if (glGetProgrami(program, GL_LINK_STATUS) == 0) {
      String log = glGetProgramInfoLog(program);
      glDeleteProgram(program);
      throw new GlException(
          "the graphics driver cannot link " + what + ": " + log + "; update the driver");
    }
    return new ShaderProgram(program);
  }

  public void use() {
    glUseProgram(program);
  }

  public void set(String uniform, int value) {
    glUniform1i(location(uniform), value);
  }

  /**
   * Sets a vector of integers; by a name of its own, since numbers that are whole are mostly meant
   * for a vec3.
   */
  public void setIvec3(String uniform, int x, int y, int z) {
    glUniform3i(location(uniform), x, y, z);
  }

  public void set(String uniform, double value) {
    glUniform1f(location(uniform), (float) value);
  }

  public void set(String uniform, double x, double y) {
    glUniform2f(location(uniform), (float) x, (float) y);
  }

  public void set(String uniform, double x, double y, double z) {
    glUniform3f(location(uniform), (float) x, (float) y, (float) z);
  }

  public void set(String uniform, double x, double y, double z, double w) {
    glUniform4f(location(uniform), (float) x, (float) y, (float) z, (float) w);
  }

  /**
   * Sets a 3x3 matrix.
   *
   * @param columns 9 values, column by column
   */
  public void setMatrix3(String uniform, float[] columns) {
    glUniformMatrix3fv(location(uniform), false, columns);
  }

  /**
   * Runs a program that computes, which must be in use. What it writes is seen by all later calls;
   * it may still run when this returns.
   *
   * @param x work groups along each axis
   */
  public void dispatch(int x, int y, int z) {
    glDispatchCompute(x, y, z);
    glMemoryBarrier(GL_SHADER_STORAGE_BARRIER_BIT | GL_BUFFER_UPDATE_BARRIER_BIT);
  }

  private int location(String uniform) {
    return locations.computeIfAbsent(uniform, name -> glGetUniformLocation(program, name));
  }

  @Override
  public void close() {
    glDeleteProgram(program);
  }
}
