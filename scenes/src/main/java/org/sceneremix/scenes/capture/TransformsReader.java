package org.sceneremix.scenes.capture;

import static java.util.stream.Collectors.toSet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.volume.Aabb;

/**
 * Captures described by {@code transforms*.json} (see {@link CameraJson}): world with z up, OpenGL
 * cameras, pictures named with or without their ending.
 */
final class TransformsReader {

  static final String TRAINING = "transforms_train.json";
  static final String SINGLE = "transforms.json";
  private static final List<String> HELD_OUT =
      List.of("transforms_test.json", "transforms_val.json");

  /** Tilt beyond which a world whose axes COLMAP chose is turned, degrees. */
  private static final double LYING = 45;

  private TransformsReader() {}

  /** Whether a file is of a capture that has one for each split. */
  static boolean isOfSplit(String name) {
    return name.equals(TRAINING) || HELD_OUT.contains(name);
  }

  /** NeRF-synthetic: one file for each split; test views are held out, or else validation views. */
  static Capture readSplit(Path folder, CaptureOptions options) throws CaptureException {
    CameraJson json = CameraJson.read(folder.resolve(TRAINING));
    CaptureFiles files = new CaptureFiles(folder);
    List<String> remarks = new ArrayList<>();
    List<View> training = views(files, json, options, remarks);
    List<View> heldOut = heldOut(files, options, remarks);
    CaptureReader.Split split =
        heldOut.isEmpty()
            ? CaptureReader.Split.everyNth(training, options.holdOutEvery())
            : new CaptureReader.Split(training, heldOut);
    return capture(files, json, split, remarks);
  }

  /** The views of the first file of held-out views that can be used; none if there is no such. */
  private static List<View> heldOut(
      CaptureFiles files, CaptureOptions options, List<String> remarks) {
    for (String name : HELD_OUT) {
      Path file = files.folder().resolve(name);
      if (Files.exists(file)) {
        try {
          return views(files, CameraJson.read(file), options, remarks);
        } catch (CaptureException e) {
          remarks.add("the views of " + name + " are left out: " + e.getMessage());
        }
      }
    }
    return List.of();
  }

  /** instant-ngp and nerfstudio: one file for all views, which may say how they are split. */
  static Capture readSingle(Path file, CaptureOptions options) throws CaptureException {
    return read(CameraJson.read(file), file.resolveSibling(""), options);
  }

  /** Cameras in one list, whose pictures lie below a folder. */
  static Capture read(CameraJson json, Path folder, CaptureOptions options)
      throws CaptureException {
    CaptureFiles files = new CaptureFiles(folder);
    List<String> remarks = new ArrayList<>();
    List<View> views = views(files, json, options, remarks);
    Optional<CaptureReader.Split> said = split(json, views, remarks);
    return capture(
        files,
        json,
        said.orElse(CaptureReader.Split.everyNth(views, options.holdOutEvery())),
        remarks);
  }

  /**
   * The split that a file of nerfstudio says; test views are held out, or else validation views.
   */
  private static Optional<CaptureReader.Split> split(
      CameraJson json, List<View> views, List<String> remarks) throws CaptureException {
    Map<String, Set<String>> said = new LinkedHashMap<>();
    for (String key : List.of("train_filenames", "test_filenames", "val_filenames")) {
      List<String> names = json.names(key);
      if (!names.isEmpty()) {
        said.put(key, names.stream().map(CaptureFiles::comparable).collect(toSet()));
      }
    }
    if (said.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> heldOutKey =
        said.keySet().stream().filter(key -> !key.startsWith("train")).findFirst();
    Set<String> heldOutNames = heldOutKey.map(said::get).orElse(Set.of());
    Set<String> trainingNames =
        said.getOrDefault(
            "train_filenames",
            views.stream()
                .map(view -> CaptureFiles.comparable(view.name()))
                .filter(name -> said.values().stream().noneMatch(names -> names.contains(name)))
                .collect(toSet()));
    List<View> training = named(views, trainingNames);
    List<View> heldOut = named(views, heldOutNames);
    if (training.isEmpty()) {
      throw new CaptureException(
          json.origin()
              + ", "
              + String.join(", ", said.keySet())
              + ": none of the views is left for training; name them by their file_path, or remove"
              + " these entries");
    }
    remarks.add(
        "the capture itself splits the views: "
            + training.size()
            + " for training (train_filenames), "
            + heldOut.size()
            + " held out"
            + heldOutKey.map(key -> " (" + key + ")").orElse("")
            + ", "
            + (views.size() - training.size() - heldOut.size())
            + " unused");
    return Optional.of(new CaptureReader.Split(training, heldOut));
  }

  private static List<View> named(List<View> views, Set<String> names) {
    return views.stream()
        .filter(view -> names.contains(CaptureFiles.comparable(view.name())))
        .toList();
  }

  private static Capture capture(
      CaptureFiles files, CameraJson json, CaptureReader.Split all, List<String> remarks)
      throws CaptureException {
    Transparency transparency = Transparency.of(all.views(), remarks);
    Optional<Aabb> said = json.box();
    Matrix4dc motion = motion(json, all);
    List<View> training = moved(transparency.kept(all.training()), motion);
    if (training.isEmpty()) {
      throw new CaptureException(json.origin() + ": " + remarks.get(remarks.size() - 1));
    }
    List<Camera> cameras = training.stream().map(View::camera).toList();
    Aabb surroundings = said.isPresent() ? said.get() : surroundings(cameras, json);
    Optional<Aabb> box = said;
    if (said.isEmpty() && !transparency.hasAlpha() && json.pointsPath().isPresent()) {
      box = SparsePoints.box(points(files, json, remarks), motion, surroundings);
    }
    return new Capture(
        CaptureReader.nameOf(files.folder()),
        training,
        moved(transparency.kept(all.heldOut()), motion),
        box,
        surroundings,
        transparency.hasAlpha(),
        remarks);
  }

  /** The points that help to find the box; none where their file is absent or damaged. */
  private static List<Vector3d> points(CaptureFiles files, CameraJson json, List<String> remarks) {
    String name = json.pointsPath().orElseThrow();
    try {
      Optional<Path> file = files.file(name);
      if (file.isPresent()) {
        return PlyPoints.read(file.get());
      }
      remarks.add(
          "the points that ply_file_path names are not in the capture ("
              + name
              + "), so the cameras alone tell the scene's box; copy them there, or give --box");
    } catch (CaptureException e) {
      remarks.add(e.getMessage() + "; without these points the cameras alone tell the scene's box");
    }
    return List.of();
  }

  /**
   * Motion that turns the world upright where nothing but COLMAP chose its axes, as in files of
   * nerfstudio, which exchanges them only ({@code applied_transform}).
   */
  private static Matrix4dc motion(CameraJson json, CaptureReader.Split split)
      throws CaptureException {
    List<Camera> cameras = split.views().stream().map(View::camera).toList();
    boolean lies = json.isTransformed() && UprightWorld.tilt(cameras) > LYING;
    return lies && json.box().isEmpty() ? UprightWorld.motion(cameras) : new Matrix4d();
  }

  private static List<View> moved(List<View> views, Matrix4dc motion) {
    return (motion.properties() & Matrix4dc.PROPERTY_IDENTITY) != 0
        ? views
        : views.stream().map(view -> view.moved(motion)).toList();
  }

  /** Box that the cameras look at, or instant-ngp's cube where that is smaller. */
  private static Aabb surroundings(List<Camera> cameras, CameraJson json) throws CaptureException {
    Aabb seen = Surroundings.of(cameras);
    return json.ngpCube().filter(cube -> cube.longestSide() < seen.longestSide()).orElse(seen);
  }

  private static List<View> views(
      CaptureFiles files, CameraJson json, CaptureOptions options, List<String> remarks)
      throws CaptureException {
    Orientations orientations = new Orientations();
    List<Frames.Frame> frames = new ArrayList<>();
    for (int i = 0; i < json.count(); i++) {
      int frame = i;
      if (json.filePath(i).isEmpty()) {
        throw new CaptureException(
            json.where(i) + ": file_path is missing; every frame needs the path of its picture");
      }
      json.requirePose(i);
      frames.add(
          new Frames.Frame(
              json.filePath(i),
              json.where(i),
              json.maskPath(i),
              picture -> view(json, frame, picture, orientations)));
    }
    int least = json.count() / 2 + 1;
    List<View> views = Frames.views(frames, files, files, options, least, remarks);
    orientations.remark().ifPresent(remarks::add);
    return views;
  }

  private static View view(CameraJson json, int frame, Path picture, Orientations orientations)
      throws CaptureException {
    ImageFiles.Header header = PictureFile.header(picture);
    Camera camera = json.photographing(frame, new CameraJson.Size(header.width(), header.height()));
    return Frames.through(
        json.lens(frame, camera.intrinsics()),
        camera.cameraToWorld(),
        json.filePath(frame),
        picture,
        orientations);
  }
}
