package org.sceneremix.gan.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sceneremix.gan.critic.Loss;

/** Words on a training's critics, judging by its log: a critic must lead, but not by far. */
final class CriticVerdict {

  /** Share of a level's iterations, the last ones, that are judged. */
  private static final double JUDGED = 0.3;

  private static final String LEVEL = "level";

  private CriticVerdict() {}

  /** A sentence for each critic that was at chance, or far ahead, for long. */
  static List<String> of(Hyperparameters hyperparameters, List<ObjectNode> log) {
    List<String> words = new ArrayList<>();
    Map<Integer, List<ObjectNode>> byLevel =
        log.stream()
            .filter(line -> line.has(LEVEL))
            .collect(
                Collectors.groupingBy(
                    line -> line.path(LEVEL).asInt(), TreeMap::new, Collectors.toList()));
    byLevel.forEach(
        (level, lines) -> {
          String where = level == 0 ? "" : " of level " + level;
          if (hyperparameters.volumeWeight() > 0) {
            judge("columns" + where, "volumeLead", hyperparameters.loss(), lines, words);
          }
          if (hyperparameters.pictureWeight() > 0) {
            judge("pictures" + where, "pictureLead", hyperparameters.loss(), lines, words);
          }
        });
    return words;
  }

  private static void judge(
      String critic, String figure, Loss loss, List<ObjectNode> lines, List<String> words) {
    OptionalDouble mean =
        lines.stream()
            .skip((long) ((1 - JUDGED) * lines.size()))
            .mapToDouble(line -> line.path(figure).asDouble())
            .average();
    if (mean.isEmpty()) {
      return;
    }
    String saying = null;
    if (Math.abs(mean.getAsDouble()) < loss.chance()) {
      saying = "was at chance in the end (mean lead %.3f), so it taught nothing";
    } else if (mean.getAsDouble() > loss.farAhead()) {
      saying = "was far ahead in the end (mean lead %.3f), so it had little to teach";
    }
    if (saying != null) {
      words.add(
          String.format(Locale.ROOT, "the critic of " + critic + " " + saying, mean.getAsDouble()));
    }
  }
}
