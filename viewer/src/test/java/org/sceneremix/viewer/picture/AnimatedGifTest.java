package org.sceneremix.viewer.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.image.Image;

class AnimatedGifTest {

  private static Image flat(float red, float green, float blue) {
    Image image = Image.transparent(6, 4);
    for (int i = 0; i < image.rgba().length; i += 4) {
      image.rgba()[i] = red;
      image.rgba()[i + 1] = green;
      image.rgba()[i + 2] = blue;
      image.rgba()[i + 3] = 1;
    }
    return image;
  }

  private static ImageReader reader(byte[] gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
    return reader;
  }

  @Test
  void framesComeBackInOrderWithTheirColours() throws IOException {
    byte[] gif = AnimatedGif.encode(List.of(flat(1, 0, 0), flat(0, 1, 0), flat(0, 0, 1)), 10);
    ImageReader reader = reader(gif);
    assertThat(reader.getNumImages(true)).isEqualTo(3);
    assertThat(reader.read(0).getRGB(2, 2)).isEqualTo(0xffff0000);
    assertThat(reader.read(1).getRGB(2, 2)).isEqualTo(0xff00ff00);
    assertThat(reader.read(2).getRGB(2, 2)).isEqualTo(0xff0000ff);
  }

  @Test
  void framesLastAsAskedAndRepeat() throws IOException {
    byte[] gif = AnimatedGif.encode(List.of(flat(1, 0, 0), flat(0, 1, 0)), 8);
    IIOMetadataNode root =
        (IIOMetadataNode) reader(gif).getImageMetadata(1).getAsTree("javax_imageio_gif_image_1.0");
    IIOMetadataNode control =
        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    assertThat(control.getAttribute("delayTime")).isEqualTo("13");
    assertThat(new String(gif, StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0");
  }

  @Test
  void noFramesAreRefused() {
    assertThatThrownBy(() -> AnimatedGif.encode(List.of(), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frame");
  }
}
