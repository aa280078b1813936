package org.sceneremix.volume.mesh;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Meshes of a scene with what a file says beside their vertices.
 *
 * @param submeshes at least one; all have the same {@link Mesh#origin}, and texture coordinates
 *     where there is a texture
 * @param texture their pictures, if colours are not those of the vertices
 * @param unlit whether colours are shown as they are, with the light that was photographed
 */
public record MeshModel(List<Submesh> submeshes, Optional<Texture> texture, boolean unlit) {

  /**
   * Pictures that all submeshes share, as PNGs.
   *
   * @param colour display-encoded
   * @param normals in the frame of tangent, bitangent (up in the picture) and normal of the
   *     surface, {@code (n + 1) / 2}; empty if it is shown without light
   */
  public record Texture(byte[] colour, Optional<byte[]> normals) {}

  /**
   * A mesh with a name.
   *
   * @param name for people, unique in the model
   * @param textureCoordinates u, v of each vertex in [0, 1], from the top left of the picture;
   *     empty without a texture
   * @param tangents unit vectors, x, y, z of each vertex, along which u grows; bitangents are
   *     {@code normal x tangent}; empty without a texture
   * @param coarser levels of detail after the mesh itself, each as triangles of its vertices
   */
  public record Submesh(
      String name, Mesh mesh, float[] textureCoordinates, float[] tangents, List<int[]> coarser) {

    /**
     * @throws IllegalArgumentException if arrays and vertices do not go together
     */
    public Submesh {
      Objects.requireNonNull(name, "name");
      int vertices = mesh.vertexCount();
      if (textureCoordinates.length != 0 && textureCoordinates.length != 2 * vertices
          || 3 * textureCoordinates.length != 2 * tangents.length) {
        throw new IllegalArgumentException(
            textureCoordinates.length
                + " texture coordinates and "
                + tangents.length
                + " values of tangents are not those of "
                + vertices
                + " vertices");
      }
      coarser = List.copyOf(coarser);
    }

    private Submesh atLevel(int level) {
      if (level == 0 || coarser.isEmpty()) {
        return new Submesh(name, mesh, textureCoordinates, tangents, List.of());
      }
      int[] corners = coarser.get(Math.min(level, coarser.size()) - 1);
      int[] used = Arrays.stream(corners).sorted().distinct().toArray();
      int[] triangles =
          Arrays.stream(corners).map(vertex -> Arrays.binarySearch(used, vertex)).toArray();
      boolean textured = textureCoordinates.length > 0;
      return new Submesh(
          name,
          mesh.withVertices(used, triangles),
          textured ? Mesh.taken(textureCoordinates, 2, used) : textureCoordinates,
          textured ? Mesh.taken(tangents, 3, used) : tangents,
          List.of());
    }
  }

  /**
   * @throws IllegalArgumentException if the submeshes do not go together
   */
  public MeshModel {
    submeshes = List.copyOf(submeshes);
    if (submeshes.isEmpty()) {
      throw new IllegalArgumentException("a model has at least one submesh");
    }
    for (Submesh submesh : submeshes) {
      if (texture.isPresent()
          && submesh.textureCoordinates().length == 0
          && submesh.mesh().vertexCount() > 0) {
        throw new IllegalArgumentException(submesh.name() + " has no texture coordinates");
      }
    }
  }

  /** Levels of detail: the meshes themselves, and the coarser ones of the submesh that has most. */
  public int levels() {
    return 1 + submeshes.stream().mapToInt(submesh -> submesh.coarser().size()).max().orElse(0);
  }

  /**
   * The model at a level of detail alone; a submesh that has it not is at its coarsest.
   *
   * @param level 0 is the finest
   */
  public MeshModel atLevel(int level) {
    return new MeshModel(
        submeshes.stream().map(submesh -> submesh.atLevel(level)).toList(), texture, unlit);
  }

  /** The same model in a world whose y is up: x, y, z become x, z, -y. */
  public MeshModel withYUp() {
    return new MeshModel(
        submeshes.stream()
            .map(
                submesh ->
                    new Submesh(
                        submesh.name(),
                        submesh.mesh().withYUp(),
                        submesh.textureCoordinates(),
                        Mesh.turned(submesh.tangents()),
                        submesh.coarser()))
            .toList(),
        texture,
        unlit);
  }

  /** Vertices of all submeshes. */
  public int vertexCount() {
    return submeshes.stream().mapToInt(submesh -> submesh.mesh().vertexCount()).sum();
  }

  /** Triangles of all submeshes at their finest level. */
  public int triangleCount() {
    return submeshes.stream().mapToInt(submesh -> submesh.mesh().triangleCount()).sum();
  }
}
