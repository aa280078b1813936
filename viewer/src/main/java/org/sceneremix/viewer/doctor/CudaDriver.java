package org.sceneremix.viewer.doctor;

import static org.lwjgl.system.APIUtil.apiCreateLibrary;
import static org.lwjgl.system.APIUtil.apiGetFunctionAddressOptional;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.SharedLibrary;
import org.sceneremix.renderer.gl.NativeLibraries;

/** CUDA's driver, asked for its cards by its own functions; nothing of CUDA need be installed. */
final class CudaDriver implements AutoCloseable {

  /** Attributes of cuDeviceGetAttribute. */
  private static final int CAPABILITY_MAJOR = 75;

  private static final int CAPABILITY_MINOR = 76;

  private static final int NAME_BYTES = 256;

  /** As cuDriverGetVersion counts; libraries of CUDA 11.6 run with drivers of all 11, and newer. */
  private static final int LEAST_VERSION = 11_000;

  static {
    NativeLibraries.folder();
  }

  private final SharedLibrary driver;

  private CudaDriver(SharedLibrary driver) {
    this.driver = driver;
  }

  /**
   * Nothing where no driver is installed.
   *
   * @param file its name or path
   */
  static Optional<CudaDriver> open(String file) {
    try {
      return Optional.of(new CudaDriver(apiCreateLibrary(file)));
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }

  /**
   * The devices that the driver lists.
   *
   * @throws CudaException if it fails
   */
  List<CudaDevice> devices() {
    check("cuInit", JNI.callI(0, function("cuInit")));
    List<CudaDevice> devices = new ArrayList<>();
    try (MemoryStack stack = MemoryStack.stackPush()) {
      IntBuffer number = stack.mallocInt(1);
      long address = MemoryUtil.memAddress(number);
      check("cuDriverGetVersion", JNI.callPI(address, function("cuDriverGetVersion")));
      requireVersion(number.get(0));
      check("cuDeviceGetCount", JNI.callPI(address, function("cuDeviceGetCount")));
      int count = number.get(0);
      for (int i = 0; i < count; i++) {
        check("cuDeviceGet", JNI.callPI(address, i, function("cuDeviceGet")));
        devices.add(device(number.get(0), stack));
      }
    }
    return devices;
  }

  private static void requireVersion(int version) {
    if (version < LEAST_VERSION) {
      throw new CudaException(
          String.format(
              Locale.ROOT,
              "the NVIDIA driver is too old: it is for CUDA %d.%d, but 11.0 is needed; update it",
              version / 1000,
              version % 1000 / 10));
    }
  }

  private CudaDevice device(int device, MemoryStack stack) {
    long name = stack.ncalloc(1, 1, NAME_BYTES);
    check("cuDeviceGetName", JNI.callPI(name, NAME_BYTES, device, function("cuDeviceGetName")));
    PointerBuffer memory = stack.callocPointer(2);
    long free = MemoryUtil.memAddress(memory);
    long total = free + Long.BYTES;
    check("cuDeviceTotalMem", JNI.callPI(total, device, function("cuDeviceTotalMem_v2")));
    PointerBuffer context = stack.callocPointer(1);
    check(
        "cuDevicePrimaryCtxRetain",
        JNI.callPI(MemoryUtil.memAddress(context), device, function("cuDevicePrimaryCtxRetain")));
    try {
      check("cuCtxPushCurrent", JNI.callPI(context.get(0), function("cuCtxPushCurrent_v2")));
      check("cuMemGetInfo", JNI.callPPI(free, total, function("cuMemGetInfo_v2")));
      check(
          "cuCtxPopCurrent",
          JNI.callPI(MemoryUtil.memAddress(context), function("cuCtxPopCurrent_v2")));
    } finally {
      JNI.callI(device, function("cuDevicePrimaryCtxRelease_v2"));
    }
    return new CudaDevice(
        MemoryUtil.memUTF8(name),
        attribute(CAPABILITY_MAJOR, device, stack),
        attribute(CAPABILITY_MINOR, device, stack),
        memory.get(0),
        memory.get(1));
  }

  private int attribute(int attribute, int device, MemoryStack stack) {
    IntBuffer value = stack.mallocInt(1);
    check(
        "cuDeviceGetAttribute",
        JNI.callPI(
            MemoryUtil.memAddress(value), attribute, device, function("cuDeviceGetAttribute")));
    return value.get(0);
  }

  private long function(String name) {
    long address = apiGetFunctionAddressOptional(driver, name);
    if (address == MemoryUtil.NULL) {
      throw new CudaException("the NVIDIA driver is too old: it has no " + name + "; update it");
    }
    return address;
  }

  private static void check(String function, int result) {
    if (result != 0) {
      throw new CudaException(
          String.format(
              Locale.ROOT, "the NVIDIA driver failed (%s gave error %d)", function, result));
    }
  }

  /** The driver could not do what it was asked to. */
  static final class CudaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CudaException(String message) {
      super(message);
    }
  }

  @Override
  public void close() {
    driver.free();
  }
}
