package org.sceneremix.viewer.session;

import java.nio.file.Path;

/** The camera path: changing, saving and loading it. */
public final class CameraPaths {

  private static final double TURNTABLE_SECONDS = 8;

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

  /** Once around what is looked at, in place of the path. */
  public void turntable() {
    timeline.endGesture();
    set(CameraPath.turntable(timeline.now().camera(), TURNTABLE_SECONDS));
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
    CameraPath saved = path();
    jobs.start(
        Jobs.Lane.FILES,
        "Saving " + target.getFileName(),
        job -> {
          CameraPathFile.write(saved, saved.frames(framesPerSecond, width, height), target);
          return target;
        },
        written -> notices.say("Saved " + written + " for 'remix render --cameras'"));
  }

  /** Takes the path of a {@code transforms.json}, or its cameras as keys. */
  public void load(Path file) {
    CameraPath before = path();
    double distance = timeline.now().camera().distance();
    jobs.start(
        Jobs.Lane.FILES,
        "Opening " + file.getFileName(),
        job -> CameraPathFile.read(file, before, distance),
        this::take);
  }

  /** Goes on with a path that was read. */
  void take(CameraPath read) {
    timeline.endGesture();
    set(read);
    timeline.endGesture();
    notices.say("A camera path of " + read.keys().size() + " keys; Space plays it.");
  }
}
