package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_1;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_2;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_3;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_4;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_5;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_6;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_B;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_C;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_DELETE;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_E;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_ENTER;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_ESCAPE;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_F;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_F1;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_F12;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_G;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_HOME;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_I;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_K;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_1;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_3;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_5;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_7;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_LEFT;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_LEFT_BRACKET;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_M;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_N;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_O;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_P;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_Q;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_R;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_RIGHT;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_RIGHT_BRACKET;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_S;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_SPACE;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_TAB;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_X;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_Y;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_Z;

import imgui.ImGui;
import imgui.ImGuiIO;
import imgui.flag.ImGuiPopupFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.LookSettings.Backdrop;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.Timeline;
import org.sceneremix.viewer.session.ViewCamera;
import org.sceneremix.viewer.session.ViewCamera.Side;
import org.sceneremix.viewer.session.Viewpoint;

/** Everything that has a key or a menu item, in one list. */
final class Commands {

  private static final int NO_KEY = -1;

  static final String UNDO = "Undo";
  static final String REDO = "Redo";

  private final Session session;
  private final Dialogs dialogs;
  private final List<Command> all = new ArrayList<>();

  Commands(
      Session session,
      SceneView view,
      Runnable togglePainting,
      Runnable toggleExploring,
      Dialogs dialogs,
      HelpWindow help,
      CommandSearch search,
      Runnable togglePanels,
      Runnable quit) {
    this.session = session;
    this.dialogs = dialogs;
    Needs needs = new Needs(session);
    Supplier<Optional<String>> nothing = needs::nothing;
    Supplier<Optional<String>> scene = needs::scene;
    Supplier<Optional<String>> seen = needs::anything;
    control("File", "Open ...", GLFW_KEY_O, "O", nothing, dialogs::open);
    control("File", "Save session ...", GLFW_KEY_S, "S", scene, dialogs::saveSession);
    add("File", "Save scene ...", "", NO_KEY, scene, dialogs::saveGrid);
    control("File", "Export scene ...", GLFW_KEY_E, "E", scene, dialogs::export);
    add("File", "Save picture ...", "F12", GLFW_KEY_F12, scene, dialogs::screenshot);
    add("File", "Render film ...", "", NO_KEY, needs::film, dialogs::film);
    control("File", "Quit", GLFW_KEY_Q, "Q", nothing, quit);
    Timeline timeline = session.timeline();
    control(
        "Edit",
        UNDO,
        GLFW_KEY_Z,
        "Z",
        Needs.when(() -> timeline.undoLabel().isPresent(), "There is nothing to undo."),
        timeline::undo);
    control(
        "Edit",
        REDO,
        GLFW_KEY_Y,
        "Y or Ctrl+Shift+Z",
        Needs.when(() -> timeline.redoLabel().isPresent(), "There is nothing to redo."),
        timeline::redo);
    add("Edit", "Mark a box", "M", GLFW_KEY_M, scene, () -> EditPanel.toggleMark(session));
    add(
        "Edit",
        "Re-roll inside the box",
        "I",
        GLFW_KEY_I,
        needs::box,
        () -> session.scenes().reroll(true));
    add(
        "Edit",
        "Re-roll outside the box",
        "O",
        GLFW_KEY_O,
        needs::box,
        () -> session.scenes().reroll(false));
    add("Edit", "Paint or stop painting", "G", GLFW_KEY_G, needs::model, togglePainting);
    add(
        "Edit",
        "Make what is painted",
        "Enter",
        GLFW_KEY_ENTER,
        needs::paint,
        session.scenes()::paint);
    add("Remix", "New remix", "N", GLFW_KEY_N, needs::model, session.scenes()::newRemix);
    add("Remix", "Explore remixes", "R", GLFW_KEY_R, needs::model, toggleExploring);
    add("Remix", "Pin or unpin", "P", GLFW_KEY_P, scene, this::togglePin);
    add("Remix", "Scene before", "Left", GLFW_KEY_LEFT, scene, () -> session.scenes().showNext(-1));
    add("Remix", "Scene after", "Right", GLFW_KEY_RIGHT, scene, () -> session.scenes().showNext(1));
    add(
        "Remix",
        "Compare",
        "B",
        GLFW_KEY_B,
        needs::twoScenes,
        () -> EditPanel.toggleComparison(session));
    add("Remix", "Remove from history", "Delete", GLFW_KEY_DELETE, scene, this::remove);
    Viewpoint viewpoint = session.viewpoint();
    add("View", "All of the scene", "Home", GLFW_KEY_HOME, seen, viewpoint::reset);
    add("View", "Front", "Numpad 1", GLFW_KEY_KP_1, seen, () -> viewpoint.lookFrom(Side.FRONT));
    control("View", "Back", GLFW_KEY_KP_1, "Numpad 1", seen, () -> viewpoint.lookFrom(Side.BACK));
    add("View", "Right", "Numpad 3", GLFW_KEY_KP_3, seen, () -> viewpoint.lookFrom(Side.RIGHT));
    control("View", "Left", GLFW_KEY_KP_3, "Numpad 3", seen, () -> viewpoint.lookFrom(Side.LEFT));
    add("View", "Top", "Numpad 7", GLFW_KEY_KP_7, seen, () -> viewpoint.lookFrom(Side.TOP));
    control(
        "View", "Bottom", GLFW_KEY_KP_7, "Numpad 7", seen, () -> viewpoint.lookFrom(Side.BOTTOM));
    add("View", "Orthographic", "Numpad 5", GLFW_KEY_KP_5, seen, this::toggleOrthographic);
    control(
        "View",
        "Camera back",
        GLFW_KEY_LEFT,
        "Left",
        Needs.when(viewpoint::canUndo, "The camera has not been moved."),
        viewpoint::undo);
    control(
        "View",
        "Camera forth",
        GLFW_KEY_RIGHT,
        "Right",
        Needs.when(viewpoint::canRedo, "No move of the camera was taken back."),
        viewpoint::redo);
    mode("Colour", "1", GLFW_KEY_1, PictureMode.COLOUR);
    mode("Depth", "2", GLFW_KEY_2, PictureMode.DEPTH);
    mode("Opacity", "3", GLFW_KEY_3, PictureMode.OPACITY);
    mode("Normals", "4", GLFW_KEY_4, PictureMode.NORMAL);
    add(
        "View",
        "Sources",
        "5",
        GLFW_KEY_5,
        needs::sources,
        () -> look(session.state().look().withSources()));
    mode("Shaded", "6", GLFW_KEY_6, PictureMode.SHADED);
    add("View", "Checker background", "C", GLFW_KEY_C, nothing, this::toggleChecker);
    add("View", "Cut", "X", GLFW_KEY_X, scene, this::toggleCut);
    add("View", "Show cameras", "F", GLFW_KEY_F, needs::cameras, this::toggleFrusta);
    add(
        "View",
        "Photograph before",
        "[",
        GLFW_KEY_LEFT_BRACKET,
        needs::cameras,
        () -> stepCapture(-1));
    add(
        "View",
        "Photograph after",
        "]",
        GLFW_KEY_RIGHT_BRACKET,
        needs::cameras,
        () -> stepCapture(1));
    add("View", "Light or dark panels", "", NO_KEY, nothing, this::toggleLight);
    add("View", "Panels", "Tab", GLFW_KEY_TAB, nothing, togglePanels);
    add("Path", "Add key", "K", GLFW_KEY_K, seen, session.paths()::addKey);
    add("Path", "Turntable", "", NO_KEY, seen, session.paths()::turntable);
    add("Path", "Play or stop", "Space", GLFW_KEY_SPACE, needs::path, view::togglePlaying);
    add("Path", "Save path ...", "", NO_KEY, needs::key, dialogs::savePath);
    add("Path", "Load path ...", "", NO_KEY, nothing, dialogs::loadPath);
    control("Help", "Find a command ...", GLFW_KEY_P, "P", nothing, search::open);
    add("Help", "Shortcuts", "F1", GLFW_KEY_F1, nothing, help::toggle);
  }

  private void add(
      String group,
      String name,
      String keys,
      int key,
      Supplier<Optional<String>> obstacle,
      Runnable action) {
    all.add(new Command(group, name, keys, key, false, obstacle, action));
  }

  private void control(
      String group,
      String name,
      int key,
      String keys,
      Supplier<Optional<String>> obstacle,
      Runnable action) {
    all.add(new Command(group, name, "Ctrl+" + keys, key, true, obstacle, action));
  }

  private void mode(String name, String keys, int key, PictureMode mode) {
    add(
        "View",
        name,
        keys,
        key,
        new Needs(session)::scene,
        () -> look(session.state().look().withMode(mode)));
  }

  private void look(LookSettings look) {
    session.setLook(look);
  }

  private void togglePin() {
    session.state().shown().ifPresent(session.scenes()::togglePin);
  }

  private void remove() {
    session.state().shown().ifPresent(session.scenes()::remove);
  }

  private void toggleOrthographic() {
    ViewCamera camera = session.viewpoint().camera();
    session.viewpoint().jumpTo(camera.withOrthographic(camera.hasPerspective()));
  }

  private void toggleChecker() {
    LookSettings look = session.state().look();
    look(
        look.withBackdrop(look.backdrop() == Backdrop.CHECKER ? Backdrop.PLAIN : Backdrop.CHECKER));
  }

  private void toggleLight() {
    session.settings().setLight(!session.settings().preferences().light());
  }

  private void toggleCut() {
    LookSettings look = session.state().look();
    look(look.withCutting(!look.cutting()));
  }

  private void toggleFrusta() {
    LookSettings look = session.state().look();
    look(look.withFrusta(!look.frusta()));
  }

  private void stepCapture(int by) {
    int count = session.captureCameras().all().size();
    if (count > 0) {
      int from = session.captureCameras().current().orElse(by > 0 ? -1 : 0);
      session.captureCameras().lookThrough(Math.floorMod(from + by, count));
    }
  }

  /** All of them, by group. */
  List<Command> all() {
    return all;
  }

  /**
   * Runs the commands whose keys were pressed just now, unless a text is being typed or a question
   * asked. A menu or another popup that is open closes then, and with Escape.
   *
   * @param isTaken whether a key without Ctrl is meant for what is on show
   */
  void runPressed(ImGuiIO io, IntPredicate isTaken) {
    if (io.getWantTextInput() || dialogs.isAsking()) {
      return;
    }
    if (ImGui.isKeyPressed(GLFW_KEY_ESCAPE, false)) {
      closePopups();
    }
    boolean control = io.getKeyCtrl() || io.getKeySuper();
    boolean redoes = control && io.getKeyShift() && ImGui.isKeyPressed(GLFW_KEY_Z, false);
    for (Command command : List.copyOf(all)) {
      // Ctrl+Shift+Z would undo otherwise
      boolean isMeant =
          redoes
              ? command.name().equals(REDO)
              : command.key() != NO_KEY
                  && command.control() == control
                  && (control || !isTaken.test(command.key()))
                  && ImGui.isKeyPressed(command.key(), false);
      if (isMeant) {
        closePopups();
        run(command);
      }
    }
  }

  /** Runs a command as a step of its own, or says why it cannot be done. */
  void run(Command command) {
    Optional<String> obstacle = command.obstacle().get();
    if (obstacle.isPresent()) {
      session.notices().say(obstacle.get());
    } else {
      session.endGesture();
      command.action().run();
    }
  }

  private static void closePopups() {
    if (ImGui.isPopupOpen("", ImGuiPopupFlags.AnyPopupId)) {
      // a window that is always there; whatever is over the one with the focus closes
      ImGui.setWindowFocus(MenuBar.WINDOW);
    }
  }
}
