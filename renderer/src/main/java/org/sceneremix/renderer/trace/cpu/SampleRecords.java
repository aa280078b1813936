package org.sceneremix.renderer.trace.cpu;

import java.util.Arrays;

/**
 * Samples of one worker along its rays: a record a sample, in runs of successive samples of a ray
 * that lie in one block. A record holds the sample's interpolated values first, and then, in their
 * place, the loss's gradient with respect to them.
 *
 * <p>Arrays grow as needed and are kept for the next call.
 */
final class SampleRecords {

  /**
   * Values of a record: stored red, green, blue and density, or the gradients with respect to them;
   * how far in its cell the sample is along x, y and z; and the cell's number within its block.
   */
  static final int RECORD = 8;

  static final int DENSITY = 3;
  static final int FRACTIONS = 4;
  static final int CELL = 7;

  private static final int NO_BLOCK = -1;

  /** Twice the values of a cache line: processors fetch lines in pairs. */
  private static final int LINE = 32;

  private static final int RECORD_COUNT = LINE;
  private static final int RUN_COUNT = LINE + 1;
  private static final int LATEST_BLOCK = LINE + 2;

  private float[] records = new float[RECORD << 12];
  private int[] blocks = new int[1 << 8];
  private int[] firsts = new int[1 << 8];

  /**
   * Numbers of records and runs, and the block of the latest run, which change with every sample.
   * In an array with room around them they share no cache line with those of another worker,
   * wherever the garbage collector moves it.
   */
  private final int[] state = new int[3 * LINE];

  void clear() {
    state[RECORD_COUNT] = 0;
    state[RUN_COUNT] = 0;
    endRun();
  }

  /** Makes the next record begin a run of its own. */
  void endRun() {
    state[LATEST_BLOCK] = NO_BLOCK;
  }

  /** The records, with room for as many more. */
  float[] records(int more) {
    int length = RECORD * (state[RECORD_COUNT] + more);
    if (length > records.length) {
      records = Arrays.copyOf(records, Math.max(length, records.length + records.length / 2));
    }
    return records;
  }

  /** Number of records. */
  int count() {
    return state[RECORD_COUNT];
  }

  /**
   * Counts records in.
   *
   * @param count of all records
   */
  void setCount(int count) {
    state[RECORD_COUNT] = count;
  }

  /** Block of the latest run, or {@value #NO_BLOCK} where the next record begins one. */
  int latestBlock() {
    return state[LATEST_BLOCK];
  }

  /**
   * Begins a run.
   *
   * @param ofBlock where its samples are
   * @param first its first record
   */
  void beginRun(int ofBlock, int first) {
    if (state[RUN_COUNT] == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * state[RUN_COUNT]);
      firsts = Arrays.copyOf(firsts, 2 * state[RUN_COUNT]);
    }
    blocks[state[RUN_COUNT]] = ofBlock;
    firsts[state[RUN_COUNT]] = first;
    state[RUN_COUNT]++;
    state[LATEST_BLOCK] = ofBlock;
  }

  int runs() {
    return state[RUN_COUNT];
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
    return run + 1 < state[RUN_COUNT] ? firsts[run + 1] : state[RECORD_COUNT];
  }

  /** All records, for reading. */
  float[] records() {
    return records;
  }
}
