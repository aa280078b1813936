package org.sceneremix.gan.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OneDnnTest {

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void ourBuildUsesIt() {
    assertThat(OneDnn.warning()).isEmpty();
  }

  @Test
  void buildWithoutItIsWarnedOf() {
    String plain = "GCC: \"7.5.0\"\nHAVE_FLATBUFFERS\nHAVE_OPENBLAS\n";
    assertThat(OneDnn.warning(plain, true).orElseThrow()).contains("lacks oneDNN");
    assertThat(OneDnn.warning(plain + "HAVE_ONEDNN\n", true)).isEmpty();
    assertThat(OneDnn.warning("HAVE_ONEDNN", false).orElseThrow()).contains("switched off");
  }
}
