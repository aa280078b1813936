package org.sceneremix.volume.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.Scenes;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;

class DualContouringTest {

  private static final Aabb WORLD = Aabb.centredCube(1);

  /** Half edges of a box that is turned by {@value #TURN} about z and half of that about x. */
  private static final double[] HALF = {0.55, 0.4, 0.3};

  private static final double TURN = 0.4;

  /** Signed distance to the box, positive inside. */
  private static double depth(double x, double y, double z) {
    double u = Math.cos(TURN) * x + Math.sin(TURN) * y;
    double v = -Math.sin(TURN) * x + Math.cos(TURN) * y;
    double w = -Math.sin(TURN / 2) * v + Math.cos(TURN / 2) * z;
    v = Math.cos(TURN / 2) * v + Math.sin(TURN / 2) * z;
    double[] beyond = {Math.abs(u) - HALF[0], Math.abs(v) - HALF[1], Math.abs(w) - HALF[2]};
    double outside = 0;
    for (double b : beyond) {
      outside += Math.pow(Math.max(0, b), 2);
    }
    return -Math.sqrt(outside) - Math.min(0, Arrays.stream(beyond).max().orElseThrow());
  }

  private static GridSource box() {
    VoxelGrid grid = VoxelGrid.empty(32, 32, 32, WORLD, 50);
    for (int z = 0; z < 32; z++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          double depth = depth((x + 0.5) / 16 - 1, (y + 0.5) / 16 - 1, (z + 0.5) / 16 - 1);
          grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] =
              (float) Math.max(-1, Math.min(1, 4 * depth));
        }
      }
    }
    return GridSource.of(grid);
  }

  /** Distances to the box of points spread over the triangles, world units: mean and largest. */
  private static double[] distances(Mesh mesh) {
    double sum = 0;
    double weights = 0;
    double largest = 0;
    for (int t = 0; t < mesh.triangles().length; t += 3) {
      double area = MeshMeasures.area(mesh, t);
      for (double[] share :
          new double[][] {
            {1, 0, 0},
            {0, 1, 0},
            {0, 0, 1},
            {.5, .5, 0},
            {0, .5, .5},
            {.5, 0, .5},
            {1 / 3.0, 1 / 3.0, 1 / 3.0}
          }) {
        double[] p = MeshMeasures.point(mesh, t, share);
        double distance = Math.abs(depth(p[0], p[1], p[2]));
        sum += area * distance;
        weights += area;
        largest = Math.max(largest, distance);
      }
    }
    return new double[] {sum / weights, largest};
  }

  @Test
  void sharpEdgesStaySharp() throws IOException {
    double[] cut = distances(MarchingCubes.surface(box(), 0, share -> {}));
    double[] sharp = distances(DualContouring.surface(box(), 0, share -> {}));
    assertThat(sharp[0]).isLessThan(0.5 * cut[0]);
    assertThat(sharp[1]).isLessThan(0.7 * cut[1]);
  }

  /** Random densities bring every case of a cube, the ambiguous ones too. */
  @Property(tries = 60)
  void everyEdgeHasAsManyTrianglesOnEitherSide(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int nx,
      @ForAll @IntRange(min = 1, max = 6) int ny,
      @ForAll @IntRange(min = 1, max = 6) int nz)
      throws IOException {
    VoxelGrid grid = Scenes.random(nx, ny, nz, new Aabb(0, 0, 0, nx, ny, nz), seed);
    Mesh mesh = DualContouring.surface(GridSource.of(grid), 0.1f, share -> {});
    int[] corners = mesh.triangles();
    Map<Long, Integer> edges = new HashMap<>();
    for (int i = 0; i < corners.length; i++) {
      int next = i % 3 == 2 ? i - 2 : i + 1;
      edges.merge((long) corners[i] << 32 | corners[next], 1, Integer::sum);
      edges.merge((long) corners[next] << 32 | corners[i], -1, Integer::sum);
    }
    assertThat(edges.values()).allMatch(count -> count == 0);
    for (int i = 0; i < mesh.positions().length; i++) {
      assertThat(mesh.positions()[i]).isBetween(0f, (float) new int[] {nx, ny, nz}[i % 3]);
    }
  }

  @Test
  void aBallHasItsVolumeFromOutside() throws IOException {
    VoxelGrid ball =
        Scenes.grid(40, 40, 40, WORLD, 100f, (x, y, z) -> 0.7 - Math.sqrt(x * x + y * y + z * z));
    Mesh mesh = DualContouring.surface(GridSource.of(ball), 0, share -> {});
    double expected = 4 / 3.0 * Math.PI * Math.pow(0.7, 3);
    assertThat(MeshMeasures.volume(mesh)).isCloseTo(expected, within(0.005 * expected));
    assertThat(mesh.vertexCount() - mesh.triangleCount() / 2).isEqualTo(2);
  }

  @Test
  void matterUpToTheBoxFillsIt() throws IOException {
    VoxelGrid full = VoxelGrid.empty(3, 4, 5, new Aabb(0, 0, 0, 3, 4, 5), 1f);
    Arrays.fill(full.data(), 1f);
    Mesh mesh = DualContouring.surface(GridSource.of(full), 0.5f, share -> {});
    // marching cubes cut off the edges and corners of the box
    assertThat(MeshMeasures.volume(mesh)).isCloseTo(60, within(0.4));
  }
}
