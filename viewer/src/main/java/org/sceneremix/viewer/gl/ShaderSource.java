package org.sceneremix.viewer.gl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GLSL from resources beside this class, with lines {@code #include "name"} replaced by the
 * resource of that name; each is included once, where it is first asked for.
 */
final class ShaderSource {

  private static final Pattern INCLUDE = Pattern.compile("\\s*#include\\s+\"([^\"]+)\"\\s*");

  private ShaderSource() {}

  /**
   * The complete text of a shader.
   *
   * @throws IllegalArgumentException if there is no such resource
   */
  static String load(String resource) {
    StringBuilder text = new StringBuilder();
    append(resource, text, new HashSet<>());
    return text.toString();
  }

  private static void append(String resource, StringBuilder text, Set<String> seen) {
    if (!seen.add(resource)) {
      return;
    }
    for (String line : read(resource).split("\n", -1)) {
      Matcher include = INCLUDE.matcher(line);
      if (include.matches()) {
        append(include.group(1), text, seen);
      } else {
        text.append(line).append('\n');
      }
    }
  }

  private static String read(String resource) {
    try (InputStream in = ShaderSource.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no shader " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
