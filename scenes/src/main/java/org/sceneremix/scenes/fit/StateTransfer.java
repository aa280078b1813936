package org.sceneremix.scenes.fit;

import java.io.IOException;

/**
 * Moves the state of something into a checkpoint or back: a class names its values once, in one
 * order, and the direction is the transfer's affair.
 */
interface StateTransfer {

  /** Writes a value, or reads one in its place; returns the one that holds from now on. */
  int transfer(int value) throws IOException;

  /** Writes all values, or overwrites them with those read. */
  void transfer(float[] values) throws IOException;

  /** Writes all values, or overwrites them with those read. */
  void transfer(double[] values) throws IOException;
}
