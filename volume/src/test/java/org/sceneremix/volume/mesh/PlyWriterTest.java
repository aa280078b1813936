package org.sceneremix.volume.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlyWriterTest {

  @TempDir private Path folder;

  /** In Egypt's Arabic, format() writes digits of its own unless it is told otherwise. */
  @Test
  void countsDoNotFollowTheMachinesLanguage() throws IOException {
    Path file = folder.resolve("a.ply");
    Mesh mesh =
        new Mesh(new double[3], new float[9], new float[9], new float[9], new int[] {0, 1, 2});
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      PlyWriter.write(mesh, file);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .contains("element vertex 3\n")
        .contains("element face 1\n");
  }
}
