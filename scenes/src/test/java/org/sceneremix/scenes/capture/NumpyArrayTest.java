package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumpyArrayTest {

  @TempDir Path folder;

  @Test
  void readsRowsOfDoubles() throws IOException {
    NumpyArray array = read(CaptureFolder.npy(new double[][] {{1, -2.5, 3}, {4, 5, 1e-9}}));
    assertThat(array.shapeText()).isEqualTo("2 x 3");
    assertThat(array.at(0, 1)).isEqualTo(-2.5);
    assertThat(array.at(1, 2)).isEqualTo(1e-9);
  }

  @Test
  void readsBigEndianFloatsOfVersionTwo() throws IOException {
    byte[] data = ByteBuffer.allocate(8).putFloat(0.5f).putFloat(-3).array();
    String header = "{'descr': '>f4', 'fortran_order': False, 'shape': (1, 2)}";
    NumpyArray array = read(CaptureFolder.npy(2, header, data));
    assertThat(array.at(0, 0)).isEqualTo(0.5);
    assertThat(array.at(0, 1)).isEqualTo(-3);
  }

  @Test
  void readsColumnsOfATransposedArray() throws IOException {
    byte[] data =
        ByteBuffer.allocate(24)
            .putFloat(11)
            .putFloat(21)
            .putFloat(12)
            .putFloat(22)
            .putFloat(13)
            .putFloat(23)
            .array();
    String header = "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3)}";
    NumpyArray array = read(CaptureFolder.npy(1, header, data));
    assertThat(array.shapeText()).isEqualTo("2 x 3");
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 3; column++) {
        assertThat(array.at(row, column)).isEqualTo(10 * (row + 1) + column + 1);
      }
    }
  }

  @Test
  void refusesWhatIsCutOff() {
    byte[] whole = CaptureFolder.npy(new double[][] {{1, 2}, {3, 4}});
    for (int length : new int[] {30, 128, whole.length - 1}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
          .isInstanceOf(CaptureException.class)
          .hasMessageContaining("array.npy")
          .hasMessageContaining("truncated");
    }
  }

  @Test
  void refusesOtherFilesAndKindsOfArrays() {
    assertRefused("no array".repeat(4).getBytes(StandardCharsets.UTF_8), "not a NumPy array");
    assertRefused(array("'<i8'", "False", "(1, 2)"), "not floating-point numbers");
    assertRefused(array("[('a', '<f8')]", "False", "(1, 2)"), "'descr'");
    assertRefused(array("'<f8'", "False", "(1, -2)"), "shape");
    assertRefused(array("'<f8'", "False", "(4294967295, 17)"), "shape");
    assertRefused(array("'<f8'", "False", "(99999, 99999)"), "truncated");
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatThrownBy(() -> NumpyArray.read(folder.resolve("none.npy")))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("none.npy: there is no such file");
  }

  private static byte[] array(String descr, String order, String shape) {
    return CaptureFolder.npy(
        1,
        "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + "}",
        new byte[16]);
  }

  private void assertRefused(byte[] bytes, String because) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining(because);
  }

  private NumpyArray read(byte[] bytes) throws IOException {
    return NumpyArray.read(Files.write(folder.resolve("array.npy"), bytes));
  }
}
