package org.sceneremix.gan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayFileTest {

  @TempDir Path folder;

  private ArrayFile example() {
    ObjectNode header = new ObjectMapper().createObjectNode().put("stage", 3);
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("b", new float[] {1, -2.5f, Float.MIN_VALUE});
    arrays.put("a", new float[0]);
    arrays.put("c", new float[] {7});
    return new ArrayFile(header, arrays);
  }

  /** As the program once wrote them. */
  static void write(ArrayFile content, Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode description = json.createObjectNode();
    description.set("header", content.header());
    ObjectNode lengths = description.putObject("arrays");
    int count = 0;
    for (Map.Entry<String, float[]> entry : content.arrays().entrySet()) {
      lengths.put(entry.getKey(), entry.getValue().length);
      count += entry.getValue().length;
    }
    byte[] text = json.writeValueAsBytes(description);
    ByteBuffer buffer =
        ByteBuffer.allocate(20 + text.length + Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put("SRARRAYS".getBytes(StandardCharsets.US_ASCII));
    buffer.putInt(ArrayFile.VERSION).putInt(text.length).put(text);
    for (float[] values : content.arrays().values()) {
      for (float value : values) {
        buffer.putFloat(value);
      }
    }
    CRC32C checksum = new CRC32C();
    checksum.update(buffer.array(), 0, buffer.position());
    buffer.putInt((int) checksum.getValue());
    Files.write(file, buffer.array());
  }

  @Test
  void readGivesBackWhatWasWritten() throws IOException {
    Path file = folder.resolve("w");
    write(example(), file);
    ArrayFile back = ArrayFile.read(file);
    assertThat(back.header()).isEqualTo(example().header());
    assertThat(back.arrays().keySet()).containsExactly("b", "a", "c");
    assertThat(back.arrays().get("b")).isEqualTo(example().arrays().get("b"));
    assertThat(back.arrays().get("a")).isEmpty();
  }

  @Test
  void everyTruncationIsRefusedInOneSentence() throws IOException {
    Path file = folder.resolve("w");
    write(example(), file);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> ArrayFile.read(file))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    Path file = folder.resolve("w");
    write(example(), file);
    byte[] bytes = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertThatThrownBy(() -> ArrayFile.read(file)).isInstanceOf(ModelException.class);
    }
  }

  @Test
  void missingFileIsSaidToBeMissing() {
    assertThatThrownBy(() -> ArrayFile.read(folder.resolve("none")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("missing");
  }
}
