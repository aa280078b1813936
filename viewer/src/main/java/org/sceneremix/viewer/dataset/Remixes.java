package org.sceneremix.viewer.dataset;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.detail.DetailTransfer;
import org.sceneremix.gan.detail.LayoutOverlap;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

/** Remixes of a model as grid files. One thread at a time. */
public final class Remixes {

  /** Detail is a function of the remix; its random search needs no seed of its own. */
  private static final long DETAIL_SEED = 1;

  private final Model model;
  private final Optional<DetailTransfer> detail;

  Remixes(Model model, Optional<DetailTransfer> detail) {
    this.model = model;
    this.detail = detail;
  }

  /**
   * Opens a model, finished or not.
   *
   * @param detail whether remixes are rebuilt from the voxels of the scene that was learned
   */
  public static Remixes open(ModelFolder folder, boolean detail) throws IOException {
    return open(folder, detail, Engine.nd4j());
  }

  /**
   * As {@link #open(ModelFolder, boolean)}.
   *
   * @param engine what samples
   */
  public static Remixes open(ModelFolder folder, boolean detail, Engine engine) throws IOException {
    return new Remixes(
        folder.open(engine), detail ? Optional.of(detail(folder)) : Optional.empty());
  }

  /** What rebuilds remixes from the scene that a model learned; may serve many threads. */
  static DetailTransfer detail(ModelFolder folder) throws IOException {
    return new DetailTransfer(folder.scene().grid(), DETAIL_SEED);
  }

  public static String fileName(long seed) {
    return "remix-" + seed + ".grid";
  }

  public Model model() {
    return model;
  }

  /** Makes a remix of the scene's size into a file; the same seed gives the same bytes. */
  public void write(long seed, Path file, Progress progress) throws IOException {
    write(
        Recipe.ofSeed(seed),
        RemixSettings.ofSize(model.defaultSize()),
        "sample",
        JsonNodeFactory.instance.objectNode(),
        seed,
        file,
        progress);
  }

  /**
   * Makes a scene into a file; without detail in memory that does not grow with it.
   *
   * @param verb who asked for it
   * @param parameters what else the verb was asked for, for the file's provenance
   * @return with detail, how far the layout stayed as the model made it ({@link LayoutOverlap}); it
   *     is also in the file's provenance
   */
  public OptionalDouble write(
      Recipe recipe,
      RemixSettings settings,
      String verb,
      ObjectNode parameters,
      long seed,
      Path file,
      Progress progress)
      throws IOException {
    parameters.put("size", settings.size().toString());
    parameters.put("diversity", settings.diversity());
    if (settings.periodicity() != Periodicity.NONE) {
      parameters.put("tile", settings.periodicity().name().toLowerCase(Locale.ROOT));
    }
    parameters.put("detail", detail.isPresent());
    if (detail.isEmpty()) {
      model.write(recipe, settings, metadata(verb, parameters, seed), file, progress);
      return OptionalDouble.empty();
    }
    VoxelGrid remix = model.make(recipe, settings, progress);
    VoxelGrid scene = rebuilt(remix, recipe, settings, progress);
    double kept = LayoutOverlap.of(remix, scene);
    parameters.put("layoutKept", kept);
    new GridFile(scene, metadata(verb, parameters, seed)).write(file);
    return OptionalDouble.of(kept);
  }

  private ObjectNode metadata(String verb, ObjectNode parameters, long seed) {
    return Program.provenance(verb, parameters, seed, model.description()).toMetadata();
  }

  /** Voxels of the scenes that are made, with detail where there is some. */
  public GridSize sizeOf(RemixSettings settings) {
    GridSize size = settings.size();
    return detail.isEmpty() ? size : detail.get().sizeOf(model.box(size));
  }

  /** Makes a scene. */
  public VoxelGrid make(Recipe recipe, RemixSettings settings, Progress progress) {
    VoxelGrid remix = model.make(recipe, settings, progress);
    return detail.isEmpty() ? remix : rebuilt(remix, recipe, settings, progress);
  }

  private VoxelGrid rebuilt(
      VoxelGrid remix, Recipe recipe, RemixSettings settings, Progress progress) {
    VoxelGrid scene =
        detail.orElseThrow().apply(remix, model.arrangements(recipe, settings), progress);
    if (progress.cancelled()) {
      throw new CancellationException("stopped");
    }
    if (recipe instanceof Recipe.Rerolled rerolled) {
      // what stays has its own detail, which patches around it must not change
      VoxelGrid old = make(rerolled.old(), settings, progress);
      rerolled.kept().copy(old, scene);
    }
    return scene;
  }
}
