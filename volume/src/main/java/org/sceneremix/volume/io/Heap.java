package org.sceneremix.volume.io;

/** The memory that Java has for objects. */
public final class Heap {

  private Heap() {}

  /** Bytes that can still be taken, as far as is known before unused objects are removed. */
  public static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }
}
