package org.sceneremix.gan.detail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Periodicity;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class ArrangementTest {

  private static VoxelGrid grid(GridSize n, float[] data) {
    return new VoxelGrid(
        n.nx(), n.ny(), n.nz(), new Aabb(0, 0, 0, n.nx(), n.ny(), n.nz()), 1, data);
  }

  @Test
  void guessIsWhereTheLayoutOfARemixComesFrom() {
    GridSize trained = new GridSize(24, 22, 2);
    float[] scene = new float[trained.voxelCount() * VoxelGrid.CHANNELS];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < scene.length; i++) {
      scene[i] = (float) random.nextDouble(-1, 1);
    }
    CascadeStage stage = CascadeStage.coarsest(grid(trained, scene));
    Cascade cascade = new Cascade(Engine.cpu(), 2);
    cascade.add(stage, new Generator(Engine.cpu(), 2).parameters().values());
    GridSize size = new GridSize(33, 27, 2);
    float[] layout =
        CascadeStage.layout(Latents.ofSeed(7), stage.lattice(size, size, Periodicity.NONE));
    Features source = Features.of(grid(trained, scene));
    Features target = Features.of(grid(size, layout));
    int[] guess =
        cascade
            .arrangement(Recipe.ofSeed(7), size, RemixSettings.ofSize(size))
            .orElseThrow()
            .guess(target, source, 0);
    int same = 0;
    for (int v = 0; v < size.voxelCount(); v++) {
      int from = guess[target.voxel(v % size.nx(), v / size.nx() % size.ny(), v / (33 * 27))];
      int index = (source.z(from) * trained.ny() + source.y(from)) * trained.nx() + source.x(from);
      boolean equal = layout[v * VoxelGrid.CHANNELS] == scene[index * VoxelGrid.CHANNELS];
      same += equal ? 1 : 0;
      // nearer to the border a patch would stick out of the reference
      boolean atTheBorder =
          isAtTheBorder(source.x(from), trained.nx())
              || isAtTheBorder(source.y(from), trained.ny());
      assertThat(equal || atTheBorder).isTrue();
    }
    assertThat(same).isGreaterThan(size.voxelCount() / 2);
  }

  private static boolean isAtTheBorder(int voxel, int count) {
    return voxel == Patch.RADIUS || voxel == count - 1 - Patch.RADIUS;
  }
}
