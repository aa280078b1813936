package org.sceneremix.viewer.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.sceneremix.viewer.page.PageScene;
import org.sceneremix.viewer.page.ScenePage;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.export.NpzWriter;
import org.sceneremix.volume.export.NrrdWriter;
import org.sceneremix.volume.export.VdbWriter;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.splat.SplatFormat;

/**
 * A file of another program that a grid is written to.
 *
 * @param out its name, whose ending says the format
 * @param format what the ending says
 * @param splats whether it holds Gaussian splats, as a .ply or .glb may; a .spz or .usda always
 *     does
 * @param mesh how a mesh is made
 */
public record GridExport(Path out, Format format, boolean splats, MeshExport mesh) {

  /** Format of an exported file. */
  public enum Format {
    VDB("OpenVDB volume"),
    NRRD("NRRD volume"),
    NPZ("NumPy arrays"),
    PLY("mesh, or splats"),
    OBJ("mesh"),
    GLB("mesh, or splats"),
    SPZ("Gaussian splats"),
    USDA("Gaussian splats"),
    HTML("page to share");

    private final String content;

    Format(String content) {
      this.content = content;
    }

    /** Content of files of this format, for people. */
    public String content() {
      return content;
    }

    /** Ending of names of such files, with the dot. */
    public String ending() {
      return "." + name().toLowerCase(Locale.ROOT);
    }

    boolean isMesh() {
      return this == PLY || this == OBJ || this == GLB;
    }

    /** Whether such a file may hold a mesh or splats, as one asks for. */
    public boolean isMeshOrSplats() {
      return this == PLY || this == GLB;
    }

    boolean isSplats() {
      return this == SPZ || this == USDA;
    }
  }

  /**
   * @throws IllegalArgumentException if the parts do not go together
   */
  public GridExport {
    Objects.requireNonNull(out, "out");
    if (splats && !format.isMeshOrSplats() && !format.isSplats()) {
      throw new IllegalArgumentException(
          "splats are written as .ply, .glb, .spz or .usda; end the name of the file in one of"
              + " these");
    }
    mesh.requireHeldBy(format, splats);
  }

  /** As {@link #to(Path, boolean, MeshExport)}, where a mesh has colours at its vertices. */
  public static GridExport to(Path out, boolean splats, Optional<Float> level) {
    return to(out, splats, MeshExport.plain(level));
  }

  /**
   * The export that a file's name asks for.
   *
   * @throws IllegalArgumentException if its ending is not known
   */
  public static GridExport to(Path out, boolean splats, MeshExport mesh) {
    Format format =
        formatOf(out)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "cannot tell the format of "
                            + out
                            + "; end it in .npz, .nrrd, .vdb, .ply, .obj, .glb, .spz, .usda or"
                            + " .html"));
    return new GridExport(out, format, splats || format.isSplats(), mesh);
  }

  /** The format that the ending of a file's name says, if it is known. */
  static Optional<Format> formatOf(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(Format.values())
        .filter(format -> name.endsWith(format.ending()))
        .findFirst();
  }

  /**
   * Writes a grid, which may be larger than memory; the file appears whole or not at all.
   *
   * @param progress told the share that is done; what it throws ends the work
   * @return what was written, for people
   * @throws IllegalArgumentException if there is nothing to write, or too much
   */
  public String write(GridSource grid, DoubleConsumer progress) throws IOException {
    return write(grid, Optional.empty(), progress);
  }

  /** Whether surfaces are written, which depend on what lies around a part of a scene. */
  public boolean isOfSurfaces() {
    return splats || format.isMesh();
  }

  /**
   * Writes a part of the surfaces of a grid; what lies around them shapes them, but is not written.
   *
   * @param part x and y of where triangles and splats have their middles
   */
  public String writePart(GridSource grid, Aabb part, DoubleConsumer progress) throws IOException {
    return write(grid, Optional.of(part), progress);
  }

  private String write(GridSource grid, Optional<Aabb> part, DoubleConsumer progress)
      throws IOException {
    if (splats) {
      return SplatExport.write(grid, part, SplatFormat.valueOf(format.name()), out, progress);
    }
    switch (format) {
      case NPZ -> NpzWriter.write(grid, out, progress);
      case NRRD -> NrrdWriter.write(grid, out, progress);
      case VDB -> VdbWriter.write(grid, out, progress);
      case HTML -> {
        return writePage(List.of(new PageScene("", grid)), progress);
      }
      case SPZ, USDA -> throw new IllegalStateException(format + " holds splats");
      case PLY, OBJ, GLB -> {
        return mesh.write(grid, part, format, out, progress);
      }
    }
    return grid.size() + " voxels";
  }

  /** Writes a page on which several grids can be looked at, one after the other. */
  public String writePage(List<PageScene> scenes, DoubleConsumer progress) throws IOException {
    return ScenePage.write(scenes, out, progress);
  }

  /** Writes a grid in memory. */
  public String write(VoxelGrid grid, DoubleConsumer progress) throws IOException {
    return write(GridSource.of(grid), progress);
  }
}
