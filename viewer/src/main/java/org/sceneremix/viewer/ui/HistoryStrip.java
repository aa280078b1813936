package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_ENTER;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_ENTER;

import imgui.ImDrawList;
import imgui.ImGui;
import imgui.flag.ImGuiInputTextFlags;
import imgui.flag.ImGuiWindowFlags;
import imgui.type.ImString;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.viewer.session.SceneEntry;
import org.sceneremix.viewer.session.Session;

/** The scenes of the session as small pictures, favourites first. */
final class HistoryStrip implements AutoCloseable {

  private final Session session;
  private final Widgets widgets;
  private final Images images = new Images();
  private final Dialogs dialogs;
  private final Runnable picture;
  private final ImString name = new ImString(128);
  private long lastShown = -1;

  /**
   * @param picture turns to the picture of the scene on show
   */
  HistoryStrip(Session session, Widgets widgets, Dialogs dialogs, Runnable picture) {
    this.picture = picture;
    this.dialogs = dialogs;
    this.session = session;
    this.widgets = widgets;
  }

  /** Height that the strip needs. */
  static float height() {
    return 8.6f * ImGui.getFontSize();
  }

  /** Draws the strip into a window of this place and width. */
  void draw(float x, float y, float width) {
    ImGui.setNextWindowPos(x, y);
    ImGui.setNextWindowSize(width, height());
    int flags =
        ImGuiWindowFlags.NoDecoration
            | ImGuiWindowFlags.NoMove
            | ImGuiWindowFlags.NoSavedSettings
            | ImGuiWindowFlags.HorizontalScrollbar
            | ImGuiWindowFlags.NoBringToFrontOnFocus;
    flags &= ~ImGuiWindowFlags.NoScrollbar;
    ImGui.begin("History", flags);
    List<SceneEntry> scenes = session.state().favouritesFirst();
    if (scenes.isEmpty()) {
      Widgets.quiet("Every scene that you open or make appears here.");
    }
    long shown = session.state().shown().orElse(-1);
    Set<Long> ids = new HashSet<>();
    for (SceneEntry scene : scenes) {
      ids.add(scene.id());
      drawScene(scene, scene.id() == shown);
      ImGui.sameLine();
    }
    images.keepOnly(ids);
    lastShown = shown;
    ImGui.end();
  }

  private void drawScene(SceneEntry scene, boolean isShown) {
    float height = height() - 3.6f * ImGui.getFontSize();
    float width = height * 4 / 3;
    ImGui.pushID(scene.id());
    ImGui.beginGroup();
    float x = ImGui.getCursorScreenPosX();
    float y = ImGui.getCursorScreenPosY();
    boolean pressed = ImGui.invisibleButton("picture", width, height);
    boolean hovered = ImGui.isItemHovered();
    widgets.remember(scene.title(), hovered ? explanation(scene) : "");
    drawMenu(scene);
    if (isShown && lastShown != scene.id()) {
      ImGui.setScrollHereX(0.5f);
    }
    ImDrawList list = ImGui.getWindowDrawList();
    list.addRectFilled(x, y, x + width, y + height, hovered ? 0xFF3A3734 : 0xFF2B2927, 6);
    Optional<Image> thumbnail = session.scenes().thumbnail(scene.id());
    if (thumbnail.isPresent()) {
      int texture = images.texture(scene.id(), thumbnail.get()).texture();
      list.addImage(texture, x, y, x + width, y + height);
    }
    if (session.scenes().isMaking(scene.id())) {
      list.addText(x + 8, y + 0.4f * height, Theme.QUIET, "making ...");
    } else if (thumbnail.isEmpty()) {
      list.addText(x + 8, y + 0.4f * height, Theme.QUIET, "lacks its model");
    }
    if (isShown) {
      list.addRect(x, y, x + width, y + height, Theme.ACCENT, 6, 0, 2.5f);
    }
    Star.draw(scene.pinned(), x + width, y);
    String title = Widgets.fitting(scene.title(), width);
    ImGui.textUnformatted(title);
    ImGui.endGroup();
    ImGui.popID();
    if (pressed) {
      if (Star.isUnderMouse(x + width, y)) {
        session.scenes().togglePin(scene.id());
      } else {
        session.scenes().show(scene.id());
        picture.run();
      }
    }
  }

  private String explanation(SceneEntry scene) {
    StringBuilder text = new StringBuilder(scene.title());
    session
        .scenes()
        .facts(scene.id())
        .forEach((name, fact) -> text.append('\n').append(name).append(": ").append(fact));
    return text.append("\nClick to show, right click for more").toString();
  }

  private void drawMenu(SceneEntry scene) {
    if (ImGui.beginPopupContextItem("menu")) {
      if (ImGui.menuItem(scene.pinned() ? "Unpin" : "Pin")) {
        session.scenes().togglePin(scene.id());
      }
      if (ImGui.menuItem("Compare with the scene on show")) {
        session.scenes().compare(OptionalLong.of(scene.id()));
      }
      if (ImGui.menuItem("Export ...")) {
        session.scenes().show(scene.id());
        dialogs.export();
      }
      widgets.remember("Export " + scene.title(), "");
      drawNaming(scene);
      if (ImGui.menuItem("Remove")) {
        session.scenes().remove(scene.id());
      }
      ImGui.endPopup();
    }
  }

  /** A menu in the menu, in which its name can be typed. */
  private void drawNaming(SceneEntry scene) {
    boolean isNaming = ImGui.beginMenu("Rename");
    widgets.remember("Rename " + scene.title(), "");
    if (isNaming) {
      if (ImGui.isWindowAppearing()) {
        name.set(scene.title());
        ImGui.setKeyboardFocusHere();
      }
      ImGui.inputText("##name", name, ImGuiInputTextFlags.AutoSelectAll);
      if (ImGui.isItemDeactivated()
          && (ImGui.isKeyPressed(GLFW_KEY_ENTER) || ImGui.isKeyPressed(GLFW_KEY_KP_ENTER))) {
        session.scenes().rename(scene.id(), name.get());
        ImGui.closeCurrentPopup();
      }
      widgets.remember("Name of " + scene.title(), "");
      ImGui.endMenu();
    }
  }

  @Override
  public void close() {
    images.close();
  }
}
