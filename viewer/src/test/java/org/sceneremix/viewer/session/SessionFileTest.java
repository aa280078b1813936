package org.sceneremix.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.volume.VoxelGrid;

/** Sessions on disk, damaged and hostile ones too: read, or refused in one sentence. */
class SessionFileTest {

  @TempDir private Path folder;

  private Path file;
  private SessionFile session;

  @BeforeEach
  void write() throws IOException {
    session = SessionFiles.session();
    file = folder.resolve("a.remix");
    session.write(file);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    SessionFile read = SessionFile.read(file);
    assertThat(read.model()).isEqualTo(session.model());
    assertThat(read.capture()).isEqualTo(session.capture());
    assertThat(read.state()).isEqualTo(session.state());
    assertThat(read.scenes().keySet()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(read.scenes().get(2L).madeBy()).contains("abc");
    assertThat(read.scenes().get(1L).picture().rgba()).containsOnly(0.2f);
  }

  @Test
  void remixComesBackToTheBitWithItsSources() throws IOException {
    MadeScene read = SessionFile.read(file).scenes().get(2L).unpack();
    Remix remix = SessionFiles.remix();
    assertThat(read.grid().data()).isEqualTo(remix.grid().data());
    assertThat(read.grid().box()).isEqualTo(remix.grid().box());
    assertThat(read.remix().orElseThrow().sources()).isEqualTo(remix.sources());
    assertThat(read.remix().orElseThrow().colouredBySource().data())
        .isEqualTo(remix.colouredBySource().data());
  }

  @Test
  void gridOfAFileComesBackAsHalfFloats() throws IOException {
    VoxelGrid read = SessionFile.read(file).scenes().get(1L).unpack().grid();
    assertThat(read.data())
        .usingComparatorWithPrecision(2.5e-4f)
        .containsExactly(TinyModel.scene().data());
  }

  /** The sources of a remix are far less than its voxels. */
  @Test
  void moreRemixesOfOneSceneTakeLittleMore() throws IOException {
    KeptScene kept = session.scenes().get(2L);
    SessionState more = session.state();
    Map<Long, KeptScene> scenes = new HashMap<>(session.scenes());
    for (long id = 4; id < 24; id++) {
      more = more.withScene(new SceneEntry(id, "more", new Origin.Learned(), false));
      scenes.put(id, kept);
    }
    new SessionFile(session.model(), session.capture(), more, scenes)
        .write(folder.resolve("b.remix"));
    long samples = 20L * 10 * 8 * 6 * VoxelGrid.CHANNELS;
    assertThat(Files.size(folder.resolve("b.remix")) - Files.size(file)).isLessThan(samples);
    assertThat(SessionFile.read(folder.resolve("b.remix")).scenes()).hasSize(22);
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
      Files.write(file, i % 2 == 0 ? damaged : SessionFiles.repaired(damaged));
      try {
        SessionFiles.read(file);
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
        "'distance'|'distances'",
        "'nx' : 10|'nx' : 1000000000",
        "'exemplar' : |'exemplar' : 9",
        "'picture' : |'picture' : -",
        "'copied' : null|'copied' : { }",
        "'symmetry' : 'ROTATIONS'|'symmetry' : 'MIRRORS'",
        "'parts' : [ |'parts' : [ 2000000000, "
      })
  void valuesThatMakeNoSenseAreRefused(String sound, String hostile) throws IOException {
    String text = SessionFiles.text(file).replace('"', '\'');
    assertThat(text).contains(sound);
    SessionFiles.replaceText(file, text.replace(sound, hostile).replace('\'', '"'));
    assertThatThrownBy(() -> SessionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.remix")
        .hasMessageContaining("damaged")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void sourcesAreAsManyAsTheVoxelsOfTheirScene() throws IOException {
    String text = SessionFiles.text(file);
    for (int nx : new int[] {9, 11, 1_000_000}) {
      SessionFiles.replaceText(file, text.replace("\"nx\" : 10", "\"nx\" : " + nx));
      KeptScene scene = SessionFile.read(file).scenes().get(2L);
      assertThatThrownBy(scene::unpack)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  @Test
  void sourcesOutsideOfWhatTheyPointIntoAreRefused() throws IOException {
    SessionFiles.replaceText(file, SessionFiles.text(file).replace("\"ROTATIONS\"", "\"NONE\""));
    KeptScene scene = SessionFile.read(file).scenes().get(2L);
    assertThatThrownBy(scene::unpack)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void sessionsOfAnotherVersionAreRefusedInOneSentence() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(8, 2);
    Files.write(file, bytes);
    assertThatThrownBy(() -> SessionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2")
        .message()
        .doesNotContain("\n");
  }

  /** Each re-rolled scene is made of another. */
  @Test
  void aHistoryThatNestsWithoutEndIsRefused() throws IOException {
    String text = SessionFiles.text(file);
    int begin = text.indexOf("\"old\" : {") + "\"old\" : ".length();
    SessionFiles.replaceText(
        file, text.substring(0, begin) + "{\"kind\":\"rerolled\",\"old\":".repeat(100_000));
    assertThatThrownBy(() -> SessionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }
}
