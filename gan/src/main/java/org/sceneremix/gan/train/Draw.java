package org.sceneremix.gan.train;

import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Window;

/** What chance chose for a training sample. */
final class Draw {

  /** Which of several bases; of no matter for a reconstruction. */
  final int choice;

  final Latents latents;
  final Window window;

  /** The reference in the window, {@code [z][y][x][4]}. */
  final float[] real;

  Draw(int choice, Latents latents, Window window, float[] real) {
    this.choice = choice;
    this.latents = latents;
    this.window = window;
    this.real = real;
  }
}
