package org.sceneremix.volume.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.AntialiasedShrink;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.Scenes;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class GridSourceTest {

  @TempDir private Path folder;

  /** Slices of 35 x 31 x 4 values, which do not divide the blocks of the file. */
  private final VoxelGrid grid = Scenes.random(35, 31, 40, new Aabb(-1, 0, 2, 6, 7, 10), 3);

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("grid.grid");
    new GridFile(grid, JsonNodeFactory.instance.objectNode()).write(file);
  }

  private static float[] all(GridSource source) throws IOException {
    float[] samples = new float[source.sliceLength() * source.size().nz()];
    source.read((z, slice) -> System.arraycopy(slice, 0, samples, z * slice.length, slice.length));
    return samples;
  }

  @Test
  void aFileHasTheSlicesOfItsGrid() throws IOException {
    GridSource source = GridFile.source(file);
    assertThat(all(source)).isEqualTo(grid.data());
    assertThat(all(source)).as("read anew").isEqualTo(grid.data());
    assertThat(all(GridSource.of(grid))).isEqualTo(grid.data());
    assertThat(source.box()).isEqualTo(grid.box());
    assertThat(source.voxelZ()).isEqualTo(grid.voxelZ());
  }

  @Test
  void damageIsFoundAtTheEndAtTheLatest() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    GridSource source = GridFile.source(file);
    assertThatThrownBy(() -> all(source)).isInstanceOf(GridFormatException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "1, 8", "4, 20", "50, 50"})
  void everySliceIsVisitedOnceWithThoseAroundIt(int below, int above) throws IOException {
    int[] visits = new int[grid.nz()];
    SliceWindow.pass(
        GridSource.of(grid),
        below,
        above,
        (z, window) -> {
          visits[z]++;
          int from = Math.max(0, z - below);
          int to = Math.min(grid.nz(), z + above + 1);
          VoxelGrid part = window.part(from, to);
          int length = part.data().length / (to - from);
          assertThat(part.data())
              .isEqualTo(Arrays.copyOfRange(grid.data(), from * length, to * length));
          assertThat(part.voxelZ()).isCloseTo(grid.voxelZ(), within(1e-12));
          assertThat(window.density(3, 4, z)).isEqualTo(grid.density(3, 4, z));
          assertThat(window.density(3, -1, z)).isEqualTo(VoxelGrid.EMPTY_DENSITY);
        });
    assertThat(visits).containsOnly(1);
  }

  @Test
  void shrinkingSliceBySliceIsShrinkingTheWhole() throws IOException {
    VoxelGrid grid = VoxelGrid.empty(20, 14, 17, new Aabb(3, 1, 2, 7, 4, 5), 40);
    for (int i = 0; i < grid.data().length; i++) {
      grid.data()[i] = (float) Math.sin(0.7 * i + 0.013 * i * (i % 7));
    }
    GridSize size = new GridSize(9, 7, 6);
    try (Workers workers = new Workers(2)) {
      VoxelGrid whole = AntialiasedShrink.shrink(grid, size, workers);
      VoxelGrid streamed = GridSource.of(grid).shrunk(size, workers);
      assertThat(streamed.box()).isEqualTo(whole.box());
      for (int i = 0; i < whole.data().length; i++) {
        assertThat(streamed.data()[i]).isCloseTo(whole.data()[i], within(1e-4f));
      }
      assertThat(GridSource.of(grid).shrunk(GridSize.of(grid), workers).nz()).isEqualTo(17);
    }
  }
}
