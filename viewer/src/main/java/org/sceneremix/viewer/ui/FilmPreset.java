package org.sceneremix.viewer.ui;

/** Sizes and rates that films often have. */
enum FilmPreset {
  FULL_HD("1080p", 1920, 1080, 24),
  SQUARE("Square", 1080, 1080, 24),
  UPRIGHT("Upright", 1080, 1920, 24),
  SMALL("Small", 480, 360, 12);

  private final String label;
  private final int width;
  private final int height;
  private final int framesPerSecond;

  FilmPreset(String label, int width, int height, int framesPerSecond) {
    this.label = label;
    this.width = width;
    this.height = height;
    this.framesPerSecond = framesPerSecond;
  }

  String label() {
    return label;
  }

  String tooltip() {
    return width + "x" + height + " pixels, " + framesPerSecond + " frames a second";
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int framesPerSecond() {
    return framesPerSecond;
  }
}
