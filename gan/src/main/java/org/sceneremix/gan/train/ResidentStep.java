package org.sceneremix.gan.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.gan.compute.TensorTracer;
import org.sceneremix.gan.loss.Loss;
import org.sceneremix.gan.net.Critic;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.gan.sample.Windows;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The arithmetic of an iteration of {@link StageTrainer} where a graphics card both computes and
 * traces: samples, scores, patches and gradients stay there. What goes up is random or follows from
 * it (inputs of the generator, pieces, rays); what comes back is the figures.
 */
final class ResidentStep {

  private static final int C = VoxelGrid.CHANNELS;
  private static final int FIGURES = 9;

  /** Places in the figures. */
  private static final int VOLUMES_REAL = 0;

  private static final int VOLUMES_MADE = 1;
  private static final int VOLUMES_ADVERSARY = 2;
  private static final int PICTURES_REAL = 3;
  private static final int PICTURES_MADE = 4;
  private static final int PICTURES_ADVERSARY = 5;
  private static final int VOLUME_ERROR = 6;
  private static final int PICTURE_ERROR = 7;
  private static final int OCCUPANCY = 8;

  private final Engine engine;
  private final TensorTracer tracer;
  private final CascadeStage stage;
  private final Generator generator;
  private final CriticTraining volumeCritic;
  private final CriticTraining pictureCritic;
  private final StageSettings settings;
  private final GridSize size;
  private final CropShape shape;
  private final int batch;
  private final int voxels;
  private final Tensor reference;
  private final Tensor base;
  private final Tensor share;
  private final Tensor made;
  private final Tensor real;
  private final Tensor gradient;
  private final Tensor cut;
  private final Tensor wanted;
  private final Tensor known;
  private final Tensor figures;
  private Tensor madePictures;
  private Tensor realPictures;
  private Tensor slopes;

  /** A step of these networks; it {@link #fits}. */
  ResidentStep(
      Engine engine,
      CascadeStage stage,
      VoxelGrid reference,
      Generator generator,
      CriticTraining volumeCritic,
      CriticTraining pictureCritic,
      StageSettings settings,
      CropShape shape) {
    this.engine = engine;
    this.tracer = engine.tracer().orElseThrow();
    this.stage = stage;
    this.generator = generator;
    this.volumeCritic = volumeCritic;
    this.pictureCritic = pictureCritic;
    this.settings = settings;
    this.size = GridSize.of(reference);
    this.shape = shape;
    this.batch = settings.batch();
    this.voxels = shape.crop().voxelCount();
    this.reference = engine.tensor(1, size.nz(), size.ny(), size.nx(), C);
    this.reference.load(reference.data(), 0);
    this.base = crops(batch + 1);
    this.share = engine.tensor((batch + 1) * voxels);
    this.made = crops(batch + 1);
    this.real = crops(batch + 1);
    this.gradient = crops(batch + 1);
    this.cut = crops(batch);
    this.wanted = crops(1);
    this.known = engine.tensor(voxels);
    this.figures = engine.tensor(FIGURES);
  }

  /**
   * Whether samples can stay: not where the processor computes or traces, nor with a loss that is
   * computed there.
   */
  static boolean fits(Engine engine, VolumeTracer tracer, StageSettings settings) {
    return tracer.isOnDevice()
        && engine.tracer().isPresent()
        && settings.variant().loss() == Loss.LOGISTIC;
  }

  private int[] cropShape(int n) {
    GridSize crop = shape.crop();
    return new int[] {n, crop.nz(), crop.ny(), crop.nx(), C};
  }

  private Tensor crops(int n) {
    return engine.tensor(cropShape(n));
  }

  /** One of the crops. */
  private Tensor crop(Tensor crops, int i) {
    return crops.part(i * voxels * C, cropShape(1));
  }

  /** Those of remixes, which are the first ones. */
  private Tensor remixes(Tensor crops) {
    return crops.part(0, cropShape(batch));
  }

  /** The patches of some samples, one after the other. */
  private static Tensor pictures(Tensor pictures, int first, int count) {
    int rays = pictures.extent(1);
    return pictures.part(first * rays * C, count, rays, C);
  }

  private Tensor figure(int place) {
    return figures.part(place, 1);
  }

  /**
   * One step of both critics and of the generator, up to its moving average.
   *
   * @param samples remixes, and the reconstruction last
   * @param input the generator's, filled for them
   * @param rays what to look by at a sample
   * @param patchesEach patches of a sample
   */
  StageFigures run(
      List<StageTrainer.Sample> samples,
      Tensor input,
      Function<StageTrainer.Sample, Rays> rays,
      Function<StageTrainer.Sample, VoxelGrid> frame,
      int patchesEach,
      int iteration,
      double rate,
      SplittableRandom random) {
    generate(samples, input);
    List<TensorTracer.Look> looks = new ArrayList<>();
    try {
      makeRoom(patchesEach * PatchCameras.RAYS);
      for (int i = 0; i < samples.size(); i++) {
        boolean seen = pictureCritic.takesPart() || i == batch;
        looks.add(seen ? look(samples.get(i), i, rays, frame) : null);
      }
      engine.fill(gradient, 0);
      engine.fill(figures, 0);
      if (volumeCritic.takesPart()) {
        trainVolumeCritic(iteration, rate, random);
      }
      if (pictureCritic.takesPart()) {
        trainPictureCritic(looks, patchesEach, iteration, rate, random);
      }
      addErrors(samples, looks.get(batch));
      stepGenerator(rate);
      engine.countPositive(remixes(made), 1f / (batch * voxels), figure(OCCUPANCY));
      return figures(samples);
    } finally {
      looks.stream().filter(look -> look != null).forEach(TensorTracer.Look::close);
    }
  }

  private void generate(List<StageTrainer.Sample> samples, Tensor input) {
    float[] under = new float[base.length()];
    float[] shares = new float[share.length()];
    for (int i = 0; i < samples.size(); i++) {
      StageTrainer.Sample s = samples.get(i);
      Window w = s.window;
      float[] values = new float[voxels * C];
      stage.addBase(s.base, size, w, values, 0);
      Windows.emptyOutside(values, 0, w, size);
      System.arraycopy(values, 0, under, i * values.length, values.length);
      Arrays.fill(values, 1);
      CascadeStage.scale(values, s.share);
      Windows.zeroOutside(values, 0, w, size);
      for (int voxel = 0; voxel < voxels; voxel++) {
        shares[i * voxels + voxel] = values[voxel * C];
      }
      engine.cut(reference, w.x0(), w.y0(), w.z0(), VoxelGrid.EMPTY_DENSITY, crop(real, i));
    }
    base.load(under, 0);
    share.load(shares, 0);
    engine.blend(generator.forward(input), share, base, made);
  }

  private void makeRoom(int rays) {
    if (madePictures == null) {
      madePictures = engine.tensor(batch + 1, rays, C);
      realPictures = engine.tensor(batch + 1, rays, C);
      slopes = engine.tensor(batch + 1, rays, C);
    }
  }

  private TensorTracer.Look look(
      StageTrainer.Sample s,
      int i,
      Function<StageTrainer.Sample, Rays> rays,
      Function<StageTrainer.Sample, VoxelGrid> frame) {
    TensorTracer.Look look = tracer.look(frame.apply(s), rays.apply(s), StageTrainer.TRACE);
    look.trace(crop(real, i), pictures(realPictures, i, 1));
    look.trace(crop(made, i), pictures(madePictures, i, 1));
    return look;
  }

  private void trainVolumeCritic(int iteration, double rate, SplittableRandom random) {
    Window inside = Window.all(shape.crop());
    Window seen = shape.criticWindow(inside);
    int[] start = {seen.x0(), seen.y0(), seen.z0()};
    GridSize n = seen.size();
    Tensor input = volumeCritic.critic().input(batch, n.nz(), n.ny(), n.nx());
    Consumer<Tensor> show =
        crops ->
            engine.cut(
                remixes(crops), start[0], start[1], start[2], VoxelGrid.EMPTY_DENSITY, input);
    step(volumeCritic, input, show, real, made, VOLUMES_REAL, iteration, rate, random);
    show.accept(made);
    judge(volumeCritic.critic(), input, -1, VOLUMES_ADVERSARY);
    Tensor back = volumeCritic.critic().inputGradient();
    engine.cut(back, -start[0], -start[1], -start[2], 0, cut);
    engine.addScaled(cut, (float) volumeCritic.weight(), remixes(gradient));
  }

  private void trainPictureCritic(
      List<TensorTracer.Look> looks,
      int patchesEach,
      int iteration,
      double rate,
      SplittableRandom random) {
    int edge = PatchCameras.EDGE;
    Tensor input = pictureCritic.critic().input(batch * patchesEach, 1, edge, edge);
    Consumer<Tensor> show =
        pictures -> {
          engine.fill(input, -1);
          engine.addScaled(pictures(pictures, 0, batch), StageTrainer.CENTRING, input);
        };
    step(
        pictureCritic,
        input,
        show,
        realPictures,
        madePictures,
        PICTURES_REAL,
        iteration,
        rate,
        random);
    show.accept(madePictures);
    judge(pictureCritic.critic(), input, -1, PICTURES_ADVERSARY);
    float factor = StageTrainer.CENTRING * (float) pictureCritic.weight();
    engine.fill(slopes, 0);
    engine.addScaled(pictureCritic.critic().inputGradient(), factor, pictures(slopes, 0, batch));
    for (int i = 0; i < batch; i++) {
      addTraced(looks.get(i), i);
    }
  }

  private void addTraced(TensorTracer.Look look, int i) {
    look.addAdjoint(
        crop(made, i), pictures(madePictures, i, 1), pictures(slopes, i, 1), crop(gradient, i));
  }

  /**
   * A step of a critic.
   *
   * @param show brings samples into the input
   * @param place of the loss on real samples in the figures, behind which that on made ones comes
   */
  private void step(
      CriticTraining training,
      Tensor input,
      Consumer<Tensor> show,
      Tensor ofReal,
      Tensor ofMade,
      int place,
      int iteration,
      double rate,
      SplittableRandom random) {
    Critic critic = training.critic();
    show.accept(ofReal);
    judge(critic, input, -1, place);
    critic.backward();
    // R1 asks for the latest pass alone
    training.penalty().add(critic, input, null, null, iteration, random);
    show.accept(ofMade);
    judge(critic, input, 1, place + 1);
    critic.backward();
    critic.adamStep(rate, StageSettings.BETA1, StageSettings.BETA2);
  }

  private void judge(Critic critic, Tensor input, int sign, int place) {
    engine.logistic(critic.forward(input), sign, critic.outputGradient(), figure(place));
  }

  private void addErrors(List<StageTrainer.Sample> samples, TensorTracer.Look look) {
    addError(crop(made, batch), crop(real, batch), wanted, crop(gradient, batch), VOLUME_ERROR);
    Tensor slope = pictures(slopes, batch, 1);
    engine.fill(slope, 0);
    addError(
        pictures(madePictures, batch, 1),
        pictures(realPictures, batch, 1),
        pictures(slopes, 0, 1),
        slope,
        PICTURE_ERROR);
    addTraced(look, batch);
    for (int i = 0; i < batch; i++) {
      addPieceError(samples.get(i), i);
    }
  }

  /**
   * Adds the gradient of the weighted mean square of a difference.
   *
   * @param difference receives it
   */
  private void addError(Tensor x, Tensor y, Tensor difference, Tensor to, int place) {
    engine.copy(x, difference);
    engine.addScaled(y, -1, difference);
    engine.sumOfSquares(difference, 1f / difference.length(), figure(place));
    float factor = (float) (2 * settings.reconstructionWeight() / difference.length());
    engine.addScaled(difference, factor, to);
  }

  private void addPieceError(StageTrainer.Sample s, int i) {
    if (s.target == null) {
      return;
    }
    float[] values = new float[voxels * C];
    float[] inPieces = new float[voxels];
    s.target.read(s.window, size, values, inPieces);
    wanted.load(values, 0);
    known.load(inPieces, 0);
    Tensor difference = crop(cut, 0);
    engine.copy(crop(made, i), difference);
    engine.addScaled(wanted, -1, difference);
    engine.scaleVoxels(known, difference);
    float factor = (float) (2 * settings.pieceWeight() / (difference.length() * batch));
    engine.addScaled(difference, factor, crop(gradient, i));
  }

  private void stepGenerator(double rate) {
    Tensor to = generator.outputGradient();
    engine.copy(gradient, to);
    engine.scaleVoxels(share, to);
    generator.backward();
    generator.adamStep(rate, StageSettings.BETA1, StageSettings.BETA2);
  }

  private StageFigures figures(List<StageTrainer.Sample> samples) {
    float[] f = figures.toArray();
    Loss loss = settings.variant().loss();
    boolean volumes = volumeCritic.takesPart();
    boolean pictures = pictureCritic.takesPart();
    double critic3d = volumes ? (double) f[VOLUMES_REAL] + f[VOLUMES_MADE] : loss.chance();
    double critic2d = pictures ? (double) f[PICTURES_REAL] + f[PICTURES_MADE] : loss.chance();
    if (volumes) {
      volumeCritic.penalty().observe(critic3d);
    }
    if (pictures) {
      pictureCritic.penalty().observe(critic2d);
    }
    return new StageFigures(
        critic3d,
        critic2d,
        volumeCritic.penalty().latest(),
        volumeCritic.penalty().weight(),
        volumes ? f[VOLUMES_ADVERSARY] : loss.generatorChance(),
        pictures ? f[PICTURES_ADVERSARY] : loss.generatorChance(),
        f[VOLUME_ERROR],
        f[PICTURE_ERROR],
        f[OCCUPANCY],
        StageTrainer.occupancy(samples.subList(0, batch), true));
  }
}
