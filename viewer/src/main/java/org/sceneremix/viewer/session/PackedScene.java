package org.sceneremix.viewer.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.List;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.Heap;
import org.sceneremix.volume.io.SampleType;

/** A scene that takes little room, in memory and in files. */
sealed interface PackedScene {

  /**
   * The scene.
   *
   * @param within the file that it is a part of, for messages
   * @throws IOException if it is damaged, or larger than memory
   */
  MadeScene unpack(Path within) throws IOException;

  /**
   * A scene of which only the grid is known.
   *
   * @param bytes of a grid file
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by what they hold nowhere
  record OfGrid(byte[] bytes) implements PackedScene {

    private static final float LARGEST_HALF = 65504;

    /** Half floats where those hold the values, which those of a sound grid are far below. */
    static OfGrid of(VoxelGrid grid) throws IOException {
      boolean halves = true;
      for (float value : grid.data()) {
        halves &= Math.abs(value) <= LARGEST_HALF;
      }
      return new OfGrid(
          new GridFile(grid, JsonNodeFactory.instance.objectNode())
              .toBytes(halves ? SampleType.FLOAT16 : SampleType.FLOAT32));
    }

    @Override
    public MadeScene unpack(Path within) throws IOException {
      return MadeScene.of(GridFile.ofBytes(bytes, within).grid());
    }
  }

  /**
   * A scene of which it is known where each voxel was copied from, which is far less than the
   * voxels and gives them back to the bit.
   *
   * @param exemplar the grid that it was copied from
   * @param symmetry orientations of it
   * @param size of the scene
   * @param box of the scene
   * @param sources a zlib stream of big-endian ints: each source less its predecessor less 1, so
   *     that a piece that was copied in one is a row of zeros; the predecessor of the first is -1
   */
  @SuppressWarnings("ArrayRecordComponent")
  record OfSources(KeptGrid exemplar, Symmetry symmetry, GridSize size, Aabb box, byte[] sources)
      implements PackedScene {

    static OfSources of(Remix remix, KeptGrid exemplar) throws IOException {
      int[] sources = remix.sources().sources();
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, sources.length));
      int before = -1;
      for (int source : sources) {
        bytes.putInt(source - before - 1);
        before = source;
      }
      return new OfSources(
          exemplar,
          remix.exemplar().symmetry(),
          remix.sources().size(),
          remix.grid().box(),
          Zlib.pack(bytes.array()));
    }

    @Override
    public MadeScene unpack(Path within) throws IOException {
      // before anything as large as the scene is allocated
      IntBuffer steps =
          ByteBuffer.wrap(Zlib.unpack(sources, (long) Integer.BYTES * size.voxelCount(), within))
              .asIntBuffer();
      if ((long) Float.BYTES * VoxelGrid.CHANNELS * size.voxelCount() > Heap.free()) {
        throw new IOException(
            within + " holds a scene of " + size + " voxels; give Java more memory (-Xmx)");
      }
      Exemplar from = new Exemplar(List.of(exemplar.grid()), symmetry);
      VoxelGrid level = from.level(0);
      long most = (long) level.voxelCount() * symmetry.count();
      int[] all = new int[size.voxelCount()];
      int source = -1;
      for (int v = 0; v < all.length; v++) {
        source += steps.get(v) + 1;
        if (source < CoordinateMap.NONE || source >= most) {
          throw Zlib.damaged(within, null);
        }
        all[v] = source;
      }
      CoordinateMap map = new CoordinateMap(size, all);
      VoxelGrid grid =
          new VoxelGrid(
              size.nx(), size.ny(), size.nz(), box, level.densityScale(), map.samples(from, 0));
      return MadeScene.of(new Remix(grid, map, from));
    }
  }
}
