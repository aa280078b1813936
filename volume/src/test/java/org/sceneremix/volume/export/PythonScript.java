package org.sceneremix.volume.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sceneremix.testing.Prerequisite;

/** Runs a test resource with a Python that has a module; skips the test where there is none. */
public final class PythonScript {

  /** Debian's own first: its packages' modules are not seen by another one on the path. */
  private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

  private PythonScript() {}

  /**
   * Runs {@code NAME.py} beside this class in a folder; it must end with status 0.
   *
   * @param module what it imports, for instance {@code numpy}
   * @param debianPackage where Debian has that, for the reason of skipping
   */
  public static void run(
      String name, String module, String debianPackage, Path folder, String... arguments)
      throws IOException, InterruptedException {
    String python = null;
    for (String candidate : INTERPRETERS) {
      if (python == null && output(folder, List.of(candidate, "-c", "import " + module)) != null) {
        python = candidate;
      }
    }
    Prerequisite.that(
        python != null,
        "no Python here has " + module + "; on Debian: apt-get install " + debianPackage);
    Path script = folder.resolve(name + ".py");
    try (InputStream resource = PythonScript.class.getResourceAsStream(name + ".py")) {
      Files.copy(resource, script);
    }
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(List.of(arguments));
    assertThat(output(folder, command)).as("%s ended with status 0", name).isNotNull();
  }

  /** What a program prints, or null if there is none or it ends with another status than 0. */
  static String output(Path folder, List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? text : null;
    } catch (IOException e) {
      // there is no such program
      return null;
    }
  }

  /** The samples of a grid as a raw little-endian file, which no library is needed to read. */
  static void writeRaw(float[] values, Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }
}
