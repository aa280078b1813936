package org.sceneremix.viewer.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.train.TrainingLog;

/** Looks after a model in training: notices when there is something new to sample from. */
final class TrainingWatch {

  private static final long INTERVAL_NANOS = 1_000_000_000L;

  /** A training writes its log every few seconds. */
  private static final long QUIET_MINUTES = 3;

  private final ModelFolder folder;
  private Optional<String> progress = Optional.empty();
  private long progressAt;
  private String seen;
  private long lastLook = System.nanoTime();

  TrainingWatch(ModelFolder folder) {
    this.folder = folder;
    this.seen = fingerprint();
  }

  /** Whether weights were written since the last time that this was asked. Cheap. */
  boolean hasNews() {
    long now = System.nanoTime();
    if (now - lastLook < INTERVAL_NANOS) {
      return false;
    }
    lastLook = now;
    String current = fingerprint();
    boolean news = !current.equals(seen);
    seen = current;
    return news;
  }

  /** Names and times of the files that hold weights. */
  private String fingerprint() {
    StringBuilder text = new StringBuilder();
    try {
      for (Path file : folder.weightFiles()) {
        text.append(file.getFileName())
            .append(Files.getLastModifiedTime(file).toMillis())
            .append(' ');
      }
    } catch (IOException e) {
      // the folder is being written; the next look will do
      return seen == null ? "" : seen;
    }
    return text.toString();
  }

  /** Progress of the training in words, from the last line of its log. Cheap. */
  Optional<String> progress() {
    long now = System.nanoTime();
    if (progress.isEmpty() || now - progressAt > INTERVAL_NANOS) {
      progress = readProgress();
      progressAt = now;
    }
    return progress;
  }

  private Optional<String> readProgress() {
    try {
      List<ObjectNode> lines = TrainingLog.read(folder.log());
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      ObjectNode last = lines.get(lines.size() - 1);
      long quietMinutes =
          Duration.between(Files.getLastModifiedTime(folder.log()).toInstant(), Instant.now())
              .toMinutes();
      return Optional.of(
          String.format(
              Locale.ROOT,
              "iteration %d, after %.0f s%s",
              last.path(TrainingLog.ITERATION).asInt(),
              last.path(TrainingLog.SECONDS).asDouble(),
              quietMinutes < QUIET_MINUTES
                  ? ""
                  : "; nothing new for " + quietMinutes + " min, so it may have been stopped"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
