package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sceneremix.renderer.camera.Camera;

/** Camera paths by themselves, for attacks on their reader. */
public final class CameraPathFiles {

  private CameraPathFiles() {}

  public static void write(List<Camera> frames, Path file) throws IOException {
    List<ViewCamera> keys = frames.stream().map(camera -> ViewCamera.of(camera, 2)).toList();
    CameraPathFile.write(new CameraPath(keys, 1, false), frames, file);
  }

  public static void read(Path file) throws IOException {
    CameraPathFile.isPath(file);
    CameraPathFile.read(file, CameraPath.EMPTY, 2);
  }
}
