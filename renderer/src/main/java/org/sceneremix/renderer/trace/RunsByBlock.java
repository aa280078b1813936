package org.sceneremix.renderer.trace;

import java.util.Arrays;

/**
 * The runs of all workers, sorted by block and within a block by ray: a counting sort. Who traced
 * which ray has no influence on the order.
 */
final class RunsByBlock {

  /**
   * Blocks of one class are no neighbours, so that the voxels that their cells touch are disjoint.
   */
  static final int CLASSES = 8;

  private final Blocks blocks;

  /** Where each block's runs begin. */
  private final int[] starts;

  private int[] runs = new int[0];
  private int[] workers = new int[0];

  /** The blocks with runs, class by class. */
  private final int[][] occupied = new int[CLASSES][];

  private final int[] occupiedCount = new int[CLASSES];

  RunsByBlock(Blocks blocks) {
    this.blocks = blocks;
    this.starts = new int[blocks.count() + 2];
    Arrays.fill(occupied, new int[0]);
  }

  Blocks blocks() {
    return blocks;
  }

  /** Sorts the runs of all rays. */
  void sort(RecordedRays rays) {
    Arrays.fill(starts, 0);
    for (int ray = rays.start(); ray < rays.end(); ray++) {
      SampleRecords part = rays.of(rays.worker(ray));
      for (int run = rays.firstRun(ray); run < rays.lastRun(ray); run++) {
        starts[part.blockOf(run) + 2]++;
      }
    }
    int count = rays.runs();
    if (count > runs.length) {
      runs = new int[count + count / 2];
      workers = new int[runs.length];
    }
    listOccupied();
    for (int block = 2; block < starts.length; block++) {
      starts[block] += starts[block - 1];
    }
    // starts[b + 1] moves from where block b begins to where it ends, which is where b + 1 begins
    for (int ray = rays.start(); ray < rays.end(); ray++) {
      int worker = rays.worker(ray);
      SampleRecords part = rays.of(worker);
      for (int run = rays.firstRun(ray); run < rays.lastRun(ray); run++) {
        int at = starts[part.blockOf(run) + 1]++;
        runs[at] = run;
        workers[at] = worker;
      }
    }
  }

  private void listOccupied() {
    Arrays.fill(occupiedCount, 0);
    for (int bz = 0; bz < blocks.nz(); bz++) {
      for (int by = 0; by < blocks.ny(); by++) {
        for (int bx = 0; bx < blocks.nx(); bx++) {
          int block = blocks.index(bx, by, bz);
          if (starts[block + 2] > 0) {
            list(block, (bz & 1) * 4 + (by & 1) * 2 + (bx & 1));
          }
        }
      }
    }
  }

  private void list(int block, int parity) {
    int count = occupiedCount[parity];
    if (count == occupied[parity].length) {
      occupied[parity] = Arrays.copyOf(occupied[parity], 2 * count + 16);
    }
    occupied[parity][count] = block;
    occupiedCount[parity]++;
  }

  /** Number of blocks of a class with runs. */
  int occupied(int parity) {
    return occupiedCount[parity];
  }

  /** One of them. */
  int block(int parity, int i) {
    return occupied[parity][i];
  }

  /** Position of a block's first run. */
  int from(int block) {
    return starts[block];
  }

  /** The position behind a block's last run. */
  int to(int block) {
    return starts[block + 1];
  }

  /** Number of the run at a position, among its worker's. */
  int run(int position) {
    return runs[position];
  }

  int worker(int position) {
    return workers[position];
  }
}
