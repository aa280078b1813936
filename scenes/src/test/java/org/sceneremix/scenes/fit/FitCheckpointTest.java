package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class FitCheckpointTest {

  private static final Workers WORKERS = new Workers(2);

  private static final FitSettings SETTINGS =
      FitSettings.DEFAULT
          .withResolution(32)
          .withIterations(60)
          .withRaysPerIteration(256)
          .withHarmonicsDegree(2)
          .withExposures(true);

  @TempDir Path folder;

  private Capture ball() throws IOException {
    return BallCapture.write(folder, 24, 12);
  }

  /** Stops after so many iterations. */
  private static Progress stoppingAfter(int iterations) {
    return new Progress() {
      private int done;

      @Override
      public void at(double fraction, String message) {
        done += message.contains("training rays") ? 1 : 0;
      }

      @Override
      public boolean cancelled() {
        return done >= iterations;
      }
    };
  }

  private FitResult fit(boolean resume, FitSettings settings, Progress progress)
      throws IOException {
    FitCheckpoint checkpoint = new FitCheckpoint(folder.resolve("checkpoint"), resume);
    return GridFitter.fit(
        ball(),
        settings,
        Optional.of(checkpoint),
        new CpuTracer(WORKERS),
        WORKERS,
        FitObserver.NONE,
        progress);
  }

  /** In the coarse scale, on the border of the scales, in the finest one, and at its end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 22, 23, 40, 60})
  void resumedFitEqualsUninterrupted(int iterations) throws IOException {
    FitResult whole = GridFitter.fit(ball(), SETTINGS, WORKERS, Progress.NONE);
    FitResult part = fit(false, SETTINGS, stoppingAfter(iterations));
    assertThat(part.complete()).isFalse();
    assertThat(part.iterations()).isEqualTo(iterations);
    FitResult rest = fit(true, SETTINGS, Progress.NONE);
    assertThat(rest.complete()).isTrue();
    assertThat(rest.iterations()).isEqualTo(60);
    assertThat(rest.grid().data()).isEqualTo(whole.grid().data());
    assertThat(rest.heldOut()).isEqualTo(whole.heldOut());
    assertThat(rest.heldOutDirectional()).isEqualTo(whole.heldOutDirectional());
  }

  @Test
  void withoutResumeTheFitBeginsAnew() throws IOException {
    FitResult part = fit(false, SETTINGS, stoppingAfter(30));
    FitResult again = fit(false, SETTINGS, stoppingAfter(30));
    assertThat(again.grid().data()).isEqualTo(part.grid().data());
  }

  @Test
  void saysThatTheFitWasBegunOtherwise() throws IOException {
    fit(false, SETTINGS, stoppingAfter(5));
    assertThatThrownBy(() -> fit(true, SETTINGS.withSeed(9), Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the fit was begun with seed " + SETTINGS.seed() + ", not 9");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.2, 0.7})
  void damageIsFound(double where) throws IOException {
    fit(false, SETTINGS, stoppingAfter(5));
    Path file = folder.resolve("checkpoint");
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (where * bytes.length)] ^= 4;
    Files.write(file, bytes);
    assertThatThrownBy(() -> fit(true, SETTINGS, Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checkpoint");
  }

  @Test
  void aFileThatEndsTooEarlyIsDamaged() throws IOException {
    fit(false, SETTINGS, stoppingAfter(5));
    Path file = folder.resolve("checkpoint");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    assertThatThrownBy(() -> fit(true, SETTINGS, Progress.NONE)).hasMessageContaining("is damaged");
  }

  @Test
  void checkpointSaysWhatItWasBegunWith() throws IOException {
    FitCheckpoint checkpoint = new FitCheckpoint(folder.resolve("checkpoint"), true);
    assertThat(checkpoint.settings()).isEmpty();
    fit(false, SETTINGS, stoppingAfter(5));
    assertThat(checkpoint.settings()).contains(SETTINGS);
  }

  @Test
  void observerSeesEveryStepAndTheGridAsItIs() throws IOException {
    List<Integer> steps = new ArrayList<>();
    List<VoxelGrid> seen = new ArrayList<>();
    FitObserver observer =
        (iteration, psnr, grid) -> {
          steps.add(iteration);
          seen.add(grid.copy());
          assertThat(psnr).isPositive();
        };
    FitResult result =
        GridFitter.fit(
            ball(),
            SETTINGS.withIterations(20),
            Optional.empty(),
            new CpuTracer(WORKERS),
            WORKERS,
            observer,
            Progress.NONE);
    assertThat(steps).hasSize(20).startsWith(1, 2).endsWith(19, 20);
    assertThat(seen.get(19).nx()).isEqualTo(result.grid().nx());
    assertThat(seen.get(19).data()).isNotEqualTo(seen.get(18).data());
  }
}
