package org.sceneremix.viewer.ui;

/**
 * Pictures of four by three side by side, each above a line of text, as large as all of them fit
 * into an area.
 *
 * @param area screen coordinates
 * @param count of pictures
 * @param columns of them
 * @param width of a picture
 * @param gap between pictures
 * @param text height of the text below
 */
record Tiling(
    SceneView.Rectangle area, int count, int columns, float width, float gap, float text) {

  /** The one with the largest pictures. */
  static Tiling of(SceneView.Rectangle area, int count, float gap, float text) {
    Tiling best = new Tiling(area, count, 1, 0, gap, text);
    for (int columns = 1; columns <= count; columns++) {
      int rows = (count + columns - 1) / columns;
      float across = (area.width() - gap) / columns - gap;
      float down = (area.height() - gap) / rows - gap - text;
      float width = Math.max(1, Math.min(across, down * 4 / 3));
      if (width > best.width()) {
        best = new Tiling(area, count, columns, width, gap, text);
      }
    }
    return best;
  }

  private float height() {
    return width * 3 / 4;
  }

  /** Where a picture is; all of them together are in the middle. */
  SceneView.Rectangle picture(int index) {
    int rows = (count + columns - 1) / columns;
    float left = area.x() + 0.5f * (area.width() - columns * (width + gap) + gap);
    float top = area.y() + 0.5f * (area.height() - rows * (height() + text + gap) + gap);
    return new SceneView.Rectangle(
        left + index % columns * (width + gap),
        top + index / columns * (height() + text + gap),
        width,
        height());
  }
}
