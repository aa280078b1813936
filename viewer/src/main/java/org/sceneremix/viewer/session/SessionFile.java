package org.sceneremix.viewer.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;

/**
 * A session on disk ({@code .remix}) with its scenes as they were made, whatever becomes of the
 * files and the model that they came from. All numbers are big-endian:
 *
 * <pre>
 *   8 bytes   magic: 0x89 'S' 'R' 'V' 0x0D 0x0A 0x1A 0x0A
 *   4 bytes   format version, {@value #VERSION}
 *   4 bytes   length of the JSON text, then the text in UTF-8: the model, every scene's origin, the
 *             options, the look, the camera and its path; which parts the scenes are; and the
 *             lengths of the parts
 *   parts     one after the other: small pictures (zlib of RGBA, 8 bits a channel), grids (grid
 *             files), and where remixes were copied from ({@link PackedScene.OfSources})
 *   4 bytes   CRC-32C of everything before
 * </pre>
 *
 * <p>A remix is kept as where each of its voxels was copied from, beside the grid that all of them
 * were copied from; any other scene as a grid of half floats.
 *
 * @param model the model; empty without one
 * @param capture folder of the capture, absolute; empty without one
 * @param state all that can be undone
 * @param scenes those of the history that were made, by id; scenes that lack are made again
 */
record SessionFile(
    Optional<ModelReference> model,
    Optional<String> capture,
    SessionState state,
    Map<Long, KeptScene> scenes) {

  /** Ending of the files' names. */
  static final String ENDING = ".remix";

  private static final byte[] MAGIC = {(byte) 0x89, 'S', 'R', 'V', 0x0D, 0x0A, 0x1A, 0x0A};
  private static final int BEFORE_TEXT = 8 + 4 + 4;
  private static final int CHECKSUM = 4;
  private static final int VERSION = 4;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * A model that a session is about.
   *
   * @param path of its folder, absolute
   * @param fingerprint of what was trained there
   */
  record ModelReference(String path, String fingerprint) {
    ModelReference {
      requirePath(path);
      Objects.requireNonNull(fingerprint, "fingerprint");
    }
  }

  /**
   * A kept scene in the JSON text, with numbers of parts; one of {@code grid} and {@code copied} is
   * null.
   *
   * @param madeBy fingerprint of the model that made it; null where none did
   */
  private record Entry(long id, int picture, String madeBy, Integer grid, Copied copied) {}

  /** Sources in the JSON text, with numbers of parts. */
  private record Copied(int exemplar, Symmetry symmetry, GridSize size, Aabb box, int sources) {
    Copied {
      Objects.requireNonNull(symmetry, "symmetry");
      Objects.requireNonNull(size, "size");
      Objects.requireNonNull(box, "box");
      // no more than an array can hold
      VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz());
    }
  }

  /** Keeps of the scenes those that are in the history. */
  SessionFile {
    Objects.requireNonNull(model, "model");
    capture.ifPresent(SessionFile::requirePath);
    Objects.requireNonNull(state, "state");
    scenes = new HashMap<>(scenes);
    scenes.keySet().removeIf(id -> state.scene(id).isEmpty());
    scenes = Map.copyOf(scenes);
  }

  /**
   * @throws InvalidPathException if it cannot be the name of a file
   */
  private static void requirePath(String path) {
    Objects.requireNonNull(Path.of(path));
  }

  /** Writes it, whole or not at all. */
  void write(Path file) throws IOException {
    List<byte[]> parts = new ArrayList<>();
    ObjectNode root = JSON.createObjectNode();
    model.ifPresent(reference -> root.set("model", JSON.valueToTree(reference)));
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
    root.set("painting", JSON.valueToTree(state.painting()));
    root.set("path", JSON.valueToTree(state.path()));
    root.set("kept", JSON.valueToTree(entries(parts)));
    ArrayNode lengths = root.putArray("parts");
    parts.forEach(part -> lengths.add(part.length));
    byte[] text = JSON.writeValueAsBytes(root);
    AtomicFile.write(
        file,
        out -> {
          CRC32C checksum = new CRC32C();
          DataOutputStream data = new DataOutputStream(new CheckedOutputStream(out, checksum));
          data.write(MAGIC);
          data.writeInt(VERSION);
          data.writeInt(text.length);
          data.write(text);
          for (byte[] part : parts) {
            data.write(part);
          }
          data.writeInt((int) checksum.getValue());
          data.flush();
        });
  }

  /** The kept scenes, whose bytes are added to the parts; what several were copied from, once. */
  private List<Entry> entries(List<byte[]> parts) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Map<KeptGrid, Integer> exemplars = new HashMap<>();
    for (SceneEntry entry : state.scenes()) {
      KeptScene kept = scenes.get(entry.id());
      if (kept == null) {
        continue;
      }
      int picture = add(parts, Zlib.pack(Pictures.bytes(kept.picture())));
      String madeBy = kept.madeBy().orElse(null);
      if (kept.scene() instanceof PackedScene.OfSources packed) {
        Integer exemplar = exemplars.get(packed.exemplar());
        if (exemplar == null) {
          exemplar = add(parts, packed.exemplar().bytes());
          exemplars.put(packed.exemplar(), exemplar);
        }
        int sources = add(parts, packed.sources());
        Copied copied =
            new Copied(exemplar, packed.symmetry(), packed.size(), packed.box(), sources);
        entries.add(new Entry(entry.id(), picture, madeBy, null, copied));
      } else if (kept.scene() instanceof PackedScene.OfGrid packed) {
        entries.add(new Entry(entry.id(), picture, madeBy, add(parts, packed.bytes()), null));
      }
    }
    return entries;
  }

  private static int add(List<byte[]> parts, byte[] part) {
    parts.add(part);
    return parts.size() - 1;
  }

  /**
   * Reads it. Scenes stay packed.
   *
   * @throws IOException if it cannot be read or is no session
   */
  static SessionFile read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (OutOfMemoryError e) {
      throw new IOException(file + " is larger than memory; give Java more (-Xmx)", e);
    }
    if (bytes.length < BEFORE_TEXT + CHECKSUM
        || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new IOException(file + " is not a session of the viewer; open a .remix file");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.position(MAGIC.length);
    int version = buffer.getInt();
    if (version != VERSION) {
      throw new IOException(
          file
              + " is a session of version "
              + version
              + ", and this program reads version "
              + VERSION
              + "; open it with the program that wrote it");
    }
    int end = bytes.length - CHECKSUM;
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, end);
    int length = buffer.getInt();
    if ((int) checksum.getValue() != buffer.getInt(end)
        || length < 0
        || length > end - BEFORE_TEXT) {
      throw damaged(file, "its checksum does not match", null);
    }
    try {
      JsonNode root = JSON.readTree(new String(bytes, BEFORE_TEXT, length, StandardCharsets.UTF_8));
      buffer.position(BEFORE_TEXT + length).limit(end);
      return new SessionFile(
          value(root, "model", ModelReference.class),
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
              value(root, "painting", Painting.class).orElse(Painting.EMPTY),
              value(root, "camera", ViewCamera.class)
                  .orElseThrow(() -> damaged(file, "it lacks the camera", null)),
              value(root, "path", CameraPath.class).orElse(CameraPath.EMPTY)),
          kept(file, root.path("kept"), parts(file, root.path("parts"), buffer)));
    } catch (InvalidPathException e) {
      throw damaged(file, "it names no folder", e);
    } catch (JsonProcessingException e) {
      throw damaged(file, firstLine(e.getOriginalMessage()), e);
    }
  }

  private static IOException damaged(Path file, String how, Exception reason) {
    return new IOException(file + " is a damaged session (" + how + ")", reason);
  }

  private static List<byte[]> parts(Path file, JsonNode lengths, ByteBuffer buffer)
      throws IOException {
    List<byte[]> parts = new ArrayList<>();
    for (JsonNode length : lengths) {
      int n = length.isInt() ? length.intValue() : -1;
      if (n < 0 || n > buffer.remaining()) {
        throw damaged(file, "a part is longer than the file", null);
      }
      byte[] part = new byte[n];
      buffer.get(part);
      parts.add(part);
    }
    if (buffer.hasRemaining()) {
      throw damaged(file, "the file is longer than its parts", null);
    }
    return parts;
  }

  private static Map<Long, KeptScene> kept(Path file, JsonNode array, List<byte[]> parts)
      throws IOException {
    Map<Long, KeptScene> scenes = new HashMap<>();
    Map<Integer, KeptGrid> exemplars = new HashMap<>();
    for (JsonNode node : array) {
      Entry entry = JSON.treeToValue(node, Entry.class);
      if (entry == null || (entry.grid() == null) == (entry.copied() == null)) {
        throw damaged(file, "it lacks a scene", null);
      }
      PackedScene scene;
      if (entry.copied() == null) {
        scene = new PackedScene.OfGrid(part(file, parts, entry.grid()));
      } else {
        Copied copied = entry.copied();
        KeptGrid exemplar = exemplars.get(copied.exemplar());
        if (exemplar == null) {
          exemplar = KeptGrid.ofBytes(part(file, parts, copied.exemplar()), file);
          exemplars.put(copied.exemplar(), exemplar);
        }
        scene =
            new PackedScene.OfSources(
                exemplar,
                copied.symmetry(),
                copied.size(),
                copied.box(),
                part(file, parts, copied.sources()));
      }
      scenes.put(
          entry.id(),
          new KeptScene(
              scene,
              Pictures.thumbnail(part(file, parts, entry.picture()), file),
              Optional.ofNullable(entry.madeBy()),
              file));
    }
    return scenes;
  }

  private static byte[] part(Path file, List<byte[]> parts, int number) throws IOException {
    if (number < 0 || number >= parts.size()) {
      throw damaged(file, "it lacks a part", null);
    }
    return parts.get(number);
  }

  private static List<SceneEntry> scenes(Path file, JsonNode array) throws IOException {
    List<SceneEntry> scenes = new ArrayList<>();
    for (JsonNode node : array) {
      SceneEntry scene = JSON.treeToValue(node, SceneEntry.class);
      if (scene == null) {
        throw damaged(file, "it lacks a scene of its history", null);
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
