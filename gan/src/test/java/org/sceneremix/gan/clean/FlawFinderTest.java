package org.sceneremix.gan.clean;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.gan.clean.Flaw.Kind;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class FlawFinderTest {

  private static final Workers WORKERS = new Workers(2);

  private static Flaws flaws(VoxelGrid reference, VoxelGrid scene) {
    return new FlawFinder(reference).in(scene, WORKERS);
  }

  @Test
  void theReferenceHasNone() {
    Flaws flaws = flaws(BlockScene.apart(), BlockScene.apart());
    assertThat(flaws.all()).isEmpty();
    assertThat(flaws).hasToString("nothing");
    // what stands on the ground is sound
    assertThat(flaws.sound().get(4 * 48 + 4)).isTrue();
    assertThat(flaws.sound().get(0)).isFalse();
  }

  @Test
  void aHalfBlockIsOneAndABitOfItAFragment() {
    VoxelGrid scene = BlockScene.apart();
    BlockScene.clear(scene, 21, 19, 2, 3, 9, 8);
    BlockScene.fill(scene, 27, 30, 2, 3, 3, 3, BlockScene.colour(5));
    Flaws flaws = flaws(BlockScene.apart(), scene);
    assertThat(flaws).hasToString("1 fragment, 1 half thing");
    assertThat(flaws.all().get(1).box()).isEqualTo(new Window(18, 19, 2, new GridSize(3, 9, 8)));
    assertThat(flaws.sound().get(20 * 48 + 19)).isFalse();
  }

  @Test
  void whatTouchesNothingFloats() {
    VoxelGrid scene = BlockScene.apart();
    BlockScene.fill(scene, 12, 12, 8, 2, 2, 2, BlockScene.colour(0));
    Flaws flaws = flaws(BlockScene.apart(), scene);
    assertThat(flaws).hasToString("1 floater");
    assertThat(flaws.all().get(0).voxels()).hasSize(8);
  }

  @Test
  void whatFloatsInTheReferenceMayFloatElsewhere() {
    VoxelGrid reference = BlockScene.apart();
    BlockScene.fill(reference, 12, 12, 6, 6, 6, 6, BlockScene.colour(0));
    VoxelGrid scene = BlockScene.apart();
    BlockScene.fill(scene, 10, 12, 6, 6, 6, 6, BlockScene.colour(0));
    assertThat(flaws(reference, scene).count(Kind.FLOATER)).isZero();
    BlockScene.fill(scene, 30, 12, 8, 2, 2, 2, BlockScene.colour(0));
    assertThat(flaws(reference, scene).count(Kind.FLOATER)).isEqualTo(1);
  }

  @Test
  void aSpeckInTheReferenceExcusesNothing() {
    VoxelGrid reference = BlockScene.apart();
    BlockScene.fill(reference, 12, 12, 8, 2, 2, 2, BlockScene.colour(0));
    VoxelGrid scene = BlockScene.apart();
    BlockScene.fill(scene, 12, 12, 8, 3, 2, 2, BlockScene.colour(0));
    assertThat(flaws(reference, scene)).hasToString("1 floater");
  }
}
