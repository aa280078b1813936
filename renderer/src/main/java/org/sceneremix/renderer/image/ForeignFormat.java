package org.sceneremix.renderer.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Formats of pictures that are known but not read, with what converts them. */
enum ForeignFormat {
  HEIC("heif-convert or magick IMAGE.heic IMAGE.jpg"),
  AVIF("magick IMAGE.avif IMAGE.png"),
  WEBP("dwebp or magick IMAGE.webp IMAGE.png"),
  JPEG_XL("djxl IMAGE.jxl IMAGE.png"),
  JPEG_2000("magick IMAGE.jp2 IMAGE.png"),
  EXR("oiiotool or magick IMAGE.exr -colorspace sRGB IMAGE.png"),
  RADIANCE_HDR("magick IMAGE.hdr -colorspace sRGB IMAGE.png"),
  GIF("magick IMAGE.gif IMAGE.png"),
  BMP("magick IMAGE.bmp IMAGE.png"),
  PHOTOSHOP("magick IMAGE.psd[0] IMAGE.png");

  private final String command;

  ForeignFormat(String command) {
    this.command = command;
  }

  /** Sentence for the user. */
  String sentence() {
    String name = name().replace('_', ' ');
    return "this is a picture in " + name + " format; convert it, for instance with " + command;
  }

  /** Format that the first bytes of a file say, if it is one of these. */
  static Optional<ForeignFormat> ofContent(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("ftyp", 4)) {
      return Optional.of(text.startsWith("avi", 8) ? AVIF : HEIC);
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    if (text.startsWith("\u00ff\n") || text.startsWith("JXL ", 4)) {
      return Optional.of(JPEG_XL);
    }
    if (text.startsWith("jP  ", 4) || text.startsWith("\u00ffO\u00ffQ")) {
      return Optional.of(JPEG_2000);
    }
    if (text.startsWith("v/1\u0001")) {
      return Optional.of(EXR);
    }
    if (text.startsWith("#?RADIANCE") || text.startsWith("#?RGBE")) {
      return Optional.of(RADIANCE_HDR);
    }
    if (text.startsWith("GIF8")) {
      return Optional.of(GIF);
    }
    if (text.startsWith("8BPS")) {
      return Optional.of(PHOTOSHOP);
    }
    return text.startsWith("BM") ? Optional.of(BMP) : Optional.empty();
  }
}
