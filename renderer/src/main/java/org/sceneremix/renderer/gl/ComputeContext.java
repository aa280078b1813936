package org.sceneremix.renderer.gl;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.lwjgl.system.Platform;

/**
 * OpenGL 4.3 for shaders that compute: a context without window or display, on a thread of its own.
 * Everything that talks to OpenGL goes through {@link #call} or {@link #run}, from any thread; one
 * call is done after another.
 *
 * <pre>{@code
 * try (ComputeContext context = ComputeContext.open()) {
 *   float[] sum =
 *       context.call(
 *           () -> {
 *             try (ShaderProgram program = ShaderProgram.computing(Here.class, "sum.comp", Map.of());
 *                 StorageBuffer buffer = new StorageBuffer(Float.BYTES * n)) {
 *               buffer.upload(values);
 *               program.use();
 *               buffer.bind(0);
 *               program.dispatch(n / 64, 1, 1);
 *               return buffer.download(n);
 *             }
 *           });
 * }
 * }</pre>
 */
public final class ComputeContext implements AutoCloseable {

  private final ExecutorService executor;
  private final Thread thread;
  private final AutoCloseable context;
  private final Device device;

  private ComputeContext(
      ExecutorService executor, Thread thread, AutoCloseable context, Device device) {
    this.executor = executor;
    this.thread = thread;
    this.context = context;
    this.device = device;
  }

  /**
   * Opens the best device of this machine: a graphics card if it has one with OpenGL 4.3, else the
   * processor where Mesa is installed.
   *
   * @throws GlException if neither is there
   */
  public static ComputeContext open() {
    Thread[] thread = new Thread[1];
    ThreadFactory factory =
        task -> {
          thread[0] = new Thread(task, "opengl");
          thread[0].setDaemon(true);
          return thread[0];
        };
    ExecutorService executor = Executors.newSingleThreadExecutor(factory);
    try {
      return waitFor(
          CompletableFuture.supplyAsync(
              () -> {
                AutoCloseable context = openHere();
                return new ComputeContext(executor, thread[0], context, Device.current());
              },
              executor));
    } catch (RuntimeException | Error e) {
      executor.shutdown();
      throw e;
    }
  }

  private static AutoCloseable openHere() {
    if (Platform.get() != Platform.LINUX) {
      return GlContext.computing();
    }
    try {
      return EglContext.open();
    } catch (GlException withoutWindow) {
      try {
        return GlContext.computing();
      } catch (GlException e) {
        throw new GlException(
            "this machine offers no OpenGL 4.3 ("
                + withoutWindow.getMessage()
                + "); install or update its graphics driver (Mesa's llvmpipe needs no graphics"
                + " card)",
            e);
      }
    }
  }

  /** Device that computes. */
  public Device device() {
    return device;
  }

  /**
   * Runs work on the context's thread and waits for it.
   *
   * @return what the work returns
   */
  public <T> T call(Supplier<T> work) {
    if (Thread.currentThread() == thread) {
      return work.get();
    }
    return waitFor(CompletableFuture.supplyAsync(work, executor));
  }

  /** Runs work on the context's thread and waits for it. */
  public void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  private static <T> T waitFor(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        // the caller's stack says more than that of the context's thread
        failure.addSuppressed(new IllegalStateException("asked for here"));
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** Ends the context and its thread. */
  @Override
  public void close() {
    run(
        () -> {
          try {
            context.close();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    executor.shutdown();
  }
}
