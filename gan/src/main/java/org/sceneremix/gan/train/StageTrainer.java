package org.sceneremix.gan.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.gan.loss.Loss;
import org.sceneremix.gan.net.Critic;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.StageLattice;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.gan.sample.Windows;
import org.sceneremix.renderer.trace.RayPatches;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Adversarial training of one stage: a generator block against a critic of volumes and a critic of
 * traced patches.
 *
 * <p>Everything random is a function of the seed and the number of the iteration, so the state is
 * the networks' alone and a resumed stage goes on as if it had never stopped.
 */
final class StageTrainer {

  private static final int C = VoxelGrid.CHANNELS;

  /** Factor between the range of pictures, [0, 1], and that of voxels, [-1, 1]. */
  static final float CENTRING = 2;

  /** Weights of the gradient penalty of the critics of volumes and of pictures: those of 3inGAN. */
  private static final double VOLUME_GRADIENT_PENALTY = 0.1;

  private static final double PICTURE_GRADIENT_PENALTY = 1;

  static final TraceSettings TRACE = new TraceSettings(0.7, 0, 1e-3);

  /** One training sample: where, what is really there, what was made, and what is looked at. */
  private static final class Sample {
    final Window window;

    /** Null at a coarsest stage without a layout. */
    final float[] base;

    final Latents latents;

    /** Null where none is known. */
    final PieceTarget target;

    /** Of the generator's output, {@link CascadeStage#shareOfNetworks}; null where it is 1. */
    final float[] share;

    final float[] real;
    final float[] made;
    final float[] gradient;
    Rays rays;
    TracedRays tracedReal;
    TracedRays tracedMade;

    Sample(Draw draw, Base base, float[] share) {
      this.window = draw.window;
      this.base = base.values();
      this.latents = draw.latents;
      this.target = base.target();
      this.share = share;
      this.real = draw.real;
      this.made = new float[real.length];
      this.gradient = new float[real.length];
    }
  }

  private final Engine engine;
  private final CascadeStage stage;
  private final VoxelGrid reference;
  private final GridSize size;
  private final StageLattice lattice;
  private final StageSettings settings;
  private final CropShape shape;
  private final EarlierStages earlier;
  private final BasePool<Base> pool;
  private final PatchCameras cameras;
  private final VolumeTracer tracer;
  private final long seed;
  private final int[] occupied;
  private final Generator generator;
  private final CriticTraining volumeCritic;
  private final CriticTraining pictureCritic;
  private final Tensor average;
  private final Optional<ResidentStep> resident;
  private int retreats;

  /**
   * @param earlier the finished stages; null at the coarsest one
   */
  StageTrainer(
      Engine engine,
      CascadeStage stage,
      EarlierStages earlier,
      VoxelGrid reference,
      StageSettings settings,
      int width,
      int criticLayers,
      PatchCameras cameras,
      VolumeTracer tracer,
      long seed) {
    this.engine = engine;
    this.stage = stage;
    this.reference = reference;
    this.size = GridSize.of(reference);
    this.earlier = earlier;
    this.lattice = stage.trainingLattice(earlier == null ? stage : earlier.coarsest());
    this.settings = settings;
    this.shape = CropShape.of(size, settings.variant().crop());
    this.pool = new BasePool<>(seed, (latents, replaced) -> newBase(latents));
    this.cameras = cameras;
    this.tracer = tracer;
    this.seed = seed;
    this.occupied = occupiedVoxels(reference.data());
    this.generator = new Generator(engine, width);
    this.volumeCritic =
        training(
            Critic.ofVolumes(engine, width, criticLayers),
            settings.variant().volumeWeight(),
            settings.volumeR1Weight(),
            VOLUME_GRADIENT_PENALTY);
    this.pictureCritic =
        training(
            Critic.ofPictures(engine, width, criticLayers),
            settings.variant().pictureWeight(),
            settings.pictureR1Weight(),
            PICTURE_GRADIENT_PENALTY);
    SplittableRandom random = new SplittableRandom(seed + 7919L * stage.index());
    generator.initialise(random);
    volumeCritic.critic().initialise(random);
    pictureCritic.critic().initialise(random);
    this.average = engine.tensor(generator.parameters().count());
    engine.copy(generator.parameters().tensor(), average);
    this.resident =
        ResidentStep.fits(engine, tracer, stage, settings)
            ? Optional.of(
                new ResidentStep(
                    engine,
                    stage,
                    earlier,
                    reference,
                    generator,
                    volumeCritic,
                    pictureCritic,
                    settings,
                    shape,
                    seed))
            : Optional.empty();
  }

  private CriticTraining training(
      Critic critic, double weight, double r1Weight, double gradientPenalty) {
    Loss loss = settings.variant().loss();
    CriticPenalty penalty =
        CriticPenalty.of(loss, engine, r1Weight, settings.r1Interval(), gradientPenalty);
    return new CriticTraining(critic, loss, weight, penalty);
  }

  private static int[] occupiedVoxels(float[] data) {
    return IntStream.range(0, data.length / C)
        .filter(v -> data[v * C + VoxelGrid.DENSITY] > 0)
        .toArray();
  }

  /** Starts from the networks of the stage before. */
  void warmStart(StageTrainer before) {
    if (before.stage.index() > 0) {
      generator.copyValues(before.averageWeights());
      engine.copy(before.average, average);
    }
    volumeCritic.warmStart(before.volumeCritic);
    pictureCritic.warmStart(before.pictureCritic);
  }

  /** Moving average of the generator's weights: the ones to sample with. */
  float[] averageWeights() {
    return average.toArray();
  }

  CascadeStage stage() {
    return stage;
  }

  /** Whether samples stay on a graphics card throughout an iteration. */
  boolean staysOnDevice() {
    return resident.isPresent();
  }

  /** Everything that changes from iteration to iteration. */
  List<float[]> state() {
    return List.of(
        generator.parameters().state(),
        volumeCritic.critic().parameters().state(),
        pictureCritic.critic().parameters().state(),
        averageWeights(),
        new float[] {volumeCritic.penalty().weight(), pictureCritic.penalty().weight(), retreats});
  }

  /** Takes back what {@link #state()} returned. */
  void restore(List<float[]> state) {
    generator.restore(state.get(0));
    volumeCritic.critic().restore(state.get(1));
    pictureCritic.critic().restore(state.get(2));
    average.load(state.get(3), 0);
    volumeCritic.penalty().restore(state.get(4)[0]);
    pictureCritic.penalty().restore(state.get(4)[1]);
    // files of the first format have no such number
    retreats = state.get(4).length > 2 ? (int) state.get(4)[2] : 0;
  }

  /**
   * Goes back to an earlier state after a divergence, and from there on with other random numbers
   * and half the learning rate.
   */
  void retreatTo(List<float[]> state) {
    int count = retreats + 1;
    restore(state);
    retreats = count;
  }

  /** How often training went back. */
  int retreats() {
    return retreats;
  }

  /**
   * One step of both critics and of the generator.
   *
   * @param iteration number of the iteration, from 0
   * @param fraction share of the stage that is done, for the learning rate
   */
  StageFigures step(int iteration, double fraction) {
    return engine.call(() -> stepHere(iteration, fraction));
  }

  private StageFigures stepHere(int iteration, double fraction) {
    SplittableRandom random =
        new SplittableRandom(
            seed * 0x9E3779B97F4A7C15L
                + ((long) retreats << 48)
                + ((long) stage.index() << 32)
                + iteration);
    List<Draw> draws = new ArrayList<>();
    for (int i = 0; i < settings.batch(); i++) {
      int choice = random.nextInt(1 << 16);
      draws.add(newDraw(choice, Latents.ofSeed(random.nextLong()), random));
    }
    draws.add(newDraw(0, Latents.ofReconstruction(), random));
    int patchesEach = settings.patches() / settings.batch();
    double rate = settings.learningRateAt(fraction) * Math.pow(0.5, retreats);
    if (resident.isPresent()) {
      StageFigures figures =
          resident
              .get()
              .run(
                  draws,
                  draw -> patches(draw.window, draw.real, patchesEach, random),
                  draw -> windowGrid(draw.window, draw.real),
                  patchesEach,
                  iteration,
                  rate,
                  random);
      approachAverage();
      return figures;
    }
    List<Sample> all = draws.stream().map(draw -> newSample(draw, iteration)).toList();
    List<Sample> samples = all.subList(0, settings.batch());
    Sample reconstruction = all.get(settings.batch());
    generate(all);
    for (Sample sample : pictureCritic.takesPart() ? all : List.of(reconstruction)) {
      look(sample, patchesEach, random);
    }

    Loss loss = settings.variant().loss();
    double critic3d = loss.chance();
    double critic2d = loss.chance();
    double adversarial3d = loss.generatorChance();
    double adversarial2d = loss.generatorChance();
    if (volumeCritic.takesPart()) {
      critic3d = stepVolumeCritic(samples, iteration, rate, random);
      adversarial3d = addVolumeGradient(samples);
    }
    if (pictureCritic.takesPart()) {
      critic2d = stepPictureCritic(samples, patchesEach, iteration, rate, random);
      adversarial2d = addPictureGradient(samples, patchesEach);
    }
    double error3d = addVolumeError(reconstruction);
    double error2d = addPictureError(reconstruction);
    samples.forEach(this::addPieceError);
    stepGenerator(all, rate);
    return new StageFigures(
        critic3d,
        critic2d,
        volumeCritic.penalty().latest(),
        volumeCritic.penalty().weight(),
        adversarial3d,
        adversarial2d,
        error3d,
        error2d,
        occupancy(samples, s -> s.made),
        occupancy(samples, s -> s.real));
  }

  private Draw newDraw(int choice, Latents latents, SplittableRandom random) {
    int voxel =
        occupied.length == 0
            ? random.nextInt(size.voxelCount())
            : occupied[random.nextInt(occupied.length)];
    Window window =
        shape.around(
            voxel % size.nx(),
            voxel / size.nx() % size.ny(),
            voxel / (size.nx() * size.ny()),
            random);
    float[] real = new float[window.size().voxelCount() * C];
    Windows.read(reference.data(), size, window, real, 0);
    return new Draw(choice, latents, window, real);
  }

  private Sample newSample(Draw draw, int iteration) {
    Base base;
    if (stage.index() == 0) {
      base = newBase(draw.latents);
    } else if (draw.latents.equals(Latents.ofReconstruction())) {
      base = new Base(earlier.reconstruction(), null, draw.latents);
    } else {
      base = pool.random(iteration, draw.choice);
    }
    return new Sample(draw, base, stage.shareOfNetworks(base.latents(), draw.window, lattice));
  }

  private Base newBase(Latents latents) {
    return stage.index() == 0
        ? Base.ofCoarsest(stage, lattice, latents)
        : Base.of(earlier, stage, lattice, latents);
  }

  /** The generator's input, filled. */
  private Tensor input(List<Sample> samples) {
    GridSize crop = shape.crop();
    int halo = 2 * Generator.HALO;
    Tensor input =
        generator.input(samples.size(), crop.nz() + halo, crop.ny() + halo, crop.nx() + halo);
    float[] in = new float[input.length()];
    int stride = in.length / samples.size();
    for (int i = 0; i < samples.size(); i++) {
      Sample s = samples.get(i);
      stage.fillInput(s.base, lattice, s.latents, 1, s.window, in, i * stride);
    }
    input.load(in, 0);
    return input;
  }

  /** Forward pass of the generator; its buffers stay as they are until {@link #stepGenerator}. */
  private void generate(List<Sample> samples) {
    float[] out = generator.forward(input(samples)).toArray();
    for (int i = 0; i < samples.size(); i++) {
      Sample s = samples.get(i);
      System.arraycopy(out, i * s.made.length, s.made, 0, s.made.length);
      CascadeStage.scale(s.made, s.share);
      stage.addBase(s.base, size, s.window, s.made, 0);
      Windows.emptyOutside(s.made, 0, s.window, size);
    }
  }

  private VoxelGrid windowGrid(Window window, float[] data) {
    Aabb box = reference.box();
    GridSize n = window.size();
    double x = box.minX() + window.x0() * reference.voxelX();
    double y = box.minY() + window.y0() * reference.voxelY();
    double z = box.minZ() + window.z0() * reference.voxelZ();
    Aabb part =
        new Aabb(
            x,
            y,
            z,
            x + n.nx() * reference.voxelX(),
            y + n.ny() * reference.voxelY(),
            z + n.nz() * reference.voxelZ());
    return new VoxelGrid(n.nx(), n.ny(), n.nz(), part, reference.densityScale(), data);
  }

  private RayPatches patches(Window window, float[] real, int count, SplittableRandom random) {
    return cameras.patches(windowGrid(window, real), occupiedVoxels(real), count, random);
  }

  /** Traces the same patches of what is there and of what was made. */
  private void look(Sample sample, int count, SplittableRandom random) {
    VoxelGrid real = windowGrid(sample.window, sample.real);
    sample.rays = patches(sample.window, sample.real, count, random).toRays();
    sample.tracedReal = new TracedRays(sample.rays.count());
    sample.tracedMade = new TracedRays(sample.rays.count());
    tracer.trace(real, sample.rays, TRACE, sample.tracedReal);
    tracer.trace(windowGrid(sample.window, sample.made), sample.rays, TRACE, sample.tracedMade);
  }

  /** The critic's buffer for the volumes of all samples. */
  private Tensor volumeInput(List<Sample> samples) {
    GridSize seen = shape.criticWindow(samples.get(0).window).size();
    return volumeCritic.critic().input(samples.size(), seen.nz(), seen.ny(), seen.nx());
  }

  private float[] volumes(List<Sample> samples, boolean real) {
    int stride = insideWindow(samples.get(0)).size().voxelCount() * C;
    float[] in = new float[samples.size() * stride];
    for (int i = 0; i < samples.size(); i++) {
      Sample s = samples.get(i);
      Windows.read(real ? s.real : s.made, s.window.size(), insideWindow(s), in, i * stride);
    }
    return in;
  }

  /** What the critic sees of a sample, in the index space of the sample. */
  private Window insideWindow(Sample s) {
    Window seen = shape.criticWindow(s.window);
    return new Window(
        seen.x0() - s.window.x0(),
        seen.y0() - s.window.y0(),
        seen.z0() - s.window.z0(),
        seen.size());
  }

  /** The critic's buffer for the patches of all samples. */
  private Tensor pictureInput(List<Sample> samples, int patchesEach) {
    int edge = PatchCameras.EDGE;
    return pictureCritic.critic().input(samples.size() * patchesEach, 1, edge, edge);
  }

  private static float[] pictures(List<Sample> samples, boolean real) {
    int rays = samples.get(0).rays.count();
    float[] in = new float[samples.size() * rays * C];
    int at = 0;
    for (Sample s : samples) {
      TracedRays traced = real ? s.tracedReal : s.tracedMade;
      for (int i = 0; i < rays; i++) {
        in[at++] = centred(traced.colour()[3 * i]);
        in[at++] = centred(traced.colour()[3 * i + 1]);
        in[at++] = centred(traced.colour()[3 * i + 2]);
        in[at++] = centred(traced.opacity()[i]);
      }
    }
    return in;
  }

  /** Brings [0, 1] to [-1, 1], the range that voxels have. */
  private static float centred(float value) {
    return CENTRING * value - 1;
  }

  private double stepVolumeCritic(
      List<Sample> samples, int iteration, double rate, SplittableRandom random) {
    return volumeCritic.step(
        volumeInput(samples),
        volumes(samples, true),
        volumes(samples, false),
        iteration,
        rate,
        random);
  }

  private double stepPictureCritic(
      List<Sample> samples, int patchesEach, int iteration, double rate, SplittableRandom random) {
    return pictureCritic.step(
        pictureInput(samples, patchesEach),
        pictures(samples, true),
        pictures(samples, false),
        iteration,
        rate,
        random);
  }

  private double addVolumeGradient(List<Sample> samples) {
    float[] made = volumes(samples, false);
    float[] gradient = new float[made.length];
    double loss = volumeCritic.adversary(volumeInput(samples), made, gradient);
    int stride = gradient.length / samples.size();
    for (int i = 0; i < samples.size(); i++) {
      Sample s = samples.get(i);
      float[] part = Arrays.copyOfRange(gradient, i * stride, (i + 1) * stride);
      Windows.write(part, 0, insideWindow(s), s.gradient, s.window.size());
    }
    return loss;
  }

  private double addPictureGradient(List<Sample> samples, int patchesEach) {
    float[] made = pictures(samples, false);
    float[] gradient = new float[made.length];
    double loss = pictureCritic.adversary(pictureInput(samples, patchesEach), made, gradient);
    int rays = gradient.length / C / samples.size();
    for (int i = 0; i < samples.size(); i++) {
      float[] colour = new float[3 * rays];
      float[] opacity = new float[rays];
      for (int r = 0; r < rays; r++) {
        int at = (i * rays + r) * C;
        colour[3 * r] = CENTRING * gradient[at];
        colour[3 * r + 1] = CENTRING * gradient[at + 1];
        colour[3 * r + 2] = CENTRING * gradient[at + 2];
        opacity[r] = CENTRING * gradient[at + 3];
      }
      addTracedGradient(samples.get(i), colour, opacity);
    }
    return loss;
  }

  private void addTracedGradient(Sample s, float[] colour, float[] opacity) {
    tracer.adjoint(
        windowGrid(s.window, s.made), s.rays, TRACE, s.tracedMade, colour, opacity, s.gradient);
  }

  private double addVolumeError(Sample s) {
    double sum = 0;
    float factor = (float) (2 * settings.reconstructionWeight() / s.made.length);
    for (int i = 0; i < s.made.length; i++) {
      float difference = s.made[i] - s.real[i];
      sum += (double) difference * difference;
      s.gradient[i] += factor * difference;
    }
    return sum / s.made.length;
  }

  /**
   * Teaches a remix to be, inside the pieces that it is made of, what the reference is there: the
   * reconstruction of ever new arrangements.
   */
  private void addPieceError(Sample s) {
    if (s.target == null) {
      return;
    }
    GridSize n = s.window.size();
    float factor = (float) (2 * settings.pieceWeight() / (s.made.length * settings.batch()));
    int layer = size.nx() * size.ny();
    for (int j = 0; j < n.ny(); j++) {
      for (int i = 0; i < n.nx(); i++) {
        int x = s.window.x0() + i;
        int y = s.window.y0() + j;
        if (x < 0 || x >= size.nx() || y < 0 || y >= size.ny()) {
          continue;
        }
        int column = x + size.nx() * y;
        if (!s.target.isKnown(column)) {
          continue;
        }
        for (int k = 0; k < n.nz(); k++) {
          int z = s.window.z0() + k;
          if (z < 0 || z >= size.nz()) {
            continue;
          }
          int made = ((k * n.ny() + j) * n.nx() + i) * C;
          int wanted = (z * layer + column) * C;
          for (int c = 0; c < C; c++) {
            s.gradient[made + c] += factor * (s.made[made + c] - s.target.value(wanted + c));
          }
        }
      }
    }
  }

  private double addPictureError(Sample s) {
    int rays = s.rays.count();
    float factor = (float) (2 * settings.reconstructionWeight() / (C * rays));
    float[] colour = new float[3 * rays];
    float[] opacity = new float[rays];
    double sum =
        addDifference(s.tracedMade.colour(), s.tracedReal.colour(), factor, colour)
            + addDifference(s.tracedMade.opacity(), s.tracedReal.opacity(), factor, opacity);
    addTracedGradient(s, colour, opacity);
    return sum / (C * rays);
  }

  private static double addDifference(float[] made, float[] real, float factor, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < made.length; i++) {
      float difference = made[i] - real[i];
      sum += (double) difference * difference;
      gradient[i] = factor * difference;
    }
    return sum;
  }

  private void stepGenerator(List<Sample> samples, double rate) {
    Tensor outputGradient = generator.outputGradient();
    float[] gradient = new float[outputGradient.length()];
    for (int i = 0; i < samples.size(); i++) {
      Sample s = samples.get(i);
      Windows.zeroOutside(s.gradient, 0, s.window, size);
      CascadeStage.scale(s.gradient, s.share);
      System.arraycopy(s.gradient, 0, gradient, i * s.gradient.length, s.gradient.length);
    }
    outputGradient.load(gradient, 0);
    generator.backward();
    generator.adamStep(rate, StageSettings.BETA1, StageSettings.BETA2);
    approachAverage();
  }

  private void approachAverage() {
    engine.approach(generator.parameters().tensor(), 1 - (float) settings.averageDecay(), average);
  }

  /** Share of the voxels of some samples that are not empty. */
  static <T> double occupancy(List<T> samples, Function<T, float[]> values) {
    long occupied = 0;
    long total = 0;
    for (T sample : samples) {
      float[] data = values.apply(sample);
      for (int i = VoxelGrid.DENSITY; i < data.length; i += C) {
        occupied += data[i] > 0 ? 1 : 0;
        total++;
      }
    }
    return (double) occupied / total;
  }
}
