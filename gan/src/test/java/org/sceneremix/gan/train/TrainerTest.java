package org.sceneremix.gan.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.loss.Loss;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelException;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.sample.LayoutKind;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** A whole, if tiny, training: two stages of a few iterations. */
class TrainerTest {

  private static final CpuTracer TRACER = new CpuTracer(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 4 iterations of each of two stages. */
  private static final TrainSettings SETTINGS =
      new TrainSettings(28, 0, TrainSettings.Preset.DEFAULT, 0.0134, 0, 9);

  @TempDir Path folder;

  @AfterAll
  static void close() {
    TRACER.close();
  }

  private static GridFile scene() {
    VoxelGrid grid = VoxelGrid.empty(28, 28, 8, new Aabb(0, 0, 0, 2.8, 2.8, 0.8), 100);
    SplittableRandom random = new SplittableRandom(2);
    for (int v = 0; v < grid.voxelCount(); v++) {
      boolean solid = v < 28 * 28 * 2 || random.nextInt(20) == 0;
      grid.data()[v * 4] = solid ? 0.5f : 0;
      grid.data()[v * 4 + VoxelGrid.DENSITY] = solid ? 1 : -1;
    }
    return new GridFile(grid, JSON.createObjectNode());
  }

  private static Trainer begin(ModelFolder model) throws IOException {
    return begin(model, Variant.DEFAULT);
  }

  private static Trainer begin(ModelFolder model, Variant variant) throws IOException {
    TrainSettings settings =
        new TrainSettings(28, 0, TrainSettings.Preset.DEFAULT, 0.0134, 0, 9, variant);
    return Trainer.begin(
        model, settings, scene(), List.of(), JSON.createObjectNode(), TRACER, Engine.cpu());
  }

  /** Is cancelled at its n-th question. */
  private static Progress cancelledAfter(int n) {
    return new Progress() {
      private int asked;

      @Override
      public void at(double fraction, String message) {
        assertThat(fraction).isBetween(0.0, 1.0);
      }

      @Override
      public boolean cancelled() {
        return ++asked >= n;
      }
    };
  }

  private static float[] remix(ModelFolder folder) throws IOException {
    Model model = folder.open();
    return model.remix(3, model.defaultSize(), 1).data();
  }

  static List<Variant> variants() {
    return List.of(
        Variant.DEFAULT,
        new Variant(Loss.WGAN_GP, 2, 0.1, 3, 14, LayoutKind.WARP),
        new Variant(Loss.WGAN_GP, 0, 0.1, 0, 14, LayoutKind.AUTO),
        new Variant(Loss.LOGISTIC, 1, 0, 1, 1000, LayoutKind.AUTO));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void trainingInterruptedInEveryStageEqualsUninterrupted(Variant variant) throws IOException {
    ModelFolder whole = new ModelFolder(folder.resolve("whole"));
    assertThat(begin(whole, variant).run(Progress.NONE)).isTrue();

    ModelFolder parts = new ModelFolder(folder.resolve("parts"));
    assertThat(begin(parts, variant).run(cancelledAfter(2))).isFalse();
    assertThat(Trainer.settingsOf(parts.description()).variant()).isEqualTo(variant);
    assertThat(Trainer.resume(parts, List.of(), TRACER, Engine.cpu()).run(cancelledAfter(3)))
        .isFalse();
    assertThat(Trainer.resume(parts, List.of(), TRACER, Engine.cpu()).run(Progress.NONE)).isTrue();

    assertThat(remix(parts)).isEqualTo(remix(whole));
    assertThat(parts.open().complete()).isTrue();
    assertThat(parts.log().resolve("stage-1.png")).exists();
    assertThat(log(parts)).isEqualTo(log(whole)).hasSize(2);
  }

  @Test
  void noiseAboveTheCoarsestStageIsMultipliedByItsFactor() throws IOException {
    float once = noiseOfTheSecondStage(1);
    assertThat(once).isPositive();
    assertThat(noiseOfTheSecondStage(4)).isEqualTo(4 * once);
    assertThat(noiseOfTheSecondStage(0)).isZero();
  }

  private float noiseOfTheSecondStage(double factor) throws IOException {
    ModelFolder model = new ModelFolder(folder.resolve("noise-" + factor));
    begin(model, new Variant(Loss.LOGISTIC, 1, 0.3, factor, 24, LayoutKind.AUTO))
        .run(Progress.NONE);
    return model.finishedStage(1).orElseThrow().stage().noiseAmplitude();
  }

  @Test
  void modelsThatSayNothingOfVariantsAreTheDefault() throws IOException {
    ModelFolder model = new ModelFolder(folder);
    begin(model);
    ObjectNode description = model.description();
    ObjectNode settings = description.withObject("/settings");
    settings.remove(List.of("loss", "volumeWeight", "pictureWeight", "noise", "crop"));
    assertThat(Trainer.settingsOf(description)).isEqualTo(SETTINGS);

    settings.put("loss", "hinge");
    assertThatThrownBy(() -> Trainer.settingsOf(description))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'hinge'")
        .hasMessageContaining("wgan-gp");
    settings.put("loss", "wgan-gp").put("noise", "loud");
    assertThatThrownBy(() -> Trainer.settingsOf(description))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("noise must lie between 0 and 1000");
    settings.put("noise", 1).put("crop", 3);
    assertThatThrownBy(() -> Trainer.settingsOf(description))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at least 11");
  }

  @Test
  void unfinishedModelCanBeSampledAtAnySize() throws IOException {
    ModelFolder model = new ModelFolder(folder);
    begin(model).run(cancelledAfter(2));
    Model unfinished = model.open();
    assertThat(unfinished.complete()).isFalse();
    VoxelGrid remix = unfinished.remix(1, new GridSize(40, 20, 8), 1);
    assertThat(GridSize.of(remix)).isEqualTo(new GridSize(40, 20, 8));
    assertThat(remix.voxelX()).isCloseTo(scene().grid().voxelX(), within(1e-9));
  }

  @Test
  void modelWithoutAnyStageSaysSo() throws IOException {
    ModelFolder model = new ModelFolder(folder);
    begin(model);
    assertThatThrownBy(model::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no trained stage");
  }

  @Test
  void damagedCheckpointIsSaidToBeDamaged() throws IOException {
    ModelFolder model = new ModelFolder(folder);
    begin(model).run(cancelledAfter(1));
    Path file = folder.resolve("checkpoint.zip");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(
            () -> Trainer.resume(model, List.of(), TRACER, Engine.cpu()).run(Progress.NONE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("damaged");
  }

  /** Lines of the log without their times. */
  private static List<ObjectNode> log(ModelFolder model) throws IOException {
    List<ObjectNode> lines = TrainingLog.read(model.log());
    lines.forEach(line -> line.remove(TrainingLog.SECONDS));
    return lines;
  }

  /** Sees what is not a number in some of the pictures, by their count. */
  private record Blinded(IntPredicate when, AtomicInteger traced) implements VolumeTracer {
    @Override
    public void trace(VoxelGrid grid, Rays rays, TraceSettings settings, TracedRays out) {
      TRACER.trace(grid, rays, settings, out);
      if (when.test(traced.getAndIncrement())) {
        Arrays.fill(out.colour(), Float.NaN);
      }
    }

    @Override
    public void adjoint(
        VoxelGrid grid,
        Rays rays,
        TraceSettings settings,
        TracedRays traced,
        float[] colourGradient,
        float[] opacityGradient,
        float[] gradient) {
      TRACER.adjoint(grid, rays, settings, traced, colourGradient, opacityGradient, gradient);
    }
  }

  @Test
  void divergedTrainingGoesBackAndEndsWell() throws IOException {
    ModelFolder model = new ModelFolder(folder);
    VolumeTracer tracer = new Blinded(picture -> picture == 8, new AtomicInteger());
    Trainer trainer =
        Trainer.begin(
            model, SETTINGS, scene(), List.of(), JSON.createObjectNode(), tracer, Engine.cpu());
    assertThat(trainer.run(Progress.NONE)).isTrue();
    for (float value : remix(model)) {
      assertThat(value).isFinite();
    }
    List<ObjectNode> events =
        TrainingLog.read(model.log()).stream().filter(line -> line.has(TrainingLog.EVENT)).toList();
    assertThat(events).hasSize(1);
    assertThat(events.get(0).path(TrainingLog.EVENT).asText())
        .contains("not a number")
        .contains("back to iteration 0");
  }

  @Test
  void trainingThatAlwaysDivergesEndsWithASentence() throws IOException {
    ModelFolder model = new ModelFolder(folder);
    VolumeTracer tracer = new Blinded(picture -> true, new AtomicInteger());
    Trainer trainer =
        Trainer.begin(
            model, SETTINGS, scene(), List.of(), JSON.createObjectNode(), tracer, Engine.cpu());
    assertThatThrownBy(() -> trainer.run(Progress.NONE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("diverged")
        .hasMessageContaining("--seed");
  }
}
