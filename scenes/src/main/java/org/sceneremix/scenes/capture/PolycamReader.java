package org.sceneremix.scenes.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Raw data as Polycam exports it: {@code keyframes/cameras/TIME.json} with a pinhole and a pose for
 * each {@code keyframes/images/TIME.jpg}, or both {@code corrected_}, which its loop closure has
 * improved. Poses are ARKit's: camera-to-world with OpenGL axes, {@code t_00 .. t_23} row by row, y
 * up in the world.
 */
final class PolycamReader {

  private static final List<String> KINDS = List.of("corrected_", "");

  private PolycamReader() {}

  /** The folder of a capture's cameras, if it is one of Polycam. */
  static Optional<Path> cameras(Path folder) {
    for (String kind : KINDS) {
      for (Path place : List.of(folder.resolve("keyframes"), folder)) {
        Path cameras = place.resolve(kind + "cameras");
        if (Files.isDirectory(cameras) && Files.isDirectory(images(cameras))) {
          return Optional.of(cameras);
        }
      }
    }
    return Optional.empty();
  }

  private static Path images(Path cameras) {
    String name = cameras.getFileName().toString();
    return cameras.resolveSibling(name.replace("cameras", "images"));
  }

  static Capture read(Path folder, Path cameras, CaptureOptions options) throws CaptureException {
    ObjectNode root = CameraJson.object();
    ArrayNode frames = root.putArray("frames");
    for (Path file : ImagesFolder.list(cameras, 1)) {
      String name = file.getFileName().toString();
      if (name.endsWith(".json") && !ImagesFolder.isHidden(name)) {
        String stem = name.substring(0, name.length() - ".json".length());
        String picture = folder.relativize(images(cameras)).resolve(stem).toString();
        frames.add(frame(CameraJson.tree(file), picture));
      }
    }
    CameraJson json = CameraJson.of(root, cameras.toString());
    return TransformsReader.read(json, folder, options);
  }

  private static ObjectNode frame(JsonNode camera, String picture) {
    ObjectNode frame = CameraJson.object().put("file_path", picture);
    frame.set("fl_x", camera.path("fx"));
    frame.set("fl_y", camera.path("fy"));
    frame.set("cx", camera.path("cx"));
    frame.set("cy", camera.path("cy"));
    frame.set("w", camera.path("width"));
    frame.set("h", camera.path("height"));
    ArrayNode rows = frame.putArray("transform_matrix");
    // the axes are exchanged in a circle until z is up
    for (int row : new int[] {2, 0, 1}) {
      ArrayNode values = rows.addArray();
      for (int column = 0; column < 4; column++) {
        values.add(camera.path("t_" + row + column));
      }
    }
    return frame;
  }
}
