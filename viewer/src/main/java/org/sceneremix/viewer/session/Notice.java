package org.sceneremix.viewer.session;

import java.util.Objects;

/**
 * Something that the user should know.
 *
 * @param text one sentence
 * @param error whether something went wrong
 * @param nanoTime when, by {@link System#nanoTime()}
 */
public record Notice(String text, boolean error, long nanoTime) {
  public Notice {
    Objects.requireNonNull(text, "text");
  }
}
