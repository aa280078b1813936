package org.sceneremix.volume.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;

/**
 * A grid cut along x and y into pieces, each with some voxels of what lies around it, so that the
 * memory that a piece takes does not grow with the ground. While they are in use, all samples lie
 * in a file beside the one that is made of them.
 *
 * <p>A piece is a {@link GridSource} in the world of the whole: coordinates of its voxels are the
 * same numbers there, bit by bit, as those of its neighbours.
 */
public final class GridPieces implements AutoCloseable {

  /** Pieces begin at voxels that are multiples of this. */
  public static final int STEP = 8;

  /** Voxels along a side of the ground up to which there is no need for pieces. */
  private static final int LARGEST_WHOLE = 512;

  /** Voxels along a side of a piece, at most, but for less than {@link #STEP}. */
  private static final int PIECE = 256;

  private final GridSource grid;
  private final ScratchFile file;
  private final List<Piece> pieces = new ArrayList<>();
  private final int[] x;
  private final int[] y;

  private GridPieces(GridSource grid, int most, int margin, ScratchFile file) {
    this.grid = grid;
    this.file = file;
    this.x = cuts(grid.size().nx(), most);
    this.y = cuts(grid.size().ny(), most);
    long offset = 0;
    for (int j = 0; j + 1 < y.length; j++) {
      for (int i = 0; i + 1 < x.length; i++) {
        Piece piece = new Piece(i, j, margin, offset);
        pieces.add(piece);
        offset += (long) Float.BYTES * piece.sliceLength() * grid.size().nz();
      }
    }
  }

  /** Whether a ground is so large that work on it as a whole takes much memory. */
  public static boolean areNeededFor(GridSource grid) {
    return Math.max(grid.size().nx(), grid.size().ny()) > LARGEST_WHOLE;
  }

  /**
   * Cuts a grid, which is read once.
   *
   * @param margin voxels around a piece that are read with it
   * @param beside a file, in whose folder the samples are kept until this is closed
   * @param progress told the share that is done; what it throws ends the work
   */
  public static GridPieces of(GridSource grid, int margin, Path beside, DoubleConsumer progress)
      throws IOException {
    return of(grid, PIECE, margin, beside, progress);
  }

  static GridPieces of(GridSource grid, int most, int margin, Path beside, DoubleConsumer progress)
      throws IOException {
    ScratchFile file = ScratchFile.beside(beside);
    try {
      GridPieces pieces = new GridPieces(grid, most, margin, file);
      grid.read(
          (z, samples) -> {
            progress.accept((double) z / grid.size().nz());
            for (Piece piece : pieces.pieces) {
              piece.write(z, samples);
            }
          });
      return pieces;
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /**
   * First voxel of each piece along an axis, a multiple of {@link #STEP}, and last the axis' end.
   */
  private static int[] cuts(int voxels, int most) {
    int count = (voxels + most - 1) / most;
    int[] cuts = new int[count + 1];
    for (int i = 0; i < count; i++) {
      cuts[i] = (int) ((long) voxels * i / count) / STEP * STEP;
    }
    cuts[count] = voxels;
    return cuts;
  }

  /** The pieces, row by row. */
  public List<Piece> all() {
    return List.copyOf(pieces);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A piece with what lies around it. */
  public final class Piece implements GridSource {

    private final Aabb part;
    private final Aabb ground;
    private final int fromX;
    private final int fromY;
    private final GridSize size;
    private final Aabb box;
    private final long offset;

    private Piece(int i, int j, int margin, long offset) {
      this.offset = offset;
      this.fromX = Math.max(0, x[i] - margin);
      this.fromY = Math.max(0, y[j] - margin);
      int toX = Math.min(grid.size().nx(), x[i + 1] + margin);
      int toY = Math.min(grid.size().ny(), y[j + 1] + margin);
      this.size = new GridSize(toX - fromX, toY - fromY, grid.size().nz());
      this.part =
          new Aabb(
              cut(0, x[i]),
              cut(1, y[j]),
              grid.box().minZ(),
              cut(0, x[i + 1]),
              cut(1, y[j + 1]),
              grid.box().maxZ());
      this.ground = faces(x[i], y[j], x[i + 1], y[j + 1]);
      this.box = faces(fromX, fromY, toX, toY);
    }

    private Aabb faces(int x0, int y0, int x1, int y1) {
      return new Aabb(
          face(0, x0), face(1, y0), grid.box().minZ(), face(0, x1), face(1, y1), grid.box().maxZ());
    }

    /** The box that its own voxels fill. */
    public Aabb ground() {
      return ground;
    }

    /**
     * The box that surfaces are cut by, along the sides of their cubes: from the middles of its
     * first voxels to those of the next piece's, and beyond the sides of the whole.
     */
    public Aabb part() {
      return part;
    }

    private double cut(int axis, int voxel) {
      return grid.centre(axis, voxel == 0 ? -1 : voxel);
    }

    private double face(int axis, int voxel) {
      double min = axis == 0 ? grid.box().minX() : grid.box().minY();
      double max = axis == 0 ? grid.box().maxX() : grid.box().maxY();
      int voxels = axis == 0 ? grid.size().nx() : grid.size().ny();
      return voxel == voxels ? max : min + (max - min) * voxel / voxels;
    }

    private void write(int z, float[] samples) throws IOException {
      int row = sliceLength() / size.ny();
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * sliceLength()).order(ByteOrder.nativeOrder());
      for (int j = 0; j < size.ny(); j++) {
        int from = (fromY + j) * (grid.sliceLength() / grid.size().ny());
        from += fromX * (row / size.nx());
        bytes.asFloatBuffer().put(j * row, samples, from, row);
      }
      long at = offset + (long) z * bytes.capacity();
      while (bytes.hasRemaining()) {
        at += file.channel().write(bytes, at);
      }
    }

    @Override
    public GridSize size() {
      return size;
    }

    @Override
    public Aabb box() {
      return box;
    }

    @Override
    public float densityScale() {
      return grid.densityScale();
    }

    @Override
    public double centre(int axis, int voxel) {
      return grid.centre(axis, voxel + (axis == 0 ? fromX : axis == 1 ? fromY : 0));
    }

    @Override
    public double[] floatOrigin() {
      return grid.floatOrigin();
    }

    @Override
    public double voxelX() {
      return grid.voxelX();
    }

    @Override
    public double voxelY() {
      return grid.voxelY();
    }

    @Override
    public void read(SliceReader reader) throws IOException {
      float[] samples = new float[sliceLength()];
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * samples.length).order(ByteOrder.nativeOrder());
      FileChannel channel = file.channel();
      for (int z = 0; z < size.nz(); z++) {
        bytes.clear();
        long at = offset + (long) z * bytes.capacity();
        while (bytes.hasRemaining()) {
          int read = channel.read(bytes, at + bytes.position());
          if (read < 0) {
            throw new IOException("the temporary file " + file.path() + " was cut off");
          }
        }
        bytes.flip();
        bytes.asFloatBuffer().get(samples);
        reader.slice(z, samples);
      }
    }
  }
}
