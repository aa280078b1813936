package org.sceneremix.renderer.trace;

import java.util.Arrays;

/**
 * The loss's gradient with respect to interpolated samples, as one worker finds them along its
 * rays: a record a sample, in runs of successive samples of a ray that lie in one block.
 *
 * <p>Arrays grow as needed and are kept for the next call.
 */
final class SampleGradients {

  /**
   * Values of a record: gradients with respect to stored red, green, blue and density; how far in
   * its cell the sample is along x, y and z; and the cell's number within its block.
   */
  static final int RECORD = 8;

  static final int FRACTIONS = 4;
  static final int CELL = 7;

  private static final int NO_BLOCK = -1;

  private float[] records = new float[RECORD << 12];
  private int[] blocks = new int[1 << 8];
  private int[] firsts = new int[1 << 8];
  private int recordCount;
  private int runCount;
  private int block = NO_BLOCK;

  void clear() {
    recordCount = 0;
    runCount = 0;
    endRun();
  }

  /** Makes the next record begin a run of its own. */
  void endRun() {
    block = NO_BLOCK;
  }

  /** The records, with room for as many more. */
  float[] records(int more) {
    int length = RECORD * (recordCount + more);
    if (length > records.length) {
      records = Arrays.copyOf(records, Math.max(length, records.length + records.length / 2));
    }
    return records;
  }

  /**
   * Counts a record in, which the caller is about to write.
   *
   * @param ofBlock where its cell is
   * @return where in {@link #records} it goes
   */
  int add(int ofBlock) {
    if (ofBlock != block) {
      beginRun(ofBlock);
    }
    return RECORD * recordCount++;
  }

  private void beginRun(int ofBlock) {
    if (runCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * runCount);
      firsts = Arrays.copyOf(firsts, 2 * runCount);
    }
    blocks[runCount] = ofBlock;
    firsts[runCount] = recordCount;
    runCount++;
    block = ofBlock;
  }

  int runs() {
    return runCount;
  }

  int blockOf(int run) {
    return blocks[run];
  }

  /** First record of a run. */
  int from(int run) {
    return firsts[run];
  }

  /** The record behind a run. */
  int to(int run) {
    return run + 1 < runCount ? firsts[run + 1] : recordCount;
  }

  /** All records, for reading. */
  float[] records() {
    return records;
  }
}
