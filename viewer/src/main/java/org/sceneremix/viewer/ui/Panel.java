package org.sceneremix.viewer.ui;

import org.sceneremix.viewer.session.Session;

/**
 * A part of the side panel, under one of its tabs, drawn anew in every frame with Dear ImGui.
 *
 * <pre>{@code
 * window.addPanel(Panel.of("Voxels", session ->
 *     session.scenes().shownGrid().ifPresent(grid -> ImGui.text(grid.voxelCount() + " voxels"))));
 * }</pre>
 */
public interface Panel {

  /** Its heading. */
  String title();

  /** Draws it and acts on what was done with it. */
  void draw(Session session);

  /** Content of a panel. */
  @FunctionalInterface
  interface Content {
    void draw(Session session);
  }

  /** A panel of this heading and content. */
  static Panel of(String title, Content content) {
    return new Panel() {
      @Override
      public String title() {
        return title;
      }

      @Override
      public void draw(Session session) {
        content.draw(session);
      }
    };
  }
}
