package org.sceneremix.volume.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.zip.Deflater;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * Writes an array as an OpenVDB tree of the usual shape {@code Tree_TYPE_5_4_3} (Museth 2013, "VDB:
 * High-Resolution Sparse Volumes with Dynamic Topology"): a root of blocks of 4096^3 voxels, in
 * them 32^3 blocks of 128^3, in them 16^3 leaves of 8^3.
 *
 * <p>Inactive voxels have the background, 0. A tree is written in two passes over the leaves that
 * have an active voxel: which voxels are active, then their values.
 */
final class VdbTree {

  /** A sparse array of tuples of floats, defined for all indices that are not negative. */
  interface Voxels {
    int components();

    boolean active(int x, int y, int z);

    /** Asked of active voxels only. */
    float value(int x, int y, int z, int component);
  }

  /** A block of voxels: one node of the tree below the root. */
  private record Block(int x, int y, int z, Level level) {}

  /** What a block of a level is made of. */
  private enum Level {
    UPPER(12, 5),
    LOWER(7, 4),
    LEAF(3, 3);

    /** Edge of a block is 2 to this many voxels. */
    final int bits;

    /** Children along an edge are 2 to this many. */
    final int childBits;

    Level(int bits, int childBits) {
      this.bits = bits;
      this.childBits = childBits;
    }

    int edge() {
      return 1 << bits;
    }

    Level child() {
      return this == UPPER ? LOWER : LEAF;
    }

    /** Words of a mask with one bit for each child. */
    int maskWords() {
      return 1 << (3 * childBits - 6);
    }
  }

  /** How a node says that it stores no value of inactive voxels, which have the background. */
  private static final int NO_INACTIVE_VALUES = 0;

  private final Voxels voxels;
  private final int nx;
  private final int ny;
  private final int nz;

  /** Leaves with an active voxel, by {@link #leafIndex}. */
  private final BitSet leaves = new BitSet();

  private final ByteBuffer leafValues;
  private final byte[] zipped;

  /** A tree of voxels, of which those in {@code [0, n)} along each axis may be active. */
  VdbTree(Voxels voxels, int nx, int ny, int nz) {
    this.voxels = voxels;
    this.nx = nx;
    this.ny = ny;
    this.nz = nz;
    int leafVoxels = 1 << (3 * Level.LEAF.childBits);
    this.leafValues =
        ByteBuffer.allocate(leafVoxels * voxels.components() * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    this.zipped = new byte[leafValues.capacity()];
    for (Block leaf : blocks(0, 0, 0, Integer.MAX_VALUE, Level.LEAF)) {
      if (Arrays.stream(activeMask(leaf)).anyMatch(word -> word != 0)) {
        leaves.set(leafIndex(leaf.x, leaf.y, leaf.z));
      }
    }
  }

  private int leafIndex(int x, int y, int z) {
    int edge = Level.LEAF.edge();
    int rows = (ny + edge - 1) / edge;
    int columns = (nz + edge - 1) / edge;
    return Math.addExact(Math.multiplyExact(x / edge * rows + y / edge, columns), z / edge);
  }

  /** The shape of the tree and which voxels are active. */
  void writeTopology(LittleEndianOutput out) throws IOException {
    out.writeInt(1); // buffers a leaf
    for (int i = 0; i < voxels.components(); i++) {
      out.writeFloat(0); // background
    }
    List<Block> roots = occupiedBlocks(0, 0, 0, Integer.MAX_VALUE, Level.UPPER);
    out.writeInt(0); // tiles of the root
    out.writeInt(roots.size());
    for (Block root : roots) {
      out.writeInt(root.x);
      out.writeInt(root.y);
      out.writeInt(root.z);
      writeTopology(root, out);
    }
  }

  private void writeTopology(Block block, LittleEndianOutput out) throws IOException {
    if (block.level == Level.LEAF) {
      writeMask(activeMask(block), out);
      return;
    }
    List<Block> children = occupiedChildren(block);
    long[] childMask = new long[block.level.maskWords()];
    for (Block child : children) {
      int bits = block.level.childBits;
      int shift = child.level.bits;
      int bit =
          ((child.x - block.x) >> shift << (2 * bits))
              | ((child.y - block.y) >> shift << bits)
              | ((child.z - block.z) >> shift);
      childMask[bit >> 6] |= 1L << bit;
    }
    writeMask(childMask, out);
    writeMask(new long[childMask.length], out); // no active tiles
    writeValues(0, out);
    for (Block child : children) {
      writeTopology(child, out);
    }
  }

  /** The values of active voxels. */
  void writeBuffers(LittleEndianOutput out, DoubleConsumer progress) throws IOException {
    int total = leaves.cardinality();
    int done = 0;
    for (Block root : occupiedBlocks(0, 0, 0, Integer.MAX_VALUE, Level.UPPER)) {
      for (Block lower : occupiedChildren(root)) {
        progress.accept((double) done / total);
        for (Block leaf : occupiedChildren(lower)) {
          writeLeaf(leaf, out);
          done++;
        }
      }
    }
    progress.accept(1);
  }

  private void writeLeaf(Block leaf, LittleEndianOutput out) throws IOException {
    long[] mask = activeMask(leaf);
    writeMask(mask, out);
    leafValues.clear();
    int edge = Level.LEAF.edge();
    for (int bit = 0; bit < edge * edge * edge; bit++) {
      if ((mask[bit >> 6] >> bit & 1) != 0) {
        for (int component = 0; component < voxels.components(); component++) {
          leafValues.putFloat(
              voxels.value(
                  leaf.x + (bit >> 6), leaf.y + (bit >> 3 & 7), leaf.z + (bit & 7), component));
        }
      }
    }
    writeValues(leafValues.position(), out);
  }

  /**
   * The first {@code length} bytes of {@link #leafValues} as a node stores them: zlib where that is
   * shorter, which a positive length says.
   */
  private void writeValues(int length, LittleEndianOutput out) throws IOException {
    out.writeByte(NO_INACTIVE_VALUES);
    int shorter = deflate(length);
    if (shorter > 0) {
      out.writeLong(shorter);
      out.writeBytes(zipped, 0, shorter);
    } else {
      out.writeLong(-length);
      out.writeBytes(leafValues.array(), 0, length);
    }
  }

  /** Compresses into {@link #zipped}; 0 if that is no gain. */
  private int deflate(int length) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(leafValues.array(), 0, length);
      deflater.finish();
      int shorter = deflater.deflate(zipped, 0, length);
      return deflater.finished() && shorter < length ? shorter : 0;
    } finally {
      deflater.end();
    }
  }

  private static void writeMask(long[] mask, LittleEndianOutput out) throws IOException {
    for (long word : mask) {
      out.writeLong(word);
    }
  }

  private long[] activeMask(Block leaf) {
    long[] mask = new long[Level.LEAF.maskWords()];
    int edge = Level.LEAF.edge();
    for (int x = leaf.x; x < Math.min(leaf.x + edge, nx); x++) {
      for (int y = leaf.y; y < Math.min(leaf.y + edge, ny); y++) {
        for (int z = leaf.z; z < Math.min(leaf.z + edge, nz); z++) {
          if (voxels.active(x, y, z)) {
            mask[x - leaf.x] |= 1L << (((y - leaf.y) << 3) | (z - leaf.z));
          }
        }
      }
    }
    return mask;
  }

  private List<Block> occupiedChildren(Block block) {
    return occupiedBlocks(block.x, block.y, block.z, block.level.edge(), block.level.child());
  }

  private List<Block> occupiedBlocks(int x0, int y0, int z0, int edge, Level level) {
    List<Block> blocks = blocks(x0, y0, z0, edge, level);
    blocks.removeIf(block -> !occupied(block));
    return blocks;
  }

  private boolean occupied(Block block) {
    if (block.level == Level.LEAF) {
      return leaves.get(leafIndex(block.x, block.y, block.z));
    }
    return blocks(block.x, block.y, block.z, block.level.edge(), block.level.child()).stream()
        .anyMatch(this::occupied);
  }

  /** Blocks of a level that tile a cube, as far as it lies in the array; x is the slowest. */
  private List<Block> blocks(int x0, int y0, int z0, int edge, Level level) {
    List<Block> blocks = new ArrayList<>();
    int step = level.edge();
    for (int x = x0; x < end(x0, edge, nx); x += step) {
      for (int y = y0; y < end(y0, edge, ny); y += step) {
        for (int z = z0; z < end(z0, edge, nz); z += step) {
          blocks.add(new Block(x, y, z, level));
        }
      }
    }
    return blocks;
  }

  private static long end(int start, int edge, int n) {
    return Math.min((long) start + edge, n);
  }
}
