package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_A;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a person did, dealt out to frames. A panel looks at keys and buttons once a frame, so where
 * frames are slow a key tapped in between would be down in none of them, and a drag would be a
 * click at its end. So a frame gets what came in order, but only so far that it can tell the parts
 * apart.
 */
final class InputQueue {

  /** Something that a person did. */
  sealed interface Input {}

  /**
   * A key went down or up, or repeats.
   *
   * @param key of GLFW
   * @param scancode of GLFW
   * @param action of GLFW
   * @param modifiers of GLFW
   */
  record Key(int key, int scancode, int action, int modifiers) implements Input {

    /**
     * The key that a letter is printed on.
     *
     * @param key in its place on American keyboards
     * @param label what is printed there on this one; null where nothing is known
     */
    static int labelled(int key, String label) {
      boolean isLetter =
          label != null && label.length() == 1 && label.charAt(0) >= 'a' && label.charAt(0) <= 'z';
      return isLetter ? GLFW_KEY_A + label.charAt(0) - 'a' : key;
    }
  }

  /**
   * A character was typed.
   *
   * @param codepoint of Unicode
   */
  record Letter(int codepoint) implements Input {}

  /**
   * A mouse button went down or up.
   *
   * @param button of GLFW
   */
  record Button(int button, boolean down) implements Input {}

  /**
   * The mouse moved.
   *
   * @param x in the window, screen coordinates
   * @param y in the window, screen coordinates
   */
  record Move(double x, double y) implements Input {}

  /** The wheel turned. */
  record Wheel(double x, double y) implements Input {}

  private final Deque<Input> waiting = new ArrayDeque<>();

  void add(Input input) {
    waiting.add(input);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes what the next frame can tell apart: no key twice, and no move with a click or wheel. */
  List<Input> next() {
    List<Input> frame = new ArrayList<>();
    Set<Integer> keys = new HashSet<>();
    boolean moved = false;
    boolean clicked = false;
    while (!waiting.isEmpty()) {
      Input input = waiting.peek();
      boolean fits;
      if (input instanceof Key key) {
        fits = keys.add(key.key());
      } else if (input instanceof Move) {
        fits = !clicked;
        moved = true;
      } else if (input instanceof Letter) {
        fits = true;
      } else {
        fits = !moved && !clicked;
        clicked = true;
      }
      if (!fits) {
        break;
      }
      frame.add(waiting.remove());
    }
    return frame;
  }
}
