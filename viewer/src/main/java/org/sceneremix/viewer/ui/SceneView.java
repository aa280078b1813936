package org.sceneremix.viewer.ui;

import imgui.ImDrawList;
import imgui.ImGui;
import imgui.ImGuiIO;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.session.BoxPart;
import org.sceneremix.viewer.session.CameraPath;
import org.sceneremix.viewer.session.SceneEntry;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.Stroke;
import org.sceneremix.viewer.session.ViewCamera;
import org.sceneremix.volume.Aabb;

/** The picture of the scene, and the mouse and keys that move the camera over it. */
final class SceneView implements AutoCloseable {

  private static final float SPLIT_GRIP = 6;

  /** Distance of the points of a stroke, in radii of the brush. */
  private static final double POINTS_APART = 0.2;

  /** A mouse that moves less than this between press and release clicks; screen coordinates. */
  static final double CLICK_WAY = 4;

  /** Effect of a drag that began in the picture. */
  private enum Drag {
    NONE,
    ORBIT,
    PAN,
    SPLIT,
    HANDLE,
    MARK,
    PAINT
  }

  private final Session session;
  private final PaintBox paint;
  private final CameraHand hand;
  private ScenePicture picture;
  private Drag drag = Drag.NONE;
  private Vector3d markStart;
  private double split = 0.5;
  private Optional<Handles.Handle> handle = Optional.empty();
  private boolean playing;
  private OptionalDouble frame = OptionalDouble.empty();
  private double playedSeconds;

  /** Whether the press before this one was here, so that two of them are a double click. */
  private boolean isPressedBefore;

  private OptionalInt hoveredCamera = OptionalInt.empty();
  private OptionalInt pressedCamera = OptionalInt.empty();

  /** Way of the mouse since its button went down, screen coordinates. */
  private double wayOfMouse;

  private Rectangle area = new Rectangle(0, 0, 1, 1);

  /** A part of the window, screen coordinates from its upper left corner. */
  record Rectangle(float x, float y, float width, float height) {
    boolean contains(float px, float py) {
      return px >= x && py >= y && px < x + width && py < y + height;
    }
  }

  SceneView(Session session, PaintBox paint) {
    this.session = session;
    this.paint = paint;
    this.hand = new CameraHand(session);
  }

  boolean isPlaying() {
    return playing;
  }

  /** Starts or stops the flight along the camera path. */
  void togglePlaying() {
    CameraPath path = session.state().path();
    playing = !playing && path.keys().size() >= 2;
    if (playing && playedSeconds >= path.seconds()) {
      playedSeconds = 0;
    }
  }

  /** Time of the view on the camera path, seconds from its start. */
  double playedSeconds() {
    return playedSeconds;
  }

  /** Looks from a time of the camera path. */
  void scrubTo(double seconds) {
    playing = false;
    playedSeconds = seconds;
    session.viewpoint().lookAt(session.state().path().at(seconds));
  }

  /** Frames what a film of that width by height will show; empty for no frame. */
  void showFrame(OptionalDouble aspect) {
    frame = aspect;
  }

  boolean showsFrame() {
    return frame.isPresent();
  }

  /** Whether the next frame will differ from this one by itself. */
  boolean isRestless() {
    return playing || hand.isMoving() || (picture != null && picture.isRefining());
  }

  Rectangle area() {
    return area;
  }

  /** Acts on mouse and keys, and draws what lies over the picture. */
  void interact(Rectangle rectangle) {
    area = rectangle;
    ViewCamera before = session.viewpoint().camera();
    ImGuiIO io = ImGui.getIO();
    play(io.getDeltaTime());
    playing &= !hand.fly();
    mouse(io);
    hand.notice(before, playing);
    ImDrawList list = ImGui.getBackgroundDrawList();
    list.pushClipRect(area.x(), area.y(), area.x() + area.width(), area.y() + area.height(), true);
    SceneOverlay overlay = new SceneOverlay(session, area, list);
    hoveredCamera =
        isOver(io) && drag == Drag.NONE
            ? overlay.cameraAt(io.getMousePosX(), io.getMousePosY(), ImGui.getFontSize())
            : OptionalInt.empty();
    overlay.draw(hoveredCamera, playing);
    Handles handles = handles();
    if (!playing) {
      if (drag != Drag.HANDLE) {
        handle =
            isOver(io) && drag == Drag.NONE
                ? handles.at(io.getMousePosX(), io.getMousePosY())
                : Optional.empty();
      }
      handles.draw(list, handle);
    }
    if (session.scenes().box().isPresent()) {
      new AxisGizmo(session.viewpoint().camera(), area).draw(list);
    }
    frame.ifPresent(overlay::drawFrame);
    if (paint.isOn() && (isOver(io) || drag == Drag.PAINT)) {
      groundPoint(io.getMousePosX(), io.getMousePosY())
          .ifPresent(point -> overlay.drawBrush(point, paint.brush()));
    }
    hoveredCamera.ifPresent(
        index ->
            ImGui.setTooltip(
                Widgets.plain(
                    session.captureCameras().all().get(index).name()
                        + ": click to look through it")));
    if (session.state().look().mode() == PictureMode.DEPTH) {
      session
          .scenes()
          .box()
          .ifPresent(box -> DepthLegend.draw(list, area, box, session.viewpoint().camera()));
    }
    if (session.state().compared().isPresent()) {
      float x = area.x() + (float) split * area.width();
      list.addLine(x, area.y(), x, area.y() + area.height(), Theme.ACCENT, 2);
      list.addCircleFilled(x, area.y() + 0.5f * area.height(), 7, Theme.ACCENT);
      CompareLabels.draw(
          list,
          area,
          x,
          session
              .state()
              .scene(session.state().compared().getAsLong())
              .map(SceneEntry::title)
              .orElse(""),
          session.state().shownScene().map(SceneEntry::title).orElse(""));
    }
    list.popClipRect();
  }

  private void play(double seconds) {
    if (!playing) {
      return;
    }
    CameraPath path = session.state().path();
    if (path.keys().size() < 2) {
      playing = false;
      return;
    }
    playedSeconds += seconds;
    if (playedSeconds > path.seconds()) {
      playedSeconds = path.closed() ? playedSeconds % path.seconds() : path.seconds();
      playing = path.closed();
    }
    session.viewpoint().lookAt(path.at(playedSeconds));
  }

  private boolean isOver(ImGuiIO io) {
    return area.contains(io.getMousePosX(), io.getMousePosY()) && !io.getWantCaptureMouse();
  }

  private void mouse(ImGuiIO io) {
    if (isOver(io)) {
      if (io.getMouseWheel() != 0) {
        playing = false;
        hand.zoom(io.getMouseWheel());
      }
      if (ImGui.isMouseDoubleClicked(0) && isPressedBefore) {
        focus(io.getMousePosX(), io.getMousePosY());
      } else if (ImGui.isMouseClicked(0)) {
        wayOfMouse = 0;
        isPressedBefore = true;
        pressedCamera = hoveredCamera;
        beginDrag(io);
      } else if (ImGui.isMouseClicked(1) || ImGui.isMouseClicked(2)) {
        drag = Drag.PAN;
      }
    }
    if (!ImGui.isMouseDown(0) && !ImGui.isMouseDown(1) && !ImGui.isMouseDown(2)) {
      if (drag == Drag.ORBIT && wayOfMouse < CLICK_WAY) {
        pressedCamera.ifPresent(session.captureCameras()::lookThrough);
      }
      drag = Drag.NONE;
    }
    wayOfMouse += Math.hypot(io.getMouseDeltaX(), io.getMouseDeltaY());
    double dx = io.getMouseDeltaX() / area.height();
    double dy = io.getMouseDeltaY() / area.height();
    if (dx != 0 || dy != 0) {
      goOnDragging(io, dx, dy);
    }
  }

  private void beginDrag(ImGuiIO io) {
    float splitX = area.x() + (float) split * area.width();
    Optional<ViewCamera.Side> side =
        new AxisGizmo(session.viewpoint().camera(), area).at(io.getMousePosX(), io.getMousePosY());
    handle = handles().at(io.getMousePosX(), io.getMousePosY());
    if (side.isPresent() && session.scenes().box().isPresent()) {
      playing = false;
      session.viewpoint().lookFrom(side.get());
    } else if (handle.isPresent() && !playing) {
      session.endGesture();
      drag = Drag.HANDLE;
    } else if (session.state().compared().isPresent()
        && Math.abs(io.getMousePosX() - splitX) <= SPLIT_GRIP) {
      drag = Drag.SPLIT;
    } else if (paint.isOn() && !io.getKeyShift() && session.scenes().box().isPresent()) {
      drag = Drag.PAINT;
      groundPoint(io.getMousePosX(), io.getMousePosY()).ifPresent(this::beginPainting);
    } else if (io.getKeyCtrl()) {
      drag = Drag.MARK;
      markStart = groundPoint(io.getMousePosX(), io.getMousePosY()).orElse(null);
    } else {
      drag = io.getKeyShift() ? Drag.PAN : Drag.ORBIT;
    }
  }

  private void goOnDragging(ImGuiIO io, double dx, double dy) {
    switch (drag) {
      case NONE -> {}
      case ORBIT -> {
        playing = false;
        hand.orbit(dx, dy);
      }
      case PAN -> {
        playing = false;
        hand.pan(dx, dy);
      }
      case HANDLE ->
          handle.ifPresent(
              held ->
                  handles()
                      .drag(
                          held,
                          io.getMousePosX() - io.getMouseDeltaX(),
                          io.getMousePosY() - io.getMouseDeltaY(),
                          io.getMousePosX(),
                          io.getMousePosY()));
      case SPLIT ->
          split = Math.max(0.02, Math.min(0.98, (io.getMousePosX() - area.x()) / area.width()));
      case PAINT -> groundPoint(io.getMousePosX(), io.getMousePosY()).ifPresent(this::paintTo);
      case MARK -> groundPoint(io.getMousePosX(), io.getMousePosY()).ifPresent(this::markTo);
    }
  }

  private Handles handles() {
    return new Handles(session, new Projection(session.viewpoint().camera(), area));
  }

  /** The point of the scene under the mouse, or of the ground where nothing is. */
  private Optional<Vector3d> groundPoint(float mouseX, float mouseY) {
    Optional<Vector3d> seen =
        session.viewpoint().pointAt(camera(), mouseX - area.x(), mouseY - area.y());
    if (seen.isPresent() || session.scenes().box().isEmpty()) {
      return seen;
    }
    double ground = session.scenes().box().get().minZ();
    return new Projection(session.viewpoint().camera(), area)
        .onPlane(new Vector3d(0, 0, ground), new Vector3d(0, 0, 1), mouseX, mouseY);
  }

  private void beginPainting(Vector3d point) {
    if (paint.isPicking()) {
      drag = Drag.NONE;
      paint.pick();
      pick(point);
      return;
    }
    Aabb box = session.scenes().box().orElseThrow();
    session.beginStroke(
        new Stroke(paint.brush(), box.sizeY() / box.sizeX(), List.of(onGround(point, box))));
  }

  private void pick(Vector3d point) {
    Stroke.Point here = onGround(point, session.scenes().box().orElseThrow());
    boolean carries = paint.brush().tool().carries();
    Optional<Stroke.Point> place =
        carries
            ? Optional.of(here).filter(Stroke.Point::isInside)
            : session.scenes().sourceAt(point);
    place.ifPresentOrElse(
        picked -> paint.set(paint.brush().withLike(picked)),
        () ->
            session
                .notices()
                .say(
                    carries
                        ? "That lies beside the scene; click on a piece of it."
                        : "It is not known where this was copied from."));
  }

  private void paintTo(Vector3d end) {
    Aabb box = session.scenes().box().orElseThrow();
    Stroke.Point to = onGround(end, box);
    List<Stroke> strokes = session.state().painting().strokes();
    if (strokes.isEmpty()) {
      return;
    }
    List<Stroke.Point> points = strokes.get(strokes.size() - 1).points();
    Stroke.Point last = points.get(points.size() - 1);
    if (Math.hypot(to.x() - last.x(), to.y() - last.y()) > POINTS_APART * paint.brush().radius()) {
      session.strokeTo(to);
    }
  }

  private static Stroke.Point onGround(Vector3d point, Aabb box) {
    return new Stroke.Point(
        (point.x - box.minX()) / box.sizeX(), (point.y - box.minY()) / box.sizeY());
  }

  private void markTo(Vector3d end) {
    if (markStart == null) {
      markStart = end;
    }
    Aabb box = session.scenes().box().orElseThrow();
    session.mark(
        Optional.of(
            BoxPart.ALL
                .withAxis(
                    0, (markStart.x - box.minX()) / box.sizeX(), (end.x - box.minX()) / box.sizeX())
                .withAxis(
                    1,
                    (markStart.y - box.minY()) / box.sizeY(),
                    (end.y - box.minY()) / box.sizeY())));
  }

  private void focus(float mouseX, float mouseY) {
    session
        .viewpoint()
        .pointAt(camera(), mouseX - area.x(), mouseY - area.y())
        .ifPresent(
            point -> session.viewpoint().lookAt(session.viewpoint().camera().focused(point)));
  }

  /** The camera for the area, in screen coordinates. */
  private Camera camera() {
    return session
        .viewpoint()
        .camera()
        .camera(Math.max(1, Math.round(area.width())), Math.max(1, Math.round(area.height())));
  }

  /** Draws the picture into the window. */
  void draw(WindowGeometry window) {
    if (picture == null) {
      picture = new ScenePicture(session);
    }
    picture.draw(window.viewport(area), hand.isMoving(), split);
  }

  /** Something else is where the picture was. */
  void makeWay(Rectangle rectangle) {
    area = rectangle;
    drag = Drag.NONE;
    playing = false;
    isPressedBefore = false;
  }

  /** Frees what it has on the graphics device; it is made anew when it is drawn again. */
  @Override
  public void close() {
    // the clock of the next window begins anew
    hand.forgetClock();
    if (picture != null) {
      picture.close();
      picture = null;
    }
  }
}
