package org.sceneremix.viewer.doctor;

import static org.lwjgl.system.APIUtil.apiCreateLibrary;

import java.util.List;
import java.util.Optional;
import org.lwjgl.system.Platform;

/**
 * Whether ND4J's CUDA build could run here.
 *
 * @param devices cards, as their driver lists them
 * @param obstacle why it could not, as a sentence without its end; empty if it could
 */
public record Cuda(List<CudaDevice> devices, Optional<String> obstacle) {

  /** What ND4J's CUDA build is linked with, beside the driver. */
  private static final List<String> LIBRARIES =
      List.of("libcublas.so.11", "libcusolver.so.11", "libcudnn.so.8");

  public Cuda {
    devices = List.copyOf(devices);
  }

  /** Looks at driver, cards and libraries. */
  public static Cuda look() {
    Optional<CudaDriver> driver = CudaDriver.open();
    if (driver.isEmpty()) {
      return without("there is no CUDA: no NVIDIA driver is installed");
    }
    try (CudaDriver cuda = driver.get()) {
      List<CudaDevice> devices = cuda.devices();
      return new Cuda(devices, obstacle(devices).or(Cuda::missingLibrary));
    } catch (CudaDriver.CudaException e) {
      return without(e.getMessage());
    }
  }

  private static Cuda without(String obstacle) {
    return new Cuda(List.of(), Optional.of(obstacle));
  }

  /** Of the first card, which is the one that ND4J takes. */
  static Optional<String> obstacle(List<CudaDevice> devices) {
    return devices.isEmpty()
        ? Optional.of("there is no CUDA: the NVIDIA driver lists no card")
        : devices.get(0).obstacle();
  }

  private static Optional<String> missingLibrary() {
    if (Platform.get() != Platform.LINUX) {
      return Optional.empty();
    }
    return LIBRARIES.stream()
        .filter(library -> !canBeLoaded(library))
        .findFirst()
        .map(library -> library + " cannot be loaded; install CUDA 11 and cuDNN 8");
  }

  private static boolean canBeLoaded(String library) {
    try {
      apiCreateLibrary(library).free();
      return true;
    } catch (LinkageError e) {
      return false;
    }
  }
}
