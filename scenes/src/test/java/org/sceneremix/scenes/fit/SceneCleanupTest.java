package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class SceneCleanupTest {

  private static final int N = 48;

  @Test
  void hazeAndSpecksGoAndHiddenVoxelsBecomeSolid() {
    VoxelGrid grid = VoxelGrid.empty(N, N, N, Aabb.centredCube(1), 10f * N / 2);
    // a hollow red box
    for (int z = 14; z < 34; z++) {
      for (int y = 14; y < 34; y++) {
        for (int x = 14; x < 34; x++) {
          boolean shell = Math.min(x, Math.min(y, z)) < 18 || Math.max(x, Math.max(y, z)) >= 30;
          set(grid, x, y, z, shell ? 0.8f : 1e-3f, 0.5f);
        }
      }
    }
    set(grid, 4, 4, 4, 1f, 1f); // a speck
    for (int y = 6; y < 44; y++) {
      for (int z = 8; z < 40; z++) {
        set(grid, 40, y, z, 1e-6f, 0f); // a haze
      }
    }
    grid.data()[grid.index(8, 24, 24) + VoxelGrid.DENSITY] = -0.1f; // undecided, far from anything
    clean(grid);
    assertThat(grid.density(4, 4, 4)).isEqualTo(VoxelGrid.EMPTY_DENSITY);
    assertThat(grid.density(40, 24, 24)).isEqualTo(VoxelGrid.EMPTY_DENSITY);
    assertThat(grid.density(8, 24, 24)).isEqualTo(VoxelGrid.EMPTY_DENSITY);
    assertThat(grid.density(24, 24, 24)).isEqualTo(1f);
    assertThat(grid.data()[grid.index(24, 24, 24)]).isEqualTo(0.5f);
    // the surface stays as it was
    assertThat(grid.density(14, 24, 24)).isEqualTo(0.8f);
    assertThat(grid.density(13, 24, 24)).isEqualTo(VoxelGrid.EMPTY_DENSITY);
  }

  /** A seat on four legs, seen from above: nobody knows what is below it. */
  @Test
  void whatIsUnseenButOpenToTheSidesStaysEmpty() {
    VoxelGrid grid = VoxelGrid.empty(N, N, N, Aabb.centredCube(1), 10f * N / 2);
    for (int z = 8; z < 34; z++) {
      for (int y = 14; y < 34; y++) {
        for (int x = 14; x < 34; x++) {
          boolean leg = (x < 18 || x >= 30) && (y < 18 || y >= 30);
          if (z >= 30 || leg) {
            set(grid, x, y, z, 0.8f, 0.5f);
          }
        }
      }
    }
    clean(grid, camera -> camera.position().z > 2.5);
    assertThat(grid.density(24, 24, 27)).as("below the seat").isEqualTo(VoxelGrid.EMPTY_DENSITY);
    assertThat(grid.density(24, 24, 32)).as("inside the seat").isPositive();
  }

  @Test
  void anEmptyGridStaysEmpty() {
    VoxelGrid grid = VoxelGrid.empty(8, 8, 8, Aabb.centredCube(1), 10);
    clean(grid);
    assertThat(grid.density(4, 4, 4)).isEqualTo(VoxelGrid.EMPTY_DENSITY);
  }

  private static void clean(VoxelGrid grid) {
    clean(grid, camera -> true);
  }

  private static void clean(VoxelGrid grid, Predicate<Camera> wanted) {
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      cameras.add(BallCapture.camera(i, 16, 64));
    }
    cameras.removeIf(wanted.negate());
    boolean[] mayHold = new boolean[grid.voxelCount()];
    Arrays.fill(mayHold, true);
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      SceneCleanup.clean(grid, mayHold, cameras, tracer, workers);
    }
  }

  private static void set(VoxelGrid grid, int x, int y, int z, float density, float red) {
    grid.data()[grid.index(x, y, z)] = red;
    grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] = density;
  }
}
