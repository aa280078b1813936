package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sceneremix.viewer.export.GridExport;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.OutputLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remix export}: grid to files of other programs. */
@Command(
    name = "export",
    description = {
      "Writes a grid for other programs; the ending of the name says for which:",
      "  .npz               NumPy: the samples as they are",
      "  .nrrd .vdb         volumes: colour, and extinction per world unit",
      "  .ply .obj .glb     the surface as a mesh with colours and normals",
      "  .ply --splats      3D Gaussian splats",
      "Grids may be larger than memory.",
    })
final class ExportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "GRID", description = "Grid file, as fit and sample write them.")
  private Path source;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "See above.")
  private Path out;

  @Option(
      names = "--level",
      paramLabel = "D",
      description =
          "Stored density on the surface of a mesh (by default where a voxel takes half of the"
              + " light).")
  private Float level;

  @Option(names = "--splats", description = "Write splats, not a mesh, into a .ply.")
  private boolean splats;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    GridExport export = asked();
    return OutputLock.holdingFile(out, "remix export", () -> write(export));
  }

  private int write(GridExport export) throws IOException {
    String written;
    try (TaskProgress progress = console.progress("Exporting")) {
      GridSource grid = GridFile.source(source);
      written =
          export.write(
              grid,
              fraction -> {
                progress.stopIfCancelled();
                progress.at(fraction, out.getFileName().toString());
              });
    }
    console.say(String.format(Locale.ROOT, "%s: %s, %.1f MB", out, written, Files.size(out) / 1e6));
    return 0;
  }

  private GridExport asked() {
    try {
      return GridExport.to(out, splats, Optional.ofNullable(level));
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }
}
