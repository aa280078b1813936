package org.sceneremix.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class PrerequisiteTest {

  private final String before = System.getProperty(Prerequisite.REQUIRED);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(Prerequisite.REQUIRED);
    } else {
      System.setProperty(Prerequisite.REQUIRED, before);
    }
  }

  @Test
  void whatIsMissingSkipsATest() {
    System.clearProperty(Prerequisite.REQUIRED);
    assertThatThrownBy(() -> Prerequisite.that(false, "no display"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no display");
  }

  @Test
  void whatIsMissingFailsATestThatMustRun() {
    System.setProperty(Prerequisite.REQUIRED, "true");
    assertThatThrownBy(() -> Prerequisite.that(false, "no display"))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessage("no display");
  }

  @Test
  void whatIsThereIsNoHindrance() {
    System.setProperty(Prerequisite.REQUIRED, "true");
    assertThatCode(() -> Prerequisite.that(true, "no display")).doesNotThrowAnyException();
  }
}
