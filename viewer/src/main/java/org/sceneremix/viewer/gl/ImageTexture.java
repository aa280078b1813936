package org.sceneremix.viewer.gl;

import static org.lwjgl.opengl.GL33C.GL_FLOAT;
import static org.lwjgl.opengl.GL33C.GL_RGBA;
import static org.lwjgl.opengl.GL33C.GL_RGBA8;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_2D;
import static org.lwjgl.opengl.GL33C.glDeleteTextures;
import static org.lwjgl.opengl.GL33C.glTexImage2D;

import org.sceneremix.renderer.image.Image;

/** An image on the device, first row on top, straight alpha. */
public final class ImageTexture implements AutoCloseable {

  private final Image image;
  private final int texture;

  public ImageTexture(Image image) {
    this.image = image;
    this.texture = LinearTexture.create();
    glTexImage2D(
        GL_TEXTURE_2D,
        0,
        GL_RGBA8,
        image.width(),
        image.height(),
        0,
        GL_RGBA,
        GL_FLOAT,
        image.rgba());
  }

  /** The uploaded image. */
  public Image image() {
    return image;
  }

  /** Name of the texture. */
  public int texture() {
    return texture;
  }

  @Override
  public void close() {
    glDeleteTextures(texture);
  }
}
