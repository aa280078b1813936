package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureLicence;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.scenes.fit.FitBackground;
import org.sceneremix.scenes.fit.FitCheckpoint;
import org.sceneremix.scenes.fit.FitResult;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.scenes.fit.GridFitter;
import org.sceneremix.scenes.fit.HeldOutQuality;
import org.sceneremix.scenes.fit.PictureReduction;
import org.sceneremix.viewer.export.ProvenanceSidecar;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.GridFile;
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

  /** Of a grid file's metadata. */
  private static final String FIGURES = "fit";

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
    settings(false); // wrong usage is said before anything is read
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
    Capture boxed = box == null ? read : read.withBox(box);
    boolean photographs = arePhotographs(boxed);
    FitSettings settings = settings(photographs);
    int factor = downscale == null ? suitableDownscale(boxed, photographs, workers) : downscale;
    Capture capture = boxed.downscaled(factor);
    Path checkpoint = FitCheckpoint.beside(out);
    if (!resume && Files.exists(checkpoint)) {
      console.warn(
          "beginning anew; "
              + checkpoint
              + " is of an interrupted fit, which --resume goes on with");
    }
    FitResult result = fit(capture, settings, new FitCheckpoint(checkpoint, resume), workers);
    if (result.iterations() == 0) {
      throw new CancellationException("stopped; nothing was written");
    }
    ObjectNode metadata = provenance(capture, settings, factor);
    metadata.set(FIGURES, figures(result));
    SceneCameras.put(metadata, capture.trainingCameras());
    new GridFile(result.grid(), metadata).write(out);
    if (!result.complete()) {
      console.say(
          String.format(
              Locale.ROOT,
              "Stopped after %d of %d iterations; %s is the grid so far; the same call with"
                  + " --resume goes on",
              result.iterations(),
              settings.iterations(),
              out));
      return ErrorSentences.STOPPED;
    }
    Files.deleteIfExists(checkpoint);
    report(result);
    return 0;
  }

  private FitResult fit(
      Capture capture, FitSettings settings, FitCheckpoint checkpoint, Workers workers)
      throws IOException {
    try (TaskProgress progress = console.progress("Fitting");
        VolumeTracer tracer = tracer(settings, workers)) {
      return GridFitter.fit(capture, settings, Optional.of(checkpoint), tracer, workers, progress);
    }
  }

  private VolumeTracer tracer(FitSettings settings, Workers workers) {
    if (settings.harmonicsDegree() > 0) {
      console.detail("Tracing on the processor: colour depends on the viewing direction");
      return new CpuTracer(workers);
    }
    return tracing.open(workers, console);
  }

  /** Pictures with an alpha channel were rendered or cut out; all others came from a camera. */
  private static boolean arePhotographs(Capture capture) {
    return !capture.hasAlpha() || capture.training().get(0).mask().isPresent();
  }

  /** How many times smaller pictures are made where nobody says it. */
  private int suitableDownscale(Capture capture, boolean photographs, Workers workers)
      throws IOException {
    if (!photographs && capture.box().isEmpty()) {
      return 1; // the box is found from the pictures, and so it fits them
    }
    PictureReduction reduction = PictureReduction.of(capture, resolution, workers);
    if (reduction.isBoxTooLarge()) {
      warn(
          "the box is %.0f times as wide as what the pictures show of it, and a voxel spans %.0f"
              + " pixels: give the box of the scene alone with --box",
          reduction.boxWidths(), reduction.voxelPixels());
    }
    if (!photographs) {
      return 1;
    }
    if (reduction.factor() > 1) {
      warn(
          "a voxel spans %.1f pixels: pictures are made %d times smaller (--downscale 1 leaves"
              + " them as they are)",
          reduction.voxelPixels(), reduction.factor());
    }
    if (reduction.isBounded() && !reduction.isBoxTooLarge()) {
      warn(
          "a voxel spans %.1f pixels, but pictures are not made smaller than %d pixels a side:"
              + " raise --resolution, or give a smaller --box",
          reduction.voxelPixels(), Capture.LEAST_MEASURED);
    }
    return reduction.factor();
  }

  private void warn(String sentence, Object... values) {
    console.warn(String.format(Locale.ROOT, sentence, values));
  }

  private FitSettings settings(boolean photographs) {
    int degree = harmonics != null ? harmonics : photographs ? DirectionalField.HIGHEST_DEGREE : 0;
    if (degree > 0 && tracing.isGpu()) {
      throw console.usageError(
          "colour that depends on the viewing direction (--harmonics "
              + degree
              + ") is fitted on the processor only: leave out --tracer gpu, or add --harmonics 0");
    }
    try {
      return FitSettings.DEFAULT
          .withResolution(resolution)
          .withIterations(iterations)
          .withBackground(background)
          .withHarmonicsDegree(degree)
          .withExposures(exposures != null ? exposures : photographs)
          .withTotalVariation(totalVariation)
          .withOpacityWeight(opacityWeight)
          .withSeed(seed.seed());
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private ObjectNode provenance(Capture capture, FitSettings settings, int factor) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("capture", capture.name());
    CaptureLicence.line(captureFolder)
        .ifPresent(line -> parameters.put(ProvenanceSidecar.LICENCE, line));
    parameters.put("resolution", settings.resolution());
    parameters.put("iterations", settings.iterations());
    parameters.put("background", settings.background().toString());
    parameters.put("harmonics", settings.harmonicsDegree());
    parameters.put("exposures", settings.exposures());
    parameters.put("downscale", factor);
    parameters.put("tv", settings.totalVariation());
    parameters.put("opacity", settings.opacityWeight());
    return Program.provenance(
            "fit", parameters, settings.seed(), JsonNodeFactory.instance.objectNode())
        .toMetadata();
  }

  /**
   * What the grid's file says of the fit: the same figures as {@code --json}, but for the time, by
   * which two equal fits would differ.
   */
  private static ObjectNode figures(FitResult result) {
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("iterations", result.iterations());
    put(figures, "", result.heldOut());
    put(figures, "Directional", result.heldOutDirectional());
    return figures;
  }

  private static void put(ObjectNode figures, String suffix, Optional<HeldOutQuality> quality) {
    quality.ifPresent(
        q -> {
          figures.put("psnr" + suffix, q.psnr());
          figures.put("ssim" + suffix, q.ssim());
          q.psnrInside().ifPresent(inside -> figures.put("psnr" + suffix + "Inside", inside));
          figures.put("pixels", q.size());
        });
  }

  /**
   * What {@code --json} prints; figures of held-out views are left out where there are none.
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
