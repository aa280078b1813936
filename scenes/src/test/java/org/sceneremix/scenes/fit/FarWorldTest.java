package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.joml.Matrix4d;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.work.Workers;

/** A world may lie anywhere and have any unit. */
class FarWorldTest {

  private static final Workers WORKERS = new Workers(2);

  private static final FitSettings SMALL =
      FitSettings.DEFAULT.withResolution(24).withIterations(150).withRaysPerIteration(512);

  @TempDir private Path folder;

  @Test
  void figuresDoNotDependOnWhereAWorldLies() throws IOException {
    Capture ball = BallCapture.write(folder, 32, 24);
    Capture utm = placed(ball, 1, new Vector3d(4e5, 5e6, 120));
    assertThat(psnr(utm)).isCloseTo(psnr(ball), within(0.3));
  }

  /**
   * Powers of two: roundings are the same, so that nothing but a constant can make a difference.
   */
  @Test
  void figuresDoNotDependOnTheUnitOfAWorld() throws IOException {
    Capture ball = BallCapture.write(folder, 32, 24);
    double expected = psnr(ball);
    for (double scale : new double[] {0x1p-13, 0x1p23}) {
      assertThat(psnr(placed(ball, scale, new Vector3d())))
          .as("scale %s", scale)
          .isCloseTo(expected, within(1e-3));
    }
  }

  private static double psnr(Capture capture) throws IOException {
    return GridFitter.fit(capture, SMALL, WORKERS, Progress.NONE).heldOut().orElseThrow().psnr();
  }

  /** The same capture in a world of another unit whose origin is elsewhere. */
  private static Capture placed(Capture capture, double scale, Vector3d at) {
    Aabb box = capture.box().orElseThrow();
    Aabb placed =
        new Aabb(
            scale * box.minX() + at.x,
            scale * box.minY() + at.y,
            scale * box.minZ() + at.z,
            scale * box.maxX() + at.x,
            scale * box.maxY() + at.y,
            scale * box.maxZ() + at.z);
    return new Capture(
        capture.name(),
        placed(capture.training(), scale, at),
        placed(capture.heldOut(), scale, at),
        Optional.of(placed),
        placed,
        capture.hasAlpha());
  }

  private static List<View> placed(List<View> views, double scale, Vector3d at) {
    return views.stream()
        .map(
            view -> {
              Matrix4d pose = new Matrix4d(view.camera().cameraToWorld());
              pose.setTranslation(view.camera().position().mul(scale).add(at));
              return new View(
                  view.name(),
                  new Camera(view.camera().intrinsics(), pose),
                  view.picture(),
                  view.mask());
            })
        .toList();
  }
}
