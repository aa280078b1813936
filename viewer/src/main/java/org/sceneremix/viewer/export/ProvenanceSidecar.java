package org.sceneremix.viewer.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.Provenance;

/**
 * A JSON file beside an exported one that says what the latter's format cannot: {@code file}, its
 * name; {@code licence}, the first line of the capture's licence, or null if the capture had none
 * or it is not known; and {@code provenance}, how the scene was made.
 */
public final class ProvenanceSidecar {

  /** Parameter of the fit that holds the licence of its capture. */
  public static final String LICENCE = "licence";

  private ProvenanceSidecar() {}

  /** The name of the file beside another one. */
  public static Path of(Path file) {
    return AtomicFile.beside(file, ".provenance.json");
  }

  /**
   * Writes it.
   *
   * @param parameters of the export
   * @param metadata of the grid that was exported
   */
  public static void write(Path file, ObjectNode parameters, JsonNode metadata) throws IOException {
    Provenance export = exported(parameters, metadata);
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("file", file.getFileName().toString());
    json.put(LICENCE, licence(export).orElse(null));
    json.set(Provenance.FIELD, export.toJson());
    AtomicFile.writeText(
        of(file), mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }

  /**
   * Provenance of an exported file.
   *
   * @param parameters of the export
   * @param metadata of the grid that was exported
   */
  public static Provenance exported(ObjectNode parameters, JsonNode metadata) {
    return new Provenance(
        "remix",
        Program.version(),
        "export",
        parameters,
        OptionalLong.empty(),
        Provenance.inMetadata(metadata));
  }

  /** The first line of the licence of the capture that something was made from, if it had one. */
  public static Optional<String> licence(Provenance made) {
    JsonNode own = made.parameters().path(LICENCE);
    return own.isTextual()
        ? Optional.of(own.textValue())
        : made.source().flatMap(ProvenanceSidecar::licence);
  }
}
