package org.sceneremix.volume.splat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;

class SurfaceSplatsTest {

  private interface Density {
    double at(double x, double y, double z);
  }

  private static VoxelGrid grid(int n, Aabb box, Density density) {
    VoxelGrid grid = VoxelGrid.empty(n, n, n, box, (float) (200 / box.sizeX()));
    for (int z = 0; z < n; z++) {
      for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
          int at = grid.index(x, y, z);
          grid.data()[at] = 0.5f;
          grid.data()[at + VoxelGrid.DENSITY] =
              (float) Math.max(-1, Math.min(1, density.at(x + 0.5, y + 0.5, z + 0.5)));
        }
      }
    }
    return grid;
  }

  private static Splats splats(VoxelGrid grid) throws IOException {
    return SurfaceSplats.of(GridSource.of(grid), share -> {});
  }

  @Test
  void aVoxelBecomesASplatAtItsCentreWithItsColourAndOpacity() throws IOException {
    VoxelGrid grid = VoxelGrid.empty(5, 5, 5, new Aabb(0, 0, 0, 5, 5, 10), 2f);
    int voxel = grid.index(1, 2, 3);
    grid.data()[voxel + VoxelGrid.RED] = 0.5f;
    grid.data()[voxel + VoxelGrid.DENSITY] = 0.25f;
    Splats splats = splats(grid);
    assertThat(splats.count()).isEqualTo(1);
    assertThat(splats.positions()).containsExactly(1.5f, 2.5f, 7f);
    assertThat(splats.colours()).containsExactly(0.75f, 0, 0);
    assertThat((double) splats.opacities()[0]).isCloseTo(1 - Math.exp(-0.5), within(1e-6));
  }

  @Test
  void splatsLieFlatOnATiltedPlane() throws IOException {
    double[] normal = {0.36, 0.48, 0.8};
    VoxelGrid grid =
        grid(
            40,
            Aabb.centredCube(1),
            (x, y, z) -> 20 - (normal[0] * x + normal[1] * y + normal[2] * z));
    Splats splats = splats(grid);
    double edge = grid.shortestVoxelEdge();
    int flat = 0;
    int inside = 0;
    for (int i = 0; i < splats.count(); i++) {
      double offPlane = -20.0;
      boolean isInside = true;
      for (int axis = 0; axis < 3; axis++) {
        double at = (splats.positions()[3 * i + axis] + 1) / edge;
        offPlane += normal[axis] * at;
        isInside &= at > 4 && at < 36;
      }
      // the grid's border is a surface, too
      if (!isInside) {
        continue;
      }
      inside++;
      assertThat(offPlane).isBetween(-2.5, 0.5);
      float[] s = {splats.scales()[3 * i], splats.scales()[3 * i + 1], splats.scales()[3 * i + 2]};
      int shortest = s[0] < s[1] && s[0] < s[2] ? 0 : s[1] < s[2] ? 1 : 2;
      double[] axis = Quaternions.axis(splats.rotations(), 4 * i, shortest);
      double cosine = Math.abs(axis[0] * normal[0] + axis[1] * normal[1] + axis[2] * normal[2]);
      flat += cosine > Math.cos(Math.toRadians(15)) ? 1 : 0;
    }
    assertThat(inside).isGreaterThan(20);
    assertThat(flat).isGreaterThan((int) (0.8 * inside));
  }

  @Test
  void thereIsAtMostOneSplatForTenSeenVoxels() throws IOException {
    VoxelGrid grid =
        grid(
            48,
            Aabb.centredCube(1),
            (x, y, z) -> 15 - Math.hypot(Math.hypot(x - 24, y - 24), z - 24));
    int seen = SurfaceSplats.seenVoxels(GridSource.of(grid));
    int count = splats(grid).count();
    assertThat(count).isBetween(seen / 20, seen / 10);
  }

  @Test
  void smallSplatsGoWhereColoursChange() throws IOException {
    VoxelGrid grid = grid(32, Aabb.centredCube(1), (x, y, z) -> 16 - z);
    for (int z = 0; z < 32; z++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 16; x < 32; x++) {
          grid.data()[grid.index(x, y, z)] = (x / 2 + y / 2) % 2 == 0 ? 1 : -1;
        }
      }
    }
    Splats splats = splats(grid);
    int[] count = new int[2];
    for (int i = 0; i < splats.count(); i++) {
      if (splats.positions()[3 * i + 2] > -0.2) {
        count[splats.positions()[3 * i] < 0 ? 0 : 1]++;
      }
    }
    assertThat(count[1]).isGreaterThan(3 * count[0]);
  }

  @Test
  void positionsOfAFarWorldAreRelative() throws IOException {
    VoxelGrid grid = VoxelGrid.empty(3, 3, 3, new Aabb(5e6, 4e5, 100, 5e6 + 3, 4e5 + 3, 103), 2f);
    grid.data()[grid.index(2, 1, 0) + VoxelGrid.DENSITY] = 1;
    Splats splats = splats(grid);
    assertThat(splats.isNearOrigin()).isFalse();
    assertThat(splats.origin()).containsExactly(5e6 + 1.5, 4e5 + 1.5, 101.5);
    assertThat(splats.positions()).containsExactly(1, 0, -1);
  }

  @Test
  void anEmptyGridHasNone() throws IOException {
    assertThat(splats(VoxelGrid.empty(4, 4, 4, Aabb.centredCube(1), 1)).count()).isZero();
  }
}
