package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sceneremix.gan.clean.CleanUp;
import org.sceneremix.gan.clean.FlawFinder;
import org.sceneremix.gan.clean.Flaws;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.sample.BlendWeight;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Mask;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.tiles.TileGround;
import org.sceneremix.volume.AntialiasedShrink;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/**
 * Makes scenes from their {@link Origin}s: the same origin gives the same scene. One thread at a
 * time, and one scene at a time on an engine.
 */
final class SceneMaker {

  /** Share of the time that a sketch takes of that of a scene. */
  private static final double SKETCHED = 0.2;

  /** Voxels of a candidate; larger ones are shrunk. */
  private static final int MOST_OF_CANDIDATE = 1 << 17;

  private final Model model;
  private final VoxelGrid exemplar;
  private final String fingerprint;
  private final Workers workers;

  /** Shape of the learned scene; null without a model. */
  private final OccupancyGrid learnedShape;

  /** Finder of flaws in scenes that are copied from {@link #finderOf}. */
  private FlawFinder finder;

  private VoxelGrid finderOf;

  private SceneMaker(Model model, VoxelGrid exemplar, String fingerprint, Workers workers) {
    this.model = model;
    this.exemplar = exemplar;
    this.fingerprint = fingerprint;
    this.workers = workers;
    this.learnedShape = model == null ? null : OccupancyGrid.of(model.remixer().reference());
  }

  /** One that knows files only. */
  static SceneMaker ofFiles() {
    return new SceneMaker(null, null, null, null);
  }

  /**
   * Opens a model, finished or not; if nothing is trained yet, it knows the learned scene only.
   *
   * @param engine what samples
   */
  static SceneMaker ofModel(ModelFolder folder, LazyEngine engine) throws IOException {
    // before the weights, so that ones that are newer meanwhile do not pass for these
    String fingerprint = folder.fingerprint();
    if (!folder.hasWeights()) {
      return new SceneMaker(null, folder.scene().grid(), fingerprint, null);
    }
    Model model = folder.open(engine.get());
    return new SceneMaker(model, model.remixer().scene(), fingerprint, engine.get().workers());
  }

  /** The model, if there is one and something of it is trained. */
  Optional<Model> model() {
    return Optional.ofNullable(model);
  }

  /** Whether there is what such scenes are made with. */
  boolean canMake(Origin origin) {
    return origin instanceof Origin.Learned
        ? exemplar != null
        : !origin.needsModel() || model != null;
  }

  /** The name of what is trained, if there is a model. */
  Optional<String> fingerprint() {
    return Optional.ofNullable(fingerprint);
  }

  /** Whether the model will not change any more. */
  boolean isComplete() {
    return model != null && model.complete();
  }

  /**
   * Makes a scene.
   *
   * @param old the scene that this one is an edit of, if it is there
   * @param rough given what the scene will be like, if it takes its time
   * @throws IllegalArgumentException if it needs a model and there is none
   * @throws CancellationException if the progress is cancelled
   */
  MadeScene make(Origin origin, Optional<Remix> old, Progress progress, Consumer<MadeScene> rough)
      throws IOException {
    if (origin instanceof Origin.InFile file) {
      return MadeScene.of(GridFile.read(Path.of(file.path())).grid());
    }
    if (origin instanceof Origin.Ground ground) {
      return MadeScene.of(
          TileGround.open(Path.of(ground.path())).around(new TileGround.Place(0, 0)));
    }
    if (origin instanceof Origin.Learned && exemplar != null) {
      return MadeScene.of(learned());
    }
    if (model == null) {
      throw new IllegalArgumentException(
          "this scene was made by a model, and none is open; open its model folder first");
    }
    Remixer remixer = model.remixer();
    RemixSettings settings = optionsOf(origin).settings(remixer);
    Recipe recipe = recipe(origin, old, progress.part(0, 0));
    rough.accept(MadeScene.of(remixer.sketch(recipe, settings, progress.part(0, SKETCHED))));
    return MadeScene.of(remixer.make(recipe, settings, progress.part(SKETCHED, 1)));
  }

  /**
   * Preview of a scene that a model makes, in a fraction of the time.
   *
   * @param old the scene that this one is an edit of, if it is there
   * @throws CancellationException if the progress is cancelled
   */
  MadeScene sketch(Origin origin, Optional<Remix> old, Progress progress) {
    Remixer remixer = model.remixer();
    RemixSettings settings = optionsOf(origin).settings(remixer);
    return MadeScene.of(
        remixer.sketch(recipe(origin, old, progress.part(0, 0)), settings, progress));
  }

  /**
   * What a remix will be like, without its detail and no larger than {@link #MOST_OF_CANDIDATE}.
   *
   * @throws CancellationException if the progress is cancelled
   */
  Candidate.Sketch candidate(Origin origin, Progress progress) {
    Remixer remixer = model.remixer();
    RemixSettings settings = optionsOf(origin).withDetail(false).settings(remixer);
    Recipe recipe = recipe(origin, Optional.empty(), progress.part(0, 0));
    VoxelGrid grid = remixer.sketch(recipe, settings, progress).grid();
    return new Candidate.Sketch(shrunk(grid), OccupancyGrid.of(grid));
  }

  private VoxelGrid shrunk(VoxelGrid grid) {
    double factor = Math.cbrt((double) MOST_OF_CANDIDATE / grid.voxelCount());
    if (factor >= 1) {
      return grid;
    }
    GridSize size =
        new GridSize(
            Math.max(1, (int) (factor * grid.nx())),
            Math.max(1, (int) (factor * grid.ny())),
            Math.max(1, (int) (factor * grid.nz())));
    return AntialiasedShrink.shrink(grid, size, workers);
  }

  /** Where something is in the learned scene, at the resolution of the training. */
  OccupancyGrid learnedShape() {
    return learnedShape;
  }

  /** The flaws of a scene that the model made. */
  Flaws flaws(Remix remix) {
    VoxelGrid reference = remix.exemplar().level(remix.exemplar().levels() - 1);
    if (!reference.equals(finderOf)) {
      finder = new FlawFinder(reference);
      finderOf = reference;
    }
    return finder.in(remix.grid(), workers);
  }

  /** The scene that the model learned from, as a copy of itself: what colours of sources mean. */
  private Remix learned() {
    return new Remix(
        exemplar,
        CoordinateMap.identity(GridSize.of(exemplar)),
        new Exemplar(List.of(exemplar), Symmetry.NONE));
  }

  /** Options that a scene was made with; of an edit, those of the scene before it. */
  static RemixOptions optionsOf(Origin origin) {
    if (origin instanceof Origin.Remix remix) {
      return remix.options();
    }
    if (origin instanceof Origin.Between between) {
      return between.options();
    }
    if (origin instanceof Origin.Varied varied) {
      return optionsOf(varied.like());
    }
    if (origin instanceof Origin.Rerolled rerolled) {
      return optionsOf(rerolled.old());
    }
    if (origin instanceof Origin.Painted painted) {
      return painted.options();
    }
    if (origin instanceof Origin.Cleaned cleaned) {
      return optionsOf(cleaned.old());
    }
    throw new IllegalArgumentException(
        "only remixes can be changed in part; make a new remix first");
  }

  private Recipe recipe(Origin origin, Optional<Remix> old, Progress progress) {
    if (origin instanceof Origin.Learned) {
      return new Recipe.Learned();
    }
    if (origin.madeOfLatents()) {
      return new Recipe.Generated(latents(origin));
    }
    GridSize size = optionsOf(origin).size();
    Recipe before = recipe(origin.edited().orElseThrow(), Optional.empty(), progress);
    if (origin instanceof Origin.Cleaned cleaned) {
      RemixSettings settings = optionsOf(cleaned).settings(model.remixer());
      Remix remix = old.orElseGet(() -> model.remixer().make(before, settings, progress));
      return new CleanUp(remix, flaws(remix).only(cleaned.which()))
          .recipe(before, settings, cleaned.anew(), cleaned.seed());
    }
    Recipe known =
        old.filter(SceneMaker::endsWhereItsExemplarDoes)
            .<Recipe>map(remix -> new Recipe.Made(before, remix.sources()))
            .orElse(before);
    if (origin instanceof Origin.Painted painted) {
      Painting painting = painted.painting();
      Recipe carried = known;
      Predicate<Stroke.Point> ground = place -> true;
      if (painting.carries()) {
        RemixSettings settings = painted.options().settings(model.remixer());
        Remix remix = old.orElseGet(() -> model.remixer().make(before, settings, progress));
        if (!endsWhereItsExemplarDoes(remix)) {
          throw new IllegalArgumentException(
              "pieces can be copied and moved in scenes as high as the learned one only; leave the"
                  + " height as it is");
        }
        ground = Painting.groundOf(remix.grid());
        carried = new Recipe.Made(before, painting.carried(remix.sources(), ground));
      }
      return carried.rerolledOutside(painting.kept(size, ground), painted.seed(), painting);
    }
    Origin.Rerolled rerolled = (Origin.Rerolled) origin;
    return known.rerolledOutside(kept(rerolled, size), rerolled.seed());
  }

  private static Latents latents(Origin origin) {
    if (origin instanceof Origin.Between between) {
      return mixed(Latents.ofSeed(between.seed()), between.other(), between.share());
    }
    if (origin instanceof Origin.Varied varied) {
      return mixed(latents(varied.like()), varied.seed(), varied.share());
    }
    return Latents.ofSeed(((Origin.Remix) origin).seed());
  }

  private static Latents mixed(Latents latents, long seed, double share) {
    return Latents.mixed(latents, Latents.ofSeed(seed), BlendWeight.everywhere(share));
  }

  /** A scene that is higher or lower is known to another height than recipes need. */
  private static boolean endsWhereItsExemplarDoes(Remix remix) {
    Exemplar exemplar = remix.exemplar();
    return remix.sources().size().nz() == exemplar.size(exemplar.levels() - 1).nz();
  }

  private static Mask kept(Origin.Rerolled rerolled, GridSize size) {
    Mask box = Mask.ofBox(size, rerolled.box().voxels(size));
    return rerolled.inside() ? box.inverted() : box;
  }
}
