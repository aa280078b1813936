package org.sceneremix.viewer.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.sceneremix.renderer.texture.ModelSummary;
import org.sceneremix.renderer.texture.SurfaceModel;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridPieces;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.mesh.DualContouring;
import org.sceneremix.volume.mesh.GlbWriter;
import org.sceneremix.volume.mesh.MarchingCubes;
import org.sceneremix.volume.mesh.Mesh;
import org.sceneremix.volume.mesh.MeshModel;
import org.sceneremix.volume.mesh.MeshSource;
import org.sceneremix.volume.mesh.ModelFile;
import org.sceneremix.volume.mesh.ObjWriter;
import org.sceneremix.volume.mesh.PlyWriter;
import org.sceneremix.volume.mesh.SpooledMesh;

/**
 * The surface of a grid as it is asked for.
 *
 * @param level stored density on it; where a voxel takes half of the light if absent
 * @param quality how it is found
 * @param model what becomes of it; absent for colours at the vertices and nothing more
 * @param up the axis that is up in the file, which a format may leave open; z if absent
 */
public record MeshExport(
    Optional<Float> level, Quality quality, Optional<SurfaceModel> model, Optional<Up> up) {

  /** Treatment of a surface's edges. */
  public enum Quality {
    SMOOTH,
    SHARP
  }

  /** An axis. */
  public enum Up {
    Y,
    Z
  }

  /** Share of the work that finding the surface takes before a texture. */
  private static final double SURFACE = 0.3;

  /** Voxels around a piece of a large ground that its surface depends on. */
  private static final int MARGIN = 4;

  /** Share of the work that cutting the ground into pieces takes. */
  private static final double CUTTING = 0.1;

  /**
   * @throws IllegalArgumentException if there is no surface at that level
   */
  public MeshExport {
    if (level.isPresent() && !(level.get() > VoxelGrid.EMPTY_DENSITY)) {
      throw new IllegalArgumentException(
          "a surface lies at a stored density above "
              + VoxelGrid.EMPTY_DENSITY
              + ", not at "
              + level.get());
    }
  }

  /** The surface with colours at its vertices. */
  public static MeshExport plain(Optional<Float> level) {
    return new MeshExport(level, Quality.SMOOTH, Optional.empty(), Optional.empty());
  }

  /**
   * @throws IllegalArgumentException if a file of this format does not hold what is asked for
   */
  void requireHeldBy(GridExport.Format format, boolean splats) {
    boolean isMesh = !splats && format.isMesh();
    if (level.isPresent() && !isMesh) {
      throw new IllegalArgumentException("a level is about meshes; leave it away here");
    }
    if (!isMesh && (quality != Quality.SMOOTH || model.isPresent())) {
      throw new IllegalArgumentException(
          "textures, levels of detail, parts and mesh quality are about meshes; end the name of the"
              + " file in .glb or .obj");
    }
    if (format == GridExport.Format.PLY
        && model.isPresent()
        && (model.get().texture().isPresent() || model.get().apart())) {
      throw new IllegalArgumentException(
          "a .ply is one mesh with colours at its vertices; for textures or parts end the name of"
              + " the file in .glb or .obj");
    }
    if (up.isPresent() && !isMesh) {
      throw new IllegalArgumentException(
          "which axis is up can be chosen for meshes only; leave --up away here");
    }
    if (format == GridExport.Format.GLB && up.equals(Optional.of(Up.Z))) {
      throw new IllegalArgumentException("a .glb has y up, by its definition; leave --up z away");
    }
  }

  /**
   * Writes the surface of a grid, its coarser levels of detail first and beside it.
   *
   * @param part of it that is written, open where it goes on; all of it if absent
   * @return what was written, for people
   */
  String write(
      GridSource grid,
      Optional<Aabb> part,
      GridExport.Format format,
      Path out,
      DoubleConsumer progress)
      throws IOException {
    float density = level.isPresent() ? level.get() : MarchingCubes.visibleLevel(grid);
    boolean inPieces =
        part.isEmpty()
            && GridPieces.areNeededFor(grid)
            && !(model.isPresent() && model.get().apart());
    if (!inPieces) {
      DoubleConsumer finding = model.isPresent() ? share(progress, 0, SURFACE) : progress;
      Mesh whole = surface(grid, density, finding);
      Mesh mesh = part.map(whole::within).orElse(whole);
      if (model.isEmpty()) {
        return write(mesh, format, out);
      }
      try (Models models = new Models(format, out)) {
        models.add(grid, mesh, share(progress, SURFACE, 1));
        return models.finish();
      }
    }
    try (GridPieces pieces = GridPieces.of(grid, MARGIN, out, share(progress, 0, CUTTING))) {
      DoubleConsumer making = share(progress, CUTTING, 1);
      return model.isEmpty()
          ? writePieces(pieces.all(), density, format, out, making)
          : writeModels(pieces.all(), density, format, out, making);
    }
  }

  private static DoubleConsumer share(DoubleConsumer progress, double from, double to) {
    return share -> progress.accept(from + (to - from) * share);
  }

  private Mesh surface(GridSource grid, float density, DoubleConsumer progress) throws IOException {
    return quality == Quality.SHARP
        ? DualContouring.surface(grid, density, progress)
        : MarchingCubes.surface(grid, density, progress);
  }

  /** One mesh of all pieces, as if it had been made as a whole. */
  private String writePieces(
      List<GridPieces.Piece> pieces,
      float density,
      GridExport.Format format,
      Path out,
      DoubleConsumer progress)
      throws IOException {
    try (SpooledMesh all = new SpooledMesh(pieces.get(0).floatOrigin(), out)) {
      double count = pieces.size();
      for (int i = 0; i < pieces.size(); i++) {
        DoubleConsumer finding = share(progress, i / count, (i + 1) / count);
        all.add(surface(pieces.get(i), density, finding), pieces.get(i).part());
      }
      return write(all, format, out);
    }
  }

  /** A model with a texture of its own of each piece. */
  private String writeModels(
      List<GridPieces.Piece> pieces,
      float density,
      GridExport.Format format,
      Path out,
      DoubleConsumer progress)
      throws IOException {
    try (Models models = new Models(format, out)) {
      double count = pieces.size();
      for (int i = 0; i < pieces.size(); i++) {
        GridPieces.Piece piece = pieces.get(i);
        DoubleConsumer making = share(progress, i / count, (i + 1) / count);
        Mesh mesh = surface(piece, density, share(making, 0, SURFACE)).within(piece.part());
        boolean isAllEmpty = i == pieces.size() - 1 && models.summary.isEmpty();
        if (mesh.triangleCount() > 0 || isAllEmpty) {
          models.add(piece, mesh, share(making, SURFACE, 1));
        }
      }
      return models.finish();
    }
  }

  private String write(MeshSource mesh, GridExport.Format format, Path out) throws IOException {
    try (ModelFile file = opened(format, out)) {
      file.add("scene", isTurned(format) ? mesh.withYUp() : mesh);
      file.finish();
    }
    return mesh.vertexCount() + " vertices, " + mesh.triangleCount() + " triangles";
  }

  /** Whether coordinates are turned; a .glb is turned by its nodes. */
  private boolean isTurned(GridExport.Format format) {
    return up.equals(Optional.of(Up.Y)) && format != GridExport.Format.GLB;
  }

  private static ModelFile opened(GridExport.Format format, Path file) throws IOException {
    return switch (format) {
      case PLY -> new PlyWriter(file);
      case OBJ -> new ObjWriter(file);
      default -> new GlbWriter(file);
    };
  }

  /** Name of the file that holds a level of detail: {@code NAME-lod1.glb} and so on. */
  private static Path ofLevel(Path out, int level) {
    if (level == 0) {
      return out;
    }
    String name = out.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return out.resolveSibling(name.substring(0, dot) + "-lod" + level + name.substring(dot));
  }

  /** Models on the way to a file for each level of detail. */
  private final class Models implements AutoCloseable {

    private final ModelSummary summary = new ModelSummary();
    private final boolean isTurned;
    private final List<ModelFile> files = new ArrayList<>();

    Models(GridExport.Format format, Path out) throws IOException {
      this.isTurned = isTurned(format);
      try {
        for (int level = 0; level <= model.orElseThrow().levels(); level++) {
          files.add(opened(format, ofLevel(out, level)));
        }
      } catch (IOException e) {
        close();
        throw e;
      }
    }

    void add(GridSource grid, Mesh mesh, DoubleConsumer progress) throws IOException {
      SurfaceModel.Made made = model.orElseThrow().of(grid, mesh, progress);
      MeshModel upright = isTurned ? made.model().withYUp() : made.model();
      for (int level = 0; level < files.size(); level++) {
        files.get(level).add(upright.atLevel(level));
      }
      summary.add(made);
    }

    String finish() throws IOException {
      for (int level = summary.levels() - 1; level >= 0; level--) {
        files.get(level).finish();
      }
      return summary.toString();
    }

    @Override
    public void close() throws IOException {
      for (ModelFile file : files) {
        file.close();
      }
    }
  }
}
