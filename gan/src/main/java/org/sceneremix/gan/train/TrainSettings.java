package org.sceneremix.gan.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.model.ModelException;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.SettingsJson;

/**
 * Settings of a training; in a model they stand in one object, the hyperparameters among them.
 *
 * @param resolution voxels along the longest side of the finest level
 * @param coarsest voxels along the longest side of the coarsest level, on which the generator
 *     works: such that a typical thing is about five sites wide
 * @param levels from coarse to fine; 0: as many as are about {@value #FACTOR} apart
 * @param iterations of the generator of the coarsest level
 * @param finer iterations of that of each finer level; 0: finer levels have none
 * @param minutes limit on the whole training, wall-clock minutes; 0: none. Results then depend on
 *     the speed of the machine
 * @param seed where all chance comes from
 * @param symmetry orientations of the reference that remixes are copied from
 * @param hyperparameters of losses and generator
 */
public record TrainSettings(
    int resolution,
    int coarsest,
    int levels,
    int iterations,
    int finer,
    double minutes,
    long seed,
    Symmetry symmetry,
    @JsonUnwrapped Hyperparameters hyperparameters) {

  /** Amounts of work that go into a model. */
  public enum Preset {
    /** A first look. */
    FAST(300),
    /** Minutes. */
    DEFAULT(800),
    /** Three times the default. */
    BEST(2400);

    private final int iterations;

    Preset(int iterations) {
      this.iterations = iterations;
    }

    /** Iterations of the generator. */
    public int iterations() {
      return iterations;
    }

    /** Its name on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Name of the settings in a model's description. */
  static final String SETTINGS = "settings";

  /** Resolution where none is asked for. */
  public static final int DEFAULT_RESOLUTION = 64;

  /** Sites along the longest side of the coarsest level where no other number is asked for. */
  public static final int DEFAULT_COARSEST = 36;

  /** Ratio of resolutions from one level to the next. */
  private static final double FACTOR = 4.0 / 3;

  private static final int LEAST_SIDE = 8;
  private static final int MOST_LEVELS = 16;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public TrainSettings {
    if (resolution < 16) {
      throw new IllegalArgumentException("the resolution must be at least 16, not " + resolution);
    }
    if (coarsest < LEAST_SIDE || coarsest > 256) {
      throw new IllegalArgumentException(
          "the coarsest level must have " + LEAST_SIDE + " to 256 voxels a side, not " + coarsest);
    }
    if (levels < 0 || levels > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "there are 1 to " + MOST_LEVELS + " levels, not " + levels);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException(
          "training takes at least one iteration, not " + iterations);
    }
    if (finer < 0) {
      throw new IllegalArgumentException("a level is not trained " + finer + " iterations");
    }
    if (!(minutes >= 0)) {
      throw new IllegalArgumentException("the time limit cannot be " + minutes + " minutes");
    }
  }

  /** The default at this resolution, without a time limit. */
  public static TrainSettings of(int resolution, long seed) {
    return new TrainSettings(
        resolution,
        Math.min(resolution, DEFAULT_COARSEST),
        0,
        Preset.DEFAULT.iterations(),
        0,
        0,
        seed,
        Symmetry.NONE,
        Hyperparameters.DEFAULT);
  }

  /** These settings with another number of iterations. */
  public TrainSettings withIterations(int number) {
    return new TrainSettings(
        resolution, coarsest, levels, number, finer, minutes, seed, symmetry, hyperparameters);
  }

  /** These settings with other hyperparameters. */
  public TrainSettings withHyperparameters(Hyperparameters other) {
    return new TrainSettings(
        resolution, coarsest, levels, iterations, finer, minutes, seed, symmetry, other);
  }

  /**
   * Sizes of the levels for a scene, coarsest first.
   *
   * @throws IllegalArgumentException if there are to be more levels than sizes
   */
  public List<GridSize> sizes(VoxelGrid scene) {
    int finest = Math.min(resolution, GridSize.of(scene).longest());
    int first = Math.min(coarsest, finest);
    int count = levels;
    if (count == 0) {
      count = 1 + (int) Math.round(Math.log((double) finest / first) / Math.log(FACTOR));
    }
    if (count > finest - first + 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "from %d to %d voxels there are at most %d levels, not %d; ask for fewer",
              first,
              finest,
              finest - first + 1,
              count));
    }
    List<GridSize> sizes = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double share = count == 1 ? 1 : (double) k / (count - 1);
      int side = (int) Math.round(first * Math.pow((double) finest / first, share));
      sizes.add(GridSize.fitting(scene.box(), side));
    }
    return sizes;
  }

  /** Number of levels, of so many, that have a generator. */
  int trainedLevels(int all) {
    return finer == 0 ? 1 : all;
  }

  /** Iterations of all generators of so many levels. */
  int allIterations(int all) {
    return iterations + (trainedLevels(all) - 1) * finer;
  }

  /**
   * The settings that a model was begun with.
   *
   * @param description the model's {@code model.json}
   * @throws ModelException if they are missing or out of range
   */
  public static TrainSettings of(ObjectNode description) throws ModelException {
    try {
      return SettingsJson.read(description.path(SETTINGS), TrainSettings.class);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "model.json holds settings that make no sense: " + e.getMessage(), e);
    }
  }
}
