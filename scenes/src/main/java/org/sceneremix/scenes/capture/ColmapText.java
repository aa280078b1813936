package org.sceneremix.scenes.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.joml.Quaterniond;
import org.joml.Vector3d;

/**
 * COLMAP's text format: {@code cameras.txt, images.txt, points3D.txt} (its documentation, "Output
 * Format"). Points may be missing.
 */
final class ColmapText {

  private static final Pattern NUMBERS = Pattern.compile("[-+.0-9eE\\s]*");

  private final Path file;
  private int line;

  /** Whether the line before this one was an image's. */
  private boolean afterImage;

  private ColmapText(Path file) {
    this.file = file;
  }

  static ColmapModel read(Path folder) throws CaptureException {
    ColmapModel.Cameras cameras = new ColmapText(folder.resolve("cameras.txt")).cameras();
    List<ColmapModel.Posed> images = new ColmapText(folder.resolve("images.txt")).images();
    Path points = folder.resolve("points3D.txt");
    return ColmapModel.of(
        cameras, images, () -> Files.exists(points) ? new ColmapText(points).points() : List.of());
  }

  /** CAMERA_ID MODEL WIDTH HEIGHT PARAMS... */
  private ColmapModel.Cameras cameras() throws CaptureException {
    ColmapModel.Cameras cameras = new ColmapModel.Cameras();
    readLines(
        text -> {
          String[] fields = text.split("\\s+", -1);
          require(fields, 4, "a camera's number, model, width, height and parameters");
          int number = (int) number(fields[0]);
          Optional<ColmapModel.Kind> kind = ColmapModel.Kind.ofName(fields[1]);
          if (kind.isEmpty()) {
            cameras.addUnknown(number, fields[1]);
            return;
          }
          double[] parameters = new double[kind.get().parameters()];
          require(fields, 4 + parameters.length, "as many parameters as a " + kind.get() + " has");
          for (int i = 0; i < parameters.length; i++) {
            parameters[i] = number(fields[4 + i]);
          }
          cameras.add(
              number, kind.get(), (long) number(fields[2]), (long) number(fields[3]), parameters);
        });
    return cameras;
  }

  /**
   * IMAGE_ID QW QX QY QZ TX TY TZ CAMERA_ID NAME, then a line of its points, (X Y POINT3D_ID)*,
   * which may be empty, and which files written by hand lack. The name is the rest of the line.
   */
  private List<ColmapModel.Posed> images() throws CaptureException {
    List<ColmapModel.Posed> images = new ArrayList<>();
    readLines(
        text -> {
          if (afterImage && arePoints(text)) {
            afterImage = false;
            return;
          }
          String[] fields = text.split("\\s+", 10);
          require(fields, 10, "an image's number, rotation, translation, camera and name");
          double[] v = new double[9];
          for (int i = 0; i < v.length; i++) {
            v[i] = number(fields[i]);
          }
          images.add(
              new ColmapModel.Posed(
                  ContentFile.fromLatin1(fields[9]),
                  (int) v[8],
                  new Quaterniond(v[2], v[3], v[4], v[1]),
                  new Vector3d(v[5], v[6], v[7])));
          afterImage = true;
        });
    images.sort(Comparator.comparing(ColmapModel.Posed::name));
    return images;
  }

  private static boolean arePoints(String text) {
    return NUMBERS.matcher(text).matches() && text.split("\\s+", -1).length % 3 == 0;
  }

  /** POINT3D_ID X Y Z R G B ERROR TRACK... */
  private List<Vector3d> points() throws CaptureException {
    List<Vector3d> points = new ArrayList<>();
    readLines(
        text -> {
          String[] fields = text.split("\\s+", 5);
          require(fields, 4, "a point's number and position");
          points.add(new Vector3d(number(fields[1]), number(fields[2]), number(fields[3])));
        });
    return points;
  }

  /** Takes a line that is neither blank nor a comment. */
  private interface LineContent {
    void read(String text) throws CaptureException;
  }

  private void readLines(LineContent content) throws CaptureException {
    try (BufferedReader reader = ContentFile.latin1(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        String stripped = text.strip();
        if (!stripped.isEmpty() && !stripped.startsWith("#")) {
          content.read(stripped);
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
