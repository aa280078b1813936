package org.sceneremix.volume.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {

  /** Pauses of both kinds in between: shorter and longer than a worker looks out for work. */
  @Test
  void everyIndexIsTakenOnceInEveryCall() throws InterruptedException {
    try (Workers workers = new Workers(3)) {
      for (int call = 0; call < 300; call++) {
        int count = call % 17;
        AtomicIntegerArray taken = new AtomicIntegerArray(17);
        workers.forEach(count, (worker, i) -> taken.incrementAndGet(i));
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
    try (Workers workers = new Workers(2)) {
      for (int failing = 0; failing < 2; failing++) {
        int of = failing;
        assertThatThrownBy(
                () ->
                    workers.run(
                        worker -> {
                          if (worker == of) {
                            throw new IllegalArgumentException("worker " + worker);
                          }
                        }))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("worker " + of);
      }
      AtomicIntegerArray calls = new AtomicIntegerArray(2);
      workers.run(calls::incrementAndGet);
      assertThat(calls.get(0) + calls.get(1)).isEqualTo(2);
    }
  }

  @Test
  void anInterruptWaitsForTheOthersAndIsHandedOn() {
    try (Workers workers = new Workers(2)) {
      AtomicIntegerArray done = new AtomicIntegerArray(2);
      Thread.currentThread().interrupt();
      workers.run(
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
  void callersWaitForEachOther() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      int[] sum = new int[1];
      Runnable calls =
          () -> {
            for (int i = 0; i < 500; i++) {
              workers.run(
                  worker -> {
                    if (worker == 0) {
                      sum[0]++;
                    }
                  });
            }
          };
      Thread other = new Thread(calls);
      other.start();
      calls.run();
      other.join();
      assertThat(sum[0]).isEqualTo(1000);
    }
  }

  @Test
  void workThatHandsOutWorkIsRefused() {
    try (Workers workers = new Workers(2)) {
      for (int asking = 0; asking < 2; asking++) {
        int of = asking;
        assertThatThrownBy(
                () ->
                    workers.run(
                        worker -> {
                          if (worker == of) {
                            workers.run(inner -> {});
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("work cannot hand out work itself");
      }
    }
  }

  @Test
  void closedWorkersDoNotWork() {
    Workers workers = new Workers(2);
    workers.close();
    assertThatThrownBy(() -> workers.run(worker -> {})).isInstanceOf(IllegalStateException.class);
  }
}
