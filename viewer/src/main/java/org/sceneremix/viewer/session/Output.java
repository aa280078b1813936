package org.sceneremix.viewer.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sceneremix.gan.sheet.PictureGrid;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.viewer.export.GridExport;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.export.ScaledGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridSource;

/** Writes what is there to files, in the background. */
public final class Output {

  /** Pixels of a picture on a contact sheet. */
  private static final int SHEET_WIDTH = 320;

  private static final int SHEET_HEIGHT = 240;

  private final Timeline timeline;
  private final Scenes scenes;
  private final Settings settings;
  private final Notices notices;
  private final Jobs jobs;
  private final Supplier<SessionFile> session;
  private final int threads;

  /**
   * @param session the session as a file
   * @param threads for pictures
   */
  Output(
      Timeline timeline,
      Scenes scenes,
      Settings settings,
      Notices notices,
      Jobs jobs,
      Supplier<SessionFile> session,
      int threads) {
    this.timeline = timeline;
    this.scenes = scenes;
    this.settings = settings;
    this.notices = notices;
    this.jobs = jobs;
    this.session = session;
    this.threads = threads;
  }

  static Path withEnding(Path path, String ending) {
    return path.toString().endsWith(ending)
        ? path
        : path.resolveSibling(path.getFileName() + ending);
  }

  /** Saves the session. */
  public void saveSession(Path path) {
    Path target = withEnding(path, SessionFile.ENDING);
    SessionFile content = session.get();
    write(
        "Saving",
        target,
        job -> {
          content.write(target);
          return target;
        });
  }

  /** Writes the scene on show as a grid file. */
  public void saveGrid(Path path) {
    Path target = withEnding(path, ".grid");
    withGrid(
        scenes.shownGrid(),
        grid -> {
          ObjectNode metadata = JsonNodeFactory.instance.objectNode();
          metadata.put("title", timeline.now().shownScene().map(SceneEntry::title).orElse(""));
          write(
              "Saving",
              target,
              job -> {
                new GridFile(grid, metadata).write(target);
                return target;
              });
        });
  }

  /** Writes a picture of the scene as it is seen, in any size. */
  public void screenshot(Path path, int width, int height, boolean transparent) {
    Path target = withEnding(path, ".png");
    LookSettings look = timeline.now().look();
    Camera eye = timeline.now().camera().camera(width, height);
    withGrid(
        scenes.seenGrid(),
        grid ->
            write(
                "Picture",
                target,
                job -> {
                  try (Pictures pictures = new Pictures(look, transparent, threads)) {
                    ImageFiles.write(pictures.of(Pictures.cut(grid, look), eye), target);
                  }
                  return target;
                }));
  }

  /**
   * Writes small pictures of the remixes that are to be chosen from, each above its seeds, as a
   * PNG.
   */
  public void contactSheet(Exploration exploration, Path path) {
    Path target = withEnding(path, ".png");
    LookSettings look = timeline.now().look();
    List<Candidate> made =
        exploration.seen().stream().filter(candidate -> candidate.sketch().isPresent()).toList();
    if (made.isEmpty()) {
      notices.fail(new IllegalArgumentException("there are no remixes to put on the sheet yet"));
      return;
    }
    // as it is looked at now, however long the pictures take
    List<Camera> eyes =
        made.stream()
            .map(Candidate::sketch)
            .map(sketch -> exploration.camera(sketch.orElseThrow(), SHEET_WIDTH, SHEET_HEIGHT))
            .toList();
    write(
        "Contact sheet",
        target,
        job -> {
          PictureGrid sheet = new PictureGrid();
          try (Pictures pictures = new Pictures(look, false, threads)) {
            for (int i = 0; i < made.size(); i++) {
              if (job.cancelled()) {
                throw new CancellationException("stopped");
              }
              job.at((double) i / made.size(), "");
              VoxelGrid grid = Pictures.cut(made.get(i).sketch().orElseThrow().grid(), look);
              sheet.add(pictures.of(grid, eyes.get(i)), made.get(i).recipe());
            }
          }
          ImageFiles.write(sheet.image(), target);
          return target;
        });
  }

  /** Renders the camera path. */
  public void render(Film film) {
    CameraPath path = timeline.now().path();
    if (path.keys().size() < 2) {
      notices.fail(
          new IllegalArgumentException(
              "a film needs a camera path of two keys at least; add them with K"));
      return;
    }
    LookSettings look = timeline.now().look();
    if (film.morphs()) {
      Morph morph;
      try {
        morph = scenes.morph();
      } catch (IllegalArgumentException e) {
        notices.fail(e);
        return;
      }
      write(
          Jobs.Lane.SCENES,
          "Film",
          film.out(),
          job -> {
            film.make(share -> morph.at(share, job.silent()), path, look, threads, job);
            return film.out();
          });
      return;
    }
    withGrid(
        scenes.seenGrid(),
        grid ->
            write(
                "Film",
                film.out(),
                job -> {
                  film.make(share -> grid, path, look, threads, job);
                  return film.out();
                }));
  }

  /**
   * Writes the scene on show for other programs, as {@code remix export} does.
   *
   * @param scale units of the file that a unit of the scene becomes
   */
  public void export(GridExport export, double scale) {
    withGrid(
        scenes.shownGrid(),
        grid ->
            write(
                "Export",
                export.out(),
                job -> {
                  export.write(
                      new ScaledGrid(GridSource.of(grid), scale),
                      fraction -> {
                        if (job.cancelled()) {
                          throw new CancellationException("stopped");
                        }
                        job.at(fraction, export.format().content());
                      });
                  return export.out();
                }));
  }

  private void withGrid(Optional<VoxelGrid> grid, Consumer<VoxelGrid> action) {
    if (grid.isEmpty()) {
      notices.fail(new IllegalArgumentException("there is no scene on show; open one first"));
    } else {
      action.accept(grid.get());
    }
  }

  private void write(String what, Path target, Jobs.Work<Path> work) {
    write(Jobs.Lane.FILES, what, target, work);
  }

  private void write(Jobs.Lane lane, String what, Path target, Jobs.Work<Path> work) {
    jobs.start(
        lane,
        what + " " + target.getFileName(),
        work,
        written -> {
          if (written.toString().endsWith(SessionFile.ENDING)) {
            settings.used(written);
          }
          notices.say("Saved " + written);
        });
  }
}
