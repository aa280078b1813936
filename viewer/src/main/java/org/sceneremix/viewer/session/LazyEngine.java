package org.sceneremix.viewer.session;

import org.sceneremix.gan.net.Engine;

/** What a session's models run on: only made when there is one, since it takes its time. */
final class LazyEngine implements AutoCloseable {

  private final int threads;
  private Engine engine;

  LazyEngine(int threads) {
    this.threads = threads;
  }

  /** The engine; for one thread at a time. */
  synchronized Engine get() {
    if (engine == null) {
      engine = Engine.cpu(threads);
    }
    return engine;
  }

  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
