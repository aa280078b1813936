package org.sceneremix.renderer.texture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoubleConsumer;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.mesh.Mesh;
import org.sceneremix.volume.mesh.MeshModel;

/**
 * The surface of a grid as artists and engines take it: with a texture, levels of detail, and
 * ground and things apart.
 *
 * @param texture empty for colours at the vertices
 * @param levels coarser levels of detail beside the mesh itself, 0 to {@value #MOST_LEVELS}
 * @param apart whether ground and things are meshes of their own, where there is level ground
 * @param unlit whether colours are shown as they are
 */
public record SurfaceModel(
    Optional<TextureSize> texture, int levels, boolean apart, boolean unlit) {

  /** Most levels of detail: each has a quarter of the triangles of the one before. */
  public static final int MOST_LEVELS = 8;

  /** Texels along a voxel where nobody says it: finer than colour, which is linear in a voxel. */
  private static final double TEXELS_PER_VOXEL = 4;

  /** Largest texture where nobody says it. */
  private static final int DEFAULT_LARGEST = 4096;

  /**
   * Fineness of a texture; at most one is given.
   *
   * @param texel edge of a texel, world units
   * @param edge texels along each side
   */
  public record TextureSize(OptionalDouble texel, OptionalInt edge) {

    /** A quarter of a voxel, or as fine as 4096 x 4096 texels can be. */
    public static final TextureSize SUITABLE =
        new TextureSize(OptionalDouble.empty(), OptionalInt.empty());

    /**
     * @throws IllegalArgumentException if both are given, or one is out of range
     */
    public TextureSize {
      if (texel.isPresent() && edge.isPresent()) {
        throw new IllegalArgumentException(
            "the size of a texel and that of the texture follow from each other; give one of them");
      }
      if (texel.isPresent() && !(texel.getAsDouble() > 0 && texel.getAsDouble() < 1e300)) {
        throw new IllegalArgumentException(
            "a texel has a positive size, in units of the scene, not " + texel.getAsDouble());
      }
      if (edge.isPresent()
          && (edge.getAsInt() < TextureAtlas.SMALLEST || edge.getAsInt() > TextureAtlas.LARGEST)) {
        throw new IllegalArgumentException(
            "a texture has "
                + TextureAtlas.SMALLEST
                + " to "
                + TextureAtlas.LARGEST
                + " texels along a side, not "
                + edge.getAsInt());
      }
    }
  }

  /**
   * @throws IllegalArgumentException if there are too many levels
   */
  public SurfaceModel {
    if (levels < 0 || levels > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "there can be 0 to " + MOST_LEVELS + " coarser levels of detail, not " + levels);
    }
  }

  /**
   * A model as it is made.
   *
   * @param textureEdge texels along each side of its texture, 0 if it has none
   * @param charts in it
   */
  public record Made(MeshModel model, int textureEdge, int charts) {}

  /**
   * Makes the model of a surface.
   *
   * @param mesh the surface of the grid
   * @param progress told the share that is done; what it throws ends the work
   * @throws IllegalArgumentException if the texture would be too large, or is too small
   */
  public Made of(GridSource grid, Mesh mesh, DoubleConsumer progress) throws IOException {
    if (mesh.triangleCount() == 0) {
      throw new IllegalArgumentException(
          "there is no surface to write; choose a lower level, or another grid");
    }
    int[] piece =
        apart
            ? GroundAndThings.pieces(mesh, grid.shortestVoxelEdge())
            : new int[mesh.triangleCount()];
    int pieces = Arrays.stream(piece).max().orElseThrow() + 1;
    if (texture.isEmpty()) {
      List<MeshModel.Submesh> submeshes = new ArrayList<>();
      for (int p = 0; p < pieces; p++) {
        Mesh part = pieces == 1 ? mesh : mesh.withTriangles(triangles(piece, p));
        submeshes.add(submesh(name(p, pieces), part, new float[0], new float[0], true));
      }
      return new Made(new MeshModel(submeshes, Optional.empty(), unlit), 0, 0);
    }
    Charts charts = Charts.of(mesh, piece);
    TextureAtlas atlas = atlas(grid, mesh, charts);
    List<TextureAtlas.Unwrapped> unwrapped = new ArrayList<>();
    for (int p = 0; p < pieces; p++) {
      unwrapped.add(atlas.unwrap(triangles(piece, p)));
    }
    TextureBaker.Baked baked = TextureBaker.bake(grid, unwrapped, atlas.edge(), !unlit, progress);
    List<MeshModel.Submesh> submeshes = new ArrayList<>();
    for (int p = 0; p < pieces; p++) {
      TextureAtlas.Unwrapped part = unwrapped.get(p);
      submeshes.add(
          submesh(name(p, pieces), part.mesh(), part.coordinates(), part.tangents(), false));
    }
    MeshModel.Texture pictures =
        new MeshModel.Texture(
            baked.colourPng(), unlit ? Optional.empty() : Optional.of(baked.normalPng()));
    return new Made(
        new MeshModel(submeshes, Optional.of(pictures), unlit), atlas.edge(), charts.count());
  }

  private MeshModel.Submesh submesh(
      String name, Mesh mesh, float[] coordinates, float[] tangents, boolean byColour) {
    List<int[]> coarser = levels == 0 ? List.of() : LevelsOfDetail.of(mesh, levels, byColour);
    return new MeshModel.Submesh(name, mesh, coordinates, tangents, coarser);
  }

  private static String name(int piece, int pieces) {
    return pieces == 1 ? "scene" : piece == 0 ? "ground" : "thing-" + piece;
  }

  private static int[] triangles(int[] piece, int number) {
    int[] triangles = new int[piece.length];
    int count = 0;
    for (int t = 0; t < piece.length; t++) {
      if (piece[t] == number) {
        triangles[count++] = t;
      }
    }
    return Arrays.copyOf(triangles, count);
  }

  private TextureAtlas atlas(GridSource grid, Mesh mesh, Charts charts) {
    TextureSize size = texture.orElseThrow();
    if (size.texel().isPresent()) {
      return TextureAtlas.withTexels(mesh, charts, size.texel().getAsDouble());
    }
    if (size.edge().isPresent()) {
      return TextureAtlas.ofSize(mesh, charts, size.edge().getAsInt());
    }
    double texel = grid.shortestVoxelEdge() / TEXELS_PER_VOXEL;
    return TextureAtlas.fits(mesh, charts, texel, DEFAULT_LARGEST)
        ? TextureAtlas.withTexels(mesh, charts, texel)
        : TextureAtlas.ofSize(mesh, charts, DEFAULT_LARGEST);
  }
}
