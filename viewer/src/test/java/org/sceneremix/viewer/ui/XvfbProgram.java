package org.sceneremix.viewer.ui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.viewer.program.RemixProcess;

/**
 * The real program in a process of its own, on a screen of Xvfb, driven with xdotool and looked at
 * through Xvfb's frame buffer: as a person would, only patiently.
 */
final class XvfbProgram {

  /** Longest wait for something to appear; far above what it takes, as machines may be busy. */
  private static final long PATIENCE_SECONDS = 120;

  private static final int WIDTH = 800;
  private static final int HEIGHT = 720;

  private final Path folder;
  private final Process xvfb;
  private final String display;
  private final Process program;

  private XvfbProgram(Path folder, Process xvfb, String display, Process program) {
    this.folder = folder;
    this.xvfb = xvfb;
    this.display = display;
    this.program = program;
  }

  /**
   * Starts a screen, and {@code remix} on it; the test is skipped where Xvfb or xdotool lack.
   *
   * @param folder for files of both
   */
  static XvfbProgram start(Path folder, String... arguments) throws Exception {
    Prerequisite.that(
        isInstalled("Xvfb") && isInstalled("xdotool"), "Xvfb or xdotool is not installed");
    Process xvfb =
        new ProcessBuilder(
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                WIDTH + "x" + HEIGHT + "x24",
                "-fbdir",
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String display =
          ":"
              + new BufferedReader(
                      new InputStreamReader(xvfb.getInputStream(), StandardCharsets.US_ASCII))
                  .readLine();
      List<String> command = RemixProcess.command(arguments);
      command.addAll(
          List.of(
              "--size",
              WIDTH + "x" + HEIGHT,
              "--settings",
              folder.resolve("settings").toString(),
              "--places",
              folder.resolve("places.json").toString()));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("DISPLAY", display);
      builder.environment().remove("WAYLAND_DISPLAY");
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      // an earlier program's
      Files.deleteIfExists(folder.resolve("places.json"));
      return new XvfbProgram(folder, xvfb, display, builder.start());
    } catch (IOException e) {
      xvfb.destroy();
      throw e;
    }
  }

  private static boolean isInstalled(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** Where a control is: x, y, width, height; null while it is not there. */
  double[] place(String name) {
    JsonNode node = report().path(name);
    return node.isArray()
        ? new double[] {
          node.get(0).asDouble(),
          node.get(1).asDouble(),
          node.get(2).asDouble(),
          node.get(3).asDouble()
        }
        : null;
  }

  /** What the program says of itself. */
  private JsonNode report() {
    try {
      return new ObjectMapper().readTree(folder.resolve("places.json").toFile());
    } catch (IOException e) {
      // not written yet
      return MissingNode.getInstance();
    }
  }

  /** Waits for a control. */
  double[] awaitPlace(String name) throws Exception {
    await("the control " + name, () -> place(name) != null);
    return place(name);
  }

  /** Waits for something to come true. */
  void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.call()) {
      if (!program.isAlive()) {
        throw new AssertionError("the program ended: " + log());
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("there was no sign of " + what + ": " + log());
      }
      Thread.sleep(100);
    }
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private void xdotool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("xdotool"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DISPLAY", display);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    int status = builder.start().waitFor();
    if (status != 0) {
      throw new AssertionError("xdotool failed: " + command);
    }
    // a person's hand is slower than the window
    Thread.sleep(150);
  }

  private void moveTo(double x, double y) throws Exception {
    xdotool("mousemove", Long.toString(Math.round(x)), Long.toString(Math.round(y)));
  }

  /** Clicks on the middle of a control. */
  void click(String name) throws Exception {
    click(awaitPlace(name));
  }

  /** Clicks on a control that may be moving, again and again until it is gone. */
  void clickUntilGone(String name) throws Exception {
    await(
        "the end of the control " + name,
        () -> {
          double[] place = place(name);
          if (place != null) {
            click(place);
          }
          return place == null;
        });
  }

  private void click(double[] place) throws Exception {
    moveTo(place[0] + 0.5 * place[2], place[1] + 0.5 * place[3]);
    xdotool("mousedown", "1");
    xdotool("mouseup", "1");
  }

  /** Drags over a control, from one place to another, as fractions of its size. */
  void drag(String name, double fromX, double fromY, double toX, double toY) throws Exception {
    double[] place = awaitPlace(name);
    moveTo(place[0] + fromX * place[2], place[1] + fromY * place[3]);
    xdotool("mousedown", "1");
    for (int i = 1; i <= 4; i++) {
      moveTo(
          place[0] + (fromX + (toX - fromX) * i / 4) * place[2],
          place[1] + (fromY + (toY - fromY) * i / 4) * place[3]);
    }
    xdotool("mouseup", "1");
  }

  /** Turns the wheel over a control: away from the person where positive. */
  void wheel(String name, int clicks) throws Exception {
    double[] place = awaitPlace(name);
    moveTo(place[0] + 0.5 * place[2], place[1] + 0.5 * place[3]);
    for (int i = 0; i < Math.abs(clicks); i++) {
      xdotool("click", clicks > 0 ? "4" : "5");
    }
  }

  /** Presses a key, held long enough for a frame. */
  void key(String key) throws Exception {
    xdotool("keydown", key);
    xdotool("keyup", key);
  }

  /** Presses a key with Ctrl held. */
  void control(String key) throws Exception {
    xdotool("keydown", "ctrl");
    key(key);
    xdotool("keyup", "ctrl");
  }

  /** Presses a key again and again, faster than anybody could; if with Ctrl, that goes up first. */
  void taps(int count, String key, boolean control) throws Exception {
    List<String> chain = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (control) {
        chain.addAll(List.of("keydown", "ctrl", "keydown", key, "keyup", "ctrl", "keyup", key));
      } else {
        chain.addAll(List.of("keydown", key, "keyup", key));
      }
    }
    xdotool(chain.toArray(String[]::new));
  }

  void holdControl(boolean down) throws Exception {
    xdotool(down ? "keydown" : "keyup", "ctrl");
  }

  void type(String text) throws Exception {
    xdotool("type", "--delay", "60", text);
  }

  /** What is on the screen in the place of a control. */
  Image look(String name) throws Exception {
    double[] place = awaitPlace(name);
    Image screen = screen();
    int width = (int) place[2];
    int height = (int) place[3];
    Image part = Image.transparent(width, height);
    for (int row = 0; row < height; row++) {
      System.arraycopy(
          screen.rgba(),
          screen.index((int) place[0], (int) place[1] + row),
          part.rgba(),
          part.index(0, row),
          4 * width);
    }
    return part;
  }

  /**
   * Waits until all that was done has come into the picture and the program rests, and returns what
   * is on the screen in the place of a control.
   */
  Image awaitStill(String name) throws Exception {
    long before = report().path("rests").asLong();
    // a report may be one interval old, and the first rest have begun before the latest input
    await("rest", () -> report().path("rests").asLong() >= before + 3);
    return look(name);
  }

  /** Xvfb's frame buffer file: an XWD header in big-endian order, colour cells, pixels. */
  private Image screen() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("Xvfb_screen0")));
    int headerSize = file.getInt(0);
    int width = file.getInt(16);
    int height = file.getInt(20);
    boolean littleEndian = file.getInt(28) == 0;
    int bytesPerLine = file.getInt(48);
    int colours = file.getInt(76);
    int pixels = headerSize + 12 * colours;
    Image image = Image.transparent(width, height);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int at = pixels + row * bytesPerLine + 4 * column;
        int to = image.index(column, row);
        for (int c = 0; c < 3; c++) {
          int value = file.get(littleEndian ? at + 2 - c : at + 1 + c) & 255;
          image.rgba()[to + c] = value / 255f;
        }
        image.rgba()[to + 3] = 1;
      }
    }
    return image;
  }

  /** Waits for the program to end by itself. */
  int awaitEnd() throws Exception {
    if (!program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the program does not end: " + log());
    }
    return program.exitValue();
  }

  /** Ends the program without giving it a chance. */
  void kill() throws Exception {
    program.destroyForcibly().waitFor();
  }

  /** Ends program and screen. */
  void close() throws Exception {
    program.destroyForcibly().waitFor();
    xvfb.destroy();
    xvfb.waitFor();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "remix on display %s", display);
  }
}
