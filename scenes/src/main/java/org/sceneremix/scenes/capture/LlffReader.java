package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.joml.Matrix4d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.image.Orientation;

/**
 * LLFF captures (Mildenhall et al. 2019, "Local Light Field Fusion"): {@code poses_bounds.npy},
 * folders {@code images} or {@code images_N} with pictures N times smaller, and optionally {@code
 * masks_N}, white where the scene is.
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
  private static final int MODERATE_PIXELS = 1024;
  private static final Pattern FOLDER = Pattern.compile("images(?:_(\\d+))?");
  private static final Pattern PICTURE = Pattern.compile(".*\\.(png|jpe?g|tiff?)");

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
    Path images = imagesFolder(folder, options.imageFactor());
    List<Path> pictures = pictures(images);
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
    Path masks = folder.resolve(images.getFileName().toString().replaceFirst("^images", "masks"));
    boolean hasMasks = Files.isDirectory(masks);
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
      Optional<Path> mask = hasMasks ? Optional.of(maskOf(masks, picture)) : Optional.<Path>empty();
      views.add(
          new View(picture.getFileName().toString(), upright.get(i), picture, mask)
              .turned(turns.get(i))
              .ignoring(PictureNames.dynamicMask(picture)));
    }
    CaptureReader.Split split = CaptureReader.Split.everyNth(views, options.holdOutEvery());
    return new Capture(
        CaptureReader.nameOf(folder),
        split.training(),
        split.heldOut(),
        Optional.empty(),
        Surroundings.of(upright, near, far),
        hasMasks || first.hasAlpha(),
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

  private static Path imagesFolder(Path folder, int factor) throws CaptureException {
    List<Path> folders = new ArrayList<>();
    for (Path entry : list(folder)) {
      Matcher matcher = FOLDER.matcher(entry.getFileName().toString());
      if (matcher.matches() && Files.isDirectory(entry)) {
        int number = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
        if (number == factor) {
          return entry;
        }
        folders.add(entry);
      }
    }
    if (folders.isEmpty()) {
      throw new CaptureException(
          folder + ": there is no folder images or images_N; put the photographs there");
    }
    if (factor != 0) {
      throw new CaptureException(
          folder
              + ": there is no folder images"
              + (factor == 1 ? "" : "_" + factor)
              + "; choose one of "
              + String.join(", ", folders.stream().map(f -> f.getFileName().toString()).toList()));
    }
    return moderate(folders);
  }

  /** The folder with the largest moderate pictures, or else with the smallest. */
  private static Path moderate(List<Path> folders) throws CaptureException {
    Path best = null;
    int bestPixels = 0;
    for (Path folder : folders) {
      ImageFiles.Header header = PictureFile.header(pictures(folder).get(0));
      int pixels = Math.max(header.width(), header.height());
      boolean better =
          pixels <= MODERATE_PIXELS
              ? pixels > bestPixels || bestPixels > MODERATE_PIXELS
              : pixels < bestPixels;
      if (best == null || better) {
        best = folder;
        bestPixels = pixels;
      }
    }
    return best;
  }

  private static List<Path> pictures(Path folder) throws CaptureException {
    List<Path> pictures =
        list(folder).stream()
            .filter(
                path ->
                    PICTURE
                            .matcher(path.getFileName().toString().toLowerCase(Locale.ROOT))
                            .matches()
                        && !isMask(path.getFileName().toString()))
            .toList();
    if (pictures.isEmpty()) {
      throw new CaptureException(
          folder + ": there are no PNG, JPEG or TIFF pictures; put the photographs there");
    }
    return pictures;
  }

  private static boolean isMask(String name) {
    return name.startsWith("mask_") || name.startsWith("dynamic_mask_");
  }

  private static Path maskOf(Path masks, Path picture) throws CaptureException {
    String name = picture.getFileName().toString();
    Path mask = masks.resolve(name.substring(0, name.lastIndexOf('.')) + ".png");
    if (!Files.isRegularFile(mask)) {
      throw new CaptureException(
          mask + ": this mask is missing; give every picture a mask or remove the masks folder");
    }
    return mask;
  }

  private static List<Path> list(Path folder) throws CaptureException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new CaptureException(folder + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
