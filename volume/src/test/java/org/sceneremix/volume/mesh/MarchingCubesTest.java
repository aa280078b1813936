package org.sceneremix.volume.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.Scenes;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;

class MarchingCubesTest {

  @TempDir private Path folder;

  private static final Aabb BOX = new Aabb(-1, -1, -1, 1, 1, 1);
  private static final double RADIUS = 0.7;

  private static VoxelGrid sphere(int n) {
    return Scenes.grid(n, n, n, BOX, 100f, (x, y, z) -> RADIUS - Math.sqrt(x * x + y * y + z * z));
  }

  /** Random densities bring every case of a cube, the ambiguous ones too. */
  @Property(tries = 60)
  void everyEdgeHasTwoTrianglesThatAgreeOnItsSides(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int nx,
      @ForAll @IntRange(min = 1, max = 6) int ny,
      @ForAll @IntRange(min = 1, max = 6) int nz)
      throws IOException {
    VoxelGrid grid = Scenes.random(nx, ny, nz, new Aabb(0, 0, 0, nx, ny, nz), seed);
    int[] corners = MarchingCubes.surface(GridSource.of(grid), 0.1f, share -> {}).triangles();
    Map<Long, Integer> edges = new HashMap<>();
    for (int i = 0; i < corners.length; i += 3) {
      for (int j = 0; j < 3; j++) {
        edges.merge(directed(corners[i + j], corners[i + (j + 1) % 3]), 1, Integer::sum);
      }
    }
    edges.forEach(
        (edge, count) -> {
          assertThat(count).isEqualTo(1);
          assertThat(edges).containsKey(directed(edge.intValue(), (int) (edge >> 32)));
        });
  }

  private static long directed(int from, int to) {
    return (long) from << 32 | to;
  }

  @Test
  void sphereHasItsVolumeFromOutsideAndItsEulerNumber() throws IOException {
    Mesh mesh = MarchingCubes.surface(GridSource.of(sphere(40)), 0, share -> {});
    double expected = 4 / 3.0 * Math.PI * Math.pow(RADIUS, 3);
    assertThat(MeshMeasures.volume(mesh)).isCloseTo(expected, within(0.005 * expected));
    // V - E + F with E = 3 F / 2
    assertThat(mesh.vertexCount() - mesh.triangleCount() / 2).isEqualTo(2);
  }

  @Test
  void sphereHasRadialNormals() throws IOException {
    Mesh mesh = MarchingCubes.surface(GridSource.of(sphere(40)), 0, share -> {});
    for (int i = 0; i < mesh.positions().length; i += 3) {
      double along = 0;
      double radius = 0;
      for (int axis = 0; axis < 3; axis++) {
        along += mesh.positions()[i + axis] * mesh.normals()[i + axis];
        radius += Math.pow(mesh.positions()[i + axis], 2);
      }
      double degrees = Math.toDegrees(Math.acos(Math.min(1, along / Math.sqrt(radius))));
      assertThat(degrees).isLessThan(5);
    }
  }

  @Test
  void surfaceIsAsFineFarFromTheWorldsOrigin() throws IOException {
    VoxelGrid near = sphere(12);
    Aabb box = near.box();
    double[] at = {4e5, 5e6, 120};
    VoxelGrid far =
        new VoxelGrid(
            near.nx(),
            near.ny(),
            near.nz(),
            new Aabb(
                box.minX() + at[0],
                box.minY() + at[1],
                box.minZ() + at[2],
                box.maxX() + at[0],
                box.maxY() + at[1],
                box.maxZ() + at[2]),
            near.densityScale(),
            near.data());
    Mesh expected = MarchingCubes.surface(GridSource.of(near), 0, share -> {});
    Mesh mesh = MarchingCubes.surface(GridSource.of(far), 0, share -> {});
    assertThat(mesh.vertexCount()).isEqualTo(expected.vertexCount());
    for (int i = 0; i < mesh.positions().length; i++) {
      double world = mesh.origin()[i % 3] + mesh.positions()[i];
      assertThat(world - at[i % 3]).isCloseTo(expected.positions()[i], within(1e-6));
    }
    Path file = folder.resolve("far.ply");
    PlyWriter.write(mesh, file);
    byte[] ply = Files.readAllBytes(file);
    String header = new String(ply, StandardCharsets.US_ASCII).split("end_header\n", -1)[0];
    assertThat(header).contains("property double x");
    ByteBuffer body = ByteBuffer.wrap(ply).order(ByteOrder.LITTLE_ENDIAN);
    int first = header.length() + "end_header\n".length();
    for (int axis = 0; axis < 3; axis++) {
      assertThat(body.getDouble(first + axis * Double.BYTES))
          .isEqualTo(mesh.origin()[axis] + mesh.positions()[axis]);
    }
  }

  @Test
  void matterUpToTheBoxEndsAtItsFaces() throws IOException {
    VoxelGrid full = VoxelGrid.empty(3, 4, 5, new Aabb(0, 0, 0, 3, 4, 5), 1f);
    Arrays.fill(full.data(), 1f);
    Mesh mesh = MarchingCubes.surface(GridSource.of(full), 0.5f, share -> {});
    for (int i = 0; i < mesh.positions().length; i += 3) {
      int faces = 0;
      for (int axis = 0; axis < 3; axis++) {
        float p = mesh.positions()[i + axis];
        faces += p == 0 || p == 3 + axis ? 1 : 0;
        assertThat(p).isBetween(0f, 3f + axis);
      }
      assertThat(faces).isPositive();
    }
    // edges and corners of the box are cut off by half a voxel
    assertThat(MeshMeasures.volume(mesh)).isBetween(0.85 * 60, 60.0);
  }

  @Test
  void colourIsThatOfTheMatterNotOfTheEmptinessBeforeIt() throws IOException {
    VoxelGrid grid = sphere(20);
    for (int i = 0; i < grid.data().length; i += VoxelGrid.CHANNELS) {
      boolean solid = grid.data()[i + VoxelGrid.DENSITY] > -0.9f;
      grid.data()[i + VoxelGrid.RED] = solid ? 1f : -1f;
    }
    Mesh mesh = MarchingCubes.surface(GridSource.of(grid), 0, share -> {});
    for (int i = 0; i < mesh.colours().length; i += 3) {
      assertThat(mesh.colours()[i]).isGreaterThan(0.9f);
      assertThat(mesh.colours()[i + 1]).isLessThan(1e-6f);
    }
  }

  @Test
  void visibleLevelTakesHalfOfTheLightInAVoxel() throws IOException {
    VoxelGrid grid = sphere(10);
    double sigma = grid.densityScale() * MarchingCubes.visibleLevel(GridSource.of(grid));
    assertThat(Math.exp(-sigma * grid.voxelX())).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void nothingHasNoSurface() throws IOException {
    Mesh mesh =
        MarchingCubes.surface(GridSource.of(VoxelGrid.empty(4, 4, 4, BOX, 1)), 0.5f, share -> {});
    assertThat(mesh.triangleCount()).isZero();
  }

  @Test
  void theLevelOfEmptinessIsNoSurface() throws IOException {
    assertThatThrownBy(() -> MarchingCubes.surface(GridSource.of(sphere(4)), -1f, share -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above -1.0");
  }
}
