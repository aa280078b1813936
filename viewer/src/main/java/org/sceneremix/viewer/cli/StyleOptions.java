package org.sceneremix.viewer.cli;

import org.sceneremix.gan.sample.RemixSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options for the style of remixes, whatever their size. */
final class StyleOptions {

  /** The resolution that {@code trained} stands for. */
  private static final int AS_TRAINED = 0;

  private static final String TRAINED = "trained";

  @Option(
      names = "--resolution",
      paramLabel = "N",
      converter = ResolutionConverter.class,
      description =
          "Voxels along the longest side of the scene that remixes are copied from in the end, up to"
              + " the scene's own (by default those), or '"
              + TRAINED
              + "'.")
  private Integer resolution;

  @Option(
      names = "--diversity",
      paramLabel = "D",
      defaultValue = "1",
      description = "From 0, the scene as it is, to 1, a scene of its own (${DEFAULT-VALUE}).")
  private double diversity;

  @Option(
      names = "--fidelity",
      paramLabel = "F",
      description =
          "From 0, small pieces of the scene, to 1, large ones (by default the model's: "
              + RemixSettings.DEFAULT_FIDELITY
              + ", or less where pieces would be too large for a remix).")
  private Double fidelity;

  @Option(
      names = "--density",
      paramLabel = "D",
      defaultValue = "0",
      description =
          "From -1, as little as the scene has anywhere, to 1, as much as it has anywhere"
              + " (${DEFAULT-VALUE}, as much as it has).")
  private double density;

  /** Reads a resolution; {@code trained} is 0. */
  private static final class ResolutionConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (text.equalsIgnoreCase(TRAINED)) {
        return AS_TRAINED;
      }
      try {
        int value = Integer.parseInt(text);
        if (value > 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        // falls through to the one message for all that is no resolution
      }
      throw new TypeConversionException(
          "'" + text + "' is not a resolution; write a number of voxels, or '" + TRAINED + "'");
    }
  }

  /**
   * The resolution that is asked for; 0 as trained.
   *
   * @param own that of the scene
   */
  int resolution(int own) {
    return resolution == null ? own : resolution;
  }

  double diversity() {
    return diversity;
  }

  double density() {
    return density;
  }

  /**
   * The fidelity that is asked for.
   *
   * @param own that of the model
   */
  double fidelity(double own) {
    return fidelity == null ? own : fidelity;
  }
}
