package org.sceneremix.viewer.dataset;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.sceneremix.gan.clean.CleanUp;
import org.sceneremix.gan.clean.FlawFinder;
import org.sceneremix.gan.clean.Flaws;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** Remixes of a model as grid files. One thread at a time. */
public final class Remixes {

  private final Model model;
  private final Remixer remixer;

  /** The grid file that is copied from, if it is not the model's own scene. */
  private final Optional<Path> exemplar;

  private Remixes(Model model, Remixer remixer, Optional<Path> exemplar) {
    this.model = model;
    this.remixer = remixer;
    this.exemplar = exemplar;
  }

  /**
   * Opens a model, finished or not.
   *
   * @param engine what samples; to be closed by who opened it
   */
  public static Remixes open(ModelFolder folder, Engine engine) throws IOException {
    Model model = folder.open(engine);
    return new Remixes(model, model.remixer(), Optional.empty());
  }

  /**
   * The same, copied from another fit of the same capture.
   *
   * @throws IOException if it cannot be read or is of another box
   */
  public Remixes withExemplar(Path file) throws IOException {
    try {
      return new Remixes(
          model, model.remixer().withScene(GridFile.read(file).grid()), Optional.of(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Name of the file of a remix. */
  public static String fileName(long seed) {
    return "remix-" + seed + ".grid";
  }

  /** Name of the file of a remix in the colours of its sources. */
  public static String sourcesFileName(long seed) {
    return "remix-" + seed + "-sources.grid";
  }

  /** Maker of the remixes. */
  public Remixer remixer() {
    return remixer;
  }

  /** Whether the model is trained to its end. */
  public boolean complete() {
    return model.complete();
  }

  /** Voxels along the longest side of what is copied from. */
  public int ownResolution() {
    return Math.max(remixer.defaultSize().longest(), GridSize.of(remixer.scene()).longest());
  }

  /** A remix of the scene's size, in all its detail. */
  public RemixSettings settings() {
    return remixer.settings().withResolution(ownResolution());
  }

  /** Makes a remix into a file; the same seed and settings give the same bytes. */
  public void write(long seed, RemixSettings settings, Path file, Progress progress)
      throws IOException {
    write(seed, settings, file, Optional.empty(), progress);
  }

  /**
   * The same, and the same remix in the colours of its sources.
   *
   * @param coloured file of that, if there shall be one
   */
  public void write(
      long seed, RemixSettings settings, Path file, Optional<Path> coloured, Progress progress)
      throws IOException {
    write(
        Recipe.ofSeed(seed),
        settings,
        "sample",
        JsonNodeFactory.instance.objectNode(),
        seed,
        file,
        coloured,
        progress);
  }

  /**
   * The same in memory, without the flaws that {@link FlawFinder} finds in it.
   *
   * @return what was taken away
   * @throws IllegalArgumentException if it is not as high as the learned scene
   */
  public Flaws writeClean(
      long seed, RemixSettings settings, Path file, Optional<Path> coloured, Progress progress)
      throws IOException {
    Recipe recipe = Recipe.ofSeed(seed);
    Remix remix = remixer.make(recipe, settings, progress.part(0, 0.5));
    VoxelGrid reference = remix.exemplar().level(remix.exemplar().levels() - 1);
    Flaws flaws = new FlawFinder(reference).in(remix.grid(), remixer.workers());
    write(
        new CleanUp(remix, flaws).recipe(recipe, settings, false, seed),
        settings,
        "sample",
        JsonNodeFactory.instance.objectNode().put("cleaned", flaws.toString()),
        seed,
        file,
        coloured,
        progress.part(0.5, 1));
    return flaws;
  }

  /**
   * Makes a scene into a file, in memory that does not grow with it.
   *
   * @param verb who asked for it
   * @param parameters what else the verb was asked for, for the file's provenance
   * @param coloured file of the same scene in the colours of its sources, if there shall be one
   */
  public void write(
      Recipe recipe,
      RemixSettings settings,
      String verb,
      ObjectNode parameters,
      long seed,
      Path file,
      Optional<Path> coloured,
      Progress progress)
      throws IOException {
    remixer.write(
        recipe, settings, metadata(verb, parameters, seed, settings), file, coloured, progress);
  }

  /** Whether the same call makes the same again: the model and what is copied from stay. */
  public boolean areReproducible() {
    return complete() && exemplar.isEmpty();
  }

  /**
   * Metadata of a scene's file.
   *
   * @param verb who asked for it
   * @param parameters what else the verb was asked for; more are added
   */
  public ObjectNode metadata(
      String verb, ObjectNode parameters, long seed, RemixSettings settings) {
    parameters.put("size", settings.size().toString());
    parameters.put(
        "resolution",
        settings.resolution() == 0 ? remixer.defaultSize().longest() : settings.resolution());
    exemplar.ifPresent(grid -> parameters.put("exemplar", grid.getFileName().toString()));
    parameters.put("diversity", settings.diversity());
    parameters.put("fidelity", settings.fidelity());
    parameters.put("density", settings.density());
    if (settings.periodicity() != Periodicity.NONE) {
      parameters.put("tile", settings.periodicity().name().toLowerCase(Locale.ROOT));
    }
    return Program.provenance(verb, parameters, seed, model.description()).toMetadata();
  }

  /** Makes a scene. */
  public VoxelGrid make(Recipe recipe, RemixSettings settings, Progress progress) {
    return remixer.make(recipe, settings, progress).grid();
  }
}
