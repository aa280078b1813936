package org.sceneremix.scenes.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.joml.Matrix4d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;

/**
 * LLFF captures (Mildenhall et al. 2019, "Local Light Field Fusion"): {@code poses_bounds.npy},
 * pictures in one of the {@linkplain ImagesFolder customary folders}, and optionally {@linkplain
 * Masks masks}, white where the scene is.
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
    Path images =
        ImagesFolder.of(folder, options.imageFactor())
            .orElseThrow(
                () ->
                    new CaptureException(
                        folder
                            + ": there is no folder images or images_N; put the photographs there"));
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
    Orientations orientations = new Orientations();
    List<Frames.Frame> frames = new ArrayList<>();
    Map<String, Integer> rows = new HashMap<>();
    for (int i = 0; i < pictures.size(); i++) {
      int row = i;
      requireSound(file, array, row);
      String name = pictures.get(i).getFileName().toString();
      rows.put(name, row);
      frames.add(
          new Frames.Frame(
              name,
              file + ": frame " + row,
              Optional.empty(),
              picture -> view(file, array, row, picture, orientations)));
    }
    List<String> remarks = new ArrayList<>();
    CaptureFiles capture = new CaptureFiles(folder);
    List<View> views = Frames.views(frames, new CaptureFiles(images), capture, options, 1, remarks);
    orientations.remark().ifPresent(remarks::add);
    UprightViews upright = UprightViews.of(views, remarks);
    CaptureReader.Split split =
        CaptureReader.Split.everyNth(upright.views(), options.holdOutEvery());
    return new Capture(
        CaptureReader.nameOf(folder),
        split.training(),
        split.heldOut(),
        Optional.empty(),
        Surroundings.of(
            upright.views().stream().map(View::camera).toList(),
            upright.views().stream()
                .mapToDouble(view -> array.at(rows.get(view.name()), 15))
                .toArray(),
            upright.views().stream()
                .mapToDouble(view -> array.at(rows.get(view.name()), 16))
                .toArray()),
        upright.hasAlpha(),
        remarks);
  }

  private static View view(
      Path file, NumpyArray array, int row, Path picture, Orientations orientations)
      throws CaptureException {
    PictureFile.Shown shown = PictureFile.shown(picture, array.at(row, 9), array.at(row, 4));
    String name = picture.getFileName().toString();
    orientations.add(name, shown);
    return new View(name, camera(file, array, row, shown), picture, Optional.empty())
        .turned(shown.turn());
  }

  private static void requireSound(Path file, NumpyArray array, int row) throws CaptureException {
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
    double near = array.at(row, 15);
    double far = array.at(row, 16);
    if (!(near > 0 && near < far)) {
      throw new CaptureException(
          String.format(
              Locale.ROOT,
              "%s, bounds: near %s and far %s should be 0 < near < far; correct the row or remove"
                  + " it and its picture",
              where,
              near,
              far));
    }
  }

  private static Camera camera(Path file, NumpyArray array, int row, PictureFile.Shown header)
      throws CaptureException {
    String where = file + ": frame " + row;
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
    double focal = array.at(row, 14);
    double sx = header.width() / array.at(row, 9);
    double sy = header.height() / array.at(row, 4);
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
