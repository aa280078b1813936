package org.sceneremix.scenes.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;

/**
 * How colour departs from its mean with the viewing direction, in spherical harmonics of low degree
 * (as in Fridovich-Keil et al. 2022, "Plenoxels", section 3.1). Shine that a grid of plain colours
 * can only imitate by fog goes here, and is then left behind: the reference grid keeps the mean.
 *
 * <pre>
 *   colour(x, d) = (rgb(x) + 1) / 2 + sum over k of  (y_k(d) - mean of y_k) r_k(x) / 2
 * </pre>
 *
 * <p>d is the unit direction of the ray, y_k the harmonics of degree 1 to n without their
 * constants, the mean is taken over the cameras, and r_k(x), in [-1, 1], are grids beside the
 * reference grid. Being linear in r_k, the sum is traced grid by grid, each of which shares the
 * density.
 */
final class DirectionalColour {

  static final int HIGHEST_DEGREE = 2;

  /** Colour that does not depend on the direction. */
  static final DirectionalColour NONE = new DirectionalColour(List.of(), new double[0]);

  private static final int HARMONICS = 8;

  private static final int C = VoxelGrid.CHANNELS;
  private static final int D = VoxelGrid.DENSITY;

  /** One harmonic: its coefficients, and what one iteration needs. */
  private static final class Term {
    final VoxelGrid coefficients;
    Adam adam;
    float[] gradient;
    TracedRays traced;
    float[] colourGradient;
    float[] opacityGradient;

    Term(VoxelGrid coefficients) {
      this.coefficients = coefficients;
    }
  }

  private final List<Term> terms;
  private final double[] mean;

  /** Of the latest rays, {@code [ray][term]}. */
  private float[] weights = {};

  private DirectionalColour(List<Term> terms, double[] mean) {
    this.terms = terms;
    this.mean = mean;
  }

  /**
   * Colour that is the same from everywhere, ready to be fitted.
   *
   * @param degree 0 to {@link #HIGHEST_DEGREE}
   * @param grid the reference grid
   * @param cameras the training views
   */
  static DirectionalColour of(int degree, VoxelGrid grid, List<Camera> cameras) {
    if (degree == 0) {
      return NONE;
    }
    int count = (degree + 1) * (degree + 1) - 1;
    double[] mean = new double[count];
    double[] harmonics = new double[HARMONICS];
    for (Camera camera : cameras) {
      Vector3d forward = camera.cameraToWorld().transformDirection(new Vector3d(0, 0, -1));
      harmonics(forward.x, forward.y, forward.z, harmonics);
      for (int k = 0; k < count; k++) {
        mean[k] += harmonics[k] / cameras.size();
      }
    }
    List<Term> terms = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      terms.add(new Term(grid.withData(new float[grid.data().length])));
    }
    return new DirectionalColour(terms, mean);
  }

  private static void harmonics(double x, double y, double z, double[] out) {
    out[0] = x;
    out[1] = y;
    out[2] = z;
    out[3] = 2 * x * y;
    out[4] = 2 * y * z;
    out[5] = 2 * x * z;
    out[6] = 0.5 * (3 * z * z - 1);
    out[7] = x * x - y * y;
  }

  /** Allocates what {@link #step} needs. */
  void begin(boolean[] active, int rays) {
    for (Term term : terms) {
      term.adam = new Adam(term.coefficients.data(), active);
      term.gradient = new float[term.coefficients.data().length];
      term.colourGradient = new float[3 * rays];
      term.opacityGradient = new float[rays];
    }
  }

  /** The grids r_k, in the order of the harmonics. */
  List<VoxelGrid> coefficients() {
    return terms.stream().map(term -> term.coefficients).toList();
  }

  /** What {@link #adjoint} has added to the gradient with respect to {@code r_k}. */
  float[] gradient(int k) {
    return terms.get(k).gradient;
  }

  /** Takes over the density of the reference grid. */
  void shareDensity(VoxelGrid grid) {
    for (Term term : terms) {
      forEachVoxel(grid, at -> term.coefficients.data()[at + D] = grid.data()[at + D]);
    }
  }

  private interface VoxelWork {
    void at(int offset);
  }

  private static void forEachVoxel(VoxelGrid grid, VoxelWork work) {
    int layer = grid.nx() * grid.ny() * C;
    IntStream.range(0, grid.nz())
        .parallel()
        .forEach(
            z -> {
              for (int at = z * layer; at < (z + 1) * layer; at += C) {
                work.at(at);
              }
            });
  }

  /**
   * Adds the departure from the mean to traced colours.
   *
   * @param traced of the reference grid, with the same settings
   */
  void addTo(TracedRays traced, Rays rays, TraceSettings settings, VolumeTracer tracer) {
    if (terms.isEmpty()) {
      return;
    }
    weigh(rays);
    int count = terms.size();
    for (int k = 0; k < count; k++) {
      Term term = terms.get(k);
      if (term.traced == null || term.traced.count() != rays.count()) {
        term.traced = new TracedRays(rays.count());
      }
      tracer.trace(term.coefficients, rays, settings, term.traced);
      for (int i = 0; i < rays.count(); i++) {
        float y = weights[i * count + k];
        // what is stored as 0 traces as one half
        float half = 0.5f * term.traced.opacity()[i];
        for (int c = 3 * i; c < 3 * i + 3; c++) {
          traced.colour()[c] += y * (term.traced.colour()[c] - half);
        }
      }
    }
  }

  /** Finds what each term counts along each ray: {@code y_k(d) - mean of y_k}. */
  private void weigh(Rays rays) {
    int count = terms.size();
    if (weights.length != rays.count() * count) {
      weights = new float[rays.count() * count];
    }
    float[] directions = rays.directions();
    double[] harmonics = new double[HARMONICS];
    for (int i = 0; i < rays.count(); i++) {
      harmonics(directions[3 * i], directions[3 * i + 1], directions[3 * i + 2], harmonics);
      for (int k = 0; k < count; k++) {
        weights[i * count + k] = (float) (harmonics[k] - mean[k]);
      }
    }
  }

  /**
   * The adjoint of the latest {@link #addTo}.
   *
   * @param colourGradient of the loss with respect to the sum
   * @param gradient of the reference grid; receives what comes by way of density
   */
  void adjoint(
      Rays rays,
      TraceSettings settings,
      VolumeTracer tracer,
      float[] colourGradient,
      float[] gradient) {
    for (int k = 0; k < terms.size(); k++) {
      Term term = terms.get(k);
      for (int i = 0; i < rays.count(); i++) {
        float y = weights[i * terms.size() + k];
        float opacity = 0;
        for (int c = 3 * i; c < 3 * i + 3; c++) {
          term.colourGradient[c] = y * colourGradient[c];
          opacity -= 0.5f * y * colourGradient[c];
        }
        term.opacityGradient[i] = opacity;
      }
      tracer.adjoint(
          term.coefficients,
          rays,
          settings,
          term.traced,
          term.colourGradient,
          term.opacityGradient,
          term.gradient);
      forEachVoxel(
          term.coefficients,
          at -> {
            gradient[at + D] += term.gradient[at + D];
            term.gradient[at + D] = 0;
          });
    }
  }

  /** One step of gradient descent by the gradients of the latest {@link #adjoint}. */
  void step(double rate) {
    for (Term term : terms) {
      term.adam.step(term.gradient, rate, 0);
    }
  }
}
