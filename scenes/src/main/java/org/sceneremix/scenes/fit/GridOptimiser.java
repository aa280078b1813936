package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.volume.VoxelGrid;

/**
 * Gradient descent on the values of one grid.
 *
 * <p>With background b, traced colour C and opacity A, and pixel colour c (premultiplied) and alpha
 * a, the error of a ray is
 *
 * <pre>
 *   e = C + (1 - A) b - (c + (1 - a) b)        loss = mean of e^2
 * </pre>
 *
 * <p>C includes what {@link DirectionalColour} adds, and the gain of {@link Exposures}; b may be
 * learned ({@link Backdrop}). To the loss are added the {@link TotalVariation} of the grid and the
 * mean of {@code A (1 - A)}, which makes rays pass or end, with the weights that the settings say.
 */
final class GridOptimiser {

  /** Steps are longer than a rendering's: samples are jittered, errors average out. */
  private static final double STEP = 0.7;

  private static final double LEAST_TRANSMITTANCE = 1e-3;

  /** What a step is part of. */
  enum Phase {
    COARSE(0.3, true),
    FINEST(0.03, true),
    /** Density stays. */
    COLOUR(0.03, false);

    /** Share of the learning rate that is left at the end. */
    private final double decay;

    private final boolean density;

    Phase(double decay, boolean density) {
      this.decay = decay;
      this.density = density;
    }
  }

  /**
   * How fast a voxel may become opaque: optical depth over its edge, in one step. Slowly enough
   * that colours show at which depth a surface is, before the outermost layer is opaque and hides
   * it.
   */
  private static final double DEPTH_RATE = 0.1;

  private final VoxelGrid grid;
  private final boolean[] active;
  private final Optional<DirectionalColour> directional;
  private final TrainingRays trainingRays;
  private final FitSettings settings;
  private final FitBackground behind;
  private final Optional<Backdrop> backdrop;
  private final FitTracer tracer;
  private final Adam adam;
  private final Rays rays;
  private final TracedRays traced;
  private final float[] target;
  private final int[] views;
  private final Exposures exposures;
  private final float[] background;
  private final float[] colourGradient;
  private final float[] opacityGradient;
  private final float[] gradient;

  /**
   * @param grid changed by every step
   * @param directional changed by every step; empty where colour is the same from everywhere
   * @param active for each voxel whether it may be changed
   * @param behind what stands behind the scene
   * @param backdrop changed by every step; there if the scene stands in front of it
   */
  GridOptimiser(
      VoxelGrid grid,
      Optional<DirectionalColour> directional,
      boolean[] active,
      TrainingRays trainingRays,
      Exposures exposures,
      FitSettings settings,
      FitBackground behind,
      Optional<Backdrop> backdrop,
      FitTracer tracer) {
    this.grid = grid;
    this.directional = directional;
    this.active = active;
    this.trainingRays = trainingRays;
    this.exposures = exposures;
    this.settings = settings;
    this.behind = behind;
    this.backdrop = backdrop;
    this.tracer = tracer;
    this.adam = new Adam(grid.data());
    int batch = settings.raysPerIteration();
    this.rays = new Rays(batch);
    this.traced = TracedRays.forAdjoint(batch);
    this.target = new float[4 * batch];
    this.views = new int[batch];
    this.background = new float[3 * batch];
    this.colourGradient = new float[3 * batch];
    this.opacityGradient = new float[batch];
    this.gradient = new float[grid.data().length];
  }

  /**
   * One step.
   *
   * @param done share of this phase's steps that are done
   * @param random of this step
   * @return mean squared error of colour before the step
   */
  double step(double done, Phase phase, SplittableRandom random) {
    trainingRays.draw(random, rays, target, views, tracer.any());
    drawBackground(random);
    TraceSettings trace = new TraceSettings(STEP, random.nextLong() | 1, LEAST_TRANSMITTANCE);
    Optional<DirectionalField> field = directional.map(DirectionalColour::field);
    tracer.trace(grid, field, rays, trace, traced);
    double error = lossGradient();
    tracer.adjoint(
        grid,
        field,
        rays,
        trace,
        traced,
        colourGradient,
        opacityGradient,
        gradient,
        directional.map(DirectionalColour::gradient));
    if (phase.density && settings.totalVariation() > 0) {
      TotalVariation.addGradient(
          grid, active, settings.totalVariation(), random, gradient, tracer.any());
    }
    double decay = Math.pow(phase.decay, done);
    double voxelDepth = grid.densityScale() * grid.shortestVoxelEdge();
    float colourRate = (float) (settings.learningRate() * decay);
    float densityRate = phase.density ? (float) Math.min(colourRate, DEPTH_RATE / voxelDepth) : 0;
    float[] rates = {colourRate, colourRate, colourRate, densityRate};
    adam.step(gradient, active, rates, tracer.any());
    directional.ifPresent(colour -> colour.step(colourRate, tracer.any()));
    return error;
  }

  /** All that a step depends on, and changes, but the settings. */
  void transfer(StateTransfer with) throws IOException {
    with.transfer(grid.data());
    adam.transfer(with);
    exposures.transfer(with);
    if (backdrop.isPresent()) {
      backdrop.get().transfer(with);
    }
    if (directional.isPresent()) {
      directional.get().transfer(with);
    }
  }

  private void drawBackground(SplittableRandom random) {
    if (backdrop.isPresent()) {
      backdrop.get().show(rays, background);
      return;
    }
    for (int i = 0; i < background.length; i++) {
      background[i] =
          switch (behind) {
            case AUTO, RANDOM, DISTANT -> (float) random.nextDouble();
            case WHITE -> 1;
            case BLACK -> 0;
          };
    }
  }

  private double lossGradient() {
    double sum = 0;
    float scale = 2f / background.length;
    float[] missing = new float[3];
    float opacityScale = (float) settings.opacityWeight() / opacityGradient.length;
    for (int i = 0; i < opacityGradient.length; i++) {
      float uncovered = 1 - traced.opacity()[i];
      float transparent = 1 - target[4 * i + 3];
      float opacity = opacityScale * (1 - 2 * traced.opacity()[i]);
      for (int c = 0; c < 3; c++) {
        float b = background[3 * i + c];
        float gain = exposures.gain(views[i], c);
        float made = traced.colour()[3 * i + c];
        float expected = target[4 * i + c] + (transparent - uncovered) * b;
        float error = gain * made - expected;
        exposures.observe(views[i], c, made, expected);
        missing[c] = target[4 * i + c] - gain * made;
        sum += error * error;
        float slope = scale * error;
        colourGradient[3 * i + c] = gain * slope;
        opacity -= slope * b;
      }
      opacityGradient[i] = opacity;
      if (backdrop.isPresent()) {
        backdrop.get().observe(rays, i, uncovered, missing);
      }
    }
    exposures.update();
    backdrop.ifPresent(Backdrop::update);
    return sum / background.length;
  }
}
