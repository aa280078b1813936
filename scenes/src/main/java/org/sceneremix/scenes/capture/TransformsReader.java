package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
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

  private static final long LARGEST = 1L << 30;

  /** From this angle on a world whose axes COLMAP chose is turned, degrees. */
  private static final double LYING = 45;

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
    Optional<Aabb> said = json.box();
    Matrix4dc motion = motion(json, split);
    List<View> training = moved(split.training(), motion);
    View first = training.get(0);
    boolean hasAlpha = first.mask().isPresent() || PictureFile.header(first.picture()).hasAlpha();
    List<Camera> cameras = training.stream().map(View::camera).toList();
    Aabb surroundings = said.isPresent() ? said.get() : surroundings(cameras, json);
    Optional<Aabb> box = said;
    if (said.isEmpty() && !hasAlpha && json.pointsPath().isPresent()) {
      Path points = PictureNames.resolve(folder, json.pointsPath().get());
      box = SparsePoints.box(PlyPoints.read(points), motion, surroundings);
    }
    return new Capture(
        CaptureReader.nameOf(folder),
        training,
        moved(split.heldOut(), motion),
        box,
        surroundings,
        hasAlpha,
        remarks);
  }

  /**
   * What turns the world upright where nothing but COLMAP chose its axes, as in files of
   * nerfstudio, which exchanges them only ({@code applied_transform}).
   */
  private static Matrix4dc motion(CameraJson json, CaptureReader.Split split)
      throws CaptureException {
    List<Camera> cameras =
        Stream.concat(split.training().stream(), split.heldOut().stream())
            .map(View::camera)
            .toList();
    boolean lies = json.isTransformed() && UprightWorld.tilt(cameras) > LYING;
    return lies && json.box().isEmpty() ? UprightWorld.motion(cameras) : new Matrix4d();
  }

  private static List<View> moved(List<View> views, Matrix4dc motion) {
    return (motion.properties() & Matrix4dc.PROPERTY_IDENTITY) != 0
        ? views
        : views.stream().map(view -> view.moved(motion)).toList();
  }

  /** What the cameras look at, or instant-ngp's cube where that is smaller. */
  private static Aabb surroundings(List<Camera> cameras, CameraJson json) throws CaptureException {
    Aabb seen = Surroundings.of(cameras);
    return json.ngpCube().filter(cube -> cube.longestSide() < seen.longestSide()).orElse(seen);
  }

  private static CameraJson parse(Path file) throws CaptureException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new CaptureException(
            file + ": the file is larger than 1 GiB, which no list of cameras is; write it anew");
      }
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
    AbsentPictures absent = new AbsentPictures();
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
    if (2 * absent.count() >= json.count()) {
      throw new CaptureException(
          absent.first()
              + ", file_path: there is no picture "
              + "of that name in "
              + folder
              + " (nor with .png, .jpg or .tif), and so for "
              + absent.count()
              + " of "
              + json.count()
              + " frames; copy the pictures there");
    }
    absent.remark(json.count()).ifPresent(remarks::add);
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
