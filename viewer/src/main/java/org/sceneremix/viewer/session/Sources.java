package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.joml.Vector3d;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.volume.Aabb;

/** Open grids, model and capture. Looks after a model that is still in training. */
public final class Sources {

  private final Timeline timeline;
  private final Workshop workshop;
  private final Scenes scenes;
  private final Viewpoint viewpoint;
  private final CaptureCameras cameras;
  private final CameraPaths paths;
  private final Settings settings;
  private final Notices notices;
  private final Jobs jobs;
  private final Autosave autosave;
  private final Project project;
  private final Supplier<SessionFile> session;
  private final int threads;
  private final LazyEngine engine;
  private Optional<Path> modelFolder = Optional.empty();
  private Optional<Path> captureFolder = Optional.empty();
  private Optional<SessionFile.ModelReference> missing = Optional.empty();
  private Optional<TrainingWatch> watch = Optional.empty();

  /** Scenes from this id on are made with the open model. */
  private long firstOwn;

  /** The parts of a session that opening something changes. */
  record Parts(
      Timeline timeline,
      Workshop workshop,
      Scenes scenes,
      Viewpoint viewpoint,
      CaptureCameras cameras,
      CameraPaths paths,
      Settings settings,
      Notices notices,
      Project project,
      Jobs jobs) {}

  /**
   * @param session the session as a file
   * @param threads for small pictures and the model
   */
  Sources(Parts parts, Autosave autosave, Supplier<SessionFile> session, int threads) {
    this.timeline = parts.timeline();
    this.workshop = parts.workshop();
    this.scenes = parts.scenes();
    this.viewpoint = parts.viewpoint();
    this.cameras = parts.cameras();
    this.paths = parts.paths();
    this.settings = parts.settings();
    this.notices = parts.notices();
    this.jobs = parts.jobs();
    this.project = parts.project();
    this.autosave = autosave;
    this.session = session;
    this.threads = threads;
    this.engine = new LazyEngine(threads);
  }

  /** The open model. */
  public Optional<Model> model() {
    return workshop.maker().model();
  }

  /** The open model's folder. */
  public Optional<Path> modelFolder() {
    return modelFolder;
  }

  /** The session's model as the session's file names it: the one that is open, or is not there. */
  Optional<SessionFile.ModelReference> modelReference() {
    return modelFolder
        .flatMap(
            folder ->
                workshop
                    .maker()
                    .fingerprint()
                    .map(name -> new SessionFile.ModelReference(folder.toString(), name)))
        .or(() -> missing);
  }

  /** Last folder of the session's model, if it is gone; {@link #locateModel} takes a new one. */
  public Optional<Path> missingModel() {
    return missing.map(reference -> Path.of(reference.path()));
  }

  /** The open capture's folder. */
  Optional<Path> captureFolder() {
    return captureFolder;
  }

  /** Progress of the open model's training in words; empty if it is done or unknown. */
  public Optional<String> training() {
    return watch.flatMap(TrainingWatch::progress);
  }

  /** Opens a grid, model, capture or session, or whatever of these a folder holds. */
  public void open(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    jobs.start(
        Jobs.Lane.SCENES,
        "Opening " + absolute.getFileName(),
        job -> Opened.read(absolute, engine),
        opened -> {
          if (!autosave.isOwn(absolute)) {
            settings.used(absolute);
          }
          take(opened);
        });
  }

  private void take(Opened opened) {
    if (opened instanceof Opened.Grids grids) {
      takeGrids(grids);
      if (project.capture().isEmpty() && grids.files().size() == 1) {
        project.begin(
            FolderContents.ofScene(grids.files().get(0).toAbsolutePath().normalize()),
            Optional.empty());
      }
    } else if (opened instanceof Opened.Whole whole) {
      takeWhole(whole);
    } else if (opened instanceof Opened.Ground ground) {
      Path folder = ground.folder().toAbsolutePath().normalize();
      String title = folder.getFileName().toString();
      // from so near that what is laid of the ground reaches beyond the picture
      viewpoint.roam(ground.tile());
      scenes.add(title, new Origin.Ground(folder.toString()), timeline.now().nextSeed());
      notices.say("A ground without end: walk over it with W, A, S and D.");
    } else if (opened instanceof Opened.ModelScenes model) {
      takeModelAlone(model);
      project.begin(
          FolderContents.ofModel(model.folder().toAbsolutePath().normalize()), Optional.empty());
    } else if (opened instanceof Opened.Photographs photographs) {
      takePhotographs(photographs);
      beginProject(photographs);
    } else if (opened instanceof Opened.Flight flight) {
      paths.load(flight.file());
    } else if (opened instanceof Opened.Saved session) {
      takeSession(session);
    }
  }

  private void takeWhole(Opened.Whole whole) {
    whole.model().ifPresent(this::takeModelAlone);
    whole.grids().ifPresent(this::takeGrids);
    whole.photographs().ifPresent(this::takePhotographs);
    project.begin(whole.contents(), whole.photographs().map(Opened.Photographs::capture));
    if (whole.contents().photographs().isPresent()) {
      notices.say("These photographs have no poses yet: the panel Project finds them.");
    }
  }

  private void takeModelAlone(Opened.ModelScenes model) {
    replaceSession();
    takeModel(model);
    timeline.begin(settings.fresh().withOptions(model.maker().model().map(RemixOptions::of)));
    scenes.add("Learned scene", new Origin.Learned(), timeline.now().nextSeed());
    timeline.begin(timeline.now());
    viewpoint.forget();
    notices.say(
        model.maker().model().isPresent()
            ? "A model: press New remix (N) for a scene that nobody has seen yet. The learned"
                + " scene is shown now."
            : "Nothing of this model is trained yet. The scene that it will learn is shown now;"
                + " remixes follow as soon as there are any.");
  }

  private void takePhotographs(Opened.Photographs photographs) {
    takeCapture(photographs);
    viewpoint.surround(withCameras(photographs.surroundings(), photographs.views()));
    if (timeline.now().scenes().isEmpty()) {
      viewpoint.forget();
      cameras.begin(photographs.surroundings());
    }
    timeline.change("Open capture", now -> now.withLook(now.look().withFrusta(true)));
    notices.say(
        photographs.views().size()
            + " photographs: press ] and [ for the next and the last, Home to see all cameras."
            + (timeline.now().scenes().isEmpty()
                ? " The panel Project makes a scene and remixes of them."
                : ""));
  }

  private void beginProject(Opened.Photographs photographs) {
    Path folder = photographs.folder().toAbsolutePath().normalize();
    try {
      project.begin(FolderContents.of(folder), Optional.of(photographs.capture()));
    } catch (IOException e) {
      notices.fail(e);
    }
  }

  private void takeGrids(Opened.Grids grids) {
    if (!grids.views().isEmpty() && captureFolder.isEmpty()) {
      cameras.set(grids.views());
      if (!viewpoint.isAbout(grids.first().box())) {
        viewpoint.forget();
      }
    }
    for (Path file : grids.files()) {
      Origin origin = new Origin.InFile(file.toAbsolutePath().normalize().toString());
      SceneEntry scene = new SceneEntry(timeline.now().nextId(), titleOf(file), origin, false);
      timeline.change("Open", now -> now.withScene(scene));
      if (file.equals(grids.files().get(0))) {
        MadeScene first = MadeScene.of(grids.first());
        Image picture = Pictures.thumbnail(grids.first(), threads);
        workshop.put(scene.id(), first, picture);
        workshop.keep(scene.id(), first, picture);
      } else {
        workshop.ensureMade(scene);
      }
    }
    timeline.endGesture();
    long first = timeline.now().nextId() - grids.files().size();
    timeline.amend(now -> now.withShown(OptionalLong.of(first)));
    scenes.ensureMade(timeline.now());
  }

  static String titleOf(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".grid") ? name.substring(0, name.length() - 5) : name;
  }

  private void takeModel(Opened.ModelScenes model) {
    workshop.begin(model.maker());
    firstOwn = 0;
    captureFolder = Optional.empty();
    useModel(model);
  }

  /** Makes remixes with a model from now on. */
  private void useModel(Opened.ModelScenes model) {
    workshop.improve(model.maker());
    missing = Optional.empty();
    modelFolder = Optional.of(model.folder().toAbsolutePath().normalize());
    boolean complete = model.maker().isComplete();
    watch =
        complete
            ? Optional.empty()
            : Optional.of(new TrainingWatch(new ModelFolder(model.folder())));
    if (captureFolder.isEmpty()) {
      cameras.set(model.views());
    }
  }

  /** The box that holds all of another one, and all cameras. */
  private static Aabb withCameras(Aabb box, List<CaptureView> views) {
    Vector3d low = new Vector3d(box.minX(), box.minY(), box.minZ());
    Vector3d high = new Vector3d(box.maxX(), box.maxY(), box.maxZ());
    for (CaptureView view : views) {
      low.min(view.camera().position());
      high.max(view.camera().position());
    }
    return new Aabb(low.x, low.y, low.z, high.x, high.y, high.z);
  }

  private void takeCapture(Opened.Photographs photographs) {
    cameras.set(photographs.views());
    captureFolder = Optional.of(photographs.folder().toAbsolutePath().normalize());
  }

  /** Another session begins; the one before can be had back. */
  private void replaceSession() {
    if (!timeline.now().scenes().isEmpty()) {
      autosave.end(session.get());
      notices.say("What was open before is kept: File, Open last session.");
    }
  }

  private void takeSession(Opened.Saved opened) {
    replaceSession();
    workshop.begin(SceneMaker.ofFiles());
    firstOwn = 0;
    modelFolder = Optional.empty();
    captureFolder = Optional.empty();
    cameras.set(List.of());
    watch = Optional.empty();
    SessionFile saved = opened.session();
    missing = saved.model();
    timeline.begin(saved.state());
    viewpoint.keep();
    workshop.take(saved.scenes());
    opened
        .shown()
        .ifPresent(
            scene -> {
              long id = saved.state().shown().orElseThrow();
              workshop.put(id, scene, saved.scenes().get(id).picture());
            });
    saved
        .model()
        .map(reference -> new ModelFolder(Path.of(reference.path())))
        .ifPresent(
            folder -> {
              if (folder.exists()) {
                openModel(folder.path());
              } else {
                notices.say(
                    "The model of this session is not at "
                        + folder.path()
                        + " any more. Its scenes are here; for new remixes, locate the model in the"
                        + " panel Remix.");
              }
            });
    saved.capture().ifPresent(folder -> openCapture(Path.of(folder)));
    makeWhatLacks();
    if (Autosave.isCopy(opened.file())) {
      // what was rescued is this session's own now
      autosave.write(session.get());
      autosave.discard(opened.file());
    }
  }

  /** Makes scenes that were not made yet when the session was saved, as far as that is possible. */
  private void makeWhatLacks() {
    scenes.ensureMade(timeline.now());
    timeline.now().scenes().stream()
        .filter(scene -> !workshop.isKept(scene.id()))
        .forEach(workshop::ensureMade);
  }

  /** Opens the folder that the session's model was moved to. */
  public void locateModel(Path folder) {
    openModel(folder.toAbsolutePath().normalize());
  }

  /** Opens the model of a session whose scenes are there already. */
  private void openModel(Path folder) {
    if (missing.isEmpty()) {
      return;
    }
    SessionFile.ModelReference wanted = missing.get();
    jobs.start(
        Jobs.Lane.SCENES,
        "Opening the model " + folder.getFileName(),
        job -> Opened.readModel(folder, engine),
        model -> {
          if (!missing.equals(Optional.of(wanted))) {
            // another session was opened meanwhile
            return;
          }
          useModel(model);
          if (!model.maker().fingerprint().equals(Optional.of(wanted.fingerprint()))) {
            notices.say(
                "The model "
                    + folder
                    + " is another one than when the session was saved, or was trained again. The"
                    + " scenes of the session are as they were; new remixes are of the model as it"
                    + " is now.");
          }
          makeWhatLacks();
        });
  }

  private void openCapture(Path folder) {
    jobs.start(
        Jobs.Lane.LOOKS,
        "Opening " + folder.getFileName(),
        job -> Opened.readCapture(folder),
        photographs -> {
          takeCapture(photographs);
          beginProject(photographs);
        });
  }

  /** Makes remixes with a model from now on; what was made before stays as it is. */
  void adopt(Path folder) {
    jobs.start(
        Jobs.Lane.SCENES,
        "Opening the model " + folder.getFileName(),
        job -> Opened.readModel(folder, engine),
        model -> {
          useModel(model);
          firstOwn = timeline.now().nextId();
          timeline.amend(now -> now.withOptions(model.maker().model().map(RemixOptions::of)));
          scenes.newRemix();
        });
  }

  /** Whether remixes are made with the model of a folder as it is after its training. */
  boolean isReady(Path folder) {
    return modelFolder.equals(Optional.of(folder)) && workshop.maker().isComplete();
  }

  /** Opens a model in training again when it has new weights, and makes what is shown anew. */
  void followTraining() {
    if (watch.isEmpty() || !jobs.areMaking() || !watch.get().hasNews()) {
      return;
    }
    Path path = modelFolder.orElseThrow();
    jobs.start(
        Jobs.Lane.SCENES,
        "Newer weights",
        job -> SceneMaker.ofModel(new ModelFolder(path), engine),
        this::takeNewer);
  }

  private void takeNewer(SceneMaker newer) {
    workshop.improve(newer);
    if (newer.isComplete()) {
      watch = Optional.empty();
      notices.say("The training is done.");
    }
    Optional<RemixOptions> fresh = newer.model().map(RemixOptions::of);
    if (timeline.now().options().isEmpty()) {
      timeline.amend(now -> now.withOptions(fresh));
    }
    if (newer.isComplete()) {
      timeline.amend(now -> now.withOptions(now.options().map(o -> o.withDetail(true))));
    }
    SessionState state = timeline.now();
    // a favourite stays what it is
    List<SceneEntry> remixes =
        state.scenes().stream()
            .filter(scene -> scene.id() >= firstOwn)
            .filter(scene -> scene.origin().needsModel() && !scene.pinned())
            .toList();
    if (remixes.isEmpty()) {
      if (fresh.isPresent() && state.pinned().isEmpty()) {
        scenes.newRemix();
      }
      return;
    }
    boolean anySeen = false;
    for (SceneEntry scene : remixes) {
      if (state.isSeen(scene.id())) {
        anySeen = true;
        workshop.make(scene);
      } else {
        workshop.forget(scene.id());
      }
    }
    if (!anySeen) {
      // so that the strip shows how the training goes
      workshop.make(remixes.get(remixes.size() - 1));
    }
  }

  /** Gives back what the model runs on, when no scene is being made any more. */
  void close() {
    engine.close();
  }
}
