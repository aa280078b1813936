package org.sceneremix.scenes.splat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleConsumer;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.splat.SplatGradient;
import org.sceneremix.renderer.splat.SplatPicture;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.splat.Splats;
import org.sceneremix.volume.work.Workers;

/**
 * Splats whose pictures agree with those of a grid. From {@link
 * org.sceneremix.volume.splat.SurfaceSplats} on, positions, axes, opacities and colours go down the
 * gradient of
 *
 * <pre>
 *   L = mean over pixels of (C - C_grid)^2 over red, green, blue (premultiplied) and opacity
 * </pre>
 *
 * <p>in views from all around. The number of splats stays as it is. The same splats on any number
 * of threads.
 */
public final class SplatFitter {

  /** Views from all around, evenly spread over the sphere. */
  private static final int VIEWS = 60;

  /** Views that a step looks at. */
  private static final int VIEWS_A_STEP = 4;

  /** Steps after which little is gained. */
  public static final int STEPS = 150;

  private static final double PIXELS_A_VOXEL = 2.2;
  private static final int LEAST_PIXELS = 64;
  private static final int MOST_PIXELS = 320;

  private static final double FIELD_OF_VIEW = Math.toRadians(45);

  /** Rates fall to this share of themselves. */
  private static final double LAST_RATE = 0.05;

  private final VoxelGrid grid;
  private final Workers workers;
  private final List<Camera> cameras;
  private final List<float[]> targets = new ArrayList<>();

  private SplatFitter(VoxelGrid grid, Workers workers) {
    this.grid = grid;
    this.workers = workers;
    this.cameras = cameras(grid);
    for (Camera camera : cameras) {
      targets.add(target(camera));
    }
  }

  /**
   * Memory that a fit takes, in bytes, the grid included.
   *
   * @param count number of splats
   */
  public static long bytes(GridSize size, int count) {
    long grid = (long) Float.BYTES * VoxelGrid.CHANNELS * size.nx() * size.ny() * size.nz();
    long pixels = pixels(size.longest());
    long views = (long) Float.BYTES * Image.CHANNELS * pixels * pixels * (VIEWS + VIEWS_A_STEP * 4);
    long splats = (long) Float.BYTES * SplatGradient.VALUES * count * (3 + 3 * VIEWS_A_STEP);
    return grid + views + splats;
  }

  private static long pixels(int longest) {
    return Math.max(LEAST_PIXELS, Math.min(MOST_PIXELS, Math.round(PIXELS_A_VOXEL * longest)));
  }

  /**
   * Fits splats to a grid.
   *
   * @param start where to begin; not changed
   * @param steps of the optimiser
   * @param progress told the share that is done; what it throws ends the work
   */
  public static Splats fit(
      VoxelGrid grid, Splats start, int steps, Workers workers, DoubleConsumer progress) {
    if (start.count() == 0) {
      return start;
    }
    return new SplatFitter(grid, workers).fit(start.copy(), steps, progress);
  }

  private Splats fit(Splats splats, int steps, DoubleConsumer progress) {
    SplatAdam adam = new SplatAdam(splats, grid.shortestVoxelEdge());
    float[][] gradients = new float[VIEWS_A_STEP][SplatGradient.VALUES * splats.count()];
    Random random = new Random(1);
    List<Integer> deck = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      progress.accept((double) step / steps);
      int[] views = new int[VIEWS_A_STEP];
      for (int k = 0; k < VIEWS_A_STEP; k++) {
        if (deck.isEmpty()) {
          for (int i = 0; i < cameras.size(); i++) {
            deck.add(i);
          }
          Collections.shuffle(deck, random);
        }
        views[k] = deck.remove(deck.size() - 1);
      }
      workers.forEach(VIEWS_A_STEP, k -> addGradient(splats, views[k], gradients[k]));
      float[] sum = gradients[0];
      for (int k = 1; k < VIEWS_A_STEP; k++) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += gradients[k][i];
          gradients[k][i] = 0;
        }
      }
      adam.step(sum, Math.pow(LAST_RATE, (double) step / steps));
    }
    return splats;
  }

  private void addGradient(Splats splats, int view, float[] gradient) {
    SplatPicture picture = new SplatPicture(splats, cameras.get(view));
    float[] drawn = picture.premultiplied();
    float[] target = targets.get(view);
    float[] difference = new float[drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      difference[i] = drawn[i] - target[i];
    }
    picture.adjoint(difference, gradient);
  }

  /** Picture of the grid by a camera, premultiplied. */
  private float[] target(Camera camera) {
    Rays rays = camera.rays();
    TracedRays traced = new TracedRays(rays.count());
    new CpuTracer(workers).trace(grid, rays, TraceSettings.DEFAULT, traced);
    float[] rgba = new float[Image.CHANNELS * rays.count()];
    for (int i = 0; i < rays.count(); i++) {
      System.arraycopy(traced.colour(), 3 * i, rgba, Image.CHANNELS * i, 3);
      rgba[Image.CHANNELS * i + 3] = traced.opacity()[i];
    }
    return rgba;
  }

  /** Cameras on a spiral from pole to pole (Vogel 1979), all looking at the middle. */
  private static List<Camera> cameras(VoxelGrid grid) {
    int pixels = (int) pixels(GridSize.of(grid).longest());
    Intrinsics pinhole = Intrinsics.ofFieldOfView(pixels, pixels, FIELD_OF_VIEW);
    double tangent = Math.tan(0.5 * FIELD_OF_VIEW);
    Vector3d centre =
        new Vector3d(grid.box().centreX(), grid.box().centreY(), grid.box().centreZ());
    List<Camera> cameras = new ArrayList<>();
    double goldenAngle = Math.PI * (3 - Math.sqrt(5));
    for (int i = 0; i < VIEWS; i++) {
      double height = 1 - (2.0 * i + 1) / VIEWS;
      double radius = Math.sqrt(1 - height * height);
      Vector3d back =
          new Vector3d(
              radius * Math.cos(i * goldenAngle), radius * Math.sin(i * goldenAngle), height);
      Vector3d right = new Vector3d(0, 0, 1).cross(back).normalize();
      Vector3d up = new Vector3d(back).cross(right);
      double distance = Orbit.distanceToShow(grid.box(), right, up, back, tangent, tangent);
      cameras.add(
          Camera.lookAt(
              pinhole,
              new Vector3d(back).mul(distance).add(centre),
              centre,
              new Vector3d(0, 0, 1)));
    }
    return cameras;
  }
}
