package org.sceneremix.viewer.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.joml.Vector3d;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GridFile;

/**
 * A session of the viewer: what is open, what is shown, and everything that can be done with it.
 *
 * <pre>{@code
 * try (Session session = new Session(folder, 2, Throwable::getMessage)) {
 *   session.open(Path.of("model"));
 *   while (session.isBusy()) {
 *     session.poll();
 *   }
 *   session.newRemix();
 * }
 * }</pre>
 *
 * <p>Actions return at once; what takes long is done in the background, and failures become {@link
 * #notices()}. One thread only.
 */
public final class Session implements AutoCloseable {

  /** Share of the heap that grids may take. */
  private static final int CACHE_SHARE = 4;

  private static final long AUTOSAVE_NANOS = 3_000_000_000L;

  private final Path folder;
  private final int threads;
  private final Function<Throwable, String> explain;
  private final Jobs jobs = new Jobs();
  private final SceneCache cache = new SceneCache(Runtime.getRuntime().maxMemory() / CACHE_SHARE);
  private final UndoHistory<SessionState> undo = new UndoHistory<>();
  private final Autosave autosave;
  private final List<Notice> notices = new ArrayList<>();
  private final Map<Long, Job> making = new HashMap<>();

  private Preferences preferences;
  private SessionState state = SessionState.EMPTY;
  private SessionState saved = state;
  private long savedAt = System.nanoTime();
  private ViewCamera camera =
      ViewCamera.showing(Aabb.centredCube(1), ViewCamera.DEFAULT_FIELD_OF_VIEW);
  private SceneMaker maker = SceneMaker.ofFiles();
  private Optional<Path> modelFolder = Optional.empty();
  private Optional<Path> captureFolder = Optional.empty();
  private Optional<TrainingWatch> watch = Optional.empty();
  private List<CaptureView> views = List.of();
  private OptionalInt view = OptionalInt.empty();
  private Optional<Image> photograph = Optional.empty();
  private boolean cameraIsNew = true;

  /**
   * A session with nothing open.
   *
   * @param folder where preferences and autosaves are kept
   * @param threads for pictures
   * @param explain what to say of something that went wrong, one sentence
   */
  public Session(Path folder, int threads, Function<Throwable, String> explain) {
    this.folder = Objects.requireNonNull(folder, "folder");
    this.threads = threads;
    this.explain = Objects.requireNonNull(explain, "explain");
    this.autosave = new Autosave(folder);
    this.preferences = Preferences.read(folder);
  }

  // What there is

  public SessionState state() {
    return state;
  }

  public ViewCamera camera() {
    return camera;
  }

  public Preferences preferences() {
    return preferences;
  }

  /** Work in the background, oldest first. */
  public List<Job> jobs() {
    return jobs.active();
  }

  public boolean isBusy() {
    return !jobs.active().isEmpty();
  }

  /** What the user was told, oldest first. */
  public List<Notice> notices() {
    return List.copyOf(notices);
  }

  /** The open model. */
  public Optional<Model> model() {
    return Optional.ofNullable(maker.model());
  }

  /** The open model's folder. */
  public Optional<Path> modelFolder() {
    return modelFolder;
  }

  /** How far the open model's training is; empty if it is done or unknown. */
  public Optional<String> training() {
    return watch.flatMap(TrainingWatch::progress);
  }

  /** Cameras that the scene was photographed with. */
  public List<CaptureView> captureViews() {
    return views;
  }

  /** Index of the capture's camera that it is looked through, until the camera moves. */
  public OptionalInt captureView() {
    return view;
  }

  /** The photograph of that camera, once it is read. */
  public Optional<Image> photograph() {
    return view.isPresent() ? photograph : Optional.empty();
  }

  /** The grid of a scene, if it is in memory. */
  public Optional<VoxelGrid> grid(long id) {
    return cache.grid(id);
  }

  /** The grid on show, if it is in memory. */
  public Optional<VoxelGrid> shownGrid() {
    return state.shown().isPresent() ? cache.grid(state.shown().getAsLong()) : Optional.empty();
  }

  /** A small picture of a scene, once it was made. */
  public Optional<Image> thumbnail(long id) {
    return cache.picture(id);
  }

  /** Whether a scene is being made. */
  public boolean isMaking(long id) {
    return making.containsKey(id) && !making.get(id).cancelled();
  }

  // The course of things

  /**
   * To be called often: takes over what the background made, looks after models in training, and
   * saves now and then.
   *
   * @return whether anything may have changed
   */
  public boolean poll() {
    boolean changed = jobs.deliver();
    if (watch.isPresent() && watch.get().hasNews() && !isBusy()) {
      reopenModel();
    }
    if (System.nanoTime() - savedAt > AUTOSAVE_NANOS && !state.equals(saved)) {
      autosaveNow();
    }
    return changed;
  }

  private void autosaveNow() {
    saved = state;
    savedAt = System.nanoTime();
    try {
      autosave.write(file());
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Tells the user something. */
  public void say(String text) {
    notices.add(new Notice(text, false, System.nanoTime()));
  }

  /** Tells the user what went wrong. */
  public void fail(Throwable thrown) {
    String sentence = explain.apply(thrown);
    String text =
        sentence == null || sentence.isEmpty()
            ? thrown.getClass().getSimpleName()
            : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    notices.add(new Notice(text, true, System.nanoTime()));
  }

  public void dismiss(Notice notice) {
    notices.remove(notice);
  }

  /** Runs an action whose failures are told to the user. */
  private void tried(Runnable action) {
    try {
      action.run();
    } catch (IllegalArgumentException | IllegalStateException e) {
      fail(e);
    }
  }

  private void change(String label, UnaryOperator<SessionState> action) {
    SessionState next = action.apply(state);
    if (!next.equals(state)) {
      undo.record(label, state);
      state = next;
    }
  }

  /** The mouse was released: the next change is a step of its own. */
  public void endGesture() {
    undo.endGesture();
  }

  public Optional<String> undoLabel() {
    return undo.undoLabel();
  }

  public Optional<String> redoLabel() {
    return undo.redoLabel();
  }

  public void undo() {
    undo.undo(state).ifPresent(this::restore);
  }

  public void redo() {
    undo.redo(state).ifPresent(this::restore);
  }

  private void restore(SessionState other) {
    state = other;
    state.shownScene().ifPresent(this::ensureMade);
    if (state.compared().isPresent()) {
      state.scene(state.compared().getAsLong()).ifPresent(this::ensureMade);
    }
  }

  // Opening and saving

  /** Opens a grid, model, capture, session, or a folder of grids. */
  public void open(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    jobs.start(
        Jobs.Lane.SCENES,
        "Opening " + absolute.getFileName(),
        job -> Opened.read(absolute),
        opened -> {
          preferences = preferences.withRecent(absolute);
          writePreferences();
          take(opened);
        },
        this::fail);
  }

  private void take(Opened opened) {
    if (opened instanceof Opened.Grids grids) {
      takeGrids(grids);
    } else if (opened instanceof Opened.ModelScenes model) {
      takeModel(model);
      state = SessionState.EMPTY.withOptions(Optional.of(RemixOptions.of(model.maker().model())));
      undo.clear();
      addScene("Learned scene", new Origin.Learned());
      undo.clear();
      say(
          "A model: press New remix (N) for a scene that nobody has seen yet. The learned scene is"
              + " shown now.");
    } else if (opened instanceof Opened.Photographs photographs) {
      takeCapture(photographs);
      if (state.scenes().isEmpty()) {
        lookAt(ViewCamera.showing(photographs.surroundings(), camera.fieldOfView()));
      }
      change("Open capture", now -> now.withLook(now.look().withFrusta(true)));
      say(photographs.views().size() + " photographs; jump to their cameras in the panel Camera.");
    } else if (opened instanceof Opened.Saved session) {
      takeSession(session);
    }
  }

  private void takeGrids(Opened.Grids grids) {
    if (!grids.views().isEmpty() && captureFolder.isEmpty()) {
      views = grids.views();
    }
    for (Path file : grids.files()) {
      Origin origin = new Origin.InFile(file.toAbsolutePath().normalize().toString());
      SceneEntry scene = new SceneEntry(state.nextId(), titleOf(file), origin, false);
      change("Open", now -> now.withScene(scene));
      if (file.equals(grids.files().get(0))) {
        made(scene.id(), grids.first(), Pictures.thumbnail(grids.first(), threads));
      } else {
        ensureMade(scene);
      }
    }
    undo.endGesture();
    long first = state.nextId() - grids.files().size();
    state = state.withShown(OptionalLong.of(first));
  }

  private static String titleOf(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".grid") ? name.substring(0, name.length() - 5) : name;
  }

  private void takeModel(Opened.ModelScenes model) {
    maker = model.maker();
    modelFolder = Optional.of(model.folder().toAbsolutePath().normalize());
    boolean complete = maker.model().complete();
    watch =
        complete
            ? Optional.empty()
            : Optional.of(new TrainingWatch(new ModelFolder(model.folder())));
    cache.clear();
    views = model.views();
    captureFolder = Optional.empty();
    view = OptionalInt.empty();
    cameraIsNew = true;
  }

  private void takeCapture(Opened.Photographs photographs) {
    views = photographs.views();
    captureFolder = Optional.of(photographs.folder().toAbsolutePath().normalize());
    view = OptionalInt.empty();
  }

  private void takeSession(Opened.Saved opened) {
    maker = SceneMaker.ofFiles();
    modelFolder = Optional.empty();
    captureFolder = Optional.empty();
    views = List.of();
    watch = Optional.empty();
    cache.clear();
    opened.model().ifPresent(this::takeModel);
    opened.capture().ifPresent(this::takeCapture);
    undo.clear();
    restore(opened.session().state());
    saved = state;
    camera = opened.session().camera();
    cameraIsNew = false;
    state.scenes().forEach(this::ensureMade);
    if (opened.file().getFileName().toString().startsWith("autosave-")) {
      // what was rescued is this session's own now
      autosaveNow();
      deleteQuietly(opened.file());
    }
  }

  private void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      fail(e);
    }
  }

  /** A model in training has new weights: opens it again and makes what is shown anew. */
  private void reopenModel() {
    Path path = modelFolder.orElseThrow();
    jobs.start(
        Jobs.Lane.SCENES,
        "Newer weights",
        job -> SceneMaker.ofModel(new ModelFolder(path)),
        newer -> {
          maker = newer;
          if (newer.model().complete()) {
            watch = Optional.empty();
            say("The training is done.");
          }
          RemixOptions fresh = RemixOptions.of(newer.model());
          if (state.options().map(o -> o.diversity().size()).orElse(0)
              != fresh.diversity().size()) {
            state = state.withOptions(Optional.of(fresh));
          }
          Optional<SceneEntry> shown = state.shownScene();
          if (shown.isPresent() && shown.get().origin() instanceof Origin.Remix) {
            make(shown.get());
          } else {
            newRemix();
          }
        },
        this::fail);
  }

  private SessionFile file() {
    return new SessionFile(
        modelFolder.map(Path::toString), captureFolder.map(Path::toString), state, camera);
  }

  /** Saves the session. */
  public void save(Path path) {
    Path target = withEnding(path, SessionFile.ENDING);
    SessionFile content = file();
    jobs.start(
        Jobs.Lane.FILES,
        "Saving " + target.getFileName(),
        job -> {
          content.write(target);
          return target;
        },
        written -> {
          preferences = preferences.withRecent(written);
          writePreferences();
          say("Saved " + written);
        },
        this::fail);
  }

  private static Path withEnding(Path path, String ending) {
    return path.toString().endsWith(ending)
        ? path
        : path.resolveSibling(path.getFileName() + ending);
  }

  /** A session that a crash left behind. */
  public Optional<Path> abandonedSession() {
    return autosave.abandoned();
  }

  /** The session that ended last. */
  public Optional<Path> lastSession() {
    return autosave.last();
  }

  /** Writes the scene on show as a grid file. */
  public void saveGrid(Path path) {
    Path target = withEnding(path, ".grid");
    withShownGrid(
        grid -> {
          ObjectNode metadata = JsonNodeFactory.instance.objectNode();
          metadata.put("title", state.shownScene().map(SceneEntry::title).orElse(""));
          jobs.start(
              Jobs.Lane.FILES,
              "Saving " + target.getFileName(),
              job -> {
                new GridFile(grid, metadata).write(target);
                return target;
              },
              written -> say("Saved " + written),
              this::fail);
        });
  }

  private void withShownGrid(Consumer<VoxelGrid> action) {
    Optional<VoxelGrid> grid = shownGrid();
    if (grid.isEmpty()) {
      fail(new IllegalArgumentException("there is no scene on show; open one first"));
    } else {
      action.accept(grid.get());
    }
  }

  /** Writes a picture of the scene as it is seen, in any size. */
  public void screenshot(Path path, int width, int height, boolean transparent) {
    Path target = withEnding(path, ".png");
    LookSettings look = state.look();
    Camera eye = camera.camera(width, height);
    withShownGrid(
        grid ->
            jobs.start(
                Jobs.Lane.FILES,
                "Picture " + target.getFileName(),
                job -> {
                  try (Pictures pictures = new Pictures(look, transparent, threads)) {
                    ImageFiles.write(pictures.of(Pictures.cut(grid, look), eye), target);
                  }
                  return target;
                },
                written -> say("Saved " + written),
                this::fail));
  }

  // Scenes

  /** Makes a remix of the next seed. */
  public void newRemix() {
    Optional<RemixOptions> options = state.options();
    if (options.isEmpty()) {
      fail(
          new IllegalArgumentException(
              "remixes are made by a model; open the folder that 'remix train' made"));
      return;
    }
    long seed = state.nextSeed();
    addScene("Remix " + seed, new Origin.Remix(seed, options.get()), seed + 1);
  }

  /** What the next remix is made of. */
  public void setNextSeed(long seed) {
    change("Seed", now -> now.withNextSeed(seed));
  }

  public void setOptions(RemixOptions options) {
    change("Remix options", now -> now.withOptions(Optional.of(options)));
  }

  /**
   * Shows a scene between two remixes. Called again without a pause, it changes that scene.
   *
   * @param share 0 is the first, 1 the second
   */
  public void interpolate(long first, long second, double share) {
    tried(
        () -> {
          long a = seedOf(first);
          long b = seedOf(second);
          RemixOptions options = SceneMaker.optionsOf(state.scene(first).orElseThrow().origin());
          Origin origin = new Origin.Between(a, b, share, options);
          Optional<SceneEntry> shown = state.shownScene();
          if (shown.isPresent()
              && shown.get().origin() instanceof Origin.Between between
              && between.seed() == a
              && between.other() == b) {
            replaceShown(shown.get(), origin);
          } else {
            addScene("Remix " + a + " to " + b, origin);
          }
        });
  }

  private long seedOf(long id) {
    if (state.scene(id).map(SceneEntry::origin).orElse(null) instanceof Origin.Remix remix) {
      return remix.seed();
    }
    throw new IllegalArgumentException(
        "only remixes of a seed can be interpolated; pin two of those");
  }

  /** The scene keeps its place in the history, but is another one now. */
  private void replaceShown(SceneEntry shown, Origin origin) {
    SceneEntry changed = new SceneEntry(state.nextId(), shown.title(), origin, shown.pinned());
    List<SceneEntry> scenes = new ArrayList<>(state.scenes());
    scenes.set(scenes.indexOf(shown), changed);
    change(
        "Interpolate",
        now -> now.withScene(changed).withScenes(scenes).withShown(OptionalLong.of(changed.id())));
    Optional.ofNullable(making.remove(shown.id())).ifPresent(Job::cancel);
    make(changed);
  }

  /** Makes the marked box, or all else, anew. */
  public void reroll(boolean inside) {
    tried(
        () -> {
          SceneEntry shown =
              state
                  .shownScene()
                  .orElseThrow(() -> new IllegalArgumentException("there is no scene on show"));
          BoxPart box =
              state
                  .marked()
                  .orElseThrow(
                      () -> new IllegalArgumentException("mark a box in the scene first (M)"));
          SceneMaker.optionsOf(shown.origin());
          long seed = state.nextSeed();
          String what = inside ? " with box " : " around box ";
          addScene(
              shown.title() + what + seed,
              new Origin.Rerolled(shown.origin(), box, inside, seed),
              seed + 1);
        });
  }

  private void addScene(String title, Origin origin) {
    addScene(title, origin, state.nextSeed());
  }

  private void addScene(String title, Origin origin, long nextSeed) {
    SceneEntry scene = new SceneEntry(state.nextId(), title, origin, false);
    undo.endGesture();
    change(title, now -> now.withScene(scene).withNextSeed(nextSeed));
    make(scene);
  }

  private void ensureMade(SceneEntry scene) {
    if (cache.grid(scene.id()).isEmpty() && !isMaking(scene.id())) {
      make(scene);
    }
  }

  private void make(SceneEntry scene) {
    SceneMaker current = maker;
    record Made(VoxelGrid grid, Image picture) {}
    Job job =
        jobs.start(
            Jobs.Lane.SCENES,
            "Making " + scene.title(),
            running -> {
              VoxelGrid grid =
                  current.make(
                      scene.origin(),
                      running,
                      rough -> jobs.post(running, () -> roughlyMade(scene.id(), rough)));
              return new Made(grid, Pictures.thumbnail(grid, threads));
            },
            made -> {
              if (current == maker) {
                made(scene.id(), made.grid(), made.picture());
              }
            },
            thrown -> {
              making.remove(scene.id());
              fail(thrown);
            });
    making.put(scene.id(), job);
  }

  /** A scene can be looked at while its detail is being made. */
  private void roughlyMade(long id, VoxelGrid grid) {
    if (making.containsKey(id) && cache.grid(id).isEmpty()) {
      cache.put(id, grid, Pictures.thumbnail(grid, threads));
      showAllAtFirst(grid);
    }
  }

  private void made(long id, VoxelGrid grid, Image picture) {
    making.remove(id);
    cache.put(id, grid, picture);
    showAllAtFirst(grid);
  }

  private void showAllAtFirst(VoxelGrid grid) {
    if (cameraIsNew) {
      lookAt(ViewCamera.showing(grid.box(), camera.fieldOfView()));
    }
  }

  /** Shows a scene of the history. */
  public void show(long id) {
    undo.endGesture();
    change("Show", now -> now.withShown(OptionalLong.of(id)));
    state.scene(id).ifPresent(this::ensureMade);
  }

  /** Shows no scene, for instance because it is too large for the graphics device. */
  public void showNothing() {
    undo.endGesture();
    change(
        "Show nothing",
        now -> now.withShown(OptionalLong.empty()).withCompared(OptionalLong.empty()));
  }

  /** Shows the scene before or after the one on show. */
  public void step(int by) {
    List<SceneEntry> scenes = state.scenes();
    int at = state.shownScene().map(scenes::indexOf).orElse(-1);
    int to = at + by;
    if (at >= 0 && to >= 0 && to < scenes.size()) {
      show(scenes.get(to).id());
    }
  }

  public void togglePin(long id) {
    undo.endGesture();
    change(
        "Pin",
        now ->
            now.withScenes(
                now.scenes().stream()
                    .map(scene -> scene.id() == id ? scene.withPinned(!scene.pinned()) : scene)
                    .toList()));
  }

  /** Takes a scene out of the history. */
  public void remove(long id) {
    undo.endGesture();
    int at = state.scene(id).map(state.scenes()::indexOf).orElse(-1);
    if (at < 0) {
      return;
    }
    List<SceneEntry> rest = new ArrayList<>(state.scenes());
    rest.remove(at);
    OptionalLong next =
        state.shown().orElse(-1) != id
            ? state.shown()
            : rest.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(rest.get(Math.min(at, rest.size() - 1)).id());
    change("Remove", now -> now.withScenes(rest).withShown(next));
    state.shownScene().ifPresent(this::ensureMade);
  }

  /** Splits the view: a scene to the left of the one on show; empty ends that. */
  public void compare(OptionalLong id) {
    undo.endGesture();
    change("Compare", now -> now.withCompared(id));
    if (id.isPresent()) {
      state.scene(id.getAsLong()).ifPresent(this::ensureMade);
    }
  }

  // Looking

  public void setLook(LookSettings look) {
    change("Look", now -> now.withLook(look));
  }

  /** Marks a box; empty unmarks it. */
  public void mark(Optional<BoxPart> box) {
    change("Mark", now -> now.withMarked(box));
  }

  /** Moves the camera; that is not undone. */
  public void lookAt(ViewCamera newCamera) {
    camera = newCamera;
    cameraIsNew = false;
    view = OptionalInt.empty();
  }

  /** The box of the scene on show. */
  public Optional<Aabb> box() {
    return shownGrid().map(VoxelGrid::box);
  }

  /** All of the scene, from where a new session looks. */
  public void resetCamera() {
    box().ifPresent(box -> lookAt(ViewCamera.showing(box, ViewCamera.DEFAULT_FIELD_OF_VIEW)));
  }

  public void lookFrom(ViewCamera.Side side) {
    box().ifPresent(box -> lookAt(ViewCamera.showing(box, side, camera.fieldOfView())));
  }

  /**
   * The point that is seen in a pixel.
   *
   * @param u from the left edge, pixels
   * @param v from the top edge, pixels
   * @return the expected depth's point, where something is
   */
  public Optional<Vector3d> pointAt(Camera seenBy, double u, double v) {
    Optional<VoxelGrid> grid = shownGrid();
    if (grid.isEmpty()) {
      return Optional.empty();
    }
    Rays rays = new Rays(1);
    seenBy.ray(u, v, rays, 0);
    TracedRays traced = new TracedRays(1);
    try (CpuTracer tracer = new CpuTracer(1)) {
      tracer.trace(grid.get(), rays, TraceSettings.DEFAULT, traced);
    }
    if (traced.opacity()[0] < 0.1) {
      return Optional.empty();
    }
    double t = traced.depth()[0] / traced.opacity()[0];
    return Optional.of(
        new Vector3d(
            rays.origins()[0] + t * rays.directions()[0],
            rays.origins()[1] + t * rays.directions()[1],
            rays.origins()[2] + t * rays.directions()[2]));
  }

  /** Looks through a camera of the capture, and fetches its photograph. */
  public void lookThrough(int index) {
    CaptureView chosen = views.get(index);
    Vector3d eye = chosen.camera().position();
    double distance =
        box()
            .map(b -> eye.distance(b.centreX(), b.centreY(), b.centreZ()))
            .orElse(camera.distance());
    lookAt(ViewCamera.of(chosen.camera(), Math.max(1e-3, distance)));
    view = OptionalInt.of(index);
    photograph = Optional.empty();
    if (chosen.photograph().isPresent()) {
      jobs.start(
          Jobs.Lane.FILES,
          "Photograph " + chosen.name(),
          job -> chosen.photograph().get().load(),
          image -> {
            if (view.equals(OptionalInt.of(index))) {
              photograph = Optional.of(image);
            }
          },
          this::fail);
    }
  }

  // Camera paths

  public void setPath(CameraPath path) {
    change("Camera path", now -> now.withPath(path));
  }

  /** Saves the path's frames as cameras. */
  public void savePath(Path path, int width, int height, int framesPerSecond) {
    Path target = withEnding(path, ".json");
    if (state.path().keys().isEmpty()) {
      fail(new IllegalArgumentException("the camera path has no keys yet; add one first (K)"));
      return;
    }
    List<Camera> frames = state.path().frames(framesPerSecond, width, height);
    jobs.start(
        Jobs.Lane.FILES,
        "Saving " + target.getFileName(),
        job -> {
          byte[] text = CameraJson.write(frames).getBytes(StandardCharsets.UTF_8);
          AtomicFile.write(target, out -> out.write(text));
          return target;
        },
        written -> say("Saved " + written + " for 'remix render --cameras'"),
        this::fail);
  }

  /** Takes the cameras of a {@code transforms.json} as keys of the path. */
  public void loadPath(Path path) {
    double distance = camera.distance();
    jobs.start(
        Jobs.Lane.FILES,
        "Opening " + path.getFileName(),
        job -> {
          List<ViewCamera> keys = new ArrayList<>();
          String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
          for (Camera key :
              CameraJson.parse(text, path.toString()).cameras(new CameraJson.Size(640, 480))) {
            keys.add(ViewCamera.of(key, distance));
          }
          return keys;
        },
        keys -> setPath(new CameraPath(keys, state.path().secondsPerKey(), state.path().closed())),
        this::fail);
  }

  /** Renders the camera path. */
  public void render(Film film) {
    CameraPath path = state.path();
    if (path.keys().size() < 2) {
      fail(
          new IllegalArgumentException(
              "a film needs a camera path of two keys at least; add them with K"));
      return;
    }
    LookSettings look = state.look();
    withShownGrid(
        grid ->
            jobs.start(
                Jobs.Lane.FILES,
                "Film " + film.out().getFileName(),
                job -> {
                  film.make(grid, path, look, threads, job);
                  return film.out();
                },
                written -> say("Saved " + written),
                this::fail));
  }

  // Preferences

  public void setWindowSize(int width, int height) {
    preferences = preferences.withSize(width, height);
  }

  public void setHintSeen(boolean seen) {
    preferences = preferences.withHintSeen(seen);
    writePreferences();
  }

  public void setScale(double scale) {
    preferences = preferences.withScale(scale);
    writePreferences();
  }

  private void writePreferences() {
    try {
      preferences.write(folder);
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Ends the work, keeps the session as the last one, and remembers the preferences. */
  @Override
  public void close() {
    jobs.close();
    try {
      if (!state.scenes().isEmpty()) {
        autosave.write(file());
        autosave.end();
      }
      preferences.write(folder);
    } catch (IOException e) {
      fail(e);
    }
  }
}
