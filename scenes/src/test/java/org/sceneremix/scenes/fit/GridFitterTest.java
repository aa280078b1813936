package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleBiFunction;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class GridFitterTest {

  private static final Workers WORKERS = new Workers(2);

  private static final FitSettings SMALL =
      FitSettings.DEFAULT.withResolution(24).withIterations(300).withRaysPerIteration(512);

  @TempDir Path folder;

  @Test
  void heldOutViewsOfABallAreMatched() throws IOException {
    FitResult result = GridFitter.fit(ball(), SMALL, WORKERS, Progress.NONE);
    HeldOutQuality quality = result.heldOut().orElseThrow();
    assertThat(quality.psnr()).isGreaterThan(28);
    assertThat(quality.ssim()).isGreaterThan(0.95);
    assertThat(quality.psnrInside().orElseThrow()).isGreaterThan(24);
    assertThat(result.iterations()).isEqualTo(300);
    assertThat(result.heldOutDirectional()).isEmpty();
  }

  @Test
  void directionalColourLeavesItsMeanInTheGrid() throws IOException {
    FitSettings directional = SMALL.withHarmonicsDegree(1).withExposures(true);
    FitResult result = GridFitter.fit(ball(), directional, WORKERS, Progress.NONE);
    assertThat(result.heldOutDirectional().orElseThrow().psnr()).isGreaterThan(28);
    assertThat(result.heldOut().orElseThrow().psnr()).isGreaterThan(28);
  }

  @Test
  void theBallIsSolidAndTheRestIsEmpty() throws IOException {
    VoxelGrid grid = GridFitter.fit(ball(), SMALL, WORKERS, Progress.NONE).grid();
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          double distance = BallCapture.CENTRE.distance(at(x), at(y), at(z));
          float density = grid.density(x, y, z);
          if (distance > BallCapture.RADIUS + 0.25) {
            assertThat(density).isEqualTo(VoxelGrid.EMPTY_DENSITY);
          } else if (distance < BallCapture.RADIUS - 0.25) {
            assertThat(density).isEqualTo(1);
          }
          assertThat(density).isBetween(-1f, 1f);
        }
      }
    }
  }

  @Test
  void opacityTermLetsRaysPassOrEnd() throws IOException {
    FitSettings begun = SMALL.withIterations(80);
    float[] without = opacities(begun.withOpacityWeight(0));
    float[] with = opacities(begun.withOpacityWeight(0.03));
    assertThat(mean(with, a -> a * (1 - a))).isLessThan(0.8 * mean(without, a -> a * (1 - a)));
    assertThat(mean(with, a -> a)).isCloseTo(mean(without, a -> a), withinPercentage(10));
  }

  /** Of the pixels of a view. */
  private float[] opacities(FitSettings settings) throws IOException {
    Capture capture = ball();
    VoxelGrid grid = GridFitter.fit(capture, settings, WORKERS, Progress.NONE).grid();
    Rays rays = capture.views().get(0).camera().rays();
    TracedRays traced = new TracedRays(rays.count());
    new CpuTracer(WORKERS).trace(grid, rays, new TraceSettings(0.5, 0, 0), traced);
    return traced.opacity();
  }

  private static double mean(float[] values, DoubleUnaryOperator of) {
    double sum = 0;
    for (float value : values) {
      sum += of.applyAsDouble(value);
    }
    return sum / values.length;
  }

  /** A grey bar stands in every picture, under its dynamic mask. */
  @Test
  void whatMovesThroughThePicturesIsNotFitted() throws IOException {
    Capture clean = ball();
    for (View view : clean.views()) {
      Image picture = view.load();
      Image mask = Image.transparent(picture.width(), picture.height());
      for (int i = 3; i < mask.rgba().length; i += Image.CHANNELS) {
        mask.rgba()[i] = 1;
      }
      for (int row = 0; row < picture.height(); row++) {
        for (int column = 0; column < picture.width() / 5; column++) {
          int at = picture.index(column + picture.width() / 2, row);
          Arrays.fill(picture.rgba(), at, at + 3, 0.5f);
          picture.rgba()[at + 3] = 1;
          mask.rgba()[at] = 1;
        }
      }
      ImageFiles.write(picture, view.picture());
      ImageFiles.write(
          mask, view.picture().resolveSibling("dynamic_mask_" + view.picture().getFileName()));
    }
    String json =
        CameraJson.write(
            clean.views().stream().map(View::camera).toList(),
            clean.views().stream().map(v -> v.picture().getFileName().toString()).toList(),
            clean.box());
    Files.writeString(folder.resolve("transforms.json"), json);
    FitResult result = GridFitter.fit(CaptureReader.read(folder), SMALL, WORKERS, Progress.NONE);
    assertThat(result.heldOut().orElseThrow().psnr()).isGreaterThan(26);
  }

  @Test
  void theSameSeedGivesTheSameGrid() throws IOException {
    Capture capture = ball();
    FitSettings quick = SMALL.withIterations(40);
    float[] first = GridFitter.fit(capture, quick, WORKERS, Progress.NONE).grid().data();
    assertThat(GridFitter.fit(capture, quick, WORKERS, Progress.NONE).grid().data())
        .isEqualTo(first);
    assertThat(GridFitter.fit(capture, quick.withSeed(2), WORKERS, Progress.NONE).grid().data())
        .isNotEqualTo(first);
  }

  @Test
  void aStoppedFitReturnsWhatItHasAtFullResolution() throws IOException {
    List<Double> fractions = new ArrayList<>();
    Progress stopping =
        new Progress() {
          @Override
          public void at(double fraction, String message) {
            fractions.add(fraction);
          }

          @Override
          public boolean cancelled() {
            return fractions.size() > 20;
          }
        };
    FitResult result = GridFitter.fit(ball(), SMALL, WORKERS, stopping);
    assertThat(result.iterations()).isLessThan(25);
    assertThat(result.grid().nx()).isEqualTo(24);
    assertThat(fractions).isSorted();
  }

  @Test
  void theBoxIsFoundBySilhouettesWhereNoneIsGiven() throws IOException {
    Capture ball = ball();
    Capture boxless =
        new Capture(
            "ball", ball.training(), List.of(), Optional.empty(), Aabb.centredCube(1.5), true);
    FitResult result = GridFitter.fit(boxless, SMALL.withIterations(3), WORKERS, Progress.NONE);
    Aabb box = result.grid().box();
    assertThat(result.heldOut()).isEmpty();
    assertThat(box.minX()).isBetween(-0.75, -0.5);
    assertThat(box.maxX()).isBetween(0.7, 0.95);
    assertThat(box.maxZ()).isBetween(0.6, 0.85);
  }

  @Test
  void opaquePicturesInFrontOfBlackAreFittedOverBlack() throws IOException {
    Capture capture = opaque((direction, channel) -> 0);
    HeldOutQuality quality =
        GridFitter.fit(capture, SMALL.withIterations(150), WORKERS, Progress.NONE)
            .heldOut()
            .orElseThrow();
    assertThat(quality.psnr()).isGreaterThan(22);
    assertThat(quality.psnrInside()).isEmpty();
  }

  @Test
  void whatIsFarAwayIsNotPaintedOnTheWallsOfTheBox() throws IOException {
    Capture capture = opaque((direction, channel) -> 0.5 + 0.4 * direction.get(channel));
    FitResult result = GridFitter.fit(capture, SMALL, WORKERS, Progress.NONE);
    assertThat(result.heldOut().orElseThrow().psnr()).isGreaterThan(26);
    VoxelGrid grid = result.grid();
    int free = 0;
    int filled = 0;
    for (int v = 0; v < grid.voxelCount(); v++) {
      int x = v % grid.nx();
      int y = v / grid.nx() % grid.ny();
      int z = v / grid.nx() / grid.ny();
      if (BallCapture.CENTRE.distance(at(x), at(y), at(z)) > BallCapture.RADIUS + 0.25) {
        free++;
        filled += grid.density(x, y, z) > 0 ? 1 : 0;
      }
    }
    assertThat((double) filled / free).isLessThan(0.02);
  }

  /** The ball, photographed without an alpha channel in front of something far away. */
  private Capture opaque(ToDoubleBiFunction<Vector3d, Integer> background) throws IOException {
    Capture ball = ball();
    List<View> opaque = new ArrayList<>();
    for (View view : ball.training()) {
      Image image = view.load();
      Rays rays = view.camera().rays();
      for (int p = 0; p < rays.count(); p++) {
        float[] to = rays.directions();
        Vector3d direction = new Vector3d(to[3 * p], to[3 * p + 1], to[3 * p + 2]);
        float alpha = image.rgba()[4 * p + 3];
        for (int c = 0; c < 3; c++) {
          double behind = background.applyAsDouble(direction, c);
          image.rgba()[4 * p + c] =
              (float) (alpha * image.rgba()[4 * p + c] + (1 - alpha) * behind);
        }
        image.rgba()[4 * p + 3] = 1;
      }
      Path file = folder.resolve("opaque" + view.name() + ".png");
      ImageFiles.write(image, file);
      opaque.add(new View(view.name(), view.camera(), file, Optional.empty()));
    }
    return new Capture("opaque", opaque, opaque, ball.box(), BallCapture.BOX, false);
  }

  @Test
  void saysThatNoViewLooksAtTheBox() throws IOException {
    Capture away = ball().withBox(new Aabb(50, 50, 50, 51, 51, 51));
    assertThatThrownBy(() -> GridFitter.fit(away, SMALL, WORKERS, Progress.NONE))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("no view looks at the box");
  }

  private Capture ball() throws IOException {
    return BallCapture.write(folder, 24, 24);
  }

  private static double at(int voxel) {
    return (voxel + 0.5) / 12 - 1;
  }
}
