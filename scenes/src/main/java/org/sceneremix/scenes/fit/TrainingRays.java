package org.sceneremix.scenes.fit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * The pixels that have something to say about a scene: those whose rays meet voxels that may hold
 * some of it. The others, often more than half of all, teach nothing.
 */
final class TrainingRays {

  /** Rays that a thread looks up at a time. */
  private static final int CHUNK = 128;

  private final TrainingImages images;

  /** Pixels of all views, one view after the other. */
  private final int[] pixels;

  /** Beginnings of the views in {@link #pixels}, and the end. */
  private final int[] firstOfView;

  private TrainingRays(TrainingImages images, int[] pixels, int[] firstOfView) {
    this.images = images;
    this.pixels = pixels;
    this.firstOfView = firstOfView;
  }

  /**
   * Chooses the pixels.
   *
   * @param grid says size, box and density scale
   * @param mayHold for each voxel whether it may hold some of the scene
   */
  static TrainingRays through(
      TrainingImages images, VoxelGrid grid, boolean[] mayHold, VolumeTracer tracer) {
    VoxelGrid hull =
        VoxelGrid.empty(grid.nx(), grid.ny(), grid.nz(), grid.box(), grid.densityScale());
    for (int v = 0; v < mayHold.length; v++) {
      if (mayHold[v]) {
        hull.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] = 1f;
      }
    }
    // Anything that a ray meets ends it: only whether it meets something is asked.
    TraceSettings settings = new TraceSettings(1, 0, Math.nextDown(1.0));
    int[] pixels = new int[1 << 16];
    int[] firstOfView = new int[images.count() + 1];
    int count = 0;
    for (int view = 0; view < images.count(); view++) {
      Rays rays = images.camera(view).rays();
      TracedRays met = new TracedRays(rays.count());
      tracer.trace(hull, rays, settings, met);
      for (int pixel = 0; pixel < rays.count(); pixel++) {
        if (met.opacity()[pixel] > 0 && !images.ignores(view, pixel)) {
          if (count == pixels.length) {
            pixels = Arrays.copyOf(pixels, 2 * count);
          }
          pixels[count++] = pixel;
        }
      }
      firstOfView[view + 1] = count;
    }
    return new TrainingRays(images, Arrays.copyOf(pixels, count), firstOfView);
  }

  int count() {
    return pixels.length;
  }

  /**
   * Fills a batch with rays drawn at random, with repetition.
   *
   * @param rays receives the rays
   * @param target receives premultiplied red, green, blue, and alpha of their pixels
   * @param views receives which view each ray is of
   * @param workers look up the pixels, which are all over the memory
   */
  void draw(SplittableRandom random, Rays rays, float[] target, int[] views, Workers workers) {
    int[] drawn = new int[rays.count()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextInt(pixels.length);
    }
    int chunks = (drawn.length + CHUNK - 1) / CHUNK;
    workers.forEach(
        chunks,
        chunk -> {
          int end = Math.min(drawn.length, (chunk + 1) * CHUNK);
          lookUp(drawn, chunk * CHUNK, end, rays, target, views);
        });
  }

  private void lookUp(int[] drawn, int from, int to, Rays rays, float[] target, int[] views) {
    for (int i = from; i < to; i++) {
      int at = drawn[i];
      int view = viewOf(at);
      views[i] = view;
      Camera camera = images.camera(view);
      int pixel = pixels[at];
      int width = camera.intrinsics().width();
      int row = pixel / width;
      camera.ray(pixel - row * width + 0.5, row + 0.5, rays, i);
      int value = images.pixels(view)[pixel];
      float alpha = TrainingImages.alpha(value) * (1f / 255);
      for (int c = 0; c < 3; c++) {
        target[4 * i + c] = alpha * TrainingImages.colour(value, c);
      }
      target[4 * i + 3] = alpha;
    }
  }

  private int viewOf(int at) {
    int found = Arrays.binarySearch(firstOfView, at);
    if (found < 0) {
      return -found - 2;
    }
    // views without rays begin where the next one does
    while (firstOfView[found + 1] == at) {
      found++;
    }
    return found;
  }
}
