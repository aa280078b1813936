package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json}: figures as one JSON object on the output stream and nothing else there. */
final class JsonOption {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--json",
      description = "Print the figures as one JSON object, and nothing else on the output stream.")
  private boolean json;

  boolean isSet() {
    return json;
  }

  void print(Object figures) throws JsonProcessingException {
    spec.commandLine().getOut().println(Printable.json(MAPPER.writeValueAsString(figures)));
  }
}
