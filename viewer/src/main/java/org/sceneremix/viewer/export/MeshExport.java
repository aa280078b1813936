package org.sceneremix.viewer.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.sceneremix.renderer.texture.SurfaceModel;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.mesh.DualContouring;
import org.sceneremix.volume.mesh.GlbWriter;
import org.sceneremix.volume.mesh.MarchingCubes;
import org.sceneremix.volume.mesh.Mesh;
import org.sceneremix.volume.mesh.MeshModel;
import org.sceneremix.volume.mesh.ObjWriter;
import org.sceneremix.volume.mesh.PlyWriter;

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

  /** How a surface is found. */
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
    DoubleConsumer finding =
        model.isPresent() ? share -> progress.accept(SURFACE * share) : progress;
    Mesh whole =
        quality == Quality.SHARP
            ? DualContouring.surface(grid, density, finding)
            : MarchingCubes.surface(grid, density, finding);
    Mesh mesh = part.map(whole::within).orElse(whole);
    if (model.isEmpty()) {
      write(MeshModel.of(mesh), format, out);
      return mesh.vertexCount() + " vertices, " + mesh.triangleCount() + " triangles";
    }
    SurfaceModel.Made made =
        model.get().of(grid, mesh, share -> progress.accept(SURFACE + (1 - SURFACE) * share));
    for (int level = made.model().levels() - 1; level >= 0; level--) {
      write(made.model().atLevel(level), format, ofLevel(out, level));
    }
    return made.description();
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

  private void write(MeshModel model, GridExport.Format format, Path out) throws IOException {
    // a .glb is turned by its nodes
    boolean turned = up.equals(Optional.of(Up.Y)) && format != GridExport.Format.GLB;
    MeshModel upright = turned ? model.withYUp() : model;
    switch (format) {
      case PLY -> PlyWriter.write(upright.parts().get(0).mesh(), out);
      case OBJ -> ObjWriter.write(upright, out);
      default -> GlbWriter.write(upright, out);
    }
  }
}
