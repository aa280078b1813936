package org.sceneremix.cluster;

import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.api.java.function.VoidFunction;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.dataset.DatasetRequest;
import org.sceneremix.viewer.dataset.DatasetWorker;

/**
 * Makes some scenes of a data set, on a worker. A task that is done again, because its worker was
 * lost, finds the scenes that were finished and makes the others; either way they have the same
 * bytes.
 */
final class SceneTask implements VoidFunction<Iterator<Long>> {

  private static final long serialVersionUID = 1;

  private final DatasetRequest request;

  SceneTask(DatasetRequest request) {
    this.request = request;
  }

  @Override
  public void call(Iterator<Long> seeds) throws IOException {
    try (DatasetWorker worker = DatasetWorker.open(request)) {
      while (seeds.hasNext()) {
        worker.make(seeds.next(), new UnlessInterrupted());
      }
    }
  }

  /** Spark interrupts the threads of a job that is cancelled. */
  private static final class UnlessInterrupted implements Progress {

    @Override
    public void at(double fraction, String message) {}

    @Override
    public boolean cancelled() {
      return Thread.currentThread().isInterrupted();
    }
  }
}
