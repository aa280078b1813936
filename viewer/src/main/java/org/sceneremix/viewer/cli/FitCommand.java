package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.fit.FitBackground;
import org.sceneremix.scenes.fit.FitCheckpoint;
import org.sceneremix.scenes.fit.FitObserver;
import org.sceneremix.scenes.fit.FitResult;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.scenes.fit.HeldOutQuality;
import org.sceneremix.viewer.making.SceneFit;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.OutputLock;
import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix fit}: photographs to reference grid. */
@Command(
    name = "fit",
    description = {
      "Fits a reference grid to posed photographs and measures it on views held out.",
      "Captures: NeRF, instant-ngp and nerfstudio transforms.json, LLFF poses_bounds.npy, COLMAP,",
      "Polycam, Record3D, NSVF, IDR.",
      "After an interruption of any kind, the same call with --resume goes on."
    })
final class FitCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "CAPTURE",
      description = "Folder of the capture, or its transforms.json.")
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
      description =
          "Behind the scene: auto, random, white, black, or distant, which is learned"
              + " (${DEFAULT-VALUE}).")
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
              + " degree, 0 to 2 (by default 2 for photographs, 0 for pictures with an alpha"
              + " channel); the grid gets the mean colour. For shiny things.")
  private Integer harmonics;

  @Option(
      names = "--exposures",
      negatable = true,
      description =
          "Let every photograph have an exposure of its own, as automatic cameras do (by default"
              + " for photographs, not for pictures with an alpha channel). Held-out views are then"
              + " compared at the exposure that suits them.")
  private Boolean exposures;

  @Option(
      names = "--downscale",
      paramLabel = "N",
      description =
          "Make pictures N times smaller along each side (by default, photographs so far that a"
              + " voxel spans about one pixel; pictures with an alpha channel not at all).")
  private Integer downscale;

  @Option(
      names = "--tv",
      paramLabel = "W",
      description = "Weight of the grid's total variation in the loss: smooths (${DEFAULT-VALUE}).")
  private double totalVariation = FitSettings.DEFAULT.totalVariation();

  @Option(
      names = "--opacity",
      paramLabel = "W",
      description =
          "Weight in the loss of the mean of A (1 - A), A being the opacity of a ray: lets rays"
              + " pass or end (${DEFAULT-VALUE}).")
  private double opacityWeight = FitSettings.DEFAULT.opacityWeight();

  @Option(
      names = "--resume",
      description = "Go on with the fit to SCENE that was interrupted, if there is one.")
  private boolean resume;

  @Mixin private CaptureReadingOptions reading;
  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;
  @Mixin private TracerOption tracing;
  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    requireSense();
    Capture read = CaptureReader.read(captureFolder, reading.options());
    read.remarks().forEach(console::warn);
    if (read.training().get(0).mask().isPresent()) {
      console.warn(
          "what is black in the masks is taken to be empty space (--masks ignore leaves such pixels"
              + " out instead)");
    }
    return OutputLock.holdingFile(
        out,
        "remix fit",
        () -> {
          try (Workers workers = threads.open()) {
            return fit(read, workers);
          }
        });
  }

  private int fit(Capture read, Workers workers) throws IOException {
    SceneFit fit =
        SceneFit.of(
            box == null ? read : read.withBox(box),
            captureFolder,
            wishes(),
            workers,
            (sentence, option) -> console.warn(sentence + ": " + option));
    requireTracer(fit.settings());
    Path checkpoint = FitCheckpoint.beside(out);
    if (!resume && Files.exists(checkpoint)) {
      console.warn(
          "beginning anew; "
              + checkpoint
              + " is of an interrupted fit, which --resume goes on with");
    }
    FitResult result = run(fit, workers);
    if (!result.complete()) {
      console.say(
          String.format(
              Locale.ROOT,
              "Stopped after %d of %d iterations; %s is the grid so far; the same call with"
                  + " --resume goes on",
              result.iterations(),
              fit.settings().iterations(),
              out));
      return ErrorSentences.STOPPED;
    }
    report(result);
    return 0;
  }

  private FitResult run(SceneFit fit, Workers workers) throws IOException {
    try (TaskProgress progress = console.progress("Fitting");
        VolumeTracer tracer = tracer(fit.settings(), workers)) {
      return fit.run(out, resume, tracer, workers, FitObserver.NONE, progress);
    }
  }

  private VolumeTracer tracer(FitSettings settings, Workers workers) {
    if (settings.harmonicsDegree() > 0) {
      console.detail("Tracing on the processor: colour depends on the viewing direction");
      return new CpuTracer(workers);
    }
    return tracing.open(workers, console);
  }

  private SceneFit.Wishes wishes() {
    try {
      return new SceneFit.Wishes(
          FitSettings.DEFAULT
              .withResolution(resolution)
              .withIterations(iterations)
              .withBackground(background)
              .withTotalVariation(totalVariation)
              .withOpacityWeight(opacityWeight)
              .withSeed(seed.seed()),
          Optional.ofNullable(harmonics),
          Optional.ofNullable(exposures),
          Optional.ofNullable(downscale));
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  /** Wrong usage is said before anything is read. */
  private void requireSense() {
    try {
      requireTracer(wishes().settings(false));
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private void requireTracer(FitSettings settings) {
    if (settings.harmonicsDegree() > 0 && tracing.isGpu()) {
      throw console.usageError(
          "colour that depends on the viewing direction (--harmonics "
              + settings.harmonicsDegree()
              + ") is fitted on the processor only: leave out --tracer gpu, or add --harmonics 0");
    }
  }

  /**
   * Output of {@code --json}; figures of held-out views are left out where there are none.
   *
   * @param psnr dB, whole pictures
   * @param ssim whole pictures
   * @param psnrInside dB, inside the alpha or mask
   * @param pixels width and height of the pictures that were compared
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
      String pixels,
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
              quality.map(HeldOutQuality::size).orElse(null),
              result.heldOutDirectional().map(HeldOutQuality::psnr).orElse(null),
              result.heldOutDirectional().map(FitCommand::inside).orElse(null),
              result.seconds()));
      return;
    }
    console.result(
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
    return quality
        .map(q -> "; held-out views of " + q.size() + " pixels:" + figures(q))
        .orElse("; no views were held out");
  }

  private static String figures(HeldOutQuality quality) {
    return String.format(Locale.ROOT, " PSNR %.2f dB, SSIM %.4f", quality.psnr(), quality.ssim())
        + (quality.psnrInside().isPresent()
            ? String.format(Locale.ROOT, ", inside %.2f dB", quality.psnrInside().getAsDouble())
            : "");
  }
}
