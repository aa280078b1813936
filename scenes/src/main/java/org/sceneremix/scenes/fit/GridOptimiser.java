package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.work.Workers;

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

  /** Part of the fit that a step belongs to. */
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
   * Rate at which a voxel may become opaque: optical depth over its edge, in one step. Slowly
   * enough that colours show at which depth a surface is, before the outermost layer is opaque and
   * hides it.
   */
  private static final double DEPTH_RATE = 0.1;

  private final FittedField field;
  private final TrainingRays trainingRays;
  private final Photography photography;
  private final FitSettings settings;
  private final Tape tape;
  private final Workers workers;
  private final Rays rays;
  private final TracedRays traced;
  private final float[] target;
  private final int[] views;
  private final float[] background;
  private final float[] colourGradient;
  private final float[] opacityGradient;

  /**
   * @param field changed by every step
   * @param photography changed by every step
   * @param tape of the tracer
   * @param workers share the rest of the work
   */
  GridOptimiser(
      FittedField field,
      TrainingRays trainingRays,
      Photography photography,
      FitSettings settings,
      Tape tape,
      Workers workers) {
    this.field = field;
    this.trainingRays = trainingRays;
    this.photography = photography;
    this.settings = settings;
    this.tape = tape;
    this.workers = workers;
    int batch = settings.raysPerIteration();
    this.rays = new Rays(batch);
    this.traced = new TracedRays(batch);
    this.target = new float[4 * batch];
    this.views = new int[batch];
    this.background = new float[3 * batch];
    this.colourGradient = new float[3 * batch];
    this.opacityGradient = new float[batch];
  }

  /**
   * One step.
   *
   * @param done share of this phase's steps that are done
   * @param random of this step
   * @return mean squared error of colour before the step
   */
  double step(double done, Phase phase, SplittableRandom random) {
    trainingRays.draw(random, rays, target, views, workers);
    drawBackground(random);
    TraceSettings trace = new TraceSettings(STEP, random.nextLong() | 1, LEAST_TRANSMITTANCE);
    tape.trace(field.field(), rays, trace, traced);
    double error = lossGradient();
    tape.adjoint(colourGradient, opacityGradient, field.gradient());
    if (phase.density && settings.totalVariation() > 0) {
      field.addRoughness(settings.totalVariation(), random, workers);
    }
    double decay = Math.pow(phase.decay, done);
    float colourRate = (float) (settings.learningRate() * decay);
    float densityRate =
        phase.density ? (float) Math.min(colourRate, DEPTH_RATE / field.voxelDepth()) : 0;
    field.step(colourRate, densityRate, workers);
    return error;
  }

  /** All that a step depends on, and changes, but the settings. */
  void transfer(StateTransfer with) throws IOException {
    field.transferGrid(with);
    photography.transfer(with);
    field.transferDirectional(with);
  }

  private void drawBackground(SplittableRandom random) {
    Optional<Backdrop> backdrop = photography.backdrop();
    if (backdrop.isPresent()) {
      backdrop.get().show(rays, background);
      return;
    }
    for (int i = 0; i < background.length; i++) {
      background[i] =
          switch (photography.behind()) {
            case AUTO, RANDOM, DISTANT -> (float) random.nextDouble();
            case WHITE -> 1;
            case BLACK -> 0;
          };
    }
  }

  private double lossGradient() {
    Exposures exposures = photography.exposures();
    Optional<Backdrop> backdrop = photography.backdrop();
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
