package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.nio.file.Path;

/** Checkpoints of fits by themselves, for attacks on their reader. */
public final class CheckpointFiles {

  private static final FitRun RUN =
      new FitRun("capture", 2, "4x4", "a box", FitSettings.DEFAULT, 1);

  private CheckpointFiles() {}

  private static void transfer(StateTransfer with) throws IOException {
    with.transfer(7);
    with.transfer(new float[40]);
    with.transfer(new double[8]);
  }

  public static void write(Path file) throws IOException {
    new FitCheckpoint(file, true)
        .save(RUN, new FitCheckpoint.Position(1, 20), CheckpointFiles::transfer);
  }

  public static void read(Path file) throws IOException {
    FitCheckpoint checkpoint = new FitCheckpoint(file, true);
    if (checkpoint.position(RUN, 3).isPresent()) {
      checkpoint.restore(RUN, CheckpointFiles::transfer);
    }
  }
}
