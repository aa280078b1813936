package org.sceneremix.volume.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Record of how something was made, so that a file can say it and it can be made again.
 *
 * @param tool name of the program
 * @param version version of the program
 * @param verb what it was asked to do, such as {@code fit}
 * @param parameters what it was asked to do it with
 * @param seed seed of the random numbers, if there was chance in it
 * @param source how what it was made from was made, if that is known
 */
public record Provenance(
    String tool,
    String version,
    String verb,
    ObjectNode parameters,
    OptionalLong seed,
    Optional<Provenance> source) {

  /** The field of file metadata that holds a provenance. */
  public static final String FIELD = "provenance";

  /** Copies the parameters, which are mutable. */
  public Provenance {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(verb, "verb");
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(source, "source");
    parameters = parameters.deepCopy();
  }

  /** Fields {@code tool, version, verb, parameters} and, where known, {@code seed, source}. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("tool", tool);
    json.put("version", version);
    json.put("verb", verb);
    json.set("parameters", parameters.deepCopy());
    seed.ifPresent(value -> json.put("seed", value));
    source.ifPresent(value -> json.set("source", value.toJson()));
    return json;
  }

  /** Metadata with this provenance in its field {@value #FIELD} and nothing else. */
  public ObjectNode toMetadata() {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.set(FIELD, toJson());
    return metadata;
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @return empty if the node is not a provenance, as in files of other programs
   */
  public static Optional<Provenance> fromJson(JsonNode json) {
    if (!json.path("tool").isTextual()
        || !json.path("version").isTextual()
        || !json.path("verb").isTextual()
        || !json.path("parameters").isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new Provenance(
            json.path("tool").textValue(),
            json.path("version").textValue(),
            json.path("verb").textValue(),
            (ObjectNode) json.path("parameters"),
            json.path("seed").canConvertToLong()
                ? OptionalLong.of(json.path("seed").longValue())
                : OptionalLong.empty(),
            fromJson(json.path("source"))));
  }

  /** The provenance in the metadata of a file, if there is one. */
  public static Optional<Provenance> inMetadata(JsonNode metadata) {
    return fromJson(metadata.path(FIELD));
  }
}
