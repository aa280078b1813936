package org.sceneremix.gan.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.gan.TinyModel;
import org.sceneremix.gan.critic.Loss;
import org.sceneremix.gan.model.ModelException;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.work.Workers;

class TrainerTest {

  @TempDir private Path directory;

  /** Progress that asks to stop after so many reports. */
  private static Progress stoppingAfter(int reports) {
    return new Progress() {
      private int left = reports;

      @Override
      public void at(double fraction, String message) {
        left--;
      }

      @Override
      public boolean cancelled() {
        return left <= 0;
      }
    };
  }

  private static byte[] weights(ModelFolder folder) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.path().resolve("generator.weights"));
    // the header holds the time that it took; the arrays follow, then the checksum
    int header =
        16 + java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(12);
    return Arrays.copyOfRange(bytes, header, bytes.length - 4);
  }

  @Test
  void hasTheSameBytesAtAnyNumberOfThreads() throws IOException {
    ModelFolder one = TinyModel.train(directory.resolve("one"), TinyModel.SETTINGS, 1);
    ModelFolder two = TinyModel.train(directory.resolve("two"), TinyModel.SETTINGS, 2);
    assertArrayEquals(weights(one), weights(two));
  }

  @Test
  void resumedTrainingEqualsUninterrupted() throws IOException {
    ModelFolder whole = TinyModel.train(directory.resolve("whole"), TinyModel.SETTINGS, 1);
    ModelFolder folder = new ModelFolder(directory.resolve("stopped"));
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      CpuTracer tracer = new CpuTracer(workers);
      assertFalse(
          TinyModel.begin(folder, TinyModel.SETTINGS, tracer, engine).run(stoppingAfter(2)));
      assertFalse(folder.isComplete());
      assertFalse(folder.open(engine).complete());
      assertTrue(Trainer.resume(folder, List.of(), tracer, engine).run(Progress.NONE));
    }
    assertTrue(folder.isComplete());
    assertArrayEquals(weights(whole), weights(folder));
  }

  @Test
  void aTrainingThatWasKilledAtItsEndLeavesNoCheckpoint() throws IOException {
    ModelFolder folder = TinyModel.train(directory, TinyModel.SETTINGS, 1);
    byte[] trained = weights(folder);
    Path checkpoint =
        Files.copy(directory.resolve("generator.weights"), directory.resolve("checkpoint.weights"));
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      CpuTracer tracer = new CpuTracer(workers);
      assertTrue(Trainer.resume(folder, List.of(), tracer, engine).run(Progress.NONE));
    }
    assertFalse(Files.exists(checkpoint));
    assertArrayEquals(trained, weights(folder));
  }

  @Test
  void differsBySeed() throws IOException {
    TrainSettings other =
        new TrainSettings(
            16,
            12,
            2,
            4,
            2,
            0,
            2,
            TinyModel.SETTINGS.symmetry(),
            TinyModel.SETTINGS.hyperparameters());
    ModelFolder one = TinyModel.train(directory.resolve("one"), TinyModel.SETTINGS, 1);
    ModelFolder two = TinyModel.train(directory.resolve("two"), other, 1);
    assertFalse(Arrays.equals(weights(one), weights(two)));
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void logsEveryFigureAndShowsPreviews(Loss loss) throws IOException {
    Hyperparameters hyperparameters = new Hyperparameters(loss, 1, 0.1, 20, 40, 1, 3);
    ModelFolder folder =
        TinyModel.train(
            directory,
            TinyModel.SETTINGS.withHyperparameters(hyperparameters).withIterations(2),
            2);
    assertEquals(1, TrainingLog.read(folder.log()).stream().filter(l -> !l.has("event")).count());
    assertTrue(TrainingLog.read(folder.log()).get(0).path("pictureLead").isNumber());
    assertTrue(Files.exists(folder.log().resolve("preview-000004.png")));
  }

  @Test
  void trainingTeachesTheReference() throws IOException {
    ModelFolder folder = TinyModel.train(directory, TinyModel.SETTINGS.withIterations(60), 2);
    try (Workers workers = new Workers(2);
        Engine engine = Engine.cpu(workers)) {
      double trained = reconstructionError(folder.open(engine).remixer());
      double untrained = reconstructionError(folder.untrained(engine).remixer());
      assertTrue(trained < 0.5 * untrained, trained + " of " + untrained);
    }
  }

  private static double reconstructionError(Remixer remixer) {
    float[] made = remixer.raw(Latents.ofReconstruction(), remixer.defaultSize()).data();
    float[] wanted = remixer.coarsest().data();
    double sum = 0;
    for (int i = 3; i < made.length; i += 4) {
      sum += (made[i] - wanted[i]) * (made[i] - wanted[i]);
    }
    return sum;
  }

  @Test
  void refusesACheckpointOfAnotherTraining() throws IOException {
    Path a = directory.resolve("a");
    Path b = directory.resolve("b");
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      CpuTracer tracer = new CpuTracer(workers);
      TinyModel.begin(new ModelFolder(a), TinyModel.SETTINGS, tracer, engine).run(stoppingAfter(1));
      TinyModel.begin(new ModelFolder(b), TinyModel.SETTINGS.withIterations(9), tracer, engine)
          .run(stoppingAfter(1));
      Files.copy(
          a.resolve("checkpoint.weights"),
          b.resolve("checkpoint.weights"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Trainer resumed = Trainer.resume(new ModelFolder(b), List.of(), tracer, engine);
      ModelException e = assertThrows(ModelException.class, () -> resumed.run(Progress.NONE));
      assertTrue(e.getMessage().contains("another training"), e.getMessage());
    }
  }
}
