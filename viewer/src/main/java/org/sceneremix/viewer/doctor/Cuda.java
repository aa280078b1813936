package org.sceneremix.viewer.doctor;

import static org.lwjgl.system.APIUtil.apiCreateLibrary;

import java.util.List;
import java.util.Optional;
import org.lwjgl.system.Platform;

/**
 * Whether ND4J's CUDA build can run here, found out without any of CUDA but its driver.
 *
 * @param devices cards, as their driver lists them
 * @param obstacle why it cannot, as a sentence without its end; empty if it can
 * @param missingLibrary one of CUDA's libraries that is not here, if so; they can be fetched
 */
public record Cuda(
    List<CudaDevice> devices, Optional<String> obstacle, Optional<String> missingLibrary) {

  /** Libraries that ND4J's CUDA build is linked with, beside the driver. */
  private static final List<String> LINUX_LIBRARIES =
      List.of("libcublas.so.11", "libcusolver.so.11", "libcudnn.so.8");

  private static final List<String> WINDOWS_LIBRARIES =
      List.of("cublas64_11.dll", "cusolver64_11.dll", "cudnn64_8.dll");

  public Cuda {
    devices = List.copyOf(devices);
  }

  /** Looks at driver, cards and libraries. */
  public static Cuda look() {
    return look(isWindows() ? "nvcuda.dll" : "libcuda.so.1");
  }

  /**
   * As {@link #look()}.
   *
   * @param driverFile name or path of CUDA's driver
   */
  static Cuda look(String driverFile) {
    Optional<CudaDriver> driver = CudaDriver.open(driverFile);
    if (driver.isEmpty()) {
      return without("there is no CUDA: no NVIDIA driver is installed");
    }
    try (CudaDriver cuda = driver.get()) {
      List<CudaDevice> devices = cuda.devices();
      return new Cuda(devices, platformObstacle().or(() -> obstacle(devices)), missing());
    } catch (CudaDriver.CudaException e) {
      return without(e.getMessage());
    }
  }

  private static Cuda without(String obstacle) {
    return new Cuda(List.of(), Optional.of(obstacle), missing());
  }

  private static boolean isWindows() {
    return Platform.get() == Platform.WINDOWS;
  }

  private static Optional<String> platformObstacle() {
    boolean served =
        Platform.getArchitecture() == Platform.Architecture.X64
            && (isWindows() || Platform.get() == Platform.LINUX);
    return served
        ? Optional.empty()
        : Optional.of(
            "ND4J's CUDA build exists for Linux and Windows on x86-64 only; --backend gl serves"
                + " every card with OpenGL 4.3");
  }

  /** Obstacle to the first card, which is the one that ND4J takes. */
  static Optional<String> obstacle(List<CudaDevice> devices) {
    return devices.isEmpty()
        ? Optional.of("there is no CUDA: the NVIDIA driver lists no card")
        : devices.get(0).obstacle();
  }

  private static Optional<String> missing() {
    return (isWindows() ? WINDOWS_LIBRARIES : LINUX_LIBRARIES)
        .stream().filter(library -> !canBeLoaded(library)).findFirst();
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
