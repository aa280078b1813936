package org.sceneremix.gan.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sceneremix.volume.io.AtomicFile;

/**
 * The record of a training: {@value #FILE}, one JSON object a line, written as it goes.
 *
 * <pre>
 *   {"iteration": 120, "seconds": 31.2, "volumeLead": 0.31, ...}     figures
 *   {"iteration": 130, "seconds": 33.0, "event": "what happened"}
 * </pre>
 *
 * <p>Figures are those of {@link StageFigures}, by their names; seconds count from the beginning of
 * the training, pauses left out.
 */
public final class TrainingLog {

  public static final String FILE = "metrics.jsonl";
  public static final String ITERATION = "iteration";
  public static final String SECONDS = "seconds";
  public static final String EVENT = "event";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  /**
   * @param folder made if it is not there
   */
  TrainingLog(Path folder) throws IOException {
    Files.createDirectories(folder);
    file = folder.resolve(FILE);
  }

  void add(int iteration, double seconds, StageFigures figures) throws IOException {
    ObjectNode line = line(iteration, seconds);
    line.setAll((ObjectNode) JSON.valueToTree(figures));
    append(line);
  }

  void addEvent(int iteration, double seconds, String event) throws IOException {
    append(line(iteration, seconds).put(EVENT, event));
  }

  private static ObjectNode line(int iteration, double seconds) {
    double rounded = Math.round(100 * seconds) / 100.0;
    return JSON.createObjectNode().put(ITERATION, iteration).put(SECONDS, rounded);
  }

  private void append(ObjectNode line) throws IOException {
    AtomicFile.append(file, JSON.writeValueAsString(line));
  }

  /**
   * Drops figures from this iteration on, which a training that was killed logged after its last
   * checkpoint and will log again. Events stay.
   */
  void rewindTo(int iteration) throws IOException {
    List<ObjectNode> kept = new ArrayList<>();
    for (ObjectNode line : read(file.getParent())) {
      boolean before = line.path(ITERATION).asInt() < iteration;
      if (before || line.has(EVENT)) {
        kept.add(line);
      }
    }
    AtomicFile.write(
        file,
        out -> {
          for (ObjectNode line : kept) {
            out.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /**
   * The lines so far, in the order in which they were written; a line that is just being written is
   * left out.
   *
   * @param folder of the log
   */
  public static List<ObjectNode> read(Path folder) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return lines;
    }
    for (String text :
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
      try {
        JsonNode line = JSON.readTree(text);
        if (line instanceof ObjectNode object) {
          lines.add(object);
        }
      } catch (JsonProcessingException e) {
        // half a line
      }
    }
    return lines;
  }
}
