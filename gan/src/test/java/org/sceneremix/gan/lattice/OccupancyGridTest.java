package org.sceneremix.gan.lattice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

class OccupancyGridTest {

  private static final float[] GREY = {0, 0, 0};

  private static VoxelGrid empty(int nx, int ny, int nz) {
    return VoxelGrid.empty(nx, ny, nz, new Aabb(0, 0, 0, nx, ny, nz), 4f);
  }

  @Test
  void shareAndOverlapOfTwoBoxes() {
    VoxelGrid a = empty(10, 10, 10);
    VoxelGrid b = empty(10, 10, 10);
    BlockScene.fill(a, 0, 0, 0, 4, 5, 5, GREY);
    BlockScene.fill(b, 2, 0, 0, 4, 5, 5, GREY);
    OccupancyGrid occupancyA = OccupancyGrid.of(a);
    assertThat(occupancyA.share()).isEqualTo(0.1);
    assertThat(occupancyA.intersectionOverUnion(OccupancyGrid.of(b)))
        .isCloseTo(50 / 150.0, within(1e-12));
    assertThat(occupancyA.intersectionOverUnion(occupancyA)).isEqualTo(1);
  }

  @Test
  void fogThatCannotBeSeenDoesNotCount() {
    VoxelGrid grid = empty(4, 4, 4);
    // voxels of edge 1 and extinction 4 at density 1: opacity 1 - exp(-4 d)
    grid.data()[grid.index(0, 0, 0) + 3] = 0.026f;
    grid.data()[grid.index(1, 0, 0) + 3] = 0.027f;
    OccupancyGrid occupancy = OccupancyGrid.of(grid);
    assertThat(occupancy.at(0, 0, 0)).isFalse();
    assertThat(occupancy.at(1, 0, 0)).isTrue();
  }

  @Test
  void surfaceOfASolidBoxIsItsShell() {
    VoxelGrid grid = empty(8, 8, 8);
    BlockScene.fill(grid, 0, 1, 2, 4, 5, 6, GREY);
    // two faces lie at the border, where the outside is free
    assertThat(OccupancyGrid.of(grid).surface()).hasSize(4 * 5 * 6 - 2 * 3 * 4);
  }

  @Test
  void latticeKeepsEveryHeight() {
    VoxelGrid grid = empty(20, 20, 9);
    BlockScene.fill(grid, 0, 0, 5, 20, 20, 1, GREY);
    int[] lattice = OccupancyGrid.of(grid).surfaceLattice(50);
    assertThat(lattice.length).isBetween(30, 50);
  }

  @Test
  void sizesThatDifferAreRefused() {
    OccupancyGrid a = OccupancyGrid.of(empty(3, 4, 5));
    OccupancyGrid b = OccupancyGrid.of(empty(3, 4, 6));
    assertThatThrownBy(() -> a.intersectionOverUnion(b))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3x4x5 and 3x4x6");
  }
}
