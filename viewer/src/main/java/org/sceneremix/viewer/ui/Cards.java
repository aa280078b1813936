package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiCol;
import imgui.flag.ImGuiCond;
import imgui.flag.ImGuiWindowFlags;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sceneremix.viewer.session.Job;
import org.sceneremix.viewer.session.Notice;
import org.sceneremix.viewer.session.Session;

/** Cards of background jobs and notices, in the lower right corner of the picture. */
final class Cards {

  private static final double NOTICE_SECONDS = 7;
  private static final double ERROR_SECONDS = 30;
  private static final int MOST = 5;

  private final Session session;
  private final Widgets widgets;

  Cards(Session session, Widgets widgets) {
    this.session = session;
    this.widgets = widgets;
  }

  /** Whether something is there that will go by itself, or moves. */
  boolean areAny() {
    return session.isBusy() || !session.notices().all().isEmpty();
  }

  /**
   * Draws them.
   *
   * @param elsewhere work that a panel shows
   */
  void draw(SceneView.Rectangle area, Optional<Job> elsewhere) {
    for (Notice notice : session.notices().all()) {
      double age = (System.nanoTime() - notice.nanoTime()) * 1e-9;
      if (age > (notice.error() ? ERROR_SECONDS : NOTICE_SECONDS)) {
        session.notices().dismiss(notice);
      }
    }
    List<Job> jobs =
        session.jobs().stream().filter(job -> !elsewhere.equals(Optional.of(job))).toList();
    List<Notice> notices = session.notices().all();
    if (jobs.isEmpty() && notices.isEmpty()) {
      return;
    }
    float width = Math.min(24 * ImGui.getFontSize(), 0.9f * area.width());
    ImGui.setNextWindowPos(
        area.x() + area.width() - 12, area.y() + area.height() - 12, ImGuiCond.Always, 1, 1);
    ImGui.setNextWindowSize(width, 0);
    ImGui.setNextWindowBgAlpha(0.93f);
    ImGui.begin(
        "Cards",
        ImGuiWindowFlags.NoDecoration
            | ImGuiWindowFlags.NoMove
            | ImGuiWindowFlags.NoSavedSettings
            | ImGuiWindowFlags.NoFocusOnAppearing
            | ImGuiWindowFlags.AlwaysAutoResize);
    for (Job job : jobs.subList(0, Math.min(MOST, jobs.size()))) {
      drawJob(job, width);
    }
    if (jobs.size() > MOST) {
      Widgets.quiet("and " + (jobs.size() - MOST) + " more");
    }
    for (Notice notice : notices.subList(Math.max(0, notices.size() - MOST), notices.size())) {
      drawNotice(notice);
    }
    ImGui.end();
  }

  private void drawJob(Job job, float width) {
    ImGui.pushID(System.identityHashCode(job));
    ImGui.textWrapped(Widgets.plain(job.title()));
    float button = 4.6f * ImGui.getFontSize();
    ImGui.progressBar(
        (float) job.fraction(),
        width - button - 3 * ImGui.getFontSize(),
        1.5f * ImGui.getFontSize(),
        job.fraction() > 0
            ? String.format(Locale.ROOT, "%.0f %% %s", 100 * job.fraction(), job.message())
            : job.message());
    ImGui.sameLine();
    if (widgets.button("Cancel", "Stop this work", button)) {
      job.cancel();
    }
    ImGui.popID();
  }

  private void drawNotice(Notice notice) {
    ImGui.pushID(Long.hashCode(notice.nanoTime()));
    ImGui.pushStyleColor(
        ImGuiCol.Text, notice.error() ? Theme.ERROR : ImGui.getColorU32(ImGuiCol.Text));
    ImGui.pushTextWrapPos(ImGui.getWindowWidth() - 2.6f * ImGui.getFontSize());
    ImGui.textUnformatted(notice.text());
    ImGui.popTextWrapPos();
    ImGui.popStyleColor();
    ImGui.sameLine(ImGui.getWindowWidth() - 2.2f * ImGui.getFontSize());
    if (widgets.button("x", "Close this message", 0)) {
      session.notices().dismiss(notice);
    }
    ImGui.popID();
  }
}
