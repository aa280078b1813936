package org.sceneremix.gan.sheet;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.sceneremix.renderer.image.Image;

/** A line of dark text on white, drawn without a display. */
final class Label {

  /** Pixels. */
  static final int HEIGHT = 24;

  private static final int MARGIN = 6;
  private static final Color INK = new Color(0x20, 0x20, 0x20);

  private Label() {}

  /** The text at the left of a white strip; what does not fit on it is cut off. */
  static Image of(String text, int width) {
    BufferedImage strip = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = strip.createGraphics();
    try {
      pen.setColor(Color.WHITE);
      pen.fillRect(0, 0, width, HEIGHT);
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setColor(INK);
      pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, HEIGHT * 2 / 3));
      pen.drawString(text, MARGIN, HEIGHT * 3 / 4);
    } catch (InternalError | NoClassDefFoundError noFonts) {
      // a machine without any font, or without the library that reads them, still gets its pictures
      return image(strip);
    } finally {
      pen.dispose();
    }
    return image(strip);
  }

  private static Image image(BufferedImage strip) {
    Image image = Image.transparent(strip.getWidth(), strip.getHeight());
    for (int y = 0; y < strip.getHeight(); y++) {
      for (int x = 0; x < strip.getWidth(); x++) {
        int rgb = strip.getRGB(x, y);
        int at = image.index(x, y);
        image.rgba()[at] = (rgb >> 16 & 0xFF) / 255f;
        image.rgba()[at + 1] = (rgb >> 8 & 0xFF) / 255f;
        image.rgba()[at + 2] = (rgb & 0xFF) / 255f;
        image.rgba()[at + 3] = 1;
      }
    }
    return image;
  }
}
