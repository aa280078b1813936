package org.sceneremix.viewer.ui;

import imgui.ImDrawList;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.joml.Vector3d;
import org.sceneremix.gan.sample.Guide;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.viewer.session.CameraPath;
import org.sceneremix.viewer.session.CaptureView;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.Painting;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.Stroke;
import org.sceneremix.viewer.session.ViewCamera;
import org.sceneremix.volume.Aabb;

/** Lines over the picture: boxes, cameras, the camera path. */
final class SceneOverlay {

  /** Depth of a drawn camera, as a share of its distance from the scene. */
  private static final double FRUSTUM_DEPTH = 0.06;

  private static final int FRUSTUM_COLOUR = 0xB0D8C060;
  private static final int BOX_COLOUR = 0x90FFFFFF;
  private static final int OUTSIDE_COLOUR = 0x90000000;
  private static final int CUT_COLOUR = 0xC0C08040;
  private static final int PATH_COLOUR = 0xD060D890;

  /** Cells along each side of the ground in which paint is drawn. */
  private static final int PAINT_CELLS = 64;

  private static final int PAINT_ALPHA = 0x60000000;

  private static final int CARRIED_COLOUR = 0xE07080;
  private static final int CIRCLE = 32;

  /** The twelve edges of a box, by corners whose bits are high x, y, z. */
  private static final int[][] EDGES = {
    {0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3}, {4, 6}, {5, 7}, {0, 4}, {1, 5}, {2, 6}, {3, 7}
  };

  private final Session session;
  private final SceneView.Rectangle area;
  private final ImDrawList list;
  private final Projection projection;

  SceneOverlay(Session session, SceneView.Rectangle area, ImDrawList list) {
    this.session = session;
    this.area = area;
    this.list = list;
    this.projection = new Projection(session.viewpoint().camera(), area);
  }

  /**
   * The camera of the capture that is drawn where the mouse is.
   *
   * @param reach how near to the middle of its drawing is near enough, screen coordinates
   */
  OptionalInt cameraAt(float mouseX, float mouseY, float reach) {
    List<CaptureView> views =
        session.state().look().frusta() ? session.captureCameras().all() : List.of();
    int current = session.captureCameras().current().orElse(-1);
    OptionalInt nearest = OptionalInt.empty();
    double least = reach;
    for (int i = 0; i < views.size(); i++) {
      Camera other = views.get(i).camera();
      Vector3d middle =
          other.cameraToWorld().transformPosition(new Vector3d(0, 0, -0.5 * depth(other)));
      double distance =
          projection
              .spot(middle)
              .map(spot -> spot.distance(mouseX, mouseY))
              .orElse(Double.POSITIVE_INFINITY);
      if (i != current && distance < least) {
        least = distance;
        nearest = OptionalInt.of(i);
      }
    }
    return nearest;
  }

  /**
   * Draws all that the session wants to be seen.
   *
   * @param hovered the camera of the capture that the mouse is on
   * @param playing whether a film is being shown, in which no cameras are seen
   */
  void draw(OptionalInt hovered, boolean playing) {
    LookSettings look = session.state().look();
    session
        .scenes()
        .box()
        .ifPresent(
            box -> {
              if (look.box()) {
                drawBox(box, BOX_COLOUR);
              }
              if (look.cutting()) {
                drawBox(look.cut().in(box), CUT_COLOUR);
              }
              drawPainting(box, session.state().painting());
              session.state().marked().ifPresent(part -> drawBox(part.in(box), Theme.ACCENT));
            });
    if (playing) {
      return;
    }
    if (look.frusta()) {
      int current = session.captureCameras().current().orElse(-1);
      List<CaptureView> views = session.captureCameras().all();
      for (int i = 0; i < views.size(); i++) {
        if (i != current) {
          boolean isHovered = hovered.equals(OptionalInt.of(i));
          drawFrustum(views.get(i).camera(), isHovered ? Theme.ACCENT : FRUSTUM_COLOUR);
        }
      }
    }
    drawPath(session.state().path());
  }

  /**
   * Darkens what a film will not show, and outlines the middle nine tenths of it, which no screen
   * cuts off.
   *
   * @param aspect width by height of the film
   */
  void drawFrame(double aspect) {
    // a film's height shows what the window's does
    float half = 0.5f * (float) aspect * area.height();
    float middle = area.x() + 0.5f * area.width();
    float left = Math.max(area.x(), middle - half);
    float right = Math.min(area.x() + area.width(), middle + half);
    float bottom = area.y() + area.height();
    list.addRectFilled(area.x(), area.y(), left, bottom, OUTSIDE_COLOUR);
    list.addRectFilled(right, area.y(), area.x() + area.width(), bottom, OUTSIDE_COLOUR);
    list.addRect(middle - half, area.y(), middle + half, bottom, BOX_COLOUR);
    float rim = 0.05f * area.height();
    list.addRect(
        middle - 0.9f * half, area.y() + rim, middle + 0.9f * half, bottom - rim, BOX_COLOUR);
  }

  /** A veil over the ground where something will be new, in the colour of what. */
  private void drawPainting(Aabb box, Painting painting) {
    if (painting.strokes().isEmpty()) {
      return;
    }
    for (int i = 0; i < PAINT_CELLS * PAINT_CELLS; i++) {
      int cx = i % PAINT_CELLS;
      int cy = i / PAINT_CELLS;
      double x = (cx + 0.5) / PAINT_CELLS;
      double y = (cy + 0.5) / PAINT_CELLS;
      Painting.Spot spot = painting.spot(x, y);
      if (spot.isCarried()) {
        fillCell(box, cx, cy, PAINT_ALPHA | CARRIED_COLOUR);
      } else if (spot.isNew()) {
        fillCell(box, cx, cy, PAINT_ALPHA | colour(spot.wish()));
      }
    }
  }

  private void fillCell(Aabb box, int cx, int cy, int colour) {
    List<Projection.Spot> corners = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      // around the cell
      int dx = c == 1 || c == 2 ? 1 : 0;
      projection
          .spot(
              new Vector3d(
                  box.minX() + (cx + dx) * box.sizeX() / PAINT_CELLS,
                  box.minY() + (cy + c / 2) * box.sizeY() / PAINT_CELLS,
                  box.minZ()))
          .ifPresent(corners::add);
    }
    if (corners.size() == 4) {
      list.addQuadFilled(
          corners.get(0).x(),
          corners.get(0).y(),
          corners.get(1).x(),
          corners.get(1).y(),
          corners.get(2).x(),
          corners.get(2).y(),
          corners.get(3).x(),
          corners.get(3).y(),
          colour);
    }
  }

  private static int colour(Guide.Wish wish) {
    if (wish.likeness() > 0.5) {
      return 0xE0A040;
    }
    if (wish.density() < -0.5) {
      return 0x4040E0;
    }
    return wish.density() > 0.5 ? 0x50C050 : Theme.ACCENT & 0xFFFFFF;
  }

  /** The rim of a brush at a point, and around the piece that it carries there. */
  void drawBrush(Vector3d point, Stroke.Brush brush) {
    Aabb box = session.scenes().box().orElseThrow();
    double radius = brush.radius() * box.sizeX();
    drawCircle(point, radius, Theme.ACCENT);
    if (brush.tool().carries()) {
      Stroke.Point like = brush.like();
      drawCircle(
          new Vector3d(
              box.minX() + like.x() * box.sizeX(), box.minY() + like.y() * box.sizeY(), box.minZ()),
          radius,
          0xFF000000 | CARRIED_COLOUR);
    }
  }

  private void drawCircle(Vector3d point, double radius, int colour) {
    for (int i = 0; i < CIRCLE; i++) {
      line(onRim(point, radius, i), onRim(point, radius, i + 1), colour);
    }
  }

  private static Vector3d onRim(Vector3d point, double radius, int i) {
    double angle = 2 * Math.PI * i / CIRCLE;
    return new Vector3d(
        point.x + radius * Math.cos(angle), point.y + radius * Math.sin(angle), point.z);
  }

  private void drawBox(Aabb box, int colour) {
    Vector3d[] corners = new Vector3d[8];
    for (int i = 0; i < 8; i++) {
      corners[i] =
          new Vector3d(
              (i & 1) == 0 ? box.minX() : box.maxX(),
              (i & 2) == 0 ? box.minY() : box.maxY(),
              (i & 4) == 0 ? box.minZ() : box.maxZ());
    }
    for (int[] edge : EDGES) {
      line(corners[edge[0]], corners[edge[1]], colour);
    }
  }

  /** Length of a camera's drawn frustum, world units. */
  private double depth(Camera other) {
    Vector3d centre =
        session
            .scenes()
            .box()
            .map(b -> new Vector3d(b.centreX(), b.centreY(), b.centreZ()))
            .orElse(new Vector3d());
    return FRUSTUM_DEPTH * other.position().distance(centre);
  }

  private void drawFrustum(Camera other, int colour) {
    double depth = depth(other);
    Intrinsics pinhole = other.intrinsics();
    Vector3d[] corners = new Vector3d[4];
    double[][] pixels = {
      {0, 0},
      {pinhole.width(), 0},
      {pinhole.width(), pinhole.height()},
      {0, pinhole.height()}
    };
    for (int i = 0; i < 4; i++) {
      corners[i] =
          other
              .cameraToWorld()
              .transformPosition(
                  new Vector3d(
                      depth * (pixels[i][0] - pinhole.cx()) / pinhole.fx(),
                      depth * (pinhole.cy() - pixels[i][1]) / pinhole.fy(),
                      -depth));
    }
    for (int i = 0; i < 4; i++) {
      line(other.position(), corners[i], colour);
      line(corners[i], corners[(i + 1) % 4], colour);
    }
  }

  private void drawPath(CameraPath path) {
    for (ViewCamera key : path.keys()) {
      if (key.equals(session.viewpoint().camera())) {
        // it would frame the picture
        continue;
      }
      drawFrustum(key.camera(64, 48), PATH_COLOUR);
    }
    int steps = 16 * path.keys().size();
    if (path.keys().size() >= 2) {
      for (int i = 0; i < steps; i++) {
        line(
            path.at(path.seconds() * i / steps).eye(),
            path.at(path.seconds() * (i + 1) / steps).eye(),
            PATH_COLOUR);
      }
    }
  }

  /** A line in world space. */
  private void line(Vector3d from, Vector3d to, int colour) {
    projection
        .line(from, to)
        .ifPresent(
            seen ->
                list.addLine(
                    seen.from().x(), seen.from().y(), seen.to().x(), seen.to().y(), colour, 1.5f));
  }
}
