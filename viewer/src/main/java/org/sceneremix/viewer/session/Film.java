package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.picture.AnimatedGif;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;

/**
 * A film to be made of a camera path.
 *
 * @param out {@code .gif} is a film; every other name a folder for PNGs
 * @param width pixels
 * @param height pixels
 * @param framesPerSecond in [1, 50]
 * @param transparent whether PNGs keep their alpha; a GIF has none
 */
public record Film(Path out, int width, int height, int framesPerSecond, boolean transparent) {

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public Film {
    Objects.requireNonNull(out, "out");
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a film needs at least one pixel, not " + width + "x" + height);
    }
    if (framesPerSecond < 1 || framesPerSecond > 50) {
      throw new IllegalArgumentException(
          "a film shows 1 to 50 frames a second, not " + framesPerSecond);
    }
  }

  private boolean isGif() {
    return out.toString().toLowerCase(Locale.ROOT).endsWith(".gif");
  }

  /** Makes it. */
  void make(VoxelGrid grid, CameraPath path, LookSettings look, int threads, Progress progress)
      throws IOException {
    List<Camera> cameras = path.frames(framesPerSecond, width, height);
    List<Image> frames = new ArrayList<>();
    VoxelGrid shown = Pictures.cut(grid, look);
    try (Pictures pictures = new Pictures(look, transparent && !isGif(), threads)) {
      for (int i = 0; i < cameras.size(); i++) {
        if (progress.cancelled()) {
          throw new CancellationException("stopped");
        }
        progress.at((double) i / cameras.size(), "frame " + (i + 1) + " of " + cameras.size());
        Image picture = pictures.of(shown, cameras.get(i));
        if (isGif()) {
          frames.add(picture);
        } else {
          ImageFiles.write(picture, out.resolve(String.format(Locale.ROOT, "frame-%04d.png", i)));
        }
      }
    }
    if (isGif()) {
      byte[] film = AnimatedGif.encode(frames, framesPerSecond);
      AtomicFile.write(out, stream -> stream.write(film));
    }
  }
}
