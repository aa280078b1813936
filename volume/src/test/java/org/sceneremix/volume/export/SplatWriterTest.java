package org.sceneremix.volume.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;

class SplatWriterTest {

  private static final Aabb BOX = new Aabb(0, 0, 0, 5, 5, 5);

  /** x y z, 3 of the normal, 3 of colour, 45 of higher colour, opacity, 3 scales, 4 rotations. */
  private static final int PROPERTIES = 62;

  @TempDir private Path folder;

  private ByteBuffer splats(VoxelGrid grid, int expectedCount) throws IOException {
    Path file = folder.resolve("splats.ply");
    assertThat(SplatWriter.write(GridSource.of(grid), file, share -> {})).isEqualTo(expectedCount);
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text).startsWith("ply\nformat binary_little_endian 1.0\n");
    assertThat(text).contains("element vertex " + expectedCount + "\n");
    int begin = text.indexOf("end_header\n") + "end_header\n".length();
    assertThat(bytes.length - begin).isEqualTo(expectedCount * PROPERTIES * Float.BYTES);
    return ByteBuffer.wrap(bytes, begin, bytes.length - begin)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aVoxelIsASplatAtItsCentreWithItsColour() throws IOException {
    VoxelGrid grid = VoxelGrid.empty(5, 5, 5, BOX, 2f);
    int voxel = grid.index(1, 2, 3);
    grid.data()[voxel + VoxelGrid.RED] = 0.5f;
    grid.data()[voxel + VoxelGrid.DENSITY] = 0.25f;
    ByteBuffer splat = splats(grid, 1);
    assertThat(splat.getFloat(0)).isEqualTo(1.5f);
    assertThat(splat.getFloat(4)).isEqualTo(2.5f);
    assertThat(splat.getFloat(8)).isEqualTo(3.5f);
    double y00 = 0.28209479177387814;
    assertThat(0.5 + y00 * splat.getFloat(24)).isCloseTo(0.75, within(1e-6));
    assertThat(0.5 + y00 * splat.getFloat(28)).isCloseTo(0, within(1e-6));
    assertThat(Math.exp(splat.getFloat(4 * 55))).isCloseTo(SplatWriter.DEVIATION, within(1e-6));
    assertThat(splat.getFloat(4 * 58)).isEqualTo(1f);
  }

  /** Extents are logarithms, rotations quaternions with the real part first. */
  @Test
  void splatsHaveTheExtentsOfVoxelsAndAreNotTurned() throws IOException {
    VoxelGrid grid = VoxelGrid.empty(5, 5, 5, new Aabb(0, 0, 0, 5, 10, 20), 2f);
    grid.data()[grid.index(1, 2, 3) + VoxelGrid.DENSITY] = 0.25f;
    ByteBuffer splat = splats(grid, 1);
    for (int axis = 0; axis < 3; axis++) {
      assertThat(Math.exp(splat.getFloat(4 * (55 + axis))))
          .isCloseTo(SplatWriter.DEVIATION * (1 << axis), within(1e-5));
    }
    assertThat(
            new float[] {
              splat.getFloat(4 * 58),
              splat.getFloat(4 * 59),
              splat.getFloat(4 * 60),
              splat.getFloat(4 * 61)
            })
        .containsExactly(1, 0, 0, 0);
  }

  /** Light straight through a layer: the product of what its splats let pass at a point. */
  @Test
  void aThinLayerDimsLightAsTheFieldDoes() throws IOException {
    VoxelGrid grid = VoxelGrid.empty(15, 15, 1, new Aabb(0, 0, 0, 15, 15, 1), 1f);
    for (int i = VoxelGrid.DENSITY; i < grid.data().length; i += VoxelGrid.CHANNELS) {
      grid.data()[i] = 0.1f;
    }
    ByteBuffer splats = splats(grid, 225);
    for (double[] point : new double[][] {{7.5, 7.5}, {7, 7.5}, {7, 7}, {7.2, 7.4}}) {
      double passed = 1;
      for (int splat = 0; splat < 225; splat++) {
        int at = 4 * PROPERTIES * splat;
        double dx = splats.getFloat(at) - point[0];
        double dy = splats.getFloat(at + 4) - point[1];
        double deviation = Math.exp(splats.getFloat(at + 4 * 55));
        double opacity = 1 / (1 + Math.exp(-splats.getFloat(at + 4 * 54)));
        double falloff = Math.exp(-0.5 * (dx * dx + dy * dy) / (deviation * deviation));
        passed *= 1 - opacity * falloff;
      }
      assertThat(passed).isCloseTo(Math.exp(-0.1), within(0.005));
    }
  }

  @Test
  void whatOpaqueNeighboursHideIsLeftOut() throws IOException {
    VoxelGrid grid = VoxelGrid.empty(5, 5, 5, BOX, 100f);
    for (int i = VoxelGrid.DENSITY; i < grid.data().length; i += VoxelGrid.CHANNELS) {
      grid.data()[i] = 1f;
    }
    splats(grid, 125 - 27);
  }
}
