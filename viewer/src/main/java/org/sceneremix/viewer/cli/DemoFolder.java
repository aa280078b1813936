package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sceneremix.viewer.program.FileTree;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.OutputLock;

/**
 * The folder that the demo works in, which remembers the settings and what is done, so that an
 * interrupted demo goes on where it was:
 *
 * <pre>
 *   demo.json      settings, and for each finished step its figures
 *   capture/       photographs of the built-in scene
 *   scene.grid     the reference grid
 *   model/         the generator
 *   remixes/       grids
 *   report.html
 * </pre>
 */
final class DemoFolder {

  private static final String STATE = "demo.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final ObjectNode state;

  private DemoFolder(Path folder, ObjectNode state) {
    this.folder = folder;
    this.state = state;
  }

  /**
   * Opens a folder: goes on with what is there if it was made with these settings, and begins anew
   * otherwise.
   *
   * @throws IOException if there is something else than a demo in the folder, or it cannot be used
   */
  static DemoFolder open(Path folder, DemoSettings settings) throws IOException {
    JsonNode wanted = JSON.readTree(JSON.writeValueAsString(settings));
    JsonNode found = read(folder);
    if (found.path("settings").equals(wanted) && found.path("steps").isObject()) {
      return new DemoFolder(folder, (ObjectNode) found);
    }
    DemoFolder demo = new DemoFolder(folder, JSON.createObjectNode());
    for (Path part :
        List.of(demo.capture(), demo.scene(), demo.model(), demo.remixes(), demo.report())) {
      FileTree.delete(part);
    }
    demo.state.set("settings", wanted);
    demo.state.putObject("steps");
    demo.write();
    return demo;
  }

  private static JsonNode read(Path folder) throws IOException {
    Path file = folder.resolve(STATE);
    if (!Files.exists(file)) {
      requireEmpty(folder);
      return JSON.createObjectNode();
    }
    try {
      return JSON.readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " is damaged; remove it and what is beside it, or choose another --out", e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.anyMatch(file -> !OutputLock.isLock(file))) {
        throw new IOException(
            folder + " holds something else than a demo; choose another folder by --out");
      }
    }
  }

  Path capture() {
    return folder.resolve("capture");
  }

  Path scene() {
    return folder.resolve("scene.grid");
  }

  Path model() {
    return folder.resolve("model");
  }

  Path remixes() {
    return folder.resolve("remixes");
  }

  Path report() {
    return folder.resolve("report.html");
  }

  /** Whether a step is done and what it made is there. */
  boolean isDone(String step, Path made) {
    return state.path("steps").has(step) && Files.exists(made);
  }

  /** Figures that a finished step reported. */
  JsonNode figures(String step) {
    return state.path("steps").path(step);
  }

  /** Keeps that a step is done. */
  void done(String step, ObjectNode figures) throws IOException {
    state.withObject("/steps").set(step, figures);
    write();
  }

  private void write() throws IOException {
    AtomicFile.writeText(folder.resolve(STATE), state.toPrettyString());
  }
}
