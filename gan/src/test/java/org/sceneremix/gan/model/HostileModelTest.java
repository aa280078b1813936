package org.sceneremix.gan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile model folders are read, or refused in one sentence; nothing else happens. */
class HostileModelTest {

  private static final String PART = "training/generator.zip";
  private static final String WEIGHTS = "coefficients.bin";

  @TempDir private Path folder;

  @BeforeEach
  void copyModel() throws IOException, URISyntaxException {
    Path model = Path.of(HostileModelTest.class.getResource("format-2").toURI());
    for (String name : new String[] {"model.json", "scene.grid", "stage-0.zip"}) {
      Files.copy(model.resolve(name), folder.resolve(name));
    }
  }

  private void openOrBeRefused() {
    try {
      new ModelFolder(folder).open();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.json", "stage-0.zip"})
  void damagedFilesAreReadOrRefused(String name) throws IOException {
    byte[] sound = Files.readAllBytes(folder.resolve(name));
    Random random = new Random(2);
    for (int i = 0; i < 24; i++) {
      byte[] damaged =
          i % 4 == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
      for (int flip = 0; flip < 2 && damaged.length > 0; flip++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(folder.resolve(name), damaged);
      openOrBeRefused();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'width': 2000000000, 'stages': [[6, 5, 4]], 'format': 2}",
        "{'width': -1, 'stages': [[6, 5, 4]], 'format': 2}",
        "{'width': 1, 'criticLayers': 1000000, 'stages': [[6, 5, 4]], 'format': 2}",
        "{'width': 1, 'stages': [[2000000, 2000000, 2000000]], 'format': 2}",
        "{'width': 1, 'stages': [[2000, 2000, 100]], 'format': 2}",
        "{'width': 1, 'stages': [[6, 5, 0]], 'format': 2}",
        "{'width': 1, 'stages': 7, 'format': 2}",
        "{'width': 1, 'stages': [[6, 5, 4]], 'format': 'two'}",
        "[]",
        "null",
        ""
      })
  void descriptionsThatMakeNoSenseAreRefused(String text) throws IOException {
    Files.writeString(folder.resolve("model.json"), text.replace('\'', '"'));
    assertThatThrownBy(() -> new ModelFolder(folder).open())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.json")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aDeepDescriptionIsRefused() throws IOException {
    Files.writeString(folder.resolve("model.json"), "{\"a\":".repeat(100_000));
    assertThatThrownBy(() -> new ModelFolder(folder).open()).isInstanceOf(ModelException.class);
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.put(e.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private void refusedAsStage(Map<String, byte[]> entries) throws IOException {
    Files.write(folder.resolve("stage-0.zip"), zip(entries));
    assertThatThrownBy(() -> new ModelFolder(folder).open())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("stage-0.zip is damaged");
  }

  /** Many zeros in a small file, in the archive or in one inside it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void zipBombsAreNotInflated(boolean inside) throws IOException {
    Map<String, byte[]> entries = entries(Files.readAllBytes(folder.resolve("stage-0.zip")));
    byte[] zeros = new byte[40 << 20];
    if (inside) {
      Map<String, byte[]> part = entries(entries.get(PART));
      part.put("bomb", zeros);
      entries.put(PART, zip(part));
    } else {
      entries.put("bomb", zeros);
    }
    refusedAsStage(entries);
  }

  /** Sound checksums do not make weights honest: their header is damaged byte by byte. */
  @Test
  void hostileWeightsAreReadOrRefused() throws IOException {
    Map<String, byte[]> entries = entries(Files.readAllBytes(folder.resolve("stage-0.zip")));
    byte[] weights = entries.get(WEIGHTS);
    for (int at = 0; at < 120; at += 7) {
      byte[] hostile = weights.clone();
      hostile[at] ^= 0x7F;
      entries.put(WEIGHTS, hostile);
      Files.write(folder.resolve("stage-0.zip"), zip(entries));
      openOrBeRefused();
    }
  }

  @Test
  void namesThatLeaveTheFolderWriteNothing() throws IOException {
    Map<String, byte[]> entries = entries(Files.readAllBytes(folder.resolve("stage-0.zip")));
    entries.put("../escaped", new byte[] {1});
    entries.put("training/../../escaped.zip", entries.get(PART));
    Files.write(folder.resolve("stage-0.zip"), zip(entries));
    openOrBeRefused();
    assertThat(folder.resolveSibling("escaped")).doesNotExist();
    assertThat(folder.resolveSibling("escaped.zip")).doesNotExist();
  }
}
