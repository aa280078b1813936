package org.sceneremix.volume.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

class GridPiecesTest {

  private static final int MARGIN = 3;

  @TempDir private Path folder;

  private static VoxelGrid noise() {
    VoxelGrid grid = VoxelGrid.empty(50, 21, 4, new Aabb(0.1, -3, 1, 7.3, 0.7, 2), 9);
    Random random = new Random(1);
    for (int i = 0; i < grid.data().length; i++) {
      grid.data()[i] = 2 * random.nextFloat() - 1;
    }
    return grid;
  }

  @Test
  void aPieceHasTheSamplesAndCoordinatesOfTheWhole() throws IOException {
    VoxelGrid grid = noise();
    GridSource whole = GridSource.of(grid);
    try (GridPieces pieces =
        GridPieces.of(whole, 20, MARGIN, folder.resolve("a.glb"), share -> {})) {
      assertThat(pieces.all()).hasSize(6);
      for (GridPieces.Piece piece : pieces.all()) {
        VoxelGrid part = piece.inMemory();
        assertThat(part.densityScale()).isEqualTo(9);
        int x0 = (int) Math.round((part.box().minX() - grid.box().minX()) / grid.voxelX());
        int y0 = (int) Math.round((part.box().minY() - grid.box().minY()) / grid.voxelY());
        for (int v = 0; v < part.voxelCount(); v++) {
          int x = v % part.nx();
          int y = v / part.nx() % part.ny();
          int z = v / part.nx() / part.ny();
          assertThat(part.density(x, y, z)).isEqualTo(grid.density(x0 + x, y0 + y, z));
        }
        for (int x = -1; x <= part.nx(); x++) {
          assertThat(piece.centre(0, x)).isEqualTo(whole.centre(0, x0 + x));
        }
        assertThat(piece.centre(1, 5)).isEqualTo(whole.centre(1, y0 + 5));
        assertThat(piece.centre(2, 1)).isEqualTo(whole.centre(2, 1));
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void everyVoxelIsOfOnePieceAndSoIsEveryCubeBetween() throws IOException {
    GridSource whole = GridSource.of(noise());
    try (GridPieces pieces =
        GridPieces.of(whole, 20, MARGIN, folder.resolve("a.glb"), share -> {})) {
      for (int y = -1; y < 21; y++) {
        for (int x = -1; x < 50; x++) {
          double px = whole.centre(0, x);
          double py = whole.centre(1, y);
          boolean isVoxel = x >= 0 && y >= 0;
          assertThat(pieces.all().stream().filter(p -> p.ground().containsOnGround(px, py)))
              .hasSize(isVoxel ? 1 : 0);
          double cubeX = px + 0.5 * whole.voxelX();
          double cubeY = py + 0.5 * whole.voxelY();
          assertThat(pieces.all().stream().filter(p -> p.part().containsOnGround(cubeX, cubeY)))
              .hasSize(1);
        }
      }
    }
  }

  @Test
  void aCancelledCutLeavesNothing() {
    assertThatThrownBy(
            () ->
                GridPieces.of(
                    GridSource.of(noise()),
                    20,
                    MARGIN,
                    folder.resolve("a.glb"),
                    share -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(folder).isEmptyDirectory();
  }
}
