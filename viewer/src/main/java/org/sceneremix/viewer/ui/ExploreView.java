package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_DOWN;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_ENTER;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_ENTER;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_LEFT;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_P;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_RIGHT;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_UP;

import imgui.ImDrawList;
import imgui.ImGui;
import imgui.ImGuiIO;
import imgui.flag.ImGuiHoveredFlags;
import imgui.flag.ImGuiPopupFlags;
import imgui.flag.ImGuiWindowFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sceneremix.viewer.session.Candidate;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.ViewCamera;

/**
 * Remixes to choose from in the place of the picture, all seen by the one camera: a drag turns all
 * of them, a click opens one.
 */
final class ExploreView implements AutoCloseable {

  /** Keys that choose among the remixes while they are on show, in place of what they do else. */
  private static final Set<Integer> KEYS =
      Set.of(
          GLFW_KEY_LEFT,
          GLFW_KEY_RIGHT,
          GLFW_KEY_UP,
          GLFW_KEY_DOWN,
          GLFW_KEY_ENTER,
          GLFW_KEY_KP_ENTER,
          GLFW_KEY_P);

  private static final int FLAGS =
      ImGuiWindowFlags.NoDecoration
          | ImGuiWindowFlags.NoMove
          | ImGuiWindowFlags.NoSavedSettings
          | ImGuiWindowFlags.NoBackground
          | ImGuiWindowFlags.NoScrollWithMouse
          | ImGuiWindowFlags.NoBringToFrontOnFocus;

  /** Between pictures, in heights of the text. */
  private static final float GAP = 0.5f;

  /** Height of the text below a picture, the same. */
  private static final float TEXT = 1.4f;

  /** Where there is no sketch yet. */
  private static final int WAITING = 0xFF2B2927;

  /** Width of the button of a picture, in heights of the text. */
  private static final float BUTTON = 7;

  /** What a drag that began over the pictures does. */
  private enum Drag {
    NONE,
    ORBIT,
    PAN
  }

  private final Session session;
  private final Widgets widgets;
  private final Runnable opened;
  private final CameraHand hand;
  private CandidatePictures pictures;
  private SceneView.Rectangle area = new SceneView.Rectangle(0, 0, 1, 1);
  private Drag drag = Drag.NONE;
  private double wayOfMouse;

  /** Id of the remix that keys act on. */
  private long selected;

  private int count = 16;
  private double difference = 0.1;

  /**
   * @param opened told when a remix was opened
   */
  ExploreView(Session session, Widgets widgets, Runnable opened) {
    this.session = session;
    this.widgets = widgets;
    this.opened = opened;
    this.hand = new CameraHand(session);
  }

  /** How many remixes are made at once. */
  int count() {
    return count;
  }

  void setCount(int newCount) {
    count = newCount;
  }

  /** How far remixes that are like another one are from it, from 0 to 1. */
  double difference() {
    return difference;
  }

  /** In whole percent, so that what is said of it is all that is needed to do it again. */
  void setDifference(double newDifference) {
    difference = Math.round(100 * newDifference) / 100.0;
  }

  /** Whether a key chooses among the remixes. */
  static boolean takes(int key) {
    return KEYS.contains(key);
  }

  /** Whether the next frame will differ from this one by itself. */
  boolean isRestless() {
    return hand.isMoving() || (pictures != null && pictures.isRefining());
  }

  /** Acts on mouse and keys, and draws what lies over the pictures. */
  void interact(SceneView.Rectangle rectangle) {
    area = rectangle;
    ViewCamera before = session.viewpoint().camera();
    hand.fly();
    ImGui.setNextWindowPos(area.x(), area.y());
    ImGui.setNextWindowSize(area.width(), area.height());
    ImGui.begin("Remixes", FLAGS);
    List<Candidate> seen = session.exploration().seen();
    if (seen.isEmpty()) {
      drawNothing();
    }
    keys(seen);
    Tiling tiling = tiling(seen.size());
    boolean isOverControl = false;
    for (int i = 0; i < seen.size(); i++) {
      isOverControl |= drawCandidate(seen.get(i), tiling.picture(i));
    }
    mouse(isOverControl);
    ImGui.end();
    hand.notice(before, false);
  }

  private Tiling tiling(int pictures) {
    return Tiling.of(area, pictures, GAP * ImGui.getFontSize(), TEXT * ImGui.getFontSize());
  }

  private void drawNothing() {
    boolean isFiltered = session.exploration().isMarkedOnly();
    String text =
        isFiltered
            ? "No remix is marked yet."
            : "Many remixes side by side appear here: press Make remixes.";
    float width = Math.min(ImGui.calcTextSize(text).x, 0.9f * area.width());
    ImGui.setCursorScreenPos(
        area.x() + 0.5f * (area.width() - width), area.y() + 0.45f * area.height());
    ImGui.textDisabled(Widgets.fitting(text, width));
  }

  private void keys(List<Candidate> seen) {
    if (ImGui.getIO().getWantTextInput()
        || ImGui.getIO().getKeyCtrl()
        || ImGui.isPopupOpen("", ImGuiPopupFlags.AnyPopupId)
        || seen.isEmpty()) {
      return;
    }
    int columns = tiling(seen.size()).columns();
    int by =
        pressed(GLFW_KEY_RIGHT)
            - pressed(GLFW_KEY_LEFT)
            + columns * (pressed(GLFW_KEY_DOWN) - pressed(GLFW_KEY_UP));
    int at = seen.stream().map(Candidate::id).toList().indexOf(selected);
    if (by != 0) {
      int to = at < 0 ? 0 : at + by;
      selected = to >= 0 && to < seen.size() ? seen.get(to).id() : selected;
    } else if (at >= 0 && pressed(GLFW_KEY_P) > 0) {
      session.exploration().toggleMark(selected);
    } else if (at >= 0 && pressed(GLFW_KEY_ENTER) + pressed(GLFW_KEY_KP_ENTER) > 0) {
      open(selected);
    }
  }

  private static int pressed(int key) {
    return ImGui.isKeyPressed(key, false) ? 1 : 0;
  }

  private void open(long id) {
    session.exploration().open(id);
    opened.run();
  }

  /**
   * Draws what lies over and below a picture, and acts on it.
   *
   * @return whether the mouse is over a control
   */
  private boolean drawCandidate(Candidate candidate, SceneView.Rectangle place) {
    ImGuiIO io = ImGui.getIO();
    boolean isUnderMouse =
        ImGui.isWindowHovered() && place.contains(io.getMousePosX(), io.getMousePosY());
    if (isUnderMouse && (io.getMouseDeltaX() != 0 || io.getMouseDeltaY() != 0)) {
      selected = candidate.id();
    }
    ImGui.pushID(Long.hashCode(candidate.id()));
    // what is drawn first is hit first
    float edge = Star.CORNER * ImGui.getFontSize();
    ImGui.setCursorScreenPos(place.x() + place.width() - edge, place.y());
    if (ImGui.invisibleButton("mark", edge, edge)) {
      session.exploration().toggleMark(candidate.id());
    }
    boolean isOverControl = ImGui.isItemHovered();
    widgets.remember("Mark " + candidate.label(), "Marked remixes stay when others are made (P)");
    if (selected == candidate.id() && drag == Drag.NONE) {
      isOverControl |= drawButton(candidate, place);
    }
    ImGui.setCursorScreenPos(place.x(), place.y());
    boolean isClicked =
        ImGui.invisibleButton("picture", place.width(), place.height())
            && wayOfMouse < SceneView.CLICK_WAY;
    // controls over it have tooltips of their own
    boolean isExplained = drag == Drag.NONE && !isOverControl;
    widgets.remember(candidate.label(), isExplained ? explanation(candidate) : "");
    drawOver(candidate, place);
    ImGui.popID();
    if (isClicked) {
      open(candidate.id());
    }
    return isOverControl;
  }

  private boolean drawButton(Candidate candidate, SceneView.Rectangle place) {
    float room = place.width() - Star.CORNER * ImGui.getFontSize();
    boolean isNarrow = room < BUTTON * ImGui.getFontSize();
    // above the mouse, where no tooltip covers it
    ImGui.setCursorScreenPos(place.x(), place.y());
    if (widgets.button(
        (isNarrow ? "More" : "More like this") + "##Like " + candidate.label(),
        count + " more whose latents are near its own",
        Math.min(room, isNarrow ? room : BUTTON * ImGui.getFontSize()))) {
      session.exploration().moreLike(candidate.id(), count, difference);
    }
    return ImGui.isItemHovered();
  }

  private static String explanation(Candidate candidate) {
    return candidate.recipe()
        + candidate.twin().map(twin -> "\nHardly to be told from " + twin).orElse("")
        + "\nA sketch. Click or Enter: makes it whole, under Remix and in the history.\n"
        + "All that is here stays until other remixes are made; it is not saved.";
  }

  private void drawOver(Candidate candidate, SceneView.Rectangle place) {
    ImDrawList list = ImGui.getWindowDrawList();
    float right = place.x() + place.width();
    float bottom = place.y() + place.height();
    if (candidate.sketch().isEmpty()) {
      list.addRectFilled(place.x(), place.y(), right, bottom, WAITING, 4);
    }
    if (candidate.twin().isPresent()) {
      String text = Widgets.fitting("= " + candidate.twin().get(), place.width() - 8);
      float top = bottom - 1.3f * ImGui.getFontSize();
      list.addRectFilled(
          place.x(), top, place.x() + ImGui.calcTextSize(text).x + 8, bottom, Theme.SHADE, 4);
      list.addText(place.x() + 4, top + 2, Theme.ERROR, text);
    }
    if (candidate.id() == selected) {
      list.addRect(place.x(), place.y(), right, bottom, Theme.QUIET, 0, 0, 1.5f);
    }
    if (candidate.marked()) {
      list.addRect(place.x(), place.y(), right, bottom, Theme.ACCENT, 0, 0, 2.5f);
    }
    Star.draw(candidate.marked(), right, place.y());
    list.addText(
        place.x() + 2,
        bottom + 2,
        candidate.marked() ? Theme.TEXT : Theme.QUIET,
        Widgets.fitting(candidate.label(), place.width() - 4));
  }

  private void mouse(boolean isOverControl) {
    ImGuiIO io = ImGui.getIO();
    boolean isOver = ImGui.isWindowHovered(ImGuiHoveredFlags.AllowWhenBlockedByActiveItem);
    if (isOver && io.getMouseWheel() != 0) {
      hand.zoom(io.getMouseWheel());
    }
    if (isOver && !isOverControl) {
      if (ImGui.isMouseClicked(0)) {
        wayOfMouse = 0;
        drag = io.getKeyShift() ? Drag.PAN : Drag.ORBIT;
      } else if (ImGui.isMouseClicked(1) || ImGui.isMouseClicked(2)) {
        drag = Drag.PAN;
      }
    }
    if (!ImGui.isMouseDown(0) && !ImGui.isMouseDown(1) && !ImGui.isMouseDown(2)) {
      drag = Drag.NONE;
    }
    wayOfMouse += Math.hypot(io.getMouseDeltaX(), io.getMouseDeltaY());
    // as fast as over one picture of the size of all
    double dx = io.getMouseDeltaX() / area.height();
    double dy = io.getMouseDeltaY() / area.height();
    if (drag == Drag.ORBIT) {
      hand.orbit(dx, dy);
    } else if (drag == Drag.PAN) {
      hand.pan(dx, dy);
    }
  }

  /** Draws the pictures into the window. */
  void draw(WindowGeometry window) {
    List<Candidate> seen = session.exploration().seen();
    if (pictures == null) {
      pictures = new CandidatePictures(session);
    }
    Tiling tiling = tiling(seen.size());
    List<CandidatePictures.Shot> shots = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      if (seen.get(i).sketch().isPresent()) {
        shots.add(new CandidatePictures.Shot(seen.get(i), window.viewport(tiling.picture(i))));
      }
    }
    pictures.draw(shots, seen.size(), hand.isMoving());
  }

  /** Frees what it has on the graphics device; it is made anew when it is drawn again. */
  @Override
  public void close() {
    hand.forgetClock();
    if (pictures != null) {
      pictures.close();
      pictures = null;
    }
  }
}
