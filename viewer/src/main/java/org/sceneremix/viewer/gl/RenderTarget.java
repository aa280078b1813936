package org.sceneremix.viewer.gl;

import static org.lwjgl.opengl.GL33C.GL_COLOR_ATTACHMENT0;
import static org.lwjgl.opengl.GL33C.GL_COLOR_BUFFER_BIT;
import static org.lwjgl.opengl.GL33C.GL_FLOAT;
import static org.lwjgl.opengl.GL33C.GL_FRAMEBUFFER;
import static org.lwjgl.opengl.GL33C.GL_FRAMEBUFFER_COMPLETE;
import static org.lwjgl.opengl.GL33C.GL_RGBA;
import static org.lwjgl.opengl.GL33C.GL_RGBA32F;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_2D;
import static org.lwjgl.opengl.GL33C.glBindFramebuffer;
import static org.lwjgl.opengl.GL33C.glCheckFramebufferStatus;
import static org.lwjgl.opengl.GL33C.glClear;
import static org.lwjgl.opengl.GL33C.glClearColor;
import static org.lwjgl.opengl.GL33C.glDeleteFramebuffers;
import static org.lwjgl.opengl.GL33C.glDeleteTextures;
import static org.lwjgl.opengl.GL33C.glFramebufferTexture2D;
import static org.lwjgl.opengl.GL33C.glGenFramebuffers;
import static org.lwjgl.opengl.GL33C.glReadPixels;
import static org.lwjgl.opengl.GL33C.glTexImage2D;
import static org.lwjgl.opengl.GL33C.glViewport;

import java.nio.FloatBuffer;
import org.sceneremix.renderer.gl.GlException;

/** A float picture on the device to draw into: premultiplied red, green, blue, and opacity. */
public final class RenderTarget implements AutoCloseable {

  private final int width;
  private final int height;
  private final int texture;
  private final int framebuffer;

  /**
   * @throws GlException if the device cannot have it
   */
  public RenderTarget(int width, int height) {
    this.width = width;
    this.height = height;
    this.texture = LinearTexture.create();
    glTexImage2D(
        GL_TEXTURE_2D, 0, GL_RGBA32F, width, height, 0, GL_RGBA, GL_FLOAT, (FloatBuffer) null);
    this.framebuffer = glGenFramebuffers();
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    int status = glCheckFramebufferStatus(GL_FRAMEBUFFER);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    if (status != GL_FRAMEBUFFER_COMPLETE) {
      close();
      throw new GlException(
          "the graphics device cannot draw a picture of "
              + width
              + "x"
              + height
              + " pixels; choose a smaller one");
    }
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Name of the texture, whose first row is the lowest one of the picture. */
  public int texture() {
    return texture;
  }

  /** Directs drawing here, onto all pixels. */
  public void bind() {
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glViewport(0, 0, width, height);
  }

  /** Transparent black everywhere. */
  public void clear() {
    bind();
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
  }

  /** The pixels, {@code height * width * 4} values, lowest row first. */
  public float[] read() {
    float[] rgba = new float[4 * width * height];
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_FLOAT, rgba);
    return rgba;
  }

  @Override
  public void close() {
    glDeleteFramebuffers(framebuffer);
    glDeleteTextures(texture);
  }
}
