package org.sceneremix.viewer.ui;

import imgui.ImGui;
import java.nio.file.Path;
import java.util.Optional;
import org.sceneremix.gan.model.Model;
import org.sceneremix.viewer.session.RemixOptions;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.volume.GridSize;

/** Making remixes, and the dials, which answer at once while they are turned. */
final class RemixPanel implements Panel {

  /** Sizes of remixes that the sliders offer, percent of the learned scene's. */
  private static final int SMALLEST = 50;

  private static final int LARGEST = 300;

  private final Widgets widgets;
  private final Dialogs dialogs;

  /** Positions of the dials while one is being turned; empty otherwise. */
  private Optional<Dials> turned = Optional.empty();

  private Optional<Dials> answered = Optional.empty();
  private boolean isHeld;

  /** Positions of all dials. */
  private record Dials(long seed, RemixOptions options) {}

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
    Dials before = turned.orElse(new Dials(session.scenes().tunedSeed(), options.get()));
    isHeld = false;
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    Dials after = drawDials(model.get(), before);
    ImGui.popItemWidth();
    if (!after.equals(before)) {
      turned = Optional.of(after);
    }
    turned.ifPresent(dials -> answer(session, dials));
  }

  /** A rough scene after the other while dials are held, and the whole one when they are let go. */
  private void answer(Session session, Dials dials) {
    boolean isBusy = session.state().shown().stream().anyMatch(session.scenes()::isMaking);
    if (!isHeld) {
      session.scenes().tune(dials.seed(), dials.options(), false);
      turned = Optional.empty();
      answered = Optional.empty();
    } else if (!turned.equals(answered) && !(answered.isPresent() && isBusy)) {
      session.scenes().tune(dials.seed(), dials.options(), true);
      answered = turned;
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

  private Dials drawDials(Model model, Dials dials) {
    RemixOptions options = dials.options();
    double variation =
        dial(
            "Variation",
            "0: laid out as the learned scene. 1: laid out anew everywhere",
            options.diversity(),
            0);
    double fidelity =
        dial(
            "Fidelity",
            "0: small pieces of the learned scene, freely put together. 1: large ones, kept whole",
            options.fidelity(),
            0);
    double density =
        dial(
            "Density",
            "-1: as little as there is anywhere in the learned scene. 1: as much as there is"
                + " anywhere. 0: as it comes",
            options.density(),
            -1);
    int[] seed = {(int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, dials.seed()))};
    boolean reseeded = ImGui.dragInt("Seed", seed, 0.1f);
    isHeld |= ImGui.isItemActive();
    widgets.remember("Seed", "Number of the remix: the same number gives the same scene");
    GridSize whole = model.remixer().defaultSize();
    GridSize size = options.size();
    int nx = size.nx();
    int ny = size.ny();
    int nz = size.nz();
    boolean detail = options.detail();
    boolean isReset = false;
    boolean isOpen = ImGui.treeNode("Advanced");
    widgets.remember("Advanced", "What is seldom needed");
    if (isOpen) {
      nx = size("Width", "Along x, beside the learned scene's", size.nx(), whole.nx());
      ny = size("Length", "Along y, beside the learned scene's", size.ny(), whole.ny());
      nz = size("Height", "Upwards, beside the learned scene's", size.nz(), whole.nz());
      detail =
          widgets.checkbox(
              "Full detail",
              "The full resolution of the learned scene, which takes longer than that of the"
                  + " training",
              options.detail());
      isReset =
          widgets.button("Dials as trained", "All dials back to where the model has them", -1);
      ImGui.treePop();
    }
    return new Dials(
        reseeded ? seed[0] : dials.seed(),
        isReset
            ? RemixOptions.of(model)
            : new RemixOptions(new GridSize(nx, ny, nz), variation, fidelity, density, detail));
  }

  private double dial(String label, String tooltip, double value, double least) {
    double changed = widgets.slider(label, tooltip, value, least, 1, "%.2f");
    isHeld |= ImGui.isItemActive();
    // a value may also be typed, and then be any number
    return Math.max(least, Math.min(1, changed));
  }

  /** Voxels of a size that is chosen in percent of the learned scene's. */
  private int size(String label, String tooltip, int voxels, int whole) {
    int percent = Math.round(100f * voxels / whole);
    int changed = widgets.slider(label, tooltip, percent, SMALLEST, LARGEST, "%d %%");
    isHeld |= ImGui.isItemActive();
    return changed == percent
        ? voxels
        : Math.max(1, Math.round(whole * Math.max(SMALLEST, Math.min(LARGEST, changed)) / 100f));
  }
}
