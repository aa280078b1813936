package org.sceneremix.scenes.synth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.BoxResize;
import org.sceneremix.renderer.image.Compositing;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.work.Workers;

/**
 * Photographs a built-in scene: RGBA pictures from cameras on a hemisphere, in the NeRF-synthetic
 * layout ({@code transforms_train.json}, {@code transforms_test.json}, with the box of the scene as
 * {@code aabb}).
 *
 * @param scene what is photographed
 * @param views number of training views; one test view for every five comes on top, at least four
 * @param size width and height of the pictures, pixels
 * @param seed of the scene and of the cameras
 */
public record SyntheticCapture(BuiltInScene scene, int views, int size, long seed) {

  private static final double FIELD_OF_VIEW = 0.7;

  /** Elevations of the cameras, as sines: 14 to 75 degrees. */
  private static final double LOWEST = 0.24;

  private static final double HIGHEST = 0.966;

  /** Rays for each pixel along each side. */
  private static final int SUPERSAMPLING = 2;

  private static final int FINEST_RESOLUTION = 192;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public SyntheticCapture {
    if (views < 2 || views > 10_000) {
      throw new IllegalArgumentException("a capture has 2 to 10000 views, not " + views);
    }
    if (size < 8 || size > 4096) {
      throw new IllegalArgumentException("pictures have 8 to 4096 pixels a side, not " + size);
    }
  }

  /**
   * Renders and writes.
   *
   * @param folder made if it is missing; files of an earlier capture are replaced
   * @throws IOException if a file cannot be written
   * @throws CancellationException if the progress is cancelled
   */
  public void write(Path folder, Workers workers, Progress progress) throws IOException {
    progress.at(0, "making the scene");
    VoxelGrid grid = grid(workers);
    int testViews = Math.max(4, views / 5);
    int total = views + testViews;
    CpuTracer tracer = new CpuTracer(workers);
    int done = 0;
    for (String split : new String[] {"train", "test"}) {
      List<Camera> cameras = cameras(split.equals("train") ? views : testViews, split);
      List<String> paths = new ArrayList<>();
      for (int i = 0; i < cameras.size(); i++) {
        if (progress.cancelled()) {
          throw new CancellationException("stopped; the capture is not complete");
        }
        String path = "./" + split + "/r_" + i;
        ImageFiles.write(
            photograph(grid, cameras.get(i), tracer), folder.resolve(path + ".png").normalize());
        paths.add(path);
        done++;
        progress.at((double) done / total, "view " + done + " of " + total);
      }
      String json = CameraJson.write(cameras, paths, Optional.of(grid.box()));
      AtomicFile.writeText(folder.resolve("transforms_" + split + ".json"), json);
    }
  }

  /** The scene as it is photographed: a voxel is about as large as a pixel shows. */
  public VoxelGrid grid(Workers workers) {
    int resolution = Math.max(96, Math.min(FINEST_RESOLUTION, size));
    return Rasteriser.rasterise(scene.create(seed), resolution, workers);
  }

  /**
   * Cameras spread over a part of a sphere by the golden angle, a little shaken, which all look at
   * the middle of the scene.
   */
  private List<Camera> cameras(int count, String split) {
    SplittableRandom random = new SplittableRandom(seed * 31 + split.hashCode());
    Aabb box = scene.create(seed).box();
    Vector3d middle = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    double distance = 0.5 * box.diagonal() / Math.sin(0.5 * FIELD_OF_VIEW);
    double start = random.nextDouble() * 2 * Math.PI;
    double goldenAngle = Math.PI * (3 - Math.sqrt(5));
    Intrinsics intrinsics = Intrinsics.ofFieldOfView(size, size, FIELD_OF_VIEW);
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double z = LOWEST + (HIGHEST - LOWEST) * (i + random.nextDouble()) / count;
      double r = Math.sqrt(1 - z * z);
      double angle = start + i * goldenAngle + 0.3 * random.nextDouble();
      Vector3d eye =
          new Vector3d(r * Math.cos(angle), r * Math.sin(angle), z).mul(distance).add(middle);
      cameras.add(Camera.lookAt(intrinsics, eye, middle, new Vector3d(0, 0, 1)));
    }
    return cameras;
  }

  private static Image photograph(VoxelGrid grid, Camera camera, VolumeTracer tracer) {
    int size = camera.intrinsics().width();
    int fine = size * SUPERSAMPLING;
    TracedRays traced = new TracedRays(fine * fine);
    tracer.trace(grid, camera.resized(fine, fine).rays(), TraceSettings.DEFAULT, traced);
    return BoxResize.resize(Compositing.image(traced, fine, fine), size, size);
  }
}
