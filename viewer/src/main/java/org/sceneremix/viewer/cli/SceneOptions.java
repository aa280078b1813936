package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.viewer.dataset.Remixes;
import org.sceneremix.volume.GridSize;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Options of verbs that make remixes: {@code --size --exemplar --resolution --diversity --fidelity
 * --density}.
 */
final class SceneOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--size",
      paramLabel = "NXxNYxNZ",
      converter = GridSizeConverter.class,
      description =
          "Voxels along x, y and z at the resolution of the training; any size (by default that of"
              + " the scene).")
  private GridSize size;

  @Option(
      names = "--exemplar",
      paramLabel = "GRID",
      description =
          "Copy from another fit of the same capture, with the same box, such as a finer one.")
  private Path exemplar;

  @Mixin private StyleOptions style;

  boolean hasSize() {
    return size != null;
  }

  /**
   * Opens a model, finished or not, with the exemplar that is asked for.
   *
   * @param engine what samples
   */
  Remixes open(Path model, Engine engine) throws IOException {
    Remixes remixes = Remixes.open(new ModelFolder(model), engine);
    return exemplar == null ? remixes : remixes.withExemplar(exemplar);
  }

  /** Settings for remixes of this model, by default at their full resolution. */
  RemixSettings settings(Remixes remixes, Periodicity periodicity) {
    return settings(remixes, periodicity, remixes.ownResolution());
  }

  /** Settings for remixes of this model, by default at this resolution; 0 as trained. */
  RemixSettings settings(Remixes remixes, Periodicity periodicity, int resolution) {
    try {
      RemixSettings settings =
          new RemixSettings(
              size == null ? remixes.remixer().defaultSize() : size,
              style.resolution(resolution),
              style.diversity(),
              style.fidelity(remixes.settings().fidelity()),
              style.density(),
              periodicity);
      // so that a resolution that there is not is said before anything is made
      remixes.remixer().resultSize(settings);
      return settings;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
