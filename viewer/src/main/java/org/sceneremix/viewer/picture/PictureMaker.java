package org.sceneremix.viewer.picture;

import java.util.Objects;
import java.util.Optional;
import org.joml.Vector3d;
import org.joml.Vector3dc;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Makes pictures of a grid as a camera sees it: one ray through the centre of every pixel, or the
 * mean of several.
 *
 * <p>Every mode gives a value where the scene is and alpha = opacity; over a background b the
 * picture is {@code alpha * value + (1 - alpha) * b}.
 *
 * <p>For one thread at a time.
 */
public final class PictureMaker {

  /**
   * A quarter of a voxel a step. At half a voxel, as scenes are fitted, the samples of successive
   * rays come to lie on slices, whose edges show on upright faces: toy blocks at 64 voxels, seen
   * from near, differ by 48 dB from the limit of short steps, here by 61 dB.
   */
  public static final TraceSettings FINE = TraceSettings.DEFAULT.withStep(0.25);

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
  private final PictureStyle style;
  private final Background background;

  /** Rays of the latest picture, reused for the next. */
  private Rays rays = new Rays(0);

  private TracedRays traced = new TracedRays(0);

  /** Towards the sun, from the surface and from the ground around; none unless shaded. */
  private Shadows onScene = new Shadows(0);

  private Shadows onGround = new Shadows(0);

  /** Found for the latest grid; null unless shaded. */
  private SurfaceLight light;

  private Optional<GroundPlane> ground = Optional.empty();
  private VoxelGrid latest;

  /** One ray through every pixel. */
  public PictureMaker(
      VolumeTracer tracer, Workers workers, PictureMode mode, Background background) {
    this(tracer, workers, PictureStyle.of(mode), background);
  }

  /**
   * @param workers make rays and shade
   */
  public PictureMaker(
      VolumeTracer tracer, Workers workers, PictureStyle style, Background background) {
    this.tracer = Objects.requireNonNull(tracer, "tracer");
    this.workers = Objects.requireNonNull(workers, "workers");
    this.style = Objects.requireNonNull(style, "style");
    this.background = Objects.requireNonNull(background, "background");
  }

  /** Rays towards the sun, one for each ray of the camera. */
  private static final class Shadows {
    private final Rays rays;
    private final TracedRays traced;

    Shadows(int count) {
      rays = new Rays(count);
      traced = new TracedRays(count);
    }

    Shadows sized(int count) {
      return rays.count() == count ? this : new Shadows(count);
    }
  }

  /** The grid as the camera sees it, in the camera's own size. */
  public Image picture(VoxelGrid grid, Camera camera) {
    if (style.mode() == PictureMode.SHADED && grid != latest) {
      light(grid);
    }
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
      for (int ray = 0; ray < style.rays(); ray++) {
        double right = 0.5 + PictureStyle.shiftX(ray);
        double down = 0.5 - PictureStyle.shiftY(ray);
        // the last batch may be short: rays left over from the one before are traced and not used
        workers.forEach(count, strip -> makeRays(camera, right, down, top, strip));
        tracer.trace(grid, rays, FINE, traced);
        if (style.mode() == PictureMode.SHADED) {
          workers.forEach(count, strip -> makeShadowRays(grid, camera, top, strip));
          tracer.trace(grid, onScene.rays, FINE, onScene.traced);
          if (ground.isPresent()) {
            tracer.trace(grid, onGround.rays, FINE, onGround.traced);
          }
        }
        workers.forEach(count, strip -> add(grid, camera, top, strip, image));
      }
      workers.forEach(count, strip -> divide(top, strip, image));
    }
    return background.behind(image);
  }

  private void light(VoxelGrid grid) {
    light = new SurfaceLight(grid, style.lighting());
    ground = style.lighting().ground() ? GroundPlane.of(grid) : Optional.empty();
    latest = grid;
  }

  /** Takes a ray, and the pixel that it goes through. */
  @FunctionalInterface
  private interface RayAction {
    void take(int i, int column, int row);
  }

  /** All rays of a strip of the batch whose uppermost row is {@code top}, in their order. */
  private static void forEachRay(int width, int height, int top, int strip, RayAction action) {
    int firstRow = top + strip * STRIP;
    int rows = Math.min(STRIP, height - firstRow);
    int i = strip * STRIP * width;
    for (int column = 0; column < width; column++) {
      for (int row = firstRow; row < firstRow + rows; row++) {
        action.take(i++, column, row);
      }
    }
  }

  private void makeRays(Camera camera, double right, double down, int top, int strip) {
    Intrinsics size = camera.intrinsics();
    forEachRay(
        size.width(),
        size.height(),
        top,
        strip,
        (i, column, row) -> camera.ray(column + right, row + down, rays, i));
  }

  private void makeShadowRays(VoxelGrid grid, Camera camera, int top, int strip) {
    Intrinsics size = camera.intrinsics();
    Shading shading = new Shading(grid, camera);
    forEachRay(
        size.width(), size.height(), top, strip, (i, column, row) -> shading.makeShadowRays(i));
  }

  /** Adds the pixels of a strip to an image, premultiplied. */
  private void add(VoxelGrid grid, Camera camera, int top, int strip, Image image) {
    Shading shading = new Shading(grid, camera);
    forEachRay(
        image.width(),
        image.height(),
        top,
        strip,
        (i, column, row) -> shading.add(i, image.rgba(), image.index(column, row)));
  }

  /** Makes sums of premultiplied values straight means. */
  private void divide(int top, int strip, Image image) {
    forEachRay(
        image.width(),
        image.height(),
        top,
        strip,
        (i, column, row) -> {
          int pixel = image.index(column, row);
          float alpha = image.rgba()[pixel + 3];
          if (alpha > 0) {
            for (int c = 0; c < 3; c++) {
              image.rgba()[pixel + c] /= alpha;
            }
            image.rgba()[pixel + 3] = alpha / style.rays();
          }
        });
  }

  private void takeRays(int count) {
    if (rays.count() != count) {
      rays = new Rays(count);
      traced =
          style.mode() == PictureMode.NORMAL
              ? TracedRays.withNormals(count)
              : new TracedRays(count);
    }
    onScene = onScene.sized(style.mode() == PictureMode.SHADED ? count : 0);
    onGround = onGround.sized(ground.isPresent() ? count : 0);
  }

  /** Turns what was traced along a ray into a pixel. */
  private final class Shading {

    private static final Vector3dc UP = new Vector3d(0, 0, 1);

    private final Aabb box;
    private final Vector3d eye;
    private final double nearest;
    private final double farthest;
    private final Vector3d value = new Vector3d();

    Shading(VoxelGrid grid, Camera camera) {
      this.box = grid.box();
      this.eye = camera.position();
      this.nearest = BoxDistance.nearest(box, eye);
      this.farthest = BoxDistance.farthest(box, eye);
    }

    void makeShadowRays(int i) {
      if (traced.opacity()[i] > 0) {
        Vector3d point = along(i, distance(i));
        shadow(onScene, i, light.above(point, light.normal(point)));
      }
      ground.ifPresent(
          plane -> {
            double distance = distance(plane, i);
            if (distance > 0) {
              shadow(onGround, i, light.above(along(i, distance), UP));
            }
          });
    }

    private void shadow(Shadows shadows, int i, Vector3d from) {
      Vector3dc sun = light.sun();
      shadows.rays.set(i, from.x, from.y, from.z, sun.x(), sun.y(), sun.z());
    }

    /** Adds the value, premultiplied, and its opacity. */
    void add(int i, float[] rgba, int pixel) {
      double alpha = traced.opacity()[i];
      value.set(0);
      if (alpha > 0) {
        switch (style.mode()) {
          case COLOUR -> colour(i);
          case DEPTH -> value.set((farthest - distance(i)) / (farthest - nearest));
          case OPACITY -> value.set(1);
          case NORMAL -> normal(i).add(1, 1, 1).mul(0.5);
          case SHADED -> shade(i);
        }
        value.mul(alpha);
      }
      if (ground.isPresent()) {
        alpha = layGround(i, ground.get(), alpha);
      }
      rgba[pixel] += (float) value.x;
      rgba[pixel + 1] += (float) value.y;
      rgba[pixel + 2] += (float) value.z;
      rgba[pixel + 3] += (float) alpha;
    }

    private double distance(int i) {
      return traced.depth()[i] / traced.opacity()[i];
    }

    /** Distance along ray i to the ground, world units; 0 or less where they do not meet. */
    private double distance(GroundPlane plane, int i) {
      return (plane.height() - eye.z) / rays.directions()[3 * i + 2];
    }

    private Vector3d along(int i, double distance) {
      float[] to = rays.directions();
      return new Vector3d(to[3 * i], to[3 * i + 1], to[3 * i + 2]).mul(distance).add(eye);
    }

    private Vector3d colour(int i) {
      float[] colour = traced.colour();
      return value
          .set(colour[3 * i], colour[3 * i + 1], colour[3 * i + 2])
          .div(traced.opacity()[i]);
    }

    /** The expected normal, of unit length. */
    private Vector3d normal(int i) {
      float[] normal = traced.normal();
      value.set(normal[3 * i], normal[3 * i + 1], normal[3 * i + 2]);
      // inside matter of one density there is no surface; the value 0 is then shown as mid-grey
      return value.lengthSquared() == 0 ? value : value.normalize();
    }

    private void shade(int i) {
      Vector3d point = along(i, distance(i));
      Vector3d normal = light.normal(point);
      double lit = light.light(light.above(point, normal), normal, onScene.traced.opacity()[i]);
      colour(i).mul(lit).min(new Vector3d(1));
    }

    /**
     * Lays the ground behind the value, or before it where it is nearer.
     *
     * @return the opacity of both
     */
    private double layGround(int i, GroundPlane plane, double alpha) {
      double distance = distance(plane, i);
      if (!(distance > 0) || Double.isInfinite(distance)) {
        return alpha;
      }
      Vector3d point = along(i, distance);
      double opacity = plane.opacity(point);
      double lit = light.light(light.above(point, UP), UP, onGround.traced.opacity()[i]);
      Vector3d colour = plane.colour().mul(lit).min(new Vector3d(1));
      // below the scene itself nothing is seen of it
      boolean isBeside = !box.contains(point.x, point.y, box.centreZ());
      boolean isBefore = alpha > 0 && isBeside && distance < distance(i);
      double passes = isBefore ? 1 - opacity : 1;
      double shown = isBefore ? opacity : opacity * (1 - alpha);
      value.mul(passes).fma(shown, colour);
      return passes * alpha + shown;
    }
  }
}
