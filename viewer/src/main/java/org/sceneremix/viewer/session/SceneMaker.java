package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.sceneremix.gan.detail.Arrangement;
import org.sceneremix.gan.detail.DetailTransfer;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Mask;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Share;
import org.sceneremix.gan.sample.StageLattice;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/**
 * Makes scenes from their {@link Origin}s: the same origin gives the same scene. One thread at a
 * time.
 */
final class SceneMaker {

  /** Detail is a function of the remix; its random search needs no seed of its own. */
  private static final long DETAIL_SEED = 1;

  private final Model model;
  private final VoxelGrid exemplar;
  private DetailTransfer transfer;

  private SceneMaker(Model model, VoxelGrid exemplar) {
    this.model = model;
    this.exemplar = exemplar;
  }

  /** One that knows files only. */
  static SceneMaker ofFiles() {
    return new SceneMaker(null, null);
  }

  /** Opens a model, finished or not; if nothing is trained yet, it knows the learned scene only. */
  static SceneMaker ofModel(ModelFolder folder) throws IOException {
    return new SceneMaker(folder.hasWeights() ? folder.open() : null, folder.scene().grid());
  }

  /** The model, if there is one and something of it is trained. */
  Optional<Model> model() {
    return Optional.ofNullable(model);
  }

  /** Whether the model will not change any more. */
  boolean isComplete() {
    return model != null && model.complete();
  }

  /**
   * Makes a scene.
   *
   * @param rough given the scene before its detail is made, if that takes its time
   * @throws IllegalArgumentException if it needs a model and there is none
   * @throws CancellationException if the progress is cancelled
   */
  VoxelGrid make(Origin origin, Progress progress, Consumer<VoxelGrid> rough) throws IOException {
    if (origin instanceof Origin.InFile file) {
      return GridFile.read(Path.of(file.path())).grid();
    }
    if (origin instanceof Origin.Learned && exemplar != null) {
      return exemplar;
    }
    if (model == null) {
      throw new IllegalArgumentException(
          "this scene was made by a model, and none is open; open its model folder first");
    }
    RemixOptions options = optionsOf(origin);
    RemixSettings settings = RemixSettings.ofSize(options.size());
    Recipe recipe = recipe(origin);
    VoxelGrid scene = model.make(recipe, settings, progress);
    if (!options.detail()) {
      return scene;
    }
    rough.accept(scene);
    return detailed(origin, scene, model.arrangements(recipe, settings), progress);
  }

  private VoxelGrid detailed(
      Origin origin, VoxelGrid scene, List<Arrangement> arrangements, Progress progress)
      throws IOException {
    if (transfer == null) {
      transfer = new DetailTransfer(exemplar, DETAIL_SEED);
    }
    VoxelGrid detailed = transfer.apply(scene, arrangements, progress);
    if (progress.cancelled()) {
      throw new CancellationException("stopped");
    }
    if (origin instanceof Origin.Rerolled rerolled) {
      // what stays has its own detail, which patches around it must not change
      VoxelGrid old = make(rerolled.old(), progress, ignored -> {});
      kept(rerolled, optionsOf(origin).size()).copy(old, detailed);
    }
    return detailed;
  }

  /** How a scene is made, or the scene that it came from. */
  static RemixOptions optionsOf(Origin origin) {
    if (origin instanceof Origin.Remix remix) {
      return remix.options();
    }
    if (origin instanceof Origin.Between between) {
      return between.options();
    }
    if (origin instanceof Origin.Rerolled rerolled) {
      return optionsOf(rerolled.old());
    }
    throw new IllegalArgumentException(
        "only remixes can be changed in part; make a new remix first");
  }

  private Recipe recipe(Origin origin) {
    RemixOptions options = optionsOf(origin);
    if (origin instanceof Origin.Remix remix) {
      return generated(Latents.ofSeed(remix.seed()), options);
    }
    if (origin instanceof Origin.Between between) {
      return generated(
          Latents.mixed(
              Latents.ofSeed(between.seed()),
              Latents.ofSeed(between.other()),
              Share.everywhere(between.share())),
          options);
    }
    Origin.Rerolled rerolled = (Origin.Rerolled) origin;
    return new Recipe.Rerolled(
        recipe(rerolled.old()),
        kept(rerolled, options.size()),
        new GradedLatents(Latents.ofSeed(rerolled.seed()), options));
  }

  private static Mask kept(Origin.Rerolled rerolled, GridSize size) {
    Mask box = Mask.ofBox(size, rerolled.box().voxels(size));
    return rerolled.inside() ? box.inverted() : box;
  }

  private Recipe generated(Latents latents, RemixOptions options) {
    Latents graded = new GradedLatents(latents, options);
    int start = Math.min(options.startStage(), model.cascade().stageCount());
    return start == 0
        ? new Recipe.Generated(graded)
        : new Recipe.Refined(model.reference(), start, graded);
  }

  /** Latents stronger or weaker from stage to stage. */
  private record GradedLatents(Latents latents, RemixOptions options) implements Latents {

    GradedLatents {
      Objects.requireNonNull(latents, "latents");
    }

    @Override
    public boolean present(int stage) {
      return latents.present(stage) && options.diversityAt(stage) > 0;
    }

    @Override
    public void addTo(
        StageLattice lattice, int x, int y, int z, float amplitude, float[] out, int offset) {
      float graded = (float) (amplitude * options.diversityAt(lattice.stage()));
      latents.addTo(lattice, x, y, z, graded, out, offset);
    }

    @Override
    public void addLayout(
        StageLattice lattice, int x, int y, int z, float weight, float[] out, int offset) {
      latents.addLayout(lattice, x, y, z, weight, out, offset);
    }

    @Override
    public void addPlace(StageLattice lattice, int x, int y, int z, double weight, double[] place) {
      latents.addPlace(lattice, x, y, z, weight, place);
    }

    @Override
    public List<Latents> layouts() {
      return latents.layouts();
    }

    @Override
    public float layoutShare(StageLattice lattice, int x, int y, int z) {
      return latents.layoutShare(lattice, x, y, z);
    }
  }
}
