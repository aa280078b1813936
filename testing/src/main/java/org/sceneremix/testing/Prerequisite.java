package org.sceneremix.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Things that tests need and not every machine has: OpenGL, a display, a program of others. A test
 * is skipped where one is missing. With the system property {@value #REQUIRED} it fails, so that a
 * run in which nothing may be missing cannot pass by skipping.
 */
public final class Prerequisite {

  /** Name of the property; {@code true} where every test must run. */
  public static final String REQUIRED = "test.prerequisites.required";

  private Prerequisite() {}

  /**
   * Goes on only if something is there.
   *
   * @param otherwise what is missing, and where it can be had
   */
  public static void that(boolean isThere, String otherwise) {
    if (!isThere) {
      missing(otherwise);
    }
  }

  /**
   * Ends the test.
   *
   * @param what is missing
   * @return nothing, ever; so that it can stand where a value would
   */
  public static <T> T missing(String what) {
    return Boolean.getBoolean(REQUIRED) ? fail(what) : abort(what);
  }
}
