package org.sceneremix.renderer.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerTeamTest {

  /** Pauses of both kinds in between: shorter and longer than a worker looks out for work. */
  @Test
  void everyIndexIsTakenOnceInEveryCall() throws InterruptedException {
    try (WorkerTeam team = new WorkerTeam(3)) {
      for (int call = 0; call < 300; call++) {
        int count = call % 17;
        AtomicIntegerArray taken = new AtomicIntegerArray(17);
        team.forEach(count, (worker, i) -> taken.incrementAndGet(i));
        for (int i = 0; i < 17; i++) {
          assertThat(taken.get(i)).isEqualTo(i < count ? 1 : 0);
        }
        if (call % 20 == 0) {
          Thread.sleep(2);
        }
      }
    }
  }

  @Test
  void aFailureOfAnyWorkerIsTheCallersAndTheTeamGoesOn() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      for (int failing = 0; failing < 2; failing++) {
        int of = failing;
        assertThatThrownBy(
                () ->
                    team.run(
                        worker -> {
                          if (worker == of) {
                            throw new IllegalArgumentException("worker " + worker);
                          }
                        }))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("worker " + of);
      }
      AtomicIntegerArray calls = new AtomicIntegerArray(2);
      team.run(calls::incrementAndGet);
      assertThat(calls.get(0) + calls.get(1)).isEqualTo(2);
    }
  }

  @Test
  void anInterruptWaitsForTheOthersAndIsHandedOn() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      AtomicIntegerArray done = new AtomicIntegerArray(2);
      Thread.currentThread().interrupt();
      team.run(
          worker -> {
            if (worker == 1) {
              long until = System.nanoTime() + 5_000_000;
              while (System.nanoTime() < until) {
                Thread.onSpinWait();
              }
            }
            done.set(worker, 1);
          });
      assertThat(done.get(1)).isEqualTo(1);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aClosedTeamDoesNotWork() {
    WorkerTeam team = new WorkerTeam(2);
    team.close();
    assertThatThrownBy(() -> team.run(worker -> {})).isInstanceOf(IllegalStateException.class);
  }
}
