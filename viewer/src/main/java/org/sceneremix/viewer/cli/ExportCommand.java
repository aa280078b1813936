package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.export.NpzWriter;
import org.sceneremix.volume.export.NrrdWriter;
import org.sceneremix.volume.export.SplatWriter;
import org.sceneremix.volume.export.VdbWriter;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.mesh.GlbWriter;
import org.sceneremix.volume.mesh.MarchingCubes;
import org.sceneremix.volume.mesh.Mesh;
import org.sceneremix.volume.mesh.ObjWriter;
import org.sceneremix.volume.mesh.PlyWriter;
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

  /** What is written, told from the name. */
  private enum Target {
    NPZ,
    NRRD,
    VDB,
    PLY,
    OBJ,
    GLB;

    boolean isMesh() {
      return this == PLY || this == OBJ || this == GLB;
    }
  }

  @Override
  public Integer call() throws IOException {
    Target target = target();
    if (splats && target != Target.PLY) {
      throw console.usageError("splats are written as .ply; end the name of --out in .ply");
    }
    if (level != null && (splats || !target.isMesh())) {
      throw console.usageError("--level is about meshes; leave it away here");
    }
    String written;
    try (TaskProgress progress = console.progress("Exporting")) {
      VoxelGrid grid = GridFile.read(source).grid();
      DoubleConsumer share =
          fraction -> {
            progress.stopIfCancelled();
            progress.at(fraction, out.getFileName().toString());
          };
      written = splats ? splats(grid, share) : write(target, grid, share);
    }
    console.say(String.format(Locale.ROOT, "%s: %s, %.1f MB", out, written, Files.size(out) / 1e6));
    return 0;
  }

  private Target target() {
    String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
    for (Target target : Target.values()) {
      if (name.endsWith("." + target.name().toLowerCase(Locale.ROOT))) {
        return target;
      }
    }
    throw console.usageError(
        "cannot tell the format of " + out + "; end it in .npz, .nrrd, .vdb, .ply, .obj or .glb");
  }

  private String splats(VoxelGrid grid, DoubleConsumer progress) throws IOException {
    return SplatWriter.write(grid, out, progress) + " splats";
  }

  private String write(Target target, VoxelGrid grid, DoubleConsumer progress) throws IOException {
    switch (target) {
      case NPZ -> NpzWriter.write(grid, out, progress);
      case NRRD -> NrrdWriter.write(grid, out, progress);
      case VDB -> VdbWriter.write(grid, out, progress);
      case PLY, OBJ, GLB -> {
        return writeMesh(target, surface(grid, progress));
      }
    }
    return GridSize.of(grid) + " voxels";
  }

  private Mesh surface(VoxelGrid grid, DoubleConsumer progress) {
    float density = level == null ? MarchingCubes.visibleLevel(grid) : level;
    try {
      return MarchingCubes.surface(grid, density, progress);
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private String writeMesh(Target target, Mesh mesh) throws IOException {
    switch (target) {
      case PLY -> PlyWriter.write(mesh, out);
      case OBJ -> ObjWriter.write(mesh, out);
      default -> GlbWriter.write(mesh, out);
    }
    return mesh.vertexCount() + " vertices, " + mesh.triangleCount() + " triangles";
  }
}
