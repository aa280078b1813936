package org.sceneremix.scenes.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.joml.Matrix3d;
import org.joml.Quaterniond;

/**
 * Recordings of Record3D, unpacked: {@code metadata} or {@code metadata.json} with the pinhole
 * {@code K} (3x3, column by column), the pictures' {@code w} and {@code h}, and {@code poses} (a
 * quaternion x y z w and a position each, camera-to-world with OpenGL axes, y up in the world);
 * picture i is {@code i.jpg} or {@code i.png} in {@code rgbd}, {@code rgb} or {@code images}.
 */
final class Record3dReader {

  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,7})\\.(jpe?g|png)");

  private Record3dReader() {}

  /** The file of a recording's cameras, if a folder holds one. */
  static Optional<Path> metadata(Path folder) {
    return pictures(folder)
        .flatMap(
            pictures ->
                List.of("metadata", "metadata.json").stream()
                    .map(folder::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst());
  }

  private static Optional<Path> pictures(Path folder) {
    return List.of("rgbd", "rgb", "images").stream()
        .map(folder::resolve)
        .filter(Files::isDirectory)
        .findFirst();
  }

  static Capture read(Path folder, Path metadata, CaptureOptions options) throws CaptureException {
    JsonNode recorded = CameraJson.tree(metadata);
    JsonNode pinhole = recorded.path("K");
    JsonNode poses = recorded.path("poses");
    ObjectNode root = CameraJson.object();
    root.set("fl_x", pinhole.path(0));
    root.set("fl_y", pinhole.path(4));
    root.set("cx", pinhole.path(6));
    root.set("cy", pinhole.path(7));
    root.set("w", recorded.path("w"));
    root.set("h", recorded.path("h"));
    ArrayNode frames = root.putArray("frames");
    for (Path picture : ImagesFolder.list(pictures(folder).orElseThrow(), 1)) {
      Matcher matcher = NUMBERED.matcher(picture.getFileName().toString());
      if (matcher.matches()) {
        JsonNode pose = poses.path(Integer.parseInt(matcher.group(1)));
        frames.add(frame(folder.relativize(picture).toString(), pose));
      }
    }
    return TransformsReader.read(CameraJson.of(root, metadata.toString()), folder, options);
  }

  private static ObjectNode frame(String picture, JsonNode pose) {
    double[] v = new double[7];
    for (int i = 0; i < v.length; i++) {
      v[i] = pose.path(i).asDouble(Double.NaN);
    }
    Matrix3d rotation = new Quaterniond(v[0], v[1], v[2], v[3]).normalize().get(new Matrix3d());
    ObjectNode frame = CameraJson.object().put("file_path", picture);
    ArrayNode rows = frame.putArray("transform_matrix");
    // the axes are exchanged in a circle until z is up
    for (int row : new int[] {2, 0, 1}) {
      ArrayNode values = rows.addArray();
      for (int column = 0; column < 3; column++) {
        values.add(rotation.get(column, row));
      }
      values.add(v[4 + row]);
    }
    return frame;
  }
}
