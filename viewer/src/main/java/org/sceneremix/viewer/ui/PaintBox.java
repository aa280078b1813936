package org.sceneremix.viewer.ui;

import org.sceneremix.viewer.session.Stroke.Brush;

/** The brush in the hand, if it is. */
final class PaintBox {

  private boolean isOn;
  private boolean isPicking;
  private Brush brush = Brush.DEFAULT;

  /** Whether the mouse paints. */
  boolean isOn() {
    return isOn;
  }

  void toggle() {
    isOn = !isOn;
    isPicking = false;
  }

  /** Whether the next click says which place is painted. */
  boolean isPicking() {
    return isPicking;
  }

  void pick() {
    isPicking = !isPicking;
  }

  Brush brush() {
    return brush;
  }

  void set(Brush newBrush) {
    brush = newBrush;
  }
}
