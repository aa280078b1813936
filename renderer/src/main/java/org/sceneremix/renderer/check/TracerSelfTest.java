package org.sceneremix.renderer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Traces a small random scene with a tracer and with the plainest code of {@link CpuTracer}, and
 * compares: whether a graphics card and its driver, or a processor's vectors, compute what they
 * should.
 */
public final class TracerSelfTest {

  private static final double PICTURE = 1e-4;
  private static final double GRADIENT = 1e-3;
  private static final int RAYS = 500;

  private final SplittableRandom random = new SplittableRandom(1);
  private final VoxelGrid grid = scene();
  private final Rays rays = rays();
  private final List<Comparison> checks = new ArrayList<>();

  private TracerSelfTest() {}

  /** Compares everything that a tracer computes. */
  public static List<Comparison> run(VolumeTracer tracer) {
    try (Workers alone = new Workers(1)) {
      TracerSelfTest test = new TracerSelfTest();
      test.compare(tracer.tape(), CpuTracer.scalar(alone).tape());
      return List.copyOf(test.checks);
    }
  }

  /** A third of it filled, so that there is something to jump over. */
  private VoxelGrid scene() {
    VoxelGrid scene = VoxelGrid.empty(26, 21, 18, new Aabb(-1, -0.8, 0, 1, 0.8, 1.2), 30);
    float[] data = scene.data();
    for (int i = 0; i < data.length / 3; i++) {
      data[i] = (float) random.nextDouble(-1.2, 1.2);
    }
    return scene;
  }

  /** Towards random points of the box; every fourth from within. */
  private Rays rays() {
    Rays batch = new Rays(RAYS);
    Aabb box = grid.box();
    for (int i = 0; i < RAYS; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      double z = random.nextGaussian();
      double norm = Math.sqrt(x * x + y * y + z * z);
      double back = i % 4 == 0 ? 0 : 3;
      batch.set(
          i,
          random.nextDouble(box.minX(), box.maxX()) - back * x / norm,
          random.nextDouble(box.minY(), box.maxY()) - back * y / norm,
          random.nextDouble(box.minZ(), box.maxZ()) - back * z / norm,
          x / norm,
          y / norm,
          z / norm);
    }
    return batch;
  }

  private float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private void compare(Tape tape, Tape right) {
    TraceSettings settings = TraceSettings.DEFAULT.withJitterSeed(7);
    TracedRays traced = TracedRays.withNormals(RAYS);
    TracedRays expected = TracedRays.withNormals(RAYS);
    RadianceField field = RadianceField.of(grid);
    tape.trace(field, rays, settings, traced);
    right.trace(field, rays, settings, expected);
    check("tracer, colour", traced.colour(), expected.colour(), PICTURE);
    check("tracer, opacity", traced.opacity(), expected.opacity(), PICTURE);
    check("tracer, depth", traced.depth(), expected.depth(), PICTURE);
    check("tracer, normal", traced.normal(), expected.normal(), PICTURE);
    float[] ofColour = noise(3 * RAYS);
    float[] ofOpacity = noise(RAYS);
    float[] gradient = new float[grid.data().length];
    float[] expectedGradient = new float[grid.data().length];
    tape.adjoint(ofColour, ofOpacity, RadianceGradient.of(gradient));
    right.adjoint(ofColour, ofOpacity, RadianceGradient.of(expectedGradient));
    check("tracer, gradient", gradient, expectedGradient, GRADIENT);
  }

  private void check(String operator, float[] values, float[] expected, double tolerance) {
    checks.add(Comparison.of(operator, values, i -> expected[i], tolerance));
  }
}
