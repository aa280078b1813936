package org.sceneremix.viewer.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.joml.Vector3d;
import org.sceneremix.gan.clean.Flaw;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;

/**
 * A session of the viewer: its parts, each with what can be done about one thing.
 *
 * <pre>{@code
 * try (Session session = new Session(folder, 2, Throwable::getMessage)) {
 *   session.open(Path.of("model"));
 *   while (session.isBusy()) {
 *     session.poll();
 *   }
 *   session.scenes().newRemix();
 * }
 * }</pre>
 *
 * <p>Actions return at once; what takes long is done in the background, and failures become {@link
 * #notices()}. One thread only.
 */
public final class Session implements AutoCloseable {

  private final Notices notices;
  private final Settings settings;
  private final Jobs jobs;
  private final Timeline timeline;
  private final Scenes scenes;
  private final Viewpoint viewpoint;
  private final Exploration exploration;
  private final EndlessGround endless;
  private final CaptureCameras captureCameras;
  private final CameraPaths paths;
  private final Project project;
  private final Sources sources;
  private final Output output;
  private final Autosave autosave;

  /** Box of the scene that marked box and cut are parts of, world units. */
  private Optional<Aabb> boxesOf = Optional.empty();

  /**
   * A session with nothing open.
   *
   * @param folder where preferences and autosaves are kept
   * @param threads for pictures
   * @param explain what to say of something that went wrong, one sentence
   */
  public Session(Path folder, int threads, Function<Throwable, String> explain) {
    notices = new Notices(explain);
    settings = new Settings(folder, notices);
    autosave = new Autosave(folder, notices);
    jobs = new Jobs(notices::fail);
    timeline =
        new Timeline(
            state -> {
              scenes().ensureMade(state);
              // its boxes are those of its own scene
              boxesOf = scenes().box();
            });
    Workshop workshop = new Workshop(jobs, threads, this::follow, id -> timeline().withdraw(id));
    timeline.begin(settings.fresh());
    scenes = new Scenes(timeline, workshop, notices, this::follow);
    viewpoint = new Viewpoint(timeline, scenes);
    exploration = new Exploration(timeline, workshop, scenes, viewpoint, notices, jobs);
    endless = new EndlessGround(timeline, workshop, jobs);
    captureCameras = new CaptureCameras(viewpoint, scenes, jobs);
    paths = new CameraPaths(timeline, notices, jobs);
    project =
        new Project(
            new Project.Parts(timeline, workshop, scenes, notices, jobs),
            folder.resolve("samples"),
            threads,
            this::open,
            path -> sources().adopt(path),
            path -> sources().isReady(path));
    sources =
        new Sources(
            new Sources.Parts(
                timeline,
                workshop,
                scenes,
                viewpoint,
                captureCameras,
                paths,
                settings,
                notices,
                project,
                jobs),
            autosave,
            this::file,
            threads);
    output = new Output(timeline, scenes, settings, notices, jobs, this::file, threads);
  }

  /** All that can be undone, as it is now. */
  public SessionState state() {
    return timeline.now();
  }

  /** Undoing and redoing all but moves of the camera. */
  public Timeline timeline() {
    return timeline;
  }

  /** The history of scenes. */
  public Scenes scenes() {
    return scenes;
  }

  /** Camera of the session. */
  public Viewpoint viewpoint() {
    return viewpoint;
  }

  /** Remixes to choose from. */
  public Exploration exploration() {
    return exploration;
  }

  /** Cameras that the scene was photographed with. */
  public CaptureCameras captureCameras() {
    return captureCameras;
  }

  /** The camera path. */
  public CameraPaths paths() {
    return paths;
  }

  /** The way from photographs to remixes. */
  public Project project() {
    return project;
  }

  /** Open grids, model and capture. */
  public Sources sources() {
    return sources;
  }

  /** Writing files. */
  public Output output() {
    return output;
  }

  /** Settings that are kept from one start to the next. */
  public Settings settings() {
    return settings;
  }

  /** Notices to the user. */
  public Notices notices() {
    return notices;
  }

  /** Copies of sessions that were kept without being asked for. */
  public Autosave autosave() {
    return autosave;
  }

  /** Work in the background, oldest first. */
  public List<Job> jobs() {
    return jobs.active();
  }

  public boolean isBusy() {
    return !jobs.active().isEmpty();
  }

  /** Opens a grid, model, capture or session, or whatever of these a folder holds. */
  public void open(Path path) {
    sources.open(path);
  }

  /** The camera goes along with the scene on show, and boxes keep their place in it. */
  private void follow() {
    keepBoxes();
    if (timeline
        .now()
        .shownScene()
        .filter(scene -> scene.origin() instanceof Origin.Ground)
        .isPresent()) {
      scenes.box().ifPresent(viewpoint::roam);
    } else {
      scenes.box().filter(box -> viewpoint.follow(box)).ifPresent(box -> captureCameras.begin(box));
    }
  }

  private void keepBoxes() {
    Optional<Aabb> next = scenes.box();
    if (next.isPresent() && boxesOf.isPresent() && !next.equals(boxesOf)) {
      Aabb from = boxesOf.get();
      Aabb to = next.get();
      timeline.amend(
          now ->
              now.withMarked(now.marked().map(part -> part.kept(from, to)))
                  .withLook(now.look().withCutIn(now.look().cut().kept(from, to))));
    }
    if (next.isPresent()) {
      boxesOf = next;
    }
  }

  /**
   * The mouse was released, or all came to rest: the next change, and the next move of the camera,
   * is a step of its own.
   */
  public void endGesture() {
    timeline.endGesture();
    viewpoint.endMove();
  }

  public void setLook(LookSettings look) {
    timeline.change(state().look().changeTo(look), now -> now.withLook(look));
  }

  /** Marks a box; empty unmarks it. */
  public void mark(Optional<BoxPart> box) {
    timeline.change("Mark", now -> now.withMarked(box));
  }

  /** Marks a flaw of the scene on show, and looks at it. */
  public void markFlaw(Flaw flaw) {
    scenes
        .shownGrid()
        .ifPresent(
            grid -> {
              BoxPart part = BoxPart.ofVoxels(flaw.box(), GridSize.of(grid));
              mark(Optional.of(part));
              Aabb box = part.in(grid.box());
              viewpoint.lookAt(
                  viewpoint
                      .camera()
                      .focused(new Vector3d(box.centreX(), box.centreY(), box.centreZ())));
            });
  }

  /** Begins a stroke of a brush on the scene on show. */
  public void beginStroke(Stroke stroke) {
    timeline.endGesture();
    timeline.change("Stroke", now -> now.withPainting(now.painting().with(stroke)));
  }

  /** Goes on with the stroke that was begun last. */
  public void strokeTo(Stroke.Point point) {
    timeline.change("Stroke", now -> now.withPainting(now.painting().withLastTo(point)));
  }

  /** Takes all paint away. */
  public void clearPainting() {
    timeline.endGesture();
    timeline.change("Clear the paint", now -> now.withPainting(Painting.EMPTY));
  }

  /**
   * To be called often: takes over what the background made, looks after models in training, and
   * saves now and then.
   *
   * @return whether anything may have changed
   */
  public boolean poll() {
    boolean changed = jobs.deliver();
    endless.follow();
    exploration.follow();
    sources.followTraining();
    project.follow();
    autosave.offer(timeline.now(), scenes.kept().size(), this::file);
    return changed;
  }

  private SessionFile file() {
    return new SessionFile(
        sources.modelReference(),
        sources.captureFolder().map(Path::toString),
        timeline.now(),
        scenes.kept());
  }

  /** Saves the session as if the program were about to end without warning. */
  public void saveForTheWorst() {
    autosave.write(file());
  }

  /** Ends the work, keeps the session as the last one, and remembers the preferences. */
  @Override
  public void close() {
    jobs.close();
    sources.close();
    if (!timeline.now().scenes().isEmpty()) {
      autosave.end(file());
    }
    settings.setLook(timeline.now().look());
    settings.write();
  }
}
