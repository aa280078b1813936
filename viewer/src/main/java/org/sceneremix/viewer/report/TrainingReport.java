package org.sceneremix.viewer.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sceneremix.gan.model.ModelFolder;
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

  private static final int MOST_PREVIEWS = 4;

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
    List<Path> previews = previews();
    if (!previews.isEmpty()) {
      page.section(
          "Previews",
          "From left to right: the reference, three remixes as the generator says them, and the same"
              + " three made consistent. The latest comes first.");
      for (Path preview : previews) {
        int iteration = iteration(preview);
        page.row(
            "Iteration " + iteration,
            List.of(Figure.png(Files.readAllBytes(preview), "previews of iteration " + iteration)));
      }
    }
    if (!figures.isEmpty()) {
      page.section(
          "Curves",
          "Over the seconds of training. A critic's lead is by how much it tells real from generated,"
              + " in the units of its loss; 0 is chance, where it teaches nothing.");
      page.charts(
          chart(false, "volumeLead", "pictureLead"),
          chart(false, "volumePenalty", "picturePenalty"),
          chart(true, "reconstruction", "patchDistance", "patchCost"));
    }
    if (!events.isEmpty()) {
      page.section("Events", "");
      page.facts(eventFacts());
    }
    page.section("How it was made", "Times are wall-clock times of the machine that trained.");
    page.facts(provenance());
    return page;
  }

  /** The latest ones, the last first. */
  private List<Path> previews() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.log(), "preview-[0-9]*.png")) {
      files.forEach(found::add);
    }
    found.sort(Comparator.comparingInt(TrainingReport::iteration).reversed());
    return found.subList(0, Math.min(MOST_PREVIEWS, found.size()));
  }

  private static int iteration(Path preview) {
    return Integer.parseInt(preview.getFileName().toString().replaceAll("\\D", ""));
  }

  private String lead() {
    if (figures.isEmpty()) {
      return "The training has begun.";
    }
    ObjectNode last = figures.get(figures.size() - 1);
    int iterations = last.path(TrainingLog.ITERATION).asInt();
    double seconds = last.path(TrainingLog.SECONDS).asDouble();
    return String.format(
        Locale.ROOT,
        "%d levels, from %s to %s voxels. Iteration %d of %d, after %.0f seconds (%.1f iterations a"
            + " second).",
        description.path("levels").size(),
        size(0),
        size(description.path("levels").size() - 1),
        iterations,
        description.path("settings").path("iterations").asInt(),
        seconds,
        iterations / Math.max(seconds, 1e-2));
  }

  private String size(int level) {
    JsonNode size = description.path("levels").path(level);
    return size.path(0).asInt() + "x" + size.path(1).asInt() + "x" + size.path(2).asInt();
  }

  private LineChart chart(boolean logarithmic, String... names) {
    LineChart chart = new LineChart("seconds", logarithmic);
    double[] seconds = column(TrainingLog.SECONDS);
    for (String name : names) {
      chart.curve(words(name), seconds, column(name));
    }
    return chart;
  }

  private double[] column(String name) {
    return figures.stream().mapToDouble(line -> line.path(name).asDouble(Double.NaN)).toArray();
  }

  /** {@code volumeLead} to {@code volume lead}. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private Map<String, String> eventFacts() {
    Map<String, String> facts = new LinkedHashMap<>();
    for (ObjectNode event : events) {
      String when =
          String.format(
              Locale.ROOT,
              "iteration %d, %.0f s",
              event.path(TrainingLog.ITERATION).asInt(),
              event.path(TrainingLog.SECONDS).asDouble());
      facts.merge(
          when, event.path(TrainingLog.EVENT).asText(), (first, next) -> first + "; " + next);
    }
    return facts;
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
