package org.sceneremix.volume.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Settings as JSON: records by the names of their components, in their order, and constants by what
 * their {@code toString} says, which is what the command line calls them.
 */
public final class SettingsJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .build();

  private SettingsJson() {}

  /** All settings, in the order of their components. */
  public static ObjectNode write(Record settings) {
    return MAPPER.valueToTree(settings);
  }

  /**
   * Settings that were written; what else the object holds is passed over.
   *
   * @throws IllegalArgumentException if one is missing, of another kind or out of range; the
   *     message says which
   */
  public static <T extends Record> T read(JsonNode json, Class<T> kind) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("there are none");
    }
    try {
      return MAPPER.treeToValue(json, kind);
    } catch (ValueInstantiationException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /**
   * A setting that differs.
   *
   * @param name of the component
   * @param begun its value in what was begun
   * @param asked its value in what is asked for
   */
  public record Difference(String name, String begun, String asked) {}

  /** The first component, if any, in which settings that are asked for differ from those begun. */
  public static <T extends Record> Optional<Difference> difference(T begun, T asked) {
    ObjectNode before = write(begun);
    for (Map.Entry<String, JsonNode> now : write(asked).properties()) {
      JsonNode value = before.get(now.getKey());
      if (!now.getValue().equals(value)) {
        return Optional.of(new Difference(now.getKey(), value.asText(), now.getValue().asText()));
      }
    }
    return Optional.empty();
  }
}
