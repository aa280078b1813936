package org.sceneremix.viewer.dataset;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.sceneremix.scenes.progress.Progress;

/**
 * A cluster that makes data sets. The module that can talk to one provides it as a service; it
 * depends on this one, not the other way round.
 */
public interface DatasetCluster {

  /**
   * Makes all scenes of a data set that are not there yet.
   *
   * @param master the cluster's address in its own notation
   * @throws CancellationException if the progress is cancelled
   * @throws IOException if the cluster cannot be reached or a scene cannot be made; says why
   */
  void make(DatasetRequest request, String master, Progress progress) throws IOException;
}
