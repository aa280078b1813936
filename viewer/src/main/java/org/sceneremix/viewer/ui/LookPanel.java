package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiColorEditFlags;
import imgui.flag.ImGuiStyleVar;
import java.util.Locale;
import java.util.OptionalDouble;
import org.sceneremix.viewer.picture.Lighting;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.viewer.session.BoxPart;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.LookSettings.Backdrop;
import org.sceneremix.viewer.session.LookSettings.Colouring;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.volume.GridSize;

/** Panel of the scene's look: kind of picture, light, backdrop, cut. */
final class LookPanel implements Panel {

  private static final String[] MODES = {"Colour", "Depth", "Opacity", "Normals", "Shaded"};
  private static final double LOWEST_SUN = 5;
  private static final int MODES_A_ROW = 4;

  /** Keys of the modes; 5 shows the sources. */
  private static final int[] KEYS = {1, 2, 3, 4, 6};

  private static final String[] AXES = {"x", "y", "z"};
  private static final String SOURCES =
      """
      Show where in the learned scene each voxel was copied from (5):
      hue is its place along x, lightness along y. One piece is
      continuous, and colours jump where two pieces meet. The
      learned scene itself is the key to the colours.\
      """;
  private static final String LARGEST_REGION =
      """
      Share of what can be seen that is one region without a seam: copied
      from one place, and connected. A copy of all of the learned scene is
      one region. What 'remix eval' calls pieces is found by comparing grids,
      and another figure.\
      """;

  private final Widgets widgets;

  LookPanel(Widgets widgets) {
    this.widgets = widgets;
  }

  @Override
  public String title() {
    return "Look";
  }

  @Override
  public void draw(Session session) {
    LookSettings look = session.state().look();
    Needs needs = new Needs(session);
    LookSettings changed = drawModes(session, needs, look);
    if (changed.mode() == PictureMode.SHADED) {
      changed = changed.withLighting(drawLight(changed.lighting()));
    }
    changed = drawBackdrop(changed);
    widgets.beginUnless(needs.scene());
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    changed =
        changed.withExposure(
            widgets.slider(
                "Exposure", "Stops: 1 is twice the light", changed.exposure(), -3, 3, "%+.2f"));
    ImGui.popItemWidth();
    changed =
        changed.withBox(
            widgets.checkbox("Outline of the box", "The edges of the scene's box", changed.box()));
    ImGui.sameLine(0.6f * ImGui.getWindowWidth());
    changed = drawCut(session, changed);
    widgets.endUnless();
    if (!changed.equals(look)) {
      session.setLook(changed);
    }
  }

  private LookSettings drawModes(Session session, Needs needs, LookSettings look) {
    LookSettings changed = look;
    boolean bySource = look.colouring() == Colouring.SOURCES;
    float width = 0.25f * (ImGui.getContentRegionAvailX() - 3 * ImGui.getStyle().getItemSpacingX());
    PictureMode[] modes = PictureMode.values();
    widgets.beginUnless(needs.scene());
    for (int i = 0; i < modes.length; i++) {
      if (i % MODES_A_ROW != 0) {
        ImGui.sameLine();
      }
      String tooltip = "Show " + MODES[i].toLowerCase(Locale.ROOT) + " (" + KEYS[i] + ")";
      if (widgets.toggle(MODES[i], tooltip, look.mode() == modes[i] && !bySource, width)) {
        changed = changed.withMode(modes[i]);
      }
    }
    widgets.endUnless();
    ImGui.sameLine();
    OptionalDouble largest = session.scenes().largestRegion();
    widgets.beginUnless(needs.sources());
    if (widgets.toggle("Sources", SOURCES, bySource, width)) {
      changed = changed.withSources();
    }
    widgets.endUnless();
    if (largest.isPresent()) {
      ImGui.sameLine();
      ImGui.textUnformatted(
          String.format(Locale.ROOT, "Without a seam: %.0f %%", 100 * largest.getAsDouble()));
      widgets.remember("Largest region without a seam", LARGEST_REGION);
    }
    return changed;
  }

  private Lighting drawLight(Lighting light) {
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    double azimuth =
        widgets.slider(
            "Sun around",
            "Where the sun stands, seen from above",
            light.azimuth(),
            0,
            360,
            "%.0f deg");
    double elevation =
        widgets.slider(
            "Sun height", "Above the horizon", light.elevation(), LOWEST_SUN, 90, "%.0f deg");
    ImGui.popItemWidth();
    boolean ground =
        widgets.checkbox("Ground around", "Goes on with the scene's own ground", light.ground());
    return light.withSun(azimuth, elevation).withGround(ground);
  }

  private LookSettings drawBackdrop(LookSettings look) {
    LookSettings changed = look;
    float[] colour = {(float) look.red(), (float) look.green(), (float) look.blue()};
    // without a border a colour like the panel's cannot be seen
    ImGui.pushStyleVar(ImGuiStyleVar.FrameBorderSize, 1);
    if (ImGui.colorEdit3("##Background", colour, ImGuiColorEditFlags.NoInputs)) {
      changed = changed.withColour(colour[0], colour[1], colour[2]);
    }
    ImGui.popStyleVar();
    widgets.remember("Background", "Colour behind the scene");
    for (String name : new String[] {"Grey", "White", "Black"}) {
      ImGui.sameLine();
      if (widgets.button(name, "A " + name.toLowerCase(Locale.ROOT) + " background")) {
        changed =
            switch (name) {
              case "White" -> changed.withColour(1, 1, 1);
              case "Black" -> changed.withColour(0, 0, 0);
              default ->
                  changed.withColour(
                      LookSettings.DEFAULT.red(),
                      LookSettings.DEFAULT.green(),
                      LookSettings.DEFAULT.blue());
            };
      }
    }
    ImGui.sameLine();
    if (widgets.toggle(
        "Checker", "Transparent, as a checker pattern", look.backdrop() == Backdrop.CHECKER, 0)) {
      changed =
          changed.withBackdrop(
              look.backdrop() == Backdrop.CHECKER ? Backdrop.PLAIN : Backdrop.CHECKER);
    }
    return changed;
  }

  private LookSettings drawCut(Session session, LookSettings look) {
    LookSettings changed =
        look.withCutting(widgets.checkbox("Cut", "Show only a box of the scene", look.cutting()));
    if (!changed.cutting()) {
      return changed;
    }
    BoxPart cut = BoxSliders.draw(widgets, "Cut", changed.cut());
    ImGui.alignTextToFramePadding();
    ImGui.text("Slice");
    for (int axis = 0; axis < AXES.length; axis++) {
      ImGui.sameLine();
      if (widgets.button(AXES[axis] + "##Slice " + AXES[axis], "One voxel thin, in the middle")) {
        cut = slice(session, axis);
      }
    }
    ImGui.sameLine();
    if (widgets.button("All##Cut all", "Nothing cut off")) {
      cut = BoxPart.ALL;
    }
    return cut.equals(changed.cut()) ? changed : changed.withCut(cut);
  }

  private static BoxPart slice(Session session, int axis) {
    GridSize size = session.scenes().shownGrid().map(GridSize::of).orElse(new GridSize(64, 64, 64));
    int n = axis == 0 ? size.nx() : axis == 1 ? size.ny() : size.nz();
    int middle = n / 2;
    double low = (double) middle / n;
    return BoxPart.ALL.withAxis(axis, low, low + 1.0 / n);
  }
}
