package org.sceneremix.scenes.capture;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Intrinsics;

/**
 * A sparse model of COLMAP (Schoenberger and Frahm 2016, "Structure-from-Motion Revisited").
 *
 * @param cameras lenses
 * @param images posed photographs, in the order of their names
 * @param points positions of the points of the sparse model, world units
 * @param remarks what could not be read and is not needed, one sentence each
 */
record ColmapModel(
    Cameras cameras, List<Posed> images, List<Vector3d> points, List<String> remarks) {

  ColmapModel {
    images = List.copyOf(images);
    points = List.copyOf(points);
    remarks = List.copyOf(remarks);
  }

  /**
   * A photograph with its pose: rotation, then translation, take the world to the camera, whose x
   * is right, y down, z forward.
   */
  record Posed(String name, int camera, Quaterniond rotation, Vector3d translation) {}

  /** Reads the points of a model, world axes. */
  interface PointsReader {
    List<Vector3d> read() throws CaptureException;
  }

  /** A model whose points may be damaged, because it is of use without. */
  static ColmapModel of(Cameras cameras, List<Posed> images, PointsReader points)
      throws CaptureException {
    try {
      return new ColmapModel(cameras, images, points.read(), List.of());
    } catch (CaptureException e) {
      return new ColmapModel(
          cameras,
          images,
          List.of(),
          List.of(
              e.getMessage() + "; without these points the cameras alone tell the scene's box"));
    }
  }

  /** Lenses by their number; one that cannot be used matters only to its photographs. */
  static final class Cameras {

    private final Map<Integer, Lens> lenses = new HashMap<>();
    private final Map<Integer, String> unusable = new HashMap<>();

    /**
     * Adds a camera.
     *
     * @param parameters in COLMAP's order
     */
    void add(int number, Kind kind, long width, long height, double[] parameters) {
      try {
        lenses.put(number, kind.lens(Math.toIntExact(width), Math.toIntExact(height), parameters));
      } catch (IllegalArgumentException | ArithmeticException e) {
        unusable.put(number, "camera " + number + ": " + e.getMessage());
      }
    }

    /** Adds a camera of a model that is not known. */
    void addUnknown(int number, String model) {
      unusable.put(number, "camera " + number + ": " + unsupported(model));
    }

    /**
     * The lens of a number.
     *
     * @throws IllegalArgumentException if there is none, or it cannot be used
     */
    Lens lens(int number) {
      Lens lens = lenses.get(number);
      if (lens == null) {
        throw new IllegalArgumentException(
            unusable.getOrDefault(
                number, "camera " + number + " is not there; write the model again"));
      }
      return lens;
    }
  }

  private static String unsupported(String model) {
    return "the camera model "
        + model
        + " is not supported; use a PINHOLE, RADIAL, OPENCV, FULL_OPENCV or FISHEYE one, or"
        + " undistort the pictures with COLMAP's image_undistorter";
  }

  /** COLMAP's camera models in the order of the numbers that binary files give them. */
  enum Kind {
    SIMPLE_PINHOLE(3),
    PINHOLE(4),
    SIMPLE_RADIAL(4),
    RADIAL(5),
    OPENCV(8),
    OPENCV_FISHEYE(8),
    FULL_OPENCV(12),
    FOV(5),
    SIMPLE_RADIAL_FISHEYE(4),
    RADIAL_FISHEYE(5),
    THIN_PRISM_FISHEYE(12),
    RAD_TAN_THIN_PRISM_FISHEYE(16);

    private final int parameters;

    Kind(int parameters) {
      this.parameters = parameters;
    }

    static Optional<Kind> ofNumber(int number) {
      return number >= 0 && number < values().length
          ? Optional.of(values()[number])
          : Optional.empty();
    }

    static Optional<Kind> ofName(String name) {
      return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }

    int parameters() {
      return parameters;
    }

    /**
     * @throws IllegalArgumentException if the parameters make no lens, or the model has terms that
     *     {@link Distortion} does not have
     */
    private Lens lens(int width, int height, double[] p) {
      boolean oneFocal =
          this == SIMPLE_PINHOLE
              || this == SIMPLE_RADIAL
              || this == RADIAL
              || this == SIMPLE_RADIAL_FISHEYE
              || this == RADIAL_FISHEYE;
      int centre = oneFocal ? 1 : 2;
      double[] terms = Arrays.copyOfRange(p, centre + 2, p.length);
      Intrinsics pinhole =
          new Intrinsics(width, height, p[0], oneFocal ? p[0] : p[1], p[centre], p[centre + 1]);
      return new Lens(pinhole, distortion(terms));
    }

    private Distortion distortion(double[] t) {
      return switch (this) {
        case SIMPLE_PINHOLE, PINHOLE -> Distortion.NONE;
        case SIMPLE_RADIAL -> Distortion.brown(t[0], 0, 0, 0);
        case RADIAL -> Distortion.brown(t[0], t[1], 0, 0);
        case OPENCV -> Distortion.brown(t[0], t[1], t[2], t[3]);
        case FULL_OPENCV ->
            new Distortion(false, t[0], t[1], t[4], 0, t[5], t[6], t[7], t[2], t[3]);
        case SIMPLE_RADIAL_FISHEYE -> Distortion.fisheye(t[0], 0, 0, 0);
        case RADIAL_FISHEYE -> Distortion.fisheye(t[0], t[1], 0, 0);
        case OPENCV_FISHEYE -> Distortion.fisheye(t[0], t[1], t[2], t[3]);
        case FOV, THIN_PRISM_FISHEYE, RAD_TAN_THIN_PRISM_FISHEYE ->
            throw new IllegalArgumentException(unsupported(name()));
      };
    }
  }
}
