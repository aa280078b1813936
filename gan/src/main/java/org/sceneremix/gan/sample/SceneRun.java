package org.sceneremix.gan.sample;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A recipe carried out, stage by stage and in each tile by tile.
 *
 * <p>Where a part of a scene stays, both scenes run side by side. At every stage the new one is
 * given the old one's latents in the part and {@link #LATENT_REACH} voxels around it (noise spliced
 * from two fields is noise like any other, so nothing shows that there was a cut), and then, voxel
 * by voxel, what the old scene holds in the part; around it the change is gradual over {@link
 * #FEATHER} voxels, in which both scenes are nearly alike because they share their latents. The
 * next stage refines both sides of the border together.
 */
final class SceneRun implements Closeable {

  private static final int C = VoxelGrid.CHANNELS;

  /** Voxels around a part that stays whose latents stay too, at every stage. */
  private static final int LATENT_REACH = 3;

  /** Voxels over which a part that stays changes into what is around it, at every stage. */
  private static final int FEATHER = 2;

  /** Distances are kept in bytes. */
  private static final int MOST_BLEND = 100;

  private final Cascade cascade;
  private final GridSize finest;
  private final RemixSettings settings;
  private final StoreFactory stores;
  private final List<Layer> layers = new ArrayList<>();
  private double work;
  private double workDone;

  SceneRun(
      Cascade cascade,
      Recipe recipe,
      GridSize finest,
      RemixSettings settings,
      StoreFactory stores) {
    this.cascade = cascade;
    this.finest = finest;
    this.settings = settings;
    this.stores = stores;
    addLayers(recipe);
    for (int k = 0; k < cascade.stageCount(); k++) {
      work += (double) layers.size() * sizeAt(k).voxelCount();
    }
  }

  /** The scenes that the recipe needs, each after the one that a part of it comes from. */
  private void addLayers(Recipe recipe) {
    Layer old = null;
    if (recipe instanceof Recipe.Rerolled rerolled) {
      if (!rerolled.kept().size().equals(settings.size())) {
        throw new IllegalArgumentException(
            "the mask has "
                + rerolled.kept().size()
                + " voxels, but the scene has "
                + settings.size()
                + "; both must be the same");
      }
      addLayers(rerolled.old());
      old = layers.get(layers.size() - 1);
    }
    layers.add(new Layer(recipe, old));
  }

  /** What a recipe gives to a stage, where nothing of the scene is given. */
  static Latents latents(Recipe recipe, StageLattice lattice) {
    if (!(recipe instanceof Recipe.Rerolled rerolled)) {
      return recipe.latents();
    }
    return Splice.of(recipe, lattice.size(), lattice.periodicity(), blend(lattice))
        .latents(latents(rerolled.old(), lattice), rerolled.fresh());
  }

  /** Voxels over which one warp goes over into another around a part that stays. */
  private static int blend(StageLattice lattice) {
    Pieces pieces = lattice.pieces();
    if (pieces == null || !pieces.isWarped()) {
      return 0;
    }
    double edge = (double) pieces.edge() * lattice.size().nx() / lattice.coarsest().nx();
    return (int) Math.min(MOST_BLEND, Math.round(edge));
  }

  private GridSize sizeAt(int stage) {
    return cascade.sizeAt(stage, finest);
  }

  /**
   * Runs all stages.
   *
   * @return the scene, which is open until this run is closed
   */
  SceneStore finish(Progress progress) {
    for (int k = 0; k < cascade.stageCount(); k++) {
      for (Layer layer : layers) {
        layer.runStage(k, progress);
      }
    }
    if (!finest.equals(settings.size())) {
      for (Layer layer : layers) {
        layer.interpolate();
      }
    }
    return layers.get(layers.size() - 1).scene;
  }

  @Override
  public void close() {
    layers.forEach(Layer::close);
  }

  private void report(Progress progress, int stage, int voxels) {
    if (progress.cancelled()) {
      throw new CancellationException("stopped");
    }
    workDone += voxels;
    progress.at(
        Math.min(1, workDone / work), "stage " + (stage + 1) + " of " + cascade.stageCount());
  }

  /** One of the scenes that are made side by side. */
  private final class Layer {
    private final Recipe recipe;

    /** The scene that a part of this one comes from, or null. */
    private final Layer old;

    private SceneStore scene;

    /** What the present stage is given where it is generated. */
    private Latents latents;

    Layer(Recipe recipe, Layer old) {
      this.recipe = recipe;
      this.old = old;
    }

    void close() {
      if (scene != null) {
        try {
          scene.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        scene = null;
      }
    }

    private void replace(SceneStore next) {
      close();
      scene = next;
    }

    /** Makes the scene of a stage from that of the stage before. */
    void runStage(int stage, Progress progress) {
      GridSize size = sizeAt(stage);
      latents = recipe.latents();
      if (recipe instanceof Recipe.Refined refined && refined.firstStage() > 0) {
        latents = new NoiseOnly(latents);
      }
      if (recipe instanceof Recipe.Refined refined && stage < refined.firstStage()) {
        SceneStore given = stores.create(size);
        given.write(StageGrids.resized(refined.scene(), size).data(), Window.all(size));
        report(progress, stage, size.voxelCount());
        replace(given);
        return;
      }
      SceneStore next = stores.create(size);
      try {
        new StagePass(stage, size).run(next, progress);
      } catch (RuntimeException e) {
        closeQuietly(next, e);
        throw e;
      }
      replace(next);
    }

    private static void closeQuietly(SceneStore store, RuntimeException reason) {
      try {
        store.close();
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }

    /** Brings the scene of the last trained stage to the wanted size. */
    void interpolate() {
      GridSize size = settings.size();
      SceneStore next = stores.create(size);
      Upsampling upsampling = new Upsampling(scene, size, settings.periodicity());
      Splice splice = Splice.of(recipe, size, settings.periodicity(), 0);
      for (Window window : Window.tiles(size, cascade.tile())) {
        float[] values = upsampling.window(window);
        keepPart(splice, window, values);
        next.write(values, window);
      }
      replace(next);
    }

    /** Puts the old scene where the part that stays is. */
    private void keepPart(Splice splice, Window window, float[] values) {
      if (splice != null && splice.touches(window)) {
        float[] oldValues = new float[values.length];
        old.scene.read(window, Periodicity.NONE, oldValues);
        splice.put(oldValues, window, values);
      }
    }

    /** One stage of one scene. */
    private final class StagePass {
      private final int index;
      private final GridSize size;
      private final CascadeStage stage;
      private final StageLattice lattice;
      private final Generator generator;
      private final Splice splice;
      private final Upsampling base;
      private final float diversity;

      StagePass(int index, GridSize size) {
        this.index = index;
        this.size = size;
        this.stage = cascade.stage(index);
        this.lattice = stage.lattice(size, sizeAt(0), settings.periodicity());
        this.generator = cascade.generator(index);
        this.splice = Splice.of(recipe, size, settings.periodicity(), blend(lattice));
        if (splice != null) {
          latents = splice.latents(old.latents, latents);
        }
        this.base = index == 0 ? null : new Upsampling(scene, size, settings.periodicity());
        this.diversity = index == 0 ? 1 : (float) settings.diversity();
      }

      void run(SceneStore next, Progress progress) {
        for (Window window : Window.tiles(size, cascade.tile())) {
          float[] values = tile(window);
          keepPart(splice, window, values);
          next.write(values, window);
          report(progress, index, window.size().voxelCount());
        }
      }

      private float[] tile(Window window) {
        Window grown = window.grown(Generator.HALO);
        GridSize n = grown.size();
        Tensor input = generator.input(1, n.nz(), n.ny(), n.nx());
        float[] in = new float[input.length()];
        float[] baseValues = baseIn(grown);
        stage.fillInput(baseValues, grown, lattice, latents, diversity, in, 0);
        input.load(in, 0);
        float[] out = generator.forward(input).toArray();
        CascadeStage.scale(out, stage.shareOfNetworks(latents, window, lattice));
        stage.addBase(baseValues, grown, window, out);
        for (int i = 0; i < out.length; i++) {
          out[i] = Math.max(-1f, Math.min(1f, out[i]));
        }
        return out;
      }

      private float[] baseIn(Window window) {
        if (base == null) {
          return stage.hasLayout() ? CascadeStage.layout(latents, window, lattice) : null;
        }
        float[] values = base.window(window);
        if (stage.hasLayout()) {
          CascadeStage.layOver(values, latents, window, lattice);
        }
        return values;
      }
    }
  }

  /** Where a part of a scene stays, at one resolution. */
  private static final class Splice implements SplicedLatents.Part {
    private final GridSize size;
    private final int blend;
    private final byte[] distances;

    private Splice(Mask kept, GridSize size, Periodicity periodicity, int blend) {
      this.size = size;
      this.blend = blend;
      int limit = Math.max(LATENT_REACH + blend, FEATHER) + 1;
      this.distances = kept.distances(size, periodicity, limit);
    }

    /**
     * Null where nothing stays.
     *
     * @param blend voxels over which one warp goes over into another
     */
    static Splice of(Recipe recipe, GridSize size, Periodicity periodicity, int blend) {
      return recipe instanceof Recipe.Rerolled rerolled
          ? new Splice(rerolled.kept(), size, periodicity, blend)
          : null;
    }

    private int index(int x, int y, int z) {
      return (z * size.ny() + y) * size.nx() + x;
    }

    Latents latents(Latents old, Latents fresh) {
      return old.equals(fresh) ? old : new SplicedLatents(old, fresh, this);
    }

    @Override
    public boolean contains(int x, int y, int z) {
      return distances[index(x, y, z)] <= LATENT_REACH;
    }

    @Override
    public double share(int x, int y, int z) {
      int beyond = distances[index(x, y, z)] - LATENT_REACH;
      double t = Math.max(0, Math.min(1, beyond / (blend + 1.0)));
      return 1 - t * t * (3 - 2 * t);
    }

    boolean touches(Window window) {
      for (int k = 0; k < window.size().nz(); k++) {
        for (int j = 0; j < window.size().ny(); j++) {
          int row = index(window.x0(), window.y0() + j, window.z0() + k);
          for (int i = row; i < row + window.size().nx(); i++) {
            if (distances[i] <= FEATHER) {
              return true;
            }
          }
        }
      }
      return false;
    }

    void put(float[] oldValues, Window window, float[] values) {
      int at = 0;
      for (int k = 0; k < window.size().nz(); k++) {
        for (int j = 0; j < window.size().ny(); j++) {
          int row = index(window.x0(), window.y0() + j, window.z0() + k);
          for (int i = 0; i < window.size().nx(); i++, at += C) {
            int distance = distances[row + i];
            if (distance == 0) {
              System.arraycopy(oldValues, at, values, at, C);
            } else if (distance <= FEATHER) {
              float share = 1 - distance / (FEATHER + 1f);
              for (int c = at; c < at + C; c++) {
                values[c] += share * (oldValues[c] - values[c]);
              }
            }
          }
        }
      }
    }
  }
}
