package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Path;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureStyle;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/** Pictures of a scene as a session shows it, made in the background. */
final class Pictures implements AutoCloseable {

  static final int THUMBNAIL_WIDTH = 144;
  static final int THUMBNAIL_HEIGHT = 108;

  private final Workers workers;
  private final PictureMaker maker;
  private final Background background;
  private final double light;

  /**
   * @param transparent whether nothing lies behind, or the look's colour
   */
  Pictures(LookSettings look, boolean transparent, int threads) {
    this(look, PictureStyle.SMOOTH, transparent, threads);
  }

  private Pictures(LookSettings look, int rays, boolean transparent, int threads) {
    this.workers = new Workers(threads);
    this.background =
        transparent
            ? Background.TRANSPARENT
            : Background.of((float) look.red(), (float) look.green(), (float) look.blue());
    // light is changed before a background is laid below, as the window does
    this.light = Math.pow(2, look.exposure());
    this.maker =
        new PictureMaker(
            new CpuTracer(workers),
            workers,
            new PictureStyle(look.mode(), look.lighting(), rays),
            light == 1 ? background : Background.TRANSPARENT);
  }

  Image of(VoxelGrid grid, Camera camera) {
    Image image = maker.picture(grid, camera);
    if (light == 1) {
      return image;
    }
    float[] rgba = image.rgba();
    for (int i = 0; i < rgba.length; i++) {
      if (i % Image.CHANNELS < 3) {
        rgba[i] = (float) Math.min(1, light * rgba[i]);
      }
    }
    return background.behind(image);
  }

  /** A small picture of all of a scene, transparent around it. */
  static Image thumbnail(VoxelGrid grid, int threads) {
    try (Pictures pictures = new Pictures(LookSettings.DEFAULT, 1, true, threads)) {
      ViewCamera view = ViewCamera.showing(grid.box(), ViewCamera.DEFAULT_FIELD_OF_VIEW);
      return pictures.of(grid, view.camera(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT));
    }
  }

  /** A picture as 8 bits a channel, RGBA. */
  static byte[] bytes(Image image) {
    byte[] bytes = new byte[image.rgba().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, image.rgba()[i])));
    }
    return bytes;
  }

  /**
   * The small picture that was packed as {@link #bytes}.
   *
   * @param within the file that it is a part of, for messages
   */
  static Image thumbnail(byte[] packed, Path within) throws IOException {
    Image image = Image.transparent(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT);
    byte[] bytes = Zlib.unpack(packed, image.rgba().length, within);
    for (int i = 0; i < bytes.length; i++) {
      image.rgba()[i] = (bytes[i] & 255) / 255f;
    }
    return image;
  }

  /** The scene without what a cutting box removes, to the voxel. */
  static VoxelGrid cut(VoxelGrid grid, LookSettings look) {
    if (!look.cutting()) {
      return grid;
    }
    Aabb box = look.cut().in(grid.box());
    VoxelGrid cut = grid.copy();
    for (int z = 0; z < grid.nz(); z++) {
      double cz = grid.box().minZ() + (z + 0.5) * grid.voxelZ();
      for (int y = 0; y < grid.ny(); y++) {
        double cy = grid.box().minY() + (y + 0.5) * grid.voxelY();
        for (int x = 0; x < grid.nx(); x++) {
          double cx = grid.box().minX() + (x + 0.5) * grid.voxelX();
          if (!box.contains(cx, cy, cz)) {
            cut.data()[cut.index(x, y, z) + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
          }
        }
      }
    }
    return cut;
  }

  @Override
  public void close() {
    workers.close();
  }
}
