package org.sceneremix.scenes.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Intrinsics;

/**
 * A sparse model of COLMAP (Schoenberger and Frahm 2016, "Structure-from-Motion Revisited").
 *
 * @param cameras lenses by their number
 * @param images posed photographs, in the order of their names
 * @param points positions of the points of the sparse model, world units
 */
record ColmapModel(Map<Integer, Lens> cameras, List<Posed> images, List<Vector3d> points) {

  ColmapModel {
    cameras = Map.copyOf(cameras);
    images = List.copyOf(images);
    points = List.copyOf(points);
  }

  /**
   * A photograph with its pose: rotation, then translation, take the world to the camera, whose x
   * is right, y down, z forward.
   */
  record Posed(String name, int camera, Quaterniond rotation, Vector3d translation) {}

  /** The camera models that can be read, with the numbers that binary files give them. */
  enum Kind {
    SIMPLE_PINHOLE(0, 3),
    PINHOLE(1, 4),
    SIMPLE_RADIAL(2, 4),
    RADIAL(3, 5),
    OPENCV(4, 8);

    private final int number;
    private final int parameters;

    Kind(int number, int parameters) {
      this.number = number;
      this.parameters = parameters;
    }

    /** The model of a number in binary files; empty if it cannot be read. */
    static Optional<Kind> ofNumber(int number) {
      return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
    }

    int parameters() {
      return parameters;
    }

    /**
     * @throws IllegalArgumentException if the parameters make no lens
     */
    Lens lens(int width, int height, double[] p) {
      boolean twoFocals = this == PINHOLE || this == OPENCV;
      int centre = twoFocals ? 2 : 1;
      int terms = centre + 2;
      Intrinsics pinhole =
          new Intrinsics(width, height, p[0], twoFocals ? p[1] : p[0], p[centre], p[centre + 1]);
      return switch (this) {
        case SIMPLE_PINHOLE, PINHOLE -> new Lens(pinhole, 0, 0, 0, 0);
        case SIMPLE_RADIAL -> new Lens(pinhole, p[terms], 0, 0, 0);
        case RADIAL -> new Lens(pinhole, p[terms], p[terms + 1], 0, 0);
        case OPENCV -> new Lens(pinhole, p[terms], p[terms + 1], p[terms + 2], p[terms + 3]);
      };
    }
  }
}
