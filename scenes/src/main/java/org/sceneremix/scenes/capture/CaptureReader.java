package org.sceneremix.scenes.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
 * <p>Poses are read and checked at once, pictures only as far as their size; {@link View#load()}
 * reads them.
 */
public final class CaptureReader {

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
    if (Files.exists(folder.resolve(TransformsReader.TRAINING))) {
      return TransformsReader.readSplit(folder, options);
    }
    if (Files.exists(folder.resolve(TransformsReader.SINGLE))) {
      return TransformsReader.readSingle(folder, options);
    }
    if (Files.exists(folder.resolve(LlffReader.POSES))) {
      return LlffReader.read(folder, options);
    }
    Optional<Path> model = ColmapReader.model(folder);
    if (model.isPresent()) {
      return ColmapReader.read(folder, model.get(), options);
    }
    throw new CaptureException(
        folder
            + ": this is not a capture; it should hold transforms_train.json (NeRF-synthetic),"
            + " transforms.json (instant-ngp), poses_bounds.npy (LLFF) or sparse/0 (COLMAP)");
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
