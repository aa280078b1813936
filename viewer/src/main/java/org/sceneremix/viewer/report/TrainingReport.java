package org.sceneremix.viewer.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.train.Trainer;
import org.sceneremix.gan.train.TrainingLog;
import org.sceneremix.volume.io.Provenance;

/**
 * The record of a training as a page in the model's folder: curves, previews, events, times, and
 * how it was asked for. Made from what the folder holds, so it can be made at any time, also while
 * the training runs.
 */
public final class TrainingReport {

  /** Name of the page in the model's folder. */
  public static final String FILE = "report.html";

  private final ModelFolder folder;
  private final ObjectNode description;
  private final List<ObjectNode> figures = new ArrayList<>();
  private final List<ObjectNode> events = new ArrayList<>();

  private TrainingReport(ModelFolder folder) throws IOException {
    this.folder = folder;
    this.description = folder.description();
    for (ObjectNode line : TrainingLog.read(folder.log())) {
      (line.has(TrainingLog.EVENT) ? events : figures).add(line);
    }
  }

  /** Writes the page as of now. */
  public static void write(ModelFolder folder) throws IOException {
    new TrainingReport(folder).page().write(folder.path().resolve(FILE));
  }

  private ReportPage page() throws IOException {
    ReportPage page = new ReportPage("Training of " + folder.path().getFileName(), lead());
    page.section(
        "Previews", "After each stage: the reference, its reconstruction, and four remixes.");
    int stages = description.path("stages").size();
    for (int k = stages - 1; k >= 0; k--) {
      Path preview = folder.log().resolve("stage-" + k + ".png");
      if (Files.exists(preview)) {
        page.row(
            "Stage " + (k + 1) + ", " + size(k) + " voxels",
            List.of(Figure.png(Files.readAllBytes(preview), "previews of stage " + (k + 1))));
      }
    }
    if (!figures.isEmpty()) {
      page.section(
          "Curves",
          String.format(
              Locale.ROOT,
              "Over the seconds of training; a line where a stage begins. A critic that cannot tell"
                  + " generated from real has a loss of %.3f.",
              Trainer.settingsOf(description).variant().loss().chance()));
      page.charts(
          chart(false, "criticLoss3d", "criticLoss2d"),
          chart(true, "reconstruction3d", "reconstruction2d"),
          chart(false, "occupancy", "realOccupancy"),
          chart(false, "adversarial3d", "adversarial2d"));
    }
    if (!events.isEmpty()) {
      page.section("Events", "");
      page.facts(eventFacts());
    }
    page.section("How it was made", "Times are wall-clock times of the machine that trained.");
    page.table(List.of("stage", "voxels", "iterations", "seconds", "iterations a second"), times());
    page.facts(provenance());
    return page;
  }

  private String size(int stage) {
    JsonNode size = description.path("stages").path(stage);
    return size.path(0).asInt() + "x" + size.path(1).asInt() + "x" + size.path(2).asInt();
  }

  private String lead() {
    if (figures.isEmpty()) {
      return "The training has begun.";
    }
    ObjectNode last = figures.get(figures.size() - 1);
    return String.format(
        Locale.ROOT,
        "Stage %d of %d, iteration %d, after %.0f seconds.",
        last.path(TrainingLog.STAGE).asInt() + 1,
        description.path("stages").size(),
        last.path(TrainingLog.ITERATION).asInt(),
        last.path(TrainingLog.SECONDS).asDouble());
  }

  private LineChart chart(boolean logarithmic, String... names) {
    LineChart chart = new LineChart("seconds", logarithmic);
    double[] seconds = column(TrainingLog.SECONDS);
    for (String name : names) {
      chart.curve(words(name), seconds, column(name));
    }
    int stage = 0;
    for (ObjectNode line : figures) {
      if (line.path(TrainingLog.STAGE).asInt() > stage) {
        stage = line.path(TrainingLog.STAGE).asInt();
        chart.mark(line.path(TrainingLog.SECONDS).asDouble(), String.valueOf(stage + 1));
      }
    }
    return chart;
  }

  private double[] column(String name) {
    return figures.stream().mapToDouble(line -> line.path(name).asDouble(Double.NaN)).toArray();
  }

  /** {@code criticLoss3d} to {@code critic loss 3d}. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z0-9])", " ").toLowerCase(Locale.ROOT);
  }

  private Map<String, String> eventFacts() {
    Map<String, String> facts = new LinkedHashMap<>();
    for (ObjectNode event : events) {
      facts.put(
          String.format(
              Locale.ROOT,
              "stage %d, %.0f s",
              event.path(TrainingLog.STAGE).asInt() + 1,
              event.path(TrainingLog.SECONDS).asDouble()),
          event.path(TrainingLog.EVENT).asText());
    }
    return facts;
  }

  private List<List<String>> times() {
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < description.path("stages").size(); k++) {
      int stage = k;
      List<ObjectNode> lines =
          figures.stream().filter(line -> line.path(TrainingLog.STAGE).asInt() == stage).toList();
      if (lines.isEmpty()) {
        continue;
      }
      ObjectNode last = lines.get(lines.size() - 1);
      double seconds =
          last.path(TrainingLog.SECONDS).asDouble()
              - lines.get(0).path(TrainingLog.SECONDS).asDouble();
      int iterations =
          last.path(TrainingLog.ITERATION).asInt()
              - lines.get(0).path(TrainingLog.ITERATION).asInt();
      rows.add(
          List.of(
              String.valueOf(k + 1),
              size(k),
              String.valueOf(last.path(TrainingLog.ITERATION).asInt()),
              String.format(Locale.ROOT, "%.0f", seconds),
              seconds > 0 ? String.format(Locale.ROOT, "%.1f", iterations / seconds) : ""));
    }
    return rows;
  }

  private Map<String, String> provenance() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("settings", description.path("settings").toString());
    Optional<Provenance> step = Provenance.inMetadata(description);
    step.ifPresent(made -> facts.put("program", made.tool() + " " + made.version()));
    while (step.isPresent()) {
      facts.put(
          step.get().verb(), step.get().parameters() + ", seed " + step.get().seed().orElse(0));
      step = step.get().source();
    }
    return facts;
  }
}
