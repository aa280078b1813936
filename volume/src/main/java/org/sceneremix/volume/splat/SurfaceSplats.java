package org.sceneremix.volume.splat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.export.ActivatedField;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.SliceWindow;

/**
 * Splats that lie along the surfaces of a grid: flat where the grid is, wide where nothing changes,
 * small where much does.
 *
 * <p>A voxel can be seen if there is matter in it and not six opaque neighbours around it. Those of
 * each brick of {@value #BRICK} voxels are one cluster at first; the cluster by which most is lost
 * is parted across its longest axis, again and again, until there is one for {@value
 * #VOXELS_A_SPLAT} seen voxels. A cluster becomes a Gaussian with its mean, colour and extent, flat
 * across its normal.
 *
 * <p>The grid is read once, a layer of bricks at a time, so it may be larger than memory; the
 * splats must fit.
 */
public final class SurfaceSplats {

  /** Seen voxels that a splat stands for on average. */
  public static final int VOXELS_A_SPLAT = 11;

  private static final int BRICK = 8;

  /** Standard deviation in those of a cluster's voxels, so that neighbours leave no gap. */
  private static final double SPREAD = 1.5;

  /** Opacity of a voxel from which on nothing behind it is seen. */
  private static final double OPAQUE = 0.99;

  /** Keeps the weight of a voxel with next to nothing in it from being 0. */
  private static final float SMALLEST_OPACITY = 1e-4f;

  private static final float LARGEST_OPACITY = 0.97f;

  private final GridSource grid;
  private final ActivatedField field;
  private final double edge;
  private final int bricksX;
  private final SeenVoxels[] bricks;

  /** Each as {@link Splats} has it: position, scales, rotation, opacity, colour. */
  private final List<float[]> made = new ArrayList<>();

  private int seen;

  private SurfaceSplats(GridSource grid) {
    this.grid = grid;
    this.field = new ActivatedField(grid.densityScale());
    this.edge = grid.shortestVoxelEdge();
    this.bricksX = bricks(grid.size().nx());
    this.bricks = new SeenVoxels[bricksX * bricks(grid.size().ny())];
  }

  private static int bricks(int voxels) {
    return (voxels + BRICK - 1) / BRICK;
  }

  /** Number of voxels that can be seen: as many splats as there would be with one a voxel. */
  public static int seenVoxels(GridSource grid) throws IOException {
    SurfaceSplats splats = new SurfaceSplats(grid);
    splats.collect(share -> {});
    return splats.seen;
  }

  /**
   * The splats of a grid, in the world's frame, relative to {@link GridSource#floatOrigin}.
   *
   * @param progress told the share that is done; what it throws ends the work
   */
  public static Splats of(GridSource grid, DoubleConsumer progress) throws IOException {
    SurfaceSplats splats = new SurfaceSplats(grid);
    splats.collect(progress);
    return splats.splats();
  }

  private void collect(DoubleConsumer progress) throws IOException {
    int nz = grid.size().nz();
    SliceWindow.pass(
        grid,
        1,
        1,
        (z, window) -> {
          progress.accept((double) z / nz);
          addSlice(z, window);
          if (z % BRICK == BRICK - 1 || z == nz - 1) {
            part();
          }
        });
  }

  private void addSlice(int z, SliceWindow window) {
    for (int y = 0; y < grid.size().ny(); y++) {
      for (int x = 0; x < grid.size().nx(); x++) {
        if (isSeen(x, y, z, window)) {
          int brick = y / BRICK * bricksX + x / BRICK;
          if (bricks[brick] == null) {
            bricks[brick] = new SeenVoxels();
          }
          bricks[brick].add(values(x, y, z, window));
        }
      }
    }
  }

  /** Values of a voxel, as {@link SeenVoxels} has them. */
  private float[] values(int x, int y, int z, SliceWindow window) {
    float[] values = new float[SeenVoxels.VALUES];
    values[0] = (float) ((x + 0.5) * grid.voxelX() / edge);
    values[1] = (float) ((y + 0.5) * grid.voxelY() / edge);
    values[2] = (float) ((z + 0.5) * grid.voxelZ() / edge);
    for (int channel = 0; channel < 3; channel++) {
      values[SeenVoxels.COLOUR + channel] = ActivatedField.colour(window.value(x, y, z, channel));
    }
    for (int k = -1; k <= 1; k++) {
      for (int j = -1; j <= 1; j++) {
        for (int i = -1; i <= 1; i++) {
          float density = window.density(x + i, y + j, z + k);
          values[SeenVoxels.NORMAL] -= i * density;
          values[SeenVoxels.NORMAL + 1] -= j * density;
          values[SeenVoxels.NORMAL + 2] -= k * density;
        }
      }
    }
    values[SeenVoxels.NORMAL] *= (float) (edge / grid.voxelX());
    values[SeenVoxels.NORMAL + 1] *= (float) (edge / grid.voxelY());
    values[SeenVoxels.NORMAL + 2] *= (float) (edge / grid.voxelZ());
    values[SeenVoxels.OPACITY] = Math.max(SMALLEST_OPACITY, opacity(window.density(x, y, z)));
    return values;
  }

  private boolean isSeen(int x, int y, int z, SliceWindow window) {
    return window.density(x, y, z) > 0
        && !(isOpaque(window.density(x - 1, y, z))
            && isOpaque(window.density(x + 1, y, z))
            && isOpaque(window.density(x, y - 1, z))
            && isOpaque(window.density(x, y + 1, z))
            && isOpaque(window.density(x, y, z - 1))
            && isOpaque(window.density(x, y, z + 1)));
  }

  private float opacity(float density) {
    return (float) -Math.expm1(-field.extinction(density) * edge);
  }

  private boolean isOpaque(float density) {
    return opacity(density) > OPAQUE;
  }

  /** Parts what was collected of a layer of bricks into clusters. */
  private void part() {
    PriorityQueue<Cluster> open = new PriorityQueue<>();
    int voxels = 0;
    for (int i = 0; i < bricks.length; i++) {
      if (bricks[i] != null) {
        voxels += bricks[i].count();
        open.add(new Cluster(bricks[i], 0, bricks[i].count()));
        bricks[i] = null;
      }
    }
    seen += voxels;
    int wanted = voxels / VOXELS_A_SPLAT;
    int closed = 0;
    while (!open.isEmpty() && open.size() + closed < wanted) {
      Cluster worst = open.remove();
      if (worst.isDivisible()) {
        open.addAll(List.of(worst.halves()));
      } else {
        made.add(splat(worst));
        closed++;
      }
    }
    while (!open.isEmpty()) {
      made.add(splat(open.remove()));
    }
  }

  private float[] splat(Cluster cluster) {
    float[] splat = new float[14];
    double[] origin = grid.floatOrigin();
    double[] corner = {grid.box().minX(), grid.box().minY(), grid.box().minZ()};
    for (int axis = 0; axis < 3; axis++) {
      splat[axis] = (float) (corner[axis] - origin[axis] + edge * cluster.mean(axis));
      splat[3 + axis] = (float) (SPREAD * edge * Math.sqrt(cluster.axes().value(axis)));
      splat[11 + axis] = (float) cluster.mean(SeenVoxels.COLOUR + axis);
    }
    cluster.axes().quaternion(splat, 6);
    splat[10] = Math.min(LARGEST_OPACITY, (float) cluster.opacity());
    return splat;
  }

  private Splats splats() {
    Splats splats = Splats.room(grid.floatOrigin(), made.size());
    for (int i = 0; i < made.size(); i++) {
      float[] splat = made.get(i);
      System.arraycopy(splat, 0, splats.positions(), 3 * i, 3);
      System.arraycopy(splat, 3, splats.scales(), 3 * i, 3);
      System.arraycopy(splat, 6, splats.rotations(), 4 * i, 4);
      splats.opacities()[i] = splat[10];
      System.arraycopy(splat, 11, splats.colours(), 3 * i, 3);
    }
    return splats;
  }
}
