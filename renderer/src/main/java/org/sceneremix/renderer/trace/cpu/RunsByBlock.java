package org.sceneremix.renderer.trace.cpu;

import java.util.Arrays;
import org.sceneremix.volume.Blocks;
import org.sceneremix.volume.work.Workers;

/**
 * The runs of all workers, sorted by block and within a block by ray: a counting sort, of which
 * each worker does a part of the rays. Who traced which ray has no influence on the order.
 */
final class RunsByBlock {

  private final Blocks blocks;

  /** Beginnings of each block's runs. */
  private final int[] starts;

  /** Number of runs of each block in each part of the rays; then the place of the next of them. */
  private final int[][] next;

  private int[] runs = new int[0];
  private int[] workerOf = new int[0];

  private final BlockTurns turns;

  /** The blocks with runs, class by class. */
  private final int[] occupied;

  private int occupiedCount;

  RunsByBlock(Blocks blocks, int parts) {
    this.blocks = blocks;
    this.starts = new int[blocks.count() + 1];
    this.next = new int[parts][blocks.count()];
    this.turns = new BlockTurns(blocks);
    this.occupied = new int[blocks.count()];
  }

  Blocks blocks() {
    return blocks;
  }

  /**
   * Sorts the runs of all rays.
   *
   * @param workers as many as there are parts
   */
  void sort(RecordedRays rays, Workers workers) {
    workers.run(part -> count(rays, part));
    int count = 0;
    for (int block = 0; block < blocks.count(); block++) {
      starts[block] = count;
      for (int[] ofPart : next) {
        int runsOfPart = ofPart[block];
        ofPart[block] = count;
        count += runsOfPart;
      }
    }
    starts[blocks.count()] = count;
    if (count > runs.length) {
      runs = new int[count + count / 2];
      workerOf = new int[runs.length];
    }
    listOccupied();
    workers.run(part -> place(rays, part));
  }

  private void count(RecordedRays rays, int part) {
    int[] counts = next[part];
    Arrays.fill(counts, 0);
    for (int ray = startOf(part, rays); ray < startOf(part + 1, rays); ray++) {
      SampleRecords records = rays.of(rays.worker(ray));
      for (int run = rays.firstRun(ray); run < rays.lastRun(ray); run++) {
        counts[records.blockOf(run)]++;
      }
    }
  }

  private void place(RecordedRays rays, int part) {
    int[] to = next[part];
    for (int ray = startOf(part, rays); ray < startOf(part + 1, rays); ray++) {
      int worker = rays.worker(ray);
      SampleRecords records = rays.of(worker);
      for (int run = rays.firstRun(ray); run < rays.lastRun(ray); run++) {
        int at = to[records.blockOf(run)]++;
        runs[at] = run;
        workerOf[at] = worker;
      }
    }
  }

  private int startOf(int part, RecordedRays rays) {
    return rays.start() + (int) ((long) (rays.end() - rays.start()) * part / next.length);
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
    if (starts[block + 1] > starts[block]) {
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

  /** Turns in which the sums of blocks are written. */
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
    return workerOf[position];
  }
}
