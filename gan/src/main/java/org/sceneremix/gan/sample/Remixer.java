package org.sceneremix.gan.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.AntialiasedShrink;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridHeader;
import org.sceneremix.volume.io.SampleType;
import org.sceneremix.volume.work.Workers;

/**
 * Generators with the scene that they learned, ready to make remixes. The same recipe and settings
 * give the same scene. Not safe for use by two threads at once.
 *
 * <pre>{@code
 * VoxelGrid scene = remixer.make(Recipe.ofSeed(1), remixer.settings(), progress).grid();
 * }</pre>
 */
public final class Remixer {

  /** Sources in memory, at most; more are kept in a file beside what is written. */
  private static final long MOST_IN_MEMORY = 1L << 27;

  private final Exemplar exemplar;
  private final VoxelGrid scene;
  private final SceneChain trained;
  private final double fidelity;

  /** The chain that was used last at a resolution of its own, and that resolution. */
  private SceneChain finer;

  private int finerResolution;

  /**
   * @param exemplar the reference as the levels see it, in the orientations that are copied from
   * @param scene the reference at its full resolution
   * @param generators of the levels, from the coarsest on; finer levels may have none
   */
  public Remixer(Engine engine, Exemplar exemplar, VoxelGrid scene, List<Generator> generators) {
    this.exemplar = exemplar;
    this.scene = scene;
    List<Stage> stages = new ArrayList<>();
    for (Generator generator : generators) {
      stages.add(new Stage(engine, generator, stages.size()));
    }
    this.trained = new SceneChain(engine, exemplar, List.copyOf(stages));
    this.fidelity = RemixSettings.DEFAULT_FIDELITY;
  }

  private Remixer(Exemplar exemplar, VoxelGrid scene, SceneChain trained, double fidelity) {
    this.exemplar = exemplar;
    this.scene = scene;
    this.trained = trained;
    this.fidelity = fidelity;
  }

  /**
   * The same generators with another, such as a finer, fit of the same capture to copy from.
   *
   * @throws IllegalArgumentException if its box is another
   */
  public Remixer withScene(VoxelGrid other) {
    if (!other.box().equals(scene.box())) {
      throw new IllegalArgumentException(
          "the exemplar's box is "
              + other.box()
              + ", but the model was trained on a scene with "
              + scene.box()
              + "; fit the same capture with the same --box");
    }
    return new Remixer(exemplar, other, trained, fidelity);
  }

  /** The threads that remixes are made with. */
  public Workers workers() {
    return trained.workers();
  }

  /** Number of levels with a generator, counted from the coarsest on. */
  public int stages() {
    return trained.stages();
  }

  /** The same without the generators of finer levels, which leaves those to consistency. */
  public Remixer withCoarsestStage() {
    return new Remixer(exemplar, scene, trained.withCoarsestStage(), fidelity);
  }

  /**
   * The same with another fidelity where none is asked for.
   *
   * @param other from 0 to 1
   */
  public Remixer withFidelity(double other) {
    RemixSettings.requireShare("fidelity", other);
    return new Remixer(exemplar, scene, trained, other);
  }

  /** The reference at the finest level that was trained. */
  public VoxelGrid reference() {
    return exemplar.level(exemplar.levels() - 1);
  }

  /** The reference at the coarsest level, whose columns the generator chooses. */
  public VoxelGrid coarsest() {
    return exemplar.level(0);
  }

  /** The same as networks see it. */
  public VoxelGrid coarsestAsSeen() {
    return Stage.seen(exemplar, 0);
  }

  /** The reference at its full resolution. */
  public VoxelGrid scene() {
    return scene;
  }

  /** Size of a remix when none is asked for: that of the reference. */
  public GridSize defaultSize() {
    return GridSize.of(reference());
  }

  /**
   * A remix of the reference's size and the model's fidelity, at the resolution of the training.
   */
  public RemixSettings settings() {
    return RemixSettings.ofSize(defaultSize()).withFidelity(fidelity);
  }

  /** Voxels of what is made with these settings. */
  public GridSize resultSize(RemixSettings settings) {
    GridSize whole = GridSize.of(chain(settings.resolution()).finestLevel());
    GridSize size = settings.size();
    GridSize reference = defaultSize();
    return new GridSize(
        scaled(size.nx(), reference.nx(), whole.nx()),
        scaled(size.ny(), reference.ny(), whole.ny()),
        size.nz() == reference.nz() ? whole.nz() : scaled(size.nz(), reference.nz(), whole.nz()));
  }

  private static int scaled(int n, int from, int to) {
    return (int) Math.max(1, Math.round((double) n * to / from));
  }

  /** The box of a scene of this size: see {@link #box(VoxelGrid, GridSize)}. */
  public Aabb box(GridSize size) {
    return box(reference(), size);
  }

  /**
   * The box of a scene that has the voxels of a reference, but more or fewer of them: the
   * reference's, grown around its centre in x and y and from the ground up.
   */
  static Aabb box(VoxelGrid reference, GridSize size) {
    Aabb box = reference.box();
    double halfX = 0.5 * size.nx() * reference.voxelX();
    double halfY = 0.5 * size.ny() * reference.voxelY();
    return new Aabb(
        box.centreX() - halfX,
        box.centreY() - halfY,
        box.minZ(),
        box.centreX() + halfX,
        box.centreY() + halfY,
        box.minZ() + size.nz() * reference.voxelZ());
  }

  /**
   * Output of the coarsest generator before it is made consistent with the exemplar: a grid of the
   * coarsest level.
   *
   * @param size voxels of the scene at the finest level that was trained
   */
  public VoxelGrid raw(Latents latents, GridSize size) {
    return trained.raw(latents, trained.sizeAt(0, size, exemplar.levels() - 1));
  }

  /** As {@link #raw}, and as networks see it: of {@link #coarsestAsSeen}. */
  public VoxelGrid rawAsSeen(Latents latents, GridSize size) {
    return trained.rawAsSeen(latents, trained.sizeAt(0, size, exemplar.levels() - 1));
  }

  /**
   * A scene of the coarsest level as networks see it made consistent with the exemplar there, for
   * measurements.
   *
   * @param patches sizes of the rounds
   */
  public VoxelGrid consistentAsSeen(VoxelGrid scene, List<Integer> patches, Progress progress) {
    return trained.consistentAsSeen(scene, patches, progress);
  }

  private void requireResolution(int resolution) {
    int least = defaultSize().longest();
    int most = Math.max(least, GridSize.of(scene).longest());
    if (resolution < least || resolution > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the resolution lies between %d, as trained, and %d, the scene's own, not at %d; a"
                  + " finer fit of the same capture takes it further",
              least,
              most,
              resolution));
    }
  }

  /** The chain for scenes at a resolution, voxels along the longest side; 0 as trained. */
  private SceneChain chain(int resolution) {
    if (resolution == 0 || resolution == defaultSize().longest()) {
      return trained;
    }
    requireResolution(resolution);
    if (finer == null || finerResolution != resolution) {
      boolean whole = resolution == GridSize.of(scene).longest();
      finer =
          trained.withFinest(
              whole
                  ? scene
                  : AntialiasedShrink.shrink(
                      scene, GridSize.fitting(scene.box(), resolution), trained.workers()));
      finerResolution = resolution;
    }
    return finer;
  }

  /**
   * Carries out a recipe.
   *
   * @param progress told how far it is, and asked whether to go on
   * @throws java.util.concurrent.CancellationException if the progress is cancelled
   * @throws IllegalArgumentException if the result would be larger than one array can hold, or a
   *     mask is of another size than that of the settings
   */
  public Remix make(Recipe recipe, RemixSettings settings, Progress progress) {
    return copied(settings, folder -> sources(recipe, settings, folder, progress));
  }

  /**
   * Preview of a recipe's remix, made in a fraction of the time: pieces lie about where {@link
   * #make} puts them, but the seams between them are not mended.
   *
   * @param progress as of {@link #make}
   * @throws java.util.concurrent.CancellationException if the progress is cancelled
   * @throws IllegalArgumentException as of {@link #make}
   */
  public Remix sketch(Recipe recipe, RemixSettings settings, Progress progress) {
    SceneChain sketching = chain(settings.resolution()).sketching();
    return copied(
        settings,
        folder -> sketching.make(recipe, settings, exemplar.levels() - 1, folder, progress));
  }

  /** Finds the sources of a scene and stores them in a folder, or in memory without one. */
  @FunctionalInterface
  interface SourceMaker {
    SourceStore in(Optional<Path> folder) throws IOException;
  }

  private SourceStore sources(
      Recipe recipe, RemixSettings settings, Optional<Path> folder, Progress progress)
      throws IOException {
    return chain(settings.resolution())
        .make(recipe, settings, exemplar.levels() - 1, folder, progress);
  }

  /** A scene in memory. */
  Remix copied(RemixSettings settings, SourceMaker maker) {
    GridSize size = resultSize(settings);
    float[] samples = new float[VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz())];
    SceneChain chain = chain(settings.resolution());
    try (SourceStore sources = maker.in(Optional.empty())) {
      int[] all = new int[size.voxelCount()];
      Copier copier = new Copier(chain, sources, size, Optional.empty());
      for (int z = 0; z < size.nz(); z++) {
        for (int y = 0; y < size.ny(); y++) {
          int row = (z * size.ny() + y) * size.nx();
          copier.row(y, z, 0, size.nx(), samples, row * VoxelGrid.CHANNELS);
          System.arraycopy(copier.sources, 0, all, row, size.nx());
        }
      }
      VoxelGrid finest = chain.finestLevel();
      VoxelGrid grid =
          new VoxelGrid(
              size.nx(), size.ny(), size.nz(), box(finest, size), finest.densityScale(), samples);
      return new Remix(grid, new CoordinateMap(size, all), chain.exemplar());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Carries out a recipe into a grid file, like {@link #make} but in memory that does not grow with
   * the scene; large scenes need space for a temporary file beside the file.
   *
   * @param metadata of the file
   * @throws IOException if the file cannot be written
   */
  public void write(
      Recipe recipe, RemixSettings settings, ObjectNode metadata, Path file, Progress progress)
      throws IOException {
    write(recipe, settings, metadata, file, Optional.empty(), progress);
  }

  /**
   * The same, and beside it the same scene in the colours of {@link Remix#colouredBySource}.
   *
   * @param metadata of the files
   * @param coloured file of the scene in those colours, if there shall be one; its metadata says
   *     {@code "colours": "sources"}
   * @throws IOException if a file cannot be written
   */
  public void write(
      Recipe recipe,
      RemixSettings settings,
      ObjectNode metadata,
      Path file,
      Optional<Path> coloured,
      Progress progress)
      throws IOException {
    write(
        settings, metadata, file, coloured, folder -> sources(recipe, settings, folder, progress));
  }

  /** A scene as a file, and beside it the same in the colours of its sources. */
  void write(
      RemixSettings settings,
      ObjectNode metadata,
      Path file,
      Optional<Path> coloured,
      SourceMaker maker)
      throws IOException {
    GridSize size = resultSize(settings);
    VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz());
    SceneChain chain = chain(settings.resolution());
    VoxelGrid finest = chain.finestLevel();
    GridHeader header = header(finest, size, metadata);
    Path folder = file.toAbsolutePath().getParent();
    Optional<Path> temporary =
        size.voxelCount() > MOST_IN_MEMORY / Integer.BYTES ? Optional.of(folder) : Optional.empty();
    try (SourceStore sources = maker.in(temporary)) {
      GridFile.stream(file, header, new Copier(chain, sources, size, Optional.empty())::samples);
      if (coloured.isPresent()) {
        Exemplar from = chain.exemplar();
        SourceColours colours = new SourceColours(from, from.levels() - 1);
        GridFile.stream(
            coloured.get(),
            header(finest, size, metadata.deepCopy().put("colours", "sources")),
            new Copier(chain, sources, size, Optional.of(colours))::samples);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Remixes that join without a step.
   *
   * @param settings of each of them; they have no ends, so no periodicity counts
   * @throws IllegalArgumentException if tiles would be too small to have anything of their own
   */
  public Tiles tiles(TileSet set, long seed, RemixSettings settings) {
    SceneChain chain = chain(settings.resolution());
    return new Tiles(this, chain, exemplar.levels() - 1, set, seed, settings);
  }

  private static GridHeader header(VoxelGrid finest, GridSize size, ObjectNode metadata) {
    return new GridHeader(
        size, box(finest, size), finest.densityScale(), SampleType.FLOAT32, metadata);
  }

  /** Copies samples of a scene from the exemplar; a scene may end lower or higher than it. */
  private static final class Copier {
    private final SceneChain chain;
    private final SourceStore store;
    private final GridSize size;
    private final Optional<SourceColours> colours;
    private final int[] sources;

    /**
     * @param colours in place of the exemplar's own
     */
    Copier(SceneChain chain, SourceStore store, GridSize size, Optional<SourceColours> colours) {
      this.chain = chain;
      this.store = store;
      this.size = size;
      this.colours = colours;
      this.sources = new int[size.nx()];
    }

    void row(int y, int z, int x, int count, float[] out, int offset) {
      if (z < store.size().nz()) {
        store.read(x, y, z, count, sources, 0);
      } else {
        Arrays.fill(sources, 0, count, CoordinateMap.NONE);
      }
      Exemplar exemplar = chain.exemplar();
      float[] samples =
          new CoordinateMap(new GridSize(count, 1, 1), Arrays.copyOf(sources, count))
              .samples(exemplar, exemplar.levels() - 1);
      System.arraycopy(samples, 0, out, offset, samples.length);
      colours.ifPresent(painter -> painter.paint(sources, count, out, offset));
    }

    /** Samples by their place in the file. */
    void samples(int start, int count, float[] out) {
      int channels = VoxelGrid.CHANNELS;
      for (int done = 0; done < count; ) {
        int voxel = (start + done) / channels;
        int x = voxel % size.nx();
        int y = voxel / size.nx() % size.ny();
        int z = voxel / size.nx() / size.ny();
        int run = Math.min(size.nx() - x, (count - done) / channels);
        row(y, z, x, run, out, done);
        done += run * channels;
      }
    }
  }
}
