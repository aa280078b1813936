package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.renderer.trace.backend.TracerKind;
import org.sceneremix.viewer.dataset.DatasetCluster;
import org.sceneremix.viewer.dataset.DatasetCores;
import org.sceneremix.viewer.dataset.DatasetFolder;
import org.sceneremix.viewer.dataset.DatasetRequest;
import org.sceneremix.viewer.picture.DistanceFormat;
import org.sceneremix.volume.io.OutputLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix dataset}: many remixes with pictures, distances, cameras and a manifest. */
@Command(
    name = "dataset",
    description = {
      "Makes many remixes with views of each: DIR/scene-SEED is a capture (PNGs with alpha and",
      "transforms.json) with the grid and distance maps; DIR/manifest.json says how all was made.",
      "Works on all cores, a remix on each. Called again, it goes on where it was."
    })
final class DatasetCommand implements Callable<Integer> {

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

  @Mixin private StyleOptions style;

  @Option(
      names = "--distances",
      paramLabel = "FORMAT",
      defaultValue = "png",
      description =
          "Distances as ${COMPLETION-CANDIDATES}: 16-bit PNG or float TIFF (${DEFAULT-VALUE}).")
  private DistanceFormat distances;

  @Option(
      names = "--tracer",
      paramLabel = "WHERE",
      defaultValue = "cpu",
      description =
          "Trace views on the processor (cpu), by OpenGL 4.3 (gpu), or on a graphics card if there"
              + " is one (auto); other than cpu changes the last digits (${DEFAULT-VALUE}).")
  private TracerKind tracer;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "Make it with Apache Spark: local[*], or the URL of a cluster whose machines share the",
        "folders of MODEL and DIR."
      })
  private String master;

  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    ModelFolder folder = new ModelFolder(model);
    DatasetRequest request = request(folder.sceneSize().longest(), folder.fidelity());
    DatasetFolder dataset = new DatasetFolder(request, folder.description());
    return OutputLock.holdingFolder(out, "remix dataset", () -> make(request, dataset));
  }

  private int make(DatasetRequest request, DatasetFolder dataset) throws IOException {
    dataset.begin();
    try (TaskProgress progress = console.progress("Making")) {
      if (master == null) {
        DatasetCores.make(request, threads.threads(), progress);
      } else {
        cluster().make(request, master, progress);
      }
      dataset.end();
      progress.at(1, count + " remixes");
    }
    console.say(
        String.format(Locale.ROOT, "%d remixes with %d views each in %s", count, views, out));
    return 0;
  }

  private DatasetRequest request(int resolution, double fidelity) {
    try {
      return new DatasetRequest(
          model.toAbsolutePath().normalize().toString(),
          out.toAbsolutePath().normalize().toString(),
          seed.seed(),
          count,
          views,
          pixels.width(),
          pixels.height(),
          style.resolution(resolution),
          style.diversity(),
          style.fidelity(fidelity),
          style.density(),
          distances,
          tracer);
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private static DatasetCluster cluster() throws IOException {
    return ServiceLoader.load(DatasetCluster.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "Apache Spark is not on the class path; start this with ./remix dataset"));
  }
}
