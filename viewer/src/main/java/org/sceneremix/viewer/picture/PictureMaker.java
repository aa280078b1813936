package org.sceneremix.viewer.picture;

import java.util.Objects;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;

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

  private final VolumeTracer tracer;
  private final PictureMode mode;
  private final Background background;

  /** Those of the latest picture, for the next one. */
  private Rays rays = new Rays(0);

  private TracedRays traced = new TracedRays(0);

  public PictureMaker(VolumeTracer tracer, PictureMode mode, Background background) {
    this.tracer = Objects.requireNonNull(tracer, "tracer");
    this.mode = Objects.requireNonNull(mode, "mode");
    this.background = Objects.requireNonNull(background, "background");
  }

  /** The grid as the camera sees it, in the camera's own size. */
  public Image picture(VoxelGrid grid, Camera camera) {
    Intrinsics pinhole = camera.intrinsics();
    Image image = Image.transparent(pinhole.width(), pinhole.height());
    int height = pinhole.height();
    int batches = Math.min(height, (int) ((long) pinhole.width() * height / BATCH) + 1);
    int rowsAtATime = (height + batches - 1) / batches;
    takeRays(rowsAtATime * pinhole.width());
    Shading shading = new Shading(grid, camera);
    for (int row = 0; row < height; row += rowsAtATime) {
      int rows = Math.min(rowsAtATime, height - row);
      // the last batch may be short: rays left over from the one before are traced and not used
      for (int i = 0; i < rows * pinhole.width(); i++) {
        camera.ray(i % pinhole.width() + 0.5, row + i / pinhole.width() + 0.5, rays, i);
      }
      tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
      for (int i = 0; i < rows * pinhole.width(); i++) {
        shading.shade(i, image.rgba(), image.index(i % pinhole.width(), row + i / pinhole.width()));
      }
    }
    return background.behind(image);
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
