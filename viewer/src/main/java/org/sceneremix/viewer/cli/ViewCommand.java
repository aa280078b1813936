package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.viewer.session.Notice;
import org.sceneremix.viewer.session.Preferences;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.ui.ViewerWindow;
import org.sceneremix.volume.io.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix view}: the window. */
@Command(
    name = "view",
    description = {
      "Opens a window to look at scenes and to make remixes; F1 there lists what can be done.",
      "A model that is still in training is shown as it improves."
    })
final class ViewCommand implements Callable<Integer> {

  private static final PixelSize SCREENSHOT_SIZE = new PixelSize(1280, 800);

  private static final long POLL_NANOS = 10_000_000L;

  @Parameters(
      arity = "0..*",
      paramLabel = "GRID|MODEL|CAPTURE|DIR",
      description =
          "What to open: also a saved session (.remix), a folder of grids, or one of"
              + " tiles, which is shown as a ground without end.")
  private Path[] sources = {};

  @Option(
      names = "--screenshot",
      paramLabel = "FILE",
      description =
          "Write what the window shows once it has settled to a PNG, and end. Needs no display;"
              + " on processors other than x86-64, for which there is no window, the scene alone.")
  private Path screenshot;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = PixelSize.Converter.class,
      description = "Pixels of the window (as last time) or of --screenshot (1280x800).")
  private PixelSize size;

  @Option(
      names = "--settings",
      paramLabel = "DIR",
      description = "Folder of settings and autosaves (by default this system's usual one).")
  private Path settings = Preferences.defaultFolder();

  @Option(
      names = "--places",
      paramLabel = "FILE",
      hidden = true,
      description = "Keep a JSON file of where the controls are and of rests, for tests.")
  private Path places;

  @Mixin private ThreadsOption threads;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    for (Path source : sources) {
      if (!Files.exists(source)) {
        throw new NoSuchFileException(source.toString());
      }
    }
    try (Session session = new Session(settings, threads.threads(), ErrorSentences::sentence)) {
      if (screenshot == null) {
        show(session);
      } else if (ViewerWindow.obstacle().isPresent()) {
        shootScene(session);
      } else {
        shoot(session);
      }
    }
    return 0;
  }

  private void show(Session session) {
    if (size != null) {
      session.settings().setWindowSize(size.width(), size.height());
    }
    try (ViewerWindow window = ViewerWindow.open(session)) {
      console.detail(window.description());
      for (Path source : sources) {
        session.open(source);
      }
      PlacesFile file = places == null ? null : new PlacesFile(window);
      window.run(
          () -> {
            if (file != null) {
              file.update();
            }
            return console.cancelled();
          });
    }
  }

  private void shoot(Session session) throws IOException {
    PixelSize pixels = size == null ? SCREENSHOT_SIZE : size;
    try (ViewerWindow window = ViewerWindow.offscreen(session, pixels.width(), pixels.height())) {
      for (Path source : sources) {
        session.open(source);
      }
      int[] settledFrames = new int[1];
      window.run(
          () -> {
            settledFrames[0] = window.isSettled() ? settledFrames[0] + 1 : 0;
            return settledFrames[0] > 20 || console.cancelled();
          });
      ImageFiles.write(window.picture(), screenshot);
      console.say(screenshot.toString());
    }
  }

  /** The picture alone, where there is no window around it. */
  private void shootScene(Session session) throws IOException {
    for (Path source : sources) {
      session.open(source);
    }
    await(session);
    PixelSize pixels = size == null ? SCREENSHOT_SIZE : size;
    session.output().screenshot(screenshot, pixels.width(), pixels.height(), false);
    await(session);
    Optional<Notice> error = session.notices().all().stream().filter(Notice::error).findFirst();
    if (error.isPresent()) {
      throw new IOException(error.get().text());
    }
    console.say(screenshot.toString());
  }

  private void await(Session session) {
    while (session.isBusy() && !console.cancelled()) {
      session.poll();
      LockSupport.parkNanos(POLL_NANOS);
    }
    session.poll();
  }

  /** File of the controls' rectangles and the window's rests, written when these have changed. */
  private final class PlacesFile {

    private static final long INTERVAL_NANOS = 300_000_000L;

    private final ObjectMapper json = new ObjectMapper();
    private final ViewerWindow window;
    private String written = "";
    private long lastLook;

    PlacesFile(ViewerWindow window) {
      this.window = window;
    }

    void update() {
      long now = System.nanoTime();
      if (now - lastLook < INTERVAL_NANOS) {
        return;
      }
      lastLook = now;
      try {
        ObjectNode node = json.valueToTree(window.places());
        String text = json.writeValueAsString(node.put("rests", window.rests()));
        if (!text.equals(written)) {
          written = text;
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          AtomicFile.write(places, out -> out.write(bytes));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
