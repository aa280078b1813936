package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiCol;
import imgui.flag.ImGuiTreeNodeFlags;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.scenes.check.CaptureReport;
import org.sceneremix.scenes.check.Finding;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.viewer.session.CaptureView;
import org.sceneremix.viewer.session.CheckStep;
import org.sceneremix.viewer.session.FitStep;
import org.sceneremix.viewer.session.Job;
import org.sceneremix.viewer.session.Project;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.TrainStep;

/** The way from photographs to remixes, a step at a time or all at once. */
final class ProjectPanel implements Panel, AutoCloseable {

  /** Small pictures beside a finding, at most. */
  private static final int PICTURES = CheckStep.PICTURES;

  private static final int PICTURES_A_ROW = 4;
  private static final double MINUTE = 60;
  private static final double MOST_SECONDS = 90;

  private static final String NOTHING =
      "Photographs become a scene and remixes here. Open some, or the built-in sample.";

  /** A step that is looked at. */
  private enum Step {
    CHECK("1  Check", "Whether the photographs and their poses are fit for a scene"),
    FIT("2  Fit", "A scene of the photographs"),
    TRAIN("3  Train", "A model of the scene, which makes remixes");

    private final String label;
    private final String tooltip;

    Step(String label, String tooltip) {
      this.label = label;
      this.tooltip = tooltip;
    }
  }

  private final Widgets widgets;
  private final Runnable toRemixes;
  private final Images images = new Images();
  private Step step = Step.CHECK;
  private Optional<Job> running = Optional.empty();
  private Optional<Path> folder = Optional.empty();
  private FitSettings fitSettings = FitSettings.DEFAULT;
  private TrainSettings.Preset effort = TrainSettings.Preset.DEFAULT;
  private int trainResolution = TrainSettings.DEFAULT_RESOLUTION;
  private int minutes;
  private Optional<String> obstacleToPoses = Optional.empty();

  /**
   * @param toRemixes turns to where remixes are made
   */
  ProjectPanel(Widgets widgets, Runnable toRemixes) {
    this.widgets = widgets;
    this.toRemixes = toRemixes;
  }

  @Override
  public String title() {
    return "Project";
  }

  @Override
  public void draw(Session session) {
    Project project = session.project();
    if (!project.folder().equals(folder)) {
      folder = project.folder();
      step = firstStep(project);
      obstacleToPoses =
          project.unposed().isPresent() ? Project.obstacleToPoses() : Optional.empty();
    }
    drawHead(project);
    if (!project.isOpen() || project.unposed().isPresent()) {
      return;
    }
    follow(project);
    ImGui.separator();
    drawSteps(project);
    switch (step) {
      case CHECK -> drawCheck(session, project);
      case FIT -> drawFit(project);
      case TRAIN -> drawTraining(project);
    }
    drawSessions(session);
  }

  /** Turns to a step that has just begun. */
  private void follow(Project project) {
    Optional<Job> now = project.job();
    if (!now.equals(running)) {
      running = now;
      step =
          project.check().job().isPresent()
              ? Step.CHECK
              : project.fit().job().isPresent()
                  ? Step.FIT
                  : project.train().job().isPresent() ? Step.TRAIN : step;
    }
  }

  private static Step firstStep(Project project) {
    if (project.train().model().isPresent() || project.capture().isEmpty()) {
      return Step.TRAIN;
    }
    return project.fit().scene().isPresent() ? Step.FIT : Step.CHECK;
  }

  /** Draws the open folder's name and the next step or running job, always of one height. */
  private void drawHead(Project project) {
    float text = ImGui.getFontSize();
    Optional<Job> job = project.job();
    String name =
        project.folder().map(path -> path.getFileName().toString()).orElse("Nothing open");
    ImGui.textUnformatted(Widgets.fitting(name, ImGui.getContentRegionAvailX()));
    widgets.remember("Project folder", project.folder().map(Path::toString).orElse(""));
    ImGui.beginChild("head", 0, 6.6f * text);
    if (job.isPresent()) {
      drawJob(project, job.get());
    } else if (!project.isOpen()) {
      Widgets.quiet(NOTHING);
    } else if (project.unposed().isPresent()) {
      drawPoses(project);
    } else if (project.train().isDone()) {
      if (primary("To the remixes", "Make scenes that nobody has seen yet")) {
        toRemixes.run();
      }
      Widgets.quiet("All is done. Any step can be done again; what is there stays.");
    } else {
      widgets.beginUnless(obstacleToAll(project));
      if (primary("Make remixes", "All that is left to do, with what is sensible for most")) {
        project.runAll(fitSettings, trainSettings());
      }
      widgets.endUnless();
      Widgets.quiet("Checks, fits and trains, one after the other. Or take each step by itself:");
    }
    ImGui.endChild();
  }

  private void drawPoses(Project project) {
    widgets.beginUnless(obstacleToPoses);
    if (primary("Find the poses", "By COLMAP: minutes for some dozens of photographs")) {
      project.findPoses();
    }
    widgets.endUnless();
    Widgets.quiet(
        obstacleToPoses.orElse(
            "These photographs do not say where they were taken from. That is found first."));
  }

  private boolean primary(String label, String tooltip) {
    return widgets.primaryButton(label, tooltip, -1, 2.2f * ImGui.getFontSize());
  }

  private static Optional<String> obstacleToAll(Project project) {
    boolean isPossible =
        project.capture().isPresent() || project.fit().isDone() || project.train().isInterrupted();
    return isPossible
        ? Optional.empty()
        : Optional.of("There are no photographs and no scene here to make remixes of.");
  }

  private void drawJob(Project project, Job job) {
    ImGui.textUnformatted(
        Widgets.fitting(
            job.title() + (project.goesOn() ? ", then on" : ""), ImGui.getContentRegionAvailX()));
    float button = 4.2f * ImGui.getFontSize();
    ImGui.progressBar(
        (float) job.fraction(),
        ImGui.getContentRegionAvailX() - button - ImGui.getStyle().getItemSpacingX(),
        1.6f * ImGui.getFontSize(),
        String.format(Locale.ROOT, "%.0f %%%s", 100 * job.fraction(), left(job)));
    ImGui.sameLine();
    widgets.beginUnless(job.cancelled() ? Optional.of("It is being stopped.") : Optional.empty());
    if (widgets.button("Stop", "What is done so far is kept, and can be gone on with", -1)) {
      project.stop();
    }
    widgets.endUnless();
    Widgets.quiet(job.cancelled() ? "stopping ..." : job.message());
  }

  private static String left(Job job) {
    OptionalDouble seconds = job.secondsLeft();
    if (seconds.isEmpty()) {
      return "";
    }
    return seconds.getAsDouble() < MOST_SECONDS
        ? String.format(Locale.ROOT, ", about %.0f s left", seconds.getAsDouble())
        : String.format(Locale.ROOT, ", about %.0f min left", seconds.getAsDouble() / MINUTE);
  }

  private void drawSteps(Project project) {
    float gap = ImGui.getStyle().getItemSpacingX();
    float width = (ImGui.getContentRegionAvailX() - 2 * gap) / 3;
    for (Step each : Step.values()) {
      if (each.ordinal() > 0) {
        ImGui.sameLine();
      }
      String mark = isDone(project, each) ? "  done" : "";
      if (widgets.toggle(
          each.label + mark + "##Step " + each.ordinal(), each.tooltip, step == each, width)) {
        step = each;
      }
    }
    ImGui.spacing();
  }

  private static boolean isDone(Project project, Step step) {
    return switch (step) {
      case CHECK -> project.check().report().isPresent();
      case FIT -> project.fit().isDone();
      case TRAIN -> project.train().isDone();
    };
  }

  private static Optional<String> busy(Project project) {
    return project.job().map(job -> job.title() + " comes first; it can be stopped.");
  }

  private static Optional<String> withoutCapture(Project project) {
    return project.capture().isPresent()
        ? busy(project)
        : Optional.of("There are no photographs here: open a folder of them.");
  }

  private void drawCheck(Session session, Project project) {
    Optional<CaptureReport> report = project.check().report();
    widgets.beginUnless(withoutCapture(project));
    if (widgets.button(
        report.isPresent() ? "Check again##Check" : "Check the capture##Check",
        "Looks at poses, focal length, brightness, coverage, and what recurs",
        -1)) {
      project.runCheck();
    }
    widgets.endUnless();
    if (report.isEmpty()) {
      Widgets.quiet("Says what is wrong with photographs and poses before time is spent on them.");
      return;
    }
    CaptureReport found = report.get();
    ImGui.textUnformatted(
        found.usable()
            ? found.findings().isEmpty() ? "Nothing is wrong with it." : "The capture is usable."
            : "The capture is NOT usable.");
    widgets.remember("Verdict", "");
    ImGui.beginChild("findings", 0, ImGui.getContentRegionAvailY() - 9.5f * ImGui.getFontSize());
    for (Finding finding : found.findings()) {
      drawFinding(session, project, finding);
    }
    ImGui.endChild();
    if (ImGui.treeNodeEx("Figures", 0)) {
      for (Map.Entry<String, String> line : found.inWords().entrySet()) {
        ImGui.textWrapped(Widgets.plain(line.getKey() + ": " + line.getValue()));
      }
      ImGui.treePop();
    }
  }

  private void drawFinding(Session session, Project project, Finding finding) {
    String sentence = finding.sentence();
    int colour =
        switch (finding.weight()) {
          case ERROR -> Theme.ERROR;
          case WARNING -> Theme.ACCENT;
          case NOTE -> ImGui.getColorU32(ImGuiCol.TextDisabled);
        };
    float text = ImGui.getFontSize();
    ImGui.getWindowDrawList()
        .addCircleFilled(
            ImGui.getCursorScreenPosX() + 0.35f * text,
            ImGui.getCursorScreenPosY() + 0.55f * text,
            0.28f * text,
            colour);
    ImGui.indent(text);
    ImGui.textWrapped(
        Widgets.plain(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + "."));
    List<String> names =
        finding.pictures().subList(0, Math.min(PICTURES, finding.pictures().size()));
    int drawn = 0;
    for (String name : names) {
      Optional<Image> picture = project.check().picture(name);
      if (picture.isPresent()) {
        if (drawn++ % PICTURES_A_ROW != 0) {
          ImGui.sameLine();
        }
        drawPicture(session, name, picture.get());
      }
    }
    ImGui.unindent(text);
    ImGui.spacing();
  }

  private void drawPicture(Session session, String name, Image picture) {
    float width = 4.1f * ImGui.getFontSize();
    float height = width * picture.height() / picture.width();
    float x = ImGui.getCursorScreenPosX();
    float y = ImGui.getCursorScreenPosY();
    ImGui.pushID(name);
    boolean pressed = ImGui.invisibleButton("picture", width, height);
    ImGui.popID();
    widgets.remember("Picture " + name, name + ": click to look through its camera");
    ImGui.getWindowDrawList()
        .addImage(
            images.texture(System.identityHashCode(picture), picture).texture(),
            x,
            y,
            x + width,
            y + height);
    if (pressed) {
      List<CaptureView> views = session.captureCameras().all();
      for (int i = 0; i < views.size(); i++) {
        if (views.get(i).name().equals(name)) {
          session.captureCameras().lookThrough(i);
        }
      }
    }
  }

  private void drawFit(Project project) {
    FitStep fit = project.fit();
    if (fit.isInterrupted()) {
      widgets.beginUnless(withoutCapture(project));
      if (primary("Go on##Resume fit", "From where it was stopped, with the same settings")) {
        project.resumeFit();
      }
      widgets.endUnless();
    }
    widgets.beginUnless(withoutCapture(project));
    if (widgets.button(
        fit.scene().isPresent() ? "Fit anew##Fit" : "Fit the scene##Fit",
        "A scene of the photographs, into a file of its own; it can be watched",
        -1)) {
      project.runFit(fitSettings);
    }
    widgets.endUnless();
    CurvePlot.draw(
        widgets,
        "Likeness while fitting",
        "PSNR of the scene on photographs that it is fitted to, over the steps: higher is better",
        "%.1f dB",
        fit.psnr());
    fit.heldOut()
        .ifPresent(
            figures -> {
              ImGui.textWrapped("On photographs that it has not seen: " + figures);
              widgets.remember(
                  "Held-out figures", "How well the scene shows views that were held out");
            });
    fit.scene()
        .ifPresent(
            scene -> Widgets.quiet("In " + scene.getFileName() + " beside the photographs."));
    if (options("fit")) {
      ImGui.pushItemWidth(-0.4f * ImGui.getWindowWidth());
      fitSettings =
          fitSettings
              .withResolution(
                  widgets.slider(
                      "Voxels",
                      "Along the longest side of the scene: more show more, and take longer",
                      fitSettings.resolution(),
                      32,
                      256,
                      "%d"))
              .withIterations(
                  widgets.slider(
                      "Steps",
                      "Of gradient descent: more are sharper, up to a point",
                      fitSettings.iterations(),
                      100,
                      6000,
                      "%d"));
      ImGui.popItemWidth();
      ImGui.treePop();
    }
  }

  private static boolean options(String of) {
    return ImGui.treeNodeEx("Options##" + of, ImGuiTreeNodeFlags.None);
  }

  private static Optional<String> withoutScene(Project project) {
    return project.fit().isDone()
        ? busy(project)
        : Optional.of("There is no scene yet: fit one, or open one.");
  }

  private void drawTraining(Project project) {
    TrainStep train = project.train();
    if (train.isInterrupted()) {
      widgets.beginUnless(busy(project));
      if (primary("Go on##Resume training", "From where it was stopped, with the same settings")) {
        project.resumeTraining();
      }
      widgets.endUnless();
    }
    widgets.beginUnless(withoutScene(project));
    if (widgets.button(
        train.model().isPresent() ? "Train anew##Train" : "Train on the scene##Train",
        "A model that makes remixes, into a folder of its own; they can be watched",
        -1)) {
      project.runTraining(trainSettings());
    }
    widgets.endUnless();
    for (TrainStep.NamedCurve curve : train.curves()) {
      CurvePlot.draw(widgets, curve.name(), curve.explanation(), "%.4f", curve.points());
    }
    train.model().ifPresent(model -> Widgets.quiet("In the folder " + model.getFileName() + "."));
    if (train.job().isPresent()) {
      Widgets.quiet("A remix is shown from the first 20 seconds on, and made anew as it improves.");
    }
    if (options("train")) {
      drawTrainOptions();
      ImGui.treePop();
    }
  }

  private void drawTrainOptions() {
    float gap = ImGui.getStyle().getItemSpacingX();
    float width = (ImGui.getContentRegionAvailX() - 2 * gap) / 3;
    for (TrainSettings.Preset preset : TrainSettings.Preset.values()) {
      if (preset.ordinal() > 0) {
        ImGui.sameLine();
      }
      String label =
          switch (preset) {
            case FAST -> "A first look";
            case DEFAULT -> "Usual";
            case BEST -> "Thorough";
          };
      if (widgets.toggle(label, preset.iterations() + " iterations", effort == preset, width)) {
        effort = preset;
      }
    }
    ImGui.pushItemWidth(-0.4f * ImGui.getWindowWidth());
    trainResolution =
        widgets.slider(
            "Voxels##Training voxels",
            "Along the longest side while training; remixes get the scene's own detail after",
            trainResolution,
            32,
            128,
            "%d");
    minutes =
        widgets.slider(
            "Minutes", "Ends in time with the best so far; 0: no limit", minutes, 0, 120, "%d");
    ImGui.popItemWidth();
  }

  private TrainSettings trainSettings() {
    TrainSettings usual = TrainSettings.of(trainResolution, Project.DEFAULT_TRAINING.seed());
    return new TrainSettings(
        usual.resolution(),
        usual.coarsest(),
        usual.levels(),
        effort.iterations(),
        usual.finer(),
        minutes,
        usual.seed(),
        usual.symmetry(),
        usual.hyperparameters());
  }

  private void drawSessions(Session session) {
    for (Path saved : session.project().sessions()) {
      if (widgets.button(
          "Session " + saved.getFileName() + "##" + saved.getFileName(),
          "A session that was saved here",
          -1)) {
        session.open(saved);
      }
    }
  }

  /** Frees its pictures on the graphics device. */
  @Override
  public void close() {
    images.close();
  }
}
