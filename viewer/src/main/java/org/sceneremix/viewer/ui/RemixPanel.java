package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.type.ImString;
import java.util.Optional;
import org.sceneremix.gan.model.Model;
import org.sceneremix.viewer.session.RemixOptions;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.volume.GridSize;

/** Making remixes. */
final class RemixPanel implements Panel {

  /** Sizes of remixes that the sliders offer, in sizes of the learned scene. */
  private static final int LARGEST_FACTOR = 3;

  private final Widgets widgets;
  private final ImString seed = new ImString(24);

  RemixPanel(Widgets widgets) {
    this.widgets = widgets;
  }

  @Override
  public String title() {
    return "Remix";
  }

  @Override
  public void draw(Session session) {
    Optional<Model> model = session.sources().model();
    Optional<RemixOptions> options = session.state().options();
    if (model.isEmpty() || options.isEmpty()) {
      Widgets.quiet(
          "Remixes are made by a model. Open the folder that 'remix train' made, or drop it on this"
              + " window.");
      return;
    }
    session.sources().training().ifPresent(text -> Widgets.quiet("In training: " + text));
    if (widgets.primaryButton(
        "New remix", "Make a scene that nobody has seen yet (N)", -1, 2.2f * ImGui.getFontSize())) {
      session.scenes().newRemix();
    }
    drawSeed(session);
    RemixOptions changed = drawSize(model.get(), options.get());
    changed = drawStages(model.get(), changed);
    boolean detail =
        widgets.checkbox(
            "Detail from the scene",
            "Rebuild remixes from the learned scene's own voxels: sharp, but slower",
            changed.detail());
    changed = changed.withDetail(detail);
    if (!changed.equals(options.get())) {
      session.scenes().setOptions(changed);
    }
  }

  private void drawSeed(Session session) {
    String current = Long.toString(session.state().nextSeed());
    if (!ImGui.isAnyItemActive()) {
      seed.set(current);
    }
    ImGui.setNextItemWidth(-0.36f * ImGui.getWindowWidth());
    if (ImGui.inputText("Next seed", seed)) {
      try {
        session.scenes().setNextSeed(Long.parseLong(seed.get().strip()));
      } catch (NumberFormatException e) {
        // not a number yet: it is still being typed
        return;
      }
    }
    widgets.remember("Next seed", "Number of the next remix; the same number gives the same scene");
  }

  private RemixOptions drawSize(Model model, RemixOptions options) {
    GridSize whole = model.defaultSize();
    GridSize size = options.size();
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    int nx =
        widgets.slider(
            "Width (x)",
            "Voxels of new remixes along x",
            size.nx(),
            least(whole.nx()),
            most(whole.nx()));
    int ny =
        widgets.slider(
            "Depth (y)",
            "Voxels of new remixes along y",
            size.ny(),
            least(whole.ny()),
            most(whole.ny()));
    int nz =
        widgets.slider(
            "Height (z)",
            "Voxels of new remixes upwards",
            size.nz(),
            least(whole.nz()),
            most(whole.nz()));
    ImGui.popItemWidth();
    if (!size.equals(whole)) {
      if (widgets.button("As the scene", "Back to the size of the learned scene")) {
        return options.withSize(whole);
      }
    }
    return options.withSize(new GridSize(nx, ny, nz));
  }

  private static int least(int whole) {
    return Math.max(4, whole / 2);
  }

  private static int most(int whole) {
    return LARGEST_FACTOR * whole;
  }

  private RemixOptions drawStages(Model model, RemixOptions options) {
    RemixOptions changed = options;
    int stages = model.cascade().stageCount();
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    if (stages > 1) {
      int start =
          widgets.slider(
              "Start stage",
              "0: a new layout. Higher: the layout of the learned scene, ever finer parts of it"
                  + " new",
              changed.startStage(),
              0,
              stages - 1);
      changed = changed.withStartStage(start);
    }
    if (ImGui.treeNode("Diversity per stage")) {
      for (int stage = 1; stage <= changed.diversity().size(); stage++) {
        GridSize size = model.cascade().stage(stage).trainingSize();
        double factor =
            widgets.slider(
                size + "##diversity " + stage,
                "Strength of chance at this scale; 1 as trained",
                changed.diversity().get(stage - 1),
                0,
                4,
                "%.2f");
        changed = changed.withDiversity(stage, factor);
      }
      ImGui.treePop();
    }
    ImGui.popItemWidth();
    return changed;
  }
}
