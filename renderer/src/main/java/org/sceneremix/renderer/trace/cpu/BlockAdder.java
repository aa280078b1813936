package org.sceneremix.renderer.trace.cpu;

import java.util.Arrays;
import org.sceneremix.volume.Blocks;
import org.sceneremix.volume.VoxelGrid;

/**
 * Adds the sample gradients of one block after another to the gradient of the grid; belongs to one
 * worker.
 *
 * <p>Where there are many they are summed up in a small array first, which stays in the nearest
 * cache. It holds for each row of cells pairs of voxels, the left and the right corners of each
 * cell, though the right ones of a cell are the left ones of the next: a write of eight values then
 * never overlaps an earlier one by half, for which a processor would have to wait.
 */
final class BlockAdder {

  static final int LOG_EDGE = 3;

  /** Cells along an edge of a block. */
  static final int EDGE = 1 << LOG_EDGE;

  /** Stride from the pair of a cell to the next one's along each axis, in values. */
  static final int PAIR = 2 * VoxelGrid.CHANNELS;

  static final int STRIDE_Y = EDGE * PAIR;
  static final int STRIDE_Z = (EDGE + 1) * STRIDE_Y;

  /** Number of samples below which the detour costs more than it saves. */
  private static final int FEW = 96;

  /** Values in a cache line. */
  private static final int LINE = 16;

  /** Runs whose records are fetched at a time. */
  private static final int FETCHED_RUNS = 32;

  private final VoxelGrid grid;
  private final SampleKernel kernel;
  private final float[] gradient;
  private int fetched;
  private final float[] pairs = new float[(EDGE + 1) * STRIDE_Z];

  BlockAdder(VoxelGrid grid, SampleKernel kernel, float[] gradient) {
    this.grid = grid;
    this.kernel = kernel;
    this.gradient = gradient;
  }

  /** Adds all samples of a block, in the order in which they were sorted, when it is its turn. */
  void add(int block, RunsByBlock order, RecordedRays rays) {
    try {
      if (samples(block, order, rays) < FEW) {
        order.turns().await(block);
        addFew(block, order, rays);
      } else {
        sumUp(block, order, rays);
        order.turns().await(block);
        addSum(block, order.blocks());
      }
    } finally {
      order.turns().finish(block);
    }
  }

  private void addFew(int block, RunsByBlock order, RecordedRays rays) {
    Blocks blocks = order.blocks();
    int first = grid.index(blocks.lowestX(block), blocks.lowestY(block), blocks.lowestZ(block));
    for (int at = order.from(block); at < order.to(block); at++) {
      SampleRecords part = rays.of(order.worker(at));
      int run = order.run(at);
      kernel.scatter(
          part.records(),
          part.from(run),
          part.to(run),
          gradient,
          first,
          VoxelGrid.CHANNELS,
          kernel.strideY,
          kernel.strideZ);
    }
  }

  /** Finds {@link #pairs}. */
  private void sumUp(int block, RunsByBlock order, RecordedRays rays) {
    Arrays.fill(pairs, 0f);
    int strideY = kernel.strideY == 0 ? 0 : STRIDE_Y;
    int strideZ = kernel.strideZ == 0 ? 0 : STRIDE_Z;
    for (int start = order.from(block); start < order.to(block); start += FETCHED_RUNS) {
      int end = Math.min(order.to(block), start + FETCHED_RUNS);
      for (int at = start; at < end; at++) {
        fetchRun(rays.of(order.worker(at)), order.run(at));
      }
      for (int at = start; at < end; at++) {
        SampleRecords part = rays.of(order.worker(at));
        int run = order.run(at);
        kernel.scatter(
            part.records(), part.from(run), part.to(run), pairs, 0, PAIR, strideY, strideZ);
      }
    }
  }

  private void addSum(int block, Blocks blocks) {
    int x = blocks.lowestX(block);
    int y = blocks.lowestY(block);
    int z = blocks.lowestZ(block);
    int cells = Math.max(1, Math.min(EDGE, grid.nx() - 1 - x));
    int rows = Math.min(EDGE + 1, grid.ny() - y);
    int layers = Math.min(EDGE + 1, grid.nz() - z);
    fetchRows(x, y, z, rows, layers);
    for (int layer = 0; layer < layers; layer++) {
      // Cells of even number, then of odd number, for the same reason as above.
      for (int parity = 0; parity < 2; parity++) {
        for (int row = 0; row < rows; row++) {
          int from = layer * STRIDE_Z + row * STRIDE_Y;
          int to = grid.index(x, y + row, z + layer);
          kernel.addPairs(pairs, from, gradient, to, parity, cells);
        }
      }
    }
  }

  /** Reads a value of each cache line, so that all of them come at once: see the kernel's fetch. */
  private void fetchRows(int x, int y, int z, int rows, int layers) {
    int length = Math.min(EDGE + 1, grid.nx() - x) * VoxelGrid.CHANNELS;
    int bits = fetched;
    for (int layer = 0; layer < layers; layer++) {
      for (int row = 0; row < rows; row++) {
        int first = grid.index(x, y + row, z + layer);
        for (int i = 0; i < length; i += LINE) {
          bits ^= Float.floatToRawIntBits(gradient[first + i]);
        }
      }
    }
    fetched = bits;
  }

  private void fetchRun(SampleRecords part, int run) {
    float[] records = part.records();
    int end = part.to(run) * SampleRecords.RECORD;
    int bits = fetched;
    for (int i = part.from(run) * SampleRecords.RECORD; i < end; i += LINE) {
      bits ^= Float.floatToRawIntBits(records[i]);
    }
    fetched = bits;
  }

  private static int samples(int block, RunsByBlock order, RecordedRays rays) {
    int samples = 0;
    for (int at = order.from(block); at < order.to(block); at++) {
      SampleRecords part = rays.of(order.worker(at));
      samples += part.to(order.run(at)) - part.from(order.run(at));
    }
    return samples;
  }
}
