package org.sceneremix.viewer.picture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.OutputLock;

/**
 * Pictures from several cameras that go where a name says: one PNG, a film, or a folder of PNGs
 * which with their cameras are a capture again. One picture at a time is in memory.
 *
 * @param out name of the file or folder
 * @param framesPerSecond of a film
 */
public record PictureSeries(Path out, int framesPerSecond) {

  /** Name of a folder's file of cameras. */
  public static final String CAMERAS = "transforms.json";

  private static final List<String> NOT_WRITTEN = List.of(".webm", ".mov", ".avi", ".jpg", ".jpeg");

  /**
   * @throws IllegalArgumentException if files of that ending are not written, or not here
   */
  public PictureSeries {
    Objects.requireNonNull(out, "out");
    String name = lowerCase(out);
    for (String ending : NOT_WRITTEN) {
      if (name.endsWith(ending)) {
        throw new IllegalArgumentException(
            ending + " files are not written; choose a .png, a .gif, an .mp4, or a folder");
      }
    }
    if (Kind.of(out) == Kind.MP4 && !Mp4Film.isPossible()) {
      throw new IllegalArgumentException(
          "an .mp4 needs the program ffmpeg on the path, which is not there; install it or write a"
              + " .gif");
    }
  }

  /** Form in which the pictures are written. */
  public enum Kind {
    PICTURE,
    GIF,
    MP4,
    FOLDER;

    private static Kind of(Path out) {
      String name = lowerCase(out);
      if (name.endsWith(".png")) {
        return PICTURE;
      }
      return name.endsWith(".gif") ? GIF : name.endsWith(".mp4") ? MP4 : FOLDER;
    }

    /** Whether the pictures become a film, in which they have no alpha. */
    public boolean isFilm() {
      return this == GIF || this == MP4;
    }
  }

  /**
   * A camera and the name of its picture.
   *
   * @param name without ending
   */
  public record Shot(String name, Camera camera) {

    /** Cameras numbered from 0 on. */
    public static Shot numbered(int index, Camera camera) {
      return new Shot(String.format(Locale.ROOT, "view-%03d", index), camera);
    }
  }

  private static String lowerCase(Path path) {
    return path.toString().toLowerCase(Locale.ROOT);
  }

  public Kind kind() {
    return Kind.of(out);
  }

  /** Does what writes them while no other process does. */
  public <T> T holding(String who, OutputLock.Work<T> work) throws IOException {
    return kind() == Kind.FOLDER
        ? OutputLock.holdingFolder(out, who, work)
        : OutputLock.holdingFile(out, who, work);
  }

  /**
   * Makes the pictures and writes them. A file appears whole or not at all; pictures in a folder
   * one after the other.
   *
   * @param shots at least one, exactly one for a picture; all of one size for a film
   * @param maker makes a picture
   * @throws CancellationException if the progress is cancelled
   */
  public void write(List<Shot> shots, Function<Camera, Image> maker, Progress progress)
      throws IOException {
    Iterator<Image> pictures = new Pictures(shots, maker, progress);
    switch (kind()) {
      case PICTURE -> ImageFiles.write(pictures.next(), out);
      case GIF ->
          AtomicFile.write(out, stream -> AnimatedGif.write(pictures, framesPerSecond, stream));
      case MP4 -> Mp4Film.write(pictures, framesPerSecond, out);
      case FOLDER -> {
        for (Shot shot : shots) {
          ImageFiles.write(pictures.next(), out.resolve(shot.name() + ".png"));
        }
      }
    }
    progress.at(1, shots.size() + " views");
  }

  /** Writes the cameras beside the pictures in a folder, and the box of the scene. */
  public void writeCameras(List<Shot> shots, Aabb box) throws IOException {
    String json =
        CameraJson.write(
            shots.stream().map(Shot::camera).toList(),
            shots.stream().map(shot -> shot.name() + ".png").toList(),
            Optional.of(box));
    AtomicFile.writeText(out.resolve(CAMERAS), json);
  }

  /** Makes each picture when it is asked for. */
  private static final class Pictures implements Iterator<Image> {

    private final List<Shot> shots;
    private final Function<Camera, Image> maker;
    private final Progress progress;
    private int done;

    Pictures(List<Shot> shots, Function<Camera, Image> maker, Progress progress) {
      this.shots = shots;
      this.maker = maker;
      this.progress = progress;
    }

    @Override
    public boolean hasNext() {
      return done < shots.size();
    }

    @Override
    public Image next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all pictures are made");
      }
      if (progress.cancelled()) {
        throw new CancellationException("stopped");
      }
      Shot shot = shots.get(done);
      progress.at((double) done / shots.size(), (done + 1) + " of " + shots.size());
      done++;
      return maker.apply(shot.camera());
    }
  }
}
