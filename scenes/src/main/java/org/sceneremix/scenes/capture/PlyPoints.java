package org.sceneremix.scenes.capture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import org.joml.Vector3d;

/**
 * Positions of a point cloud in a PLY file (Turk 1994), such as nerfstudio writes beside {@code
 * transforms.json}: text or binary, the vertices its first element, with properties x, y and z
 * among numbers of any kind.
 */
final class PlyPoints {

  private static final String VERTEX = "element vertex ";
  private static final int LONGEST_HEADER = 1 << 16;

  private static final Map<String, Integer> BYTES =
      Map.ofEntries(
          Map.entry("char", 1),
          Map.entry("int8", 1),
          Map.entry("uchar", 1),
          Map.entry("uint8", 1),
          Map.entry("short", 2),
          Map.entry("int16", 2),
          Map.entry("ushort", 2),
          Map.entry("uint16", 2),
          Map.entry("int", 4),
          Map.entry("int32", 4),
          Map.entry("uint", 4),
          Map.entry("uint32", 4),
          Map.entry("float", 4),
          Map.entry("float32", 4),
          Map.entry("double", 8),
          Map.entry("float64", 8));

  private final Path file;
  private final ByteBuffer content;
  private final List<String> names = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private boolean isText;
  private long count = -1;

  private PlyPoints(Path file) throws CaptureException {
    this.file = file;
    this.content = ByteBuffer.wrap(ContentFile.bytes(file));
  }

  /**
   * Reads the points.
   *
   * @throws CaptureException if this is no such file, or it is damaged
   */
  static List<Vector3d> read(Path file) throws CaptureException {
    PlyPoints reader = new PlyPoints(file);
    reader.header();
    return reader.isText ? reader.text() : reader.binary();
  }

  private void header() throws CaptureException {
    boolean ofVertices = false;
    int elements = 0;
    String line = line();
    if (!line.equals("ply")) {
      throw damaged("does not begin with \"ply\"");
    }
    for (line = line(); !line.equals("end_header"); line = line()) {
      String[] words = line.split("\\s+", -1);
      if (line.startsWith("format ")) {
        isText = words[1].equals("ascii");
        content.order(
            words[1].equals("binary_big_endian") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      } else if (line.startsWith("element ")) {
        ofVertices = line.startsWith(VERTEX) && elements == 0;
        elements++;
        count = ofVertices ? number(line.substring(VERTEX.length())) : count;
      } else if (ofVertices && line.startsWith("property ")) {
        if (words.length != 3 || !BYTES.containsKey(words[1])) {
          throw damaged("has vertices with a property that is no number (" + line + ")");
        }
        types.add(words[1]);
        names.add(words[2]);
      }
    }
    if (count < 0 || !names.containsAll(List.of("x", "y", "z"))) {
      throw damaged("has no vertices with x, y and z as its first element");
    }
    if (count > content.remaining()) {
      throw damaged("announces " + count + " vertices, more than it holds");
    }
  }

  private long number(String text) throws CaptureException {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new CaptureException(
          file + ": the number of vertices is no number; write the file again", e);
    }
  }

  private String line() throws CaptureException {
    int begin = content.position();
    while (content.hasRemaining() && content.position() < LONGEST_HEADER) {
      if (content.get() == '\n') {
        byte[] bytes = new byte[content.position() - begin];
        content.get(begin, bytes);
        return new String(bytes, StandardCharsets.US_ASCII).strip();
      }
    }
    throw damaged("has a header without an end");
  }

  private List<Vector3d> binary() throws CaptureException {
    List<Vector3d> points = new ArrayList<>();
    double[] values = new double[names.size()];
    try {
      for (long i = 0; i < count; i++) {
        for (int p = 0; p < values.length; p++) {
          values[p] = value(types.get(p));
        }
        points.add(position(values));
      }
    } catch (BufferUnderflowException e) {
      throw new CaptureException(file + ": the file is cut off; copy it again", e);
    }
    return points;
  }

  /** A value; what is no position is only skipped. */
  private double value(String type) {
    return switch (type) {
      case "float", "float32" -> content.getFloat();
      case "double", "float64" -> content.getDouble();
      default -> {
        int bytes = BYTES.get(type);
        if (content.remaining() < bytes) {
          throw new BufferUnderflowException();
        }
        content.position(content.position() + bytes);
        yield Double.NaN;
      }
    };
  }

  private List<Vector3d> text() throws CaptureException {
    List<Vector3d> points = new ArrayList<>();
    String text =
        new String(
            content.array(), content.position(), content.remaining(), StandardCharsets.US_ASCII);
    try (Scanner lines = new Scanner(text)) {
      for (long i = 0; i < count; i++) {
        Optional<double[]> values =
            lines.hasNextLine() ? numbers(lines.nextLine()) : Optional.empty();
        points.add(position(values.orElseThrow(() -> damaged("lacks numbers of a vertex"))));
      }
    }
    return points;
  }

  private Optional<double[]> numbers(String line) {
    String[] words = line.strip().split("\\s+", -1);
    double[] values = new double[names.size()];
    if (words.length < values.length) {
      return Optional.empty();
    }
    try {
      for (int p = 0; p < values.length; p++) {
        values[p] = Double.parseDouble(words[p]);
      }
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    return Optional.of(values);
  }

  private Vector3d position(double[] values) throws CaptureException {
    Vector3d point =
        new Vector3d(
            values[names.indexOf("x")], values[names.indexOf("y")], values[names.indexOf("z")]);
    if (!point.isFinite()) {
      throw damaged("holds a position that is not a finite number");
    }
    return point;
  }

  private CaptureException damaged(String what) {
    return new CaptureException(
        file + ": the point cloud " + what + "; write it again, or remove ply_file_path");
  }
}
