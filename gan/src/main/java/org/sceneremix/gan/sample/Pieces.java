package org.sceneremix.gan.sample;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A patchwork of the reference at the coarsest stage, where a remix begins: pieces of the scene,
 * laid out anew by chance.
 *
 * <p>A generator that sees 11^3 independent deviates has to find a scene for every combination of
 * them, and in minutes it finds coloured mush. A patchwork is right within its pieces from the
 * start, and what is left to learn is how pieces join and what they look like when finer. (With the
 * pieces cut out of the latents instead of the scene, flowers of a meadow flowed into each other:
 * share of patches found in the reference 0.16 after detail transfer, of the patchwork itself
 * 0.52.)
 *
 * <p>Pieces are the cells of a Voronoi diagram over x and y; they have the full height of the
 * scene, because scenes are alike along the ground, not upwards. Which piece lies where is a
 * function of seed, size and voxel, so that tiles see what the whole would, and only the pieces at
 * its far ends change when a remix gets larger.
 *
 * <p>A scene whose large forms would be torn is not cut up but bent ({@link Warp}): then it is one
 * piece.
 *
 * <p>Models of an earlier format cut up their latents instead: independent deviates smoothed with a
 * Gaussian and scaled to unit variance.
 */
public final class Pieces {

  /** Radius and standard deviation of the Gaussian, voxels. */
  private static final int RADIUS = 2;

  private static final double SPREAD = 1.2;

  private static final float[] KERNEL = kernel();

  /** Change of the share over which one piece gives way to another; {@link #change}. */
  private static final double CHANGE = 0.25;

  private static final SeededLatents NOISE = SeededLatents.RECONSTRUCTION;

  /** Remixes whose patchworks are kept. */
  private static final int MAPS = 16;

  private static final int C = Latents.CHANNELS;

  private final int edge;

  /** Those of the coarsest stage; null if these are. */
  private final Pieces coarsest;

  private final GridSize trained;
  private final float[] table;
  private final float[] visible;
  private final Map<Layout, ColumnMap> maps;

  /** Whether the scene is bent and not cut up. */
  private final boolean isWarped;

  /** What was asked for last, which is mostly what is asked for next. */
  private volatile Latest latest = new Latest(0, null, null);

  private record Latest(long key, StageLattice lattice, ColumnMap map) {}

  /** The patchworks asked for last. */
  private static final class Maps extends LinkedHashMap<Layout, ColumnMap> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Layout, ColumnMap> eldest) {
      return size() > MAPS;
    }
  }

  /** What a patchwork follows from. */
  private record Layout(
      long key, GridSize scene, GridSize coarsestScene, Periodicity periodicity) {}

  private Pieces(
      int edge,
      Pieces coarsest,
      GridSize trained,
      float[] table,
      float[] visible,
      boolean isWarped,
      Map<Layout, ColumnMap> maps) {
    if (edge < 1) {
      throw new IllegalArgumentException("a piece cannot have an edge of " + edge + " voxels");
    }
    this.edge = edge;
    this.coarsest = coarsest;
    this.trained = trained;
    this.table = table;
    this.visible = visible;
    this.isWarped = isWarped;
    this.maps = maps;
  }

  /**
   * Pieces of a scene, or the whole scene bent.
   *
   * @param edge mean edge of a piece, voxels
   * @param trained voxels of the scene
   * @param scene the reference at the coarsest stage, {@code [z][y][x][4]}
   */
  public static Pieces ofScene(int edge, LayoutKind layout, GridSize trained, float[] scene) {
    Pieces pieces = ofScene(edge, layout == LayoutKind.WARP, trained, scene);
    boolean isTorn = layout == LayoutKind.AUTO && LargeForms.areTorn(pieces);
    return isTorn ? ofScene(edge, true, trained, scene) : pieces;
  }

  /**
   * Pieces of a scene.
   *
   * @param isWarped whether the scene is bent and not cut up
   */
  public static Pieces ofScene(int edge, boolean isWarped, GridSize trained, float[] scene) {
    return ofScene(edge, isWarped, null, trained, scene);
  }

  /**
   * The same pieces of the scene at a finer stage.
   *
   * @param trained voxels of the scene at that stage
   * @param scene the reference there, {@code [z][y][x][4]}
   */
  Pieces finer(GridSize trained, float[] scene) {
    return ofScene(edge, isWarped, this, trained, scene);
  }

  private static Pieces ofScene(
      int edge, boolean isWarped, Pieces coarsest, GridSize trained, float[] scene) {
    if (scene.length != trained.voxelCount() * C) {
      throw new IllegalArgumentException(
          "a scene of " + trained + " voxels cannot have " + scene.length + " values");
    }
    return new Pieces(edge, coarsest, trained, scene, visible(scene), isWarped, new Maps());
  }

  /** Pieces of the smooth latents of models of an earlier format. */
  public static Pieces ofLatents(int edge, GridSize trained) {
    float[] table = new float[trained.voxelCount() * C];
    IntStream.range(0, trained.nz() * trained.ny())
        .parallel()
        .forEach(
            row -> {
              for (int x = 0; x < trained.nx(); x++) {
                int at = (row * trained.nx() + x) * C;
                smooth(x, row % trained.ny(), row / trained.ny(), 1, table, at);
              }
            });
    return new Pieces(edge, null, trained, table, new float[0], false, new Maps());
  }

  private static float[] kernel() {
    float[] kernel = new float[2 * RADIUS + 1];
    double squares = 0;
    for (int i = 0; i < kernel.length; i++) {
      double value = Math.exp(-(i - RADIUS) * (i - RADIUS) / (2 * SPREAD * SPREAD));
      squares += value * value;
      kernel[i] = (float) value;
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= (float) Math.sqrt(squares);
    }
    return kernel;
  }

  /** What can be seen of voxels: opacity in [0, 1], about that of a voxel, and colour times it. */
  private static float[] visible(float[] scene) {
    float[] visible = new float[scene.length];
    for (int v = 0; v < scene.length; v += C) {
      float opacity = Math.max(0, Math.min(1, 0.5f + 2 * scene[v + VoxelGrid.DENSITY]));
      for (int c = 0; c < C; c++) {
        visible[v + c] = c == VoxelGrid.DENSITY ? opacity : opacity * 0.5f * (scene[v + c] + 1);
      }
    }
    return visible;
  }

  int edge() {
    return edge;
  }

  /** Voxels of the reference. */
  GridSize trained() {
    return trained;
  }

  /** Whether the scene is cut up, and not latents. */
  public boolean isOfScene() {
    return visible.length > 0;
  }

  /** Whether the scene is bent and not cut up. */
  public boolean isWarped() {
    return isWarped;
  }

  /** The scene that is cut up, {@code [z][y][x][4]}; empty where it is latents. */
  public float[] scene() {
    return isOfScene() ? table : visible;
  }

  /** The same patchworks, of a scene whose voxels hold where they are: x, y, 0, 0. */
  Pieces ofPlaces() {
    float[] places = new float[table.length];
    for (int v = 0; v < trained.voxelCount(); v++) {
      places[v * C] = v % trained.nx();
      places[v * C + 1] = v / trained.nx() % trained.ny();
    }
    return new Pieces(edge, coarsest, trained, places, visible, isWarped, maps);
  }

  /** Mean squared difference of what can be seen of two columns of the scene, summed over 4. */
  double difference(int column, int other) {
    int layer = trained.nx() * trained.ny() * C;
    double sum = 0;
    for (int z = 0; z < trained.nz(); z++) {
      int a = z * layer + column * C;
      int b = z * layer + other * C;
      for (int c = 0; c < C; c++) {
        double difference = visible[a + c] - visible[b + c];
        sum += difference * difference;
      }
    }
    return sum / trained.nz();
  }

  /** Opacity of a voxel of the scene, from 0 to 1. */
  double opacity(int column, int z) {
    return visible[(z * trained.nx() * trained.ny() + column) * C + VoxelGrid.DENSITY];
  }

  /** Adds a voxel of the scene, or of nothing where the column is {@link ColumnMap#NOTHING}. */
  void addScene(int column, int z, float weight, float[] out, int offset) {
    if (column == ColumnMap.NOTHING) {
      out[offset + VoxelGrid.DENSITY] += weight * VoxelGrid.EMPTY_DENSITY;
      return;
    }
    int at = (Math.min(z, trained.nz() - 1) * trained.nx() * trained.ny() + column) * C;
    for (int c = 0; c < C; c++) {
      out[offset + c] += weight * table[at + c];
    }
  }

  /** Adds the voxel of the scene that latents take from elsewhere than a map says. */
  void addWarped(
      Latents latents,
      StageLattice lattice,
      int x,
      int y,
      int z,
      float weight,
      float[] out,
      int offset) {
    double[] place = new double[2];
    latents.addPlace(lattice, x, y, z, 1, place);
    int column = Warp.columnAt(place[0], place[1], trained, lattice.periodicity());
    addScene(column, z, weight, out, offset);
  }

  /** Adds the smooth latents of the reconstruction at a voxel; defined beyond the reference too. */
  void addReconstruction(int x, int y, int z, float amplitude, float[] out, int offset) {
    boolean inside =
        x >= 0 && x < trained.nx() && y >= 0 && y < trained.ny() && z >= 0 && z < trained.nz();
    if (!inside) {
      smooth(x, y, z, amplitude, out, offset);
      return;
    }
    int at = ((z * trained.ny() + y) * trained.nx() + x) * C;
    for (int c = 0; c < C; c++) {
      out[offset + c] += amplitude * table[at + c];
    }
  }

  private static void smooth(int x, int y, int z, float amplitude, float[] out, int offset) {
    for (int k = -RADIUS; k <= RADIUS; k++) {
      for (int j = -RADIUS; j <= RADIUS; j++) {
        for (int i = -RADIUS; i <= RADIUS; i++) {
          float weight = KERNEL[i + RADIUS] * KERNEL[j + RADIUS] * KERNEL[k + RADIUS];
          NOISE.addIndependent(0, x + i, y + j, z + k, amplitude * weight, out, offset);
        }
      }
    }
  }

  /**
   * Which column of the reference lies at a column of a remix.
   *
   * @param key of the remix
   * @param lattice the stage of these pieces, and the remix
   * @return {@code x + nx * y} of the reference, or {@link ColumnMap#NOTHING}
   */
  int column(long key, StageLattice lattice, int x, int y) {
    return map(key, lattice).column(x, y);
  }

  /** Whether a column of a remix lies where pieces meet that do not fit. */
  boolean isBroken(long key, StageLattice lattice, int x, int y) {
    return map(key, lattice).isBroken(x, y);
  }

  /** How a remix of a scene that {@link #isWarped} is bent. */
  Warp warp(long key, StageLattice lattice) {
    return (Warp) map(key, lattice);
  }

  private ColumnMap map(long key, StageLattice lattice) {
    Latest last = latest;
    if (last.key == key && lattice.equals(last.lattice)) {
      return last.map;
    }
    Layout layout = new Layout(key, lattice.size(), lattice.coarsest(), lattice.periodicity());
    ColumnMap map;
    synchronized (maps) {
      map = maps.computeIfAbsent(layout, l -> newMap(key, lattice));
    }
    latest = new Latest(key, lattice, map);
    return map;
  }

  private ColumnMap newMap(long key, StageLattice lattice) {
    if (isWarped) {
      return new Warp(this, coarsest == null ? this : coarsest, key, lattice);
    }
    if (coarsest == null) {
      return new PieceMap(this, key, lattice.size(), lattice.periodicity());
    }
    PieceMap before = (PieceMap) coarsest.map(key, lattice.ofCoarsest(coarsest));
    return new PieceMap(this, before, lattice.size());
  }

  /**
   * How far a place has changed from one remix into another, where both are mixed: one square of
   * the lattice after the other does so, so that most places look like one of both at any time.
   * (The mean of the latents of two pieces is no piece.) A warped scene changes everywhere.
   *
   * @param share of the other remix, 0 to 1
   */
  double change(int x, int y, double share) {
    if (isWarped) {
      return share;
    }
    int coarseX = coarse(x, GridSize::nx);
    int coarseY = coarse(y, GridSize::ny);
    long square =
        SeededLatents.mixed(edge, Math.floorDiv(coarseX, edge), Math.floorDiv(coarseY, edge));
    double start = (1 - CHANGE) * SeededLatents.uniform(square, 5);
    return Math.max(0, Math.min(1, (share - start) / CHANGE));
  }

  /** The voxel of the coarsest stage in which one of this stage lies, along one axis. */
  private int coarse(int voxel, ToIntFunction<GridSize> along) {
    if (coarsest == null) {
      return voxel;
    }
    double scale = (double) along.applyAsInt(coarsest.trained) / along.applyAsInt(trained);
    return (int) Math.floor((voxel + 0.5) * scale);
  }
}
