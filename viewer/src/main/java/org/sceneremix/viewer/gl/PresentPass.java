package org.sceneremix.viewer.gl;

import static org.lwjgl.opengl.GL33C.GL_BLEND;
import static org.lwjgl.opengl.GL33C.GL_COLOR_BUFFER_BIT;
import static org.lwjgl.opengl.GL33C.GL_DEPTH_TEST;
import static org.lwjgl.opengl.GL33C.GL_FRAMEBUFFER;
import static org.lwjgl.opengl.GL33C.GL_PACK_ALIGNMENT;
import static org.lwjgl.opengl.GL33C.GL_RGB;
import static org.lwjgl.opengl.GL33C.GL_SCISSOR_TEST;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE0;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE1;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE2;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_2D;
import static org.lwjgl.opengl.GL33C.GL_TRIANGLES;
import static org.lwjgl.opengl.GL33C.GL_UNSIGNED_BYTE;
import static org.lwjgl.opengl.GL33C.glActiveTexture;
import static org.lwjgl.opengl.GL33C.glBindFramebuffer;
import static org.lwjgl.opengl.GL33C.glBindTexture;
import static org.lwjgl.opengl.GL33C.glBindVertexArray;
import static org.lwjgl.opengl.GL33C.glClear;
import static org.lwjgl.opengl.GL33C.glClearColor;
import static org.lwjgl.opengl.GL33C.glDeleteVertexArrays;
import static org.lwjgl.opengl.GL33C.glDisable;
import static org.lwjgl.opengl.GL33C.glDrawArrays;
import static org.lwjgl.opengl.GL33C.glGenVertexArrays;
import static org.lwjgl.opengl.GL33C.glPixelStorei;
import static org.lwjgl.opengl.GL33C.glReadPixels;
import static org.lwjgl.opengl.GL33C.glViewport;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.lwjgl.system.MemoryUtil;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.renderer.image.Image;

/** Brings traced pictures to the window: background, exposure, split view and photograph. */
public final class PresentPass implements AutoCloseable {

  private final ShaderProgram program;
  private final int noVertices;

  /**
   * @throws GlException if the driver refuses the shaders
   */
  public PresentPass() {
    this.program = ShaderProgram.drawing(PresentPass.class, "screen.vert", "present.frag");
    this.noVertices = glGenVertexArrays();
  }

  /** A rectangle of the window, pixels from its lower left corner. */
  public record Viewport(int x, int y, int width, int height) {}

  /**
   * A photograph over the picture.
   *
   * @param texture the photograph
   * @param left of its frame, from the left of the viewport, pixels
   * @param top of its frame, from the top of the viewport, pixels
   * @param width of its frame, pixels
   * @param height of its frame, pixels
   * @param opacity in [0, 1]
   */
  public record Overlay(
      ImageTexture texture, double left, double top, double width, double height, double opacity) {}

  /**
   * Style in which a picture is shown.
   *
   * @param red of the background, in [0, 1]
   * @param green of the background
   * @param blue of the background
   * @param checker whether a checker pattern lies behind instead
   * @param light factor on the light of the scene
   * @param split column, pixels from the left, up to which the picture before is shown
   * @param overlay a photograph
   */
  public record Style(
      double red,
      double green,
      double blue,
      boolean checker,
      double light,
      double split,
      Optional<Overlay> overlay) {
    public Style {
      Objects.requireNonNull(overlay, "overlay");
    }
  }

  /** Clears the window. */
  public static void clear(int width, int height) {
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, width, height);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(0.09f, 0.09f, 0.1f, 1);
    glClear(GL_COLOR_BUFFER_BIT);
  }

  /**
   * Draws a picture into a rectangle of the window.
   *
   * @param before left of the split
   * @param after right of it
   */
  public void draw(RenderTarget before, RenderTarget after, Viewport viewport, Style style) {
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(viewport.x(), viewport.y(), viewport.width(), viewport.height());
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_BLEND);
    glDisable(GL_SCISSOR_TEST);
    program.use();
    bind(GL_TEXTURE0, before.texture());
    bind(GL_TEXTURE1, after.texture());
    program.set("before", 0);
    program.set("after", 1);
    program.set("photograph", 2);
    program.set("split", style.split());
    program.set("origin", viewport.x(), viewport.y());
    program.set("extent", viewport.width(), viewport.height());
    program.set("exposure", style.light());
    program.set(
        "background", style.red(), style.green(), style.blue(), style.checker() ? 1.0 : 0.0);
    program.set("checkerEdge", 12.0);
    if (style.overlay().isPresent()) {
      Overlay photo = style.overlay().get();
      bind(GL_TEXTURE2, photo.texture().texture());
      program.set("photographFrame", photo.left(), photo.top(), photo.width(), photo.height());
      program.set("photographOpacity", photo.opacity());
    } else {
      // every sampler needs a texture that is complete
      bind(GL_TEXTURE2, after.texture());
      program.set("photographOpacity", 0.0);
    }
    glBindVertexArray(noVertices);
    glDrawArrays(GL_TRIANGLES, 0, 3);
    glActiveTexture(GL_TEXTURE0);
  }

  private static void bind(int unit, int texture) {
    glActiveTexture(unit);
    glBindTexture(GL_TEXTURE_2D, texture);
  }

  /** Reads the frame that the window holds, before its buffers are swapped. */
  public static Image read(int width, int height) {
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    ByteBuffer bytes = MemoryUtil.memAlloc(3 * width * height);
    try {
      glPixelStorei(GL_PACK_ALIGNMENT, 1);
      glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, bytes);
      glPixelStorei(GL_PACK_ALIGNMENT, 4);
      Image image = Image.transparent(width, height);
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          int from = 3 * ((height - 1 - row) * width + column);
          int to = image.index(column, row);
          for (int c = 0; c < 3; c++) {
            image.rgba()[to + c] = (bytes.get(from + c) & 255) / 255f;
          }
          image.rgba()[to + 3] = 1;
        }
      }
      return image;
    } finally {
      MemoryUtil.memFree(bytes);
    }
  }

  @Override
  public void close() {
    program.close();
    glDeleteVertexArrays(noVertices);
  }
}
