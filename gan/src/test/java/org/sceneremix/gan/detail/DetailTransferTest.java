package org.sceneremix.gan.detail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.Cancelled;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.AntialiasedShrink;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class DetailTransferTest {

  private static final VoxelGrid EXEMPLAR = DetailScenes.blocks(36, 34, 12, 12, 3);

  private static VoxelGrid transferred(VoxelGrid remix, long seed) {
    return new DetailTransfer(EXEMPLAR, seed).apply(remix, Progress.NONE);
  }

  @Test
  void exemplarItselfComesBackUnchanged() {
    assertArrayEquals(EXEMPLAR.data(), transferred(EXEMPLAR.copy(), 1).data());
  }

  @Test
  void blurIsUndone() {
    VoxelGrid blurred = DetailScenes.blurred(EXEMPLAR);
    double before = DetailScenes.difference(blurred, EXEMPLAR);
    double after = DetailScenes.difference(transferred(blurred, 1), EXEMPLAR);
    assertTrue(after < 0.5 * before, before + " -> " + after);
  }

  @Test
  void layoutIsThatOfTheRemix() {
    VoxelGrid layout = DetailScenes.halvesExchanged(EXEMPLAR);
    VoxelGrid result = transferred(DetailScenes.blurred(layout), 1);
    double kept = LayoutOverlap.of(result, layout);
    double chance = LayoutOverlap.of(EXEMPLAR, layout);
    assertTrue(kept > 0.9 && chance < 0.7, kept + ", by chance " + chance);
  }

  @Test
  void everyVisibleVoxelIsOneOfTheExemplar() {
    Set<List<Float>> voxels = new HashSet<>();
    for (int v = 0; v < EXEMPLAR.voxelCount(); v++) {
      voxels.add(voxel(EXEMPLAR, v));
    }
    VoxelGrid remix = DetailScenes.blurred(DetailScenes.halvesExchanged(EXEMPLAR));
    VoxelGrid result = transferred(remix, 1);
    for (int v = 0; v < result.voxelCount(); v++) {
      List<Float> voxel = voxel(result, v);
      assertTrue(voxel.get(VoxelGrid.DENSITY) <= 0 || voxels.contains(voxel), "voxel " + v);
    }
  }

  private static List<Float> voxel(VoxelGrid grid, int v) {
    float[] data = grid.data();
    int at = v * VoxelGrid.CHANNELS;
    return List.of(data[at], data[at + 1], data[at + 2], data[at + 3]);
  }

  @Test
  void specksInTheAirDisappear() {
    VoxelGrid remix = EXEMPLAR.copy();
    for (int x = 2; x < 34; x += 4) {
      remix.data()[remix.index(x, 17, 10) + VoxelGrid.DENSITY] = 1;
    }
    VoxelGrid result = transferred(remix, 1);
    for (int x = 0; x < 36; x++) {
      assertTrue(result.density(x, 17, 10) <= 0, "speck at " + x);
    }
  }

  @Test
  void sameSeedGivesSameBytesOnAnyNumberOfThreads() {
    VoxelGrid remix = DetailScenes.blurred(DetailScenes.halvesExchanged(EXEMPLAR));
    float[] one = onThreads(1, remix);
    assertArrayEquals(one, onThreads(2, remix));
    assertArrayEquals(one, onThreads(5, remix));
  }

  private static float[] onThreads(int threads, VoxelGrid remix) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> transferred(remix, 7).data()).join();
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void coarseRemixOfAnotherBoxComesOutAtTheExemplarsVoxelSize() {
    VoxelGrid wide = DetailScenes.besideMirrorImage(EXEMPLAR);
    VoxelGrid coarse = AntialiasedShrink.shrink(wide, new GridSize(36, 17, 6));
    VoxelGrid result = transferred(coarse, 1);
    assertEquals(new GridSize(72, 34, 12), GridSize.of(result));
    assertEquals(coarse.box(), result.box());
    double kept = LayoutOverlap.of(result, wide);
    assertTrue(kept > 0.9, "kept " + kept);
  }

  @Test
  void remixWithNothingInItStaysEmpty() {
    VoxelGrid empty = VoxelGrid.empty(20, 20, 8, new Aabb(0, 0, 0, 20, 20, 8), 4f);
    VoxelGrid result = transferred(empty, 1);
    for (int v = 0; v < result.voxelCount(); v++) {
      assertTrue(voxel(result, v).get(VoxelGrid.DENSITY) <= 0);
    }
  }

  @Test
  void cancelledTransferKeepsWhatItHas() {
    Progress cancelled = new Cancelled();
    VoxelGrid result = new DetailTransfer(EXEMPLAR, 1).apply(EXEMPLAR.copy(), cancelled);
    assertArrayEquals(EXEMPLAR.data(), result.data());
  }

  @Test
  void gridsSmallerThanAPatchAreRefused() {
    VoxelGrid thin = VoxelGrid.empty(20, 4, 8, new Aabb(0, 0, 0, 20, 4, 8), 4f);
    assertThrows(IllegalArgumentException.class, () -> new DetailTransfer(thin, 1));
    assertThrows(IllegalArgumentException.class, () -> transferred(thin, 1));
  }
}
