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
import org.sceneremix.gan.sample.TileSet;
import org.sceneremix.viewer.export.GridExport;
import org.sceneremix.viewer.export.ProvenanceSidecar;
import org.sceneremix.viewer.page.PageScene;
import org.sceneremix.viewer.tiles.TileExport;
import org.sceneremix.viewer.tiles.TileFolder;
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
      "Of a folder of tiles, all are written into the folder --out, in one --format, with a"
          + " manifest.",
    })
final class ExportCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "GRID|DIR",
      arity = "1..*",
      description =
          "Grid file, as fit and sample write them, several of them for a page; or the folder of"
              + " tiles that 'sample --tiles' made.")
  private List<Path> sources;

  @Option(names = "--out", required = true, paramLabel = "FILE|DIR", description = "See above.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "ENDING",
      description = "Ending of the names of tiles, such as obj (glb).")
  private String format;

  @Mixin private MeshOptions mesh;

  @Option(
      names = "--scale",
      paramLabel = "S",
      description = "Units of the file that a unit of the grid becomes (1).")
  private double scale = 1;

  @Option(
      names = "--provenance",
      description =
          "Write FILE.provenance.json beside the file: how the scene was made, and the first line"
              + " of the capture's licence, if it has one.")
  private boolean provenance;

  @Option(names = "--splats", description = "Write splats, not a mesh, into a .ply or .glb.")
  private boolean splats;

  @Spec private CommandSpec spec;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  @Override
  public Integer call() throws IOException {
    requireScale();
    if (sources.stream().anyMatch(TileFolder::isOne)) {
      return exportTiles();
    }
    if (format != null) {
      throw console.usageError(
          "--format is about tiles, and "
              + sources.get(0)
              + " is no folder of tiles; end the name of the file in ."
              + format);
    }
    GridExport export = asked();
    return OutputLock.holdingFile(out, "remix export", () -> write(export));
  }

  private int exportTiles() throws IOException {
    if (sources.size() > 1) {
      throw console.usageError("tiles are exported alone; give one folder of tiles and no more");
    }
    if (provenance) {
      throw console.usageError(
          "the manifest of tiles says how they were made; leave --provenance away");
    }
    String ending = "." + (format == null ? "glb" : format);
    // so that options that do not go together are said before anything is written
    GridExport first = asked(out.resolve(TileFolder.fileName(new TileSet(1), 0, ending)));
    if (first.format() == GridExport.Format.HTML) {
      throw console.usageError(
          "a page shows grids, not how tiles join; choose another --format, or look at them with"
              + " 'remix view'");
    }
    Path folder = sources.get(0);
    if (Files.exists(out) && Files.isSameFile(folder, out)) {
      throw console.usageError(
          "the manifest of the tiles in " + folder + " would be lost; give --out another folder");
    }
    TileFolder tiles = TileFolder.open(folder);
    OutputLock.holdingFolder(
        out,
        "remix export",
        () -> {
          try (TaskProgress progress = console.progress("Exporting")) {
            TileExport.write(
                tiles,
                out,
                ending,
                this::asked,
                scale,
                parameters(folder),
                fraction -> {
                  progress.stopIfCancelled();
                  progress.at(fraction, "tiles");
                });
            progress.at(1, "tiles");
          }
          return null;
        });
    console.say(tiles.set().count() + " tiles and " + TileFolder.MANIFEST + " in " + out);
    return 0;
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
      progress.at(1, out.getFileName().toString());
    }
    if (provenance) {
      Path source = sources.get(0);
      ProvenanceSidecar.write(out, parameters(source), GridFile.readHeader(source).metadata());
    }
    console.say(String.format(Locale.ROOT, "%s: %s, %.1f MB", out, written, Files.size(out) / 1e6));
    return 0;
  }

  private ObjectNode parameters(Path source) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("grid", source.toAbsolutePath().normalize().getFileName().toString());
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!option.longestName().equals("--out")) {
        Object value = option.getValue();
        parameters.put(option.longestName().substring(2), String.valueOf(value));
      }
    }
    return parameters;
  }

  private List<PageScene> scenes() throws IOException {
    List<PageScene> scenes = new ArrayList<>();
    for (Path source : sources) {
      scenes.add(PageScene.named(source, new ScaledGrid(GridFile.source(source), scale)));
    }
    return scenes;
  }

  private void requireScale() {
    if (!(scale > 0 && Double.isFinite(scale))) {
      throw console.usageError("--scale is a positive number, such as 100, not " + scale);
    }
  }

  private GridExport asked(Path file) {
    try {
      return GridExport.to(file, splats, mesh.asked());
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private GridExport asked() {
    GridExport export = asked(out);
    if (sources.size() > 1 && export.format() != GridExport.Format.HTML) {
      throw console.usageError(
          sources.size()
              + " grids go into one file only as a page; end --out in .html, or export them one by"
              + " one");
    }
    return export;
  }
}
