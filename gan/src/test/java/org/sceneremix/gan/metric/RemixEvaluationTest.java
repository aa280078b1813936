package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class RemixEvaluationTest {

  private static final VoxelGrid SCENE = MetricScenes.blocks(28, 28, 9, 6, 1);

  private static List<Camera> cameras(int count) {
    Intrinsics pinhole = Intrinsics.ofFieldOfView(32, 32, 0.9);
    Vector3d middle = new Vector3d(14, 14, 3);
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * i / count;
      Vector3d eye = new Vector3d(14 + 28 * Math.cos(angle), 14 + 28 * Math.sin(angle), 20);
      cameras.add(Camera.lookAt(pinhole, eye, middle, new Vector3d(0, 0, 1)));
    }
    return cameras;
  }

  private static RemixEvaluation evaluate(VoxelGrid reference, List<VoxelGrid> remixes) {
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      return RemixEvaluation.evaluate(
          reference,
          remixes,
          List.of(),
          new Observer(cameras(2), tracer, workers),
          7,
          Optional.empty());
    }
  }

  @Test
  void otherArrangementsOfTheSameBlocksBeatConfettiAndDifferFromCopies() {
    List<VoxelGrid> remixes =
        List.of(MetricScenes.blocks(28, 28, 9, 6, 2), MetricScenes.blocks(28, 28, 9, 6, 3));
    List<VoxelGrid> noise =
        List.of(MetricScenes.confetti(SCENE, 2), MetricScenes.confetti(SCENE, 3));
    RemixQuality good = evaluate(SCENE, remixes).remixes();
    RemixEvaluation confetti = evaluate(SCENE, noise);
    RemixQuality bad = confetti.remixes();
    RemixQuality copy = confetti.controls().get("exact copy");

    assertThat(copy)
        .isEqualTo(
            new RemixQuality(
                1,
                confetti.referenceOccupancy(),
                0,
                1,
                1,
                1,
                0,
                0,
                0,
                0,
                copy.offsetBytes(),
                1,
                new PieceSizes(0, 0, 0, 1),
                OptionalDouble.of(1),
                Optional.of(new ThingShares(6, 1, 0, 0, 0, 0)),
                OptionalDouble.empty()));
    assertThat(copy.offsetBytes()).isLessThan(0.1);

    assertThat(good.patchSwd()).isLessThan(bad.patchSwd());
    assertThat(good.localPatchIou()).isGreaterThan(bad.localPatchIou());
    assertThat(good.coherence()).isLessThan(bad.coherence());
    assertThat(good.completeness()).isLessThan(bad.completeness());
    assertThat(good.shapeDiversity()).isGreaterThan(0.1);
    assertThat(good.appearanceDiversity()).isGreaterThan(0.1);
    assertThat(good.offsetBytes()).isGreaterThan(3 * copy.offsetBytes());
  }

  @Test
  void controlsShowWhatTheirNamesSay() {
    RemixEvaluation evaluation = evaluate(SCENE, List.of(SCENE));
    RemixQuality shifted = evaluation.controls().get("shifted copy");
    RemixQuality shuffled = evaluation.controls().get("chunk shuffle");
    assertThat(shifted.occupancy()).isEqualTo(evaluation.referenceOccupancy());
    assertThat(shifted.coherence()).isLessThan(shuffled.coherence());
    assertThat(shifted.localPatchIou()).isGreaterThan(shuffled.localPatchIou());
    assertThat(shifted.shapeDiversity()).isGreaterThan(0.1);
    assertThat(shuffled.shapeDiversity()).isGreaterThan(0.1);
    assertThat(shifted.offsetBytes()).isLessThan(shuffled.offsetBytes());
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    List<VoxelGrid> remixes = List.of(MetricScenes.blocks(28, 28, 9, 6, 2));
    assertThat(evaluate(SCENE, remixes)).isEqualTo(evaluate(SCENE, remixes));
  }

  @Test
  void aFinerReferenceIsBroughtToTheVoxelsOfTheRemixes() {
    float[] fine =
        new TrilinearResize(4, GridSize.of(SCENE), new GridSize(56, 56, 18)).apply(SCENE.data());
    VoxelGrid reference = new VoxelGrid(56, 56, 18, SCENE.box(), SCENE.densityScale(), fine);
    RemixEvaluation evaluation = evaluate(reference, List.of(SCENE));
    assertThat(evaluation.remixes().coherence())
        .isLessThan(0.3 * evaluation.controls().get("chunk shuffle").coherence() + 0.05);
  }

  @Test
  void jsonNamesEveryFigureWithItsUnit() {
    ObjectNode json = evaluate(SCENE, List.of(SCENE)).toJson();
    List<String> names = new ArrayList<>();
    json.get("remixes").fieldNames().forEachRemaining(names::add);
    List<String> units = new ArrayList<>();
    json.get("units").fieldNames().forEachRemaining(units::add);
    assertThat(units).isEqualTo(names).hasSize(23).contains("largestPiece", "wholeThings");
    assertThat(json.get("controls").size()).isEqualTo(3);
  }

  @Test
  void tableHasARowForEveryFigureAndAColumnForEveryControl() {
    RemixEvaluation evaluation = evaluate(SCENE, List.of(SCENE));
    assertThat(evaluation.table()).hasSize(23);
    assertThat(evaluation.table())
        .allSatisfy(row -> assertThat(row).hasSameSizeAs(evaluation.tableHeader()));
    assertThat(evaluation.table().get(3)).startsWith("local patch iou", "1.000", "1.000");
  }

  @Test
  void sifidIsMeasuredWhereThereAreWeights(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tiny.h5");
    KerasFile.write(file, true);
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      RemixEvaluation evaluation =
          RemixEvaluation.evaluate(
              SCENE,
              List.of(MetricScenes.confetti(SCENE, 2)),
              List.of(),
              new Observer(cameras(2), tracer, workers),
              7,
              Optional.of(InceptionStem.read(file)));
      assertThat(evaluation.controls().get("exact copy").sifid().orElseThrow()).isLessThan(1e-6);
      assertThat(evaluation.remixes().sifid().orElseThrow())
          .isGreaterThan(evaluation.controls().get("chunk shuffle").sifid().orElseThrow());
      assertThat(evaluation.table()).hasSize(18);
    }
  }

  @Test
  void controlsOfTheCallerStandBehindTheOthersUnderTheirNames() {
    List<Control> more =
        List.of(
            new Control("noise", List.of(Controls.noise(SCENE, 1))),
            new Control("confetti", List.of(MetricScenes.confetti(SCENE, 2))));
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      RemixEvaluation evaluation =
          RemixEvaluation.evaluate(
              SCENE,
              List.of(SCENE),
              more,
              new Observer(cameras(1), tracer, workers),
              7,
              Optional.empty());
      assertThat(evaluation.tableHeader())
          .containsExactly(
              "",
              "remixes",
              "exact copy",
              "shifted copy",
              "chunk shuffle",
              "noise",
              "confetti",
              "unit");
      assertThat(evaluation.table())
          .allSatisfy(row -> assertThat(row).hasSameSizeAs(evaluation.tableHeader()));
      assertThat(evaluation.toJson().get("controls").get("confetti").get("largestPiece").asDouble())
          .isLessThan(0.05);
    }
  }

  @Test
  void twoControlsOfOneNameAreRefused() {
    List<Control> more = List.of(new Control("exact copy", List.of(SCENE)));
    try (Workers workers = new Workers(1)) {
      CpuTracer tracer = new CpuTracer(workers);
      assertThatThrownBy(
              () ->
                  RemixEvaluation.evaluate(
                      SCENE,
                      List.of(SCENE),
                      more,
                      new Observer(cameras(1), tracer, workers),
                      7,
                      Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'exact copy'");
    }
  }

  @Test
  void aRemixOfAnotherSizeHasNoOverlapWithTheReference() {
    RemixEvaluation evaluation = evaluate(SCENE, List.of(MetricScenes.blocks(40, 32, 9, 8, 2)));
    assertThat(evaluation.remixes().referenceIou()).isEmpty();
    assertThat(evaluation.toJson().get("units").has("referenceIou")).isFalse();
    assertThat(evaluation.controls().get("exact copy").referenceIou()).hasValue(1);
  }

  @Test
  void nothingToMeasureIsSaid() {
    assertThatThrownBy(() -> evaluate(SCENE, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no remix");
  }
}
