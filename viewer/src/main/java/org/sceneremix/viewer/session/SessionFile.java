package org.sceneremix.viewer.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.sceneremix.volume.io.AtomicFile;

/**
 * A session on disk ({@code .remix}): JSON with the sources, every scene's origin, the options, the
 * look, the camera and its path. Scenes are made again when they are shown.
 *
 * @param model folder of the model, absolute; empty without one
 * @param capture folder of the capture, absolute; empty without one
 * @param state all that can be undone
 */
public record SessionFile(Optional<String> model, Optional<String> capture, SessionState state) {

  /** Ending of the files' names. */
  public static final String ENDING = ".remix";

  private static final String FORMAT = "SceneRemix session";
  private static final int VERSION = 2;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  public SessionFile {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(capture, "capture");
    Objects.requireNonNull(state, "state");
  }

  /** Writes it, whole or not at all. */
  public void write(Path file) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", VERSION);
    model.ifPresent(path -> root.put("model", path));
    capture.ifPresent(path -> root.put("capture", path));
    root.set("camera", JSON.valueToTree(state.camera()));
    root.set("scenes", JSON.valueToTree(state.scenes()));
    state.shown().ifPresent(id -> root.put("shown", id));
    state.compared().ifPresent(id -> root.put("compared", id));
    root.put("nextId", state.nextId());
    root.put("nextSeed", state.nextSeed());
    state.options().ifPresent(options -> root.set("options", JSON.valueToTree(options)));
    root.set("look", JSON.valueToTree(state.look()));
    state.marked().ifPresent(box -> root.set("marked", JSON.valueToTree(box)));
    root.set("path", JSON.valueToTree(state.path()));
    byte[] bytes = JSON.writeValueAsBytes(root);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /**
   * Reads it.
   *
   * @throws IOException if it cannot be read or is no session
   */
  public static SessionFile read(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    try {
      JsonNode root = JSON.readTree(text);
      if (!FORMAT.equals(root.path("format").asText())) {
        throw new IOException(file + " is not a session of the viewer; open a .remix file");
      }
      if (root.path("version").asInt() != VERSION) {
        throw new IOException(
            file
                + " is a session of version "
                + root.path("version").asInt()
                + ", and this program reads version "
                + VERSION
                + "; open it with the program that wrote it");
      }
      return new SessionFile(
          text(root, "model"),
          text(root, "capture"),
          new SessionState(
              scenes(file, root.path("scenes")),
              number(root, "shown"),
              number(root, "compared"),
              root.path("nextId").asLong(1),
              root.path("nextSeed").asLong(1),
              value(root, "options", RemixOptions.class),
              value(root, "look", LookSettings.class).orElse(LookSettings.DEFAULT),
              value(root, "marked", BoxPart.class),
              value(root, "camera", ViewCamera.class)
                  .orElseThrow(() -> new IOException(file + " lacks the camera; it is damaged")),
              value(root, "path", CameraPath.class).orElse(CameraPath.EMPTY)));
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " is a damaged session (" + firstLine(e.getOriginalMessage()) + ")", e);
    }
  }

  private static List<SceneEntry> scenes(Path file, JsonNode array) throws IOException {
    List<SceneEntry> scenes = new ArrayList<>();
    for (JsonNode node : array) {
      SceneEntry scene = JSON.treeToValue(node, SceneEntry.class);
      if (scene == null) {
        throw new IOException(file + " lacks a scene of its history; it is damaged");
      }
      scenes.add(scene);
    }
    return scenes;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static Optional<String> text(JsonNode root, String field) {
    return root.has(field) ? Optional.of(root.get(field).asText()) : Optional.empty();
  }

  private static OptionalLong number(JsonNode root, String field) {
    return root.has(field) ? OptionalLong.of(root.get(field).asLong()) : OptionalLong.empty();
  }

  private static <T> Optional<T> value(JsonNode root, String field, Class<T> type)
      throws JsonProcessingException {
    return root.has(field)
        ? Optional.ofNullable(JSON.treeToValue(root.get(field), type))
        : Optional.empty();
  }
}
