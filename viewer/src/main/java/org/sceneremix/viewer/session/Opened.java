package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.viewer.tiles.TileFolder;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** Content of an opened file or folder, read. */
sealed interface Opened {

  /** Names in a message, at most. */
  int NAMED = 4;

  /** Grid files, the first of them read. */
  record Grids(List<Path> files, VoxelGrid first, List<CaptureView> views) implements Opened {}

  /** A folder of tiles, and the box of one of them. */
  record Ground(Path folder, Aabb tile) implements Opened {}

  /** A model folder. */
  record ModelScenes(Path folder, SceneMaker maker, List<CaptureView> views) implements Opened {}

  /** A folder of photographs with their poses. */
  record Photographs(Path folder, Capture capture, List<CaptureView> views, Aabb surroundings)
      implements Opened {}

  /**
   * A folder that holds a capture, or photographs without poses, and what was made of it so far.
   *
   * @param model the latest
   * @param grids all scenes but the one that the model learned from
   */
  record Whole(
      FolderContents contents,
      Optional<Photographs> photographs,
      Optional<ModelScenes> model,
      Optional<Grids> grids)
      implements Opened {}

  /** A file of cameras to fly along; read later, as a path is. */
  record Flight(Path file) implements Opened {}

  /**
   * A saved session.
   *
   * @param shown the scene on show, if it was kept
   */
  record Saved(Path file, SessionFile session, Optional<MadeScene> shown) implements Opened {}

  /**
   * Reads whatever a path leads to.
   *
   * @param engine for a model
   * @throws IOException if there is nothing, or nothing that can be used
   */
  static Opened read(Path path, LazyEngine engine) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (Files.isDirectory(path)) {
      return readFolder(path, engine);
    }
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(SessionFile.ENDING)) {
      return readSession(path);
    }
    if (name.endsWith(".json") && CameraPathFile.isPath(path)) {
      return new Flight(path);
    }
    Path folder = path.toAbsolutePath().getParent();
    if (name.equals("model.json")
        || name.equals(TileFolder.MANIFEST)
        || CaptureReader.isCaptureFile(path)) {
      return readFolder(folder, engine);
    }
    return name.endsWith(".json") ? new Flight(path) : readGrids(List.of(path));
  }

  private static Opened readFolder(Path folder, LazyEngine engine) throws IOException {
    ModelFolder model = new ModelFolder(folder);
    if (model.exists()) {
      return readModel(model, engine);
    }
    if (TileFolder.isOne(folder)) {
      return new Ground(folder, TileFolder.open(folder).header().box());
    }
    FolderContents contents = FolderContents.of(folder);
    if (!contents.captures().isEmpty()
        || !contents.models().isEmpty()
        || contents.photographs().isPresent()) {
      return readWhole(contents, engine);
    }
    if (contents.grids().isEmpty() && !contents.sessions().isEmpty()) {
      return readSession(contents.sessions().get(0));
    }
    return contents.grids().isEmpty() ? readCapture(folder) : readGrids(contents.grids());
  }

  private static Whole readWhole(FolderContents contents, LazyEngine engine) throws IOException {
    if (contents.captures().size() > 1) {
      throw new IOException(
          contents.folder()
              + " holds several captures ("
              + contents.captures().stream()
                  .limit(NAMED)
                  .map(capture -> capture.getFileName().toString())
                  .collect(Collectors.joining(", "))
              + (contents.captures().size() > NAMED ? " ..." : "")
              + "); open one of them");
    }
    Optional<Photographs> photographs = Optional.empty();
    for (Path capture : contents.captures()) {
      photographs = Optional.of(readCapture(capture));
    }
    Optional<ModelScenes> model = Optional.empty();
    for (Path latest : contents.models().stream().limit(1).toList()) {
      model = Optional.of(readModel(latest, engine));
    }
    Optional<Path> learned = model.isPresent() ? contents.scene() : Optional.empty();
    List<Path> grids =
        contents.grids().stream().filter(grid -> !learned.equals(Optional.of(grid))).toList();
    return new Whole(
        contents,
        photographs,
        model,
        grids.isEmpty() ? Optional.empty() : Optional.of(readGrids(grids)));
  }

  private static Grids readGrids(List<Path> files) throws IOException {
    GridFile first = GridFile.read(files.get(0));
    return new Grids(files, first.grid(), views(SceneCameras.of(first, files.get(0))));
  }

  private static ModelScenes readModel(ModelFolder model, LazyEngine engine) throws IOException {
    return new ModelScenes(model.path(), SceneMaker.ofModel(model, engine), views(model.cameras()));
  }

  private static List<CaptureView> views(List<Camera> cameras) {
    List<CaptureView> views = new ArrayList<>();
    for (Camera camera : cameras) {
      views.add(new CaptureView("camera " + (views.size() + 1), camera, Optional.empty()));
    }
    return views;
  }

  static Photographs readCapture(Path folder) throws IOException {
    Capture capture = CaptureReader.read(folder);
    List<CaptureView> views = new ArrayList<>();
    for (List<View> some : List.of(capture.training(), capture.heldOut())) {
      for (View view : some) {
        views.add(new CaptureView(view.name(), view.camera(), Optional.of(view)));
      }
    }
    return new Photographs(folder, capture, views, capture.box().orElse(capture.surroundings()));
  }

  private static Saved readSession(Path file) throws IOException {
    SessionFile session = SessionFile.read(file);
    OptionalLong id = session.state().shown();
    KeptScene kept = id.isPresent() ? session.scenes().get(id.getAsLong()) : null;
    return new Saved(file, session, kept == null ? Optional.empty() : Optional.of(kept.unpack()));
  }

  /**
   * Reads the model of a session.
   *
   * @throws IOException if there is none, or it cannot be used
   */
  static ModelScenes readModel(Path folder, LazyEngine engine) throws IOException {
    ModelFolder model = new ModelFolder(folder);
    if (!model.exists()) {
      throw new IOException(
          folder
              + " is not a model folder (it has no model.json); name the folder that train made");
    }
    return readModel(model, engine);
  }
}
