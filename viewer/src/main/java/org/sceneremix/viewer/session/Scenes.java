package org.sceneremix.viewer.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.joml.Vector3dc;
import org.sceneremix.gan.clean.CleanUp;
import org.sceneremix.gan.clean.Flaws;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** The history of scenes: making new ones, going back to old ones, keeping and dropping them. */
public final class Scenes {

  private final Timeline timeline;
  private final Workshop workshop;
  private final Notices notices;
  private final Runnable seen;

  /** The remix that dials are held on, if they are. */
  private OptionalLong tuned = OptionalLong.empty();

  /**
   * @param seen told when another scene may be on show
   */
  Scenes(Timeline timeline, Workshop workshop, Notices notices, Runnable seen) {
    this.seen = seen;
    this.timeline = timeline;
    this.workshop = workshop;
    this.notices = notices;
  }

  private SessionState state() {
    return timeline.now();
  }

  /** Whether what is on show was made with a model. */
  boolean isRemixShown() {
    return state().shownScene().filter(scene -> scene.origin().needsModel()).isPresent();
  }

  /** The grid of a scene, if it is in memory. */
  public Optional<VoxelGrid> grid(long id) {
    return workshop.scene(id).map(MadeScene::grid);
  }

  /** The grid of a scene as the look colours it, if it is in memory. */
  public Optional<VoxelGrid> seenGrid(long id) {
    return workshop.scene(id).map(scene -> scene.seen(state().look()));
  }

  /** The grid on show, if it is in memory. */
  public Optional<VoxelGrid> shownGrid() {
    return shownScene().map(MadeScene::grid);
  }

  /** The grid on show as the look colours it, if it is in memory. */
  public Optional<VoxelGrid> seenGrid() {
    return shownScene().map(scene -> scene.seen(state().look()));
  }

  /**
   * The largest share of what can be seen of the scene on show that is one region without a seam;
   * empty where it is not known where the scene was copied from.
   */
  public OptionalDouble largestRegion() {
    return shownScene().map(MadeScene::largestRegion).orElse(OptionalDouble.empty());
  }

  /**
   * Source, in the learned scene, of a point on show.
   *
   * @param point in world space
   * @return fractions of the learned scene; empty where that is not known
   */
  public Optional<Stroke.Point> sourceAt(Vector3dc point) {
    return shownScene().flatMap(MadeScene::remix).flatMap(remix -> sourceAt(remix, point));
  }

  private static Optional<Stroke.Point> sourceAt(Remix remix, Vector3dc point) {
    VoxelGrid grid = remix.grid();
    int x = voxel(point.x(), grid.box().minX(), grid.voxelX(), grid.nx());
    int y = voxel(point.y(), grid.box().minY(), grid.voxelY(), grid.ny());
    int z = voxel(point.z(), grid.box().minZ(), grid.voxelZ(), grid.nz());
    int source = remix.sources().sources()[(z * grid.ny() + y) * grid.nx() + x];
    if (source == CoordinateMap.NONE) {
      return Optional.empty();
    }
    int finest = remix.exemplar().levels() - 1;
    GridSize from = remix.exemplar().size(finest);
    int voxel = remix.exemplar().voxelOf(finest, source);
    return Optional.of(
        new Stroke.Point(
            (voxel % from.nx() + 0.5) / from.nx(),
            (voxel / from.nx() % from.ny() + 0.5) / from.ny()));
  }

  private static int voxel(double at, double from, double edge, int n) {
    return Math.max(0, Math.min(n - 1, (int) Math.floor((at - from) / edge)));
  }

  /** Facts about the scene on show, by name; empty if there is no scene. */
  public Map<String, String> facts() {
    return state().shownScene().map(scene -> facts(scene.id())).orElse(Map.of());
  }

  /** Facts about a scene, by name. */
  public Map<String, String> facts(long id) {
    Optional<MadeScene> made = workshop.scene(id);
    return state()
        .scene(id)
        .map(
            scene ->
                SceneFacts.of(
                    scene,
                    made.map(MadeScene::grid),
                    made.map(MadeScene::largestRegion).orElse(OptionalDouble.empty())))
        .orElse(Map.of());
  }

  private Optional<MadeScene> shownScene() {
    return state().shown().isPresent()
        ? workshop.scene(state().shown().getAsLong())
        : Optional.empty();
  }

  /** The box of the scene on show. */
  public Optional<Aabb> box() {
    return shownGrid().map(VoxelGrid::box);
  }

  /** A small picture of a scene, once it was made. */
  public Optional<Image> thumbnail(long id) {
    return workshop.thumbnail(id);
  }

  /** Scenes as they are kept in files of the session. */
  Map<Long, KeptScene> kept() {
    return workshop.kept();
  }

  /** Whether a scene is being made. */
  public boolean isMaking(long id) {
    return workshop.isMaking(id);
  }

  /** Makes what a state shows, unless it is there. */
  void ensureMade(SessionState wanted) {
    wanted.shownScene().ifPresent(workshop::ensureMade);
    if (wanted.compared().isPresent()) {
      wanted.scene(wanted.compared().getAsLong()).ifPresent(workshop::ensureMade);
    }
    seen.run();
  }

  /** Makes a remix of the next seed. */
  public void newRemix() {
    Optional<RemixOptions> options = state().options();
    if (options.isEmpty()) {
      notices.fail(
          new IllegalArgumentException(
              "remixes are made by a model; open the folder that 'remix train' made"));
      return;
    }
    if (workshop.maker().model().isEmpty()) {
      notices.fail(
          new IllegalArgumentException(
              "the model of this session is not open; locate its folder in the panel Remix"));
      return;
    }
    long seed = state().nextSeed();
    add("Remix " + seed, new Origin.Remix(seed, options.get()), seed + 1);
  }

  /** Shows a remix of the history, or one more if there is none of this origin. */
  void open(Origin origin) {
    Optional<SceneEntry> there =
        state().scenes().stream().filter(scene -> scene.origin().equals(origin)).findFirst();
    if (there.isPresent()) {
      show(there.get().id());
    } else {
      add(titleOf(origin), origin, state().nextSeed());
    }
  }

  /** Title of a remix of latents alone. */
  private static String titleOf(Origin origin) {
    if (origin instanceof Origin.Varied varied) {
      return titleOf(varied.like()) + " + " + varied.seed();
    }
    return origin instanceof Origin.Between between
        ? "Remix " + between.seed() + " to " + between.other()
        : "Remix " + ((Origin.Remix) origin).seed();
  }

  /** Sets the seed of the next remix. */
  public void setNextSeed(long seed) {
    timeline.change("Seed", now -> now.withNextSeed(seed));
  }

  /** Sets the options of the next remixes. */
  public void setOptions(RemixOptions options) {
    timeline.change("Remix options", now -> now.withOptions(Optional.of(options)));
  }

  /** The seed that dials turn: that of the remix on show, or that of the next. */
  public long tunedSeed() {
    return shownRemix().map(Origin.Remix::seed).orElse(state().nextSeed());
  }

  private Optional<Origin.Remix> shownRemix() {
    return state()
        .shownScene()
        .map(SceneEntry::origin)
        .filter(Origin.Remix.class::isInstance)
        .map(Origin.Remix.class::cast);
  }

  /**
   * Turns the dials: the remix on show becomes another one, in one step until they are let go. In
   * place of a favourite, or of what is no remix, there is one more.
   *
   * @param held whether a dial is still being turned, so that a rough answer is enough
   */
  public void tune(long seed, RemixOptions options, boolean held) {
    Optional<SceneEntry> shown = state().shownScene();
    Origin origin = new Origin.Remix(seed, options);
    boolean goesOn = tuned.isPresent() && tuned.equals(state().shown());
    tuned = OptionalLong.empty();
    if (goesOn && shown.isPresent() && shown.get().origin().equals(origin)) {
      if (!held) {
        workshop.cancel(shown.get().id());
        workshop.make(shown.get());
      }
      return;
    }
    boolean replaces = shownRemix().isPresent() && !shown.orElseThrow().pinned();
    String title = "Remix " + seed;
    SceneEntry remix = new SceneEntry(state().nextId(), title, origin, false);
    List<SceneEntry> scenes = new ArrayList<>(state().scenes());
    if (replaces) {
      scenes.set(scenes.indexOf(shown.get()), remix);
    } else {
      scenes.add(remix);
    }
    UnaryOperator<SessionState> turned =
        now ->
            now.withScene(remix)
                .withScenes(scenes)
                .withOptions(Optional.of(options))
                .withNextSeed(Math.max(now.nextSeed(), seed + 1));
    if (goesOn) {
      timeline.amend(turned);
      workshop.cancel(shown.orElseThrow().id());
      workshop.forget(shown.get().id());
    } else {
      timeline.endGesture();
      timeline.change("Dials", turned);
      if (replaces) {
        workshop.cancel(shown.get().id());
      }
    }
    if (held) {
      tuned = OptionalLong.of(remix.id());
      workshop.sketch(remix);
    } else {
      workshop.make(remix);
    }
  }

  /**
   * Shows a scene between two remixes. Called again without a pause, it changes that scene.
   *
   * @param share 0 is the first, 1 the second
   */
  public void interpolate(long first, long second, double share) {
    tried(
        () -> {
          requireOwn(first);
          requireOwn(second);
          long a = seedOf(first);
          long b = seedOf(second);
          RemixOptions options = SceneMaker.optionsOf(state().scene(first).orElseThrow().origin());
          Origin origin = new Origin.Between(a, b, share, options);
          Optional<SceneEntry> shown = state().shownScene();
          if (shown.isPresent()
              && shown.get().origin() instanceof Origin.Between between
              && between.seed() == a
              && between.other() == b) {
            replaceShown(shown.get(), origin);
          } else {
            add(titleOf(origin), origin, state().nextSeed());
          }
        });
  }

  /**
   * The way from the last but one pinned remix to the last.
   *
   * @throws IllegalArgumentException if there is none
   */
  Morph morph() {
    List<SceneEntry> pinned = pinnedRemixes();
    if (pinned.size() < 2) {
      throw new IllegalArgumentException(
          "a film that goes from one remix to another needs two that are pinned; pin them with P");
    }
    SceneEntry first = pinned.get(pinned.size() - 2);
    SceneEntry last = pinned.get(pinned.size() - 1);
    requireOwn(first.id());
    requireOwn(last.id());
    return new Morph(
        workshop.maker(),
        seedOf(first.id()),
        seedOf(last.id()),
        SceneMaker.optionsOf(first.origin()));
  }

  /** Favourites that are remixes of a seed, between which there is a way. */
  public List<SceneEntry> pinnedRemixes() {
    return state().pinned().stream()
        .filter(scene -> scene.origin() instanceof Origin.Remix)
        .toList();
  }

  /** A part of a scene can only be made anew by the model that made the rest. */
  private void requireOwn(long id) {
    if (workshop.isOfAnotherModel(id)) {
      throw new IllegalArgumentException(
          title(id)
              + " was made by another training of the model, so it cannot be changed in part; make"
              + " a new remix first");
    }
  }

  private long seedOf(long id) {
    if (state().scene(id).map(SceneEntry::origin).orElse(null) instanceof Origin.Remix remix) {
      return remix.seed();
    }
    throw new IllegalArgumentException(
        "only remixes of a seed can be interpolated; pin two of those");
  }

  /** The scene keeps its place in the history, but is another one now. */
  private void replaceShown(SceneEntry shown, Origin origin) {
    SceneEntry changed = new SceneEntry(state().nextId(), shown.title(), origin, shown.pinned());
    List<SceneEntry> scenes = new ArrayList<>(state().scenes());
    scenes.set(scenes.indexOf(shown), changed);
    timeline.change(
        "Interpolate",
        now -> now.withScene(changed).withScenes(scenes).withShown(OptionalLong.of(changed.id())));
    workshop.cancel(shown.id());
    workshop.make(changed);
  }

  /** Makes the marked box, or all else, anew. */
  public void reroll(boolean inside) {
    tried(
        () -> {
          SceneEntry shown =
              state()
                  .shownScene()
                  .orElseThrow(() -> new IllegalArgumentException("there is no scene on show"));
          BoxPart box =
              state()
                  .marked()
                  .orElseThrow(
                      () -> new IllegalArgumentException("mark a box in the scene first (M)"));
          SceneMaker.optionsOf(shown.origin());
          requireOwn(shown.id());
          long seed = state().nextSeed();
          String what = inside ? " with box " : " around box ";
          add(
              shown.title() + what + seed,
              new Origin.Rerolled(shown.origin(), box, inside, seed),
              seed + 1);
        });
  }

  /** Makes anew what was painted on the scene on show; the rest of it stays. */
  public void paint() {
    tried(
        () -> {
          SceneEntry shown =
              state()
                  .shownScene()
                  .orElseThrow(() -> new IllegalArgumentException("there is no scene on show"));
          Painting painting = state().painting();
          if (painting.strokes().isEmpty()) {
            throw new IllegalArgumentException(
                "nothing is painted yet; paint on the ground of the scene first");
          }
          RemixOptions options = paintedOptions(shown.origin());
          requireOwn(shown.id());
          long seed = state().nextSeed();
          Origin origin = new Origin.Painted(shown.origin(), painting, seed, options);
          add(shown.title() + " painted " + seed, origin, seed + 1);
          timeline.amend(now -> now.withPainting(Painting.EMPTY));
        });
  }

  /** Looks for fragments, half things and floaters in the remix on show. */
  public void findFlaws() {
    tried(
        () -> {
          Remix remix = flawed();
          workshop.findFlaws(state().shownScene().orElseThrow(), remix);
        });
  }

  /** The flaws of the scene on show, once they were looked for. */
  public Optional<Flaws> flaws() {
    return state().shown().isPresent()
        ? workshop.flaws(state().shown().getAsLong())
        : Optional.empty();
  }

  private Remix flawed() {
    Remix remix =
        shownScene()
            .flatMap(MadeScene::remix)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "only remixes can be cleaned up; make a new remix first"));
    requireOwn(state().shown().getAsLong());
    SceneMaker.optionsOf(state().shownScene().orElseThrow().origin());
    return remix;
  }

  /**
   * Takes flaws of the scene on show away; the rest of it stays.
   *
   * @param which places in {@link #flaws()}
   * @param anew whether there shall be something else in their place, or bare ground
   */
  public void clean(List<Integer> which, boolean anew) {
    tried(
        () -> {
          Flaws found =
              flaws().orElseThrow(() -> new IllegalArgumentException("look for flaws first"));
          new CleanUp(flawed(), found.only(which));
          SceneEntry shown = state().shownScene().orElseThrow();
          long seed = state().nextSeed();
          Origin origin = new Origin.Cleaned(shown.origin(), which, anew, seed);
          add(shown.title() + " cleaned " + seed, origin, seed + 1);
        });
  }

  /** The learned scene can be painted on as well, at its own size. */
  private RemixOptions paintedOptions(Origin origin) {
    if (origin instanceof Origin.Learned) {
      return workshop
          .maker()
          .model()
          .map(RemixOptions::of)
          .orElseThrow(() -> new IllegalArgumentException("nothing of this model is trained yet"));
    }
    return SceneMaker.optionsOf(origin);
  }

  /** Runs an action whose failures are told to the user. */
  private void tried(Runnable action) {
    try {
      action.run();
    } catch (IllegalArgumentException | IllegalStateException e) {
      notices.fail(e);
    }
  }

  /** Adds a scene that is still to be made, and shows it. */
  void add(String title, Origin origin, long nextSeed) {
    SceneEntry scene = new SceneEntry(state().nextId(), title, origin, false);
    timeline.endGesture();
    timeline.change(title, now -> now.withScene(scene).withNextSeed(nextSeed));
    workshop.make(scene);
  }

  /** Shows a scene of the history; the dials are where they were for it. */
  public void show(long id) {
    Optional<Origin> origin = state().scene(id).map(SceneEntry::origin);
    step(
        "Show " + title(id),
        now ->
            now.withShown(OptionalLong.of(id))
                .withOptions(
                    origin.orElse(null) instanceof Origin.Remix remix && now.options().isPresent()
                        ? Optional.of(remix.options())
                        : now.options()));
  }

  /** Shows no scene, for instance because it is too large for the graphics device. */
  public void showNothing() {
    step(
        "Show nothing",
        now -> now.withShown(OptionalLong.empty()).withCompared(OptionalLong.empty()));
  }

  /** Shows the scene so many places after the one on show, if there is one. */
  public void showNext(int by) {
    List<SceneEntry> scenes = state().favouritesFirst();
    int at = state().shownScene().map(scenes::indexOf).orElse(-1);
    int to = at + by;
    if (at >= 0 && to >= 0 && to < scenes.size()) {
      show(scenes.get(to).id());
    }
  }

  /** Makes a scene a favourite, or not any more. */
  public void togglePin(long id) {
    step(
        (state().scene(id).map(SceneEntry::pinned).orElse(false) ? "Unpin " : "Pin ") + title(id),
        now ->
            now.withScenes(
                now.scenes().stream()
                    .map(scene -> scene.id() == id ? scene.withPinned(!scene.pinned()) : scene)
                    .toList()));
  }

  /** Calls a scene something else. */
  public void rename(long id, String title) {
    String name = title.strip();
    if (!name.isEmpty()) {
      step(
          "Rename " + title(id),
          now ->
              now.withScenes(
                  now.scenes().stream()
                      .map(scene -> scene.id() == id ? scene.withTitle(name) : scene)
                      .toList()));
    }
  }

  /** Takes a scene out of the history. */
  public void remove(long id) {
    int at = state().scene(id).map(state().scenes()::indexOf).orElse(-1);
    if (at < 0) {
      return;
    }
    List<SceneEntry> rest = new ArrayList<>(state().scenes());
    rest.remove(at);
    OptionalLong next =
        state().shown().orElse(-1) != id
            ? state().shown()
            : rest.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(rest.get(Math.min(at, rest.size() - 1)).id());
    step("Remove " + title(id), now -> now.withScenes(rest).withShown(next));
  }

  /** Splits the view: a scene to the left of the one on show; empty ends that. */
  public void compare(OptionalLong id) {
    step("Compare", now -> now.withCompared(id));
  }

  /** Splits the view between two scenes. */
  public void compare(long left, long right) {
    step(
        "Compare",
        now -> now.withShown(OptionalLong.of(right)).withCompared(OptionalLong.of(left)));
  }

  private String title(long id) {
    return state().scene(id).map(SceneEntry::title).orElse("a scene");
  }

  /** A step of its own, and what it shows. */
  private void step(String label, UnaryOperator<SessionState> action) {
    timeline.endGesture();
    timeline.change(label, action);
    ensureMade(state());
  }
}
