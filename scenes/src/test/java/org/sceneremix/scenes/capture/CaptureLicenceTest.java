package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureLicenceTest {

  @TempDir private Path folder;

  @Test
  void theFirstLineWithWordsCounts() throws IOException {
    Files.writeString(folder.resolve("Licence.md"), "\n# CC BY 4.0 #\r\nmore\n");
    assertThat(CaptureLicence.line(folder)).contains("CC BY 4.0");
    Path transforms = Files.writeString(folder.resolve("transforms.json"), "{}");
    assertThat(CaptureLicence.line(transforms)).contains("CC BY 4.0");
  }

  @Test
  void noFileOrAnEmptyOneIsNoLicence() throws IOException {
    assertThat(CaptureLicence.line(folder)).isEmpty();
    Files.writeString(folder.resolve("LICENSE"), " \n\n");
    Files.createDirectory(folder.resolve("license.txt"));
    assertThat(CaptureLicence.line(folder)).isEmpty();
    assertThat(CaptureLicence.line(folder.resolve("nowhere").resolve("x"))).isEmpty();
  }
}
