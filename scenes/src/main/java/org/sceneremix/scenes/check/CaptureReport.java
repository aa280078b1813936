package org.sceneremix.scenes.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measurements and findings of a capture's check.
 *
 * @param views number of views, those held out too
 * @param width pixels of the first picture along x
 * @param height pixels of the first picture along y
 * @param hasAlpha whether the views tell the scene from what is behind it
 * @param looking share of the cameras that have the middle of the scene's box in their picture
 * @param coverage share of the box's parts (16 along each side) that are in the picture of at least
 *     three cameras
 * @param largestGap largest angle between neighbouring cameras seen from above, degrees
 * @param exposureSpread largest factor by which a picture shows the same spots brighter or darker
 *     than the middle one does; NaN where none could be compared
 * @param consistency mean of the best matches ({@link PhotoConsistency}) of patches in other views;
 *     1 is perfect, NaN if too little is shared
 * @param chanceConsistency the same where pictures and poses do not belong together
 * @param selfSimilarity share of patches that have a match elsewhere in the same picture
 * @param findings what is wrong, the worst first
 */
public record CaptureReport(
    int views,
    int width,
    int height,
    boolean hasAlpha,
    double looking,
    double coverage,
    double largestGap,
    double exposureSpread,
    double consistency,
    double chanceConsistency,
    double selfSimilarity,
    List<Finding> findings) {

  public CaptureReport {
    findings = List.copyOf(findings);
  }

  /** Measurements in words, by their names for people. */
  public Map<String, String> inWords() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("views", text("%d of %dx%d pixels", views, width, height));
    words.put("scene told apart", hasAlpha ? "yes, by alpha or masks" : "no");
    words.put("cameras that look at it", text("%.0f %%", 100 * looking));
    words.put("box seen by 3 or more", text("%.0f %%", 100 * coverage));
    words.put("largest gap around it", text("%.0f degrees", largestGap));
    words.put(
        "brightness off by",
        Double.isNaN(exposureSpread)
            ? "not known: no spots are recognised in several pictures"
            : text("a factor of %.2f at most, for the same spots", exposureSpread));
    words.put(
        "pictures match poses",
        Double.isNaN(consistency)
            ? "not known: too little is seen in several pictures"
            : text("correlation %.2f, by chance %.2f", consistency, chanceConsistency));
    words.put("self-similar", text("%.0f %% of patches", 100 * selfSimilarity));
    return words;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Whether nothing was found that forbids a fit. */
  @JsonProperty("usable")
  public boolean usable() {
    return findings.stream().noneMatch(finding -> finding.weight() == Finding.Weight.ERROR);
  }
}
