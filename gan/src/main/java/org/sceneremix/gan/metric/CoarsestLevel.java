package org.sceneremix.gan.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Worth of training at the coarsest level alone, as networks see it: scenes of the generator and
 * others are made consistent by the same small patches, which leave much to the start, and compared
 * with the reference.
 */
public final class CoarsestLevel {

  private static final List<Integer> ROUNDS = List.of(5, 5, 5, 5, 5, 5, 5, 5);

  private CoarsestLevel() {}

  /**
   * Measures the generator, noise, shuffled blocks, and the generator before it was trained.
   *
   * @param count scenes of each
   * @param seed of the first scene of each
   * @return figures by name, in that order
   */
  public static Map<String, CoarseSimilarity> of(
      Remixer remixer,
      Remixer untrained,
      int count,
      long seed,
      Workers workers,
      Progress progress) {
    VoxelGrid coarse = remixer.coarsestAsSeen();
    Map<String, LongFunction<VoxelGrid>> starts = new LinkedHashMap<>();
    starts.put("generator", n -> remixer.rawAsSeen(Latents.ofSeed(n), remixer.defaultSize()));
    starts.put(StartControls.NOISE, n -> Controls.noise(coarse, n));
    starts.put(
        StartControls.SHUFFLE, n -> Controls.shuffled(coarse, StartControls.block(coarse), n));
    starts.put("untrained", n -> untrained.rawAsSeen(Latents.ofSeed(n), remixer.defaultSize()));
    Map<String, CoarseSimilarity> figures = new LinkedHashMap<>();
    starts.forEach(
        (name, start) -> {
          List<VoxelGrid> scenes = new ArrayList<>();
          for (int n = 0; n < count; n++) {
            scenes.add(remixer.consistentAsSeen(start.apply(seed + n), ROUNDS, progress));
          }
          figures.put(name, CoarseSimilarity.of(scenes, coarse, seed, workers));
        });
    return figures;
  }
}
