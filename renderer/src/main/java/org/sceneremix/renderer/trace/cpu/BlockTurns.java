package org.sceneremix.renderer.trace.cpu;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.sceneremix.volume.Blocks;

/**
 * Makes blocks that touch the same voxels write to them one after the other, always in the same
 * order: that of their classes, of which neighbours never share one.
 *
 * <p>Who is handed blocks class by class and writes to each when its turn has come waits only for
 * blocks that were handed out before, so that somebody can always go on.
 */
final class BlockTurns {

  /** Classes of blocks: even or odd number along each axis. */
  static final int CLASSES = 8;

  /** Looks at a block that is not done before it is left alone for a while. */
  private static final int PATIENCE = 1000;

  /** So long, ns. */
  private static final long NAP = 20_000;

  private final Blocks blocks;

  /** Latest round in which each block was done. */
  private final AtomicIntegerArray done;

  private int round;

  BlockTurns(Blocks blocks) {
    this.blocks = blocks;
    this.done = new AtomicIntegerArray(blocks.count());
  }

  static int classOf(int bx, int by, int bz) {
    return (bz & 1) * 4 + (by & 1) * 2 + (bx & 1);
  }

  /** Begins a round, in which every block has its turn once at most. */
  void begin() {
    round++;
  }

  /** Takes a block for done. */
  void finish(int block) {
    done.setRelease(block, round);
  }

  /** Waits until the neighbours of lower classes are done. */
  void await(int block) {
    int bx = block % blocks.nx();
    int by = (block / blocks.nx()) % blocks.ny();
    int bz = block / (blocks.nx() * blocks.ny());
    int own = classOf(bx, by, bz);
    for (int z = Math.max(0, bz - 1); z <= Math.min(blocks.nz() - 1, bz + 1); z++) {
      for (int y = Math.max(0, by - 1); y <= Math.min(blocks.ny() - 1, by + 1); y++) {
        for (int x = Math.max(0, bx - 1); x <= Math.min(blocks.nx() - 1, bx + 1); x++) {
          if (classOf(x, y, z) < own) {
            awaitDone(blocks.index(x, y, z));
          }
        }
      }
    }
  }

  private void awaitDone(int block) {
    for (int looks = 0; done.getAcquire(block) != round; looks++) {
      if (looks < PATIENCE) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, NAP);
      }
    }
  }
}
