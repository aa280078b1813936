package org.sceneremix.viewer.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.picture.DistanceMap;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/**
 * Makes scenes of a data set, one after the other on one core. To be used by the thread that opened
 * it; several workers may work on one data set, also in several processes, on different scenes.
 */
public final class DatasetWorker implements AutoCloseable {

  /** Horizontal field of view, radians: that of the NeRF-synthetic captures. */
  private static final double FIELD_OF_VIEW = 0.6911;

  private static final double LOWEST = 15;
  private static final double HIGHEST = 70;

  /** Multiples of it, less their whole parts, are spread evenly whatever their number. */
  private static final double GOLDEN = 0.6180339887498949;

  private final DatasetRequest request;
  private final Workers workers;
  private final Engine engine;
  private final Remixes remixes;
  private final VolumeTracer tracer;

  private DatasetWorker(DatasetRequest request, Workers workers, Engine engine, Remixes remixes) {
    this.request = request;
    this.workers = workers;
    this.engine = engine;
    this.remixes = remixes;
    this.tracer = request.tracer().open(workers);
  }

  /**
   * Opens the model, on an engine of its own.
   *
   * @throws IOException if this machine does not see the folders of the request
   */
  public static DatasetWorker open(DatasetRequest request) throws IOException {
    if (!Files.exists(request.outFolder().resolve(DatasetRequest.REQUEST))) {
      throw new IOException(
          InetAddress.getLocalHost().getHostName()
              + " does not see what "
              + request.out()
              + " holds; put model and data set into folders that all machines share, under the"
              + " same names");
    }
    // one thread a remix: several remixes at once fill the cores better than one does
    Workers workers = new Workers(1);
    Engine engine = Engine.cpu(workers);
    try {
      return new DatasetWorker(
          request,
          workers,
          engine,
          Remixes.open(new ModelFolder(Path.of(request.model())), engine));
    } catch (IOException | RuntimeException e) {
      engine.close();
      workers.close();
      throw e;
    }
  }

  /** Whether a scene is there as a whole. */
  static boolean isMade(DatasetRequest request, long seed) {
    return Files.exists(request.sceneFolder(seed).resolve(DatasetRequest.CAMERAS));
  }

  /**
   * Makes a scene unless it is there.
   *
   * @throws CancellationException if the progress is cancelled
   */
  public void make(long seed, Progress progress) throws IOException {
    if (isMade(request, seed)) {
      return;
    }
    Path folder = request.sceneFolder(seed);
    Path file = folder.resolve("remix.grid");
    remixes.write(seed, settings(), file, progress);
    photograph(GridFile.read(file).grid(), folder, progress);
  }

  private RemixSettings settings() {
    return new RemixSettings(
        remixes.remixer().defaultSize(),
        request.resolution(),
        request.diversity(),
        request.fidelity(),
        request.density(),
        Periodicity.NONE);
  }

  private void photograph(VoxelGrid grid, Path folder, Progress progress) throws IOException {
    List<Camera> cameras = cameras(grid.box());
    double farthest = 0;
    for (Camera camera : cameras) {
      double middle =
          camera
              .position()
              .distance(grid.box().centreX(), grid.box().centreY(), grid.box().centreZ());
      farthest = Math.max(farthest, middle + 0.5 * grid.box().diagonal());
    }
    PictureMaker maker =
        new PictureMaker(tracer, workers, PictureMode.COLOUR, Background.TRANSPARENT);
    DistanceMap distances = new DistanceMap(grid, farthest);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      if (progress.cancelled()) {
        throw new CancellationException("stopped");
      }
      names.add(DatasetRequest.pictureName(i));
      ImageFiles.write(maker.picture(grid, cameras.get(i)), folder.resolve(names.get(i)));
      byte[] image = distances.encode(request.distances(), tracer, cameras.get(i));
      AtomicFile.write(folder.resolve(request.distanceName(i)), stream -> stream.write(image));
    }
    ObjectNode json =
        (ObjectNode)
            new ObjectMapper().readTree(CameraJson.write(cameras, names, Optional.of(grid.box())));
    request.distances().describe(json, distances);
    AtomicFile.writeText(folder.resolve(DatasetRequest.CAMERAS), json.toPrettyString());
  }

  /** All around, at heights spread over the upper hemisphere. */
  private List<Camera> cameras(Aabb box) {
    Intrinsics pinhole = Intrinsics.ofFieldOfView(request.width(), request.height(), FIELD_OF_VIEW);
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < request.views(); i++) {
      double elevation = LOWEST + (HIGHEST - LOWEST) * (GOLDEN * i % 1);
      cameras.add(new Orbit(request.views(), elevation).cameras(box, pinhole).get(i));
    }
    return cameras;
  }

  @Override
  public void close() {
    tracer.close();
    engine.close();
    workers.close();
  }
}
