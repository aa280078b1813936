package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.type.ImString;
import java.nio.file.Path;
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
  private final Dialogs dialogs;
  private final ImString seed = new ImString(24);

  RemixPanel(Widgets widgets, Dialogs dialogs) {
    this.widgets = widgets;
    this.dialogs = dialogs;
  }

  @Override
  public String title() {
    return "Remix";
  }

  @Override
  public void draw(Session session) {
    Optional<Model> model = session.sources().model();
    Optional<RemixOptions> options = session.state().options();
    Optional<Path> missing = session.sources().missingModel();
    if (missing.isPresent()) {
      drawMissing(session, missing.get());
      return;
    }
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
    changed = drawChance(changed);
    boolean detail =
        widgets.checkbox(
            "Detail",
            "The full resolution of the learned scene, which takes longer than that of the"
                + " training",
            changed.detail());
    changed = changed.withDetail(detail);
    if (!changed.equals(options.get())) {
      session.scenes().setOptions(changed);
    }
  }

  private void drawMissing(Session session, Path model) {
    if (session.isBusy()) {
      Widgets.quiet("Opening the model ...");
      return;
    }
    Widgets.quiet("New remixes need the model of this session, which was at " + model + ".");
    if (widgets.button("Locate ...##Locate", "Say where the model's folder is now", -1)) {
      dialogs.locateModel();
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
    GridSize whole = model.remixer().defaultSize();
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

  private RemixOptions drawChance(RemixOptions options) {
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    double diversity =
        widgets.slider(
            "Diversity",
            "0: the learned scene. 1: a scene of its own",
            options.diversity(),
            0,
            1,
            "%.2f");
    double fidelity =
        widgets.slider(
            "Fidelity",
            "0: small pieces of the learned scene, freely put together. 1: large ones",
            options.fidelity(),
            0,
            1,
            "%.2f");
    ImGui.popItemWidth();
    // a value may also be typed, and then be any number
    return options.withDiversity(share(diversity)).withFidelity(share(fidelity));
  }

  private static double share(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
