package org.sceneremix.viewer.doctor;

/**
 * Check before the launcher fetches ND4J's CUDA build and starts it: whether that can run here. If
 * so the output stream gets {@code installed: CARD} or, if CUDA's libraries have to be fetched as
 * well, {@code missing: CARD}. If not the error stream gets one sentence, and the exit status is 1.
 */
final class CudaPreflight {

  private CudaPreflight() {}

  public static void main(String[] arguments) {
    Cuda cuda = Cuda.look();
    if (cuda.obstacle().isPresent()) {
      System.err.println("remix: " + cuda.obstacle().get() + ".");
      System.exit(1);
    }
    System.out.println(
        (cuda.missingLibrary().isEmpty() ? "installed: " : "missing: ") + cuda.devices().get(0));
  }
}
