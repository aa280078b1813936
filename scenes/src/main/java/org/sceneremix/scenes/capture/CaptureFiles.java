package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Files below one folder, by the names that a capture gives them. Captures are moved, unpacked and
 * converted after they were written, so a name is taken as the path that it says, with or without
 * the ending of a picture, or else as the file in the folder that agrees with the longest tail of
 * it, whatever its case and whichever ending of a picture it has: {@code C:\scan\images\A.jpeg}
 * finds {@code images/a.png}, or {@code a.png} where there is no folder {@code images}.
 *
 * <p>A name that fits several files equally well finds none. Nothing outside the folder is ever
 * found, nor anything that is no regular file.
 */
final class CaptureFiles {

  private static final List<String> ENDINGS =
      List.of(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".PNG", ".JPG", ".JPEG", ".TIF", ".TIFF");

  /** Endings of pictures; of those that cannot be read, because such are often converted. */
  private static final Pattern PICTURE_ENDING =
      Pattern.compile(
          "\\.(png|jpe?g|tiff?|heic|heif|avif|webp|jxl|exr|hdr|bmp|gif|tga|dng|cr2|nef|arw|raw)$");

  /** Folders of pictures made smaller, and of what belongs to pictures. */
  private static final Pattern COMPANIONS =
      Pattern.compile("images_\\d{1,4}|(dynamic_)?masks?(_\\d{1,4})?|(depths?|normals?)(_.*)?");

  private static final String MASK = "mask";

  private static final int DEPTH = 8;
  private static final int MOST_FILES = 200_000;
  private static final int NAMED = 3;

  private final Path folder;

  /** All files below the folder by the last part of their paths, without its ending and case. */
  private Map<String, List<Path>> byStem;

  /** The folders that hold these files, as parts of their paths. */
  private final Set<List<String>> folders = new HashSet<>();

  /** The names, as parts, that have found each picture so far. */
  private final Map<Path, Set<List<String>>> claims = new HashMap<>();

  CaptureFiles(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /**
   * The pictures that a capture names.
   *
   * @param files by name; names without a picture are missing
   * @param remarks what the user should know of the names, one sentence each
   */
  record Pictures(Map<String, Path> files, List<String> remarks) {}

  /**
   * Finds pictures; one that a name of this or an earlier call says is not found for another name.
   *
   * @param names relative or absolute paths, with the separators of any system
   * @throws CaptureException if no file can have one of the names
   */
  Pictures pictures(List<String> names) throws CaptureException {
    Map<String, Path> found = new LinkedHashMap<>();
    Set<String> elsewhere = new LinkedHashSet<>();
    List<String> unclear = new ArrayList<>();
    for (String name : names) {
      Optional<Path> said = atItsPath(name);
      List<Path> fitting =
          said.map(List::of).orElseGet(() -> closest(name, CaptureFiles::isPicture));
      if (fitting.size() > 1) {
        unclear.add(quoted(name) + " fits " + relative(fitting));
      } else if (!fitting.isEmpty()) {
        Path file = fitting.get(0);
        found.put(name, file);
        claims.computeIfAbsent(file, any -> new LinkedHashSet<>()).add(parts(name));
        if (said.isEmpty()) {
          elsewhere.add(name);
        }
      }
    }
    for (String name : List.copyOf(elsewhere)) {
      Path file = found.get(name);
      if (claims.get(file).size() > 1) {
        unclear.add(quoted(name) + " and another name fit " + relative(List.of(file)));
        elsewhere.remove(name);
        found.remove(name);
      }
    }
    List<String> remarks = new ArrayList<>();
    if (!elsewhere.isEmpty()) {
      String first = elsewhere.iterator().next();
      remarks.add(
          elsewhere.size()
              + " pictures are not where the capture says and were found by their names: "
              + quoted(first)
              + " as "
              + relative(List.of(found.get(first)))
              + (elsewhere.size() > 1 ? " ..." : ""));
    }
    if (!unclear.isEmpty()) {
      remarks.add(
          unclear.size()
              + " names do not say which picture is meant: "
              + String.join("; ", unclear.subList(0, Math.min(NAMED, unclear.size())))
              + (unclear.size() > NAMED ? " ..." : "")
              + "; write the paths below the capture's folder");
    }
    return new Pictures(found, remarks);
  }

  /**
   * A file that is no picture, such as the capture's points.
   *
   * @throws CaptureException if no file can have this name
   */
  Optional<Path> file(String name) throws CaptureException {
    Optional<Path> said = atItsPath(name);
    return said.isPresent() ? said : only(closest(name, candidate -> true));
  }

  /**
   * A mask.
   *
   * @throws CaptureException if no file can have this name
   */
  Optional<Path> mask(String name) throws CaptureException {
    Optional<Path> said = atItsPath(name);
    return said.isPresent()
        ? said
        : only(closest(name, c -> c.parts().stream().anyMatch(part -> part.contains(MASK))));
  }

  private static Optional<Path> only(List<Path> files) {
    return files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
  }

  /** Whether a file is no mask, nor in a folder of companions, unless the name says that folder. */
  private static boolean isPicture(Candidate candidate) {
    List<String> parts = candidate.parts();
    int last = parts.size() - 1;
    return !ImagesFolder.isMask(parts.get(last))
        && PICTURE_ENDING.matcher(parts.get(last)).find()
        && parts.subList(0, last - candidate.folders()).stream()
            .noneMatch(part -> COMPANIONS.matcher(part).matches());
  }

  /** The file at the path that a name says, if that is below the folder. */
  private Optional<Path> atItsPath(String name) throws CaptureException {
    Path root = folder.toAbsolutePath().normalize();
    for (String spelling : List.of(name, name.replace('\\', '/'))) {
      Path at = resolve(root, spelling).normalize();
      if (at.startsWith(root) && !at.equals(root)) {
        Path below = folder.resolve(root.relativize(at));
        if (Files.isRegularFile(below) && !isForeign(name.toLowerCase(Locale.ROOT))) {
          return Optional.of(below);
        }
        for (String ending : ENDINGS) {
          Path withEnding = below.resolveSibling(below.getFileName() + ending);
          if (Files.isRegularFile(withEnding)) {
            return Optional.of(withEnding);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Path resolve(Path folder, String name) throws CaptureException {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new CaptureException(
          folder + ": no file can have the name " + quoted(name) + "; correct it", e);
    }
  }

  /**
   * A file that a name may mean.
   *
   * @param parts of its path below the folder, in lower case
   * @param folders how many of them, before the last, the name says too
   * @param likeness of the last part to that of the name
   */
  private record Candidate(Path file, List<String> parts, int folders, int likeness) {

    /** Pictures that can be read come first. */
    int rank() {
      return (isForeign(parts.get(parts.size() - 1)) ? 0 : 4) + likeness;
    }
  }

  /** The files that fit a name best. */
  private List<Path> closest(String name, Predicate<Candidate> eligible) {
    List<String> said = parts(name);
    List<Path> best = new ArrayList<>();
    int highest = -1;
    if (said.isEmpty()) {
      return best;
    }
    int folders = byStem().isEmpty() ? 0 : longestTail(said.subList(0, said.size() - 1));
    for (Path file : byStem().getOrDefault(stem(said.get(said.size() - 1)), List.of())) {
      Candidate candidate = candidate(said, file);
      if (candidate.folders() == folders
          && candidate.rank() >= highest
          && eligible.test(candidate)) {
        if (candidate.rank() > highest) {
          best.clear();
        }
        highest = candidate.rank();
        best.add(file);
      }
    }
    return best;
  }

  private Candidate candidate(List<String> said, Path file) {
    List<String> parts = parts(folder.relativize(file).toString());
    String wanted = said.get(said.size() - 1);
    String there = parts.get(parts.size() - 1);
    int likeness =
        there.equals(wanted)
            ? 3
            : there.equalsIgnoreCase(wanted) ? 2 : format(there).equals(format(wanted)) ? 1 : 0;
    return new Candidate(
        file,
        parts.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList(),
        tail(said.subList(0, said.size() - 1), parts.subList(0, parts.size() - 1)),
        likeness);
  }

  /** Number of last parts of two paths that are the same but for case. */
  private static int tail(List<String> a, List<String> b) {
    int count = 0;
    while (count < Math.min(a.size(), b.size())
        && a.get(a.size() - 1 - count).equalsIgnoreCase(b.get(b.size() - 1 - count))) {
      count++;
    }
    return count;
  }

  /** Number of last parts of a path to a folder that the best of the folders here has in common. */
  private int longestTail(List<String> said) {
    return folders.stream().mapToInt(parts -> tail(said, parts)).max().orElse(0);
  }

  /** The ending of a picture, the same for jpg and jpeg, tif and tiff. */
  private static String format(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String ending = lower.substring(stem(lower).length());
    return ending.replace("jpeg", "jpg").replace("tiff", "tif");
  }

  private static String stem(String name) {
    return PICTURE_ENDING.matcher(name.toLowerCase(Locale.ROOT)).replaceFirst("");
  }

  /** Whether a name in lower case is that of a picture that cannot be read. */
  private static boolean isForeign(String name) {
    return PICTURE_ENDING.matcher(name).find() && ENDINGS.stream().noneMatch(name::endsWith);
  }

  /**
   * Folders and file of a path of any system, composed as Unicode says (macOS decomposes accents).
   */
  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : Normalizer.normalize(path, Normalizer.Form.NFC).split("[/\\\\]", -1)) {
      if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /**
   * A path with the separators of no system in particular, to compare names that a capture says.
   */
  static String comparable(String path) {
    return String.join("/", parts(path));
  }

  private Map<String, List<Path>> byStem() {
    if (byStem == null) {
      byStem = new HashMap<>();
      try {
        Files.walkFileTree(
            folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new Collector());
      } catch (IOException e) {
        // what cannot be listed holds nothing; the names in it are reported as absent
      }
    }
    return byStem;
  }

  /** Collects regular files that are not hidden. */
  private final class Collector extends SimpleFileVisitor<Path> {

    private int count;

    @Override
    public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
      String name = String.valueOf(entered.getFileName());
      return !entered.equals(folder) && ImagesFolder.isHidden(name)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (attributes.isRegularFile() && !ImagesFolder.isHidden(name)) {
        String key = stem(Normalizer.normalize(name, Normalizer.Form.NFC));
        byStem.computeIfAbsent(key, any -> new ArrayList<>()).add(file);
        folders.add(parts(folder.relativize(file.getParent()).toString()));
      }
      return ++count < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }

  private String relative(List<Path> files) {
    return String.join(
        " and ",
        files.stream()
            .map(file -> folder.relativize(file).toString())
            .sorted()
            .limit(NAMED)
            .toList());
  }

  private static String quoted(String name) {
    return '"' + name.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
