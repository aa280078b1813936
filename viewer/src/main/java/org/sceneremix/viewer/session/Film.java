package org.sceneremix.viewer.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.picture.MorphFrames;
import org.sceneremix.viewer.picture.PictureSeries;
import org.sceneremix.viewer.picture.PictureSeries.Shot;
import org.sceneremix.volume.VoxelGrid;

/**
 * A film to be made of a camera path.
 *
 * @param out as {@link PictureSeries} takes it: a {@code .gif}, an {@code .mp4} or a folder
 * @param width pixels
 * @param height pixels
 * @param framesPerSecond in [1, 50]
 * @param transparent whether PNGs keep their alpha; films have none
 * @param morphs whether it goes from the last but one pinned remix to the last, and back where the
 *     path is closed, instead of showing the scene on show
 */
public record Film(
    Path out, int width, int height, int framesPerSecond, boolean transparent, boolean morphs) {

  /** The scenes of a film. */
  @FunctionalInterface
  interface Scenes {
    /**
     * One of them.
     *
     * @param share how far it is from the first, 0, to the last, 1
     */
    VoxelGrid at(double share) throws IOException;
  }

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public Film {
    Objects.requireNonNull(out, "out");
    if (out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException(
          "a film is more than one picture; name a folder, a .gif or an .mp4");
    }
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a film needs at least one pixel, not " + width + "x" + height);
    }
    if (framesPerSecond < 1 || framesPerSecond > 50) {
      throw new IllegalArgumentException(
          "a film shows 1 to 50 frames a second, not " + framesPerSecond);
    }
  }

  /** Makes it. */
  void make(Scenes scenes, CameraPath path, LookSettings look, int threads, Progress progress)
      throws IOException {
    PictureSeries series = new PictureSeries(out, framesPerSecond);
    List<Shot> shots = new ArrayList<>();
    for (Camera camera : path.frames(framesPerSecond, width, height)) {
      shots.add(Shot.numbered(shots.size(), camera));
    }
    VoxelGrid first = scenes.at(0);
    try (Pictures pictures = new Pictures(look, transparent && !series.kind().isFilm(), threads)) {
      Cutting cutting = new Cutting(scenes, look);
      int[] frame = {0};
      series.write(
          shots,
          camera ->
              pictures.of(
                  cutting.at(MorphFrames.share(frame[0]++, shots.size(), path.closed())), camera),
          progress);
    }
    if (series.kind() == PictureSeries.Kind.FOLDER) {
      series.writeCameras(shots, first.box());
    }
  }

  /** Cuts scenes, each once as long as it stays the same. */
  private static final class Cutting {
    private final Scenes scenes;
    private final LookSettings look;
    private VoxelGrid whole;
    private VoxelGrid cut;

    Cutting(Scenes scenes, LookSettings look) {
      this.scenes = scenes;
      this.look = look;
    }

    VoxelGrid at(double share) {
      try {
        VoxelGrid next = scenes.at(share);
        if (next != whole) {
          whole = next;
          cut = Pictures.cut(next, look);
        }
        return cut;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
