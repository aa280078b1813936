package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.viewer.ui.InputQueue.Button;
import org.sceneremix.viewer.ui.InputQueue.Input;
import org.sceneremix.viewer.ui.InputQueue.Letter;
import org.sceneremix.viewer.ui.InputQueue.Move;
import org.sceneremix.viewer.ui.InputQueue.Wheel;

class InputQueueTest {

  private static final int CONTROL = 341;

  private static List<List<Input>> frames(Input... inputs) {
    InputQueue queue = new InputQueue();
    for (Input input : inputs) {
      queue.add(input);
    }
    List<List<Input>> frames = new ArrayList<>();
    while (!queue.isEmpty()) {
      frames.add(queue.next());
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
