package org.sceneremix.renderer.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** A fixed number of workers; the calling thread is worker 0. Not for concurrent calls. */
final class WorkerTeam implements AutoCloseable {

  private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();

  private final int size;
  private final ExecutorService others;

  WorkerTeam(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a tracer needs at least one thread, not " + size);
    }
    this.size = size;
    this.others = size == 1 ? null : Executors.newFixedThreadPool(size - 1, WorkerTeam::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tracer-" + THREAD_NUMBER.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  int size() {
    return size;
  }

  /** Calls the task once for every worker number, at the same time, and waits for all. */
  void run(IntConsumer task) {
    List<Future<?>> running = new ArrayList<>(size - 1);
    for (int worker = 1; worker < size; worker++) {
      int number = worker;
      running.add(others.submit(() -> task.accept(number)));
    }
    RuntimeException failure = null;
    try {
      task.accept(0);
    } catch (RuntimeException e) {
      failure = e;
    }
    for (Future<?> future : running) {
      failure = waitFor(future, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Calls the task for every index below {@code count}, whoever is free taking the next. */
  void forEach(int count, IndexTask task) {
    if (count <= 1) {
      for (int i = 0; i < count; i++) {
        task.accept(0, i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    run(
        worker -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            task.accept(worker, i);
          }
        });
  }

  /** One of many pieces of work. */
  interface IndexTask {
    void accept(int worker, int index);
  }

  private static RuntimeException waitFor(Future<?> future, RuntimeException earlier) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return earlier;
        } catch (InterruptedException e) {
          // The others still write to the caller's arrays: wait, and hand the interrupt on.
          interrupted = true;
        } catch (ExecutionException e) {
          return earlier != null ? earlier : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (others != null) {
      others.shutdown();
    }
  }
}
