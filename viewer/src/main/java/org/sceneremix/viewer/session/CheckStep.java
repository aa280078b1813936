package org.sceneremix.viewer.session;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.check.CaptureCheck;
import org.sceneremix.scenes.check.CaptureReport;
import org.sceneremix.scenes.check.Finding;

/** Looking whether a capture is usable. */
public final class CheckStep {

  /** Pictures of a finding that are kept, at most. */
  public static final int PICTURES = 8;

  private static final int PICTURE_WIDTH = 96;

  private final Jobs jobs;
  private final Consumer<CaptureReport> checked;
  private Optional<Job> job = Optional.empty();
  private Optional<Capture> capture = Optional.empty();
  private Optional<Checked> found = Optional.empty();

  /** Report of a check, with small pictures of the views that it names, by their names. */
  private record Checked(CaptureReport report, Map<String, Image> pictures) {}

  /**
   * @param checked told what was found
   */
  CheckStep(Jobs jobs, Consumer<CaptureReport> checked) {
    this.jobs = jobs;
    this.checked = checked;
  }

  /** Begins with a capture, or none, and forgets the earlier report. */
  void begin(Optional<Capture> newCapture) {
    capture = newCapture;
    found = Optional.empty();
  }

  /** Report of the check; empty until it has ended. */
  public Optional<CaptureReport> report() {
    return found.map(Checked::report);
  }

  /** A small picture of a view that a finding is about. */
  public Optional<Image> picture(String view) {
    return found.map(all -> all.pictures().get(view));
  }

  /** The work, while it goes on. */
  public Optional<Job> job() {
    return job.filter(jobs::isActive);
  }

  void run() {
    Capture looked = capture.orElseThrow();
    job =
        Optional.of(
            jobs.start(
                Jobs.Lane.MAKING,
                "Checking " + looked.name(),
                running -> check(looked, running),
                all -> {
                  if (capture.equals(Optional.of(looked))) {
                    found = Optional.of(all);
                    checked.accept(all.report());
                  }
                }));
  }

  private static Checked check(Capture capture, Job running) throws IOException {
    CaptureReport report = CaptureCheck.check(capture, running);
    Set<String> names = new LinkedHashSet<>();
    for (Finding finding : report.findings()) {
      finding.pictures().stream().limit(PICTURES).forEach(names::add);
    }
    Map<String, Image> pictures = new HashMap<>();
    for (View view : capture.views()) {
      if (names.contains(view.name())) {
        pictures.put(view.name(), small(view));
      }
    }
    return new Checked(report, pictures);
  }

  private static Image small(View view) throws IOException {
    int width = view.camera().intrinsics().width();
    int height = view.camera().intrinsics().height();
    return view.downscaled(Math.max(1, Math.min(width / PICTURE_WIDTH, height))).load();
  }
}
