package org.sceneremix.scenes.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a capture from a folder, whatever its format:
 *
 * <ul>
 *   <li>{@code transforms_train.json} (and {@code _test} or {@code _val}): NeRF-synthetic;
 *   <li>{@code transforms.json}: instant-ngp;
 *   <li>{@code poses_bounds.npy}: LLFF;
 *   <li>{@code sparse/0}, {@code sparse}, {@code colmap/sparse/0} or the folder itself with {@code
 *       cameras.bin} or {@code cameras.txt}: COLMAP.
 * </ul>
 *
 * <p>A folder that holds several is read as the first of them, unless {@link CaptureOptions#format}
 * names another.
 *
 * <p>Poses are read and checked at once, pictures only as far as their size; {@link View#load()}
 * reads them.
 */
public final class CaptureReader {

  private static final String ALL_FILES =
      "transforms_train.json (NeRF-synthetic), transforms.json (instant-ngp), poses_bounds.npy"
          + " (LLFF) or sparse/0 (COLMAP)";

  private CaptureReader() {}

  /**
   * Reads a capture.
   *
   * @param folder the capture's folder
   * @throws CaptureException if the folder holds no capture, or one that cannot be used
   */
  public static Capture read(Path folder, CaptureOptions options) throws CaptureException {
    if (!Files.isDirectory(folder)) {
      throw new CaptureException(
          folder + ": there is no such folder; give the folder of a capture");
    }
    CaptureFormat format =
        options
            .format()
            .or(() -> formats(folder).stream().findFirst())
            .orElseThrow(
                () ->
                    new CaptureException(
                        folder + ": this is not a capture; it should hold " + ALL_FILES));
    if (!formats(folder).contains(format)) {
      throw new CaptureException(
          folder
              + ": there is no capture of format "
              + format
              + "; it should hold "
              + files(format));
    }
    try {
      return switch (format) {
        case NERF -> TransformsReader.readSplit(folder, options);
        case TRANSFORMS -> TransformsReader.readSingle(folder, options);
        case LLFF -> LlffReader.read(folder, options);
        case COLMAP -> ColmapReader.read(folder, ColmapReader.model(folder).orElseThrow(), options);
      };
    } catch (IllegalArgumentException e) {
      // each number is one, but together they are so large or small that nothing comes of them
      throw new CaptureException(
          folder + ": the cameras make no sense (" + e.getMessage() + "); find their poses anew",
          e);
    }
  }

  /**
   * The formats whose files a folder holds, the one that is read by default first. Looks at names
   * alone; of a folder that cannot be read there are none.
   */
  public static List<CaptureFormat> formats(Path folder) {
    List<CaptureFormat> formats = new ArrayList<>();
    if (Files.exists(folder.resolve(TransformsReader.TRAINING))) {
      formats.add(CaptureFormat.NERF);
    }
    if (Files.exists(folder.resolve(TransformsReader.SINGLE))) {
      formats.add(CaptureFormat.TRANSFORMS);
    }
    if (Files.exists(folder.resolve(LlffReader.POSES))) {
      formats.add(CaptureFormat.LLFF);
    }
    if (ColmapReader.model(folder).isPresent()) {
      formats.add(CaptureFormat.COLMAP);
    }
    return formats;
  }

  private static String files(CaptureFormat format) {
    return switch (format) {
      case NERF -> "transforms_train.json";
      case TRANSFORMS -> "transforms.json";
      case LLFF -> "poses_bounds.npy";
      case COLMAP -> "sparse/0";
    };
  }

  /** With {@link CaptureOptions#DEFAULT}. */
  public static Capture read(Path folder) throws CaptureException {
    return read(folder, CaptureOptions.DEFAULT);
  }

  /** The views of a capture that says nothing of a split, split. */
  record Split(List<View> training, List<View> heldOut) {

    /** Views 0, n, 2n ... are held out; a capture of fewer than n views keeps all for training. */
    static Split everyNth(List<View> views, int n) {
      List<View> training = new ArrayList<>();
      List<View> heldOut = new ArrayList<>();
      for (int i = 0; i < views.size(); i++) {
        (i % n == 0 && views.size() >= n ? heldOut : training).add(views.get(i));
      }
      return new Split(training, heldOut);
    }
  }

  static String nameOf(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? "capture" : last.toString();
  }
}
