package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.List;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;

/**
 * A flight through key views, evenly spaced in time, smooth in between: Catmull-Rom splines through
 * the pivots, the logarithms of distances and fields of view, and the (normalised) rotations.
 *
 * @param keys the views in order
 * @param secondsPerKey time from a key to the next
 * @param closed whether it goes on from the last key to the first
 */
public record CameraPath(List<ViewCamera> keys, double secondsPerKey, boolean closed) {

  /** No keys, two seconds from one to the next. */
  public static final CameraPath EMPTY = new CameraPath(List.of(), 2, false);

  /**
   * @throws IllegalArgumentException if the time is not positive
   */
  public CameraPath {
    keys = List.copyOf(keys);
    if (!(secondsPerKey > 0) || Double.isInfinite(secondsPerKey)) {
      throw new IllegalArgumentException(
          "a camera needs some time from one key to the next, not " + secondsPerKey + " s");
    }
  }

  public CameraPath withKey(ViewCamera key) {
    List<ViewCamera> more = new ArrayList<>(keys);
    more.add(key);
    return new CameraPath(more, secondsPerKey, closed);
  }

  /** With another view in the place of a key. */
  public CameraPath withKeyAt(int index, ViewCamera key) {
    List<ViewCamera> changed = new ArrayList<>(keys);
    changed.set(index, key);
    return new CameraPath(changed, secondsPerKey, closed);
  }

  /** With a key in another place of the order. */
  public CameraPath withKeyMoved(int from, int to) {
    List<ViewCamera> changed = new ArrayList<>(keys);
    changed.add(to, changed.remove(from));
    return new CameraPath(changed, secondsPerKey, closed);
  }

  public CameraPath withoutKey(int index) {
    List<ViewCamera> fewer = new ArrayList<>(keys);
    fewer.remove(index);
    return new CameraPath(fewer, secondsPerKey, closed);
  }

  public CameraPath withSecondsPerKey(double seconds) {
    return new CameraPath(keys, seconds, closed);
  }

  public CameraPath withClosed(boolean newClosed) {
    return new CameraPath(keys, secondsPerKey, newClosed);
  }

  private int spans() {
    return Math.max(0, closed ? keys.size() : keys.size() - 1);
  }

  /** Length in seconds; 0 with fewer than two keys. */
  public double seconds() {
    return keys.size() < 2 ? 0 : spans() * secondsPerKey;
  }

  /**
   * The view at a time; before the start the first one, after the end the last.
   *
   * @throws IllegalStateException if there is no key
   */
  public ViewCamera at(double seconds) {
    if (keys.isEmpty()) {
      throw new IllegalStateException("a path without keys leads nowhere");
    }
    if (keys.size() == 1) {
      return keys.get(0);
    }
    double position = Math.max(0, Math.min(spans(), seconds / secondsPerKey));
    int span = Math.min(spans() - 1, (int) position);
    return spline(List.of(key(span - 1), key(span), key(span + 1), key(span + 2)), position - span);
  }

  private ViewCamera key(int index) {
    int n = keys.size();
    return keys.get(closed ? Math.floorMod(index, n) : Math.max(0, Math.min(n - 1, index)));
  }

  /** A film's cameras at a rate; a closed film does not repeat its first frame. */
  public List<Camera> frames(int framesPerSecond, int width, int height) {
    int count = (int) Math.max(1, Math.round(seconds() * framesPerSecond) + (closed ? 0 : 1));
    List<Camera> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(at((double) i / framesPerSecond).camera(width, height));
    }
    return frames;
  }

  /** The spline from the second of four views (t = 0) to the third (t = 1). */
  static ViewCamera spline(List<ViewCamera> four, double t) {
    double[] weights = {
      0.5 * t * (-1 + t * (2 - t)),
      0.5 * (2 + t * t * (-5 + 3 * t)),
      0.5 * t * (1 + t * (4 - 3 * t)),
      0.5 * t * t * (t - 1)
    };
    Vector3d pivot = new Vector3d();
    Quaterniond rotation = new Quaterniond(0, 0, 0, 0);
    Quaterniond reference = four.get(1).rotation();
    double logDistance = 0;
    double logField = 0;
    for (int i = 0; i < 4; i++) {
      ViewCamera view = four.get(i);
      double w = weights[i];
      pivot.fma(w, view.pivot());
      Quaterniond q = view.rotation();
      // q and -q are one rotation; the near one is meant
      double signed = q.dot(reference) < 0 ? -w : w;
      rotation.set(
          rotation.x + signed * q.x,
          rotation.y + signed * q.y,
          rotation.z + signed * q.z,
          rotation.w + signed * q.w);
      logDistance += w * Math.log(view.distance());
      logField += w * Math.log(Math.tan(0.5 * view.fieldOfView()));
    }
    if (rotation.lengthSquared() < 1e-9) {
      rotation.set(reference);
    }
    return ViewCamera.ofPivot(
        pivot, rotation.normalize(), Math.exp(logDistance), 2 * Math.atan(Math.exp(logField)));
  }
}
