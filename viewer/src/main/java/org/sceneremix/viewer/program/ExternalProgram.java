package org.sceneremix.viewer.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A program of others.
 *
 * @param name its name on the path, or its path
 */
public record ExternalProgram(String name) {

  /** Whether the program can be started. */
  public boolean isThere() {
    try {
      Process process =
          new ProcessBuilder(name, "-version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor();
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Runs it to its end, without a window.
   *
   * @param line told each line that it writes, to either stream
   * @param cancelled asked at each line whether to end it
   * @return its exit status
   * @throws IOException if it cannot be started
   * @throws CancellationException if it was cancelled
   */
  public int run(List<String> arguments, Consumer<String> line, BooleanSupplier cancelled)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("QT_QPA_PLATFORM", "offscreen");
    Process process = builder.start();
    process.getOutputStream().close();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line.accept(text);
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("stopped");
        }
      }
      return process.waitFor();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped");
    } finally {
      // without effect on one that has ended
      process.destroy();
    }
  }
}
