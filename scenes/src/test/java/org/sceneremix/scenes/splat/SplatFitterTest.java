package org.sceneremix.scenes.splat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Compositing;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageMetrics;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.splat.SplatPicture;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.export.ActivatedField;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.splat.Splats;
import org.sceneremix.volume.splat.SurfaceSplats;
import org.sceneremix.volume.work.Workers;

class SplatFitterTest {

  private static final int SIZE = 40;

  private final VoxelGrid grid = scene();

  /** A table with a ball and a striped block on it. */
  private static VoxelGrid scene() {
    VoxelGrid grid = VoxelGrid.empty(SIZE, SIZE, SIZE / 2, new Aabb(-1, -1, 0, 1, 1, 1), 10 * SIZE);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          double table = 3.2 - z;
          double ball = 6.3 - Math.hypot(Math.hypot(x - 12, y - 14), z - 9);
          double block =
              6 - Math.max(Math.abs(x - 27), Math.max(Math.abs(y - 24), Math.abs(z - 8)));
          int at = grid.index(x, y, z);
          boolean isBall = ball > -1.5;
          boolean isBlock = block > -1.5;
          grid.data()[at] = isBall ? 0.8f : isBlock && x / 3 % 2 == 0 ? 0.9f : 0;
          grid.data()[at + 1] = isBall ? -0.6f : isBlock ? 0.4f : 0.2f;
          grid.data()[at + 2] = isBall ? -0.6f : isBlock ? -0.7f : 0.3f;
          grid.data()[at + VoxelGrid.DENSITY] =
              (float) Math.max(-1, Math.min(1, Math.max(table, Math.max(ball, block))));
        }
      }
    }
    return grid;
  }

  /** What the export was before: a round splat for each voxel that can be seen. */
  private static Splats aSplatAVoxel(VoxelGrid grid) throws IOException {
    int count = SurfaceSplats.seenVoxels(GridSource.of(grid));
    Splats splats =
        new Splats(
            new double[3],
            new float[3 * count],
            new float[3 * count],
            new float[4 * count],
            new float[count],
            new float[3 * count]);
    ActivatedField field = new ActivatedField(grid.densityScale());
    double edge = grid.shortestVoxelEdge();
    int next = 0;
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          if (grid.density(x, y, z) <= 0 || isHidden(grid, x, y, z, field, edge)) {
            continue;
          }
          double thickness = field.extinction(grid.density(x, y, z)) * edge;
          splats.opacities()[next] =
              (float) Math.min(0.999, -Math.expm1(-thickness / (2 * Math.PI * 0.36)));
          splats.rotations()[4 * next] = 1;
          double[] at = {
            grid.box().minX() + (x + 0.5) * edge,
            grid.box().minY() + (y + 0.5) * edge,
            grid.box().minZ() + (z + 0.5) * edge
          };
          for (int axis = 0; axis < 3; axis++) {
            splats.positions()[3 * next + axis] = (float) at[axis];
            splats.scales()[3 * next + axis] = (float) (0.6 * edge);
            splats.colours()[3 * next + axis] =
                ActivatedField.colour(grid.data()[grid.index(x, y, z) + axis]);
          }
          next++;
        }
      }
    }
    assertThat(next).isEqualTo(count);
    return splats;
  }

  private static boolean isHidden(
      VoxelGrid grid, int x, int y, int z, ActivatedField field, double edge) {
    for (int[] step :
        new int[][] {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}}) {
      int i = x + step[0];
      int j = y + step[1];
      int k = z + step[2];
      boolean isOutside =
          i < 0 || j < 0 || k < 0 || i >= grid.nx() || j >= grid.ny() || k >= grid.nz();
      if (isOutside || Math.exp(-field.extinction(grid.density(i, j, k)) * edge) >= 0.01) {
        return false;
      }
    }
    return true;
  }

  private static double psnr(
      VoxelGrid grid, Splats splats, int views, int pixels, CpuTracer tracer) {
    List<Camera> cameras =
        new Orbit(views, 30).cameras(grid.box(), Intrinsics.ofFieldOfView(pixels, pixels, 0.785));
    double error = 0;
    for (Camera camera : cameras) {
      Rays rays = camera.rays();
      TracedRays traced = new TracedRays(rays.count());
      tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
      Image wanted = Compositing.over(Compositing.image(traced, pixels, pixels), 1, 1, 1);
      Image drawn = Compositing.over(new SplatPicture(splats, camera).image(), 1, 1, 1);
      error += Math.pow(10, -0.1 * ImageMetrics.psnr(wanted, drawn));
    }
    return -10 * Math.log10(error / cameras.size());
  }

  @Test
  void aTenthOfTheSplatsShowMoreThanOneAVoxel() throws IOException {
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      Splats before = aSplatAVoxel(grid);
      Splats placed = SurfaceSplats.of(GridSource.of(grid), share -> {});
      Splats fitted = SplatFitter.fit(grid, placed, 60, workers, share -> {});
      assertThat(fitted.count()).isLessThanOrEqualTo(before.count() / 10);
      double fittedPsnr = psnr(grid, fitted, 5, 120, tracer);
      assertThat(fittedPsnr).isGreaterThan(psnr(grid, before, 5, 120, tracer));
      assertThat(fittedPsnr).isGreaterThan(psnr(grid, placed, 5, 120, tracer) + 2);
    }
  }

  /** Figures of a grid of one's own: {@code -Dsplats.grid=FILE}. Its voxels should be cubes. */
  @Test
  @Tag("measurement")
  void aTenthOfTheSplatsShowMoreOfAGivenGrid() throws IOException {
    VoxelGrid given = GridFile.read(Path.of(System.getProperty("splats.grid"))).grid();
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      CpuTracer tracer = new CpuTracer(workers);
      Splats before = aSplatAVoxel(given);
      Splats placed = SurfaceSplats.of(GridSource.of(given), share -> {});
      Splats fitted = SplatFitter.fit(given, placed, SplatFitter.STEPS, workers, share -> {});
      double beforePsnr = psnr(given, before, 8, 320, tracer);
      double fittedPsnr = psnr(given, fitted, 8, 320, tracer);
      System.out.printf(
          Locale.ROOT,
          "a splat a voxel: %d, %.1f dB; fitted: %d, %.1f dB%n",
          before.count(),
          beforePsnr,
          fitted.count(),
          fittedPsnr);
      assertThat(fitted.count()).isLessThanOrEqualTo(before.count() / 10);
      assertThat(fittedPsnr).isGreaterThan(beforePsnr);
    }
  }

  @Test
  void theSplatsDoNotDependOnTheNumberOfThreads() throws IOException {
    Splats placed = SurfaceSplats.of(GridSource.of(grid), share -> {});
    try (Workers one = new Workers(1);
        Workers three = new Workers(3)) {
      Splats byOne = SplatFitter.fit(grid, placed, 3, one, share -> {});
      Splats byThree = SplatFitter.fit(grid, placed, 3, three, share -> {});
      assertThat(byOne.positions()).containsExactly(byThree.positions());
      assertThat(byOne.colours()).containsExactly(byThree.colours());
      assertThat(byOne.positions()).isNotEqualTo(placed.positions());
    }
  }

  @Test
  void progressCanEndIt() throws IOException {
    Splats placed = SurfaceSplats.of(GridSource.of(grid), share -> {});
    try (Workers workers = new Workers(1)) {
      Assertions.assertThatThrownBy(
              () ->
                  SplatFitter.fit(
                      grid,
                      placed,
                      100,
                      workers,
                      share -> {
                        throw new CancellationException("stopped");
                      }))
          .isInstanceOf(CancellationException.class);
    }
  }
}
