package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiStyleVar;
import imgui.flag.ImGuiWindowFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sceneremix.viewer.session.Session;

/** The panels beside the picture, under tabs that stay where they are. */
final class SidePanel {

  static final String PROJECT = "Project";
  static final String VIEW = "View";
  static final String REMIX = "Remix";
  static final String EXPLORE = "Explore";
  static final String PAINT = "Paint";
  static final String FILM = "Film";
  static final String EXPORT = "Export";

  /** Tabs that fit into a row. */
  private static final int A_ROW = 7;

  /** Beside the names of tabs, in heights of the text. */
  private static final float MARGIN = 0.25f;

  private final Session session;
  private final Widgets widgets;
  private final Map<String, List<Panel>> tabs = new LinkedHashMap<>();
  private String chosen = PROJECT;
  private Optional<Path> project = Optional.empty();
  private Optional<Path> model = Optional.empty();

  SidePanel(Session session, Widgets widgets) {
    this.session = session;
    this.widgets = widgets;
  }

  /** Adds a panel below the others of its tab. */
  void add(String tab, Panel panel) {
    tabs.computeIfAbsent(tab, name -> new ArrayList<>())
        .add(Objects.requireNonNull(panel, "panel"));
  }

  List<String> tabs() {
    return List.copyOf(tabs.keySet());
  }

  /** Turns to a tab. */
  void choose(String tab) {
    chosen = tab;
  }

  boolean isChosen(String tab) {
    return chosen.equals(tab);
  }

  /** Draws it into this part of the window. */
  void draw(float top, float width, float height) {
    follow();
    ImGui.setNextWindowPos(0, top);
    ImGui.setNextWindowSize(width, height);
    int fixed =
        ImGuiWindowFlags.NoDecoration
            | ImGuiWindowFlags.NoMove
            | ImGuiWindowFlags.NoSavedSettings
            | ImGuiWindowFlags.NoBringToFrontOnFocus;
    ImGui.begin("Side", fixed);
    drawTabs();
    ImGui.beginChild("tab " + chosen);
    List<Panel> panels = tabs.get(chosen);
    for (Panel panel : panels) {
      if (panels.size() > 1) {
        if (panel != panels.get(0)) {
          ImGui.separator();
        }
        ImGui.textDisabled(panel.title());
        widgets.remember(panel.title() + " panel", "");
      }
      ImGui.pushID(panel.title());
      panel.draw(session);
      ImGui.popID();
      ImGui.spacing();
    }
    ImGui.endChild();
    ImGui.end();
  }

  /** Turns to what was just opened. */
  private void follow() {
    boolean isOther = !session.project().folder().equals(project);
    boolean hasOtherModel = !session.sources().modelFolder().equals(model);
    project = session.project().folder();
    model = session.sources().modelFolder();
    if (isOther) {
      boolean leads =
          session.project().capture().isPresent() || session.project().unposed().isPresent();
      chosen = leads ? PROJECT : VIEW;
    }
    if (hasOtherModel && model.isPresent() && session.project().job().isEmpty()) {
      chosen = REMIX;
    }
  }

  private void drawTabs() {
    List<String> names = tabs();
    ImGui.pushStyleVar(
        ImGuiStyleVar.FramePadding,
        MARGIN * ImGui.getFontSize(),
        ImGui.getStyle().getFramePaddingY());
    for (int from = 0; from < names.size(); from += A_ROW) {
      drawRow(names.subList(from, Math.min(from + A_ROW, names.size())));
    }
    ImGui.popStyleVar();
    ImGui.separator();
  }

  /** Tabs over the whole width, the same room beside each name. */
  private void drawRow(List<String> names) {
    float gap = ImGui.getStyle().getItemInnerSpacingX();
    float room = ImGui.getContentRegionAvailX() - (names.size() - 1) * gap;
    for (String name : names) {
      room -= ImGui.calcTextSize(name).x;
    }
    for (String name : names) {
      if (!name.equals(names.get(0))) {
        ImGui.sameLine(0, gap);
      }
      float width = ImGui.calcTextSize(name).x + room / names.size();
      if (widgets.toggle(name + "##" + name + " tab", "", name.equals(chosen), width)) {
        chosen = name;
      }
    }
  }
}
