package org.sceneremix.scenes.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.joml.Matrix4d;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.View;

/** A fault that is put into a sound capture, and what the check must say of it. */
enum CaptureFault {
  EXCHANGED_PICTURES("2 pictures do not match their poses") {
    @Override
    List<View> in(List<View> views, Path folder) {
      return withExchanged(views, views.size() / 2);
    }
  },
  EXCHANGED_NEAR_PICTURES("2 pictures do not match their poses") {
    @Override
    List<View> in(List<View> views, Path folder) {
      Vector3d forward = views.get(3).camera().forward();
      int near =
          IntStream.range(0, views.size())
              .filter(i -> i != 3)
              .boxed()
              .min(
                  Comparator.comparingDouble(
                      i -> {
                        double angle = views.get(i).camera().forward().angle(forward);
                        return Math.abs(angle - NEAR);
                      }))
              .orElseThrow();
      return withExchanged(views, near);
    }
  },
  SHUFFLED_PICTURES("the pictures do not match the poses") {
    @Override
    List<View> in(List<View> views, Path folder) {
      List<View> result = new ArrayList<>();
      for (int i = 0; i < views.size(); i++) {
        result.add(showing(views.get(i), views.get((i + views.size() / 3) % views.size())));
      }
      return result;
    }
  },
  PICTURE_USED_TWICE("2 views with different poses share pictures") {
    @Override
    List<View> in(List<View> views, Path folder) {
      List<View> result = new ArrayList<>(views);
      result.set(3, showing(views.get(3), views.get(views.size() / 2)));
      return result;
    }
  },
  LONG_FOCAL_LENGTH("agree better with a focal length about 0.") {
    @Override
    List<View> in(List<View> views, Path folder) {
      return withIntrinsics(views, 1.4, 0);
    }
  },
  SHORT_FOCAL_LENGTH("agree better with a focal length about 1.") {
    @Override
    List<View> in(List<View> views, Path folder) {
      return withIntrinsics(views, 1 / 1.4, 0);
    }
  },
  PRINCIPAL_POINT("agree better with the principal point at about") {
    @Override
    List<View> in(List<View> views, Path folder) {
      return withIntrinsics(views, 1, 0.08);
    }
  },
  OPENCV_AXES("looking along -z") {
    @Override
    List<View> in(List<View> views, Path folder) {
      return views.stream()
          .map(
              view ->
                  withCamera(
                      view,
                      new Camera(
                          view.camera().intrinsics(),
                          new Matrix4d(view.camera().cameraToWorld()).rotateX(Math.PI))))
          .toList();
    }
  },
  BRIGHT_PICTURE("in 1 of") {
    @Override
    List<View> in(List<View> views, Path folder) throws IOException {
      return withBrightness(views, 1.6f, folder);
    }
  },
  DARK_PICTURE("in 1 of") {
    @Override
    List<View> in(List<View> views, Path folder) throws IOException {
      return withBrightness(views, 0.6f, folder);
    }
  };

  /** Angle between the directions of near views, radians. */
  private static final double NEAR = Math.toRadians(10);

  private final String sentence;

  CaptureFault(String sentence) {
    this.sentence = sentence;
  }

  /** A part of the finding that names it. */
  String sentence() {
    return sentence;
  }

  /**
   * The views with the fault.
   *
   * @param folder for pictures that are made
   */
  abstract List<View> in(List<View> views, Path folder) throws IOException;

  Capture in(Capture capture, Path folder) throws IOException {
    return new Capture(
        capture.name(),
        in(capture.views(), folder),
        Collections.emptyList(),
        capture.box(),
        capture.surroundings(),
        capture.hasAlpha());
  }

  private static List<View> withExchanged(List<View> views, int other) {
    List<View> result = new ArrayList<>(views);
    result.set(3, showing(views.get(3), views.get(other)));
    result.set(other, showing(views.get(other), views.get(3)));
    return result;
  }

  private static View showing(View view, View other) {
    return new View(
        view.name(),
        view.camera(),
        other.picture(),
        other.mask(),
        other.downscale(),
        other.turn(),
        other.ignored(),
        other.lens());
  }

  private static View withCamera(View view, Camera camera) {
    return new View(
        view.name(),
        camera,
        view.picture(),
        view.mask(),
        view.downscale(),
        view.turn(),
        view.ignored(),
        view.lens());
  }

  private static List<View> withIntrinsics(List<View> views, double factor, double shift) {
    return views.stream()
        .map(
            view -> {
              Intrinsics i = view.camera().intrinsics();
              return withCamera(
                  view,
                  new Camera(
                      new Intrinsics(
                          i.width(),
                          i.height(),
                          factor * i.fx(),
                          factor * i.fy(),
                          i.cx() + shift * i.width(),
                          i.cy()),
                      view.camera().cameraToWorld()));
            })
        .toList();
  }

  private static List<View> withBrightness(List<View> views, float factor, Path folder)
      throws IOException {
    View view = views.get(3);
    Image image = view.load();
    for (int i = 0; i < image.rgba().length; i++) {
      image.rgba()[i] = i % 4 == 3 ? image.rgba()[i] : Math.min(1, factor * image.rgba()[i]);
    }
    Path picture = folder.resolve("brightness-" + factor + ".png");
    ImageFiles.write(image, picture);
    List<View> result = new ArrayList<>(views);
    result.set(3, new View(view.name(), view.camera(), picture, view.mask()));
    return result;
  }
}
