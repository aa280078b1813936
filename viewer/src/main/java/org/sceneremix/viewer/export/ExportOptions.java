package org.sceneremix.viewer.export;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.sceneremix.renderer.texture.SurfaceModel;

/**
 * All that can be chosen for an export. What does not go with the format of a file does not count
 * for that file.
 *
 * @param splats whether a .ply or .glb holds splats
 * @param sharp whether a mesh keeps edges and corners
 * @param texture whether colours and normals are baked into a texture
 * @param texel edge of a texel, units of the file; 0 for as fine as suits the grid
 * @param unlit whether a texture is shown as photographed
 * @param levels coarser levels of detail
 * @param parts whether ground and things are meshes of their own
 * @param scale units of the file that a unit of the grid becomes
 */
public record ExportOptions(
    boolean splats,
    boolean sharp,
    boolean texture,
    double texel,
    boolean unlit,
    int levels,
    boolean parts,
    double scale) {

  /** One of them. */
  public enum Choice {
    SPLATS,
    SHARP,
    TEXTURE,
    TEXEL,
    UNLIT,
    LEVELS,
    PARTS,
    SCALE
  }

  /** Options that apply to a file, by the ending of its name; none if that is not known. */
  public Set<Choice> choices(Path file) {
    Set<Choice> choices = EnumSet.noneOf(Choice.class);
    Optional<GridExport.Format> known = GridExport.formatOf(file);
    if (known.isEmpty()) {
      return choices;
    }
    GridExport.Format format = known.get();
    choices.add(Choice.SCALE);
    if (format.isMeshOrSplats()) {
      choices.add(Choice.SPLATS);
    }
    if (format.isMesh() && !(splats && format.isMeshOrSplats())) {
      choices.addAll(Set.of(Choice.SHARP, Choice.LEVELS));
      if (format != GridExport.Format.PLY) {
        choices.addAll(Set.of(Choice.TEXTURE, Choice.PARTS));
      }
    }
    if (texture && choices.contains(Choice.TEXTURE)) {
      choices.addAll(Set.of(Choice.TEXEL, Choice.UNLIT));
    }
    return choices;
  }

  /**
   * The export that they ask for.
   *
   * @throws IllegalArgumentException if the file's ending is not known, or a number is out of range
   */
  public GridExport to(Path file) {
    Set<Choice> choices = choices(file);
    boolean baked = texture && choices.contains(Choice.TEXTURE);
    boolean apart = parts && choices.contains(Choice.PARTS);
    int coarser = choices.contains(Choice.LEVELS) ? levels : 0;
    SurfaceModel.TextureSize size =
        new SurfaceModel.TextureSize(
            texel == 0 ? OptionalDouble.empty() : OptionalDouble.of(texel), OptionalInt.empty());
    // colours of vertices are always shown as they are
    SurfaceModel model =
        new SurfaceModel(
            baked ? Optional.of(size) : Optional.empty(), coarser, apart, unlit || !baked);
    return GridExport.to(
        file,
        splats && choices.contains(Choice.SPLATS),
        new MeshExport(
            Optional.empty(),
            sharp && choices.contains(Choice.SHARP)
                ? MeshExport.Quality.SHARP
                : MeshExport.Quality.SMOOTH,
            baked || apart || coarser > 0 ? Optional.of(model) : Optional.empty(),
            Optional.empty()));
  }
}
