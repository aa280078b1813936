package org.sceneremix.viewer.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sceneremix.gan.metric.RemixEvaluation;

/**
 * The demo's report: photographs, what was fitted to them, remixes, and how good they are.
 *
 * @param title heading
 * @param lead the paragraph below it
 * @param photographs some of the capture's
 * @param reference the reference grid, seen by the cameras of {@code photographs}
 * @param referenceFilm the reference grid, turning
 * @param remixes at least one
 * @param times wall-clock seconds of each step, by name
 * @param fit figures of the fit, as text
 * @param evaluation quality and diversity of the remixes, with controls
 * @param sheet reference, what the generator says, remixes and controls, by the same cameras
 * @param provenance how all of this was made
 */
public record DemoReport(
    String title,
    String lead,
    List<Figure> photographs,
    List<Figure> reference,
    Figure referenceFilm,
    List<Remix> remixes,
    Map<String, Double> times,
    Map<String, String> fit,
    RemixEvaluation evaluation,
    Figure sheet,
    Map<String, String> provenance) {

  /** Remixes whose films open the report. */
  private static final int OPENING_FILMS = 3;

  /**
   * A remix as the report shows it.
   *
   * @param seed its seed
   * @param film it, turning
   * @param views stills from cameras around it
   */
  public record Remix(long seed, Figure film, List<Figure> views) {}

  public DemoReport {
    photographs = List.copyOf(photographs);
    reference = List.copyOf(reference);
    remixes = List.copyOf(remixes);
  }

  /** The report as a page. */
  public ReportPage page() {
    ReportPage page = new ReportPage(title, lead);
    List<Figure> opening = new ArrayList<>(List.of(referenceFilm));
    remixes.stream().limit(OPENING_FILMS).forEach(remix -> opening.add(remix.film()));
    page.strip(opening);
    page.section(
        "Photographs and the grid fitted to them",
        "Above, photographs of the capture that the fit never saw; below, the reference grid seen by"
            + " the same cameras.");
    page.row("Photographs", photographs);
    page.row("Reference grid", reference);
    page.facts(fit);
    page.section(
        "Remixes",
        "One new scene a row, each a voxel grid of its own, from fixed cameras around it.");
    for (Remix remix : remixes) {
      List<Figure> figures = new ArrayList<>(List.of(remix.film()));
      figures.addAll(remix.views());
      page.row("Seed " + remix.seed(), figures);
    }
    page.section(
        "How good, and how different",
        "Quality alone proves nothing: a copy of the reference is perfect. Read the remixes beside the"
            + " controls, and quality beside diversity and copying.");
    page.table(evaluation.tableHeader(), evaluation.table());
    page.section(
        "From latents to remixes",
        "What the generator says at its coarse lattice, before anything makes it consistent; the"
            + " remixes that this becomes; and what noise and a shuffle of blocks become on the same"
            + " way.");
    page.strip(List.of(sheet));
    page.section("How this was made", "Wall-clock times are of this machine.");
    page.facts(provenance);
    page.facts(timeFacts());
    return page;
  }

  private Map<String, String> timeFacts() {
    Map<String, String> facts = new LinkedHashMap<>();
    times.forEach(
        (step, seconds) ->
            facts.put("time of " + step, String.format(Locale.ROOT, "%.1f s", seconds)));
    return facts;
  }
}
