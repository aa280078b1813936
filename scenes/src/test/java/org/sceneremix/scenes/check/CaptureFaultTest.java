package org.sceneremix.scenes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.scenes.synth.BuiltInScene;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.volume.work.Workers;

/** Every fault is found, and nothing is said of a sound capture. */
class CaptureFaultTest {

  private static final Workers WORKERS = new Workers(2);

  private static final int VIEWS = 30;
  private static final int SIZE = 96;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"STONES", "BLOCKS"})
  void faultsAreFoundAndSoundCapturesAreNotAccused(BuiltInScene scene) throws IOException {
    new SyntheticCapture(scene, VIEWS, SIZE, 1).write(folder, WORKERS, Progress.NONE);
    Capture sound = CaptureReader.read(folder);
    assertThat(accusations(sound)).as("intact").isEmpty();
    for (CaptureFault fault : CaptureFault.values()) {
      assertThat(accusations(fault.in(sound, folder)))
          .as(fault.name())
          .singleElement()
          .asString()
          .contains(fault.sentence());
    }
  }

  private static List<String> accusations(Capture capture) throws IOException {
    return CaptureCheck.check(capture, Progress.NONE).findings().stream()
        .filter(finding -> finding.weight() != Finding.Weight.NOTE)
        .map(Finding::sentence)
        .toList();
  }
}
