package org.sceneremix.viewer.gl;

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
import static org.lwjgl.opengl.GL33C.glUniform4f;
import static org.lwjgl.opengl.GL33C.glUniformMatrix3fv;
import static org.lwjgl.opengl.GL33C.glUseProgram;

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
   * @param vertex resource of the vertex shader, beside this class
   * @param fragment resource of the fragment shader
   * @throws GlException if the driver refuses them
   */
  public static ShaderProgram ofResources(String vertex, String fragment) {
    return link(
        vertex + " and " + fragment,
        compile(GL_VERTEX_SHADER, vertex),
        compile(GL_FRAGMENT_SHADER, fragment));
  }

  private static int compile(int type, String resource) {
    int shader = glCreateShader(type);
    glShaderSource(shader, ShaderSource.load(resource));
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

  private int location(String uniform) {
    return locations.computeIfAbsent(uniform, name -> glGetUniformLocation(program, name));
  }

  @Override
  public void close() {
    glDeleteProgram(program);
  }
}
