package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.fit.FitCheckpoint;

/**
 * Contents of a folder, and of those directly in it, on the way from photographs to remixes.
 *
 * @param folder the folder
 * @param captures folders of photographs with poses; the folder itself alone if it is one
 * @param photographs a folder of photographs without poses, looked for if there is no capture
 * @param grids grid files of the folder, and of its folders if it is not just one of grids
 * @param begun grid files of the folder to which a fit was interrupted, there or not
 * @param models model folders, the latest first
 * @param sessions saved sessions, the latest first
 */
record FolderContents(
    Path folder,
    List<Path> captures,
    Optional<Path> photographs,
    List<Path> grids,
    List<Path> begun,
    List<Path> models,
    List<Path> sessions) {

  /** Name of the folder that COLMAP is given pictures in. */
  static final String IMAGES = "images";

  private static final String GRID = ".grid";
  private static final String CHECKPOINT = ".checkpoint";
  private static final String SCENE = "scene";
  private static final String MODEL = "model";
  private static final int FEWEST_PHOTOGRAPHS = 3;

  FolderContents {
    Objects.requireNonNull(folder, "folder");
    captures = List.copyOf(captures);
    grids = List.copyOf(grids);
    begun = List.copyOf(begun);
    models = List.copyOf(models);
    sessions = List.copyOf(sessions);
  }

  /** Only a scene. */
  static FolderContents ofScene(Path scene) {
    return new FolderContents(
        scene.getParent(),
        List.of(),
        Optional.empty(),
        List.of(scene),
        List.of(),
        List.of(),
        List.of());
  }

  /** Only a model. */
  static FolderContents ofModel(Path model) {
    return new FolderContents(
        model.getParent(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(model),
        List.of());
  }

  /**
   * Looks, without reading more than names.
   *
   * @throws IOException if the folder cannot be listed
   */
  static FolderContents of(Path folder) throws IOException {
    List<Path> files = list(folder);
    List<Path> folders = files.stream().filter(Files::isDirectory).toList();
    List<Path> captures =
        isCapture(folder)
            ? List.of(folder)
            : folders.stream().filter(FolderContents::isCapture).toList();
    List<Path> models =
        latestFirst(folders.stream().filter(child -> new ModelFolder(child).exists()).toList());
    List<Path> grids = new ArrayList<>(ending(files, GRID));
    if (!captures.isEmpty() || !models.isEmpty()) {
      for (Path child : folders) {
        if (!models.contains(child)) {
          grids.addAll(ending(list(child), GRID));
        }
      }
    }
    return new FolderContents(
        folder,
        captures,
        captures.isEmpty() ? photographs(folder, folders) : Optional.empty(),
        grids,
        ending(files, GRID + CHECKPOINT).stream().map(FolderContents::fitTo).toList(),
        models,
        latestFirst(ending(files, SessionFile.ENDING)));
  }

  private static boolean isCapture(Path folder) {
    return !CaptureReader.formats(folder).isEmpty();
  }

  private static Optional<Path> photographs(Path folder, List<Path> folders) throws IOException {
    for (Path place : List.of(folder.resolve(IMAGES), folder)) {
      if ((place.equals(folder) || folders.contains(place))
          && pictures(place).size() >= FEWEST_PHOTOGRAPHS) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** The pictures of a folder. */
  static List<Path> pictures(Path folder) throws IOException {
    return list(folder).stream()
        .filter(
            file ->
                file.getFileName()
                    .toString()
                    .toLowerCase(Locale.ROOT)
                    .matches(".*\\.(jpg|jpeg|png|tif|tiff)"))
        .toList();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static List<Path> ending(List<Path> files, String ending) {
    return files.stream().filter(file -> file.toString().endsWith(ending)).toList();
  }

  private static List<Path> latestFirst(List<Path> paths) {
    return paths.stream()
        .sorted(Comparator.comparingLong((Path path) -> path.toFile().lastModified()).reversed())
        .toList();
  }

  private static Path fitTo(Path checkpoint) {
    String name = checkpoint.getFileName().toString();
    return checkpoint.resolveSibling(name.substring(0, name.length() - CHECKPOINT.length()));
  }

  /** The scene that is being fitted here or was fitted last, if any; it may be there or not. */
  Optional<Path> scene() {
    if (!begun.isEmpty()) {
      return Optional.of(begun.get(begun.size() - 1));
    }
    List<Path> own = grids.stream().filter(grid -> folder.equals(grid.getParent())).toList();
    List<Path> named =
        own.stream().filter(grid -> grid.getFileName().toString().startsWith(SCENE)).toList();
    return latestFirst(named.isEmpty() ? own : named).stream().findFirst();
  }

  /** A grid file in a folder that is not there yet, whatever was fitted before. */
  static Path newScene(Path folder) {
    return unused(folder, SCENE, GRID);
  }

  /** A model folder in a folder that is not there yet. */
  static Path newModel(Path folder) {
    return unused(folder, MODEL, "");
  }

  private static Path unused(Path folder, String name, String ending) {
    Path path = folder.resolve(name + ending);
    for (int i = 2; Files.exists(path) || Files.exists(FitCheckpoint.beside(path)); i++) {
      path = folder.resolve(name + "-" + i + ending);
    }
    return path;
  }
}
