package org.sceneremix.viewer.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.Properties;
import org.sceneremix.volume.io.Provenance;
import picocli.CommandLine.IVersionProvider;

/** This program, as it names itself in files and on the terminal. */
public final class Program implements IVersionProvider {

  /** Version of this build, as the build wrote it into {@code version.properties}. */
  public static String version() {
    try (InputStream in = Program.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Provenance of a result of this program.
   *
   * @param verb what it was asked to do
   * @param parameters what it was asked to do it with, defaults included
   * @param sourceMetadata metadata of what it is made from; may say nothing of its provenance
   */
  public static Provenance provenance(
      String verb, ObjectNode parameters, long seed, JsonNode sourceMetadata) {
    return new Provenance(
        "remix",
        version(),
        verb,
        parameters,
        OptionalLong.of(seed),
        Provenance.inMetadata(sourceMetadata));
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "SceneRemix " + version(),
      "Java " + Runtime.version() + " on " + System.getProperty("os.name")
    };
  }
}
