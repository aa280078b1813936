package org.sceneremix.viewer.ui;

import imgui.ImDrawList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joml.Vector3d;
import org.sceneremix.viewer.session.BoxPart;
import org.sceneremix.viewer.session.CameraPath;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.ViewCamera;
import org.sceneremix.volume.Aabb;

/**
 * Handles to be dragged in the picture: the six sides and the middle of the marked box and of the
 * cut, and the keys of the camera path.
 */
final class Handles {

  /** Greatest distance from a handle at which it is grabbed, screen coordinates. */
  private static final double REACH = 8;

  /** Thinnest box, as a share of the scene's side. */
  private static final double LEAST = 0.01;

  private static final float RADIUS = 5;
  private static final int CUT_COLOUR = 0xFFC08040;
  private static final int KEY_COLOUR = 0xFF60D890;
  private static final int HOVERED_COLOUR = 0xFFFFFFFF;

  private final Session session;
  private final Projection projection;

  Handles(Session session, Projection projection) {
    this.session = session;
    this.projection = projection;
  }

  /** Owner of a handle. */
  enum Of {
    MARK,
    CUT,
    PATH
  }

  /**
   * One of them.
   *
   * @param part of a box: 0 to 5 are the low and high sides along x, y and z, and 6 the middle; of
   *     the path: the index of the key
   */
  record Handle(Of of, int part) {
    private static final int MIDDLE = 6;
  }

  /** All that there are. */
  private List<Handle> all() {
    List<Handle> all = new ArrayList<>();
    if (session.scenes().box().isPresent()) {
      if (session.state().marked().isPresent()) {
        addBox(all, Of.MARK);
      }
      if (session.state().look().cutting()) {
        addBox(all, Of.CUT);
      }
    }
    for (int key = 0; key < session.state().path().keys().size(); key++) {
      // the one that is looked from would lie in the middle of the picture
      if (!session.state().path().keys().get(key).equals(session.viewpoint().camera())) {
        all.add(new Handle(Of.PATH, key));
      }
    }
    return all;
  }

  private static void addBox(List<Handle> all, Of of) {
    for (int part = 0; part <= Handle.MIDDLE; part++) {
      all.add(new Handle(of, part));
    }
  }

  /** The handle at a place of the screen. */
  Optional<Handle> at(float x, float y) {
    Handle nearest = null;
    double least = REACH;
    for (Handle handle : all()) {
      double far = projection.spot(place(handle)).map(spot -> spot.distance(x, y)).orElse(least);
      if (far < least) {
        least = far;
        nearest = handle;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Draws all of them. */
  void draw(ImDrawList list, Optional<Handle> hovered) {
    for (Handle handle : all()) {
      boolean isHovered = hovered.equals(Optional.of(handle));
      projection
          .spot(place(handle))
          .ifPresent(
              spot ->
                  list.addCircleFilled(
                      spot.x(),
                      spot.y(),
                      isHovered ? RADIUS + 2 : RADIUS,
                      isHovered ? HOVERED_COLOUR : colour(handle.of())));
    }
  }

  private static int colour(Of of) {
    return switch (of) {
      case MARK -> Theme.ACCENT;
      case CUT -> CUT_COLOUR;
      case PATH -> KEY_COLOUR;
    };
  }

  private Vector3d place(Handle handle) {
    if (handle.of() == Of.PATH) {
      return session.state().path().keys().get(handle.part()).eye();
    }
    Aabb box = part(handle.of()).in(session.scenes().box().orElseThrow());
    Vector3d place = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    return switch (handle.part()) {
      case 0 -> place.setComponent(0, box.minX());
      case 1 -> place.setComponent(0, box.maxX());
      case 2 -> place.setComponent(1, box.minY());
      case 3 -> place.setComponent(1, box.maxY());
      case 4 -> place.setComponent(2, box.minZ());
      case 5 -> place.setComponent(2, box.maxZ());
      default -> place;
    };
  }

  private BoxPart part(Of of) {
    return of == Of.CUT
        ? session.state().look().cut()
        : session.state().marked().orElse(BoxPart.ALL);
  }

  /**
   * Moves a handle to where the mouse is.
   *
   * @param fromX where the mouse was before, screen coordinates
   * @param toX where it is
   */
  void drag(Handle handle, float fromX, float fromY, float toX, float toY) {
    if (!all().contains(handle)) {
      return;
    }
    if (handle.of() == Of.PATH) {
      dragKey(handle.part(), fromX, fromY, toX, toY);
    } else if (handle.part() == Handle.MIDDLE) {
      dragMiddle(handle, fromX, fromY, toX, toY);
    } else {
      dragSide(handle, fromX, fromY, toX, toY);
    }
  }

  private void dragSide(Handle handle, float fromX, float fromY, float toX, float toY) {
    int axis = handle.part() / 2;
    Vector3d along = new Vector3d().setComponent(axis, 1);
    Vector3d place = place(handle);
    Optional<Double> from = projection.along(place, along, fromX, fromY);
    Optional<Double> to = projection.along(place, along, toX, toY);
    if (from.isPresent() && to.isPresent()) {
      BoxPart old = part(handle.of());
      double move = (to.get() - from.get()) / size(axis);
      boolean isHigh = handle.part() % 2 == 1;
      double low = isHigh ? old.low(axis) : Math.min(old.low(axis) + move, old.high(axis) - LEAST);
      double high =
          isHigh ? Math.max(old.high(axis) + move, old.low(axis) + LEAST) : old.high(axis);
      set(handle.of(), old.withAxis(axis, low, high));
    }
  }

  /** Over the ground, as far as the scene goes. */
  private void dragMiddle(Handle handle, float fromX, float fromY, float toX, float toY) {
    Vector3d place = place(handle);
    Vector3d up = new Vector3d(0, 0, 1);
    Optional<Vector3d> from = projection.onPlane(place, up, fromX, fromY);
    Optional<Vector3d> to = projection.onPlane(place, up, toX, toY);
    if (from.isPresent() && to.isPresent()) {
      Vector3d move = to.get().sub(from.get());
      BoxPart moved = part(handle.of());
      for (int axis = 0; axis < 2; axis++) {
        moved = moved.moved(axis, move.get(axis) / size(axis));
      }
      set(handle.of(), moved);
    }
  }

  /** In the plane of the picture, looking the same way. */
  private void dragKey(int index, float fromX, float fromY, float toX, float toY) {
    CameraPath path = session.state().path();
    ViewCamera key = path.keys().get(index);
    Vector3d ahead = session.viewpoint().camera().forward();
    Optional<Vector3d> from = projection.onPlane(key.eye(), ahead, fromX, fromY);
    Optional<Vector3d> to = projection.onPlane(key.eye(), ahead, toX, toY);
    if (from.isPresent() && to.isPresent()) {
      session.paths().set(path.withKeyAt(index, key.moved(to.get().sub(from.get()))));
    }
  }

  private double size(int axis) {
    Aabb box = session.scenes().box().orElseThrow();
    return axis == 0 ? box.sizeX() : axis == 1 ? box.sizeY() : box.sizeZ();
  }

  private void set(Of of, BoxPart part) {
    if (of == Of.CUT) {
      LookSettings look = session.state().look();
      session.setLook(look.withCut(part));
    } else {
      session.mark(Optional.of(part));
    }
  }
}
