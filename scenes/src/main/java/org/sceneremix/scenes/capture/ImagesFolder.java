package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sceneremix.renderer.image.ImageFiles;

/**
 * Folder in which captures of LLFF and COLMAP keep their photographs: {@code images}, or {@code
 * images_N} with pictures N times smaller.
 */
final class ImagesFolder {

  private static final int MODERATE_PIXELS = 1024;
  private static final Pattern FOLDER =
      Pattern.compile("images(?:_(\\d{1,4}))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern PICTURE = Pattern.compile(".*\\.(png|jpe?g|tiff?)");

  /** Depth of subfolders, one for each camera or day, in which pictures may lie. */
  private static final int DEPTH = 4;

  private ImagesFolder() {}

  /**
   * The folder to take, if there is one.
   *
   * @param factor see {@link CaptureOptions#imageFactor}
   * @throws CaptureException if there is none with this number
   */
  static Optional<Path> of(Path folder, int factor) throws CaptureException {
    List<Path> folders = new ArrayList<>();
    for (Path entry : list(folder, 1)) {
      Matcher matcher = FOLDER.matcher(entry.getFileName().toString());
      if (matcher.matches() && Files.isDirectory(entry)) {
        int number = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
        if (number == factor) {
          return Optional.of(entry);
        }
        folders.add(entry);
      }
    }
    if (folders.isEmpty()) {
      return Optional.empty();
    }
    if (factor != 0) {
      throw new CaptureException(
          folder
              + ": there is no folder images"
              + (factor == 1 ? "" : "_" + factor)
              + "; choose one of "
              + String.join(", ", folders.stream().map(f -> f.getFileName().toString()).toList()));
    }
    return Optional.of(folders.size() == 1 ? folders.get(0) : moderate(folders));
  }

  /** The folder with the largest moderate pictures, or else with the smallest. */
  private static Path moderate(List<Path> folders) throws CaptureException {
    Path best = null;
    int bestPixels = 0;
    for (Path folder : folders) {
      int pixels = firstSize(pictures(list(folder, DEPTH)));
      if (pixels == 0) {
        continue;
      }
      boolean better =
          pixels <= MODERATE_PIXELS
              ? pixels > bestPixels || bestPixels > MODERATE_PIXELS
              : pixels < bestPixels;
      if (best == null || better) {
        best = folder;
        bestPixels = pixels;
      }
    }
    return best == null ? folders.get(0) : best;
  }

  /** The longer side of the first picture that can be read, or 0. */
  private static int firstSize(List<Path> pictures) {
    for (Path picture : pictures) {
      try {
        ImageFiles.Header header = PictureFile.header(picture);
        return Math.max(header.width(), header.height());
      } catch (CaptureException e) {
        // reported when its frame is read
      }
    }
    return 0;
  }

  /**
   * The pictures of a folder, in the order of their names, without masks.
   *
   * @throws CaptureException if there are none
   */
  static List<Path> pictures(Path folder) throws CaptureException {
    List<Path> pictures = pictures(list(folder, 1));
    if (pictures.isEmpty()) {
      throw new CaptureException(
          folder + ": there are no PNG, JPEG or TIFF pictures; put the photographs there");
    }
    return pictures;
  }

  private static List<Path> pictures(List<Path> files) {
    return files.stream().filter(file -> isPicture(file.getFileName().toString())).toList();
  }

  private static boolean isPicture(String name) {
    return PICTURE.matcher(name.toLowerCase(Locale.ROOT)).matches()
        && !isHidden(name)
        && !isMask(name);
  }

  /** Whether a file beside pictures is a mask of one. */
  static boolean isMask(String name) {
    return name.startsWith("mask_") || name.startsWith("dynamic_mask_");
  }

  /** Whether a system, not a person, made a file, such as macOS's ._NAME beside every NAME. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.equals("__MACOSX");
  }

  /**
   * Lists what is below a folder, in the order of the names.
   *
   * @throws CaptureException if it cannot be read
   */
  static List<Path> list(Path folder, int depth) throws CaptureException {
    try (Stream<Path> entries = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
      return entries.skip(1).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new CaptureException(folder + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
