package org.sceneremix.viewer.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.volume.io.AtomicFile;

/**
 * A camera path on disk: a {@code transforms.json} of its frames, which any program may render, and
 * beside them, in a key of ours, what the frames were made from, so that it can be edited again.
 */
final class CameraPathFile {

  /** Holds the {@link CameraPath}: keys, time from each to the next, whether it is closed. */
  private static final String KEY = "camera_path";

  /** Pixels of cameras that do not say it themselves; keys have none, only a field of view. */
  private static final CameraJson.Size SIZE = new CameraJson.Size(640, 480);

  /** Python writes NaN, which is none of our business in keys of others. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private CameraPathFile() {}

  /** Writes it, whole or not at all. */
  static void write(CameraPath path, List<Camera> frames, Path file) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(CameraJson.write(frames));
    root.set(KEY, JSON.valueToTree(path));
    byte[] text = root.toPrettyString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(text));
  }

  /** Whether a file holds a path that was written here. Reads all of it. */
  static boolean isPath(Path file) throws IOException {
    try {
      return JSON.readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).has(KEY);
    } catch (JsonProcessingException e) {
      // whoever reads it says so better
      return false;
    }
  }

  /**
   * Reads it.
   *
   * @param otherwise says how time passes where the file has cameras only, which are keys then
   * @param distance of what those look at, world units
   * @throws IOException if it holds neither
   */
  static CameraPath read(Path file, CameraPath otherwise, double distance) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    CameraJson cameras = CameraJson.parse(text, file.toString());
    try {
      JsonNode path = JSON.readTree(text).path(KEY);
      if (path.isObject()) {
        return JSON.treeToValue(path, CameraPath.class);
      }
    } catch (JsonProcessingException e) {
      throw new IOException(file + " has a damaged " + KEY + "; save it anew or remove that", e);
    }
    List<ViewCamera> keys = new ArrayList<>();
    for (Camera key : cameras.cameras(SIZE)) {
      keys.add(ViewCamera.of(key, distance));
    }
    return new CameraPath(keys, otherwise.secondsPerKey(), otherwise.closed());
  }
}
