package org.sceneremix.renderer.trace.cpu;

import java.lang.reflect.Constructor;
import java.util.Optional;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.VoxelGrid;

/**
 * Choice of the {@link SampleKernel} that serves a call.
 *
 * <p>The vector kernel is found by name, because it cannot even be linked where the JVM was started
 * without {@code --add-modules jdk.incubator.vector}.
 */
final class Kernels {

  /** Up to this many voxels a step, a group of samples spans less than 128 cells. */
  static final double LONGEST_VECTOR_STEP = 16;

  private static final Optional<Constructor<?>> VECTOR_KERNEL =
      find("VectorKernel", VoxelGrid.class);
  private static final Optional<Constructor<?>> VECTOR_DIRECTIONAL_KERNEL =
      find("VectorDirectionalKernel", VoxelGrid.class, DirectionalField.class, SampleKernel.class);

  private Kernels() {}

  /** Whether there is a vector kernel that is fast on this machine. */
  static boolean haveVectors() {
    return VECTOR_KERNEL.isPresent();
  }

  /**
   * A kernel for one worker.
   *
   * @param vectors whether the vector kernel is wanted; it must be there, and serves where it can
   */
  static SampleKernel create(VoxelGrid grid, TraceSettings settings, boolean vectors) {
    if (!vectors || grid.nx() < 2 || settings.step() > LONGEST_VECTOR_STEP) {
      return new ScalarKernel(grid);
    }
    try {
      return (SampleKernel) VECTOR_KERNEL.orElseThrow().newInstance(grid);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernel cannot be made", e);
    }
  }

  /**
   * Makes what such a kernel needs besides where colour depends on the viewing direction.
   *
   * @param samples the worker's kernel
   */
  static DirectionalKernel create(
      VoxelGrid grid, DirectionalField field, SampleKernel samples, boolean vectors) {
    if (!vectors) {
      return new ScalarDirectionalKernel(grid, field, samples);
    }
    try {
      return (DirectionalKernel)
          VECTOR_DIRECTIONAL_KERNEL.orElseThrow().newInstance(grid, field, samples);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernel cannot be made", e);
    }
  }

  private static Optional<Constructor<?>> find(String name, Class<?>... parameters) {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.empty();
    }
    try {
      String here = Kernels.class.getPackageName() + ".";
      boolean fast =
          (boolean) Class.forName(here + "VectorKernel").getDeclaredMethod("isFast").invoke(null);
      return fast
          ? Optional.of(Class.forName(here + name).getDeclaredConstructor(parameters))
          : Optional.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      // an incubating API may change with the JDK
      return Optional.empty();
    }
  }
}
