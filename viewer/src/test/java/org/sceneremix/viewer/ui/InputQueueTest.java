package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sceneremix.viewer.ui.InputQueue.Button;
import org.sceneremix.viewer.ui.InputQueue.Input;
import org.sceneremix.viewer.ui.InputQueue.Letter;
import org.sceneremix.viewer.ui.InputQueue.Move;
import org.sceneremix.viewer.ui.InputQueue.Wheel;

class InputQueueTest {

  private static final int CONTROL = 341;

  private static List<List<Input>> frames(Input... inputs) {
    return frames(false, inputs);
  }

  private static List<List<Input>> frames(boolean typing, Input... inputs) {
    InputQueue queue = new InputQueue();
    for (Input input : inputs) {
      queue.add(input);
    }
    List<List<Input>> frames = new ArrayList<>();
    while (!queue.isEmpty()) {
      frames.add(queue.next(typing));
    }
    return frames;
  }

  private static InputQueue.Key down(int key) {
    return new InputQueue.Key(key, 0, 1, 0);
  }

  private static InputQueue.Key up(int key) {
    return new InputQueue.Key(key, 0, 0, 0);
  }

  @Test
  void tappedKeyIsDownInAFrame() {
    assertThat(frames(down('N'), up('N'))).containsExactly(List.of(down('N')), List.of(up('N')));
  }

  @Test
  void keyIsPressedWhileControlIsStillHeld() {
    assertThat(frames(down(CONTROL), down('Z'), up('Z'), up(CONTROL)))
        .containsExactly(List.of(down(CONTROL), down('Z')), List.of(up('Z'), up(CONTROL)));
  }

  /** As hands do it, and as they do not: each order of the four, however frames fall between. */
  @Test
  void keyIsPressedWithTheModifiersThatWereHeldWhenItWentDown() {
    Input[] events = {down(CONTROL), down('O'), up('O'), up(CONTROL)};
    int[][] orders = {
      {0, 1, 2, 3}, {0, 1, 3, 2}, {0, 3, 1, 2}, {1, 0, 2, 3}, {1, 0, 3, 2}, {1, 2, 0, 3}
    };
    for (int[] order : orders) {
      boolean held = order[0] == 0 && order[1] == 1;
      for (int polls = 0; polls < 8; polls++) {
        InputQueue queue = new InputQueue();
        Set<Integer> downs = new HashSet<>();
        List<Boolean> presses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          queue.add(events[order[i]]);
          if (i == 3 || (polls >> i & 1) == 1) {
            takeFrame(queue, downs, presses);
          }
        }
        while (!queue.isEmpty()) {
          takeFrame(queue, downs, presses);
        }
        assertThat(presses)
            .as("with Ctrl, in the order %s with frames %d", Arrays.toString(order), polls)
            .containsExactly(held);
        assertThat(downs).isEmpty();
      }
    }
  }

  /** Notes of each press of O whether Ctrl is held in that frame, as the commands see it. */
  private static void takeFrame(InputQueue queue, Set<Integer> downs, List<Boolean> presses) {
    boolean before = downs.contains((int) 'O');
    for (Input input : queue.next(false)) {
      InputQueue.Key key = (InputQueue.Key) input;
      if (key.action() == 1) {
        downs.add(key.key());
      } else {
        downs.remove(key.key());
      }
    }
    if (!before && downs.contains((int) 'O')) {
      presses.add(downs.contains(CONTROL));
    }
  }

  @Test
  void clickHasTheModifiersThatWereHeldWhenTheButtonWentDown() {
    Button down = new Button(0, true);
    Button up = new Button(0, false);
    assertThat(frames(down(CONTROL), down, up(CONTROL), up))
        .containsExactly(List.of(down(CONTROL), down), List.of(up(CONTROL), up));
    assertThat(frames(down, down(CONTROL), up, up(CONTROL)))
        .containsExactly(List.of(down), List.of(down(CONTROL), up), List.of(up(CONTROL)));
  }

  /** Or typing would take a frame a letter. */
  @Test
  void textIsTypedAsFastAsItComesUpToAKeyThatChangesIt() {
    int backspace = 259;
    List<Input> word = new ArrayList<>();
    for (char c : "scene".toCharArray()) {
      word.addAll(List.of(down(c - 'a' + 'A'), new Letter(c), up(c - 'a' + 'A')));
    }
    assertThat(frames(true, word.toArray(Input[]::new))).containsExactly(word);
    assertThat(
            frames(
                true,
                down('A'),
                new Letter('a'),
                down(backspace),
                up(backspace),
                up('A'),
                down('B'),
                new Letter('b')))
        .containsExactly(
            List.of(down('A'), new Letter('a'), down(backspace)),
            List.of(up(backspace), up('A'), down('B'), new Letter('b')));
  }

  @Test
  void typedCharactersComeWithTheirKeys() {
    assertThat(frames(down('A'), new Letter('a'), up('A'), down('B'), new Letter('b'), up('B')))
        .containsExactly(
            List.of(down('A'), new Letter('a')),
            List.of(up('A'), down('B'), new Letter('b')),
            List.of(up('B')));
  }

  @Test
  void dragGoesFromWhereTheButtonWentDownToWhereItCameUp() {
    assertThat(
            frames(
                new Move(1, 1),
                new Move(2, 2),
                new Button(0, true),
                new Move(3, 2),
                new Move(9, 2),
                new Button(0, false),
                new Move(0, 0)))
        .containsExactly(
            List.of(new Move(1, 1), new Move(2, 2)),
            List.of(new Button(0, true)),
            List.of(new Move(3, 2), new Move(9, 2)),
            List.of(new Button(0, false)),
            List.of(new Move(0, 0)));
  }

  @Test
  void doubleClickIsTwoClicks() {
    Button down = new Button(0, true);
    Button up = new Button(0, false);
    assertThat(frames(down, up, down, up))
        .containsExactly(List.of(down), List.of(up), List.of(down), List.of(up));
  }

  @Test
  void wheelTurnsWhereTheMouseIs() {
    assertThat(frames(new Move(5, 5), new Wheel(0, 1), new Move(7, 7)))
        .containsExactly(
            List.of(new Move(5, 5)), List.of(new Wheel(0, 1)), List.of(new Move(7, 7)));
  }

  @Test
  void lettersAreThoseOnTheKeysNotThoseOfAmericanKeyboards() {
    assertThat(InputQueue.Key.labelled('Y', "z")).isEqualTo('Z');
    assertThat(InputQueue.Key.labelled('A', "q")).isEqualTo('Q');
    assertThat(InputQueue.Key.labelled('Q', "\u0439")).isEqualTo('Q');
    assertThat(InputQueue.Key.labelled('Q', null)).isEqualTo('Q');
  }
}
