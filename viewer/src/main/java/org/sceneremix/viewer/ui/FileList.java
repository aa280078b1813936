package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiSelectableFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.viewer.session.Session;

/** The files of a folder, to choose from and to walk through. */
final class FileList {

  private static final int MOST_FILES = 500;

  private final Session session;
  private Path folder;
  private List<Entry> entries = List.of();

  /**
   * A file or folder.
   *
   * @param kind what a folder is to this program, such as a model; empty where it is just a folder
   */
  record Entry(Path path, boolean isFolder, String kind) {

    private static Entry of(Path path) {
      boolean isFolder = Files.isDirectory(path);
      return new Entry(path, isFolder, isFolder ? kindOf(path) : "");
    }

    private static String kindOf(Path folder) {
      if (new ModelFolder(folder).exists()) {
        return "model";
      }
      return CaptureReader.formats(folder).isEmpty() ? "" : "capture";
    }

    private String label() {
      return path.getFileName() + (isFolder ? "/" : "") + (kind.isEmpty() ? "" : "    " + kind);
    }
  }

  /** Choice of an entry, by a click or a double click. */
  record Choice(Entry entry, boolean isDouble) {}

  FileList(Session session) {
    this.session = session;
    String last = session.settings().preferences().folder();
    this.folder =
        last.isEmpty() || !Files.isDirectory(Path.of(last))
            ? Path.of("").toAbsolutePath()
            : Path.of(last);
  }

  Path folder() {
    return folder;
  }

  /** Looks at the folder again. */
  void refresh() {
    walkTo(folder);
  }

  /** Shows another folder, unless it cannot be read. */
  void walkTo(Path newFolder) {
    List<Entry> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(newFolder)) {
      files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .map(Entry::of)
          .sorted(
              Comparator.comparing((Entry entry) -> !entry.isFolder())
                  .thenComparing(entry -> entry.path().getFileName()))
          .forEach(found::add);
    } catch (IOException e) {
      session.notices().fail(e);
      return;
    }
    folder = newFolder;
    entries = found;
  }

  /**
   * Draws it.
   *
   * @param filter says which of the files
   * @return what was clicked
   */
  Optional<Choice> draw(float width, float height, FileFilter filter) {
    Widgets.quiet(Widgets.fitting(folder.toString(), width));
    Optional<Choice> choice = Optional.empty();
    ImGui.beginChild("files", width, height, true);
    if (folder.getParent() != null && ImGui.selectable("..")) {
      walkTo(folder.getParent());
    }
    List<Entry> offered = filter.of(entries);
    for (Entry entry : offered.subList(0, Math.min(MOST_FILES, offered.size()))) {
      if (ImGui.selectable(entry.label(), false, ImGuiSelectableFlags.AllowDoubleClick)) {
        choice = Optional.of(new Choice(entry, ImGui.isMouseDoubleClicked(0)));
      }
    }
    if (offered.size() > MOST_FILES) {
      Widgets.quiet("and " + (offered.size() - MOST_FILES) + " more; type a part of the name");
    }
    ImGui.endChild();
    return choice;
  }
}
