package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_A;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_LEFT_SHIFT;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_RIGHT_SUPER;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_SPACE;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_WORLD_2;
import static org.lwjgl.glfw.GLFW.GLFW_MOD_CONTROL;
import static org.lwjgl.glfw.GLFW.GLFW_MOD_SUPER;
import static org.lwjgl.glfw.GLFW.GLFW_RELEASE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Queue of a person's input, dealt out to frames. A panel looks at keys and buttons once a frame,
 * so where frames are slow a key tapped in between would be down in none of them, and a drag would
 * be a click at its end; and a modifier counts in a frame as it is at the end of it. So a frame
 * gets what came in order, but only so far that it can tell the parts apart.
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

    private boolean isModifier() {
      return key >= GLFW_KEY_LEFT_SHIFT && key <= GLFW_KEY_RIGHT_SUPER;
    }

    /** Whether the key only writes a letter, which comes as an input of its own. */
    private boolean isLetter() {
      return key >= GLFW_KEY_SPACE
          && key <= GLFW_KEY_WORLD_2
          && (modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) == 0;
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

  /**
   * Takes what the next frame can tell apart: no key twice, no move with a click or wheel, and no
   * modifier that changes after it was to be heeded.
   *
   * @param typing whether a text is being typed, of which a frame takes as many letters as there
   *     are
   */
  List<Input> next(boolean typing) {
    Frame frame = new Frame(typing);
    while (!waiting.isEmpty() && frame.fits(waiting.peek())) {
      frame.inputs.add(waiting.remove());
    }
    return frame.inputs;
  }

  /** Inputs of one frame: as many as it can tell apart. */
  private static final class Frame {
    private final boolean typing;
    private final List<Input> inputs = new ArrayList<>();
    private final Set<Integer> keys = new HashSet<>();
    private boolean moved;
    private boolean clicked;

    /** Something happened whose meaning depends on the modifiers that are held. */
    private boolean modified;

    /** A key went down that acts on the text, as Backspace does, after its letters so far. */
    private boolean edited;

    Frame(boolean typing) {
      this.typing = typing;
    }

    boolean fits(Input input) {
      if (input instanceof Key key) {
        return (typing && key.isLetter()) ? !edited : fitsOnce(key);
      }
      if (input instanceof Letter) {
        return !edited;
      }
      if (input instanceof Move) {
        moved = true;
        return !clicked;
      }
      boolean fits = !moved && !clicked;
      clicked = true;
      modified = true;
      return fits;
    }

    private boolean fitsOnce(Key key) {
      if (key.isModifier()) {
        return !modified && keys.add(key.key());
      }
      modified |= key.action() != GLFW_RELEASE;
      edited |= typing && modified;
      return keys.add(key.key());
    }
  }
}
