package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class CopiedPiecesTest {

  private static final Workers WORKERS = new Workers(2);

  private static final PieceSizes ALL_IN_ONE = new PieceSizes(0, 0, 0, 1);

  /** Solid ground up to a height, every voxel of a colour of its own. */
  private static VoxelGrid speckled(int nx, int ny, int nz, int height, long seed) {
    VoxelGrid grid = MetricScenes.empty(nx, ny, nz);
    Random random = new Random(seed);
    for (int z = 0; z < height; z++) {
      for (int y = 0; y < ny; y++) {
        for (int x = 0; x < nx; x++) {
          float[] colour = {
            2 * random.nextFloat() - 1, 2 * random.nextFloat() - 1, 2 * random.nextFloat() - 1
          };
          BlockScene.fill(grid, x, y, z, 1, 1, 1, colour);
        }
      }
    }
    return grid;
  }

  /** Copies columns from x to x + width, shifted by (dx, dy) around the ends of the source. */
  private static void paste(VoxelGrid from, VoxelGrid to, int x, int width, int dx, int dy) {
    for (int z = 0; z < to.nz(); z++) {
      for (int y = 0; y < to.ny(); y++) {
        for (int i = x; i < x + width; i++) {
          int source = from.index((i + dx) % from.nx(), (y + dy) % from.ny(), z);
          System.arraycopy(from.data(), source, to.data(), to.index(i, y, z), 4);
        }
      }
    }
  }

  @Test
  void anExactCopyIsOnePieceEvenWhereItsThingsDoNotTouch() {
    VoxelGrid scene = MetricScenes.blocks(30, 28, 10, 6, 1);
    assertThat(CopiedPieces.between(scene.copy(), scene, WORKERS))
        .isEqualTo(new CopiedPieces(1, ALL_IN_ONE));
    VoxelGrid apart = MetricScenes.empty(20, 18, 6);
    BlockScene.fill(apart, 2, 3, 1, 4, 4, 3, new float[] {1, 0, 0});
    BlockScene.fill(apart, 12, 9, 2, 5, 4, 3, new float[] {0, 1, 0});
    assertThat(CopiedPieces.between(apart.copy(), apart, WORKERS))
        .isEqualTo(new CopiedPieces(1, ALL_IN_ONE));
  }

  @Test
  void aCopyShiftedAroundTheEndsIsOnePiece() {
    VoxelGrid scene = MetricScenes.blocks(30, 28, 10, 6, 1);
    assertThat(CopiedPieces.between(Controls.shifted(scene, 11, 5), scene, WORKERS).largest())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void aQuiltOfTwoOffsetsIsTwoPiecesOfItsShares() {
    // more than 64 columns, so that rows of bits cross a word
    VoxelGrid reference = speckled(72, 10, 5, 3, 1);
    VoxelGrid quilt = MetricScenes.empty(72, 10, 5);
    paste(reference, quilt, 0, 66, 20, 3);
    paste(reference, quilt, 66, 6, 50, 7);
    CopiedPieces pieces = CopiedPieces.between(quilt, reference, WORKERS);
    assertThat(pieces.largest()).isCloseTo(66 / 72.0, within(1e-3));
    assertThat(pieces.sizes().large()).isCloseTo(66 / 72.0, within(1e-3));
    assertThat(pieces.sizes().middle()).isCloseTo(6 / 72.0, within(1e-3));
  }

  @Test
  void sizesOfRemixAndReferenceMayDiffer() {
    VoxelGrid reference = speckled(20, 16, 6, 3, 1);
    VoxelGrid quilt = MetricScenes.empty(40, 12, 6);
    paste(reference, quilt, 0, 25, 3, 2);
    paste(reference, quilt, 25, 15, 9, 11);
    CopiedPieces pieces = CopiedPieces.between(quilt, reference, WORKERS);
    assertThat(pieces.largest()).isCloseTo(25 / 40.0, within(1e-3));
    assertThat(pieces.sizes().large()).isCloseTo(1, within(1e-3));
  }

  @Test
  void aChunkShuffleHasPiecesOfTheSizeOfItsBlocks() {
    VoxelGrid reference = speckled(32, 32, 5, 3, 1);
    CopiedPieces pieces =
        CopiedPieces.between(Controls.shuffled(reference, 8, 3), reference, WORKERS);
    // two blocks may have stayed neighbours
    assertThat(pieces.largest()).isBetween(1 / 16.0 - 1e-3, 3 / 16.0);
  }

  /** On a table every offset fits; what stands on it must still be told apart. */
  @Test
  void anEmptyTableDoesNotMakeOnePieceOfThingsThatWereMoved() {
    VoxelGrid reference = table();
    VoxelGrid remix = table();
    float[] red = {1, -1, -1};
    float[] blue = {-1, -1, 1};
    BlockScene.fill(reference, 4, 5, 2, 5, 5, 3, red);
    BlockScene.fill(reference, 18, 16, 2, 5, 5, 3, blue);
    BlockScene.fill(remix, 9, 17, 2, 5, 5, 3, red);
    BlockScene.fill(remix, 17, 4, 2, 5, 5, 3, blue);
    CopiedPieces pieces = CopiedPieces.between(remix, reference, WORKERS);
    assertThat(pieces.largest()).isBetween(0.45, 0.6);
    // moved together they are one
    assertThat(
            CopiedPieces.between(Controls.shifted(reference, 3, 2), reference, WORKERS).largest())
        .isCloseTo(1, within(1e-12));
  }

  private static VoxelGrid table() {
    VoxelGrid grid = MetricScenes.empty(32, 28, 8);
    BlockScene.fill(grid, 0, 0, 0, 32, 28, 2, new float[] {0, 0, 0});
    return grid;
  }

  @Test
  void aSlightlyBlurredCopyInAnotherScaleOfDensityIsStillACopy() {
    VoxelGrid scene = MetricScenes.blocks(26, 28, 10, 6, 1);
    Random random = new Random(3);
    VoxelGrid blurred =
        new VoxelGrid(26, 28, 10, scene.box(), 2 * scene.densityScale(), scene.data().clone());
    for (int v = 0; v < scene.voxelCount(); v++) {
      for (int c = 0; c < 3; c++) {
        blurred.data()[4 * v + c] += 0.02f * (float) random.nextGaussian();
      }
      blurred.data()[4 * v + 3] *= 0.5f;
    }
    assertThat(CopiedPieces.between(blurred, scene, WORKERS).largest()).isGreaterThan(0.95);
  }

  @Test
  void confettiAndEmptyScenesHaveNoPieces() {
    VoxelGrid scene = MetricScenes.blocks(26, 28, 10, 6, 1);
    VoxelGrid empty = MetricScenes.empty(9, 9, 9);
    assertThat(CopiedPieces.between(MetricScenes.confetti(scene, 1), scene, WORKERS).largest())
        .isLessThan(0.05);
    assertThat(CopiedPieces.between(empty, scene, WORKERS))
        .isEqualTo(new CopiedPieces(0, PieceSizes.NONE));
    assertThat(CopiedPieces.between(scene, empty, WORKERS).largest()).isZero();
  }

  @Test
  void figuresDoNotDependOnTheNumberOfThreads() {
    VoxelGrid scene = MetricScenes.blocks(26, 28, 10, 6, 1);
    VoxelGrid shuffled = Controls.shuffled(scene, 7, 3);
    try (Workers one = new Workers(1);
        Workers four = new Workers(4)) {
      assertThat(CopiedPieces.between(shuffled, scene, four))
          .isEqualTo(CopiedPieces.between(shuffled, scene, one));
    }
  }

  /** Against every voxel, offset and cube looked at in turn. */
  @Test
  void weightsAndPiecesAreThoseOfASlowSearch() {
    VoxelGrid reference = MetricScenes.blocks(14, 12, 8, 3, 1);
    VoxelGrid remix = MetricScenes.empty(17, 9, 8);
    paste(reference, remix, 0, 9, 3, 2);
    paste(reference, remix, 9, 8, 8, 7);
    CopiedPieces pieces = CopiedPieces.between(remix, reference, WORKERS);
    assertThat(pieces.largest())
        .isCloseTo(SlowPieces.largest(remix, reference), within(1e-5))
        .isBetween(0.2, 0.9);
  }
}
