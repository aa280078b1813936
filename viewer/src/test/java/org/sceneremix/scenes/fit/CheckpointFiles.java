package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Checkpoints of fits by themselves, for attacks on their reader. */
public final class CheckpointFiles {

  private static final Map<String, String> FACTS = Map.of("capture", "a ball");

  private CheckpointFiles() {}

  private static void transfer(StateTransfer with) throws IOException {
    with.transfer(7);
    with.transfer(new float[40]);
    with.transfer(new double[8]);
  }

  public static void write(Path file) throws IOException {
    new FitCheckpoint(file, true)
        .save(FACTS, new FitCheckpoint.Position(1, 20), CheckpointFiles::transfer);
  }

  public static void read(Path file) throws IOException {
    FitCheckpoint checkpoint = new FitCheckpoint(file, true);
    if (checkpoint.position(FACTS, 3).isPresent()) {
      checkpoint.restore(FACTS, CheckpointFiles::transfer);
    }
  }
}
