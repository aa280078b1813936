package org.sceneremix.renderer.trace;

import java.util.Arrays;

/**
 * The runs of all workers, sorted by block and within a block by ray: a counting sort. Who traced
 * which ray has no influence on the order.
 */
final class RunsByBlock {

  private final Blocks blocks;

  /** Where each block's runs begin. */
  private final int[] starts;

  private int[] runs = new int[0];
  private int[] workers = new int[0];

  private final BlockTurns turns;

  /** The blocks with runs, class by class. */
  private final int[] occupied;

  private int occupiedCount;

  RunsByBlock(Blocks blocks) {
    this.blocks = blocks;
    this.starts = new int[blocks.count() + 2];
    this.turns = new BlockTurns(blocks);
    this.occupied = new int[blocks.count()];
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

  /** Lists the blocks with runs; the others have had their turn. */
  private void listOccupied() {
    turns.begin();
    occupiedCount = 0;
    for (int parity = 0; parity < BlockTurns.CLASSES; parity++) {
      for (int bz = parity >> 2; bz < blocks.nz(); bz += 2) {
        for (int by = (parity >> 1) & 1; by < blocks.ny(); by += 2) {
          for (int bx = parity & 1; bx < blocks.nx(); bx += 2) {
            list(blocks.index(bx, by, bz));
          }
        }
      }
    }
  }

  private void list(int block) {
    if (starts[block + 2] > 0) {
      occupied[occupiedCount++] = block;
    } else {
      turns.finish(block);
    }
  }

  /** Number of blocks with runs. */
  int occupied() {
    return occupiedCount;
  }

  /** One of them, class by class. */
  int block(int i) {
    return occupied[i];
  }

  /** When to write the sum of a block. */
  BlockTurns turns() {
    return turns;
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
