package org.sceneremix.viewer.picture;

import java.util.Objects;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Makes pictures of a grid as a camera sees it: one ray through the centre of every pixel.
 *
 * <p>Every mode gives a value where the scene is and alpha = opacity; over a background b the
 * picture is {@code alpha * value + (1 - alpha) * b}.
 *
 * <p>For one thread at a time.
 */
public final class PictureMaker {

  /**
   * Rays traced at a time, which bounds the memory that large pictures take, to some 12 MB. With
   * every batch the tracer looks anew for what is empty.
   */
  private static final int BATCH = 1 << 18;

  /**
   * Rows of pixels in a strip. Rays are traced column by column of a strip, so that successive ones
   * are those of a tile, and what they see lies together in memory.
   */
  private static final int STRIP = 8;

  private final VolumeTracer tracer;
  private final Workers workers;
  private final PictureMode mode;
  private final Background background;

  /** Those of the latest picture, for the next one. */
  private Rays rays = new Rays(0);

  private TracedRays traced = new TracedRays(0);

  /**
   * @param workers make rays and shade
   */
  public PictureMaker(
      VolumeTracer tracer, Workers workers, PictureMode mode, Background background) {
    this.tracer = Objects.requireNonNull(tracer, "tracer");
    this.workers = Objects.requireNonNull(workers, "workers");
    this.mode = Objects.requireNonNull(mode, "mode");
    this.background = Objects.requireNonNull(background, "background");
  }

  /** The grid as the camera sees it, in the camera's own size. */
  public Image picture(VoxelGrid grid, Camera camera) {
    Intrinsics pinhole = camera.intrinsics();
    Image image = Image.transparent(pinhole.width(), pinhole.height());
    int height = pinhole.height();
    int batches = Math.min(height, (int) ((long) pinhole.width() * height / BATCH) + 1);
    int strips = (height + STRIP - 1) / STRIP;
    int stripsAtATime = (strips + batches - 1) / batches;
    takeRays(Math.min(height, stripsAtATime * STRIP) * pinhole.width());
    for (int first = 0; first < strips; first += stripsAtATime) {
      int top = first * STRIP;
      int count = Math.min(stripsAtATime, strips - first);
      // the last batch may be short: rays left over from the one before are traced and not used
      workers.forEach(count, strip -> makeRays(camera, top, strip));
      tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
      workers.forEach(count, strip -> shade(grid, camera, top, strip, image));
    }
    return background.behind(image);
  }

  /** The rays of a strip of the batch whose uppermost row is {@code top}. */
  private void makeRays(Camera camera, int top, int strip) {
    int width = camera.intrinsics().width();
    int firstRow = top + strip * STRIP;
    int rows = Math.min(STRIP, camera.intrinsics().height() - firstRow);
    int i = strip * STRIP * width;
    for (int column = 0; column < width; column++) {
      for (int row = firstRow; row < firstRow + rows; row++) {
        camera.ray(column + 0.5, row + 0.5, rays, i++);
      }
    }
  }

  /** The pixels of a strip, in the order of its rays. */
  private void shade(VoxelGrid grid, Camera camera, int top, int strip, Image image) {
    Shading shading = new Shading(grid, camera);
    int firstRow = top + strip * STRIP;
    int rows = Math.min(STRIP, image.height() - firstRow);
    int i = strip * STRIP * image.width();
    for (int column = 0; column < image.width(); column++) {
      for (int row = firstRow; row < firstRow + rows; row++) {
        shading.shade(i++, image.rgba(), image.index(column, row));
      }
    }
  }

  private void takeRays(int count) {
    if (rays.count() != count) {
      rays = new Rays(count);
      traced = mode == PictureMode.NORMAL ? TracedRays.withNormals(count) : new TracedRays(count);
    }
  }

  /** Turns what was traced along a ray into a pixel. */
  private final class Shading {

    private final double nearest;
    private final double farthest;
    private final Vector3d value = new Vector3d();

    Shading(VoxelGrid grid, Camera camera) {
      Vector3d eye = camera.position();
      this.nearest = BoxDistance.nearest(grid.box(), eye);
      this.farthest = BoxDistance.farthest(grid.box(), eye);
    }

    void shade(int i, float[] rgba, int pixel) {
      float alpha = traced.opacity()[i];
      if (alpha > 0) {
        switch (mode) {
          case COLOUR ->
              value
                  .set(
                      traced.colour()[3 * i],
                      traced.colour()[3 * i + 1],
                      traced.colour()[3 * i + 2])
                  .div(alpha);
          case DEPTH -> value.set((farthest - distance(i)) / (farthest - nearest));
          case OPACITY -> value.set(1);
          case NORMAL -> normal(i).add(1, 1, 1).mul(0.5);
        }
      } else {
        value.set(0);
      }
      rgba[pixel] = (float) value.x;
      rgba[pixel + 1] = (float) value.y;
      rgba[pixel + 2] = (float) value.z;
      rgba[pixel + 3] = alpha;
    }

    private double distance(int i) {
      return traced.depth()[i] / traced.opacity()[i];
    }

    /** The expected normal, of unit length. */
    private Vector3d normal(int i) {
      float[] normal = traced.normal();
      value.set(normal[3 * i], normal[3 * i + 1], normal[3 * i + 2]);
      // inside matter of one density there is no surface; the value 0 is then shown as mid-grey
      return value.lengthSquared() == 0 ? value : value.normalize();
    }
  }
}
