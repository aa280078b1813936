package org.sceneremix.viewer.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command in another JVM. */
public final class RemixProcess {

  private RemixProcess() {}

  /** The command line of {@code remix}, to which arguments may be added. */
  public static List<String> command(String... arguments) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Xmx1g",
                "-cp",
                classPath,
                "org.sceneremix.viewer.cli.RemixCommand"));
    command.addAll(List.of(arguments));
    return command;
  }
}
