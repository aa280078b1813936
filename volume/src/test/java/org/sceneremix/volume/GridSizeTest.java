package org.sceneremix.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GridSizeTest {

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
}
