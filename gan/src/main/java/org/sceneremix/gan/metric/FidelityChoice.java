package org.sceneremix.gan.metric;

import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * The fidelity of a model's remixes where none is asked for: {@value
 * RemixSettings#DEFAULT_FIDELITY}, or less where pieces of the scene would be copied that are too
 * large for a remix.
 */
public final class FidelityChoice {

  /**
   * Largest piece that may be copied with one offset, as a share of a remix, mean over some. Others
   * than those that are measured may have a little larger ones and stay below 0.15.
   */
  static final double LARGEST_PIECE = 0.135;

  /** Steps of fidelity in which the schedule of patches differs by a size or more. */
  private static final double STEP = 0.125;

  private static final int REMIXES = 6;

  private FidelityChoice() {}

  /**
   * Measures remixes, the large patches first.
   *
   * @throws java.util.concurrent.CancellationException if the progress is cancelled
   */
  public static double of(Remixer remixer, Workers workers, Progress progress) {
    return of(remixer, LARGEST_PIECE, workers, progress);
  }

  static double of(Remixer remixer, double largest, Workers workers, Progress progress) {
    double fidelity = RemixSettings.DEFAULT_FIDELITY;
    while (fidelity > 0 && largestPiece(remixer, fidelity, workers, progress) > largest) {
      fidelity -= STEP;
    }
    return fidelity;
  }

  /** The largest piece of a remix, mean over some. */
  static double largestPiece(Remixer remixer, double fidelity, Workers workers, Progress progress) {
    RemixSettings settings = remixer.settings().withFidelity(fidelity);
    double sum = 0;
    for (int seed = 1; seed <= REMIXES; seed++) {
      VoxelGrid remix = remixer.make(Recipe.ofSeed(seed), settings, progress.silent()).grid();
      sum += CopiedPieces.between(remix, remixer.reference(), workers).largest();
    }
    return sum / REMIXES;
  }
}
