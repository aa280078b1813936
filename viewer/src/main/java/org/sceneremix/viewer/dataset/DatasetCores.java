package org.sceneremix.viewer.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.scenes.progress.Progress;

/**
 * Makes a data set on the cores of this machine, a remix on each. How many are in work at once does
 * not change a byte of them.
 */
public final class DatasetCores {

  /**
   * Heap that a worker with its model and a remix in work takes at most, bytes for each voxel of
   * the scene that was learned.
   */
  private static final long BYTES_A_VOXEL = 700;

  /** Share of the heap that all remixes in work may take. */
  private static final double HEAP_SHARE = 0.6;

  private final DatasetRequest request;
  private final List<Long> open;
  private final double[] parts;
  private int next;
  private int done;
  private Throwable failure;

  private DatasetCores(DatasetRequest request) {
    this.request = request;
    this.open = new ArrayList<>(request.seeds());
    this.open.removeIf(seed -> DatasetWorker.isMade(request, seed));
    this.parts = new double[open.size()];
  }

  /**
   * Makes all scenes that are not there yet.
   *
   * @param threads how many remixes may be in work at once; fewer are where memory is short
   * @throws CancellationException if the progress is cancelled
   */
  public static void make(DatasetRequest request, int threads, Progress progress)
      throws IOException {
    new DatasetCores(request).make(threads, progress);
  }

  private void make(int threads, Progress progress) throws IOException {
    if (open.isEmpty()) {
      return;
    }
    int workers = Math.max(1, Math.min(Math.min(threads, open.size()), fitting(request)));
    ExecutorService executor = Executors.newFixedThreadPool(workers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        running.add(
            executor.submit(
                () -> {
                  work(progress);
                  return null;
                }));
      }
      for (Future<?> worker : running) {
        await(worker);
      }
    } finally {
      executor.shutdownNow();
    }
    tellFailure();
  }

  /** Number of remixes that fit into the memory at once. */
  private static int fitting(DatasetRequest request) throws IOException {
    ModelFolder folder = new ModelFolder(Path.of(request.model()));
    long bytes = BYTES_A_VOXEL * folder.sceneSize().voxelCount();
    return (int) Math.min(Integer.MAX_VALUE, HEAP_SHARE * Runtime.getRuntime().maxMemory() / bytes);
  }

  private void await(Future<?> worker) {
    try {
      worker.get();
    } catch (ExecutionException e) {
      breakOff(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped");
    }
  }

  private void work(Progress progress) throws IOException {
    try (DatasetWorker worker = DatasetWorker.open(request)) {
      for (int i = take(); i >= 0; i = take()) {
        worker.make(open.get(i), new Part(i, progress));
        at(i, 1, "scene of seed " + open.get(i), progress);
      }
    } catch (IOException | RuntimeException | Error e) {
      breakOff(e);
      throw e;
    }
  }

  private synchronized int take() {
    return failure == null && next < open.size() ? next++ : -1;
  }

  /** One failure is enough: the others break off what they are at, which fails, too. */
  private synchronized void breakOff(Throwable reason) {
    failure = failure == null ? reason : failure;
  }

  private synchronized boolean isBroken() {
    return failure != null;
  }

  private synchronized void tellFailure() throws IOException {
    if (failure instanceof IOException reason) {
      throw reason;
    }
    if (failure instanceof RuntimeException reason) {
      throw reason;
    }
    if (failure instanceof Error reason) {
      throw reason;
    }
  }

  private synchronized void at(int scene, double fraction, String message, Progress progress) {
    done += fraction >= 1 ? 1 : 0;
    parts[scene] = fraction;
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    progress.at(sum / parts.length, done + " of " + parts.length + " done, " + message);
  }

  /** Progress of one scene; its own end counts only when its views are there too. */
  private final class Part implements Progress {

    private static final double LARGEST = 0.7;

    private final int scene;
    private final Progress whole;

    Part(int scene, Progress whole) {
      this.scene = scene;
      this.whole = whole;
    }

    @Override
    public void at(double fraction, String message) {
      DatasetCores.this.at(
          scene, LARGEST * fraction, "seed " + open.get(scene) + ", " + message, whole);
    }

    @Override
    public boolean cancelled() {
      return whole.cancelled() || isBroken();
    }
  }
}
