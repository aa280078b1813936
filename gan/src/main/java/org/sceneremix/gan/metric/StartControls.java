package org.sceneremix.gan.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Scenes that take the same way as remixes from the coarsest level on, but do not come from the
 * generator: what training is worth is what remixes are better than these.
 */
public final class StartControls {

  /** Part of the longest side of the coarsest level that a shuffled block has. */
  private static final int BLOCKS_ALONG = 4;

  static final String NOISE = "noise start";
  static final String SHUFFLE = "shuffle start";

  private StartControls() {}

  /** Edge of shuffled blocks of the coarsest level. */
  static int block(VoxelGrid coarse) {
    return Math.max(1, GridSize.of(coarse).longest() / BLOCKS_ALONG);
  }

  /**
   * Noise with mean and deviation of each height, and a shuffle of blocks of the reference, each
   * made consistent with the exemplar as remixes are, but without networks.
   *
   * @param settings of the remixes beside which these stand; of the reference's size
   * @param count scenes of each
   * @param seed of all chance
   */
  public static List<Control> of(
      Remixer remixer, RemixSettings settings, int count, long seed, Progress progress) {
    VoxelGrid coarse = remixer.coarsest();
    Remixer plain = remixer.withCoarsestStage();
    return List.of(
        new Control(
            NOISE, made(plain, settings, count, progress, i -> Controls.noise(coarse, seed + i))),
        new Control(
            SHUFFLE,
            made(
                plain,
                settings,
                count,
                progress,
                i -> Controls.shuffled(coarse, block(coarse), seed + i))));
  }

  private static List<VoxelGrid> made(
      Remixer remixer,
      RemixSettings settings,
      int count,
      Progress progress,
      LongFunction<VoxelGrid> start) {
    List<VoxelGrid> scenes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Recipe recipe = new Recipe.Started(start.apply(i));
      scenes.add(remixer.make(recipe, settings, progress).grid());
    }
    return scenes;
  }
}
