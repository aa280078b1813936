package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_DONT_CARE;
import static org.lwjgl.glfw.GLFW.glfwGetWindowContentScale;
import static org.lwjgl.glfw.GLFW.glfwPollEvents;
import static org.lwjgl.glfw.GLFW.glfwSetDropCallback;
import static org.lwjgl.glfw.GLFW.glfwSetWindowShouldClose;
import static org.lwjgl.glfw.GLFW.glfwSetWindowSizeLimits;
import static org.lwjgl.glfw.GLFW.glfwSetWindowTitle;
import static org.lwjgl.glfw.GLFW.glfwSwapBuffers;
import static org.lwjgl.glfw.GLFW.glfwSwapInterval;
import static org.lwjgl.glfw.GLFW.glfwWaitEventsTimeout;
import static org.lwjgl.glfw.GLFW.glfwWindowShouldClose;

import imgui.ImGui;
import imgui.ImGuiIO;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.lwjgl.glfw.GLFWDropCallback;
import org.lwjgl.system.Platform;
import org.sceneremix.renderer.gl.GlContext;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.viewer.gl.PresentPass;
import org.sceneremix.viewer.session.Preferences;
import org.sceneremix.viewer.session.SceneEntry;
import org.sceneremix.viewer.session.Session;

/**
 * The viewer's window over a session.
 *
 * <pre>{@code
 * try (Session session = new Session(settingsFolder, 2, Throwable::getMessage);
 *     ViewerWindow window = ViewerWindow.open(session)) {
 *   window.addPanel(Panel.of("Mine", s -> ImGui.text(s.state().scenes().size() + " scenes")));
 *   session.open(Path.of("scene.grid"));
 *   window.run(() -> false);
 * }
 * }</pre>
 *
 * <p>Belongs to the thread that opened it (on macOS the first one of the process).
 */
public final class ViewerWindow implements AutoCloseable {

  private static final String TITLE = "SceneRemix";

  /** Width of the side panel in heights of the text. */
  private static final float PANEL_WIDTH = 22;

  /** Least size of the window in heights of the text. */
  private static final float LEAST_WIDTH = 36;

  private static final float LEAST_HEIGHT = 24;

  /** A window that nothing happens in is drawn this often, so that news appear. */
  private static final double IDLE_SECONDS = 0.2;

  private static final double BUSY_SECONDS = 0.05;

  /** A device that is lost so soon after it was made anew will not stay. */
  private static final long LEAST_LIFE_NANOS = 5_000_000_000L;

  private final Session session;
  private final Supplier<GlContext> opening;
  private final double offscreenPixelRatio;
  private final Widgets widgets = new Widgets();
  private final SceneView view;
  private final ExploreView explore;
  private final FilmTimeline film;
  private final HistoryStrip history;
  private final Cards cards;
  private final Dialogs dialogs;
  private final HelpWindow help;
  private final CommandSearch search;
  private final Welcome welcome;
  private final MenuBar menus;
  private final Commands commands;
  private final SidePanel side;
  private final ProjectPanel project;
  private GlContext context;
  private ImGuiBackend backend;
  private boolean isRecovered;
  private long recoveredAt;
  private boolean panelsShown = true;
  private String title = TITLE;
  private long rests;
  private int framesToDraw = 3;
  private float limitedFor;
  private OptionalLong shown = OptionalLong.empty();

  /** Asked between frames. */
  @FunctionalInterface
  public interface Ending {
    /** Whether the window shall close now. */
    boolean isReached();
  }

  private ViewerWindow(Session session, Supplier<GlContext> opening, double offscreenPixelRatio) {
    this.session = Objects.requireNonNull(session, "session");
    this.opening = opening;
    this.offscreenPixelRatio = offscreenPixelRatio;
    PaintBox paint = new PaintBox();
    this.view = new SceneView(session, paint);
    this.explore = new ExploreView(session, widgets, this::showPicture);
    this.film = new FilmTimeline(session, widgets, view);
    this.cards = new Cards(session, widgets);
    this.dialogs = new Dialogs(session, widgets);
    this.history = new HistoryStrip(session, widgets, dialogs, this::showPicture);
    this.search = new CommandSearch(widgets);
    this.help = new HelpWindow(session, widgets);
    this.welcome = new Welcome(session, widgets, dialogs);
    this.menus = new MenuBar(session, widgets);
    this.side = new SidePanel(session, widgets);
    this.commands =
        new Commands(
            session,
            view,
            () -> {
              paint.toggle();
              side().choose(SidePanel.PAINT);
            },
            () -> side().choose(isExploring() ? SidePanel.REMIX : SidePanel.EXPLORE),
            dialogs,
            help,
            search,
            () -> panelsShown = !panelsShown,
            () -> glfwSetWindowShouldClose(context.window(), true));
    project = new ProjectPanel(widgets, () -> side().choose(SidePanel.REMIX));
    side.add(SidePanel.PROJECT, project);
    side.add(SidePanel.VIEW, new LookPanel(widgets));
    side.add(SidePanel.VIEW, new CameraPanel(widgets));
    side.add(SidePanel.VIEW, new InfoPanel(widgets));
    side.add(SidePanel.REMIX, new RemixPanel(widgets, dialogs));
    side.add(SidePanel.REMIX, new EditPanel(widgets));
    side.add(SidePanel.REMIX, new CleanPanel(widgets));
    side.add(SidePanel.EXPLORE, new ExplorePanel(widgets, dialogs, explore));
    side.add(SidePanel.PAINT, new PaintPanel(widgets, paint));
    side.add(SidePanel.FILM, new FilmPanel(widgets, view, dialogs));
    side.add(SidePanel.EXPORT, new ExportPanel(widgets, dialogs));
    openDevice();
  }

  /** Why there is no window on this machine, one sentence; empty where there can be one. */
  public static Optional<String> obstacle() {
    return ImGuiLibrary.obstacle();
  }

  /**
   * Opens the window, as large as it was last time.
   *
   * @throws GlException if there is no display, no OpenGL 3.3, or an {@link #obstacle}
   */
  public static ViewerWindow open(Session session) {
    obstacle()
        .ifPresent(
            reason -> {
              throw new GlException(reason);
            });
    return new ViewerWindow(
        session,
        () -> {
          Preferences preferences = session.settings().preferences();
          return GlContext.window(TITLE, preferences.width(), preferences.height());
        },
        1);
  }

  /**
   * The same window in memory only, to be looked at with {@link #picture()}.
   *
   * @param width pixels
   * @param height pixels
   * @throws GlException if there is no OpenGL 3.3
   */
  public static ViewerWindow offscreen(Session session, int width, int height) {
    return offscreen(session, width, height, 1);
  }

  /** The same on a high-DPI screen, of which so many pixels make a screen coordinate. */
  static ViewerWindow offscreen(Session session, int width, int height, double pixelRatio) {
    return new ViewerWindow(session, () -> GlContext.offscreen(width, height), pixelRatio);
  }

  private void openDevice() {
    context = opening.get();
    try {
      backend = new ImGuiBackend(context);
    } catch (RuntimeException | LinkageError e) {
      context.close();
      throw e;
    }
    glfwSetDropCallback(context.window(), this::dropped);
    if (context.hasDisplay()) {
      glfwSwapInterval(1);
    }
    glfwSetWindowTitle(context.window(), title);
    framesToDraw = 3;
    limitedFor = 0;
  }

  private SidePanel side() {
    return side;
  }

  private boolean isExploring() {
    return side.isChosen(SidePanel.EXPLORE);
  }

  /** Turns from the remixes that can be chosen to the picture of the scene on show. */
  private void showPicture() {
    if (isExploring()) {
      side.choose(SidePanel.REMIX);
    }
  }

  private void closeDevice() {
    history.close();
    explore.close();
    project.close();
    view.close();
    backend.close();
    context.close();
  }

  /** Goes on with a new window, since the graphics device of this one was lost. */
  void recover() {
    recover("The graphics device was reset", null);
  }

  /**
   * Goes on with a new window, in which nothing is left of what went wrong in this one.
   *
   * @param what went wrong, the beginning of a sentence
   * @param reason for it, if it is known
   * @throws GlException if that helps for a moment only; the session is saved then
   */
  private void recover(String what, Throwable reason) {
    session.saveForTheWorst();
    boolean again = isRecovered && System.nanoTime() - recoveredAt < LEAST_LIFE_NANOS;
    closeDevice();
    Throwable last = reason;
    boolean isOpen = false;
    if (!again) {
      try {
        openDevice();
        isOpen = true;
      } catch (GlException e) {
        last = e;
      }
    }
    if (!isOpen) {
      context = null;
      throw new GlException(
          what
              + (last == null ? "" : " (" + session.notices().sentence(last) + ")")
              + ", and a new window did not help; the session is saved, so start 'remix view' again"
              + " and go on with it",
          last);
    }
    isRecovered = true;
    recoveredAt = System.nanoTime();
    session.notices().say(what + ", and the window was made anew. Nothing of the session is lost.");
    if (reason != null) {
      session.notices().fail(reason);
    }
  }

  /** Factor on all sizes: what the user chose, and what the screen asks for. */
  private float scale() {
    return (float) session.settings().preferences().scale() * contentScale();
  }

  /** On macOS the system scales by itself. */
  private float contentScale() {
    if (!context.hasDisplay() || Platform.get() == Platform.MACOSX) {
      return 1;
    }
    float[] x = new float[1];
    float[] y = new float[1];
    glfwGetWindowContentScale(context.window(), x, y);
    return x[0] > 0 ? x[0] : 1;
  }

  /** The window may not become so small that panels leave no room for the picture. */
  private void limitSize() {
    float text = Theme.TEXT_PIXELS * scale();
    if (context.hasDisplay() && text != limitedFor) {
      limitedFor = text;
      glfwSetWindowSizeLimits(
          context.window(),
          Math.round(LEAST_WIDTH * text),
          Math.round(LEAST_HEIGHT * text),
          GLFW_DONT_CARE,
          GLFW_DONT_CARE);
    }
  }

  private WindowGeometry geometry() {
    WindowGeometry window = WindowGeometry.of(context.window());
    return context.hasDisplay()
        ? window
        : WindowGeometry.ofPixels(window.pixelsWide(), window.pixelsHigh(), offscreenPixelRatio);
  }

  /** Adds a panel under a tab of its own, and turns to it. */
  public void addPanel(Panel panel) {
    side.add(panel.title(), panel);
    side.choose(panel.title());
  }

  /** Rectangles of the latest frame's controls, by name: x, y, width, height in the window. */
  public Map<String, float[]> places() {
    Map<String, float[]> places = new LinkedHashMap<>();
    widgets
        .places()
        .forEach((name, p) -> places.put(name, new float[] {p.x(), p.y(), p.width(), p.height()}));
    SceneView.Rectangle area = view.area();
    places.put("Picture", new float[] {area.x(), area.y(), area.width(), area.height()});
    return places;
  }

  /** Name of the device that draws the window, for people. */
  public String description() {
    return context.device().toString();
  }

  /**
   * Draws frames until the window is closed or the ending is reached; sleeps while nothing happens.
   */
  public void run(Ending ending) {
    while (!glfwWindowShouldClose(context.window()) && !ending.isReached()) {
      waitForEvents();
      try {
        frame();
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        // panels are left half drawn, and Dear ImGui would not stand for that
        recover("Something went wrong in the window", e);
        continue;
      }
      if (context.hasDisplay()) {
        glfwSwapBuffers(context.window());
      }
      if (context.isLost()) {
        recover();
      }
    }
  }

  /** Whether the window shows all that it will show unless something is done. */
  public boolean isSettled() {
    return !session.isBusy() && !isRestless() && !widgets.isAboutToExplain();
  }

  private boolean isRestless() {
    return isExploring() ? explore.isRestless() : view.isRestless();
  }

  /**
   * Number of times that the settled window has waited for events in vain. Once this has grown by
   * two, all that was done before is in the picture.
   */
  public long rests() {
    return rests;
  }

  private void waitForEvents() {
    if (!context.hasDisplay()) {
      return;
    }
    if (isRestless() || backend.hasInput() || framesToDraw > 0) {
      framesToDraw = Math.max(0, framesToDraw - 1);
      glfwPollEvents();
      return;
    }
    long begin = System.nanoTime();
    double patience = cards.areAny() ? BUSY_SECONDS : IDLE_SECONDS;
    glfwWaitEventsTimeout(patience);
    if (System.nanoTime() - begin < 0.9e9 * patience) {
      // something was done: panels need a few frames to follow
      framesToDraw = 3;
    } else if (isSettled()) {
      rests++;
    }
  }

  private void frame() {
    if (session.poll()) {
      framesToDraw = 3;
    }
    WindowGeometry window = geometry();
    if (window.isEmpty()) {
      return;
    }
    if (context.hasDisplay()) {
      session.settings().setWindowSize(window.width(), window.height());
    }
    limitSize();
    backend.beginFrame(window, scale());
    drawInterface(window.width(), window.height());
    updateTitle();
    PresentPass.clear(window.pixelsWide(), window.pixelsHigh());
    try {
      if (isExploring()) {
        explore.draw(window);
      } else {
        view.draw(window);
      }
    } catch (GlException | OutOfMemoryError e) {
      session.notices().fail(e);
      giveUp();
    }
    backend.endFrame();
  }

  /** Stops showing what could not be shown. */
  private void giveUp() {
    if (isExploring()) {
      showPicture();
    } else {
      session.scenes().showNothing();
    }
  }

  private void drawInterface(float width, float height) {
    widgets.beginFrame();
    Theme.paint(session.settings().preferences().light());
    ImGuiIO io = ImGui.getIO();
    commands.runPressed(io, key -> isExploring() && ExploreView.takes(key));
    if (ImGui.isMouseReleased(0)) {
      session.endGesture();
    }
    float top = menus.draw(commands);
    float sideWidth = panelsShown ? PANEL_WIDTH * ImGui.getFontSize() : 0;
    float bottom = panelsShown ? HistoryStrip.height() : 0;
    SceneView.Rectangle area =
        new SceneView.Rectangle(
            sideWidth, top, Math.max(1, width - sideWidth), Math.max(1, height - top - bottom));
    if (panelsShown) {
      side.draw(top, sideWidth, height - top);
      history.draw(sideWidth, height - bottom, width - sideWidth);
    }
    if (!session.state().shown().equals(shown)) {
      shown = session.state().shown();
      showPicture();
    }
    if (isExploring()) {
      view.makeWay(area);
      explore.interact(area);
    } else {
      view.interact(area);
      film.draw(area);
    }
    welcome.draw(area);
    cards.draw(
        area,
        panelsShown && side.isChosen(SidePanel.PROJECT)
            ? session.project().job()
            : panelsShown && isExploring() ? session.exploration().job() : Optional.empty());
    help.draw(commands.all(), area);
    search.draw(commands.all(), area).ifPresent(commands::run);
    dialogs.draw();
  }

  private void updateTitle() {
    String now =
        session
            .state()
            .shownScene()
            .map(SceneEntry::title)
            .map(t -> t + " - " + TITLE)
            .orElse(TITLE);
    if (!now.equals(title)) {
      title = now;
      glfwSetWindowTitle(context.window(), now);
    }
  }

  private void dropped(long window, int count, long names) {
    for (int i = 0; i < count; i++) {
      session.open(Path.of(GLFWDropCallback.getName(names, i)));
    }
  }

  /** The window as it was drawn last, in its own pixels. */
  public Image picture() {
    WindowGeometry window = geometry();
    return PresentPass.read(window.pixelsWide(), window.pixelsHigh());
  }

  @Override
  public void close() {
    if (context != null) {
      closeDevice();
    }
  }
}
