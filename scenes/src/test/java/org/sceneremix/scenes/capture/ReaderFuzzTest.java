package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;

/** Damaged and hostile captures give one sentence or are read; nothing else happens. */
class ReaderFuzzTest {

  private static final int TRIES = 150;

  @TempDir private Path folder;

  /** Reads the capture and its pictures; whatever goes wrong must be said in one line. */
  private void readAll() {
    try {
      for (View view : CaptureReader.read(folder).views()) {
        view.load();
      }
    } catch (CaptureException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    }
  }

  private void damage(Path file) throws IOException {
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(11);
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = sound.clone();
      if (i % 3 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      Files.write(file, bytes);
      readAll();
    }
  }

  private void writeTransforms(String path) throws IOException {
    ObjectNode json = CaptureFolder.object().put("fl_x", 20).put("k1", 0.01).put("aabb_scale", 2);
    json.putArray("frames")
        .add(CaptureFolder.frame(path, CaptureFolder.pose(2)))
        .add(CaptureFolder.frame("a.png", CaptureFolder.pose(3)));
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    CaptureFolder.picture(folder.resolve("a.png"), 16, 12);
  }

  @Test
  void transformsJson() throws IOException {
    writeTransforms("a.png");
    damage(folder.resolve("transforms.json"));
  }

  /** What JSON can hold but no capture. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'fl_x': 20, 'aabb_scale': Infinity, 'frames': [FRAME]}",
        "{'fl_x': 20, 'aabb_scale': 1, 'scale': 1e-320, 'frames': [FRAME]}",
        "{'fl_x': 20, 'aabb_scale': 1, 'offset': [1e999, 0, 0], 'frames': [FRAME]}",
        "{'fl_x': 20, 'aabb': [[NaN, 0, 0], [1, 1, 1]], 'frames': [FRAME]}",
        "{'fl_x': 20, 'w': 1048576, 'h': 1048576, 'frames': [FRAME]}",
        "{'fl_x': 20, 'frames': [FRAME, {'file_path': '\\u0000', 'transform_matrix': []}]}",
        "{'fl_x': 20, 'mask_path': 1, 'frames': [null, 3, []]}",
        "{'fl_x': {}, 'frames': [FRAME]}",
        "{'fl_x': 20, 'frames': {'0': FRAME}}",
        "[]",
        "null",
        ""
      })
  void transformsThatMakeNoSenseAreRefused(String text) throws IOException {
    writeTransforms("a.png");
    String frame =
        CaptureFolder.frame("a.png", CaptureFolder.pose(2)).toString().replace('"', '\'');
    String json = text.replace("FRAME", frame).replace('\'', '"');
    Files.writeString(folder.resolve("transforms.json"), json);
    assertThatThrownBy(() -> CaptureReader.read(folder))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining(folder.toString())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aMaskThatNoFileCanBeIsRefused() throws IOException {
    writeTransforms("a.png");
    ObjectNode json = CaptureFolder.object().put("fl_x", 20);
    json.putArray("frames")
        .add(CaptureFolder.frame("a.png", CaptureFolder.pose(2)).put("mask_path", "m\0.png"));
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    assertThatThrownBy(() -> CaptureReader.read(folder))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("\"m?.png\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.jpg", "a.tif"})
  void pictures(String name) throws IOException {
    writeTransforms("a.png");
    Files.delete(folder.resolve("a.png"));
    Image image = CaptureFolder.plain(16, 12, 0.5f, 1);
    for (int i = 0; i < image.rgba().length; i += 4) {
      image.rgba()[i + 1] = i * 37 % 101 / 101f;
    }
    ImageFiles.write(image, folder.resolve(name));
    ObjectNode json = CaptureFolder.object().put("fl_x", 20);
    json.putArray("frames").add(CaptureFolder.frame("a", CaptureFolder.pose(2)));
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    damage(folder.resolve(name));
  }

  @Test
  void numpyArray() throws IOException {
    double[] row = {0, 1, 0, 0, 12, -1, 0, 0, 2, 16, 0, 0, 1, 3, 20, 1, 4};
    CaptureFolder.writeOpaque(folder.resolve("images/a.png"), 16, 12);
    Path file = folder.resolve("poses_bounds.npy");
    Files.write(file, CaptureFolder.npy(new double[][] {row}));
    damage(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cameras.txt", "images.txt", "points3D.txt"})
  void colmapText(String name) throws IOException {
    CaptureFolder.writeOpaque(folder.resolve("images/a.png"), 16, 12);
    Path model = Files.createDirectories(folder.resolve("sparse/0"));
    Files.writeString(model.resolve("cameras.txt"), "1 RADIAL 16 12 20 8 6 0.01 0.001\n");
    Files.writeString(model.resolve("images.txt"), "1 1 0 0 0 0 0 4 1 a.png\n\n");
    Files.writeString(model.resolve("points3D.txt"), "1 0.5 0.25 1 9 9 9 0.1 1 0\n");
    damage(model.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pointClouds(boolean isText) throws IOException {
    CaptureFolder.writeOpaque(folder.resolve("a.png"), 16, 12);
    ObjectNode json = CaptureFolder.object().put("fl_x", 20).put("ply_file_path", "sparse.ply");
    json.putArray("frames").add(CaptureFolder.frame("a.png", CaptureFolder.pose(2)));
    CaptureFolder.write(folder.resolve("transforms.json"), json);
    Path file = folder.resolve("sparse.ply");
    Files.write(file, CaptureFolder.ply(isText, 60));
    assertThat(CaptureReader.read(folder).box()).isPresent();
    damage(file);
  }

  @Test
  void deepJsonIsNoJson() throws IOException {
    for (String bracket : new String[] {"[", "{\"frames\":"}) {
      Files.writeString(folder.resolve("transforms.json"), bracket.repeat(200_000));
      assertThatThrownBy(() -> CaptureReader.read(folder))
          .isInstanceOf(CaptureException.class)
          .hasMessageContaining("this is not JSON");
    }
  }

  /** A PNG that announces 30000 x 30000 pixels in a hundred bytes. */
  @Test
  void aPictureOfHugeSizeIsNotDecoded() throws IOException {
    writeTransforms("a.png");
    byte[] bytes = Files.readAllBytes(folder.resolve("a.png"));
    for (int at : new int[] {16, 20}) {
      bytes[at + 2] = 0x75;
      bytes[at + 3] = 0x30;
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 12, 17);
    for (int i = 0; i < 4; i++) {
      bytes[29 + i] = (byte) (checksum.getValue() >> (24 - 8 * i));
    }
    Files.write(folder.resolve("a.png"), bytes);
    assertThatThrownBy(() -> CaptureReader.read(folder).views().get(0).load())
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("a.png");
  }

  @Test
  void textThatIsNoTextIsSaid() throws IOException {
    Path model = Files.createDirectories(folder.resolve("sparse"));
    Files.write(model.resolve("cameras.txt"), "1 PINHOLE \u00ff".getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> CaptureReader.read(folder))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("cameras.txt");
  }
}
