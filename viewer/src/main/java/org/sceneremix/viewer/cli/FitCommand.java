package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.sceneremix.renderer.trace.OpenTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.scenes.fit.FitBackground;
import org.sceneremix.scenes.fit.FitResult;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.scenes.fit.GridFitter;
import org.sceneremix.scenes.fit.HeldOutQuality;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.GridFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix fit}: photographs to reference grid. */
@Command(
    name = "fit",
    description = {
      "Fits a reference grid to posed photographs and measures it on views held out.",
      "Captures: NeRF and instant-ngp transforms.json, LLFF poses_bounds.npy, COLMAP models."
    })
final class FitCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CAPTURE", description = "Folder of the capture.")
  private Path captureFolder;

  @Option(names = "--out", required = true, paramLabel = "SCENE", description = "Grid file.")
  private Path out;

  @Option(
      names = "--resolution",
      paramLabel = "N",
      description = "Voxels along the longest side of the box (${DEFAULT-VALUE}).")
  private int resolution = FitSettings.DEFAULT.resolution();

  @Option(
      names = "--box",
      paramLabel = "X0,Y0,Z0,X1,Y1,Z1",
      converter = BoxConverter.class,
      description = "The box of the scene (by default the capture's, or what all views see).")
  private Aabb box;

  @Option(
      names = "--background",
      paramLabel = "COLOUR",
      description = "Behind the scene: auto, random, white, or black (${DEFAULT-VALUE}).")
  private FitBackground background = FitSettings.DEFAULT.background();

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Steps of gradient descent, of all scales together (${DEFAULT-VALUE}).")
  private int iterations = FitSettings.DEFAULT.iterations();

  @Option(
      names = "--harmonics",
      paramLabel = "DEGREE",
      description =
          "Let colour depend on the viewing direction while fitting, by spherical harmonics of this"
              + " degree, 0 to 2 (${DEFAULT-VALUE}); the grid gets the mean colour. For shiny things;"
              + " takes several times as long.")
  private int harmonics = FitSettings.DEFAULT.harmonicsDegree();

  @Option(
      names = "--exposures",
      description =
          "Let every photograph have an exposure of its own, as automatic cameras do. Held-out views"
              + " are then compared at the exposure that suits them.")
  private boolean exposures;

  @Option(
      names = "--downscale",
      paramLabel = "N",
      defaultValue = "1",
      description = "Make photographs N times smaller along each side (${DEFAULT-VALUE}).")
  private int downscale;

  @Mixin private CaptureFormatOption format;
  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;
  @Mixin private TracerOption tracing;
  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    FitSettings settings = settings();
    Capture read = CaptureReader.read(captureFolder, format.options());
    read.remarks().forEach(console::warn);
    Capture capture = (box == null ? read : read.withBox(box)).downscaled(downscale);
    FitResult result;
    try (OpenTracer tracer = tracing.open(threads, console);
        TaskProgress progress = console.progress("Fitting")) {
      result = GridFitter.fit(capture, settings, progress, tracer);
      if (progress.cancelled()) {
        throw new CancellationException("stopped; nothing was written");
      }
    }
    ObjectNode metadata = provenance(capture, settings);
    SceneCameras.put(metadata, capture.trainingCameras());
    new GridFile(result.grid(), metadata).write(out);
    report(result);
    return 0;
  }

  private FitSettings settings() {
    try {
      return FitSettings.DEFAULT
          .withResolution(resolution)
          .withIterations(iterations)
          .withBackground(background)
          .withHarmonicsDegree(harmonics)
          .withExposures(exposures)
          .withSeed(seed.seed())
          .withThreads(threads.threads());
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private ObjectNode provenance(Capture capture, FitSettings settings) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("capture", capture.name());
    parameters.put("resolution", settings.resolution());
    parameters.put("iterations", settings.iterations());
    parameters.put("background", settings.background().name().toLowerCase(Locale.ROOT));
    parameters.put("harmonics", settings.harmonicsDegree());
    parameters.put("exposures", settings.exposures());
    parameters.put("downscale", downscale);
    return Program.provenance(
            "fit", parameters, settings.seed(), JsonNodeFactory.instance.objectNode())
        .toMetadata();
  }

  /**
   * What {@code --json} prints; figures of held-out views are left out where there are none.
   *
   * @param psnr dB, whole pictures
   * @param ssim whole pictures
   * @param psnrInside dB, inside the alpha or mask
   * @param psnrDirectional dB, whole pictures, with colour that depends on the viewing direction
   * @param psnrDirectionalInside the same inside the alpha or mask
   * @param seconds of the fit, without the measuring
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Figures(
      String scene,
      String size,
      int iterations,
      Double psnr,
      Double ssim,
      Double psnrInside,
      Double psnrDirectional,
      Double psnrDirectionalInside,
      double seconds) {}

  private void report(FitResult result) throws IOException {
    String size = GridSize.of(result.grid()).toString();
    Optional<HeldOutQuality> quality = result.heldOut();
    if (json.isSet()) {
      json.print(
          new Figures(
              out.toString(),
              size,
              result.iterations(),
              quality.map(HeldOutQuality::psnr).orElse(null),
              quality.map(HeldOutQuality::ssim).orElse(null),
              quality.map(FitCommand::inside).orElse(null),
              result.heldOutDirectional().map(HeldOutQuality::psnr).orElse(null),
              result.heldOutDirectional().map(FitCommand::inside).orElse(null),
              result.seconds()));
      return;
    }
    console.say(
        String.format(
            Locale.ROOT,
            "%s: %s voxels in %.0f s%s%s",
            out,
            size,
            result.seconds(),
            text(quality),
            result
                .heldOutDirectional()
                .map(q -> "; with directional colour" + figures(q))
                .orElse("")));
  }

  private static Double inside(HeldOutQuality quality) {
    return quality.psnrInside().isPresent() ? quality.psnrInside().getAsDouble() : null;
  }

  private static String text(Optional<HeldOutQuality> quality) {
    return quality.map(q -> "; held-out views:" + figures(q)).orElse("; no views were held out");
  }

  private static String figures(HeldOutQuality quality) {
    return String.format(Locale.ROOT, " PSNR %.2f dB, SSIM %.4f", quality.psnr(), quality.ssim())
        + (quality.psnrInside().isPresent()
            ? String.format(Locale.ROOT, ", inside %.2f dB", quality.psnrInside().getAsDouble())
            : "");
  }
}
