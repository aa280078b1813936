package org.sceneremix.viewer.gl;

import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.picture.PictureStyle;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * Makes pictures of a grid on the graphics device: what {@code PictureMaker} does with a tracer.
 *
 * <p>Needs a current context and stays on its thread; keeps the latest grid on the device.
 *
 * <pre>{@code
 * try (GlContext context = GlContext.offscreen();
 *     GlPictureMaker maker = new GlPictureMaker(PictureMode.COLOUR, Background.WHITE)) {
 *   ImageFiles.write(maker.picture(grid, camera), Path.of("scene.png"));
 * }
 * }</pre>
 */
public final class GlPictureMaker implements AutoCloseable {

  /** Longest side of a piece of a picture: far below what every device can draw. */
  private static final int TILE = 2048;

  private final VolumePass pass;
  private final Tracing tracing;
  private final int rays;
  private final Background background;
  private GridTexture texture;

  /** For pictures of everything, with one ray through every pixel. */
  public GlPictureMaker(PictureMode mode, Background background) {
    this(PictureStyle.of(mode), background, Tracing.EVERYTHING);
  }

  /**
   * @param cut only what lies in this box is seen
   */
  public GlPictureMaker(PictureStyle style, Background background, Aabb cut) {
    this.pass = new VolumePass();
    this.tracing = Tracing.fine(style.mode(), style.lighting(), cut);
    this.rays = style.rays();
    this.background = background;
  }

  /**
   * The grid as the camera sees it, in the camera's own size, however large.
   *
   * @throws GlException if grid or picture are too large for the device
   */
  public Image picture(VoxelGrid grid, Camera camera) {
    if (texture == null || texture.grid() != grid) {
      if (texture != null) {
        texture.close();
        texture = null;
      }
      texture = new GridTexture(grid);
    }
    Intrinsics pinhole = camera.intrinsics();
    Image image = Image.transparent(pinhole.width(), pinhole.height());
    for (int y = 0; y < image.height(); y += TILE) {
      for (int x = 0; x < image.width(); x += TILE) {
        drawTile(camera, x, y, image);
      }
    }
    return background.behind(image);
  }

  private void drawTile(Camera camera, int x, int y, Image image) {
    int width = Math.min(TILE, image.width() - x);
    int height = Math.min(TILE, image.height() - y);
    Intrinsics whole = camera.intrinsics();
    Intrinsics part =
        new Intrinsics(width, height, whole.fx(), whole.fy(), whole.cx() - x, whole.cy() - y);
    try (RenderTarget target = new RenderTarget(width, height)) {
      for (int ray = 0; ray < rays; ray++) {
        pass.draw(
            texture,
            new Camera(part, camera.cameraToWorld()),
            tracing,
            new VolumePass.Part(
                0, height, PictureStyle.shiftX(ray), PictureStyle.shiftY(ray), 1.0 / (ray + 1)),
            target);
      }
      copyStraight(target.read(), width, height, image, x, y);
    }
  }

  /** Premultiplied rows from below to straight rows from above. */
  private static void copyStraight(float[] from, int width, int height, Image image, int x, int y) {
    for (int row = 0; row < height; row++) {
      int source = 4 * width * (height - 1 - row);
      int to = image.index(x, y + row);
      for (int i = 0; i < 4 * width; i += 4) {
        float alpha = from[source + i + 3];
        if (alpha > 0) {
          for (int c = 0; c < 3; c++) {
            image.rgba()[to + i + c] = Math.min(1, from[source + i + c] / alpha);
          }
          image.rgba()[to + i + 3] = alpha;
        }
      }
    }
  }

  @Override
  public void close() {
    if (texture != null) {
      texture.close();
    }
    pass.close();
  }
}
