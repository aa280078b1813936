package org.sceneremix.volume.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.zip.Deflater;
import org.sceneremix.volume.io.LittleEndianOutput;
import org.sceneremix.volume.io.ScratchFile;
import org.sceneremix.volume.io.SliceWindow;

/**
 * A sparse array of voxels as OpenVDB's {@code Tree_TYPE_5_4_3} (Museth 2013, "VDB: High-Resolution
 * Sparse Volumes with Dynamic Topology"): a root of blocks of 4096^3 voxels, in them 32^3 blocks of
 * 128^3, in them 16^3 leaves of 8^3.
 *
 * <p>Inactive voxels have the background, 0. Leaves come in the order of the grid's slices but go
 * out in the order of the tree, and twice: which voxels are active, then their values. In between
 * the values lie, compressed, in a file; of a leaf without active voxels nothing is kept.
 */
final class VdbTree {

  /** Voxels as seen through a window. */
  interface Voxels {
    int components();

    boolean active(SliceWindow window, int x, int y, int z);

    /** Asked of active voxels only. */
    float value(SliceWindow window, int x, int y, int z, int component);
  }

  /** Edge of a leaf, voxels. */
  static final int LEAF_EDGE = 8;

  private static final int LEAF_VOXELS = LEAF_EDGE * LEAF_EDGE * LEAF_EDGE;

  /** Bits of a leaf's place in its 128^3 block, and of that block's place in its 4096^3 block. */
  private static final int LEAF_BITS = 4;

  private static final int LOWER_BITS = 5;
  private static final int UPPER_SHIFT = 3 * (LEAF_BITS + LOWER_BITS);
  private static final int LOWER_SHIFT = 3 * LEAF_BITS;

  /** Bits for the place of a 4096^3 block along an axis: far more than there can be. */
  private static final int UPPER_BITS = 10;

  /** Mark of a node that stores no value of inactive voxels, which have the background. */
  private static final int NO_INACTIVE_VALUES = 0;

  /** A leaf with active voxels. */
  private static final class Leaf {
    /**
     * Its place: numbers of the 4096^3 block along x, y and z, in it of the 128^3 block, in that of
     * the leaf, from the highest bits down. So keys in order are leaves in the tree's order, and
     * the lowest bits of a level are the child's number in its parent.
     */
    final long key;

    /** Bits of its active voxels. */
    final long[] mask;

    /** Position of the leaf's values in the file, bytes. */
    final long offset;

    /**
     * Bytes of the values in the file; negative where they are not compressed, as a node says it.
     */
    final int length;

    Leaf(long key, long[] mask, long offset, int length) {
      this.key = key;
      this.mask = mask;
      this.offset = offset;
      this.length = length;
    }
  }

  private final Voxels voxels;
  private final int nx;
  private final int ny;
  private final int nz;
  private final ScratchFile file;
  private final List<Leaf> leaves = new ArrayList<>();
  private final ByteBuffer values;
  private final byte[] zipped;
  private final OutputStream store;
  private long stored;

  /**
   * An empty tree of voxels, of which those in {@code [0, n)} along each axis may be active.
   *
   * @param file holds the values of the leaves
   */
  VdbTree(Voxels voxels, int nx, int ny, int nz, ScratchFile file) {
    this.voxels = voxels;
    this.nx = nx;
    this.ny = ny;
    this.nz = nz;
    this.file = file;
    this.values =
        ByteBuffer.allocate(LEAF_VOXELS * voxels.components() * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    this.zipped = new byte[values.capacity()];
    this.store = file.output();
  }

  /** Adds the leaves that begin at a slice, a multiple of {@link #LEAF_EDGE}. */
  void add(SliceWindow window, int z) throws IOException {
    for (int y = 0; y < ny; y += LEAF_EDGE) {
      for (int x = 0; x < nx; x += LEAF_EDGE) {
        long[] mask = mask(window, x, y, z);
        if (mask != null) {
          addLeaf(window, x, y, z, mask);
        }
      }
    }
  }

  /** Null if no voxel is active. */
  private long[] mask(SliceWindow window, int x0, int y0, int z0) {
    long[] mask = null;
    for (int x = x0; x < Math.min(x0 + LEAF_EDGE, nx); x++) {
      for (int y = y0; y < Math.min(y0 + LEAF_EDGE, ny); y++) {
        for (int z = z0; z < Math.min(z0 + LEAF_EDGE, nz); z++) {
          if (voxels.active(window, x, y, z)) {
            mask = mask == null ? new long[LEAF_EDGE] : mask;
            mask[x - x0] |= 1L << (((y - y0) << 3) | (z - z0));
          }
        }
      }
    }
    return mask;
  }

  private void addLeaf(SliceWindow window, int x, int y, int z, long[] mask) throws IOException {
    values.clear();
    for (int bit = 0; bit < LEAF_VOXELS; bit++) {
      if ((mask[bit >> 6] >> bit & 1) != 0) {
        for (int component = 0; component < voxels.components(); component++) {
          values.putFloat(
              voxels.value(window, x + (bit >> 6), y + (bit >> 3 & 7), z + (bit & 7), component));
        }
      }
    }
    int length = values.position();
    int shorter = deflate(length);
    store.write(shorter > 0 ? zipped : values.array(), 0, shorter > 0 ? shorter : length);
    leaves.add(
        new Leaf(
            key(x / LEAF_EDGE, y / LEAF_EDGE, z / LEAF_EDGE),
            mask,
            stored,
            shorter > 0 ? shorter : -length));
    stored += shorter > 0 ? shorter : length;
  }

  /** Compresses into {@link #zipped}; 0 if that is no gain. */
  private int deflate(int length) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(values.array(), 0, length);
      deflater.finish();
      int shorter = deflater.deflate(zipped, 0, length);
      return deflater.finished() && shorter < length ? shorter : 0;
    } finally {
      deflater.end();
    }
  }

  private static long key(int x, int y, int z) {
    long upper = interleaved(x, y, z, LEAF_BITS + LOWER_BITS, UPPER_BITS);
    long lower = interleaved(x, y, z, LEAF_BITS, LOWER_BITS);
    return (upper << UPPER_SHIFT) | (lower << LOWER_SHIFT) | interleaved(x, y, z, 0, LEAF_BITS);
  }

  /** So many bits of each coordinate from a place on, x first. */
  private static long interleaved(int x, int y, int z, int shift, int bits) {
    long mask = (1L << bits) - 1;
    return (((x >> shift) & mask) << (2 * bits))
        | (((y >> shift) & mask) << bits)
        | ((z >> shift) & mask);
  }

  /** Ends the adding. */
  void end() throws IOException {
    store.close();
    leaves.sort(Comparator.comparingLong(leaf -> leaf.key));
  }

  /** The shape of the tree and which voxels are active. */
  void writeTopology(LittleEndianOutput out) throws IOException {
    out.writeInt(1); // buffers a leaf
    for (int i = 0; i < voxels.components(); i++) {
      out.writeFloat(0); // background
    }
    List<List<Leaf>> roots = groups(leaves, UPPER_SHIFT);
    out.writeInt(0); // tiles of the root
    out.writeInt(roots.size());
    for (List<Leaf> root : roots) {
      long place = root.get(0).key >> UPPER_SHIFT;
      for (int axis = 2; axis >= 0; axis--) {
        long number = (place >> (axis * UPPER_BITS)) & ((1 << UPPER_BITS) - 1);
        out.writeInt((int) number << (LEAF_BITS + LOWER_BITS + 3));
      }
      List<List<Leaf>> blocks = groups(root, LOWER_SHIFT);
      writeNode(blocks, LOWER_SHIFT, LOWER_BITS, out);
      for (List<Leaf> block : blocks) {
        writeNode(groups(block, 0), 0, LEAF_BITS, out);
        for (Leaf leaf : block) {
          writeMask(leaf.mask, out);
        }
      }
    }
  }

  /** Leaves, in order, by the part of their keys that is the same. */
  private static List<List<Leaf>> groups(List<Leaf> sorted, int shift) {
    List<List<Leaf>> groups = new ArrayList<>();
    int begin = 0;
    for (int end = 1; end <= sorted.size(); end++) {
      if (end == sorted.size() || sorted.get(end).key >> shift != sorted.get(begin).key >> shift) {
        groups.add(sorted.subList(begin, end));
        begin = end;
      }
    }
    return groups;
  }

  private static void writeNode(
      List<List<Leaf>> children, int shift, int bits, LittleEndianOutput out) throws IOException {
    long[] childMask = new long[1 << (3 * bits - 6)];
    for (List<Leaf> child : children) {
      int number = (int) ((child.get(0).key >> shift) & ((1 << (3 * bits)) - 1));
      childMask[number >> 6] |= 1L << number;
    }
    writeMask(childMask, out);
    writeMask(new long[childMask.length], out); // no active tiles
    out.writeByte(NO_INACTIVE_VALUES);
    out.writeLong(0);
  }

  private static void writeMask(long[] mask, LittleEndianOutput out) throws IOException {
    for (long word : mask) {
      out.writeLong(word);
    }
  }

  /** The values of active voxels. */
  void writeBuffers(LittleEndianOutput out, DoubleConsumer progress) throws IOException {
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      if (i % 1024 == 0) {
        progress.accept((double) i / leaves.size());
      }
      writeMask(leaf.mask, out);
      out.writeByte(NO_INACTIVE_VALUES);
      // positive where it is compressed
      out.writeLong(leaf.length);
      ByteBuffer bytes = ByteBuffer.wrap(zipped, 0, Math.abs(leaf.length));
      while (bytes.hasRemaining()
          && file.channel().read(bytes, leaf.offset + bytes.position()) > 0) {}
      out.writeBytes(zipped, 0, Math.abs(leaf.length));
    }
    progress.accept(1);
  }
}
