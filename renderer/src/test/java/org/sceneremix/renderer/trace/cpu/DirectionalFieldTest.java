package org.sceneremix.renderer.trace.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.DirectionalGradient;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.RandomScenes;
import org.sceneremix.renderer.trace.ReferenceTracer;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class DirectionalFieldTest {

  private static final List<Vector3d> DIRECTIONS =
      List.of(new Vector3d(0.6, 0, -0.8), new Vector3d(0, 1, 0), new Vector3d(-0.6, 0.8, 0));

  private static final String SIZES =
      """
      5, 4, 6, 2
      5, 4, 6, 1
      1, 9, 2, 2
      8, 1, 17, 2
      """;

  private static DirectionalField field(Random random, VoxelGrid grid, int degree) {
    boolean[] voxels = new boolean[grid.voxelCount()];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = random.nextInt(4) > 0;
    }
    DirectionalField field = new DirectionalField(degree, voxels, DIRECTIONS);
    for (int i = 0; i < field.values().length; i++) {
      field.values()[i] = 2 * random.nextFloat() - 1;
    }
    return field;
  }

  /** The grid with the coefficients of one harmonic in the place of its colours. */
  private static double[] withCoefficients(double[] samples, DirectionalField field, int harmonic) {
    double[] result = samples.clone();
    for (int v = 0; v < field.voxelCount(); v++) {
      for (int c = 0; c < 3; c++) {
        result[VoxelGrid.CHANNELS * v + c] =
            field.slots()[v] < 0
                ? 0
                : field.values()[field.slots()[v] + c * DirectionalField.HARMONICS + harmonic];
      }
    }
    return result;
  }

  private static float[] weights(DirectionalField field, Rays rays, int i) {
    float[] weights = new float[DirectionalField.HARMONICS];
    float[] d = rays.directions();
    field.weigh(d[3 * i], d[3 * i + 1], d[3 * i + 2], weights);
    return weights;
  }

  /** The sum over harmonics is linear: each is traced alone, as colour, by the slow tracer. */
  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void colourIsTheSumOfHarmonicsTracedOneByOne(int nx, int ny, int nz, int degree) {
    Random random = new Random(1);
    VoxelGrid grid = RandomScenes.grid(random, nx, ny, nz);
    DirectionalField field = field(random, grid, degree);
    Rays rays = RandomScenes.rays(random, grid.box(), 150);
    TraceSettings settings = new TraceSettings(0.6, 77, 0);
    TracedRays traced = new TracedRays(rays.count());
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      tracer.trace(new RadianceField(grid, Optional.of(field)), rays, settings, traced);
    }

    ReferenceTracer reference = new ReferenceTracer(grid, settings);
    double[] samples = ReferenceTracer.samplesOf(grid);
    for (int i = 0; i < rays.count(); i++) {
      double[] expected = reference.trace(samples, rays, i);
      float[] weights = weights(field, rays, i);
      for (int k = 0; k < weights.length; k++) {
        double[] term = reference.trace(withCoefficients(samples, field, k), rays, i);
        for (int c = 0; c < 3; c++) {
          // a coefficient of 0 is traced as the colour one half
          expected[c] += weights[k] * (term[c] - 0.5 * term[3]);
        }
      }
      for (int c = 0; c < 3; c++) {
        assertThat((double) traced.colour()[3 * i + c]).isCloseTo(expected[c], within(2e-5));
      }
      assertThat((double) traced.opacity()[i]).isCloseTo(expected[3], within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void gradientIsThatOfHarmonicsTracedOneByOne(int nx, int ny, int nz, int degree) {
    Random random = new Random(2);
    VoxelGrid grid = RandomScenes.grid(random, nx, ny, nz);
    DirectionalField field = field(random, grid, degree);
    Rays rays = RandomScenes.rays(random, grid.box(), 130);
    TraceSettings settings = new TraceSettings(0.8, 3, 0);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = RandomScenes.gradients(random, rays.count());
    float[] gradient = new float[grid.data().length];
    DirectionalGradient fieldGradient = new DirectionalGradient(field);
    adjoint(
        grid, field, rays, settings, g, ga, gradient, fieldGradient, 3, CpuTracer.haveVectors());

    ReferenceTracer reference = new ReferenceTracer(grid, settings);
    double[] samples = ReferenceTracer.samplesOf(grid);
    double[] expected = new double[samples.length];
    double[][] expectedOfField = new double[DirectionalField.HARMONICS][samples.length];
    for (int i = 0; i < rays.count(); i++) {
      double[] ofColour = {g[3 * i], g[3 * i + 1], g[3 * i + 2]};
      reference.adjoint(samples, rays, i, ofColour, ga[i], expected);
      float[] weights = weights(field, rays, i);
      for (int k = 0; k < weights.length; k++) {
        double w = weights[k];
        double[] ofTerm = Arrays.stream(ofColour).map(value -> w * value).toArray();
        double ofOpacity = -0.5 * w * Arrays.stream(ofColour).sum();
        double[] term = withCoefficients(samples, field, k);
        reference.adjoint(term, rays, i, ofTerm, ofOpacity, expectedOfField[k]);
      }
    }
    for (int v = 0; v < grid.voxelCount(); v++) {
      int at = VoxelGrid.CHANNELS * v;
      double ofDensity = expected[at + 3];
      for (double[] term : expectedOfField) {
        ofDensity += term[at + 3];
      }
      assertThat((double) gradient[at + 3])
          .isCloseTo(ofDensity, within(1e-4 * Math.abs(ofDensity) + 2e-5));
      for (int c = 0; c < 3; c++) {
        assertThat((double) gradient[at + c]).isCloseTo(expected[at + c], within(2e-5));
        for (int k = 0; k < DirectionalField.HARMONICS && field.slots()[v] >= 0; k++) {
          int of = field.slots()[v] + c * DirectionalField.HARMONICS + k;
          double value = expectedOfField[k][at + c];
          assertThat((double) fieldGradient.values()[of])
              .isCloseTo(value, within(1e-4 * Math.abs(value) + 2e-5));
          if (value != 0) {
            assertThat(fieldGradient.touched()[of / DirectionalField.COEFFICIENTS]).isTrue();
          }
        }
      }
    }
  }

  @Test
  void vectorKernelAgreesInEveryBit() {
    assumeTrue(CpuTracer.haveVectors());
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      VoxelGrid grid = RandomScenes.sparseGrid(random, 2 + seed % 7, 1 + seed % 5, 4 + seed);
      DirectionalField field = field(random, grid, 1 + seed % 2);
      Rays rays = RandomScenes.rays(random, grid.box(), 100);
      TraceSettings settings = new TraceSettings(0.4, seed, 1e-3);
      float[] g = RandomScenes.gradients(random, 3 * rays.count());
      float[] ga = RandomScenes.gradients(random, rays.count());
      float[][] gradient = new float[2][grid.data().length];
      float[][] colour = new float[2][];
      DirectionalGradient[] fieldGradient = new DirectionalGradient[2];
      for (int k = 0; k < 2; k++) {
        fieldGradient[k] = new DirectionalGradient(field);
        colour[k] =
            adjoint(grid, field, rays, settings, g, ga, gradient[k], fieldGradient[k], 1, k == 1)
                .colour();
      }
      assertThat(colour[1]).isEqualTo(colour[0]);
      assertThat(gradient[1]).isEqualTo(gradient[0]);
      assertThat(fieldGradient[1].values()).isEqualTo(fieldGradient[0].values());
      assertThat(fieldGradient[1].touched()).isEqualTo(fieldGradient[0].touched());
    }
  }

  @Test
  void samplesKeptForTheAdjointChangeNoBit() {
    Random random = new Random(3);
    VoxelGrid grid = RandomScenes.grid(random, 19, 9, 12);
    DirectionalField field = field(random, grid, 2);
    Rays rays = RandomScenes.rays(random, grid.box(), 300);
    TraceSettings settings = new TraceSettings(0.4, 5, 1e-3);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = RandomScenes.gradients(random, rays.count());
    float[][] gradient = new float[2][grid.data().length];
    DirectionalGradient[] fieldGradient = new DirectionalGradient[2];
    try (Workers workers = new Workers(2)) {
      Tape tape = new CpuTracer(workers).tape();
      tape.trace(
          new RadianceField(grid, Optional.of(field)),
          rays,
          settings,
          new TracedRays(rays.count()));
      for (int k = 0; k < 2; k++) {
        // the second time samples are met anew
        fieldGradient[k] = new DirectionalGradient(field);
        tape.adjoint(g, ga, new RadianceGradient(gradient[k], Optional.of(fieldGradient[k])));
      }
    }
    assertThat(gradient[1]).isEqualTo(gradient[0]);
    assertThat(fieldGradient[1].values()).isEqualTo(fieldGradient[0].values());
    assertThat(fieldGradient[1].touched()).isEqualTo(fieldGradient[0].touched());
  }

  private static TracedRays adjoint(
      VoxelGrid grid,
      DirectionalField field,
      Rays rays,
      TraceSettings settings,
      float[] g,
      float[] ga,
      float[] gradient,
      DirectionalGradient fieldGradient,
      int threads,
      boolean vectors) {
    TracedRays traced = new TracedRays(rays.count());
    try (Workers workers = new Workers(threads)) {
      Tape tape = new CpuTracer(workers, true, vectors, CpuTracer.BATCH_SAMPLES).tape();
      tape.trace(new RadianceField(grid, Optional.of(field)), rays, settings, traced);
      tape.adjoint(g, ga, new RadianceGradient(gradient, Optional.of(fieldGradient)));
    }
    return traced;
  }

  @Test
  void weightsHaveMeanZeroOverTheDirections() {
    DirectionalField field = new DirectionalField(2, new boolean[] {true}, DIRECTIONS);
    float[] sum = new float[DirectionalField.HARMONICS];
    float[] weights = new float[DirectionalField.HARMONICS];
    for (Vector3d d : DIRECTIONS) {
      field.weigh((float) d.x, (float) d.y, (float) d.z, weights);
      assertThat(weights).isNotEqualTo(new float[DirectionalField.HARMONICS]);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += weights[k];
      }
    }
    for (float component : sum) {
      assertThat(component).isCloseTo(0, within(1e-6f));
    }
  }

  @Test
  void saysThatTheFieldIsOfAnotherGrid() {
    VoxelGrid grid = RandomScenes.grid(new Random(1), 3, 3, 3);
    DirectionalField field = new DirectionalField(1, new boolean[8], DIRECTIONS);
    assertThatThrownBy(() -> new RadianceField(grid, Optional.of(field)))
        .hasMessageContaining("of 8 voxels but the grid has 27");
    assertThatThrownBy(() -> new DirectionalField(3, new boolean[8], DIRECTIONS))
        .hasMessageContaining("between 1 and 2");
  }
}
