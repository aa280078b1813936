package org.sceneremix.viewer.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/** Pictures of an opaque orange slab, seen from straight above its middle. */
class PictureMakerTest {

  /** Wider than a batch of rays divides evenly. */
  private static final Intrinsics PINHOLE = Intrinsics.ofFieldOfView(300, 500, 0.4);

  private static final Camera FROM_ABOVE =
      Camera.lookAt(PINHOLE, new Vector3d(0, 0, 5), new Vector3d(0, 0, 0), new Vector3d(0, 1, 0));

  private static Image picture(PictureMode mode, Background background) {
    VoxelGrid grid = VoxelGrid.empty(32, 32, 32, Aabb.centredCube(1), 500);
    for (int z = 0; z < 32; z++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          boolean slab = z >= 8 && z < 16 && y >= 12 && y < 20 && x >= 12 && x < 20;
          int i = grid.index(x, y, z);
          grid.data()[i + VoxelGrid.RED] = 1;
          grid.data()[i + VoxelGrid.GREEN] = 0;
          grid.data()[i + VoxelGrid.BLUE] = -1;
          grid.data()[i + VoxelGrid.DENSITY] = slab ? 1 : VoxelGrid.EMPTY_DENSITY;
        }
      }
    }
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      return new PictureMaker(tracer, workers, mode, background).picture(grid, FROM_ABOVE);
    }
  }

  private static void assertPixel(
      Image image, int column, int row, double red, double green, double blue, double alpha) {
    int i = image.index(column, row);
    double[] expected = {red, green, blue, alpha};
    for (int c = 0; c < 4; c++) {
      assertThat((double) image.rgba()[i + c])
          .as("channel %d of pixel (%d, %d)", c, column, row)
          .isCloseTo(expected[c], within(0.02));
    }
  }

  @Test
  void everyPixelIsWhatTheRayThroughItSees() {
    VoxelGrid grid = VoxelGrid.empty(9, 8, 7, Aabb.centredCube(1), 2);
    Random random = new Random(5);
    for (int i = 0; i < grid.data().length; i++) {
      grid.data()[i] = 2 * random.nextFloat() - 1;
    }
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      // in batches, the last of which is short, and ends with a few rows
      Camera camera = FROM_ABOVE.resized(700, 413);
      Image image =
          new PictureMaker(tracer, workers, PictureMode.OPACITY, Background.TRANSPARENT)
              .picture(grid, camera);
      TracedRays traced = new TracedRays(700 * 413);
      tracer.trace(grid, camera.rays(), PictureMaker.FINE, traced);
      for (int i = 0; i < traced.count(); i++) {
        assertThat(image.rgba()[4 * i + 3]).isEqualTo(traced.opacity()[i]);
      }
    }
  }

  @Test
  void colourLiesOverTheBackground() {
    Image image = picture(PictureMode.COLOUR, Background.of(0.2f, 0.4f, 0.6f));
    assertPixel(image, 150, 250, 1, 0.5, 0, 1);
    assertPixel(image, 5, 495, 0.2, 0.4, 0.6, 1);
  }

  @Test
  void transparentPicturesHoldStraightColour() {
    Image image = picture(PictureMode.COLOUR, Background.TRANSPARENT);
    assertPixel(image, 150, 250, 1, 0.5, 0, 1);
    assertPixel(image, 5, 495, 0, 0, 0, 0);
  }

  @Test
  void depthFallsFromTheNearestToTheFarthestPointOfTheBox() {
    // the slab's top is at z = 0: 5 away, the box between 4 and sqrt(6^2 + 1 + 1)
    double farthest = Math.sqrt(38);
    Image image = picture(PictureMode.DEPTH, Background.BLACK);
    double expected = (farthest - 5) / (farthest - 4);
    assertPixel(image, 150, 250, expected, expected, expected, 1);
  }

  @Test
  void opacityIsWhereTheSceneIs() {
    Image image = picture(PictureMode.OPACITY, Background.BLACK);
    assertPixel(image, 150, 250, 1, 1, 1, 1);
    assertPixel(image, 5, 5, 0, 0, 0, 1);
  }

  @Test
  void normalsPointOutOfTheSurfaceInWorldAxes() {
    Image image = picture(PictureMode.NORMAL, Background.BLACK);
    assertPixel(image, 150, 250, 0.5, 0.5, 1, 1);
  }

  /** A pole on a table of one voxel, 40 voxels square. */
  private static VoxelGrid pole() {
    VoxelGrid grid = VoxelGrid.empty(40, 40, 20, new Aabb(-1, -1, 0, 1, 1, 1), 400);
    for (int z = 0; z < 20; z++) {
      for (int y = 0; y < 40; y++) {
        for (int x = 0; x < 40; x++) {
          boolean isPole = z < 16 && x >= 18 && x < 22 && y >= 18 && y < 22;
          int i = grid.index(x, y, z);
          Arrays.fill(grid.data(), i, i + VoxelGrid.DENSITY, 0.6f);
          if (z < 4 || isPole) {
            grid.data()[i + VoxelGrid.DENSITY] = 1;
          }
        }
      }
    }
    return grid;
  }

  private static float lightness(VoxelGrid grid, Lighting lighting, double x, double y) {
    Camera above =
        Camera.lookAt(
            Intrinsics.ofFieldOfView(9, 9, 0.01),
            new Vector3d(x, y, 9),
            new Vector3d(x, y, 0),
            new Vector3d(0, 1, 0));
    try (Workers workers = new Workers(1)) {
      Image image =
          new PictureMaker(
                  new CpuTracer(workers),
                  workers,
                  new PictureStyle(PictureMode.SHADED, lighting, 1),
                  Background.BLACK)
              .picture(grid, above);
      return image.rgba()[image.index(4, 4)];
    }
  }

  @Test
  void shadowFallsAwayFromTheSunAndGoesWithIt() {
    VoxelGrid grid = pole();
    Lighting fromTheRight = new Lighting(0, 45, false);
    Lighting fromTheLeft = new Lighting(180, 45, false);
    assertThat(lightness(grid, fromTheRight, -0.4, 0))
        .isLessThan(0.6f * lightness(grid, fromTheRight, 0.4, 0));
    assertThat(lightness(grid, fromTheLeft, 0.4, 0))
        .isLessThan(0.6f * lightness(grid, fromTheLeft, -0.4, 0));
  }

  @Test
  void cornersSeeLessOfTheSky() {
    VoxelGrid grid = pole();
    Lighting noon = new Lighting(0, 90, false);
    assertThat(lightness(grid, noon, 0, 0.17)).isLessThan(lightness(grid, noon, 0, 0.7) - 0.03f);
  }

  @Test
  void groundAroundGoesOnAtTheHeightOfTheScenesAndTakesItsShadow() {
    VoxelGrid grid = pole();
    GroundPlane ground = GroundPlane.of(grid).orElseThrow();
    assertThat(ground.height()).isCloseTo(3.5 * grid.voxelZ(), within(1e-9));
    Lighting low = new Lighting(0, 20, true);
    assertThat(lightness(grid, low, -1.3, 0)).isLessThan(0.6f * lightness(grid, low, -1.3, 0.6));
    assertThat(lightness(grid, low.withGround(false), -1.3, 0)).isZero();
    assertThat(lightness(grid, low, -20, 0)).isZero();
    assertThat(GroundPlane.of(VoxelGrid.empty(4, 4, 4, Aabb.centredCube(1), 1))).isEmpty();
  }

  @Test
  void moreRaysMakeEdgesSmooth() {
    VoxelGrid grid = pole();
    Camera camera = FROM_ABOVE.resized(33, 33);
    try (Workers workers = new Workers(1)) {
      CpuTracer tracer = new CpuTracer(workers);
      Image rough =
          new PictureMaker(tracer, workers, PictureMode.OPACITY, Background.TRANSPARENT)
              .picture(grid, camera);
      Image smooth =
          new PictureMaker(
                  tracer,
                  workers,
                  new PictureStyle(PictureMode.OPACITY, Lighting.DEFAULT, 16),
                  Background.TRANSPARENT)
              .picture(grid, camera);
      assertThat(greys(smooth)).isGreaterThan(2 * greys(rough));
    }
  }

  /** How many pixels are neither empty nor full. */
  private static long greys(Image image) {
    long greys = 0;
    for (int i = 3; i < image.rgba().length; i += Image.CHANNELS) {
      if (image.rgba()[i] > 0.05 && image.rgba()[i] < 0.95) {
        greys++;
      }
    }
    return greys;
  }
}
