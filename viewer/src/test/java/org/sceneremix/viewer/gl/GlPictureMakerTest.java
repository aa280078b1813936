package org.sceneremix.viewer.gl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.gl.GlContext;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageMetrics;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.viewer.picture.Lighting;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.picture.PictureStyle;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/** Pictures of the graphics device against those of the tracer in plain Java. */
class GlPictureMakerTest {

  private static final Intrinsics PINHOLE = Intrinsics.ofFieldOfView(160, 120, 0.8);

  private static GlContext context;

  @BeforeAll
  static void open() {
    context = Drawing.offscreen();
  }

  @AfterAll
  static void close() {
    if (context != null) {
      context.close();
    }
  }

  /** Balls of many colours, hard and soft, in an oblong box with oblong voxels. */
  static VoxelGrid balls() {
    VoxelGrid grid = VoxelGrid.empty(41, 34, 22, new Aabb(-1, -0.8, 0.1, 1, 0.8, 1.3), 60);
    Random random = new Random(5);
    for (int ball = 0; ball < 12; ball++) {
      double cx = random.nextDouble() * grid.nx();
      double cy = random.nextDouble() * grid.ny();
      double cz = random.nextDouble() * grid.nz();
      double radius = 2 + 4 * random.nextDouble();
      float[] colour = {random.nextFloat(), random.nextFloat() - 1, 2 * random.nextFloat() - 1};
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          for (int x = 0; x < grid.nx(); x++) {
            double inside = radius - Math.sqrt(square(x - cx) + square(y - cy) + square(z - cz));
            int i = grid.index(x, y, z);
            if (inside > -1 && inside > grid.data()[i + VoxelGrid.DENSITY]) {
              System.arraycopy(colour, 0, grid.data(), i, 3);
              grid.data()[i + VoxelGrid.DENSITY] = (float) Math.min(1, inside);
            }
          }
        }
      }
    }
    return grid;
  }

  private static double square(double x) {
    return x * x;
  }

  private static Image cpu(VoxelGrid grid, Camera camera, PictureMode mode, Background behind) {
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      return new PictureMaker(tracer, workers, mode, behind).picture(grid, camera);
    }
  }

  private static Image gl(VoxelGrid grid, Camera camera, PictureMode mode, Background behind) {
    try (GlPictureMaker maker = new GlPictureMaker(mode, behind)) {
      return maker.picture(grid, camera);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyModeEqualsTheCpuTracer(PictureMode mode) {
    VoxelGrid grid = balls();
    for (Camera camera : new Orbit(5, 25).cameras(grid.box(), PINHOLE)) {
      double psnr =
          ImageMetrics.psnr(
              cpu(grid, camera, mode, Background.BLACK), gl(grid, camera, mode, Background.BLACK));
      // normals turn over where matter is thin
      assertThat(psnr)
          .isGreaterThan(mode == PictureMode.NORMAL || mode == PictureMode.SHADED ? 40 : 60);
    }
  }

  @Test
  void straightColourAndOpacityEqualTheCpuTracer() {
    VoxelGrid grid = balls();
    Camera camera = new Orbit(1, 40).cameras(grid.box(), PINHOLE).get(0);
    Image cpu = cpu(grid, camera, PictureMode.COLOUR, Background.TRANSPARENT);
    Image gl = gl(grid, camera, PictureMode.COLOUR, Background.TRANSPARENT);
    double worst = 0;
    for (int i = 3; i < cpu.rgba().length; i += 4) {
      worst = Math.max(worst, Math.abs(cpu.rgba()[i] - gl.rgba()[i]));
    }
    assertThat(worst).isLessThan(2e-3);
  }

  @Test
  void severalRaysAPixelEqualTheCpuTracer() {
    VoxelGrid grid = balls();
    Camera camera = new Orbit(1, 40).cameras(grid.box(), PINHOLE).get(0);
    PictureStyle style = new PictureStyle(PictureMode.COLOUR, Lighting.DEFAULT, 5);
    try (Workers workers = new Workers(2);
        GlPictureMaker maker = new GlPictureMaker(style, Background.WHITE, Tracing.EVERYTHING)) {
      Image cpu =
          new PictureMaker(new CpuTracer(workers), workers, style, Background.WHITE)
              .picture(grid, camera);
      assertThat(ImageMetrics.psnr(cpu, maker.picture(grid, camera))).isGreaterThan(60);
    }
  }

  @Test
  void cameraInsideTheSceneEqualsTheCpuTracer() {
    VoxelGrid grid = balls();
    Camera camera =
        Camera.lookAt(
            PINHOLE, new Vector3d(0.3, -0.7, 0.7), new Vector3d(0, 0, 0.5), new Vector3d(0, 0, 1));
    assertThat(
            ImageMetrics.psnr(
                cpu(grid, camera, PictureMode.COLOUR, Background.WHITE),
                gl(grid, camera, PictureMode.COLOUR, Background.WHITE)))
        .isGreaterThan(60);
  }

  @Test
  void raysAlongTheAxesEqualTheCpuTracer() {
    VoxelGrid grid = balls();
    Intrinsics parallel = new Intrinsics(41, 41, 1e6, 1e6, 20.5, 20.5);
    Camera camera =
        Camera.lookAt(
            parallel,
            new Vector3d(5, 0.02, 0.7),
            new Vector3d(0, 0.02, 0.7),
            new Vector3d(0, 0, 1));
    assertThat(
            ImageMetrics.psnr(
                cpu(grid, camera, PictureMode.COLOUR, Background.BLACK),
                gl(grid, camera, PictureMode.COLOUR, Background.BLACK)))
        .isGreaterThan(55);
  }

  @Test
  void cuttingBoxRemovesWhatLiesOutside() {
    VoxelGrid grid = balls();
    Aabb cut = new Aabb(-0.2, -2, -2, 3, 3, 3);
    VoxelGrid rest = grid.copy();
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          double centre = grid.box().minX() + (x + 0.5) * grid.voxelX();
          if (centre < cut.minX()) {
            rest.data()[rest.index(x, y, z) + VoxelGrid.DENSITY] = -1;
          }
        }
      }
    }
    Camera camera = new Orbit(1, 30).cameras(grid.box(), PINHOLE).get(0);
    Image whole = gl(grid, camera, PictureMode.COLOUR, Background.BLACK);
    Image expected = gl(rest, camera, PictureMode.COLOUR, Background.BLACK);
    try (GlPictureMaker maker =
        new GlPictureMaker(PictureStyle.of(PictureMode.COLOUR), Background.BLACK, cut)) {
      Image image = maker.picture(grid, camera);
      // the cut runs between two voxels, where removing voxels blurs it
      assertThat(ImageMetrics.psnr(expected, image)).isGreaterThan(25);
      assertThat(ImageMetrics.psnr(whole, image)).isLessThan(25);
    }
  }

  @Test
  void picturesLargerThanATileHaveNoSeam() {
    VoxelGrid grid = balls();
    Camera camera = new Orbit(1, 30).cameras(grid.box(), PINHOLE).get(0);
    Image small = gl(grid, camera.resized(256, 3), PictureMode.COLOUR, Background.WHITE);
    Image large = gl(grid, camera.resized(256 * 17, 3), PictureMode.COLOUR, Background.WHITE);
    // 17 is odd: the middle of 17 pixels is the centre of one
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 256; column++) {
        assertThat(large.rgba()[large.index(17 * column + 8, row)])
            .isCloseTo(
                small.rgba()[small.index(column, row)], org.assertj.core.data.Offset.offset(0.02f));
      }
    }
  }
}
