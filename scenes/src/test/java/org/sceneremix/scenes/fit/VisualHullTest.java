package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.work.Workers;

class VisualHullTest {

  private static final Workers WORKERS = new Workers(2);

  @TempDir Path folder;

  @Test
  void keepsTheBallAndNotMuchMore() throws IOException {
    Silhouettes silhouettes =
        Silhouettes.of(
            TrainingImages.load(BallCapture.write(folder, 48, 24).training(), WORKERS), WORKERS);
    for (double tolerance : new double[] {0, 0.05}) {
      boolean[] hull =
          VisualHull.carve(
              silhouettes, BallCapture.BOX, new GridSize(32, 32, 32), tolerance, WORKERS);
      for (int v = 0; v < hull.length; v++) {
        double distance = distance(v, 32, BallCapture.BOX);
        if (distance < BallCapture.RADIUS) {
          assertThat(hull[v]).as("at distance %s", distance).isTrue();
        } else if (distance > 1.5 * BallCapture.RADIUS) {
          assertThat(hull[v]).as("at distance %s", distance).isFalse();
        }
      }
    }
  }

  @Test
  void whatIsBeyondAPictureThatCutsNothingOffIsEmpty() throws IOException {
    Silhouettes silhouettes =
        Silhouettes.of(
            TrainingImages.load(BallCapture.write(folder, 48, 24).training(), WORKERS), WORKERS);
    Aabb wide = Aabb.centredCube(3); // the pictures show less than 1.1 around the origin
    boolean[] hull = VisualHull.carve(silhouettes, wide, new GridSize(32, 32, 32), 0, WORKERS);
    for (int v = 0; v < hull.length; v++) {
      if (distance(v, 32, wide) > 2 * BallCapture.RADIUS) {
        assertThat(hull[v]).isFalse();
      }
    }
  }

  private static double distance(int voxel, int n, Aabb box) {
    double edge = box.sizeX() / n;
    int x = voxel % n;
    int y = voxel / n % n;
    int z = voxel / n / n;
    return BallCapture.CENTRE.distance(
        box.minX() + (x + 0.5) * edge,
        box.minY() + (y + 0.5) * edge,
        box.minZ() + (z + 0.5) * edge);
  }
}
