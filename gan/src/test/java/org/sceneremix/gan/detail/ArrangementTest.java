package org.sceneremix.gan.detail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Mask;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Share;
import org.sceneremix.gan.sample.StageGrids;
import org.sceneremix.gan.sample.StageLattice;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.scenes.progress.Progress;
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
            .arrangements(Recipe.ofSeed(7), size, RemixSettings.ofSize(size))
            .get(0)
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

  /** At 3 voxels of the source to 2 of the remix, an odd offset is a whole number and a half. */
  @Test
  void piecesMoveAsAWholeWhereTheyLieHalfAVoxelOff() {
    GridSize coarse = new GridSize(64, 64, 2);
    GridSize fine = new GridSize(96, 96, 2);
    float[] x = new float[64 * 64];
    float[] y = new float[x.length];
    for (int column = 0; column < x.length; column++) {
      x[column] = column % 64 + 7;
      y[column] = column / 64 - 3;
    }
    Features features = Features.empty(fine);
    int[] guess = new Arrangement(coarse, coarse, x, y).guess(features, features, 0);
    int offset = guess[features.voxel(40, 40, 0)] - features.voxel(40, 40, 0);
    for (int j = 10; j < 80; j++) {
      for (int i = 10; i < 80; i++) {
        int v = features.voxel(i, j, 0);
        assertThat(guess[v] - v).as("at %d, %d", i, j).isEqualTo(offset);
      }
    }
  }

  /** Boxes of different heights and colours on a ground. */
  private static VoxelGrid town(int voxels) {
    int layers = voxels / 4;
    VoxelGrid grid =
        VoxelGrid.empty(voxels, voxels, layers, new Aabb(0, 0, 0, 1, 1, 0.25), 6f * voxels);
    SplittableRandom random = new SplittableRandom(5);
    double[][] boxes = new double[25][];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = random.doubles(6).toArray();
    }
    for (int v = 0; v < grid.voxelCount(); v++) {
      double x = (v % voxels + 0.5) / voxels;
      int row = v / voxels % voxels;
      int layer = v / (voxels * voxels);
      double y = (row + 0.5) / voxels;
      double z = (layer + 0.5) / layers;
      int at = v * VoxelGrid.CHANNELS;
      if (z < 0.2) {
        grid.data()[at + VoxelGrid.DENSITY] = 1;
      }
      for (int i = 0; i < boxes.length; i++) {
        double[] box = boxes[i];
        int street = i / 5;
        boolean inside =
            Math.abs(x - (i % 5 + 0.3 + 0.4 * box[0]) / 5) < 0.06
                && Math.abs(y - (street + 0.3 + 0.4 * box[1]) / 5) < 0.06
                && z < 0.4 + 0.5 * box[2];
        if (inside) {
          for (int c = 0; c < 3; c++) {
            grid.data()[at + c] = (float) (2 * box[3 + c] - 1);
          }
          grid.data()[at + VoxelGrid.DENSITY] = 1;
        }
      }
    }
    return grid;
  }

  @Test
  void insidePiecesDetailIsTheExemplarsOwnFromThere() {
    VoxelGrid exemplar = town(40);
    VoxelGrid coarse = StageGrids.of(exemplar, List.of(new GridSize(20, 20, 5))).get(0);
    CascadeStage stage = CascadeStage.coarsest(coarse);
    // a network that changes nothing
    Cascade cascade = new Cascade(Engine.cpu(), 2);
    cascade.add(stage, new Generator(Engine.cpu(), 2).parameters().values());
    StageLattice lattice = stage.trainingLattice(stage);
    Latents seed = Latents.ofSeed(3);
    VoxelGrid remix = coarse.withData(CascadeStage.layout(seed, lattice));
    RemixSettings settings = RemixSettings.ofSize(GridSize.of(coarse));
    List<Arrangement> arrangements =
        cascade.arrangements(Recipe.ofSeed(3), GridSize.of(coarse), settings);
    VoxelGrid detailed = new DetailTransfer(exemplar, 1).apply(remix, arrangements, Progress.NONE);
    // the same pieces of the exemplar
    CascadeStage fine =
        new CascadeStage(1, GridSize.of(exemplar), 0, new float[0]).withLayout(stage, exemplar);
    StageLattice fineLattice = fine.trainingLattice(stage);
    float[] expected = CascadeStage.layout(seed, fineLattice);
    int inside = 0;
    int same = 0;
    int inPlace = 0;
    for (int v = 0; v < exemplar.voxelCount(); v++) {
      if (seed.layoutShare(fineLattice, v % 40, v / 40 % 40, 0) == 1) {
        inside++;
        int density = v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY;
        same += detailed.data()[density] > 0 == expected[density] > 0 ? 1 : 0;
        inPlace += detailed.data()[density] > 0 == exemplar.data()[density] > 0 ? 1 : 0;
      }
    }
    assertThat(same / (double) inside).isGreaterThan(0.985);
    assertThat(inPlace / (double) inside).as("boxes have moved").isLessThan(0.95);
  }

  @Test
  void partsOfAScenePointToWhereTheyCameFrom() {
    VoxelGrid coarse = StageGrids.of(town(40), List.of(new GridSize(20, 20, 5))).get(0);
    GridSize size = GridSize.of(coarse);
    Cascade cascade = new Cascade(Engine.cpu(), 2);
    cascade.add(
        CascadeStage.coarsest(coarse), new Generator(Engine.cpu(), 2).parameters().values());
    RemixSettings settings = RemixSettings.ofSize(size);
    Recipe mixed = Recipe.between(1, 2, Share.everywhere(0.5));
    Recipe edited = mixed.rerolledOutside(Mask.ofBox(size, Window.all(size)), 3);
    assertThat(cascade.arrangements(mixed, size, settings)).hasSize(2);
    assertThat(cascade.arrangements(edited, size, settings)).hasSize(3);
    assertThat(cascade.arrangements(Recipe.refined(coarse, 1, 3), size, settings)).isEmpty();
  }
}
