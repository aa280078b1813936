package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_1;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_2;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_3;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_4;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_5;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_B;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_C;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_DELETE;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_E;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_F;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_F1;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_F12;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_HOME;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_I;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_K;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_1;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_3;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_7;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_LEFT;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_LEFT_BRACKET;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_M;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_N;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_O;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_P;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_Q;
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
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.LookSettings.Backdrop;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.ViewCamera.Side;

/** Everything that has a key or a menu item, in one list. */
final class Commands {

  private static final int NO_KEY = -1;

  private final Session session;
  private final List<Command> all = new ArrayList<>();

  Commands(
      Session session,
      SceneView view,
      Dialogs dialogs,
      HelpWindow help,
      Runnable togglePanels,
      Runnable quit) {
    this.session = session;
    control("File", "Open ...", GLFW_KEY_O, "O", dialogs::open);
    control("File", "Save session ...", GLFW_KEY_S, "S", dialogs::saveSession);
    add("File", "Save scene ...", "", NO_KEY, dialogs::saveGrid);
    control("File", "Export scene ...", GLFW_KEY_E, "E", dialogs::export);
    add("File", "Save picture ...", "F12", GLFW_KEY_F12, dialogs::screenshot);
    add("File", "Render film ...", "", NO_KEY, dialogs::film);
    control("File", "Quit", GLFW_KEY_Q, "Q", quit);
    control("Edit", "Undo", GLFW_KEY_Z, "Z", session.timeline()::undo);
    control("Edit", "Redo", GLFW_KEY_Y, "Y or Ctrl+Shift+Z", session.timeline()::redo);
    add("Edit", "Mark a box", "M", GLFW_KEY_M, () -> EditPanel.toggleMark(session));
    add("Edit", "Re-roll inside the box", "I", GLFW_KEY_I, () -> session.scenes().reroll(true));
    add("Edit", "Re-roll outside the box", "O", GLFW_KEY_O, () -> session.scenes().reroll(false));
    add("Remix", "New remix", "N", GLFW_KEY_N, session.scenes()::newRemix);
    add("Remix", "Pin or unpin", "P", GLFW_KEY_P, this::togglePin);
    add("Remix", "Scene before", "Left", GLFW_KEY_LEFT, () -> session.scenes().showNext(-1));
    add("Remix", "Scene after", "Right", GLFW_KEY_RIGHT, () -> session.scenes().showNext(1));
    add("Remix", "Compare", "B", GLFW_KEY_B, () -> EditPanel.toggleComparison(session));
    add("Remix", "Remove from history", "Delete", GLFW_KEY_DELETE, this::remove);
    add("View", "All of the scene", "Home", GLFW_KEY_HOME, session.viewpoint()::reset);
    add("View", "Front", "Numpad 1", GLFW_KEY_KP_1, () -> session.viewpoint().lookFrom(Side.FRONT));
    control(
        "View", "Back", GLFW_KEY_KP_1, "Numpad 1", () -> session.viewpoint().lookFrom(Side.BACK));
    add("View", "Right", "Numpad 3", GLFW_KEY_KP_3, () -> session.viewpoint().lookFrom(Side.RIGHT));
    control(
        "View", "Left", GLFW_KEY_KP_3, "Numpad 3", () -> session.viewpoint().lookFrom(Side.LEFT));
    add("View", "Top", "Numpad 7", GLFW_KEY_KP_7, () -> session.viewpoint().lookFrom(Side.TOP));
    control(
        "View",
        "Bottom",
        GLFW_KEY_KP_7,
        "Numpad 7",
        () -> session.viewpoint().lookFrom(Side.BOTTOM));
    mode("Colour", "1", GLFW_KEY_1, PictureMode.COLOUR);
    mode("Depth", "2", GLFW_KEY_2, PictureMode.DEPTH);
    mode("Opacity", "3", GLFW_KEY_3, PictureMode.OPACITY);
    mode("Normals", "4", GLFW_KEY_4, PictureMode.NORMAL);
    add("View", "Sources", "5", GLFW_KEY_5, () -> look(session.state().look().withSources()));
    add("View", "Checker background", "C", GLFW_KEY_C, this::toggleChecker);
    add("View", "Cut", "X", GLFW_KEY_X, this::toggleCut);
    add("View", "Show cameras", "F", GLFW_KEY_F, this::toggleFrusta);
    add("View", "Photograph before", "[", GLFW_KEY_LEFT_BRACKET, () -> stepCapture(-1));
    add("View", "Photograph after", "]", GLFW_KEY_RIGHT_BRACKET, () -> stepCapture(1));
    add("View", "Panels", "Tab", GLFW_KEY_TAB, togglePanels);
    add("Path", "Add key", "K", GLFW_KEY_K, session.paths()::addKey);
    add("Path", "Play or stop", "Space", GLFW_KEY_SPACE, view::togglePlaying);
    add("Path", "Save path ...", "", NO_KEY, dialogs::savePath);
    add("Path", "Load path ...", "", NO_KEY, dialogs::loadPath);
    add("Help", "Shortcuts", "F1", GLFW_KEY_F1, help::toggle);
  }

  private void add(String group, String name, String keys, int key, Runnable action) {
    all.add(new Command(group, name, keys, key, false, action));
  }

  private void control(String group, String name, int key, String keys, Runnable action) {
    all.add(new Command(group, name, "Ctrl+" + keys, key, true, action));
  }

  private void mode(String name, String keys, int key, PictureMode mode) {
    add("View", name, keys, key, () -> look(session.state().look().withMode(mode)));
  }

  private void look(LookSettings look) {
    session.timeline().endGesture();
    session.setLook(look);
  }

  private void togglePin() {
    session.state().shown().ifPresent(session.scenes()::togglePin);
  }

  private void remove() {
    session.state().shown().ifPresent(session.scenes()::remove);
  }

  private void toggleChecker() {
    LookSettings look = session.state().look();
    look(
        look.withBackdrop(look.backdrop() == Backdrop.CHECKER ? Backdrop.PLAIN : Backdrop.CHECKER));
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

  /** Runs the commands whose keys were pressed just now, unless a text is being typed. */
  void runPressed(ImGuiIO io) {
    if (io.getWantTextInput() || ImGui.isPopupOpen("", ImGuiPopupFlags.AnyPopupId)) {
      return;
    }
    boolean control = io.getKeyCtrl() || io.getKeySuper();
    if (control && io.getKeyShift() && ImGui.isKeyPressed(GLFW_KEY_Z, false)) {
      // it would undo otherwise
      session.timeline().redo();
      return;
    }
    for (Command command : List.copyOf(all)) {
      if (command.key() != NO_KEY
          && command.control() == control
          && ImGui.isKeyPressed(command.key(), false)) {
        command.action().run();
      }
    }
  }
}
