package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_ENTER;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_ESCAPE;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_ENTER;

import imgui.ImGui;
import imgui.flag.ImGuiWindowFlags;
import imgui.type.ImDouble;
import imgui.type.ImInt;
import imgui.type.ImString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sceneremix.viewer.export.ExportOptions;
import org.sceneremix.viewer.export.GridExport;
import org.sceneremix.viewer.picture.Mp4Film;
import org.sceneremix.viewer.session.Film;
import org.sceneremix.viewer.session.Session;

/** Questions that need a file name, and sizes of pictures. One at a time. */
final class Dialogs {

  private final Session session;
  private final Widgets widgets;
  private final ImString path = new ImString(1024);
  private final ImInt width = new ImInt(1920);
  private final ImInt height = new ImInt(1080);
  private final ImInt rate = new ImInt(24);
  private boolean transparent = true;
  private boolean morphs;
  private final ImDouble texel = new ImDouble();
  private final ImInt levels = new ImInt();
  private final ImDouble scale = new ImDouble(1);
  private boolean splats;
  private boolean sharp;
  private boolean texture;
  private boolean unlit;
  private boolean parts;
  private boolean allFiles;
  private Question question;
  private boolean asked;
  private final FileList files;

  /** Question of a dialog, with the receiver of its answer. */
  private record Question(
      String title,
      String button,
      Set<Part> parts,
      List<Choice> formats,
      List<String> endings,
      Consumer<Path> answer) {
    /** One about files of chosen formats. */
    Question(
        String title, String button, Set<Part> parts, List<Choice> formats, Consumer<Path> answer) {
      this(
          title,
          button,
          parts,
          formats,
          formats.stream().map(Choice::ending).filter(ending -> !ending.isEmpty()).toList(),
          answer);
    }

    /** One about files of these endings. */
    Question(
        String title, String button, Set<Part> parts, Consumer<Path> answer, String... endings) {
      this(title, button, parts, List.of(), List.of(endings), answer);
    }

    boolean has(Part part) {
      return parts.contains(part);
    }
  }

  /** Feature of a dialog beside the field for a name. */
  private enum Part {
    /** The file must be there. */
    OPENS,
    /** Models and captures are folders. */
    OPENS_FOLDERS,
    SIZE,
    RATE,
    MORPH,
    ALPHA,
    EXPORT
  }

  /**
   * A format that can be chosen.
   *
   * @param ending of the file's name; empty for a folder
   */
  private record Choice(String label, String ending, String tooltip) {}

  Dialogs(Session session, Widgets widgets) {
    this.session = session;
    this.widgets = widgets;
    this.files = new FileList(session);
  }

  void open() {
    ask(
        new Question(
            "Open",
            "Open",
            Set.of(Part.OPENS, Part.OPENS_FOLDERS),
            session::open,
            ".grid",
            ".remix",
            ".json"),
        "");
  }

  /** As {@link #open}, for a folder that is not listed as anything. */
  void openFolder(String title) {
    ask(new Question(title, "Open", Set.of(Part.OPENS, Part.OPENS_FOLDERS), session::open), "");
  }

  void locateModel() {
    ask(
        new Question(
            "Locate the model",
            "Locate",
            Set.of(Part.OPENS, Part.OPENS_FOLDERS),
            session.sources()::locateModel),
        "");
  }

  void saveSession() {
    ask(
        new Question("Save session", "Save", Set.of(), session.output()::saveSession, ".remix"),
        "session.remix");
  }

  void saveGrid() {
    ask(
        new Question("Save scene", "Save", Set.of(), session.output()::saveGrid, ".grid"),
        suggested(".grid"));
  }

  void export() {
    List<Choice> formats = new ArrayList<>();
    for (GridExport.Format format : GridExport.Format.values()) {
      formats.add(new Choice(format.name(), format.ending(), format.content()));
    }
    ask(
        new Question(
            "Export scene",
            "Export",
            Set.of(Part.EXPORT),
            formats,
            file -> session.output().export(exportOptions().to(file), scale.get())),
        suggested(".glb"));
  }

  void screenshot() {
    ask(
        new Question(
            "Save picture",
            "Save",
            Set.of(Part.SIZE, Part.ALPHA),
            file -> session.output().screenshot(file, width.get(), height.get(), transparent),
            ".png"),
        suggested(".png"));
  }

  void contactSheet() {
    ask(
        new Question(
            "Save contact sheet",
            "Save",
            Set.of(),
            file -> session.output().contactSheet(session.exploration(), file),
            ".png"),
        "remixes.png");
  }

  void savePath() {
    ask(
        new Question(
            "Save camera path",
            "Save",
            Set.of(Part.SIZE, Part.RATE),
            file -> session.paths().save(file, width.get(), height.get(), rate.get()),
            ".json"),
        "path.json");
  }

  void loadPath() {
    ask(
        new Question(
            "Load camera path", "Load", Set.of(Part.OPENS), session.paths()::load, ".json"),
        "");
  }

  void film() {
    ask(
        new Question(
            "Render film",
            "Render",
            Set.of(Part.SIZE, Part.RATE, Part.ALPHA, Part.MORPH),
            List.of(
                new Choice("MP4", ".mp4", "H.264, by the program ffmpeg"),
                new Choice("GIF", ".gif", "An animated GIF of 256 colours a frame"),
                new Choice("PNG frames", "", "A folder of pictures and their cameras")),
            file ->
                session
                    .output()
                    .render(
                        new Film(
                            file,
                            width.get(),
                            height.get(),
                            rate.get(),
                            transparent,
                            morphs && canMorph()))),
        suggested(Mp4Film.isPossible() ? ".mp4" : ".gif"));
  }

  /** Width by height of films. */
  double aspect() {
    return (double) Math.max(1, width.get()) / Math.max(1, height.get());
  }

  private boolean canMorph() {
    return session.scenes().pinnedRemixes().size() >= 2;
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
    files.refresh();
  }

  /** Whether an answer is waited for. */
  boolean isAsking() {
    return question != null;
  }

  /** Draws the question, if there is one. */
  void draw() {
    if (question == null) {
      return;
    }
    if (!asked) {
      ImGui.openPopup(question.title());
    }
    int flags = ImGuiWindowFlags.NoSavedSettings | ImGuiWindowFlags.AlwaysAutoResize;
    if (ImGui.beginPopupModal(question.title(), flags)) {
      drawContent();
      ImGui.endPopup();
    }
    asked = true;
  }

  private void drawContent() {
    boolean chosen =
        files
            .draw(33 * ImGui.getFontSize(), 14 * ImGui.getFontSize(), filter())
            .map(this::choose)
            .orElse(false);
    if (!question.endings().isEmpty()) {
      String tooltip = "Also those that are not " + String.join(", ", question.endings());
      allFiles = widgets.checkbox("All files", tooltip, allFiles);
    }
    if (!asked) {
      ImGui.setKeyboardFocusHere();
    }
    ImGui.setNextItemWidth(33 * ImGui.getFontSize());
    // a flag that waits for Enter would forget what was typed when a button is clicked instead
    ImGui.inputText("##File", path);
    boolean entered = ImGui.isItemDeactivated() && isEnterPressed();
    widgets.remember("File", "Name of a file or folder, in this folder or from the root");
    drawFormats();
    drawOptions();
    drawWarning();
    ImGui.spacing();
    float button = 7 * ImGui.getFontSize();
    ImGui.beginDisabled(path.get().isBlank());
    boolean pressed = widgets.primaryButton(question.button(), "", button, 0);
    ImGui.endDisabled();
    if (pressed || chosen || (entered && !path.get().isBlank())) {
      answer(() -> files.folder().resolve(path.get().strip()));
      return;
    }
    if (question.has(Part.OPENS_FOLDERS)) {
      ImGui.sameLine();
      if (widgets.button("Open this folder", "All of its scenes, or the capture that it is")) {
        answer(files::folder);
        return;
      }
    }
    if (SystemDialog.isThere() && drawSystem()) {
      return;
    }
    ImGui.sameLine();
    if (widgets.button("Cancel##Close", "", button) || ImGui.isKeyPressed(GLFW_KEY_ESCAPE)) {
      close();
    }
  }

  /**
   * Buttons that ask the system instead.
   *
   * @return whether it gave the answer
   */
  private boolean drawSystem() {
    try {
      Optional<Path> chosen = Optional.empty();
      ImGui.sameLine();
      if (widgets.button("System ...##System dialog", "In the system's own dialog")) {
        chosen =
            question.has(Part.OPENS)
                ? SystemDialog.open(files.folder(), allFiles ? List.of() : question.endings())
                : SystemDialog.save(files.folder(), path.get().strip(), question.endings());
      }
      if (question.has(Part.OPENS_FOLDERS)) {
        ImGui.sameLine();
        if (widgets.button("Folder ...##System folder", "A folder, in the system's own dialog")) {
          chosen = SystemDialog.folder(files.folder());
        }
      }
      chosen.ifPresent(file -> answer(() -> file));
      return chosen.isPresent();
    } catch (IOException e) {
      session.notices().fail(e);
      return false;
    }
  }

  /** Filter of the listed files, in dialogs that open one by the name typed so far. */
  private FileFilter filter() {
    return new FileFilter(
        question.endings(), allFiles, question.has(Part.OPENS) ? path.get().strip() : "");
  }

  private static boolean isEnterPressed() {
    return ImGui.isKeyPressed(GLFW_KEY_ENTER) || ImGui.isKeyPressed(GLFW_KEY_KP_ENTER);
  }

  /**
   * Takes what was clicked, or walks into it.
   *
   * @return whether that is the answer
   */
  private boolean choose(FileList.Choice choice) {
    FileList.Entry entry = choice.entry();
    // a model or capture is taken as one
    if (entry.isFolder() && (entry.kind().isEmpty() || !question.has(Part.OPENS_FOLDERS))) {
      files.walkTo(entry.path());
      return false;
    }
    path.set(entry.path().getFileName().toString());
    return choice.isDouble() && question.has(Part.OPENS);
  }

  private void drawFormats() {
    if (question.formats().isEmpty()) {
      return;
    }
    for (Choice choice : question.formats()) {
      boolean isChosen =
          choice.ending().isEmpty()
              ? question.formats().stream().noneMatch(other -> hasEnding(other))
              : hasEnding(choice);
      if (widgets.toggle(choice.label(), choice.tooltip(), isChosen, 0)) {
        path.set(withoutEnding(path.get()) + choice.ending());
      }
      ImGui.sameLine();
    }
    ImGui.newLine();
  }

  private boolean hasEnding(Choice choice) {
    return !choice.ending().isEmpty() && endsWith(choice.ending());
  }

  private String withoutEnding(String name) {
    for (Choice choice : question.formats()) {
      if (hasEnding(choice)) {
        return name.strip().substring(0, name.strip().length() - choice.ending().length());
      }
    }
    return name.strip();
  }

  private ExportOptions exportOptions() {
    return new ExportOptions(
        splats, sharp, texture, texel.get(), unlit, levels.get(), parts, scale.get());
  }

  private boolean endsWith(String ending) {
    return path.get().strip().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private void drawOptions() {
    ImGui.pushItemWidth(4.5f * ImGui.getFontSize());
    if (question.has(Part.SIZE)) {
      ImGui.inputInt("x##width", width, 0);
      widgets.remember("Picture width", "Pixels from left to right");
      ImGui.sameLine();
      ImGui.inputInt("pixels##height", height, 0);
      widgets.remember("Picture height", "Pixels from top to bottom");
    }
    if (question.has(Part.RATE)) {
      ImGui.sameLine();
      ImGui.inputInt("frames a second", rate, 0);
    }
    ImGui.popItemWidth();
    if (question.has(Part.RATE)) {
      drawPresets();
    }
    if (question.has(Part.MORPH)) {
      widgets.beginUnless(
          canMorph() ? Optional.empty() : Optional.of("Pin two remixes first (P)."));
      morphs =
          widgets.checkbox(
              "Morph",
              "From the last but one pinned remix to the last, through their latents",
              morphs);
      widgets.endUnless();
    }
    boolean isFilm = endsWith(".gif") || endsWith(".mp4");
    if (question.has(Part.ALPHA) && !isFilm) {
      transparent =
          widgets.checkbox("Transparent background", "PNGs keep their alpha", transparent);
    }
    if (question.has(Part.EXPORT)) {
      drawExportOptions();
    }
  }

  private void drawPresets() {
    for (FilmPreset preset : FilmPreset.values()) {
      boolean isNow =
          width.get() == preset.width()
              && height.get() == preset.height()
              && rate.get() == preset.framesPerSecond();
      if (widgets.toggle(preset.label(), preset.tooltip(), isNow, 0)) {
        width.set(preset.width());
        height.set(preset.height());
        rate.set(preset.framesPerSecond());
      }
      ImGui.sameLine();
    }
    ImGui.newLine();
  }

  private void drawExportOptions() {
    Set<ExportOptions.Choice> choices = exportOptions().choices(Path.of("x" + ending()));
    if (choices.contains(ExportOptions.Choice.SPLATS)) {
      splats = widgets.checkbox("Gaussian splats", "Instead of a mesh", splats);
    }
    if (choices.contains(ExportOptions.Choice.SHARP)) {
      sharp = widgets.checkbox("Sharp edges", "Dual contouring instead of marching cubes", sharp);
    }
    if (choices.contains(ExportOptions.Choice.PARTS)) {
      parts = widgets.checkbox("Ground and things apart", "Meshes of their own", parts);
    }
    if (choices.contains(ExportOptions.Choice.TEXTURE)) {
      texture = widgets.checkbox("Texture", "Colours and normals as pictures", texture);
    }
    if (choices.contains(ExportOptions.Choice.UNLIT)) {
      unlit = widgets.checkbox("Unlit", "As photographed, with the light in it", unlit);
    }
    ImGui.pushItemWidth(6 * ImGui.getFontSize());
    if (choices.contains(ExportOptions.Choice.TEXEL)) {
      ImGui.inputDouble("units a texel##texel", texel, 0);
      widgets.remember("Texel size", "Edge of a texel; 0 for a quarter of a voxel");
    }
    if (choices.contains(ExportOptions.Choice.LEVELS)) {
      ImGui.inputInt("coarser levels of detail##levels", levels, 1);
      widgets.remember("Levels of detail", "Each has a quarter of the triangles; beside the file");
    }
    if (choices.contains(ExportOptions.Choice.SCALE)) {
      ImGui.inputDouble("units of the file a unit##scale", scale, 0);
      widgets.remember("Scale", "How large a unit of the scene becomes");
    }
    ImGui.popItemWidth();
  }

  private String ending() {
    return question.formats().stream()
        .filter(this::hasEnding)
        .map(Choice::ending)
        .findFirst()
        .orElse("");
  }

  private void drawWarning() {
    if (question.has(Part.OPENS) || path.get().isBlank()) {
      return;
    }
    try {
      if (Files.isRegularFile(files.folder().resolve(path.get().strip()))) {
        Widgets.quiet("This file is there already; it will be replaced.");
      }
    } catch (InvalidPathException e) {
      Widgets.quiet("This is not a file name.");
    }
  }

  private void answer(Supplier<Path> chosen) {
    try {
      Path file = chosen.get();
      question.answer().accept(file);
      Path chosenIn = file.getParent();
      if (chosenIn != null && Files.isDirectory(chosenIn)) {
        files.walkTo(chosenIn);
        session.settings().setFolder(chosenIn);
      }
    } catch (IllegalArgumentException e) {
      session.notices().fail(e);
    }
    close();
  }

  private void close() {
    ImGui.closeCurrentPopup();
    question = null;
  }
}
