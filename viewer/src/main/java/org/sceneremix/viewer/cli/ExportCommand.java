package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import org.sceneremix.viewer.export.GridExport;
import org.sceneremix.viewer.export.ProvenanceSidecar;
import org.sceneremix.viewer.page.PageScene;
import org.sceneremix.volume.export.ScaledGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.OutputLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code remix export}: grid to files of other programs. */
@Command(
    name = "export",
    description = {
      "Writes a grid for other programs; the ending of the name says for which:",
      "  .npz               NumPy: the samples as they are",
      "  .nrrd .vdb         volumes: colour, and extinction per world unit",
      "  .ply .obj .glb     the surface as a mesh with colours and normals, or a texture",
      "  .spz .usda         3D Gaussian splats; also .ply --splats and .glb --splats",
      "  .html              a page to share, which shows one grid or several in any browser",
      "Grids may be larger than memory.",
    })
final class ExportCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "GRID",
      arity = "1..*",
      description = "Grid file, as fit and sample write them; several of them for a page.")
  private List<Path> sources;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "See above.")
  private Path out;

  @Mixin private MeshOptions mesh;

  @Option(
      names = "--scale",
      paramLabel = "S",
      description = "Units of the file that a unit of the grid becomes (1).")
  private double scale = 1;

  @Option(
      names = "--provenance",
      description =
          "Write FILE.provenance.json beside the file: how the scene was made, and the first line of"
              + " the capture's licence, if it has one.")
  private boolean provenance;

  @Option(names = "--splats", description = "Write splats, not a mesh, into a .ply or .glb.")
  private boolean splats;

  @Spec private CommandSpec spec;

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
      DoubleConsumer told =
          fraction -> {
            progress.stopIfCancelled();
            progress.at(fraction, out.getFileName().toString());
          };
      written =
          export.format() == GridExport.Format.HTML
              ? export.writePage(scenes(), told)
              : export.write(new ScaledGrid(GridFile.source(sources.get(0)), scale), told);
    }
    if (provenance) {
      Path source = sources.get(0);
      ObjectNode parameters = JsonNodeFactory.instance.objectNode();
      parameters.put("grid", source.getFileName().toString());
      for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
        if (!option.longestName().equals("--out")) {
          Object value = option.getValue();
          parameters.put(option.longestName().substring(2), String.valueOf(value));
        }
      }
      ProvenanceSidecar.write(out, parameters, GridFile.readHeader(source).metadata());
    }
    console.say(String.format(Locale.ROOT, "%s: %s, %.1f MB", out, written, Files.size(out) / 1e6));
    return 0;
  }

  private List<PageScene> scenes() throws IOException {
    List<PageScene> scenes = new ArrayList<>();
    for (Path source : sources) {
      scenes.add(PageScene.named(source, new ScaledGrid(GridFile.source(source), scale)));
    }
    return scenes;
  }

  private GridExport asked() {
    if (!(scale > 0 && Double.isFinite(scale))) {
      throw console.usageError("--scale is a positive number, such as 100, not " + scale);
    }
    GridExport export;
    try {
      export = GridExport.to(out, splats, mesh.asked());
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
    if (sources.size() > 1 && export.format() != GridExport.Format.HTML) {
      throw console.usageError(
          sources.size()
              + " grids go into one file only as a page; end --out in .html, or export them one by"
              + " one");
    }
    return export;
  }
}
