package org.sceneremix.scenes.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.Aabb;

/**
 * Captures whose poses COLMAP found: a sparse model ({@link ColmapModel}, binary or text) and the
 * photographs in {@code images} or {@code images_N}, reduced N times. The world of such a model has
 * arbitrary axes and is turned upright ({@link UprightWorld}); its lens distortion is undone when a
 * picture is read ({@link Lens}).
 *
 * <p>Without masks the sparse points tell where the scene is: the box around nearly all points that
 * lie where the cameras look, and a little more.
 */
final class ColmapReader {

  static final String UNDISTORT =
      "use SIMPLE_PINHOLE, PINHOLE, SIMPLE_RADIAL, RADIAL or OPENCV, or undistort the pictures with"
          + " COLMAP's image_undistorter";

  private static final List<String> PLACES = List.of("sparse/0", "sparse", "colmap/sparse/0", "");

  /** Share of the points at each end of an axis that count as stray. */
  private static final double STRAY = 0.01;

  /** By how much of its size the box of the points is enlarged to each side. */
  private static final double MARGIN = 0.05;

  /** Fewer points tell nothing of the scene's extent. */
  private static final int LEAST_POINTS = 50;

  private ColmapReader() {}

  /** Where in a folder there is a sparse model, if there is one. */
  static Optional<Path> model(Path folder) {
    return PLACES.stream()
        .map(folder::resolve)
        .filter(place -> isBinary(place) || Files.exists(place.resolve("cameras.txt")))
        .findFirst();
  }

  private static boolean isBinary(Path place) {
    return Files.exists(place.resolve("cameras.bin"));
  }

  static Capture read(Path folder, Path place, CaptureOptions options) throws CaptureException {
    ColmapModel model = isBinary(place) ? ColmapBinary.read(place) : ColmapText.read(place);
    if (model.images().isEmpty()) {
      throw new CaptureException(
          place + ": no image has a pose; take photographs that overlap more and run COLMAP again");
    }
    Path images = imagesFolder(folder, options.imageFactor());
    List<String> remarks = new ArrayList<>();
    List<View> views = new ArrayList<>();
    Orientations orientations = new Orientations();
    for (ColmapModel.Posed posed : model.images()) {
      Optional<Path> picture = PictureNames.picture(images, posed.name());
      if (picture.isPresent()) {
        views.add(view(folder, place, model, posed, picture.get(), orientations));
      } else {
        remarks.add(posed.name() + " has a pose but no picture in " + images + " and is left out");
      }
    }
    if (views.isEmpty()) {
      throw new CaptureException(
          images + ": none of the pictures of the sparse model is there; copy them there");
    }
    orientations.remark().ifPresent(remarks::add);
    MaskChecks.requireAllOrNone(views);
    Matrix4dc upright = UprightWorld.motion(views.stream().map(View::camera).toList());
    List<View> turned = views.stream().map(view -> view.moved(upright)).toList();
    CaptureReader.Split split = CaptureReader.Split.everyNth(turned, options.holdOutEvery());
    View first = turned.get(0);
    boolean hasAlpha = first.mask().isPresent() || PictureFile.header(first.picture()).hasAlpha();
    Aabb seen = Surroundings.of(turned.stream().map(View::camera).toList());
    Optional<Aabb> box = boxOfPoints(model.points(), upright, seen);
    return new Capture(
        CaptureReader.nameOf(folder),
        split.training(),
        split.heldOut(),
        // where masks tell the scene from the rest, the points of the rest must not count
        hasAlpha ? Optional.empty() : box,
        seen,
        hasAlpha,
        remarks);
  }

  private static Path imagesFolder(Path folder, int factor) throws CaptureException {
    if (factor == 0 && !Files.isDirectory(folder.resolve("images"))) {
      throw new CaptureException(folder + ": there is no folder images; put the photographs there");
    }
    Path images = folder.resolve(factor <= 1 ? "images" : "images_" + factor);
    if (!Files.isDirectory(images)) {
      throw new CaptureException(images + ": there is no such folder; choose another factor");
    }
    return images;
  }

  private static View view(
      Path folder,
      Path place,
      ColmapModel model,
      ColmapModel.Posed posed,
      Path picture,
      Orientations orientations)
      throws CaptureException {
    Lens lens = model.cameras().get(posed.camera());
    if (lens == null) {
      throw new CaptureException(
          place
              + ": image "
              + posed.name()
              + " was taken with camera "
              + posed.camera()
              + ", which is not there; write the model again");
    }
    Intrinsics full = lens.photographed();
    PictureFile.Shown header =
        PictureFile.shown(PictureFile.header(picture), full.width(), full.height());
    orientations.add(posed.name(), header);
    double sx = (double) header.width() / full.width();
    double sy = (double) header.height() / full.height();
    if (Math.abs(sx / sy - 1) > 0.02) {
      throw new CaptureException(
          picture
              + ": the picture has "
              + header.width()
              + "x"
              + header.height()
              + " pixels but its camera "
              + full.width()
              + "x"
              + full.height()
              + ", which is another shape; take the pictures whose poses these are");
    }
    Lens reduced =
        new Lens(
            full.resized(header.width(), header.height()),
            lens.k1(),
            lens.k2(),
            lens.p1(),
            lens.p2());
    try {
      return View.through(
              reduced, pose(posed), posed.name(), picture, PictureNames.mask(folder, picture))
          .turned(header.turn())
          .ignoring(PictureNames.dynamicMask(picture));
    } catch (IllegalArgumentException e) {
      throw new CaptureException(place + ": image " + posed.name() + ": " + e.getMessage(), e);
    }
  }

  /** Camera-to-world in OpenGL axes. */
  private static Matrix4d pose(ColmapModel.Posed posed) {
    return new Matrix4d()
        .translationRotate(posed.translation(), posed.rotation())
        .invertAffine()
        .scale(1, -1, -1);
  }

  private static Optional<Aabb> boxOfPoints(List<Vector3d> points, Matrix4dc upright, Aabb seen) {
    List<Vector3d> near =
        points.stream()
            .map(point -> upright.transformPosition(point, new Vector3d()))
            .filter(point -> seen.contains(point.x, point.y, point.z))
            .toList();
    if (near.size() < LEAST_POINTS) {
      return Optional.empty();
    }
    double[] min = new double[3];
    double[] max = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      int component = axis;
      double[] sorted = near.stream().mapToDouble(point -> point.get(component)).toArray();
      Arrays.sort(sorted);
      int stray = (int) (STRAY * sorted.length);
      double low = sorted[stray];
      double high = sorted[sorted.length - 1 - stray];
      double margin = MARGIN * Math.max(high - low, 1e-9);
      min[axis] = low - margin;
      max[axis] = high + margin;
    }
    return Optional.of(new Aabb(min[0], min[1], min[2], max[0], max[1], max[2]));
  }
}
