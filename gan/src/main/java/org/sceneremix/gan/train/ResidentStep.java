package org.sceneremix.gan.train;

import java.util.ArrayList;
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
import org.sceneremix.gan.sample.ResidentCascade;
import org.sceneremix.gan.sample.ResidentStage;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.renderer.trace.RayPatches;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The arithmetic of an iteration of {@link StageTrainer} where a graphics card both computes and
 * traces: what samples are refined from, noise, samples, scores, patches and gradients are made and
 * stay there. What goes up is layouts, a number a column, and where patches are looked at from;
 * what comes back is the figures.
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
  private final ResidentStage stage;
  private final ResidentBases bases;
  private final Generator generator;
  private final CriticTraining volumeCritic;
  private final CriticTraining pictureCritic;
  private final StageSettings settings;
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
  private final Tensor difference;
  private final Tensor layout;
  private final Tensor figures;
  private Tensor madePictures;
  private Tensor realPictures;
  private Tensor slopes;

  /**
   * A step of these networks; it {@link #fits}.
   *
   * @param earlier the finished stages; null at the coarsest one
   * @param seed of the training
   */
  ResidentStep(
      Engine engine,
      CascadeStage stage,
      EarlierStages earlier,
      VoxelGrid reference,
      Generator generator,
      CriticTraining volumeCritic,
      CriticTraining pictureCritic,
      StageSettings settings,
      CropShape shape,
      long seed) {
    this.engine = engine;
    this.tracer = engine.tracer().orElseThrow();
    this.stage = new ResidentStage(engine, stage, earlier == null ? stage : earlier.coarsest());
    this.bases =
        new ResidentBases(
            this.stage,
            earlier == null ? null : new ResidentCascade(engine, earlier.cascade()),
            earlier,
            settings.batch(),
            seed);
    this.generator = generator;
    this.volumeCritic = volumeCritic;
    this.pictureCritic = pictureCritic;
    this.settings = settings;
    this.shape = shape;
    this.batch = settings.batch();
    this.voxels = shape.crop().voxelCount();
    this.reference = this.stage.scene();
    this.reference.load(reference.data(), 0);
    this.base = crops(batch + 1);
    this.share = engine.tensor((batch + 1) * voxels);
    this.made = crops(batch + 1);
    this.real = crops(batch + 1);
    this.gradient = crops(batch + 1);
    this.cut = crops(batch);
    this.difference = crops(1);
    this.layout = this.stage.layoutIn(shape.crop());
    this.figures = engine.tensor(FIGURES);
  }

  /**
   * Whether samples can stay: not where the processor computes or traces, nor with a loss that is
   * computed there, nor without the layouts that models of earlier formats lack.
   */
  static boolean fits(
      Engine engine, VolumeTracer tracer, CascadeStage stage, StageSettings settings) {
    return tracer.isOnDevice()
        && engine.tracer().isPresent()
        && stage.hasLayout()
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
   * @param draws remixes, and the reconstruction last
   * @param patches what to look by at a sample
   * @param frame box, size and density scale of a sample
   * @param patchesEach patches of a sample
   */
  StageFigures run(
      List<Draw> draws,
      Function<Draw, RayPatches> patches,
      Function<Draw, VoxelGrid> frame,
      int patchesEach,
      int iteration,
      double rate,
      SplittableRandom random) {
    List<ResidentBases.Resident> refined = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      refined.add(bases.of(draws.get(i), i, iteration));
    }
    refined.add(bases.reconstruction());
    generate(draws, refined);
    List<TensorTracer.Look> looks = new ArrayList<>();
    try {
      makeRoom(patchesEach * PatchCameras.RAYS);
      for (int i = 0; i < draws.size(); i++) {
        boolean seen = pictureCritic.takesPart() || i == batch;
        looks.add(seen ? look(draws.get(i), i, patches, frame) : null);
      }
      engine.fill(gradient, 0);
      engine.fill(figures, 0);
      if (volumeCritic.takesPart()) {
        trainVolumeCritic(iteration, rate, random);
      }
      if (pictureCritic.takesPart()) {
        trainPictureCritic(looks, patchesEach, iteration, rate, random);
      }
      addErrors(looks.get(batch));
      for (int i = 0; i < batch; i++) {
        addPieceError(refined.get(i), draws.get(i).window, i);
      }
      stepGenerator(rate);
      engine.countPositive(remixes(made), 1f / (batch * voxels), figure(OCCUPANCY));
      return figures(draws);
    } finally {
      looks.stream().filter(look -> look != null).forEach(TensorTracer.Look::close);
    }
  }

  private void generate(List<Draw> draws, List<ResidentBases.Resident> refined) {
    GridSize grown = Window.all(shape.crop()).grown(Generator.HALO).size();
    Tensor input = generator.input(batch + 1, grown.nz(), grown.ny(), grown.nx());
    int length = input.length() / (batch + 1);
    for (int i = 0; i < draws.size(); i++) {
      Draw d = draws.get(i);
      ResidentBases.Resident r = refined.get(i);
      Tensor part =
          input.part(i * length, 1, grown.nz(), grown.ny(), grown.nx(), Generator.INPUT_CHANNELS);
      stage.fillInput(r.values(), d.latents, d.window, part);
      stage.cutLayout(r.layout(), d.window, layout);
      GridSize crop = shape.crop();
      stage.fillShare(
          layout, d.window, share.part(i * voxels, 1, crop.nz(), crop.ny(), crop.nx(), 1));
      stage.cut(r.values(), d.window, crop(base, i));
      stage.cut(reference, d.window, crop(real, i));
    }
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
      Draw draw, int i, Function<Draw, RayPatches> patches, Function<Draw, VoxelGrid> frame) {
    TensorTracer.Look look =
        tracer.look(frame.apply(draw), patches.apply(draw), StageTrainer.TRACE);
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

  private void addErrors(TensorTracer.Look look) {
    addError(crop(made, batch), crop(real, batch), difference, crop(gradient, batch), VOLUME_ERROR);
    Tensor slope = pictures(slopes, batch, 1);
    engine.fill(slope, 0);
    addError(
        pictures(madePictures, batch, 1),
        pictures(realPictures, batch, 1),
        pictures(slopes, 0, 1),
        slope,
        PICTURE_ERROR);
    addTraced(look, batch);
  }

  /**
   * Adds the gradient of the weighted mean square of a difference.
   *
   * @param change receives the difference
   */
  private void addError(Tensor x, Tensor y, Tensor change, Tensor to, int place) {
    engine.copy(x, change);
    engine.addScaled(y, -1, change);
    engine.sumOfSquares(change, 1f / change.length(), figure(place));
    float factor = (float) (2 * settings.reconstructionWeight() / change.length());
    engine.addScaled(change, factor, to);
  }

  /** Inside pieces of a remix the reference is wanted; elsewhere what was made differs by 0. */
  private void addPieceError(ResidentBases.Resident refined, Window window, int i) {
    Tensor sample = crop(made, i);
    engine.copy(sample, difference);
    stage.cutLayout(refined.layout(), window, layout);
    stage.putPieces(layout, window, difference);
    engine.addScaled(sample, -1, difference);
    float factor = (float) (2 * settings.pieceWeight() / (difference.length() * batch));
    engine.addScaled(difference, -factor, crop(gradient, i));
  }

  private void stepGenerator(double rate) {
    Tensor to = generator.outputGradient();
    engine.copy(gradient, to);
    engine.scaleVoxels(share, to);
    generator.backward();
    generator.adamStep(rate, StageSettings.BETA1, StageSettings.BETA2);
  }

  private StageFigures figures(List<Draw> draws) {
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
        StageTrainer.occupancy(draws.subList(0, batch), draw -> draw.real));
  }
}
