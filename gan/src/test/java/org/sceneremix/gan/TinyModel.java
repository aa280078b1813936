package org.sceneremix.gan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sceneremix.gan.critic.Loss;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.train.Hyperparameters;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.gan.train.Trainer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/** Models that take seconds to train, for tests. */
public final class TinyModel {

  /** A few iterations on a lattice of 12 x 10 sites, both critics, two levels. */
  public static final TrainSettings SETTINGS =
      new TrainSettings(
          16,
          12,
          2,
          4,
          2,
          0,
          1,
          Symmetry.NONE,
          new Hyperparameters(Loss.WGAN_GP, 1, 0.1, 20, 40, 2, 0));

  private TinyModel() {}

  /** The scene that they learn: 16 x 13 x 8 voxels. */
  public static VoxelGrid scene() {
    return BlockScene.of(16, 13, 8, 4, 1, 3);
  }

  /** Trains one into a folder. */
  public static ModelFolder train(Path path, TrainSettings settings, int threads)
      throws IOException {
    ModelFolder folder = new ModelFolder(path);
    try (Workers workers = new Workers(threads);
        Engine engine = Engine.cpu(workers)) {
      CpuTracer tracer = new CpuTracer(workers);
      begin(folder, settings, tracer, engine).run(Progress.NONE);
    }
    return folder;
  }

  /** A trainer of one. */
  public static Trainer begin(
      ModelFolder folder, TrainSettings settings, CpuTracer tracer, Engine engine)
      throws IOException {
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    return Trainer.begin(
        folder, settings, new GridFile(scene(), none), List.of(), none, tracer, engine);
  }
}
