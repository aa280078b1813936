package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.joml.Matrix4d;
import org.sceneremix.volume.Aabb;

/**
 * Captures whose poses COLMAP found: a sparse model ({@link ColmapModel}, binary or text) and the
 * photographs in one of the {@linkplain ImagesFolder customary folders}. The world of such a model
 * has arbitrary axes and is turned upright ({@link UprightWorld}); its lens distortion is undone
 * when a picture is read ({@link Lens}).
 *
 * <p>Without masks the {@linkplain SparsePoints sparse points} tell where the scene is.
 */
final class ColmapReader {

  private static final List<String> PLACES = List.of("sparse", "colmap/sparse", "");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

  private ColmapReader() {}

  /**
   * Finds the sparse model in a folder, if there is one. COLMAP numbers the models of pictures that
   * it could not bring together; the one with the largest file of poses is taken.
   */
  static Optional<Path> model(Path folder) {
    return PLACES.stream()
        .map(folder::resolve)
        .map(ColmapReader::models)
        .filter(models -> !models.isEmpty())
        .map(models -> Collections.max(models, Comparator.comparingLong(ColmapReader::poseBytes)))
        .findFirst();
  }

  /** The numbered models of a folder in the order of their numbers, or the one that it is. */
  private static List<Path> models(Path place) {
    try (Stream<Path> entries = Files.list(place)) {
      List<Path> numbered =
          entries
              .filter(entry -> NUMBER.matcher(entry.getFileName().toString()).matches())
              .filter(ColmapReader::isModel)
              // the last of equals counts as the largest
              .sorted(Comparator.comparingInt(ColmapReader::number).reversed())
              .toList();
      return numbered.isEmpty() && isModel(place) ? List.of(place) : numbered;
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static int number(Path model) {
    return Integer.parseInt(model.getFileName().toString());
  }

  private static boolean isModel(Path place) {
    return isBinary(place) || Files.exists(place.resolve("cameras.txt"));
  }

  private static long poseBytes(Path model) {
    return model.resolve(isBinary(model) ? "images.bin" : "images.txt").toFile().length();
  }

  /** Remark where there are several models. */
  private static Optional<String> remark(Path folder, Path taken) {
    Path parent = taken.toAbsolutePath().getParent();
    int models = taken.equals(folder) ? 1 : models(parent).size();
    return models < 2
        ? Optional.empty()
        : Optional.of(
            "COLMAP made "
                + models
                + " models that do not hang together; the largest, "
                + folder.relativize(taken)
                + ", is taken; take photographs that overlap more for a single one");
  }

  private static boolean isBinary(Path place) {
    return Files.exists(place.resolve("cameras.bin"));
  }

  static Capture read(Path folder, Path place, CaptureOptions options) throws CaptureException {
    ColmapModel model = isBinary(place) ? ColmapBinary.read(place) : ColmapText.read(place);
    if (model.images().isEmpty()) {
      throw new CaptureException(
          place + ": no image has a pose; take photographs that overlap more and run COLMAP again");
    }
    CaptureFiles capture = new CaptureFiles(folder);
    CaptureFiles pictures =
        ImagesFolder.of(folder, options.imageFactor()).map(CaptureFiles::new).orElse(capture);
    List<String> remarks = new ArrayList<>(model.remarks());
    remark(folder, place).ifPresent(remarks::add);
    Orientations orientations = new Orientations();
    List<Frames.Frame> frames = new ArrayList<>();
    for (ColmapModel.Posed posed : model.images()) {
      frames.add(
          new Frames.Frame(
              posed.name(),
              place + ": image " + posed.name(),
              Optional.empty(),
              picture -> view(place, model, posed, picture, orientations)));
    }
    List<View> views = Frames.views(frames, pictures, capture, options, 1, remarks);
    orientations.remark().ifPresent(remarks::add);
    UprightViews upright = UprightViews.of(views, remarks);
    CaptureReader.Split split =
        CaptureReader.Split.everyNth(upright.views(), options.holdOutEvery());
    Aabb seen = Surroundings.of(upright.views().stream().map(View::camera).toList());
    Optional<Aabb> box = SparsePoints.box(model.points(), upright.motion(), seen);
    return new Capture(
        CaptureReader.nameOf(folder),
        split.training(),
        split.heldOut(),
        // where masks tell the scene from the rest, the points of the rest must not count
        upright.hasAlpha() ? Optional.empty() : box,
        seen,
        upright.hasAlpha(),
        remarks);
  }

  private static View view(
      Path place,
      ColmapModel model,
      ColmapModel.Posed posed,
      Path picture,
      Orientations orientations)
      throws CaptureException {
    try {
      Lens lens = model.cameras().lens(posed.camera());
      return Frames.through(lens, pose(posed), posed.name(), picture, orientations);
    } catch (IllegalArgumentException e) {
      throw new CaptureException(place + ": image " + posed.name() + ": " + e.getMessage(), e);
    }
  }

  /** Camera-to-world in OpenGL axes. */
  private static Matrix4d pose(ColmapModel.Posed posed) {
    return new Matrix4d()
        .translationRotate(posed.translation(), posed.rotation())
        .invertAffine()
        .scale(1, -1, -1);
  }
}
