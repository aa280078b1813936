package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.trace.OpenTracer;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.viewer.picture.DistanceMap;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix dataset}: many remixes with pictures, distances, cameras and a manifest. */
@Command(
    name = "dataset",
    description = {
      "Makes many remixes with views of each: DIR/scene-SEED is a capture (PNGs with alpha and",
      "transforms.json) with the grid and 16-bit distance maps; DIR/manifest.json says how all was",
      "made. Called again, it goes on where it was."
    })
final class DatasetCommand implements Callable<Integer> {

  /** Horizontal field of view, radians: that of the NeRF-synthetic captures. */
  private static final double FIELD_OF_VIEW = 0.6911;

  private static final double LOWEST = 15;
  private static final double HIGHEST = 70;

  /** Multiples of it, less their whole parts, are spread evenly whatever their number. */
  private static final double GOLDEN = 0.6180339887498949;

  private static final String CAMERAS = "transforms.json";

  @Parameters(paramLabel = "MODEL", description = "Folder that 'remix train' made.")
  private Path model;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "See above.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "Remixes, of the seeds from --seed on (${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--views",
      paramLabel = "N",
      defaultValue = "24",
      description = "Views of each (${DEFAULT-VALUE}).")
  private int views;

  @Option(
      names = "--pixels",
      paramLabel = "WxH",
      defaultValue = "256x256",
      converter = PixelSize.Converter.class,
      description = "Pixels of a view (${DEFAULT-VALUE}).")
  private PixelSize pixels;

  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;
  @Mixin private TracerOption tracing;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    if (count < 1 || views < 1) {
      throw console.usageError("--count and --views must be at least 1");
    }
    threads.applyToEngine();
    Remixes remixes = Remixes.open(new ModelFolder(model), false);
    ObjectNode manifest = manifest(remixes);
    requireSameRequest(manifest);
    ArrayNode scenes = manifest.putArray("scenes");
    try (OpenTracer tracer = tracing.open(threads, console);
        TaskProgress progress = console.progress("Making")) {
      for (int i = 0; i < count; i++) {
        progress.stopIfCancelled();
        long own = seed.seed() + i;
        progress.at((double) i / count, "seed " + own);
        Path folder = out.resolve("scene-" + own);
        // the cameras are written last: where they are, all is
        if (!Files.exists(folder.resolve(CAMERAS))) {
          make(remixes, own, folder, tracer, progress);
        }
        scenes.addObject().put("seed", own).put("folder", "scene-" + own).put("views", views);
      }
      write(out.resolve("manifest.json"), manifest.toPrettyString());
      progress.at(1, count + " remixes");
    }
    console.say(
        String.format(Locale.ROOT, "%d remixes with %d views each in %s", count, views, out));
    return 0;
  }

  private ObjectNode manifest(Remixes remixes) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("views", views);
    parameters.put("pixels", pixels.width() + "x" + pixels.height());
    ObjectNode manifest =
        Program.provenance("dataset", parameters, seed.seed(), remixes.model().description())
            .toMetadata();
    manifest.put("pictures", "view-NNN.png: straight alpha");
    manifest.put(
        "distances",
        "distance-NNN.png: 16-bit, expected distance along the ray, world units = value /"
            + " distance_counts_per_unit of the scene's transforms.json; 0 is nothing");
    return manifest;
  }

  /**
   * Scenes that are there already must have been made alike; only more of them may be asked for.
   */
  private void requireSameRequest(ObjectNode manifest) throws IOException {
    Path request = out.resolve("request.json");
    String wanted = manifest.toPrettyString();
    if (Files.exists(request) && !Files.readString(request).equals(wanted)) {
      throw new IOException(
          out
              + " holds a data set of another model or with other options; give the same ones or"
              + " another folder");
    }
    write(request, wanted);
  }

  private void make(
      Remixes remixes, long own, Path folder, VolumeTracer tracer, TaskProgress progress)
      throws IOException {
    Path file = folder.resolve("remix.grid");
    remixes.write(own, file, progress.part(0, 1, "seed " + own));
    VoxelGrid grid = GridFile.read(file).grid();
    List<Camera> cameras = cameras(grid.box());
    double farthest = 0;
    for (Camera camera : cameras) {
      double middle =
          camera
              .position()
              .distance(grid.box().centreX(), grid.box().centreY(), grid.box().centreZ());
      farthest = Math.max(farthest, middle + 0.5 * grid.box().diagonal());
    }
    PictureMaker maker = new PictureMaker(tracer, PictureMode.COLOUR, Background.TRANSPARENT);
    DistanceMap distances = new DistanceMap(grid, farthest);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      progress.stopIfCancelled();
      String number = String.format(Locale.ROOT, "%03d", i);
      names.add("view-" + number + ".png");
      ImageFiles.write(maker.picture(grid, cameras.get(i)), folder.resolve(names.get(i)));
      byte[] png = distances.png(tracer, cameras.get(i));
      AtomicFile.write(folder.resolve("distance-" + number + ".png"), stream -> stream.write(png));
    }
    ObjectNode json =
        (ObjectNode)
            new ObjectMapper().readTree(CameraJson.write(cameras, names, Optional.of(grid.box())));
    json.put("distance_counts_per_unit", distances.countsPerUnit());
    write(folder.resolve(CAMERAS), json.toPrettyString());
  }

  /** All around, at heights spread over the upper hemisphere. */
  private List<Camera> cameras(Aabb box) {
    Intrinsics pinhole = Intrinsics.ofFieldOfView(pixels.width(), pixels.height(), FIELD_OF_VIEW);
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < views; i++) {
      double elevation = LOWEST + (HIGHEST - LOWEST) * (GOLDEN * i % 1);
      cameras.add(new Orbit(views, elevation).cameras(box, pinhole).get(i));
    }
    return cameras;
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
