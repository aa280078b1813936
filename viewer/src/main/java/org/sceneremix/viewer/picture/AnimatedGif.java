package org.sceneremix.viewer.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.sceneremix.renderer.image.Image;

/**
 * A film as an animated GIF that repeats for ever. Each frame has a palette of 256 colours of its
 * own.
 */
public final class AnimatedGif {

  /** Native metadata format of the JDK's GIF writer. */
  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  private AnimatedGif() {}

  /**
   * Encodes a film.
   *
   * @param frames pictures of one size; alpha is ignored, so lay them over a background first
   * @param framesPerSecond as near as hundredths of a second a frame allow
   * @return the file's bytes
   * @throws IllegalArgumentException if there is no frame or the rate is not in [1, 50]
   */
  public static byte[] encode(List<Image> frames, int framesPerSecond) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(frames.iterator(), framesPerSecond, bytes);
    return bytes.toByteArray();
  }

  /** As {@link #encode}, frame by frame, so that none need be kept. */
  static void write(Iterator<Image> frames, int framesPerSecond, OutputStream stream)
      throws IOException {
    if (!frames.hasNext()) {
      throw new IllegalArgumentException("a film needs at least one frame");
    }
    if (framesPerSecond < 1 || framesPerSecond > 50) {
      throw new IllegalArgumentException(
          "a GIF shows 1 to 50 frames a second, not " + framesPerSecond);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    // not one with a file in the system's temporary folder
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(stream)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      while (frames.hasNext()) {
        BufferedImage pixels = toBufferedImage(frames.next());
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(pixels), null);
        describe(metadata, Math.round(100f / framesPerSecond));
        writer.writeToSequence(new IIOImage(pixels, null, metadata), null);
        out.flushBefore(out.getStreamPosition());
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  private static BufferedImage toBufferedImage(Image image) {
    float[] rgba = image.rgba();
    int[] rgb = new int[image.width() * image.height()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = toByte(rgba[4 * i]) << 16 | toByte(rgba[4 * i + 1]) << 8 | toByte(rgba[4 * i + 2]);
    }
    BufferedImage pixels =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    pixels.setRGB(0, 0, image.width(), image.height(), rgb, 0, image.width());
    return pixels;
  }

  private static int toByte(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }

  private static void describe(IIOMetadata metadata, int hundredths) throws IOException {
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", Integer.toString(hundredths));
    control.setAttribute("transparentColorIndex", "0");
    IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    // sub-block 1, then the number of repetitions: 0 is for ever
    loop.setUserObject(new byte[] {1, 0, 0});
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(loop);
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(control);
    root.appendChild(extensions);
    metadata.mergeTree(FORMAT, root);
  }
}
