package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class ThingMatcherTest {

  private static final Workers WORKERS = new Workers(2);

  private static ThingShares shares(VoxelGrid remix) {
    return ThingMatcher.of(BlockScene.apart())
        .orElseThrow()
        .of(remix, OccupancyGrid.of(remix), WORKERS)
        .orElseThrow();
  }

  @Test
  void allThingsOfTheReferenceAreWholeAlsoElsewhere() {
    assertThat(ThingMatcher.of(BlockScene.apart()).orElseThrow().count()).isEqualTo(6);
    assertThat(shares(BlockScene.apart())).isEqualTo(new ThingShares(6, 1, 0, 0, 0, 0));
    VoxelGrid mirrored = Controls.shifted(BlockScene.apart(), 1, -2);
    assertThat(shares(mirrored).whole()).isEqualTo(1);
  }

  @Test
  void aHalfBlockIsCut() {
    VoxelGrid remix = BlockScene.apart();
    BlockScene.clear(remix, 3, 3, 2, 3, 9, 10);
    assertThat(shares(remix).cut()).isCloseTo(1 / 6.0, within(1e-9));
    assertThat(shares(remix).whole()).isCloseTo(5 / 6.0, within(1e-9));
  }

  @Test
  void aBlockWithMoreOfItsColourIsMerged() {
    VoxelGrid remix = BlockScene.apart();
    BlockScene.fill(remix, 9, 3, 2, 8, 5, 6, BlockScene.colour(0));
    assertThat(shares(remix).merged()).isCloseTo(1 / 6.0, within(1e-9));
  }

  @Test
  void aBlockOfTwoColoursIsNotWhole() {
    VoxelGrid remix = BlockScene.apart();
    BlockScene.fill(remix, 18, 3, 2, 3, 6, 5, BlockScene.colour(4));
    ThingShares shares = shares(remix);
    assertThat(shares.count()).isEqualTo(7);
    assertThat(shares.whole()).isLessThan(0.75);
  }

  @Test
  void aBlockInTheAirFloats() {
    VoxelGrid remix = BlockScene.apart();
    BlockScene.clear(remix, 3, 3, 2, 6, 5, 1);
    assertThat(shares(remix).floating()).isCloseTo(1 / 6.0, within(1e-9));
    assertThat(shares(BlockScene.apart()).floating()).isZero();
  }

  @Test
  void aSceneOfOnePieceHasNoThings() {
    VoxelGrid ground = MetricScenes.empty(48, 36, 12);
    BlockScene.fill(ground, 0, 0, 0, 48, 36, 4, new float[] {0, 0, 0});
    assertThat(ThingMatcher.of(ground)).isEmpty();
  }
}
