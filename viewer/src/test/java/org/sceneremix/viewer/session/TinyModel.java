package org.sceneremix.viewer.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.train.Hyperparameters;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.gan.train.Trainer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/** A model of a small scene that was trained for a moment only, for tests. */
public final class TinyModel {

  /** Voxels of the scene along x and y. */
  public static final int SIZE = 36;

  /** Voxels of remixes along x and y, without detail. */
  public static final int RESOLUTION = 24;

  /** Of fewer sites, patches as large as the scene would make every remix the scene itself. */
  private static final int COARSEST = 24;

  private static final int ITERATIONS = 3;

  private TinyModel() {}

  /** Columns of random heights and colours on a slab. */
  public static VoxelGrid scene() {
    return scene(SIZE);
  }

  private static VoxelGrid scene(int size) {
    VoxelGrid scene = VoxelGrid.empty(size, size, size / 2, new Aabb(-1, -1, 0, 1, 1, 1), 50);
    Random random = new Random(1);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int height = 3 + 2 * random.nextInt(3);
        float red = 2 * random.nextFloat() - 1;
        for (int z = 0; z < height; z++) {
          int i = scene.index(x, y, z);
          scene.data()[i + VoxelGrid.RED] = red;
          scene.data()[i + VoxelGrid.GREEN] = -red;
          scene.data()[i + VoxelGrid.DENSITY] = 1;
        }
      }
    }
    return scene;
  }

  /** Trains into a folder. */
  public static void train(Path folder) throws IOException {
    train(folder, scene(), Progress.NONE);
  }

  /** Trains one of a scene of the resolution of its level, which takes no time to make anew. */
  public static void trainUnshrunk(Path folder) throws IOException {
    train(folder, scene(RESOLUTION), Progress.NONE);
  }

  /** Begins a training that would come to what {@link #train(Path)} comes to, and breaks it off. */
  public static void beginToTrain(Path folder) throws IOException {
    train(
        folder,
        scene(),
        new Progress() {
          @Override
          public void at(double fraction, String message) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        });
  }

  private static void train(Path folder, VoxelGrid reference, Progress progress)
      throws IOException {
    GridFile scene = new GridFile(reference, JsonNodeFactory.instance.objectNode());
    TrainSettings settings =
        new TrainSettings(
            RESOLUTION, COARSEST, 1, ITERATIONS, 0, 0, 1, Symmetry.NONE, Hyperparameters.DEFAULT);
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      CpuTracer tracer = new CpuTracer(workers);
      Trainer.begin(
              new ModelFolder(folder),
              settings,
              scene,
              List.of(),
              JsonNodeFactory.instance.objectNode(),
              tracer,
              engine)
          .run(progress);
    }
  }
}
