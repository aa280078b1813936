package org.sceneremix.volume.work;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A fixed number of threads that share work; the calling thread is worker 0. Calls from several
 * threads wait for each other. Work cannot hand out work itself: that would wait for its own end.
 *
 * <pre>{@code
 * try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
 *   workers.forEach(grid.nz(), z -> clearSlice(grid, z));
 * }
 * }</pre>
 *
 * <p>The work comes in pieces of a millisecond or less, one right behind the other. Waking a thread
 * takes a twentieth of that, so one with nothing to do looks out for more, for {@value #PATIENCE}
 * ns, before it goes to sleep.
 */
public final class Workers implements AutoCloseable {

  private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();

  /** Several times the time that waking a thread takes, ns. */
  private static final long PATIENCE = 100_000;

  /** Values in two cache lines, which processors fetch in pairs. */
  private static final int LINE = 32;

  private final List<Thread> others;

  /** Held by the caller whose task is worked at. */
  private final ReentrantLock calling = new ReentrantLock();

  /** Task of all; changes before {@link #call} does. */
  private IntConsumer task;

  /** Number of the latest call of {@link #run}. */
  private final AtomicInteger call = new AtomicInteger();

  private volatile boolean closed;

  /** Workers that are still busy with the latest call, without the caller. */
  private final AtomicInteger busy = new AtomicInteger();

  private volatile Thread caller;
  private volatile Throwable failure;

  /**
   * @param size threads, the calling one counted
   */
  public Workers(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("work needs at least one thread, not " + size);
    }
    this.others = IntStream.range(1, size).mapToObj(this::thread).toList();
    others.forEach(Thread::start);
  }

  private Thread thread(int worker) {
    Thread thread = new Thread(() -> work(worker), "worker-" + THREAD_NUMBER.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Threads, the calling one counted. */
  public int size() {
    return others.size() + 1;
  }

  private void work(int worker) {
    int done = 0;
    while (true) {
      done = awaitCall(done);
      if (closed) {
        return;
      }
      try {
        task.accept(worker);
      } catch (Throwable e) {
        failure = e;
      }
      if (busy.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }
  }

  /** Waits for another call than this, or the end. */
  private int awaitCall(int latest) {
    long start = System.nanoTime();
    while (call.get() == latest && !closed) {
      rest(start);
    }
    return call.get();
  }

  private void rest(long start) {
    if (System.nanoTime() - start < PATIENCE) {
      Thread.onSpinWait();
    } else {
      LockSupport.park(this);
    }
  }

  /**
   * Calls the task once for every worker number, at the same time, and waits for all.
   *
   * @throws IllegalStateException if the threads were stopped, or the caller works for them already
   */
  public void run(IntConsumer task) {
    if (calling.isHeldByCurrentThread() || others.contains(Thread.currentThread())) {
      throw new IllegalStateException("work cannot hand out work itself");
    }
    calling.lock();
    try {
      runAlone(task);
    } finally {
      calling.unlock();
    }
  }

  private void runAlone(IntConsumer task) {
    if (closed) {
      throw new IllegalStateException("the threads were stopped");
    }
    this.task = task;
    failure = null;
    caller = Thread.currentThread();
    busy.set(others.size());
    call.incrementAndGet();
    others.forEach(LockSupport::unpark);
    try {
      task.accept(0);
    } catch (Throwable e) {
      failure = e;
    }
    // The others still write to the caller's arrays: an interrupt must wait.
    boolean interrupted = false;
    long start = System.nanoTime();
    while (busy.get() > 0) {
      rest(start);
      interrupted |= Thread.interrupted();
    }
    this.task = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /**
   * Calls the task for every index below {@code count}. Every worker has a part of the indices for
   * its own, the same one whenever the count is the same, so that what it wrote last time is still
   * in its cache; who has done with that takes from the others'.
   */
  public void forEach(int count, IndexTask task) {
    if (count <= 1) {
      for (int i = 0; i < count; i++) {
        task.accept(0, i);
      }
      return;
    }
    int parts = size();
    AtomicIntegerArray next = new AtomicIntegerArray((parts + 1) * LINE);
    for (int part = 0; part < parts; part++) {
      next.set((part + 1) * LINE, startOfPart(part, count));
    }
    run(
        worker -> {
          for (int k = 0; k < parts; k++) {
            int part = (worker + k) % parts;
            int counter = (part + 1) * LINE;
            int end = startOfPart(part + 1, count);
            for (int i = next.getAndIncrement(counter);
                i < end;
                i = next.getAndIncrement(counter)) {
              task.accept(worker, i);
            }
          }
        });
  }

  /** Calls the task for every index below {@code count}, as {@link #forEach(int, IndexTask)}. */
  public void forEach(int count, IntConsumer task) {
    forEach(count, (worker, i) -> task.accept(i));
  }

  /** Calls the task for every index below {@code count}; who is free takes the next. */
  public void forEachInOrder(int count, IndexTask task) {
    AtomicInteger next = new AtomicInteger();
    run(
        worker -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            task.accept(worker, i);
          }
        });
  }

  private int startOfPart(int part, int count) {
    return (int) ((long) count * part / size());
  }

  /** One of many pieces of work. */
  public interface IndexTask {
    /**
     * Works on a piece.
     *
     * @param worker number of the thread, below {@link #size()}
     * @param index number of the piece
     */
    void accept(int worker, int index);
  }

  @Override
  public void close() {
    closed = true;
    others.forEach(LockSupport::unpark);
  }
}
