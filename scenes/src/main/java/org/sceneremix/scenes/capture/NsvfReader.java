package org.sceneremix.scenes.capture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Captures in the layout of Neural Sparse Voxel Fields (Liu et al. 2020): {@code intrinsics.txt}, a
 * matrix of 3x3 or 4x4 or a first line of focal length and principal point; {@code pose/NAME.txt},
 * camera-to-world of 4x4 with x right, y down, z forward, for each {@code rgb/NAME.png}; {@code
 * bbox.txt}, the box, may be missing. Names begin with 0_ for training, 1_ for validation and 2_
 * for test.
 */
final class NsvfReader {

  static final String INTRINSICS = "intrinsics.txt";
  private static final String POSES = "pose";
  private static final String PICTURES = "rgb";

  private static final Map<String, String> SPLITS =
      Map.of("0_", "train_filenames", "1_", "val_filenames", "2_", "test_filenames");

  private NsvfReader() {}

  static boolean isThere(Path folder) {
    return Files.isRegularFile(folder.resolve(INTRINSICS))
        && Files.isDirectory(folder.resolve(POSES))
        && Files.isDirectory(folder.resolve(PICTURES));
  }

  static Capture read(Path folder, CaptureOptions options) throws CaptureException {
    ObjectNode root = CameraJson.object();
    putPinhole(root, folder.resolve(INTRINSICS));
    Path box = folder.resolve("bbox.txt");
    if (Files.exists(box)) {
      numbers(box, 6).subList(0, 6).forEach(root.putArray("aabb")::add);
    } else {
      // nobody has chosen the world's axes
      root.putArray("applied_transform");
    }
    ArrayNode frames = root.putArray("frames");
    for (Path file : ImagesFolder.list(folder.resolve(POSES), 1)) {
      String name = file.getFileName().toString();
      if (name.endsWith(".txt") && !ImagesFolder.isHidden(name)) {
        String picture = PICTURES + "/" + name.substring(0, name.length() - ".txt".length());
        String split = SPLITS.get(name.substring(0, 2));
        if (split != null) {
          root.withArray(split).add(picture);
        }
        frames.add(frame(picture, numbers(file, 16)));
      }
    }
    return TransformsReader.read(
        CameraJson.of(root, folder.resolve(POSES).toString()), folder, options);
  }

  private static void putPinhole(ObjectNode root, Path file) throws CaptureException {
    List<Double> values = numbers(file, 4);
    boolean isMatrix = values.size() == 9 || values.size() == 16;
    int columns = values.size() == 9 ? 3 : 4;
    root.put("fl_x", values.get(0));
    root.put("fl_y", values.get(isMatrix ? columns + 1 : 0));
    root.put("cx", values.get(isMatrix ? 2 : 1));
    root.put("cy", values.get(isMatrix ? columns + 2 : 2));
  }

  private static ObjectNode frame(String picture, List<Double> pose) {
    ObjectNode frame = CameraJson.object().put("file_path", picture);
    ArrayNode rows = frame.putArray("transform_matrix");
    for (int row = 0; row < 4; row++) {
      ArrayNode values = rows.addArray();
      for (int column = 0; column < 4; column++) {
        // to OpenGL axes
        int sign = column == 1 || column == 2 ? -1 : 1;
        values.add(sign * pose.get(4 * row + column));
      }
    }
    return frame;
  }

  private static List<Double> numbers(Path file, int least) throws CaptureException {
    List<Double> numbers = new ArrayList<>();
    for (String word : ContentFile.text(file).strip().split("[\\s,]+", -1)) {
      try {
        numbers.add(Double.parseDouble(word));
      } catch (NumberFormatException e) {
        throw new CaptureException(file + ": \"" + word + "\" is not a number; correct it", e);
      }
    }
    if (numbers.size() < least) {
      throw new CaptureException(
          file + ": there are " + numbers.size() + " numbers and should be " + least + " or more");
    }
    return numbers;
  }
}
