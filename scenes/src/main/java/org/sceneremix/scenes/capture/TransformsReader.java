package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.volume.Aabb;

/**
 * Captures described by {@code transforms*.json} (see {@link CameraJson}): world with z up, OpenGL
 * cameras, pictures named with or without their ending.
 */
final class TransformsReader {

  static final String TRAINING = "transforms_train.json";
  static final String SINGLE = "transforms.json";
  private static final List<String> HELD_OUT =
      List.of("transforms_test.json", "transforms_val.json");

  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".JPG", ".PNG");

  private TransformsReader() {}

  /** NeRF-synthetic: one file for each split; test views are held out, or else validation views. */
  static Capture readSplit(Path folder, CaptureOptions options) throws CaptureException {
    CameraJson json = parse(folder.resolve(TRAINING));
    List<View> training = views(folder, json);
    for (String name : HELD_OUT) {
      if (Files.exists(folder.resolve(name))) {
        List<View> heldOut = views(folder, parse(folder.resolve(name)));
        return capture(folder, json, new CaptureReader.Split(training, heldOut));
      }
    }
    return capture(folder, json, CaptureReader.Split.everyNth(training, options.holdOutEvery()));
  }

  /** instant-ngp: one file for all views. */
  static Capture readSingle(Path folder, CaptureOptions options) throws CaptureException {
    CameraJson json = parse(folder.resolve(SINGLE));
    return capture(
        folder, json, CaptureReader.Split.everyNth(views(folder, json), options.holdOutEvery()));
  }

  private static Capture capture(Path folder, CameraJson json, CaptureReader.Split split)
      throws CaptureException {
    Optional<Aabb> box = json.box();
    List<Camera> cameras = split.training().stream().map(View::camera).toList();
    View first = split.training().get(0);
    boolean hasAlpha = first.mask().isPresent() || PictureFile.header(first.picture()).hasAlpha();
    return new Capture(
        CaptureReader.nameOf(folder),
        split.training(),
        split.heldOut(),
        box,
        box.orElseGet(() -> Surroundings.of(cameras)),
        hasAlpha);
  }

  private static CameraJson parse(Path file) throws CaptureException {
    try {
      return CameraJson.parse(Files.readString(file), file.toString());
    } catch (CaptureException e) {
      throw e;
    } catch (IOException e) {
      throw new CaptureException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static List<View> views(Path folder, CameraJson json) throws CaptureException {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < json.count(); i++) {
      Path picture = picture(folder, json, i);
      ImageFiles.Header header = PictureFile.header(picture);
      Camera camera = json.camera(i, new CameraJson.Size(header.width(), header.height()));
      if (camera.intrinsics().width() != header.width()
          || camera.intrinsics().height() != header.height()) {
        // pictures may have been made smaller after their cameras were found
        requireSameAspect(json.where(i), camera, header);
        camera = camera.resized(header.width(), header.height());
      }
      requireSameSize(views, picture, header);
      Optional<Path> mask = json.maskPath(i).map(folder::resolve);
      views.add(new View(json.filePath(i), camera, picture, mask));
    }
    return views;
  }

  private static void requireSameAspect(String where, Camera camera, ImageFiles.Header header)
      throws CaptureException {
    double sx = (double) header.width() / camera.intrinsics().width();
    double sy = (double) header.height() / camera.intrinsics().height();
    if (Math.abs(sx / sy - 1) > 0.01) {
      throw new CaptureException(
          where
              + ", w and h: they say "
              + camera.intrinsics().width()
              + "x"
              + camera.intrinsics().height()
              + " pixels but the picture has "
              + header.width()
              + "x"
              + header.height()
              + ", which is another shape; take the pictures whose cameras these are");
    }
  }

  private static void requireSameSize(List<View> views, Path picture, ImageFiles.Header header)
      throws CaptureException {
    if (views.isEmpty()) {
      return;
    }
    View first = views.get(0);
    int width = first.camera().intrinsics().width();
    int height = first.camera().intrinsics().height();
    if (width != header.width() || height != header.height()) {
      throw new CaptureException(
          picture
              + ": the picture has "
              + header.width()
              + "x"
              + header.height()
              + " pixels but "
              + first.name()
              + " has "
              + width
              + "x"
              + height
              + "; make all pictures of a capture the same size");
    }
  }

  private static Path picture(Path folder, CameraJson json, int frame) throws CaptureException {
    String name = json.filePath(frame);
    if (name.isEmpty()) {
      throw new CaptureException(
          json.where(frame) + ": file_path is missing; every frame needs the path of its picture");
    }
    Path exact = folder.resolve(name);
    if (Files.isRegularFile(exact)) {
      return exact;
    }
    for (String ending : ENDINGS) {
      Path candidate = folder.resolve(name + ending);
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    throw new CaptureException(
        json.where(frame)
            + ", file_path: there is no picture "
            + exact.normalize()
            + " (nor with .png or .jpg); copy it there or remove the frame");
  }
}
