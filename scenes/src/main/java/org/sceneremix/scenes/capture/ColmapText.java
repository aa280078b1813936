package org.sceneremix.scenes.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joml.Quaterniond;
import org.joml.Vector3d;

/**
 * COLMAP's text format: {@code cameras.txt, images.txt, points3D.txt} (its documentation, "Output
 * Format"). Points may be missing.
 */
final class ColmapText {

  private final Path file;
  private int line;

  private ColmapText(Path file) {
    this.file = file;
  }

  static ColmapModel read(Path folder) throws CaptureException {
    Map<Integer, Lens> cameras = new ColmapText(folder.resolve("cameras.txt")).cameras();
    List<ColmapModel.Posed> images = new ColmapText(folder.resolve("images.txt")).images();
    Path points = folder.resolve("points3D.txt");
    return new ColmapModel(
        cameras, images, Files.exists(points) ? new ColmapText(points).points() : List.of());
  }

  /** CAMERA_ID MODEL WIDTH HEIGHT PARAMS... */
  private Map<Integer, Lens> cameras() throws CaptureException {
    Map<Integer, Lens> cameras = new HashMap<>();
    readLines(
        (fields, reader) -> {
          require(fields, 4, "a camera's number, model, width, height and parameters");
          ColmapModel.Kind kind = kind(fields[1]);
          require(fields, 4 + kind.parameters(), "as many parameters as a " + kind + " has");
          double[] parameters = new double[kind.parameters()];
          for (int i = 0; i < parameters.length; i++) {
            parameters[i] = number(fields[4 + i]);
          }
          cameras.put(
              (int) number(fields[0]),
              lens(kind, (int) number(fields[2]), (int) number(fields[3]), parameters));
        });
    return cameras;
  }

  private Lens lens(ColmapModel.Kind kind, int width, int height, double[] parameters)
      throws CaptureException {
    try {
      return kind.lens(width, height, parameters);
    } catch (IllegalArgumentException e) {
      throw new CaptureException(where() + ": " + e.getMessage(), e);
    }
  }

  private ColmapModel.Kind kind(String name) throws CaptureException {
    for (ColmapModel.Kind kind : ColmapModel.Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new CaptureException(
        where() + ": the camera model " + name + " is not supported; " + ColmapReader.UNDISTORT);
  }

  /** IMAGE_ID QW QX QY QZ TX TY TZ CAMERA_ID NAME, then a line of its points. */
  private List<ColmapModel.Posed> images() throws CaptureException {
    List<ColmapModel.Posed> images = new ArrayList<>();
    readLines(
        (fields, reader) -> {
          require(fields, 10, "an image's number, rotation, translation, camera and name");
          double[] v = new double[9];
          for (int i = 0; i < v.length; i++) {
            v[i] = number(fields[i]);
          }
          images.add(
              new ColmapModel.Posed(
                  String.join(" ", List.of(fields).subList(9, fields.length)),
                  (int) v[8],
                  new Quaterniond(v[2], v[3], v[4], v[1]),
                  new Vector3d(v[5], v[6], v[7])));
          reader.readLine(); // its points, which may be an empty line
          line++;
        });
    images.sort(Comparator.comparing(ColmapModel.Posed::name));
    return images;
  }

  /** POINT3D_ID X Y Z R G B ERROR TRACK... */
  private List<Vector3d> points() throws CaptureException {
    List<Vector3d> points = new ArrayList<>();
    readLines(
        (fields, reader) -> {
          require(fields, 4, "a point's number and position");
          points.add(new Vector3d(number(fields[1]), number(fields[2]), number(fields[3])));
        });
    return points;
  }

  /** Takes the fields of a line that is no comment; may read further lines. */
  private interface LineContent {
    void read(String[] fields, BufferedReader reader) throws IOException;
  }

  private void readLines(LineContent content) throws CaptureException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        if (!text.isBlank() && !text.startsWith("#")) {
          content.read(text.strip().split("\\s+", -1), reader);
        }
      }
    } catch (CaptureException e) {
      throw e;
    } catch (IOException e) {
      throw new CaptureException(file + ": cannot be read as text; copy it again", e);
    }
  }

  private double number(String field) throws CaptureException {
    Optional<Double> value = Optional.empty();
    try {
      value = Optional.of(Double.parseDouble(field));
    } catch (NumberFormatException e) {
      // said below
    }
    return value
        .filter(Double::isFinite)
        .orElseThrow(
            () -> new CaptureException(where() + ": \"" + field + "\" is not a finite number"));
  }

  private void require(String[] fields, int count, String what) throws CaptureException {
    if (fields.length < count) {
      throw new CaptureException(
          where() + ": the line should hold " + what + "; write the model again");
    }
  }

  private String where() {
    return file + ", line " + line;
  }
}
