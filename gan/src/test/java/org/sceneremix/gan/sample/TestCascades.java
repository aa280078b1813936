package org.sceneremix.gan.sample;

import java.util.SplittableRandom;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** Small cascades with random weights. */
final class TestCascades {

  private static final int WIDTH = 8;
  private static final int PIECE_EDGE = 4;
  private static final GridSize COARSE = new GridSize(9, 8, 5);
  private static final GridSize FINE = new GridSize(12, 11, 7);

  private TestCascades() {}

  /** Two stages with layouts, trained (so to speak) at 9x8x5 and 12x11x7. */
  static Cascade of(float fineAmplitude) {
    return of(fineAmplitude, 40);
  }

  /** The same, run in tiles of this edge. */
  static Cascade of(float fineAmplitude, int tile) {
    return of(Engine.cpu(), fineAmplitude, tile);
  }

  /** The same on another engine. */
  static Cascade of(Engine engine, float fineAmplitude, int tile) {
    return of(engine, fineAmplitude, tile, false);
  }

  /** The same, bent or of pieces. */
  static Cascade of(Engine engine, float fineAmplitude, int tile, boolean isWarped) {
    SplittableRandom random = new SplittableRandom(3);
    Cascade cascade = new Cascade(engine, WIDTH, tile);
    float[] coarse = scene(COARSE, random).data();
    Pieces pieces = Pieces.ofScene(PIECE_EDGE, isWarped, COARSE, coarse);
    cascade.add(new CascadeStage(0, COARSE, 0.3f, new float[0], pieces), weights(random));
    CascadeStage fine = new CascadeStage(1, FINE, fineAmplitude, new float[0]);
    cascade.add(fine.withLayout(cascade.stage(0), scene(FINE, random)), weights(random));
    return cascade;
  }

  /** Two stages as in the first format, without layouts, of the same sizes. */
  static Cascade ofFirstFormat() {
    SplittableRandom random = new SplittableRandom(3);
    Cascade cascade = new Cascade(Engine.cpu(), WIDTH);
    float[] mean = new float[COARSE.nz() * VoxelGrid.CHANNELS];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    cascade.add(new CascadeStage(0, COARSE, 1, mean), weights(random));
    cascade.add(new CascadeStage(1, FINE, 0.1f, new float[0]), weights(random));
    return cascade;
  }

  private static VoxelGrid scene(GridSize n, SplittableRandom random) {
    float[] data = new float[n.voxelCount() * VoxelGrid.CHANNELS];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    return new VoxelGrid(n.nx(), n.ny(), n.nz(), new Aabb(0, 0, 0, 1, 1, 0.6), 1, data);
  }

  private static float[] weights(SplittableRandom random) {
    Generator generator = new Generator(Engine.cpu(), WIDTH);
    generator.initialise(random);
    return generator.parameters().values();
  }
}
