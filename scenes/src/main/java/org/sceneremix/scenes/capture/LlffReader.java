package org.sceneremix.scenes.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.joml.Matrix4d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.image.Orientation;

/**
 * LLFF captures (Mildenhall et al. 2019, "Local Light Field Fusion"): {@code poses_bounds.npy},
 * pictures in one of the {@linkplain ImagesFolder customary folders}, and optionally {@linkplain
 * PictureNames#mask masks}, white where the scene is.
 *
 * <p>Row i of the array belongs to picture i in alphabetical order: a 3x5 matrix, row by row, whose
 * columns are the camera's down, right and backward axes and its position in the world, then
 * (height, width, focal length) of the original photograph in pixels; after it the depths between
 * which the scene lies. The world's axes are arbitrary, so the capture is turned until z is up
 * ({@link UprightWorld}).
 */
final class LlffReader {

  static final String POSES = "poses_bounds.npy";

  private static final int COLUMNS = 17;

  private LlffReader() {}

  static Capture read(Path folder, CaptureOptions options) throws CaptureException {
    Path file = folder.resolve(POSES);
    NumpyArray array = NumpyArray.read(file);
    if (array.dimensions() != 2 || array.size(1) != COLUMNS || array.size(0) == 0) {
      throw new CaptureException(
          file
              + ": the array is "
              + array.shapeText()
              + " but should be N x 17 (pose 3x5, near, far); write it with LLFF's imgs2poses");
    }
    Path images = ImagesFolder.of(folder, options.imageFactor());
    List<Path> pictures = ImagesFolder.pictures(images);
    if (pictures.size() != array.size(0)) {
      throw new CaptureException(
          images
              + ": there are "
              + pictures.size()
              + " pictures but "
              + POSES
              + " has "
              + array.size(0)
              + " poses; keep exactly one picture for each pose");
    }
    ImageFiles.Header first = PictureFile.header(pictures.get(0));
    List<Camera> cameras = new ArrayList<>();
    List<Orientation> turns = new ArrayList<>();
    Orientations orientations = new Orientations();
    double[] near = new double[pictures.size()];
    double[] far = new double[pictures.size()];
    for (int i = 0; i < pictures.size(); i++) {
      ImageFiles.Header header = PictureFile.header(pictures.get(i));
      PictureFile.Shown shown = PictureFile.shown(header, array.at(i, 9), array.at(i, 4));
      orientations.add(pictures.get(i).getFileName().toString(), shown);
      turns.add(shown.turn());
      cameras.add(camera(file, array, i, shown));
      near[i] = array.at(i, 15);
      far[i] = array.at(i, 16);
      if (!(near[i] > 0 && near[i] < far[i] && Double.isFinite(far[i]))) {
        throw new CaptureException(
            String.format(
                Locale.ROOT,
                "%s: frame %d, bounds: near %s and far %s should be 0 < near < far; correct the"
                    + " row or remove it and its picture",
                file,
                i,
                near[i],
                far[i]));
      }
    }
    List<Camera> upright = UprightWorld.turn(cameras);
    List<View> views = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Path picture = pictures.get(i);
      Optional<Path> mask = PictureNames.mask(folder, picture);
      views.add(
          new View(picture.getFileName().toString(), upright.get(i), picture, mask)
              .turned(turns.get(i))
              .ignoring(PictureNames.dynamicMask(picture)));
    }
    MaskChecks.requireAllOrNone(views);
    CaptureReader.Split split = CaptureReader.Split.everyNth(views, options.holdOutEvery());
    return new Capture(
        CaptureReader.nameOf(folder),
        split.training(),
        split.heldOut(),
        Optional.empty(),
        Surroundings.of(upright, near, far),
        views.get(0).mask().isPresent() || first.hasAlpha(),
        orientations.remark().stream().toList());
  }

  private static Camera camera(Path file, NumpyArray array, int row, PictureFile.Shown header)
      throws CaptureException {
    String where = file + ": frame " + row;
    for (int column = 0; column < COLUMNS; column++) {
      if (!Double.isFinite(array.at(row, column))) {
        throw new CaptureException(
            where
                + ", column "
                + column
                + ": this is not a finite number ("
                + array.at(row, column)
                + "); correct the row or remove it and its picture");
      }
    }
    double[][] axes = new double[4][3];
    for (int axis = 0; axis < 4; axis++) {
      for (int i = 0; i < 3; i++) {
        axes[axis][i] = array.at(row, 5 * i + axis);
      }
    }
    double[] down = axes[0];
    double[] right = axes[1];
    double[] back = axes[2];
    double[] eye = axes[3];
    Matrix4d pose =
        new Matrix4d(
            right[0], right[1], right[2], 0, -down[0], -down[1], -down[2], 0, back[0], back[1],
            back[2], 0, eye[0], eye[1], eye[2], 1);
    double height = array.at(row, 4);
    double width = array.at(row, 9);
    double focal = array.at(row, 14);
    if (!(width >= 1 && height >= 1 && focal > 0)) {
      throw new CaptureException(
          where
              + ": height, width and focal length ("
              + height
              + ", "
              + width
              + ", "
              + focal
              + ") must be positive; write the array with LLFF's imgs2poses");
    }
    double sx = header.width() / width;
    double sy = header.height() / height;
    if (Math.abs(sx / sy - 1) > 0.02) {
      throw new CaptureException(
          where
              + ": the original photograph has "
              + Math.round(width)
              + "x"
              + Math.round(height)
              + " pixels, the picture "
              + header.width()
              + "x"
              + header.height()
              + ", which is another shape; reduce the pictures without cropping or turning them");
    }
    Intrinsics intrinsics =
        new Intrinsics(
            header.width(),
            header.height(),
            focal * sx,
            focal * sy,
            0.5 * header.width(),
            0.5 * header.height());
    try {
      return new Camera(intrinsics, pose);
    } catch (IllegalArgumentException e) {
      throw new CaptureException(where + ", pose: " + e.getMessage(), e);
    }
  }
}
