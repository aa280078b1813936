package org.sceneremix.viewer.making;

import java.io.IOException;
import java.nio.file.Path;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.gan.train.Trainer;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.viewer.report.TrainingReport;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.SettingsJson;

/**
 * A training on a grid file into a model folder, with its report, from the beginning or from where
 * it was interrupted.
 */
public final class ModelTraining {

  private final ModelFolder folder;
  private final Trainer trainer;

  private ModelTraining(ModelFolder folder, Trainer trainer) {
    this.folder = folder;
    this.trainer = trainer;
  }

  /**
   * Begins a model, in place of one that is there.
   *
   * @param scene grid file
   * @param folder where the model will be; locked by the caller
   * @param tracer what the critic of pictures sees by
   * @param engine what the networks run on
   * @throws IOException if the scene cannot be read or the folder cannot be written
   */
  public static ModelTraining begin(
      Path scene, TrainSettings settings, ModelFolder folder, VolumeTracer tracer, Engine engine)
      throws IOException {
    GridFile reference = GridFile.read(scene);
    return new ModelTraining(
        folder,
        Trainer.begin(
            folder,
            settings,
            reference,
            SceneCameras.of(reference, scene),
            Program.provenance(
                    "train",
                    SettingsJson.write(settings).without("seed"),
                    settings.seed(),
                    reference.metadata())
                .toJson(),
            tracer,
            engine));
  }

  /**
   * Goes on with the model that is in a folder.
   *
   * @param folder locked by the caller
   * @param tracer what the critic of pictures sees by
   * @param engine what the networks run on
   * @throws IOException if the model cannot be read
   */
  public static ModelTraining resume(ModelFolder folder, VolumeTracer tracer, Engine engine)
      throws IOException {
    return new ModelTraining(folder, Trainer.resume(folder, folder.cameras(), tracer, engine));
  }

  /**
   * Trains, with the report kept up to date.
   *
   * @return whether it came to its end; it can be gone on with if not
   * @throws IOException if the folder cannot be written
   */
  public boolean run(Progress progress) throws IOException {
    TrainingReport.write(folder);
    return trainer.run(progress, () -> TrainingReport.write(folder));
  }
}
