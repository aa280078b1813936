package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the masks of a capture's pictures, and tells what they mean.
 *
 * <p>Programs disagree on that. A {@code mask_path} in a file of nerfstudio, and a mask with
 * COLMAP's own name {@code NAME.jpg.png}, say which pixels to use ({@link MaskMeaning#IGNORE});
 * masks in {@code masks/} with the picture's name, whatever their case and ending, and {@code
 * mask_NAME.png}, cut an object out ({@link MaskMeaning#SCENE}), as does instant-ngp's {@code
 * NAME.alpha.png}. {@link CaptureOptions#masks} overrules that.
 */
final class Masks {

  private final CaptureFiles files;
  private final Optional<MaskMeaning> overruled;
  private final List<Path> ignoring = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();

  /** Files of folders of masks, by their names in lower case without endings. */
  private final Map<Path, Map<String, List<Path>>> byStem = new HashMap<>();

  Masks(CaptureFiles files, CaptureOptions options) {
    this.files = files;
    this.overruled = options.masks();
  }

  private record Found(Path mask, MaskMeaning meaning) {}

  /**
   * The view with its masks.
   *
   * @param named the mask that the frame names, if it does
   * @throws CaptureException if no file can have that name
   */
  View apply(View view, Optional<String> named) throws CaptureException {
    Path picture = view.picture();
    View result = view;
    Path dynamic = picture.resolveSibling("dynamic_mask_" + stem(picture) + ".png");
    if (Files.isRegularFile(dynamic)) {
      result = result.ignoring(new IgnoredPixels(dynamic, false));
    }
    Optional<Found> found =
        named.isPresent()
            ? files.mask(named.get()).map(mask -> new Found(mask, MaskMeaning.IGNORE))
            : customary(picture);
    if (found.isEmpty()) {
      named.ifPresent(absent::add);
      return result;
    }
    Path mask = found.get().mask();
    if (overruled.orElse(found.get().meaning()) == MaskMeaning.SCENE) {
      return result.masked(mask);
    }
    ignoring.add(mask);
    return result.ignoring(new IgnoredPixels(mask, true));
  }

  /** Remarks on them for the user, one sentence each. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (!ignoring.isEmpty()) {
      remarks.add(
          ignoring.size()
              + " masks ("
              + files.folder().relativize(ignoring.get(0))
              + (ignoring.size() > 1 ? " ..." : "")
              + ") are taken to say which pixels to leave out, the black ones; if black is empty"
              + " space instead, give --masks scene");
    }
    if (!absent.isEmpty()) {
      remarks.add(
          absent.size()
              + " frames name a mask that is not there, such as "
              + absent.get(0)
              + ", and are used whole");
    }
    return remarks;
  }

  /**
   * @throws CaptureException if some views are cut out by a mask and others not
   */
  static void requireAllOrNone(List<View> views) throws CaptureException {
    boolean some = views.stream().anyMatch(view -> view.mask().isPresent());
    for (View view : views) {
      if (some && view.mask().isEmpty()) {
        throw new CaptureException(
            view.picture()
                + ": the mask of this picture is missing, others have one; give every picture a"
                + " mask or remove all masks");
      }
    }
  }

  private Optional<Found> customary(Path picture) {
    Path pictures = picture.toAbsolutePath().getParent();
    Path root = files.folder().toAbsolutePath();
    String name = picture.getFileName().toString();
    List<Path> places = new ArrayList<>();
    String last = String.valueOf(pictures.getFileName());
    if (last.startsWith("images")) {
      places.add(pictures.resolveSibling(last.replaceFirst("images", "masks")));
    }
    Path masks = files.folder().resolve("masks");
    places.add(masks.resolve(belowImages(root, pictures)));
    places.add(masks);
    List<Function<Path, Found>> customs =
        List.of(
            place -> new Found(place.resolve(name + ".png"), MaskMeaning.IGNORE),
            place -> new Found(place.resolve(stem(picture) + ".png"), MaskMeaning.SCENE),
            place -> new Found(place.resolve(name), MaskMeaning.SCENE));
    List<Found> candidates = new ArrayList<>();
    for (String beside : List.of("mask_" + stem(picture) + ".png", stem(picture) + ".alpha.png")) {
      candidates.add(new Found(pictures.resolve(beside), MaskMeaning.SCENE));
    }
    places.forEach(place -> customs.forEach(custom -> candidates.add(custom.apply(place))));
    return candidates.stream()
        .filter(found -> Files.isRegularFile(found.mask()))
        .findFirst()
        .or(
            () ->
                places.stream()
                    .flatMap(place -> alike(place, picture).stream())
                    .findFirst()
                    .map(mask -> new Found(mask, MaskMeaning.SCENE)));
  }

  /** The one file of a folder with the picture's name but for case and ending. */
  private Optional<Path> alike(Path place, Path picture) {
    List<Path> fitting =
        byStem
            .computeIfAbsent(place, Masks::listed)
            .getOrDefault(stem(picture).toLowerCase(Locale.ROOT), List.of());
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  private static Map<String, List<Path>> listed(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Map.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file ->
                  Files.isRegularFile(file)
                      && !ImagesFolder.isHidden(file.getFileName().toString()))
          .collect(Collectors.groupingBy(file -> stem(file).toLowerCase(Locale.ROOT)));
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static String stem(Path picture) {
    String name = picture.getFileName().toString();
    return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
  }

  /** Path of a picture's folder below the folder of images; empty if it is that folder. */
  private static Path belowImages(Path root, Path pictures) {
    if (!pictures.startsWith(root) || pictures.equals(root)) {
      return Path.of("");
    }
    Path inside = root.relativize(pictures);
    return inside.getNameCount() > 1 ? inside.subpath(1, inside.getNameCount()) : Path.of("");
  }
}
