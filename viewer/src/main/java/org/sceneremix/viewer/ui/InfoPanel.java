package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiTableFlags;
import java.util.Map;
import org.sceneremix.viewer.session.Session;

/** Panel of facts about the scene on show. */
final class InfoPanel implements Panel {

  private static final float NAMES = 7;

  private final Widgets widgets;

  InfoPanel(Widgets widgets) {
    this.widgets = widgets;
  }

  @Override
  public String title() {
    return "About this scene";
  }

  @Override
  public void draw(Session session) {
    Map<String, String> facts = session.scenes().facts();
    if (facts.isEmpty()) {
      Widgets.quiet("No scene is on show.");
      return;
    }
    float text = ImGui.getFontSize();
    if (ImGui.beginTable("facts", 2, ImGuiTableFlags.SizingFixedFit)) {
      ImGui.tableSetupColumn("name", 0, NAMES * text);
      ImGui.tableSetupColumn("fact", 0, ImGui.getContentRegionAvailX() - NAMES * text);
      for (Map.Entry<String, String> fact : facts.entrySet()) {
        ImGui.tableNextRow();
        ImGui.tableSetColumnIndex(0);
        ImGui.textDisabled(fact.getKey());
        ImGui.tableSetColumnIndex(1);
        ImGui.textWrapped(Widgets.plain(fact.getValue()));
        widgets.remember("Fact " + fact.getKey(), fact.getValue());
      }
      ImGui.endTable();
    }
  }
}
