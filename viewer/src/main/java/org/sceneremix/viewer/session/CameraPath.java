package org.sceneremix.viewer.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.List;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;

/**
 * A flight through key views, smooth in between: Catmull-Rom splines through the pivots, the
 * logarithms of distances and fields of view, and the (normalised) rotations.
 *
 * @param keys the views in order
 * @param secondsPerKey time from a new key to the next
 * @param closed whether it goes on from the last key to the first
 * @param timings of every key, in order; null, as in files that are older than it, or one too few
 *     stands for the time of a new key
 */
public record CameraPath(
    List<ViewCamera> keys, double secondsPerKey, boolean closed, List<KeyTiming> timings) {

  /** No keys, two seconds from one to the next. */
  public static final CameraPath EMPTY = new CameraPath(List.of(), 2, false);

  private static final int TURNTABLE_KEYS = 8;

  /**
   * @throws IllegalArgumentException if the time is not positive
   */
  @JsonCreator
  public CameraPath {
    keys = List.copyOf(keys);
    List<KeyTiming> all = new ArrayList<>(timings == null ? List.of() : timings);
    KeyTiming fresh = new KeyTiming(secondsPerKey, Easing.STEADY);
    while (all.size() < keys.size()) {
      all.add(fresh);
    }
    timings = List.copyOf(all.subList(0, keys.size()));
  }

  /** At an even pace, with the same time from each key to the next. */
  public CameraPath(List<ViewCamera> keys, double secondsPerKey, boolean closed) {
    this(keys, secondsPerKey, closed, List.of());
  }

  /**
   * Once around what a camera looks at, at an even pace.
   *
   * @param seconds of the whole turn
   */
  public static CameraPath turntable(ViewCamera from, double seconds) {
    List<ViewCamera> keys = new ArrayList<>();
    for (int i = 0; i < TURNTABLE_KEYS; i++) {
      keys.add(from.orbited(2 * Math.PI * i / TURNTABLE_KEYS, 0));
    }
    return new CameraPath(keys, seconds / TURNTABLE_KEYS, true);
  }

  public CameraPath withKey(ViewCamera key) {
    List<ViewCamera> more = new ArrayList<>(keys);
    more.add(key);
    return new CameraPath(more, secondsPerKey, closed, timings);
  }

  /** With another view in the place of a key. */
  public CameraPath withKeyAt(int index, ViewCamera key) {
    List<ViewCamera> changed = new ArrayList<>(keys);
    changed.set(index, key);
    return new CameraPath(changed, secondsPerKey, closed, timings);
  }

  /** With a key, and how it goes on from there, in another place of the order. */
  public CameraPath withKeyMoved(int from, int to) {
    List<ViewCamera> changed = new ArrayList<>(keys);
    changed.add(to, changed.remove(from));
    List<KeyTiming> times = new ArrayList<>(timings);
    times.add(to, times.remove(from));
    return new CameraPath(changed, secondsPerKey, closed, times);
  }

  public CameraPath withoutKey(int index) {
    List<ViewCamera> fewer = new ArrayList<>(keys);
    fewer.remove(index);
    List<KeyTiming> times = new ArrayList<>(timings);
    times.remove(index);
    return new CameraPath(fewer, secondsPerKey, closed, times);
  }

  /** With the same time from each key to the next. */
  public CameraPath withSecondsPerKey(double seconds) {
    return new CameraPath(
        keys,
        seconds,
        closed,
        timings.stream().map(timing -> timing.withSeconds(seconds)).toList());
  }

  /** With another way to go on from a key. */
  public CameraPath withTiming(int index, KeyTiming timing) {
    List<KeyTiming> changed = new ArrayList<>(timings);
    changed.set(index, timing);
    return new CameraPath(keys, secondsPerKey, closed, changed);
  }

  public CameraPath withClosed(boolean newClosed) {
    return new CameraPath(keys, secondsPerKey, newClosed, timings);
  }

  private int spans() {
    return Math.max(0, closed ? keys.size() : keys.size() - 1);
  }

  /** Length in seconds; 0 with fewer than two keys. */
  public double seconds() {
    return keys.size() < 2 ? 0 : secondsOf(spans());
  }

  /**
   * When it comes to a key, seconds from the start.
   *
   * @param index of the key
   */
  public double secondsOf(int index) {
    double seconds = 0;
    for (int i = 0; i < index; i++) {
      seconds += timings.get(i).seconds();
    }
    return seconds;
  }

  /**
   * The path with a key at another time, as long in all: those before and after stay when they are.
   *
   * @param index of a key between two others
   * @param seconds from the start; kept between its neighbours
   */
  public CameraPath withKeyAtSeconds(int index, double seconds) {
    double least = 0.05;
    double from = secondsOf(index - 1);
    double to = secondsOf(index) + timings.get(index).seconds();
    double at = Math.max(from + least, Math.min(to - least, seconds));
    return withTiming(index - 1, timings.get(index - 1).withSeconds(Math.max(least, at - from)))
        .withTiming(index, timings.get(index).withSeconds(Math.max(least, to - at)));
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
    double left = Math.max(0, Math.min(seconds(), seconds));
    int span = 0;
    while (span < spans() - 1 && left >= timings.get(span).seconds()) {
      left -= timings.get(span).seconds();
      span++;
    }
    KeyTiming timing = timings.get(span);
    double way = timing.easing().way(Math.min(1, left / timing.seconds()));
    return spline(List.of(key(span - 1), key(span), key(span + 1), key(span + 2)), way);
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
