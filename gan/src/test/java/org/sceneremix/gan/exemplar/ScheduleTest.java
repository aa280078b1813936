package org.sceneremix.gan.exemplar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.GridSize;

class ScheduleTest {

  @Test
  void wishesAreAsDocumented() {
    assertEquals(List.of(5, 5, 5), Schedule.ofFidelity(0).patches());
    assertEquals(List.of(7, 5, 5, 5, 5), Schedule.ofFidelity(0.25).patches());
    assertEquals(List.of(7, 7, 7, 5, 5), Schedule.ofFidelity(0.375).patches());
    assertEquals(List.of(13, 11, 11, 9, 9, 7, 7, 7, 5, 5), Schedule.ofFidelity(1).patches());
    assertThrows(IllegalArgumentException.class, () -> Schedule.ofFidelity(1.1));
    assertThrows(IllegalArgumentException.class, () -> Schedule.ofFidelity(Double.NaN));
  }

  @Test
  void moreFidelityNeverMeansSmallerOrFewerPatches() {
    long before = 0;
    for (int i = 0; i <= 100; i++) {
      long now = Schedule.ofFidelity(i / 100.0).patches().stream().mapToLong(p -> p * p * p).sum();
      assertTrue(now >= before);
      before = now;
    }
  }

  @Test
  void patchesFitTheLattice() {
    assertEquals(
        List.of(7, 7, 7, 7, 7, 5, 5),
        Schedule.ofFidelity(0.625).cappedTo(new GridSize(8, 30, 4)).patches());
  }

  @Test
  void patchesAreOdd() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule(List.of(5, 4)));
    assertThrows(IllegalArgumentException.class, () -> new Schedule(List.of()));
  }
}
