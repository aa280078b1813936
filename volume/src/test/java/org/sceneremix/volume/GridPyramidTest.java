package org.sceneremix.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridPyramidTest {

  @ParameterizedTest
  @CsvSource({
    "64, 64, 21, '[21x21x7, 27x27x9, 36x36x12, 48x48x16, 64x64x21]'",
    // the sizes of the released 3inGAN configuration
    "128, 128, 128, '[24x24x24, 31x31x31, 41x41x41, 54x54x54, 72x72x72, 96x96x96, 128x128x128]'",
    "21, 5, 1, '[21x5x1]'",
    "8, 9, 3, '[8x9x3]'"
  })
  void defaultSizesShrinkByThreeQuarters(int nx, int ny, int nz, String expected) {
    assertThat(GridPyramid.defaultSizes(new GridSize(nx, ny, nz)).toString()).isEqualTo(expected);
  }

  @Test
  void sizesFitTheBoxWithCubes() {
    Aabb box = new Aabb(0, 0, 0, 3, 3, 1);
    assertThat(GridSize.fitting(box, 64)).isEqualTo(new GridSize(64, 64, 21));
    assertThat(GridSize.fitting(new Aabb(0, 0, 0, 1000, 1, 1), 10))
        .isEqualTo(new GridSize(10, 1, 1));
    assertThatThrownBy(() -> GridSize.fitting(box, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
  }

  @Test
  void levelsHaveTheSizesAskedForAndTheBoxOfTheScene() {
    VoxelGrid scene = Scenes.random(12, 10, 8, Aabb.centredCube(1), 1);
    List<GridSize> sizes =
        List.of(new GridSize(5, 4, 3), new GridSize(9, 8, 7), GridSize.of(scene));
    GridPyramid pyramid = GridPyramid.of(scene, sizes);
    assertThat(pyramid.levels().stream().map(GridSize::of)).isEqualTo(sizes);
    assertThat(pyramid.levels()).allMatch(level -> level.box().equals(scene.box()));
    assertThat(pyramid.coarsest().nx()).isEqualTo(5);
    assertThat(pyramid.finest().nx()).isEqualTo(12);
  }

  @Test
  void sizesOutOfOrderAreRefused() {
    VoxelGrid scene = Scenes.random(12, 10, 8, Aabb.centredCube(1), 1);
    assertThatThrownBy(
            () -> GridPyramid.of(scene, List.of(new GridSize(9, 8, 7), new GridSize(5, 4, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5x4x3 comes after 9x8x7");
    assertThatThrownBy(() -> GridPyramid.of(scene, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
