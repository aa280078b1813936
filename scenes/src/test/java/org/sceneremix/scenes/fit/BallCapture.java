package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.BoxResize;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.volume.Aabb;

/**
 * A capture with a closed form: a ball of radius 0.6 around (0.1, 0, 0), coloured by position, seen
 * from all sides against nothing.
 */
final class BallCapture {

  static final Vector3d CENTRE = new Vector3d(0.1, 0, 0);
  static final double RADIUS = 0.6;
  static final Aabb BOX = Aabb.centredCube(1);

  private static final int SUPERSAMPLING = 3;

  private BallCapture() {}

  static Capture write(Path folder, int size, int views) throws IOException {
    List<View> training = new ArrayList<>();
    List<View> heldOut = new ArrayList<>();
    for (int i = 0; i < views; i++) {
      Camera camera = camera(i, views, size);
      Path file = folder.resolve(i + ".png");
      ImageFiles.write(picture(camera), file);
      (i % 6 == 5 ? heldOut : training).add(new View("" + i, camera, file, Optional.empty()));
    }
    return new Capture("ball", training, heldOut, Optional.of(BOX), BOX, true);
  }

  /** Cameras on a sphere, spread along a spiral. */
  static Camera camera(int i, int views, int size) {
    double z = 0.9 - 1.8 * i / (views - 1);
    double angle = 2.4 * i;
    double r = Math.sqrt(1 - z * z);
    Vector3d eye = new Vector3d(r * Math.cos(angle), r * Math.sin(angle), z).mul(4);
    return Camera.lookAt(
        Intrinsics.ofFieldOfView(size, size, 0.5), eye, new Vector3d(), new Vector3d(0, 0, 1));
  }

  /** Colour of the surface at a world point. */
  static float colour(double coordinate) {
    return (float) (0.5 + 0.5 * coordinate);
  }

  private static Image picture(Camera camera) {
    int size = camera.intrinsics().width();
    Camera fine = camera.resized(size * SUPERSAMPLING, size * SUPERSAMPLING);
    Rays rays = fine.rays();
    Image image = Image.transparent(size * SUPERSAMPLING, size * SUPERSAMPLING);
    for (int i = 0; i < rays.count(); i++) {
      Vector3d o = camera.position().sub(CENTRE);
      Vector3d d = at(rays.directions(), i);
      double b = o.dot(d);
      double root = b * b - o.lengthSquared() + RADIUS * RADIUS;
      if (root > 0) {
        Vector3d p = d.mul(-b - Math.sqrt(root)).add(o).add(CENTRE);
        image.rgba()[4 * i] = colour(p.x);
        image.rgba()[4 * i + 1] = colour(p.y);
        image.rgba()[4 * i + 2] = colour(p.z);
        image.rgba()[4 * i + 3] = 1;
      }
    }
    return BoxResize.resize(image, size, size);
  }

  private static Vector3d at(float[] xyz, int i) {
    return new Vector3d(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]);
  }
}
