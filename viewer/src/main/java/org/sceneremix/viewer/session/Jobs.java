package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Work in the background, one piece after the other on each lane, so that a film does not keep a
 * remix waiting. What it made is handed over in {@link #deliver()}, on the caller's thread.
 */
final class Jobs implements AutoCloseable {

  /** Who waits for whom. */
  enum Lane {
    /** The generator, which serves one at a time. */
    SCENES,
    /** Work on scenes that are there already, which takes a moment only. */
    LOOKS,
    /** Steps on the way from photographs to remixes, which take minutes. */
    MAKING,
    /** All else. */
    FILES
  }

  /** The work itself. */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Does it.
     *
     * @param job told how far it is, and asked whether to go on
     */
    T run(Job job) throws Exception;
  }

  private final Map<Lane, ExecutorService> workers = new EnumMap<>(Lane.class);
  private final Consumer<Throwable> failed;
  private final List<Job> active = new ArrayList<>();
  private final ConcurrentLinkedQueue<Runnable> results = new ConcurrentLinkedQueue<>();

  /**
   * @param failed given, in {@link #deliver()}, what went wrong in a job
   */
  Jobs(Consumer<Throwable> failed) {
    this.failed = failed;
    for (Lane lane : Lane.values()) {
      workers.put(lane, worker(lane.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static ExecutorService worker(String name) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Starts work.
   *
   * @param done given what was made, unless the job was cancelled
   */
  <T> Job start(Lane lane, String title, Work<T> work, Consumer<T> done) {
    return start(lane, title, work, done, job -> {});
  }

  /**
   * Starts work.
   *
   * @param done given what was made, unless the job was cancelled
   * @param notDone given the job if it failed or was cancelled
   */
  <T> Job start(Lane lane, String title, Work<T> work, Consumer<T> done, Consumer<Job> notDone) {
    Job job = new Job(title, lane);
    active.add(job);
    workers.get(lane).execute(() -> run(job, work, done, notDone));
    return job;
  }

  private <T> void run(Job job, Work<T> work, Consumer<T> done, Consumer<Job> notDone) {
    Runnable result = () -> {};
    try {
      if (!job.cancelled()) {
        job.at(0, "starting");
        T made = work.run(job);
        result = () -> done.accept(made);
      }
    } catch (CancellationException e) {
      job.cancel();
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      result =
          () -> {
            notDone.accept(job);
            failed.accept(e);
          };
    }
    Runnable delivered = result;
    results.add(
        () -> {
          active.remove(job);
          if (job.cancelled()) {
            notDone.accept(job);
          } else {
            delivered.run();
          }
        });
    job.end();
  }

  /** Hands over, in {@link #deliver()}, what a job has made before its end. From any thread. */
  void post(Job job, Runnable result) {
    results.add(
        () -> {
          if (!job.cancelled()) {
            result.run();
          }
        });
  }

  /**
   * Hands over what has been made.
   *
   * @return whether there was anything
   */
  boolean deliver() {
    boolean any = false;
    for (Runnable result = results.poll(); result != null; result = results.poll()) {
      result.run();
      any = true;
    }
    return any;
  }

  /** Jobs that wait or run, oldest first. */
  List<Job> active() {
    return List.copyOf(active);
  }

  /** Whether a job waits or runs, or its outcome was not handed over yet. */
  boolean isActive(Job job) {
    return active.contains(job);
  }

  /** Whether nothing is done that takes moments only. */
  boolean areMaking() {
    return active.stream().allMatch(job -> job.lane() == Lane.MAKING);
  }

  /** Cancels all work and waits a little for it to end. */
  @Override
  public void close() {
    active.forEach(Job::cancel);
    workers.values().forEach(ExecutorService::shutdown);
    try {
      for (ExecutorService worker : workers.values()) {
        if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
          // daemon threads: they end with the program
          worker.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
