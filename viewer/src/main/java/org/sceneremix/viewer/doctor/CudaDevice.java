package org.sceneremix.viewer.doctor;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A graphics card as CUDA's driver sees it.
 *
 * @param name such as "NVIDIA GeForce RTX 3090"
 * @param major compute capability
 * @param minor compute capability
 * @param freeBytes of its memory
 * @param totalBytes of its memory
 */
public record CudaDevice(String name, int major, int minor, long freeBytes, long totalBytes) {

  /**
   * Lowest compute capability, times 10, that ND4J's newest CUDA build (1.0.0-M2.1, CUDA 11.6) runs
   * on: it holds machine code for 3.7 to 8.6, and no PTX that a driver could translate for other
   * cards. Cards of 8.9 run the code for 8.6.
   */
  private static final int LOWEST = 37;

  private static final int HIGHEST = 89;

  /**
   * CUDA's context and the libraries take some hundred MiB; the rest is for training: the largest
   * buffer is the unfolded input of a layer, 27 * 32 values for each of 3 * 32^3 voxels, 340 MiB.
   */
  private static final long LEAST_BYTES = 2L << 30;

  public CudaDevice {
    Objects.requireNonNull(name, "name");
  }

  /** Why ND4J's CUDA build cannot use it, if so, as the end of a sentence. */
  public Optional<String> obstacle() {
    int capability = 10 * major + minor;
    if (capability < LOWEST || capability > HIGHEST) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s has compute capability %d.%d, but ND4J's CUDA build serves 3.7 to 8.9;"
                  + " --backend gl serves it",
              name,
              major,
              minor));
    }
    if (freeBytes < LEAST_BYTES) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s has %d MiB of free memory, but %d MiB are needed; close other programs that use it",
              name,
              freeBytes >> 20,
              LEAST_BYTES >> 20));
    }
    return Optional.empty();
  }

  /** Such as "NVIDIA GeForce RTX 3090, compute capability 8.6, 23000 of 24576 MiB free". */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, compute capability %d.%d, %d of %d MiB free",
        name,
        major,
        minor,
        freeBytes >> 20,
        totalBytes >> 20);
  }
}
