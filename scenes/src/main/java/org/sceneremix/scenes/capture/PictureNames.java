package org.sceneremix.scenes.capture;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where captures keep the picture that a camera names, and its mask. */
final class PictureNames {

  private static final List<String> ENDINGS =
      List.of(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".PNG", ".JPG", ".JPEG", ".TIF", ".TIFF");

  private PictureNames() {}

  /**
   * The picture of this name, which may lack its ending, or name its folders as Windows does.
   *
   * @throws CaptureException if no file can have this name
   */
  static Optional<Path> picture(Path folder, String name) throws CaptureException {
    Path exact = resolve(folder, name);
    if (Files.isRegularFile(exact)) {
      return Optional.of(exact);
    }
    for (String ending : ENDINGS) {
      Path candidate = folder.resolve(name + ending);
      if (Files.isRegularFile(candidate)) {
        return Optional.of(candidate);
      }
    }
    return name.contains("\\") ? picture(folder, name.replace('\\', '/')) : Optional.empty();
  }

  /**
   * A file of a folder that need not be there.
   *
   * @throws CaptureException if no file can have this name
   */
  static Path resolve(Path folder, String name) throws CaptureException {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new CaptureException(
          folder + ": no file can have the name \"" + printable(name) + "\"; correct it", e);
    }
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * The mask of a picture in one of the customary places: {@code masks/} in the capture's folder or
   * beside the folder of pictures, with the picture's name or that and {@code .png} (COLMAP), and
   * in its subfolders; {@code mask_NAME.png} beside the picture.
   *
   * @param folder the capture's folder
   */
  static Optional<Path> mask(Path folder, Path picture) {
    Path pictures = picture.toAbsolutePath().getParent();
    String name = picture.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    List<Path> candidates = new ArrayList<>();
    candidates.add(pictures.resolve("mask_" + stem + ".png"));
    List<Path> places = new ArrayList<>();
    String last = String.valueOf(pictures.getFileName());
    Path images = images(folder.toAbsolutePath(), pictures);
    if (last.startsWith("images")) {
      places.add(pictures.resolveSibling(last.replaceFirst("images", "masks")));
    }
    places.add(folder.resolve("masks").resolve(images));
    places.add(folder.resolve("masks"));
    for (Path place : places) {
      candidates.add(place.resolve(name + ".png"));
      candidates.add(place.resolve(stem + ".png"));
      candidates.add(place.resolve(name));
    }
    return candidates.stream().filter(Files::isRegularFile).findFirst();
  }

  /** The mask of what moves through a picture, beside it: {@code dynamic_mask_NAME.png}. */
  static Optional<Path> dynamicMask(Path picture) {
    String name = picture.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    Path mask = picture.resolveSibling("dynamic_mask_" + stem + ".png");
    return Files.isRegularFile(mask) ? Optional.of(mask) : Optional.empty();
  }

  /** Where in the folder of images a picture's folder is; empty if it is that folder. */
  private static Path images(Path folder, Path pictures) {
    if (!pictures.startsWith(folder) || pictures.equals(folder)) {
      return Path.of("");
    }
    Path inside = folder.relativize(pictures);
    return inside.getNameCount() > 1 ? inside.subpath(1, inside.getNameCount()) : Path.of("");
  }
}
