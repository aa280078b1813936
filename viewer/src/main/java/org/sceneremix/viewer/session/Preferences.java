package org.sceneremix.viewer.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sceneremix.volume.io.AtomicFile;

/**
 * Preferences that the viewer keeps from one start to the next.
 *
 * @param recent files and folders that were opened, the latest first
 * @param width of the window, screen coordinates
 * @param height of the window, screen coordinates
 * @param hintSeen whether the hint for first-time users was closed
 * @param scale factor on the size of text and buttons
 * @param light whether panels are light
 * @param folder that a file was last chosen in; empty where none was
 * @param look of which new sessions take the background
 */
public record Preferences(
    List<String> recent,
    int width,
    int height,
    boolean hintSeen,
    double scale,
    boolean light,
    String folder,
    LookSettings look) {

  public static final Preferences DEFAULT =
      new Preferences(List.of(), 1280, 800, false, 1, false, "", LookSettings.DEFAULT);

  private static final int MOST_RECENT = 10;
  private static final String FILE = "viewer.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public Preferences {
    recent = recent == null ? List.of() : List.copyOf(recent);
    width = Math.max(320, Math.min(16384, width));
    height = Math.max(240, Math.min(16384, height));
    scale = scale >= 0.5 && scale <= 4 ? scale : 1;
    folder = folder == null ? "" : folder;
    look = look == null ? LookSettings.DEFAULT : look;
  }

  /** The folder that this system keeps settings of programs in, for this program. */
  public static Path defaultFolder() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String home = System.getProperty("user.home");
    if (os.startsWith("windows") && System.getenv("APPDATA") != null) {
      return Path.of(System.getenv("APPDATA"), "SceneRemix");
    }
    if (os.startsWith("mac")) {
      return Path.of(home, "Library", "Application Support", "SceneRemix");
    }
    String config = System.getenv("XDG_CONFIG_HOME");
    return config == null || config.isEmpty()
        ? Path.of(home, ".config", "sceneremix")
        : Path.of(config, "sceneremix");
  }

  /** Reads a folder's preferences; the defaults if there are none, or none that can be read. */
  public static Preferences read(Path folder) {
    try {
      return JSON.readValue(Files.readAllBytes(folder.resolve(FILE)), Preferences.class);
    } catch (JsonProcessingException e) {
      // settings are no reason not to start
      return DEFAULT;
    } catch (IOException e) {
      return DEFAULT;
    }
  }

  public void write(Path folder) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(this);
    AtomicFile.write(folder.resolve(FILE), out -> out.write(bytes));
  }

  Preferences withRecent(Path opened) {
    List<String> paths = new ArrayList<>(recent);
    String path = opened.toAbsolutePath().normalize().toString();
    paths.remove(path);
    paths.add(0, path);
    return new Preferences(
        paths.subList(0, Math.min(MOST_RECENT, paths.size())),
        width,
        height,
        hintSeen,
        scale,
        light,
        folder,
        look);
  }

  Preferences withSize(int newWidth, int newHeight) {
    return new Preferences(recent, newWidth, newHeight, hintSeen, scale, light, folder, look);
  }

  Preferences withHintSeen(boolean seen) {
    return new Preferences(recent, width, height, seen, scale, light, folder, look);
  }

  Preferences withScale(double newScale) {
    return new Preferences(recent, width, height, hintSeen, newScale, light, folder, look);
  }

  Preferences withLight(boolean newLight) {
    return new Preferences(recent, width, height, hintSeen, scale, newLight, folder, look);
  }

  Preferences withFolder(String newFolder) {
    return new Preferences(recent, width, height, hintSeen, scale, light, newFolder, look);
  }

  Preferences withLook(LookSettings newLook) {
    return new Preferences(recent, width, height, hintSeen, scale, light, folder, newLook);
  }
}
