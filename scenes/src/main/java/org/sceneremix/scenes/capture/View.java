package org.sceneremix.scenes.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.BoxResize;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.Orientation;

/**
 * One posed photograph. The picture stays on disk until {@link #load()}.
 *
 * @param name what messages call it, such as {@code ./train/r_3}
 * @param camera its camera, for the picture as {@link #load()} returns it
 * @param picture the picture's file
 * @param mask a grey picture of the same size, white where the scene is; takes the place of the
 *     alpha channel
 * @param downscale how many times smaller than the file {@link #load()} makes the picture, along
 *     each side
 * @param turn how {@link #load()} turns the stored picture first
 * @param ignored masks of pixels that say nothing of the scene
 * @param lens the lens that took the picture where it is not a pinhole camera's as it is; then
 *     {@link #load()} undoes its distortion
 */
public record View(
    String name,
    Camera camera,
    Path picture,
    Optional<Path> mask,
    int downscale,
    Orientation turn,
    List<IgnoredPixels> ignored,
    Optional<Lens> lens) {

  /**
   * @throws IllegalArgumentException if the factor is not positive
   */
  public View {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(camera, "camera");
    Objects.requireNonNull(picture, "picture");
    Objects.requireNonNull(mask, "mask");
    Objects.requireNonNull(turn, "turn");
    ignored = List.copyOf(ignored);
    Objects.requireNonNull(lens, "lens");
    if (downscale < 1) {
      throw new IllegalArgumentException(
          "pictures can be made smaller by a whole number from 1, not by " + downscale);
    }
  }

  /** A view as its file holds it. */
  public View(String name, Camera camera, Path picture, Optional<Path> mask) {
    this(name, camera, picture, mask, 1, Orientation.UPRIGHT, List.of(), Optional.empty());
  }

  /**
   * A view as its file holds it, taken by a lens.
   *
   * @param pose rigid camera-to-world transform
   */
  static View through(Lens lens, Matrix4dc pose, String name, Path picture) {
    Camera camera = new Camera(lens.pinhole(), pose);
    return new View(
        name,
        camera,
        picture,
        Optional.empty(),
        1,
        Orientation.UPRIGHT,
        List.of(),
        lens.isPinhole() ? Optional.empty() : Optional.of(lens));
  }

  /** The same view, its stored picture to be turned first. */
  View turned(Orientation newTurn) {
    return new View(name, camera, picture, mask, downscale, newTurn, ignored, lens);
  }

  /** The same view, cut out by a mask. */
  View masked(Path newMask) {
    return new View(name, camera, picture, Optional.of(newMask), downscale, turn, ignored, lens);
  }

  /** The same view, of which more pixels say nothing. */
  View ignoring(IgnoredPixels more) {
    List<IgnoredPixels> all = new ArrayList<>(ignored);
    all.add(more);
    return new View(name, camera, picture, mask, downscale, turn, all, lens);
  }

  /** The same view in a world that was moved rigidly. */
  View moved(Matrix4dc motion) {
    Matrix4d pose = new Matrix4d(motion).mul(camera.cameraToWorld());
    return new View(
        name, new Camera(camera.intrinsics(), pose), picture, mask, downscale, turn, ignored, lens);
  }

  /**
   * The same view, its picture {@code factor} times smaller along each side: pixels are averaged,
   * rows and columns that do not fill a pixel are dropped.
   *
   * @throws IllegalArgumentException if the factor is not positive, or no pixel would be left
   */
  public View downscaled(int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException(
          "pictures can be made smaller by a whole number from 1, not by " + factor);
    }
    Intrinsics full = camera.intrinsics();
    if (full.width() < factor || full.height() < factor) {
      throw new IllegalArgumentException(
          "a picture of "
              + full.width()
              + "x"
              + full.height()
              + " pixels cannot be made "
              + factor
              + " times smaller; choose a smaller factor");
    }
    Intrinsics small =
        new Intrinsics(
            full.width() / factor,
            full.height() / factor,
            full.fx() / factor,
            full.fy() / factor,
            full.cx() / factor,
            full.cy() / factor);
    return new View(
        name,
        new Camera(small, camera.cameraToWorld()),
        picture,
        mask,
        downscale * factor,
        turn,
        ignored,
        lens);
  }

  /**
   * Reads the picture, with the mask (if there is one) as its alpha channel.
   *
   * @return a picture of the camera's size
   * @throws CaptureException if a file is missing or broken, or has another size than the camera
   */
  public Image load() throws CaptureException {
    Image image = turn.apply(PictureFile.read(picture));
    if (mask.isPresent()) {
      image = withAlpha(image, ofPicturesSize(mask.get(), "mask", image));
    }
    return asSeen(image);
  }

  /**
   * Reads which pixels of the picture say nothing of the scene.
   *
   * @return for each pixel of {@link #load()}, row by row; empty if all of them count
   * @throws CaptureException as {@link #load()}
   */
  public Optional<boolean[]> loadIgnored() throws CaptureException {
    if (ignored.isEmpty()) {
      return Optional.empty();
    }
    Image picture = turn.apply(PictureFile.read(this.picture));
    Image marked = Image.transparent(picture.width(), picture.height());
    for (IgnoredPixels some : ignored) {
      some.mark(ofPicturesSize(some.mask(), "mask", picture), marked);
    }
    Image seen = asSeen(marked);
    boolean[] result = new boolean[seen.width() * seen.height()];
    for (int i = 0; i < result.length; i++) {
      result[i] = seen.rgba()[i * Image.CHANNELS + 3] > 0;
    }
    return Optional.of(result);
  }

  /** A picture of the file's size as the camera sees it. */
  private Image asSeen(Image file) throws CaptureException {
    Image image = file;
    Intrinsics expected = camera.intrinsics();
    if (image.width() / downscale != expected.width()
        || image.height() / downscale != expected.height()) {
      throw new CaptureException(
          picture
              + ": the picture has "
              + image.width()
              + "x"
              + image.height()
              + " pixels but its camera "
              + expected.width() * downscale
              + "x"
              + expected.height() * downscale
              + "; all pictures of a capture must have the size that their cameras say");
    }
    if (lens.isPresent()) {
      image = lens.get().undistort(image);
    }
    return downscale == 1 ? image : shrink(image);
  }

  /**
   * A mask, turned as its picture is if it was stored like it, and made as large: masks may be of
   * the photographs before they were made smaller.
   */
  private Image ofPicturesSize(Path file, String what, Image image) throws CaptureException {
    Image stored = PictureFile.read(file);
    boolean isShown = hasShape(stored, image);
    Image shown = isShown && turn.swapsSides() ? stored : turn.apply(stored);
    if (!hasShape(shown, image)) {
      throw new CaptureException(
          file
              + ": the "
              + what
              + " has "
              + stored.width()
              + "x"
              + stored.height()
              + " pixels but the picture "
              + image.width()
              + "x"
              + image.height()
              + ", which is another shape; make the masks as large as the pictures");
    }
    return shown.width() == image.width() && shown.height() == image.height()
        ? shown
        : BoxResize.resize(shown, image.width(), image.height());
  }

  private static boolean hasShape(Image mask, Image picture) {
    return PictureFile.isNear(
        (double) mask.width() / mask.height(), (double) picture.width() / picture.height());
  }

  private static Image withAlpha(Image image, Image grey) {
    float[] rgba = image.rgba().clone();
    for (int i = 0; i < rgba.length; i += Image.CHANNELS) {
      rgba[i + 3] = grey.rgba()[i];
    }
    return new Image(image.width(), image.height(), rgba);
  }

  private Image shrink(Image image) {
    int width = camera.intrinsics().width();
    int height = camera.intrinsics().height();
    Image whole = image;
    if (image.width() != width * downscale || image.height() != height * downscale) {
      whole = cropped(image, width * downscale, height * downscale);
    }
    return BoxResize.resize(whole, width, height);
  }

  private static Image cropped(Image image, int width, int height) {
    Image result = Image.transparent(width, height);
    for (int row = 0; row < height; row++) {
      System.arraycopy(
          image.rgba(),
          image.index(0, row),
          result.rgba(),
          result.index(0, row),
          width * Image.CHANNELS);
    }
    return result;
  }
}
