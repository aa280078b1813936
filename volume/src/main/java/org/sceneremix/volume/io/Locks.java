package org.sceneremix.volume.io;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** File locks, which the system releases when a process dies. */
final class Locks {

  /** Beyond all content: on Windows, what is locked cannot be read by others. */
  private static final long POSITION = Long.MAX_VALUE - 1;

  private Locks() {}

  /**
   * Locks a file until the channel is closed.
   *
   * @return false if another process has; true where the file system knows no locks
   */
  static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock(POSITION, 1, false) != null;
    } catch (IOException e) {
      return true;
    }
  }

  /** Locks a file if it is sure that no process has; false where the file system knows no locks. */
  static boolean isFree(FileChannel channel) throws IOException {
    return channel.tryLock(POSITION, 1, false) != null;
  }
}
