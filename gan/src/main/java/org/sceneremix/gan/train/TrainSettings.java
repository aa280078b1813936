package org.sceneremix.gan.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sceneremix.volume.GridPyramid;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * How a model is trained. {@link #of} and the command line take, unless told otherwise, as many
 * stages as the rule says, {@link Preset#DEFAULT}, a factor of 1, no limit in minutes, and {@link
 * Variant#DEFAULT}: the logistic loss, weight 1 of the 3D and 0.3 of the 2D critic, noise times 1,
 * crops of 24 voxels.
 *
 * @param resolution voxels along the longest side of the finest stage
 * @param stages number of stages; 0: as many as the rule of {@link GridPyramid#defaultSizes} gives
 * @param preset how long to train
 * @param iterationFactor multiplies the iterations of every stage
 * @param minutes limit on the whole training, wall-clock minutes; 0: none. Stages that would take
 *     longer get shorter in proportion, so results then depend on the speed of the machine
 * @param seed where all chance comes from
 * @param variant losses and their weights, crops, noise
 */
public record TrainSettings(
    int resolution,
    int stages,
    Preset preset,
    double iterationFactor,
    double minutes,
    long seed,
    Variant variant) {

  /** How much work goes into a model. */
  public enum Preset {
    /** A first look. */
    FAST(0.3),
    /** Minutes. */
    DEFAULT(1),
    /** Three times the iterations of the default. */
    BEST(3);

    private final double factor;

    Preset(double factor) {
      this.factor = factor;
    }

    /** As the command line says it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** About as long for every stage: finer ones cost more, and start from what is nearly right. */
  private static final int[] ITERATIONS = {300, 300, 300, 250, 170};

  /** Channels of the hidden layers of all networks. */
  static final int WIDTH = 32;

  /**
   * Convolutions of the critics. With three a score sees 7 voxels, at the coarsest stage a third of
   * the scene. With five it sees half of it, of which there are too few different ones: the critic
   * learns them by heart and wins (loss 0.5 after 400 iterations on toy blocks, instead of 1.3),
   * and the reconstruction's error is seven times as large.
   */
  static final int CRITIC_LAYERS = 3;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public TrainSettings {
    if (resolution < 16) {
      throw new IllegalArgumentException("the resolution must be at least 16, not " + resolution);
    }
    if (stages < 0) {
      throw new IllegalArgumentException("the number of stages cannot be " + stages);
    }
    if (!(iterationFactor > 0)) {
      throw new IllegalArgumentException(
          "the iterations must be scaled by a positive factor, not " + iterationFactor);
    }
    if (!(minutes >= 0)) {
      throw new IllegalArgumentException("the time limit cannot be " + minutes + " minutes");
    }
  }

  /** As the other constructor, with {@link Variant#DEFAULT}. */
  public TrainSettings(
      int resolution,
      int stages,
      Preset preset,
      double iterationFactor,
      double minutes,
      long seed) {
    this(resolution, stages, preset, iterationFactor, minutes, seed, Variant.DEFAULT);
  }

  /** Preset {@code default} at this resolution, without a time limit. */
  public static TrainSettings of(int resolution, long seed) {
    return new TrainSettings(resolution, 0, Preset.DEFAULT, 1, 0, seed);
  }

  /** Iterations of the coarsest stage, which gets most. */
  public int coarsestIterations() {
    return stage(0).iterations();
  }

  /**
   * These settings with so many iterations of the coarsest stage, the finer ones in proportion.
   *
   * @throws IllegalArgumentException if there is not one
   */
  public TrainSettings withCoarsestIterations(int iterations) {
    double factor = iterations / (ITERATIONS[0] * preset.factor);
    return new TrainSettings(resolution, stages, preset, factor, minutes, seed, variant);
  }

  /** Sizes of the stages for a scene, coarsest first. */
  List<GridSize> sizes(VoxelGrid scene) {
    GridSize own = GridSize.of(scene);
    GridSize finest = GridSize.fitting(scene.box(), Math.min(resolution, own.longest()));
    List<GridSize> sizes = new ArrayList<>(GridPyramid.defaultSizes(finest));
    if (stages == 0) {
      return sizes;
    }
    if (stages > sizes.size()) {
      throw new IllegalArgumentException(
          "at resolution "
              + finest.longest()
              + " there are at most "
              + sizes.size()
              + " stages; ask for fewer, or for a higher resolution");
    }
    return sizes.subList(sizes.size() - stages, sizes.size());
  }

  /** Settings of one stage. */
  StageSettings stage(int index) {
    int planned = ITERATIONS[Math.min(index, ITERATIONS.length - 1)];
    int iterations = (int) Math.max(1, Math.round(planned * preset.factor * iterationFactor));
    return new StageSettings(iterations, 2, 32, 5e-4, 0.05, 0.005, 2, 5, 10, 0.98, variant);
  }
}
