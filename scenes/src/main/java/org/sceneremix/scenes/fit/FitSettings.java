package org.sceneremix.scenes.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.volume.io.SettingsJson;

/**
 * Settings of a fit.
 *
 * <p>The defaults were chosen on path-traced captures of blocks and grass and on photographs of
 * hammered gold, at 96 voxels along the longest side.
 *
 * @param resolution voxels along the longest side of the box; voxels are cubes
 * @param iterations steps of gradient descent, of all scales together
 * @param raysPerIteration rays that one step looks at
 * @param background what stands behind the scene
 * @param learningRate of Adam, at the beginning of the finest scale, in units of stored values
 * @param opticalDepth extinction of stored density 1 over one voxel: how sharp a surface can be. At
 *     8 a full voxel lets 0.03 % of the light through
 * @param harmonicsDegree degree of the spherical harmonics by which colour depends on the viewing
 *     direction while the scene is fitted, 0 to 2; 0: it does not ({@link DirectionalField})
 * @param exposures whether every photograph may have a gain of its own ({@link Exposures})
 * @param totalVariation weight of the grid's roughness in the loss ({@link TotalVariation})
 * @param opacityWeight weight of the mean of {@code A (1 - A)} in the loss, A being the opacity of
 *     a ray: above 0, rays pass or end rather than being half absorbed
 * @param seed of all that is random
 */
public record FitSettings(
    int resolution,
    int iterations,
    int raysPerIteration,
    FitBackground background,
    double learningRate,
    double opticalDepth,
    int harmonicsDegree,
    boolean exposures,
    double totalVariation,
    double opacityWeight,
    long seed) {

  /** 96 voxels along the longest side. */
  public static final FitSettings DEFAULT =
      new FitSettings(96, 1800, 4096, FitBackground.AUTO, 0.03, 8, 0, false, 0, 0, 1);

  /**
   * @throws IllegalArgumentException if a value is out of range; the message says which
   */
  public FitSettings {
    if (resolution < 4 || resolution > 512) {
      throw new IllegalArgumentException(
          "the resolution must lie between 4 and 512 voxels, not at " + resolution);
    }
    if (iterations < 1 || raysPerIteration < 1) {
      throw new IllegalArgumentException(
          "a fit needs at least one iteration of one ray, not "
              + iterations
              + " of "
              + raysPerIteration);
    }
    requirePositive("learning rate", learningRate);
    requirePositive("optical depth of a voxel", opticalDepth);
    if (harmonicsDegree < 0 || harmonicsDegree > DirectionalField.HIGHEST_DEGREE) {
      throw new IllegalArgumentException(
          "the degree of the spherical harmonics must lie between 0 and "
              + DirectionalField.HIGHEST_DEGREE
              + ", not at "
              + harmonicsDegree);
    }
    requireWeight("total variation", totalVariation);
    requireWeight("opacity term", opacityWeight);
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("the " + what + " must be positive, not " + value);
    }
  }

  private static void requireWeight(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "the weight of the " + what + " must be 0 or more, not " + value);
    }
  }

  public FitSettings withResolution(int voxels) {
    return with(json -> json.put("resolution", voxels));
  }

  public FitSettings withIterations(int count) {
    return with(json -> json.put("iterations", count));
  }

  public FitSettings withRaysPerIteration(int rays) {
    return with(json -> json.put("raysPerIteration", rays));
  }

  public FitSettings withBackground(FitBackground behind) {
    return with(json -> json.put("background", behind.toString()));
  }

  public FitSettings withHarmonicsDegree(int degree) {
    return with(json -> json.put("harmonicsDegree", degree));
  }

  public FitSettings withExposures(boolean differ) {
    return with(json -> json.put("exposures", differ));
  }

  public FitSettings withTotalVariation(double weight) {
    return with(json -> json.put("totalVariation", weight));
  }

  public FitSettings withOpacityWeight(double weight) {
    return with(json -> json.put("opacityWeight", weight));
  }

  public FitSettings withSeed(long newSeed) {
    return with(json -> json.put("seed", newSeed));
  }

  private FitSettings with(Consumer<ObjectNode> change) {
    ObjectNode json = SettingsJson.write(this);
    change.accept(json);
    return SettingsJson.read(json, FitSettings.class);
  }
}
