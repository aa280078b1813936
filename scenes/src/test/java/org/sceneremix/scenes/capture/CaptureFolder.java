package org.sceneremix.scenes.capture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;

/** Writes small captures, file by file, as other programs would. */
final class CaptureFolder {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CaptureFolder() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A camera that looks along -y from (0, distance, 0), z up; row by row. */
  static double[][] pose(double distance) {
    return new double[][] {{-1, 0, 0, 0}, {0, 0, 1, distance}, {0, 1, 0, 0}, {0, 0, 0, 1}};
  }

  static ObjectNode frame(String path, double[][] pose) {
    ObjectNode frame = MAPPER.createObjectNode();
    frame.put("file_path", path);
    ArrayNode rows = frame.putArray("transform_matrix");
    for (double[] row : pose) {
      ArrayNode values = rows.addArray();
      Arrays.stream(row).forEach(values::add);
    }
    return frame;
  }

  static void write(Path file, ObjectNode json) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, json.toString());
  }

  /** A picture of one colour. */
  static Image plain(int width, int height, float red, float alpha) {
    Image image = Image.transparent(width, height);
    for (int i = 0; i < image.rgba().length; i += Image.CHANNELS) {
      image.rgba()[i] = red;
      image.rgba()[i + 3] = alpha;
    }
    return image;
  }

  static void picture(Path file, int width, int height) throws IOException {
    ImageFiles.write(plain(width, height, 1, 0.5f), file);
  }

  /** A picture without an alpha channel. */
  static void writeOpaque(Path file, int width, int height) throws IOException {
    ImageFiles.write(plain(width, height, 1, 1), file);
  }

  /** A two-dimensional float64 array as numpy.save writes it. */
  static byte[] npy(double[][] rows) {
    String header =
        String.format(
            Locale.ROOT,
            "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }",
            rows.length,
            rows[0].length);
    ByteBuffer values =
        ByteBuffer.allocate(8 * rows.length * rows[0].length).order(ByteOrder.LITTLE_ENDIAN);
    for (double[] row : rows) {
      Arrays.stream(row).forEach(values::putDouble);
    }
    return npy(1, header, values.array());
  }

  /** An array file of the given version, header and data. */
  static byte[] npy(int version, String header, byte[] data) {
    int prefix = version == 1 ? 10 : 12;
    int length = (prefix + header.length() + 1 + 63) / 64 * 64 - prefix;
    byte[] text =
        (header + " ".repeat(length - header.length() - 1) + "\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file =
        ByteBuffer.allocate(prefix + length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) length);
    } else {
      file.putInt(length);
    }
    return file.put(text).put(data).array();
  }

  /** Points along the diagonal of the cube from -0.5 to 0.5, as a point cloud. */
  static byte[] ply(boolean isText, int points) {
    String header =
        "ply\nformat "
            + (isText ? "ascii" : "binary_little_endian")
            + " 1.0\nelement vertex "
            + points
            + "\nproperty uchar red\nproperty float x\nproperty double y\nproperty float z\n"
            + "end_header\n";
    ByteBuffer file =
        ByteBuffer.allocate(header.length() + 80 * points).order(ByteOrder.LITTLE_ENDIAN);
    file.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < points; i++) {
      float at = i / (points - 1f) - 0.5f;
      if (isText) {
        file.put(("255 " + at + " " + at + " " + at + "\n").getBytes(StandardCharsets.US_ASCII));
      } else {
        file.put((byte) 255).putFloat(at).putDouble(at).putFloat(at);
      }
    }
    return Arrays.copyOf(file.array(), file.position());
  }
}
