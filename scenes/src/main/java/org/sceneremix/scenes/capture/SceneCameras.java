package org.sceneremix.scenes.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.volume.io.GridFile;

/** The cameras that a scene was photographed with, as the metadata of its grid file keep them. */
public final class SceneCameras {

  /** Name of the field of the metadata. */
  public static final String FIELD = "cameras";

  private SceneCameras() {}

  /** Adds cameras to the metadata of a scene. */
  public static void put(ObjectNode metadata, List<Camera> cameras) throws IOException {
    metadata.set(FIELD, new ObjectMapper().readTree(CameraJson.write(cameras)));
  }

  /**
   * The cameras of a scene; none if its file does not hold any.
   *
   * @param file what was read, for messages
   * @throws CaptureException if a camera makes no sense
   */
  public static List<Camera> of(GridFile scene, Path file) throws CaptureException {
    JsonNode cameras = scene.metadata().path(FIELD);
    return cameras.isObject()
        ? CameraJson.parse(cameras.toString(), file + ", " + FIELD)
            .cameras(new CameraJson.Size(1, 1))
        : List.of();
  }
}
