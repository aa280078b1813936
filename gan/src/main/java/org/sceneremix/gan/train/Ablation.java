package org.sceneremix.gan.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.io.OutputLock;

/** A part of the method that a model is trained without, to see what the part is good for. */
public enum Ablation {
  /** Trained without the critic of pictures. */
  NO_2D_CRITICS("no 2D critics", "no-2d-critics"),

  /** Trained without the critic of columns. */
  NO_3D_CRITICS("no 3D critics", "no-3d-critics"),

  /** Trained without the distance of patches. */
  NO_PATCH_DISTANCE("no patch distance", "no-patch-distance"),

  /** Trained without the transport of patches. */
  NO_TRANSPORT("no transport", "no-transport");

  private final String label;
  private final String folder;

  Ablation(String label, String folder) {
    this.label = label;
    this.folder = folder;
  }

  /** Its name beside those of controls. */
  public String label() {
    return label;
  }

  private Hyperparameters without(Hyperparameters whole) {
    return new Hyperparameters(
        whole.loss(),
        this == NO_3D_CRITICS ? 0 : whole.volumeWeight(),
        this == NO_2D_CRITICS ? 0 : whole.pictureWeight(),
        this == NO_PATCH_DISTANCE ? 0 : whole.patchWeight(),
        this == NO_TRANSPORT ? 0 : whole.transportWeight(),
        whole.passes(),
        whole.slab());
  }

  /**
   * Trains a model like another, apart from this part, in a folder {@code ablation} inside that of
   * the other; goes on with it, or takes it as it is, where the same was begun before.
   *
   * @param cameras where the scene was looked at from; may be empty
   * @return the model; complete, unless the progress was cancelled
   */
  public ModelFolder train(
      ModelFolder whole,
      List<Camera> cameras,
      VolumeTracer tracer,
      Engine engine,
      Progress progress)
      throws IOException {
    ModelFolder ablated = new ModelFolder(whole.path().resolve("ablation").resolve(folder));
    OutputLock.holdingFolder(
        ablated.path(),
        "remix eval --ablate",
        () -> train(ablated, whole, cameras, tracer, engine, progress));
    return ablated;
  }

  private boolean train(
      ModelFolder ablated,
      ModelFolder whole,
      List<Camera> cameras,
      VolumeTracer tracer,
      Engine engine,
      Progress progress)
      throws IOException {
    TrainSettings settings = TrainSettings.of(whole.description());
    TrainSettings wanted = settings.withHyperparameters(without(settings.hyperparameters()));
    boolean begun =
        ablated.exists()
            && TrainSettings.of(ablated.description()).equals(wanted)
            && ablated.hasSceneOf(whole);
    Trainer trainer =
        begun
            ? Trainer.resume(ablated, cameras, tracer, engine)
            : Trainer.begin(
                ablated,
                wanted,
                whole.scene(),
                cameras,
                JsonNodeFactory.instance.objectNode(),
                tracer,
                engine);
    return trainer.run(progress);
  }
}
