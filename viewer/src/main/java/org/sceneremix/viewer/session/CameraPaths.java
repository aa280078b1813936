package org.sceneremix.viewer.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.volume.io.AtomicFile;

/** The camera path: changing, saving and loading it. */
public final class CameraPaths {

  private final Timeline timeline;
  private final Notices notices;
  private final Jobs jobs;

  CameraPaths(Timeline timeline, Notices notices, Jobs jobs) {
    this.timeline = timeline;
    this.notices = notices;
    this.jobs = jobs;
  }

  public CameraPath path() {
    return timeline.now().path();
  }

  public void set(CameraPath path) {
    timeline.change("Camera path", now -> now.withPath(path));
  }

  /** The view of now becomes the last key. */
  public void addKey() {
    timeline.endGesture();
    set(path().withKey(timeline.now().camera()));
    timeline.endGesture();
  }

  /** Saves the path's frames as cameras. */
  public void save(Path file, int width, int height, int framesPerSecond) {
    Path target = Output.withEnding(file, ".json");
    if (path().keys().isEmpty()) {
      notices.fail(
          new IllegalArgumentException("the camera path has no keys yet; add one first (K)"));
      return;
    }
    List<Camera> frames = path().frames(framesPerSecond, width, height);
    jobs.start(
        Jobs.Lane.FILES,
        "Saving " + target.getFileName(),
        job -> {
          byte[] text = CameraJson.write(frames).getBytes(StandardCharsets.UTF_8);
          AtomicFile.write(target, out -> out.write(text));
          return target;
        },
        written -> notices.say("Saved " + written + " for 'remix render --cameras'"));
  }

  /** Takes the cameras of a {@code transforms.json} as keys of the path. */
  public void load(Path file) {
    double distance = timeline.now().camera().distance();
    jobs.start(
        Jobs.Lane.FILES,
        "Opening " + file.getFileName(),
        job -> {
          List<ViewCamera> keys = new ArrayList<>();
          String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
          for (Camera key :
              CameraJson.parse(text, file.toString()).cameras(new CameraJson.Size(640, 480))) {
            keys.add(ViewCamera.of(key, distance));
          }
          return keys;
        },
        keys -> set(new CameraPath(keys, path().secondsPerKey(), path().closed())));
  }
}
