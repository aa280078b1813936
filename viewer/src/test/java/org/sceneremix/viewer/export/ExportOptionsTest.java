package org.sceneremix.viewer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.renderer.texture.SurfaceModel;
import org.sceneremix.viewer.export.ExportOptions.Choice;

class ExportOptionsTest {

  private static final ExportOptions PLAIN =
      new ExportOptions(false, false, false, 0, false, 0, false, 1);

  private static final ExportOptions ALL =
      new ExportOptions(false, true, true, 0.02, true, 2, true, 3);

  @ParameterizedTest
  @CsvSource({
    "a.vdb,false,SCALE",
    "a.html,false,SCALE",
    "a.spz,false,SCALE",
    "a.ply,false,SPLATS SHARP LEVELS SCALE",
    "a.ply,true,SPLATS SCALE",
    "A.GLB,false,SPLATS SHARP TEXTURE LEVELS PARTS SCALE",
    "a.glb,true,SPLATS SCALE",
    "a.obj,true,SHARP TEXTURE LEVELS PARTS SCALE",
    "a.png,false,''",
  })
  void onlyWhatGoesWithTheFormatCanBeChosen(Path file, boolean splats, String choices) {
    ExportOptions options = new ExportOptions(splats, false, false, 0, false, 0, false, 1);
    assertThat(options.choices(file))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(choices.split(" "))
                .filter(word -> !word.isEmpty())
                .map(Choice::valueOf)
                .toList());
  }

  @Test
  void aTextureHasASizeAndALight() {
    assertThat(ALL.choices(Path.of("a.obj"))).contains(Choice.TEXEL, Choice.UNLIT);
    assertThat(ALL.choices(Path.of("a.ply"))).doesNotContain(Choice.TEXEL, Choice.UNLIT);
  }

  @Test
  void allThatIsChosenIsAskedFor() {
    MeshExport mesh = ALL.to(Path.of("a.glb")).mesh();
    assertThat(mesh.quality()).isEqualTo(MeshExport.Quality.SHARP);
    SurfaceModel model = mesh.model().orElseThrow();
    assertThat(model.levels()).isEqualTo(2);
    assertThat(model.apart()).isTrue();
    assertThat(model.unlit()).isTrue();
    assertThat(model.texture().orElseThrow().texel()).hasValue(0.02);
    assertThat(PLAIN.to(Path.of("a.glb")).mesh()).isEqualTo(MeshExport.plain(mesh.level()));
  }

  @ParameterizedTest
  @EnumSource(GridExport.Format.class)
  void whatDoesNotGoWithAFormatDoesNotCount(GridExport.Format format) {
    ExportOptions both = new ExportOptions(true, true, true, 0, true, 2, true, 1);
    for (ExportOptions options : new ExportOptions[] {PLAIN, ALL, both}) {
      assertThat(options.to(Path.of("a" + format.ending())).format()).isEqualTo(format);
    }
  }

  @Test
  void numbersOutOfRangeAndUnknownEndingsAreRefused() {
    ExportOptions many = new ExportOptions(false, false, false, 0, false, 99, false, 1);
    assertThatThrownBy(() -> many.to(Path.of("a.glb")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("levels of detail");
    assertThatThrownBy(() -> PLAIN.to(Path.of("a.png")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(".glb");
  }
}
