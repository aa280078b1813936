package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiCond;
import imgui.flag.ImGuiInputTextFlags;
import imgui.flag.ImGuiWindowFlags;
import imgui.type.ImInt;
import imgui.type.ImString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sceneremix.viewer.session.Film;
import org.sceneremix.viewer.session.Session;

/** Questions that need a file name, and sizes of pictures. One at a time. */
final class Dialogs {

  private static final int MOST_FILES = 500;

  private final Session session;
  private final Widgets widgets;
  private final ImString path = new ImString(1024);
  private final ImInt width = new ImInt(1920);
  private final ImInt height = new ImInt(1080);
  private final ImInt rate = new ImInt(24);
  private boolean transparent = true;
  private Question question;
  private boolean asked;
  private Path folder = Path.of("").toAbsolutePath();
  private List<Path> listing = List.of();

  /** What is asked. */
  private record Question(
      String title,
      String button,
      boolean opens,
      boolean hasSize,
      boolean hasRate,
      Consumer<Path> answer) {}

  Dialogs(Session session, Widgets widgets) {
    this.session = session;
    this.widgets = widgets;
  }

  void open() {
    ask(new Question("Open", "Open", true, false, false, session::open), "");
  }

  void saveSession() {
    ask(new Question("Save session", "Save", false, false, false, session::save), "session.remix");
  }

  void saveGrid() {
    ask(
        new Question("Save scene", "Save", false, false, false, session::saveGrid),
        suggested(".grid"));
  }

  void screenshot() {
    ask(
        new Question(
            "Save picture",
            "Save",
            false,
            true,
            false,
            file -> session.screenshot(file, width.get(), height.get(), transparent)),
        suggested(".png"));
  }

  void savePath() {
    ask(
        new Question(
            "Save camera path",
            "Save",
            false,
            true,
            true,
            file -> session.savePath(file, width.get(), height.get(), rate.get())),
        "path.json");
  }

  void loadPath() {
    ask(new Question("Load camera path", "Load", true, false, false, session::loadPath), "");
  }

  void film() {
    ask(
        new Question(
            "Render film",
            "Render",
            false,
            true,
            true,
            file ->
                session.render(new Film(file, width.get(), height.get(), rate.get(), transparent))),
        suggested(".gif"));
  }

  private String suggested(String ending) {
    return session
            .state()
            .shownScene()
            .map(scene -> scene.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"))
            .orElse("scene")
        + ending;
  }

  private void ask(Question newQuestion, String suggestion) {
    question = newQuestion;
    asked = false;
    path.set(suggestion);
    list(folder);
  }

  private void list(Path newFolder) {
    folder = newFolder;
    List<Path> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted(
              Comparator.comparing((Path file) -> !Files.isDirectory(file))
                  .thenComparing(Path::getFileName))
          .limit(MOST_FILES)
          .forEach(entries::add);
    } catch (IOException e) {
      session.fail(e);
    }
    listing = entries;
  }

  /** Draws the question, if there is one. */
  void draw() {
    if (question == null) {
      return;
    }
    if (!asked) {
      ImGui.openPopup(question.title());
    }
    ImGui.setNextWindowSize(
        34 * ImGui.getFontSize(),
        (question.hasSize() ? 27 : 24) * ImGui.getFontSize(),
        ImGuiCond.Appearing);
    if (ImGui.beginPopupModal(question.title(), ImGuiWindowFlags.NoSavedSettings)) {
      drawContent();
      ImGui.endPopup();
    }
    asked = true;
  }

  private void drawContent() {
    Widgets.quiet(folder.toString());
    ImGui.beginChild("files", 0, 14 * ImGui.getFontSize(), true);
    if (folder.getParent() != null && ImGui.selectable("..")) {
      list(folder.getParent());
    }
    for (Path file : List.copyOf(listing)) {
      boolean isFolder = Files.isDirectory(file);
      if (ImGui.selectable(file.getFileName() + (isFolder ? "/" : ""))) {
        if (isFolder && !isOpenable(file)) {
          list(file);
          break;
        }
        path.set(file.getFileName().toString());
      }
    }
    ImGui.endChild();
    if (!asked) {
      ImGui.setKeyboardFocusHere();
    }
    ImGui.setNextItemWidth(-1);
    boolean entered = ImGui.inputText("##File", path, ImGuiInputTextFlags.EnterReturnsTrue);
    widgets.remember("File", "Name of a file or folder, in this folder or from the root");
    drawNumbers();
    if (widgets.button(question.button(), "", 7 * ImGui.getFontSize()) || entered) {
      answer();
    }
    ImGui.sameLine();
    if (widgets.button("Close", "", 7 * ImGui.getFontSize())) {
      close();
    }
  }

  /** A model or capture is taken as one, not walked into. */
  private boolean isOpenable(Path directory) {
    return question.opens()
        && (Files.exists(directory.resolve("model.json"))
            || Files.exists(directory.resolve("transforms.json"))
            || Files.exists(directory.resolve("transforms_train.json"))
            || Files.exists(directory.resolve("poses_bounds.npy")));
  }

  private void drawNumbers() {
    if (question.hasSize()) {
      ImGui.pushItemWidth(7 * ImGui.getFontSize());
      ImGui.inputInt("x##width", width, 0);
      ImGui.sameLine();
      ImGui.inputInt("pixels##height", height, 0);
      if (question.hasRate()) {
        ImGui.sameLine();
        ImGui.inputInt("frames a second", rate, 0);
      }
      ImGui.popItemWidth();
      transparent =
          widgets.checkbox("Transparent background", "PNGs keep their alpha", transparent);
    }
  }

  private void answer() {
    try {
      Path file = folder.resolve(path.get().strip());
      question.answer().accept(file);
      folder = question.opens() || file.getParent() == null ? folder : file.getParent();
    } catch (IllegalArgumentException e) {
      session.fail(e);
    }
    close();
  }

  private void close() {
    ImGui.closeCurrentPopup();
    question = null;
  }
}
