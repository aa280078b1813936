package org.sceneremix.scenes.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads a capture from a folder, whatever its format:
 *
 * <ul>
 *   <li>{@code transforms_train.json} (and {@code _test} or {@code _val}): NeRF-synthetic;
 *   <li>{@code transforms.json}: instant-ngp;
 *   <li>{@code poses_bounds.npy}: LLFF;
 *   <li>{@code sparse/0}, {@code sparse}, {@code colmap/sparse/0} or the folder itself with {@code
 *       cameras.bin} or {@code cameras.txt}: COLMAP;
 *   <li>{@code keyframes}: Polycam;
 *   <li>{@code metadata.json} and {@code rgb}: Record3D;
 *   <li>{@code intrinsics.txt}, {@code pose} and {@code rgb}: NSVF;
 *   <li>{@code cameras.npz} and {@code image}: IDR.
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
          + " (LLFF), sparse/0 (COLMAP), keyframes (Polycam), metadata.json and rgb (Record3D),"
          + " intrinsics.txt, pose and rgb (NSVF), or cameras.npz and image (IDR)";

  private CaptureReader() {}

  /**
   * Whether a file is one that stands for the capture in its folder, judging by its name, such as
   * {@code transforms.json}.
   */
  public static boolean isCaptureFile(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && (name.equals(LlffReader.POSES)
            || (name.startsWith("transforms") && name.endsWith(".json")));
  }

  /**
   * Reads a capture.
   *
   * @param place the capture's folder, or one of the files in it that stand for it; of other names
   *     than the usual ones too, if they are JSON
   * @throws CaptureException if there is no capture, or one that cannot be used
   */
  public static Capture read(Path place, CaptureOptions options) throws CaptureException {
    if (!Files.isRegularFile(place)) {
      return readFolder(place, options);
    }
    Path folder = place.toAbsolutePath().getParent();
    String name = place.getFileName().toString();
    if (TransformsReader.isOfSplit(name)) {
      return readFolder(folder, options.withFormat(CaptureFormat.NERF));
    }
    if (name.equals(LlffReader.POSES)) {
      return readFolder(folder, options.withFormat(CaptureFormat.LLFF));
    }
    if (name.toLowerCase(Locale.ROOT).endsWith(".json")) {
      return sensible(place, () -> TransformsReader.readSingle(place, options));
    }
    throw new CaptureException(
        place
            + ": this file is no capture; give the capture's folder, which should hold "
            + ALL_FILES);
  }

  private static Capture readFolder(Path folder, CaptureOptions options) throws CaptureException {
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
    return sensible(
        folder,
        () ->
            switch (format) {
              case NERF -> TransformsReader.readSplit(folder, options);
              case TRANSFORMS ->
                  TransformsReader.readSingle(folder.resolve(TransformsReader.SINGLE), options);
              case LLFF -> LlffReader.read(folder, options);
              case COLMAP ->
                  ColmapReader.read(folder, ColmapReader.model(folder).orElseThrow(), options);
              case POLYCAM ->
                  PolycamReader.read(folder, PolycamReader.cameras(folder).orElseThrow(), options);
              case RECORD3D ->
                  Record3dReader.read(
                      folder, Record3dReader.metadata(folder).orElseThrow(), options);
              case NSVF -> NsvfReader.read(folder, options);
              case IDR -> IdrReader.read(folder, IdrReader.cameras(folder).orElseThrow(), options);
            });
  }

  private interface Reading {
    Capture read() throws CaptureException;
  }

  /**
   * Refuses a capture whose numbers, each of them sensible, are so large or small that nothing
   * comes of them.
   */
  private static Capture sensible(Path place, Reading reading) throws CaptureException {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw new CaptureException(
          place + ": the cameras make no sense (" + e.getMessage() + "); find their poses anew", e);
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
    if (PolycamReader.cameras(folder).isPresent()) {
      formats.add(CaptureFormat.POLYCAM);
    }
    if (NsvfReader.isThere(folder)) {
      formats.add(CaptureFormat.NSVF);
    }
    if (Record3dReader.metadata(folder).isPresent()) {
      formats.add(CaptureFormat.RECORD3D);
    }
    if (IdrReader.cameras(folder).isPresent()) {
      formats.add(CaptureFormat.IDR);
    }
    return formats;
  }

  private static String files(CaptureFormat format) {
    return switch (format) {
      case NERF -> "transforms_train.json";
      case TRANSFORMS -> "transforms.json";
      case LLFF -> "poses_bounds.npy";
      case COLMAP -> "sparse/0";
      case POLYCAM -> "keyframes/cameras and keyframes/images";
      case RECORD3D -> "metadata or metadata.json, and rgb or rgbd";
      case NSVF -> "intrinsics.txt, pose and rgb";
      case IDR -> "cameras.npz and image";
    };
  }

  /** Reads a capture with {@link CaptureOptions#DEFAULT}. */
  public static Capture read(Path place) throws CaptureException {
    return read(place, CaptureOptions.DEFAULT);
  }

  /** Views to fit to, and views to measure with. */
  record Split(List<View> training, List<View> heldOut) {

    /** All views, those for training first. */
    List<View> views() {
      return Stream.concat(training.stream(), heldOut.stream()).toList();
    }

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
