package org.sceneremix.gan.sheet;

import java.util.ArrayList;
import java.util.List;
import org.sceneremix.renderer.image.Compositing;
import org.sceneremix.renderer.image.Image;

/** Pictures of one size in about as many rows as columns, each above a line of text, on white. */
public final class PictureGrid {

  private final List<Image> pictures = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  /**
   * Adds a picture after the others.
   *
   * @param picture opaque, as large as the others
   * @param text what is written below it; cut off where it is wider than the picture
   * @throws IllegalArgumentException if the picture is of another size
   */
  public void add(Image picture, String text) {
    if (!pictures.isEmpty()
        && (picture.width() != pictures.get(0).width()
            || picture.height() != pictures.get(0).height())) {
      throw new IllegalArgumentException("the pictures of a grid have one size");
    }
    pictures.add(picture);
    texts.add(text);
  }

  /**
   * The grid as it is now.
   *
   * @throws IllegalStateException if it has no picture
   */
  public Image image() {
    if (pictures.isEmpty()) {
      throw new IllegalStateException("the grid has no picture; add one first");
    }
    int columns = (int) Math.ceil(Math.sqrt(pictures.size()));
    int rows = (pictures.size() + columns - 1) / columns;
    int width = pictures.get(0).width();
    int height = pictures.get(0).height();
    Image grid =
        Compositing.over(
            Image.transparent(columns * width, rows * (height + Label.HEIGHT)), 1, 1, 1);
    for (int i = 0; i < pictures.size(); i++) {
      int left = i % columns * width;
      int top = i / columns * (height + Label.HEIGHT);
      ContactSheet.paste(pictures.get(i), grid, left, top);
      ContactSheet.paste(Label.of(texts.get(i), width), grid, left, top + height);
    }
    return grid;
  }
}
