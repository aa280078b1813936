package org.sceneremix.renderer.gl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GLSL from resources, with lines {@code #include "name"} replaced by the resource of that name:
 * one beside the including class if there is one, else one of this package. Each is included once,
 * where it is first asked for.
 */
final class ShaderSource {

  private static final Pattern INCLUDE = Pattern.compile("\\s*#include\\s+\"([^\"]+)\"\\s*");

  private final Class<?> beside;
  private final StringBuilder text = new StringBuilder();
  private final Set<String> seen = new HashSet<>();

  private ShaderSource(Class<?> beside) {
    this.beside = beside;
  }

  /**
   * The complete text of a shader.
   *
   * @param beside class in whose package the resource is
   * @param constants preprocessor definitions, which follow the version line
   * @throws IllegalArgumentException if there is no such resource
   */
  static String load(Class<?> beside, String resource, Map<String, ?> constants) {
    ShaderSource source = new ShaderSource(beside);
    source.append(resource);
    StringBuilder definitions = new StringBuilder();
    constants.forEach(
        (name, value) ->
            definitions.append("#define ").append(name).append(' ').append(value).append('\n'));
    source.text.insert(source.text.indexOf("\n") + 1, definitions);
    return source.text.toString();
  }

  private void append(String resource) {
    if (!seen.add(resource)) {
      return;
    }
    for (String line : read(resource).split("\n", -1)) {
      Matcher include = INCLUDE.matcher(line);
      if (include.matches()) {
        append(include.group(1));
      } else {
        text.append(line).append('\n');
      }
    }
  }

  private String read(String resource) {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream open(String resource) {
    InputStream in = beside.getResourceAsStream(resource);
    if (in == null) {
      in = ShaderSource.class.getResourceAsStream(resource);
    }
    if (in == null) {
      throw new IllegalArgumentException("there is no shader " + resource);
    }
    return in;
  }
}
