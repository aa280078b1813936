package org.sceneremix.viewer.making;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.capture.CaptureLicence;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.scenes.fit.FitCheckpoint;
import org.sceneremix.scenes.fit.FitObserver;
import org.sceneremix.scenes.fit.FitResult;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.scenes.fit.GridFitter;
import org.sceneremix.scenes.fit.HeldOutQuality;
import org.sceneremix.scenes.fit.PictureReduction;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.export.ProvenanceSidecar;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/**
 * A fit of a capture, with what suits it where nothing is asked for, into a grid file that says how
 * it was made. An interrupted one leaves a checkpoint beside the file, and goes on from there.
 */
public final class SceneFit {

  /** Name of the field of a grid file's metadata. */
  private static final String FIGURES = "fit";

  private final Capture capture;
  private final Path captureFolder;
  private final FitSettings settings;
  private final int factor;

  /**
   * Settings asked for, of which some may be left to the capture.
   *
   * @param settings all but what the others say
   * @param harmonics degree of colour that depends on the viewing direction; empty for what suits
   * @param exposures whether photographs have one each; empty for what suits
   * @param downscale factor by which pictures are made smaller; empty for what suits
   */
  public record Wishes(
      FitSettings settings,
      Optional<Integer> harmonics,
      Optional<Boolean> exposures,
      Optional<Integer> downscale) {
    public Wishes {
      Objects.requireNonNull(settings, "settings");
      Objects.requireNonNull(harmonics, "harmonics");
      Objects.requireNonNull(exposures, "exposures");
      Objects.requireNonNull(downscale, "downscale");
    }

    /** These settings, and else what suits the capture. */
    public static Wishes of(FitSettings settings) {
      return new Wishes(settings, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Exactly these settings. */
    public static Wishes exactly(FitSettings settings) {
      return new Wishes(
          settings,
          Optional.of(settings.harmonicsDegree()),
          Optional.of(settings.exposures()),
          Optional.empty());
    }

    /**
     * The settings for a capture.
     *
     * @param photographs whether its pictures came from a camera
     * @throws IllegalArgumentException if one is out of range
     */
    public FitSettings settings(boolean photographs) {
      return settings
          .withHarmonicsDegree(harmonics.orElse(photographs ? DirectionalField.HIGHEST_DEGREE : 0))
          .withExposures(exposures.orElse(photographs));
    }
  }

  /** Ear for what the user should know although the work goes on. */
  @FunctionalInterface
  public interface Remarks {
    /**
     * Something was chosen for the user.
     *
     * @param sentence what
     * @param option of the command line by which to choose otherwise, words
     */
    void say(String sentence, String option);
  }

  private SceneFit(Capture capture, Path captureFolder, FitSettings settings, int factor) {
    this.capture = capture;
    this.captureFolder = captureFolder;
    this.settings = settings;
    this.factor = factor;
  }

  /**
   * Prepares a fit.
   *
   * @param captureFolder where the capture was read
   * @throws IllegalArgumentException if a setting is out of range
   * @throws CaptureException if the box has to be found and a picture cannot be read
   */
  public static SceneFit of(
      Capture capture, Path captureFolder, Wishes wishes, Workers workers, Remarks remarks)
      throws CaptureException {
    boolean photographs = arePhotographs(capture);
    FitSettings settings = wishes.settings(photographs);
    int factor =
        wishes.downscale().isPresent()
            ? wishes.downscale().get()
            : suitableDownscale(capture, photographs, settings.resolution(), workers, remarks);
    return new SceneFit(capture.downscaled(factor), captureFolder, settings, factor);
  }

  /** Pictures with an alpha channel were rendered or cut out; all others came from a camera. */
  private static boolean arePhotographs(Capture capture) {
    return !capture.hasAlpha() || capture.training().get(0).mask().isPresent();
  }

  /** Factor by which pictures are made smaller where none is asked for. */
  private static int suitableDownscale(
      Capture capture, boolean photographs, int resolution, Workers workers, Remarks remarks)
      throws CaptureException {
    if (!photographs && capture.box().isEmpty()) {
      return 1; // the box is found from the pictures, and so it fits them
    }
    PictureReduction reduction = PictureReduction.of(capture, resolution, workers);
    if (reduction.isBoxTooLarge()) {
      remarks.say(
          text(
              "the box is %.0f times as wide as what the pictures show of it, and a voxel spans"
                  + " %.0f pixels",
              reduction.boxWidths(), reduction.voxelPixels()),
          "give the box of the scene alone with --box");
    }
    if (!photographs) {
      return 1;
    }
    if (reduction.factor() > 1) {
      remarks.say(
          text(
              "a voxel spans %.1f pixels, so pictures are made %d times smaller",
              reduction.voxelPixels(), reduction.factor()),
          "--downscale 1 leaves them as they are");
    }
    if (reduction.isBounded() && !reduction.isBoxTooLarge()) {
      remarks.say(
          text(
              "a voxel spans %.1f pixels, but pictures are not made smaller than %d pixels a side",
              reduction.voxelPixels(), Capture.LEAST_MEASURED),
          "raise --resolution, or give a smaller --box");
    }
    return reduction.factor();
  }

  private static String text(String sentence, Object... values) {
    return String.format(Locale.ROOT, sentence, values);
  }

  /** Settings of the fit. */
  public FitSettings settings() {
    return settings;
  }

  /**
   * Fits, and writes what came of it, also of a fit that is stopped; a complete one has no
   * checkpoint any more.
   *
   * @param out grid file
   * @param resume whether to go on from a checkpoint beside it
   * @throws CancellationException if it is stopped before there is anything
   * @throws IOException as {@link GridFitter#fit(Capture, FitSettings, Optional, VolumeTracer,
   *     Workers, FitObserver, Progress)}, or if the file cannot be written
   */
  public FitResult run(
      Path out,
      boolean resume,
      VolumeTracer tracer,
      Workers workers,
      FitObserver observer,
      Progress progress)
      throws IOException {
    Path checkpoint = FitCheckpoint.beside(out);
    FitResult result =
        GridFitter.fit(
            capture,
            settings,
            Optional.of(new FitCheckpoint(checkpoint, resume)),
            tracer,
            workers,
            observer,
            progress);
    if (result.iterations() == 0) {
      throw new CancellationException("stopped; nothing was written");
    }
    ObjectNode metadata = provenance();
    metadata.set(FIGURES, figures(result));
    SceneCameras.put(metadata, capture.trainingCameras());
    new GridFile(result.grid(), metadata).write(out);
    if (result.complete()) {
      Files.deleteIfExists(checkpoint);
    }
    return result;
  }

  private ObjectNode provenance() {
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
   * Figures of the fit for the grid's file, but for the time, by which two equal fits would differ.
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

  /** Quality on held-out views in words, from a grid file's metadata; empty if there is none. */
  public static Optional<String> heldOut(ObjectNode metadata) {
    return metadata.path(FIGURES).has("psnr")
        ? Optional.of(
            text(
                "PSNR %.1f dB, SSIM %.3f",
                metadata.path(FIGURES).path("psnr").asDouble(),
                metadata.path(FIGURES).path("ssim").asDouble()))
        : Optional.empty();
  }
}
