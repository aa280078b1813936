package org.sceneremix.renderer.trace.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.RandomScenes;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/** The vector kernel is the scalar kernel, faster. */
class VectorKernelTest {

  @Test
  void vectorKernelIsFoundWhereTheModuleIs() {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "vectors of 256 bits");
    VoxelGrid grid = RandomScenes.grid(new Random(1), 4, 4, 4);
    assertThat(Kernels.create(grid, TraceSettings.DEFAULT, CpuTracer.haveVectors()))
        .isNotInstanceOf(ScalarKernel.class);
  }

  @Property(tries = 150)
  void agreesInEveryBit(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int nx,
      @ForAll @IntRange(min = 1, max = 20) int ny,
      @ForAll @IntRange(min = 1, max = 20) int nz,
      @ForAll @DoubleRange(min = 0.1, max = 20) double step) {
    assumeTrue(CpuTracer.haveVectors());
    Random random = new Random(seed);
    VoxelGrid thin = RandomScenes.sparseGrid(random, nx, ny, nz);
    // from fog to what is opaque at the first sample
    float scale = (float) Math.pow(10, random.nextDouble(-1, 3));
    VoxelGrid grid = new VoxelGrid(nx, ny, nz, thin.box(), scale, thin.data());
    Rays rays = RandomScenes.rays(random, grid.box(), 60);
    TraceSettings settings = new TraceSettings(step, seed, random.nextBoolean() ? 0 : 1e-3);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = RandomScenes.gradients(random, rays.count());

    TracedRays[] traced = new TracedRays[2];
    float[][] gradient = new float[2][grid.data().length];
    for (int k = 0; k < 2; k++) {
      traced[k] = TracedRays.withNormals(rays.count());
      try (Workers workers = new Workers(1)) {
        Tape tape = new CpuTracer(workers, true, k == 1, CpuTracer.BATCH_SAMPLES).tape();
        tape.trace(RadianceField.of(grid), rays, settings, traced[k]);
        tape.adjoint(g, ga, RadianceGradient.of(gradient[k]));
      }
    }
    assertThat(traced[1].colour()).isEqualTo(traced[0].colour());
    assertThat(traced[1].opacity()).isEqualTo(traced[0].opacity());
    assertThat(traced[1].depth()).isEqualTo(traced[0].depth());
    assertThat(traced[1].normal()).isEqualTo(traced[0].normal());
    assertThat(gradient[1]).isEqualTo(gradient[0]);
  }
}
