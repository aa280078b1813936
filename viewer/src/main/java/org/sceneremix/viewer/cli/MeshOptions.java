package org.sceneremix.viewer.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.sceneremix.renderer.texture.SurfaceModel;
import org.sceneremix.viewer.export.MeshExport;
import picocli.CommandLine.Option;

/** Options of the mesh that is made of a grid. */
final class MeshOptions {

  @Option(
      names = "--level",
      paramLabel = "D",
      description =
          "Stored density on the surface of a mesh (by default where a voxel takes half of the"
              + " light).")
  private Float level;

  @Option(
      names = "--mesh-quality",
      paramLabel = "QUALITY",
      description =
          "smooth: marching cubes; sharp: dual contouring, which keeps edges and corners"
              + " (${DEFAULT-VALUE}).")
  private MeshExport.Quality quality = MeshExport.Quality.SMOOTH;

  @Option(
      names = "--texture",
      description =
          "Bake colours and normals into a texture (.glb; .obj with .mtl and .png beside it).")
  private boolean texture;

  @Option(
      names = "--texel-size",
      paramLabel = "T",
      description = "Edge of a texel in the file's units (by default a quarter of a voxel).")
  private Double texelSize;

  @Option(
      names = "--texture-size",
      paramLabel = "N",
      description = "Texels along each side of the texture instead; texels as small as fit.")
  private Integer textureSize;

  @Option(
      names = "--unlit",
      description = "Show a texture as photographed, with the light in it, and nothing else.")
  private boolean unlit;

  @Option(
      names = "--lods",
      paramLabel = "N",
      description =
          "Coarser levels of detail, each of a quarter of the triangles, as NAME-lod1.glb ...")
  private int levels;

  @Option(
      names = "--parts",
      description = "Ground and things as meshes of their own, where there is level ground.")
  private boolean parts;

  @Option(
      names = "--up",
      paramLabel = "AXIS",
      description = "Axis that is up in a .ply or .obj mesh, z or y (z; a .glb always has y).")
  private MeshExport.Up up;

  /**
   * The mesh that is asked for.
   *
   * @throws IllegalArgumentException if the options do not go together
   */
  MeshExport asked() {
    if (!texture && (texelSize != null || textureSize != null || unlit)) {
      throw new IllegalArgumentException(
          "--texel-size, --texture-size and --unlit are about textures; add --texture");
    }
    Optional<SurfaceModel.TextureSize> size =
        texture
            ? Optional.of(
                new SurfaceModel.TextureSize(
                    texelSize == null ? OptionalDouble.empty() : OptionalDouble.of(texelSize),
                    textureSize == null ? OptionalInt.empty() : OptionalInt.of(textureSize)))
            : Optional.empty();
    // colours of vertices are always shown as they are
    SurfaceModel model = new SurfaceModel(size, levels, parts, unlit || !texture);
    return new MeshExport(
        Optional.ofNullable(level),
        quality,
        texture || levels > 0 || parts ? Optional.of(model) : Optional.empty(),
        Optional.ofNullable(up));
  }
}
