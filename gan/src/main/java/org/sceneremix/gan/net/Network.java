package org.sceneremix.gan.net;

import java.util.List;

/** Parameters that are trained together. */
public interface Network {

  /** The parameters, always in the same order. */
  List<Parameter> parameters();

  /** Values that sampling needs beside the parameters, such as running statistics; may be empty. */
  default List<float[]> statistics() {
    return List.of();
  }

  /** Sets all gradients to zero. */
  default void clearGradients() {
    parameters().forEach(Parameter::clearGradient);
  }

  /**
   * Goes a step down the gradients by Adam.
   *
   * @param step number of the step, from 1
   */
  default void descend(Engine engine, double rate, int step) {
    List<Parameter> all = parameters();
    engine.workers().forEach(all.size(), (worker, i) -> all.get(i).adam(rate, step));
  }
}
