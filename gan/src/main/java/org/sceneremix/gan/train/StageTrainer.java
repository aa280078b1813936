package org.sceneremix.gan.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.sceneremix.gan.critic.Critic;
import org.sceneremix.gan.critic.Loss;
import org.sceneremix.gan.critic.PatchDistance;
import org.sceneremix.gan.critic.PatchTransport;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.lattice.Deviates;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Columns;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.net.Ground;
import org.sceneremix.gan.net.Maps;
import org.sceneremix.gan.net.Network;
import org.sceneremix.gan.net.Parameter;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Stage;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;

/**
 * One iteration after another of the training of a generator against its critics, of columns and of
 * traced pictures: first the critics go a step, then the generator. Chance follows from seed and
 * iteration, so that a training that is resumed goes on as if it had not been interrupted.
 */
final class StageTrainer {

  /** Scenes of latents in an iteration; one more is the reconstruction. */
  static final int BATCH = 2;

  /** Pictures of a scene that the critic of pictures sees in an iteration. */
  private static final int PATCHES = 32;

  /** Colour and opacity. */
  private static final int PICTURE_CHANNELS = 4;

  private static final int PICTURE_WIDTH = 64;
  private static final double RECONSTRUCTION_WEIGHT = 10;
  private static final double RATE = 5e-4;

  /** Weights of the penalties on the slopes of the two critics, as in 3inGAN. */
  private static final double VOLUME_PENALTY = 0.1;

  private static final double PICTURE_PENALTY = 1;

  /** Share of the training that is done at a tenth of the rate. */
  private static final double LAST = 0.2;

  /**
   * Temperature at the beginning, and the factor by which it has risen when the last part begins.
   */
  private static final double COLDEST = 10;

  private static final double RISE = 4;

  private final Engine engine;
  private final VoxelGrid reference;
  private final int level;
  private final List<Generator.Choice> starts;
  private final Maps real;
  private final Hyperparameters hyperparameters;
  private final PatchCameras cameras;
  private final VolumeTracer tracer;

  /** A tape for each scene of a batch. */
  private final List<Tape> tapes;

  private final long seed;
  private final Ground ground;
  private final int[] occupied;
  private final Generator generator;
  private final Critic volumeCritic;
  private final Critic pictureCritic;
  private final PatchDistance patchDistance;
  private final PatchTransport patchTransport;
  private final float[] rateFactor = {1};

  /**
   * @param level of the exemplar
   * @param starts scenes as they come from the level before, the last one that of the
   *     reconstruction; none at the coarsest level
   */
  StageTrainer(
      Engine engine,
      Exemplar exemplar,
      int level,
      List<Generator.Choice> starts,
      TrainSettings settings,
      PatchCameras cameras) {
    this.engine = engine;
    this.reference = Stage.seen(exemplar, level);
    this.level = level;
    this.starts = starts;
    this.hyperparameters = settings.hyperparameters();
    this.cameras = cameras;
    this.tracer = cameras.tracer();
    this.tapes = Stream.generate(tracer::tape).limit(BATCH).toList();
    this.seed = Deviates.mix(settings.seed() + level);
    this.real = Columns.seen(Columns.of(reference));
    this.ground = Ground.of(reference.nx(), reference.ny());
    this.occupied = PatchCameras.occupied(reference);
    SplittableRandom random = new SplittableRandom(this.seed);
    this.generator =
        Stage.generator(exemplar, level, hyperparameters.shape(level, reference.nz()), random);
    int width = hyperparameters.shape(level, reference.nz()).width();
    int slab = hyperparameters.shape(0, reference.nz()).slab();
    this.volumeCritic = Critic.ofColumns(reference.nz(), slab, width, random);
    this.pictureCritic = Critic.ofPictures(PICTURE_CHANNELS, PICTURE_WIDTH, random);
    this.patchDistance = new PatchDistance(reference.nz(), slab);
    this.patchTransport = new PatchTransport(reference.nz(), slab, real);
  }

  Generator generator() {
    return generator;
  }

  /** The temperature when a share of the training is done. */
  static double temperature(double fraction) {
    return COLDEST * Math.pow(RISE, Math.min(1, fraction / (1 - LAST)));
  }

  /** Trains from here on at half the rate of before. */
  void slowDown() {
    rateFactor[0] /= 2;
  }

  /**
   * Trains for one iteration.
   *
   * @param iteration number, from 0
   * @param fraction share of the training that is done
   */
  StageFigures step(int iteration, double fraction) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + iteration);
    double rate = RATE * rateFactor[0] * (fraction < 1 - LAST ? 1 : 0.1);
    Maps latents = latents(random);
    generator.setTemperature(temperature(fraction));
    Generator.Run run = generator.train(engine, latents, ground, start(random));
    Maps columns = run.columns();
    Maps seen = Columns.seen(columns);
    Maps generated = seen.slice(0, BATCH);
    float[] gradient = new float[seen.data().length];
    double volumeLead = 0;
    double volumePenalty = 0;
    if (hyperparameters.volumeWeight() > 0) {
      Loss.Figures figures =
          train(volumeCritic, real, generated, VOLUME_PENALTY, random, rate, iteration);
      volumeLead = figures.lead();
      volumePenalty = figures.penalty();
      Maps ofGenerated =
          hyperparameters
              .loss()
              .generatorGradient(engine, volumeCritic, generated, hyperparameters.volumeWeight());
      System.arraycopy(ofGenerated.data(), 0, gradient, 0, ofGenerated.data().length);
    }
    double patches = 0;
    if (hyperparameters.patchWeight() > 0) {
      patches =
          patchDistance.addGradient(
              engine, real, generated, iteration, hyperparameters.patchWeight(), random, gradient);
    }
    double cost = 0;
    if (hyperparameters.transportWeight() > 0) {
      cost =
          patchTransport.addGradient(
              engine, generated, iteration, hyperparameters.transportWeight(), random, gradient);
    }
    double reconstruction = addReconstruction(seen, gradient);
    Maps ofColumns = Columns.throughSeen(columns, seen.with(gradient));
    double pictureLead = 0;
    double picturePenalty = 0;
    if (hyperparameters.pictureWeight() > 0) {
      Loss.Figures figures = picture(columns, ofColumns, random, rate, iteration);
      pictureLead = figures.lead();
      picturePenalty = figures.penalty();
    }
    generator.clearGradients();
    run.backward(ofColumns);
    generator.descend(engine, rate, iteration + 1);
    return new StageFigures(
        level,
        volumeLead,
        pictureLead,
        volumePenalty,
        picturePenalty,
        patches,
        cost,
        reconstruction);
  }

  private Maps latents(SplittableRandom random) {
    Ground.Area all = ground.all().grown(generator.reach());
    Maps[] maps = new Maps[BATCH + 1];
    for (int n = 0; n < BATCH; n++) {
      maps[n] = Latents.ofSeed(random.nextLong()).over(ground, all, level);
    }
    maps[BATCH] = Latents.ofReconstruction().over(ground, all, level);
    return Maps.concatenated(maps);
  }

  /** Scenes from the level before, by chance, and the reconstruction; null at the coarsest. */
  private Generator.Choice start(SplittableRandom random) {
    if (starts.isEmpty()) {
      return null;
    }
    List<Generator.Choice> some = new ArrayList<>();
    for (int n = 0; n < BATCH; n++) {
      some.add(starts.get(random.nextInt(starts.size() - 1)));
    }
    some.add(starts.get(starts.size() - 1));
    return Generator.Choice.concatenated(some);
  }

  private Loss.Figures train(
      Critic critic,
      Maps ofReference,
      Maps generated,
      double penaltyWeight,
      SplittableRandom random,
      double rate,
      int iteration) {
    critic.clearGradients();
    Loss.Figures figures =
        hyperparameters
            .loss()
            .criticGradients(engine, critic, ofReference, generated, penaltyWeight, random);
    critic.descend(engine, rate, iteration + 1);
    return figures;
  }

  /** Adds the gradient of the error of the reconstruction, which is the last of the maps. */
  private double addReconstruction(Maps seen, float[] gradient) {
    int length = real.data().length;
    int from = BATCH * length;
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double error = seen.data()[from + i] - real.data()[i];
      sum += error * error;
      gradient[from + i] += (float) (RECONSTRUCTION_WEIGHT * 2 * error / length);
    }
    return sum / length;
  }

  /** Lets the critic of pictures learn, and adds what it teaches to the gradient of columns. */
  private Loss.Figures picture(
      Maps columns, Maps ofColumns, SplittableRandom random, double rate, int iteration) {
    Maps[] reals = new Maps[BATCH];
    Maps[] fakes = new Maps[BATCH];
    for (int n = 0; n < BATCH; n++) {
      Rays ofReference = cameras.patches(reference, occupied, PATCHES, random).toRays();
      TracedRays traced = new TracedRays(ofReference.count());
      tracer.trace(reference, ofReference, TraceSettings.DEFAULT, traced);
      reals[n] = pictures(traced);
      VoxelGrid scene = reference.withData(Columns.samples(columns, n));
      // where one looks at what is real and where at what is generated are independent
      Rays rays = cameras.patches(scene, PatchCameras.occupied(scene), PATCHES, random).toRays();
      traced = new TracedRays(rays.count());
      tapes.get(n).trace(RadianceField.of(scene), rays, TraceSettings.DEFAULT, traced);
      fakes[n] = pictures(traced);
    }
    Maps generated = Maps.concatenated(fakes);
    Loss.Figures figures =
        train(
            pictureCritic,
            Maps.concatenated(reals),
            generated,
            PICTURE_PENALTY,
            random,
            rate,
            iteration);
    Maps gradient =
        hyperparameters
            .loss()
            .generatorGradient(engine, pictureCritic, generated, hyperparameters.pictureWeight());
    for (int n = 0; n < BATCH; n++) {
      float[] ofSamples = new float[reference.data().length];
      addAdjoint(tapes.get(n), gradient.slice(n * PATCHES, PATCHES), ofSamples);
      Columns.addSamples(ofSamples, ofColumns, n);
    }
    return figures;
  }

  /** Premultiplied colour in [0, 2] and opacity in [-1, 1], as columns are seen. */
  private static Maps pictures(TracedRays traced) {
    int edge = PatchCameras.EDGE;
    Maps maps = Maps.zeros(PATCHES, edge, edge, PICTURE_CHANNELS);
    for (int p = 0; p < traced.count(); p++) {
      for (int c = 0; c < 3; c++) {
        maps.data()[p * PICTURE_CHANNELS + c] = 2 * traced.colour()[3 * p + c];
      }
      maps.data()[p * PICTURE_CHANNELS + 3] = 2 * traced.opacity()[p] - 1;
    }
    return maps;
  }

  private static void addAdjoint(Tape tape, Maps gradient, float[] ofSamples) {
    float[] ofOpacity = new float[gradient.data().length / PICTURE_CHANNELS];
    float[] ofColour = new float[3 * ofOpacity.length];
    for (int p = 0; p < ofOpacity.length; p++) {
      for (int c = 0; c < 3; c++) {
        ofColour[3 * p + c] = 2 * gradient.data()[p * PICTURE_CHANNELS + c];
      }
      ofOpacity[p] = 2 * gradient.data()[p * PICTURE_CHANNELS + 3];
    }
    tape.adjoint(ofColour, ofOpacity, RadianceGradient.of(ofSamples));
  }

  /** The arrays that training changes, what sampling needs first. */
  private List<float[]> arrays() {
    List<float[]> arrays = new ArrayList<>(ModelFolder.generatorArrays(generator));
    for (Network network : List.of(volumeCritic, pictureCritic)) {
      network.parameters().forEach(parameter -> arrays.add(parameter.values()));
    }
    for (Network network : List.of(generator, volumeCritic, pictureCritic)) {
      for (Parameter parameter : network.parameters()) {
        arrays.addAll(List.of(parameter.moments()));
      }
    }
    arrays.addAll(patchTransport.potentials());
    arrays.add(rateFactor);
    return arrays;
  }

  /**
   * All that a training goes on from, apart from the iteration; what sampling needs comes first.
   */
  List<float[]> state() {
    return arrays().stream().map(float[]::clone).toList();
  }

  /**
   * Goes back to a state.
   *
   * @throws IllegalArgumentException if it is not one of such a training
   */
  void restore(List<float[]> state) {
    List<float[]> own = arrays();
    if (state.size() != own.size()) {
      throw new IllegalArgumentException(
          "a training has " + own.size() + " arrays, not " + state.size());
    }
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i).length != state.get(i).length) {
        throw new IllegalArgumentException("array " + i + " has another length");
      }
      System.arraycopy(state.get(i), 0, own.get(i), 0, own.get(i).length);
    }
  }
}
