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

  /** Names of absent pictures that a remark gives. */
  private static final int NAMED = 3;

  private TransformsReader() {}

  /** NeRF-synthetic: one file for each split; test views are held out, or else validation views. */
  static Capture readSplit(Path folder, CaptureOptions options) throws CaptureException {
    CameraJson json = parse(folder.resolve(TRAINING));
    List<String> remarks = new ArrayList<>();
    List<View> training = views(folder, json, remarks);
    for (String name : HELD_OUT) {
      if (Files.exists(folder.resolve(name))) {
        List<View> heldOut = views(folder, parse(folder.resolve(name)), remarks);
        return capture(folder, json, new CaptureReader.Split(training, heldOut), remarks);
      }
    }
    return capture(
        folder, json, CaptureReader.Split.everyNth(training, options.holdOutEvery()), remarks);
  }

  /** instant-ngp: one file for all views. */
  static Capture readSingle(Path folder, CaptureOptions options) throws CaptureException {
    CameraJson json = parse(folder.resolve(SINGLE));
    List<String> remarks = new ArrayList<>();
    List<View> views = views(folder, json, remarks);
    return capture(
        folder, json, CaptureReader.Split.everyNth(views, options.holdOutEvery()), remarks);
  }

  private static Capture capture(
      Path folder, CameraJson json, CaptureReader.Split split, List<String> remarks)
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
        box.isPresent() ? box.get() : surroundings(cameras, json),
        hasAlpha,
        remarks);
  }

  /** What the cameras look at, or instant-ngp's cube where that is smaller. */
  private static Aabb surroundings(List<Camera> cameras, CameraJson json) throws CaptureException {
    Aabb seen = Surroundings.of(cameras);
    return json.ngpCube().filter(cube -> cube.longestSide() < seen.longestSide()).orElse(seen);
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

  private static List<View> views(Path folder, CameraJson json, List<String> remarks)
      throws CaptureException {
    List<View> views = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    Orientations orientations = new Orientations();
    for (int i = 0; i < json.count(); i++) {
      String name = json.filePath(i);
      if (name.isEmpty()) {
        throw new CaptureException(
            json.where(i) + ": file_path is missing; every frame needs the path of its picture");
      }
      Optional<Path> picture = PictureNames.picture(folder, name);
      if (picture.isPresent()) {
        views.add(view(folder, json, i, picture.get(), orientations));
      } else {
        absent.add(json.where(i));
      }
    }
    if (2 * absent.size() >= json.count()) {
      throw new CaptureException(
          absent.get(0)
              + ", file_path: there is no picture "
              + "of that name in "
              + folder
              + " (nor with .png, .jpg or .tif), and so for "
              + absent.size()
              + " of "
              + json.count()
              + " frames; copy the pictures there");
    }
    if (!absent.isEmpty()) {
      remarks.add(
          absent.size()
              + " of "
              + json.count()
              + " frames have no picture and are left out: "
              + String.join(", ", absent.subList(0, Math.min(NAMED, absent.size())))
              + (absent.size() > NAMED ? " ..." : ""));
    }
    orientations.remark().ifPresent(remarks::add);
    MaskChecks.requireAllOrNone(views);
    return views;
  }

  private static View view(
      Path folder, CameraJson json, int frame, Path picture, Orientations orientations)
      throws CaptureException {
    ImageFiles.Header header = PictureFile.header(picture);
    Camera camera = json.photographing(frame, new CameraJson.Size(header.width(), header.height()));
    PictureFile.Shown shown =
        PictureFile.shown(header, camera.intrinsics().width(), camera.intrinsics().height());
    orientations.add(json.filePath(frame), shown);
    if (camera.intrinsics().width() != shown.width()
        || camera.intrinsics().height() != shown.height()) {
      // pictures may have been made smaller after their cameras were found
      requireSameAspect(json.where(frame), camera, shown);
      camera = camera.resized(shown.width(), shown.height());
    }
    Optional<String> maskPath = json.maskPath(frame);
    Optional<Path> mask =
        maskPath.isPresent()
            ? Optional.of(PictureNames.resolve(folder, maskPath.get()))
            : PictureNames.mask(folder, picture);
    return View.through(
            json.lens(frame, camera.intrinsics()),
            camera.cameraToWorld(),
            json.filePath(frame),
            picture,
            mask)
        .turned(shown.turn())
        .ignoring(PictureNames.dynamicMask(picture));
  }

  private static void requireSameAspect(String where, Camera camera, PictureFile.Shown header)
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
}
