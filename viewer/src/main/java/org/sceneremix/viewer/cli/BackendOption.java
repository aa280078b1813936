package org.sceneremix.viewer.cli;

import java.io.IOException;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.Option;

/** {@code --backend}: what networks run on. */
final class BackendOption {

  @Option(
      names = "--backend",
      paramLabel = "WHERE",
      defaultValue = "cpu",
      description =
          "Multiply the networks' matrices on the processor (cpu), by OpenGL 4.3 (gl) or by ND4J's"
              + " CUDA build (cuda, fetched when it is first asked for); auto takes a graphics card"
              + " if there is one (${DEFAULT-VALUE}).")
  private Backend backend;

  /** The engine that is wanted, to be closed; {@code -v} names it. */
  Engine open(Workers workers, ConsoleOptions console) throws IOException {
    Engine engine = backend.open(workers);
    console.detail("Networks run on " + engine.description());
    return engine;
  }
}
