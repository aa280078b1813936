package org.sceneremix.viewer.session;

import org.sceneremix.gan.net.Engine;
import org.sceneremix.volume.work.Workers;

/** Engine of a session's models, made with the first of them, since that takes its time. */
final class LazyEngine implements AutoCloseable {

  private final Workers workers;
  private Engine engine;

  LazyEngine(int threads) {
    this.workers = new Workers(threads);
  }

  /** The engine; for one thread at a time. */
  synchronized Engine get() {
    if (engine == null) {
      engine = Engine.cpu(workers);
    }
    return engine;
  }

  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.close();
    }
    workers.close();
  }
}
