package org.sceneremix.gan.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The figures of a training: {@code metrics.csv}, one line every few iterations, written as it
 * goes.
 */
final class TrainingLog {

  private static final String HEADER =
      "stage,iteration,seconds,critic3d,critic2d,r1,r1_weight,adversarial3d,adversarial2d,reconstruction3d,reconstruction2d,"
          + "occupancy,reference_occupancy\n";

  private final Path file;

  /**
   * @param folder made if it is not there
   */
  TrainingLog(Path folder) throws IOException {
    Files.createDirectories(folder);
    file = folder.resolve("metrics.csv");
    if (!Files.exists(file)) {
      Files.writeString(file, HEADER);
    }
  }

  /** Forgets an earlier training. */
  static void clear(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve("metrics.csv"));
  }

  void add(int stage, int iteration, double seconds, StageFigures f) throws IOException {
    String line =
        String.format(
            Locale.ROOT,
            "%d,%d,%.1f,%.4f,%.4f,%.4g,%.4g,%.4f,%.4f,%.5f,%.5f,%.4f,%.4f%n",
            stage,
            iteration,
            seconds,
            f.criticLoss3d(),
            f.criticLoss2d(),
            f.r1(),
            f.r1Weight(),
            f.adversarial3d(),
            f.adversarial2d(),
            f.reconstruction3d(),
            f.reconstruction2d(),
            f.occupancy(),
            f.realOccupancy());
    Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }
}
