package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;

class MaskTest {

  private static final GridSize SIZE = new GridSize(12, 8, 6);
  private static final int LIMIT = 4;

  private static Mask speckles() {
    Random random = new Random(4);
    BitSet voxels = new BitSet();
    for (int i = 0; i < 3; i++) {
      voxels.set(random.nextInt(SIZE.voxelCount()));
    }
    return new Mask(SIZE, voxels);
  }

  private static int distance(int a, int b, int n, boolean periodic) {
    int d = Math.abs(a - b);
    return periodic ? Math.min(d, n - d) : d;
  }

  /** The definition, written down. */
  private static byte[] slowDistances(Mask mask, GridSize other, Periodicity periodicity) {
    BitSet shared = new BitSet();
    for (int v = 0; v < other.voxelCount(); v++) {
      for (int w = mask.voxels().nextSetBit(0); w >= 0; w = mask.voxels().nextSetBit(w + 1)) {
        if (overlap(v % other.nx(), other.nx(), w % SIZE.nx(), SIZE.nx())
            && overlap(
                v / other.nx() % other.ny(), other.ny(), w / SIZE.nx() % SIZE.ny(), SIZE.ny())
            && overlap(
                v / other.nx() / other.ny(), other.nz(), w / SIZE.nx() / SIZE.ny(), SIZE.nz())) {
          shared.set(v);
        }
      }
    }
    byte[] distances = new byte[other.voxelCount()];
    for (int v = 0; v < distances.length; v++) {
      int least = LIMIT;
      for (int w = shared.nextSetBit(0); w >= 0; w = shared.nextSetBit(w + 1)) {
        int dx = distance(v % other.nx(), w % other.nx(), other.nx(), periodicity.alongX());
        int dy =
            distance(
                v / other.nx() % other.ny(),
                w / other.nx() % other.ny(),
                other.ny(),
                periodicity.alongY());
        int dz = Math.abs(v / other.nx() / other.ny() - w / other.nx() / other.ny());
        least = Math.min(least, Math.max(dx, Math.max(dy, dz)));
      }
      distances[v] = (byte) least;
    }
    return distances;
  }

  private static boolean overlap(int i, int n, int j, int m) {
    return i * m < (j + 1) * n && j * n < (i + 1) * m;
  }

  @Test
  void distancesEqualTheirDefinition() {
    for (GridSize other : new GridSize[] {SIZE, new GridSize(9, 6, 5), new GridSize(24, 9, 6)}) {
      for (Periodicity periodicity : Periodicity.values()) {
        assertThat(speckles().distances(other, periodicity, LIMIT))
            .as(other + " " + periodicity)
            .isEqualTo(slowDistances(speckles(), other, periodicity));
      }
    }
  }

  @Test
  void invertedHoldsTheOthers() {
    Mask mask = Mask.ofBox(SIZE, new Window(-2, 1, 0, new GridSize(5, 3, 2)));
    assertThat(mask.voxels().cardinality()).isEqualTo(3 * 3 * 2);
    assertThat(mask.inverted().voxels().cardinality()).isEqualTo(SIZE.voxelCount() - 18);
    assertThat(mask.inverted().inverted()).isEqualTo(mask);
  }

  @Test
  void boxOutsideTheSceneIsRefused() {
    assertThatThrownBy(() -> Mask.ofBox(SIZE, new Window(12, 0, 0, new GridSize(1, 1, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12x8x6");
  }
}
