package org.sceneremix.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.volume.GridSize;

/** Sessions on disk, damaged and hostile ones too: read, or refused in one sentence. */
class SessionFileTest {

  @TempDir private Path folder;

  private Path file;
  private SessionFile session;

  @BeforeEach
  void write() throws IOException {
    RemixOptions options = new RemixOptions(new GridSize(6, 5, 4), 0.75, 0.25, true);
    BoxPart box = new BoxPart(0.25, 0.25, 0, 0.5, 0.5, 1);
    Origin remix = new Origin.Remix(7, options);
    SessionState state =
        SessionState.EMPTY
            .withOptions(Optional.of(options))
            .withScene(new SceneEntry(1, "a scene", new Origin.InFile("/scene.grid"), false))
            .withScene(new SceneEntry(2, "a remix", remix, true))
            .withScene(
                new SceneEntry(3, "its part", new Origin.Rerolled(remix, box, true, 8), false))
            .withMarked(Optional.of(box))
            .withCompared(OptionalLong.of(1))
            .withPath(CameraPath.EMPTY.withKey(SessionState.EMPTY.camera()));
    session = new SessionFile(Optional.of("/model"), Optional.empty(), state);
    file = folder.resolve("a.remix");
    session.write(file);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(SessionFile.read(file)).isEqualTo(session);
  }

  @Test
  void sessionsFromBeforeColouringsShowTheScenesOwnColours() throws IOException {
    String text = Files.readString(file);
    String old = text.replaceFirst("\"colouring\" : \"SCENE\",\\s*", "");
    assertThat(old).isNotEqualTo(text);
    Files.writeString(file, old);
    assertThat(SessionFile.read(file)).isEqualTo(session);
  }

  @Test
  void damagedSessionsAreReadOrRefused() throws IOException {
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(4);
    for (int i = 0; i < 1000; i++) {
      byte[] damaged =
          i % 4 == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
      if (damaged.length > 0) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, damaged);
      try {
        SessionFile.read(file);
      } catch (IOException e) {
        assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'scenes' : [|'scenes' : [ null,",
        "'kind' : 'file'|'kind' : 'java.lang.Runtime'",
        "'kind' : 'file'|'kind' : null",
        "'path' : '/scene.grid'|'path' : null",
        "'colouring' : 'SCENE'|'colouring' : 'RAINBOW'",
        "'nx' : 6|'nx' : -6",
        "0.75|-0.75",
        "0.75|null",
        "'distance'|'distances'"
      })
  void valuesThatMakeNoSenseAreRefused(String sound, String hostile) throws IOException {
    String text = Files.readString(file).replace('"', '\'');
    assertThat(text).contains(sound);
    Files.writeString(file, text.replace(sound, hostile).replace('\'', '"'));
    assertThatThrownBy(() -> SessionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.remix")
        .hasMessageContaining("damaged")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void sessionsOfAnEarlierVersionAreRefusedInOneSentence() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\"version\" : 2", "\"version\" : 1"));
    assertThatThrownBy(() -> SessionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 1")
        .message()
        .doesNotContain("\n");
  }

  /** Each re-rolled scene is made of another. */
  @Test
  void aHistoryThatNestsWithoutEndIsRefused() throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf("\"old\" : {") + "\"old\" : ".length();
    Files.writeString(
        file, text.substring(0, begin) + "{\"kind\":\"rerolled\",\"old\":".repeat(100_000));
    assertThatThrownBy(() -> SessionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }
}
