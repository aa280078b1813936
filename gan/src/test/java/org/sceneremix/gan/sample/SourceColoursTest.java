package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.gan.TinyModel;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class SourceColoursTest {

  private final VoxelGrid scene = TinyModel.scene();
  private final GridSize size = GridSize.of(scene);

  private VoxelGrid coloured(CoordinateMap sources, Symmetry symmetry) {
    return new Remix(scene, sources, new Exemplar(List.of(scene), symmetry)).colouredBySource();
  }

  private VoxelGrid ofIdentity() {
    return coloured(CoordinateMap.identity(size), Symmetry.NONE);
  }

  /** In stored units, which are half as large as colours. */
  private static double distance(VoxelGrid grid, int a, int b) {
    double sum = 0;
    for (int c = 0; c < VoxelGrid.DENSITY; c++) {
      sum += Math.pow(grid.data()[a + c] - grid.data()[b + c], 2);
    }
    return Math.sqrt(sum);
  }

  @Test
  void densitiesAreTheRemixsAndStayAsTheyWere() {
    float[] before = scene.data().clone();
    VoxelGrid grid = ofIdentity();
    for (int v = VoxelGrid.DENSITY; v < before.length; v += VoxelGrid.CHANNELS) {
      assertThat(grid.data()[v]).isEqualTo(before[v]);
    }
    assertThat(scene.data()).isEqualTo(before);
    assertThat(grid.box()).isEqualTo(scene.box());
  }

  @Test
  void everyPlaceHasAColourOfItsOwnAndNeighboursSimilarOnes() {
    VoxelGrid grid = ofIdentity();
    int plane = size.nx() * size.ny();
    for (int a = 0; a < plane; a++) {
      for (int b = a + 1; b < plane; b++) {
        assertThat(distance(grid, 4 * a, 4 * b)).isGreaterThan(0.09);
      }
      if (a % size.nx() > 0) {
        assertThat(distance(grid, 4 * a, 4 * (a - 1))).isLessThan(0.42);
      }
      if (a >= size.nx()) {
        assertThat(distance(grid, 4 * a, 4 * (a - size.nx()))).isLessThan(0.25);
      }
    }
    int ends = size.nx() - 1;
    assertThat(distance(grid, 0, 4 * ends)).isGreaterThan(0.6);
  }

  @Test
  void heightHasNoColour() {
    VoxelGrid grid = ofIdentity();
    for (int c = 0; c < VoxelGrid.DENSITY; c++) {
      assertThat(grid.data()[grid.index(3, 4, 5) + c])
          .isEqualTo(grid.data()[grid.index(3, 4, 0) + c]);
    }
  }

  /** The example of the documentation. */
  @Test
  void middleOfTheSceneIsTheGreenOfTheExample() {
    VoxelGrid odd = new VoxelGrid(1, 1, 1, scene.box(), 50, new float[] {1, 1, 1, 1});
    Exemplar exemplar = new Exemplar(List.of(odd), Symmetry.NONE);
    float[] samples =
        new Remix(odd, CoordinateMap.identity(GridSize.of(odd)), exemplar)
            .colouredBySource()
            .data();
    float[] expected = {2 * 0.22f - 1, 2 * 0.64f - 1, 2 * 0.57f - 1, 1};
    assertThat(samples).containsExactly(expected, within(0.01f));
  }

  @Test
  void voxelOfNoSourceIsGrey() {
    CoordinateMap sources = CoordinateMap.identity(size);
    sources.sources()[7] = CoordinateMap.NONE;
    VoxelGrid grid = coloured(sources, Symmetry.NONE);
    assertThat(Arrays.copyOfRange(grid.data(), 28, 31)).containsOnly(0);
    assertThat(grid.data()[31]).isEqualTo(scene.data()[31]);
  }

  /** A turned copy has the colours of the voxels that it was copied from, turned with them. */
  @ParameterizedTest
  @EnumSource(Symmetry.class)
  void orientationIsUndone(Symmetry symmetry) {
    Exemplar own = new Exemplar(List.of(ofIdentity()), symmetry);
    Exemplar exemplar = new Exemplar(List.of(scene), symmetry);
    int last = symmetry.count() - 1;
    GridSize turned = exemplar.size(0, last);
    int[] sources = new int[turned.voxelCount()];
    Arrays.setAll(sources, v -> last * sources.length + v);
    CoordinateMap map = new CoordinateMap(turned, sources);
    VoxelGrid copy =
        new VoxelGrid(
            turned.nx(),
            turned.ny(),
            turned.nz(),
            scene.box(),
            scene.densityScale(),
            map.samples(exemplar, 0));
    assertThat(new Remix(copy, map, exemplar).colouredBySource().data())
        .isEqualTo(map.samples(own, 0));
  }
}
