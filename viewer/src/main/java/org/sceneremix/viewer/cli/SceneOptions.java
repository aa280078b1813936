package org.sceneremix.viewer.cli;

import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.model.Model;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.volume.GridSize;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What verbs that make remixes are told about them: {@code --size --diversity --detail}. */
final class SceneOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--size",
      paramLabel = "NXxNYxNZ",
      converter = GridSizeConverter.class,
      description = "Voxels along x, y and z; any size (by default that of the scene).")
  private GridSize size;

  @Option(
      names = "--diversity",
      paramLabel = "D",
      defaultValue = "1",
      description = "Strength of chance in the finer stages; 0 is none (${DEFAULT-VALUE}).")
  private double diversity;

  @Option(
      names = "--detail",
      description = "Rebuild remixes from the scene's own voxels: sharp, at its resolution.")
  private boolean detail;

  boolean hasSize() {
    return size != null;
  }

  boolean detail() {
    return detail;
  }

  /** What remixes of this model shall be like. */
  RemixSettings settings(Model model, Periodicity periodicity) {
    try {
      return new RemixSettings(size == null ? model.defaultSize() : size, diversity, periodicity);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
