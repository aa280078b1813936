package org.sceneremix.viewer.page;

import java.nio.file.Path;
import java.util.Objects;
import org.sceneremix.volume.io.GridSource;

/**
 * A grid on a page.
 *
 * @param name what it is called there; may be empty
 * @param grid the grid
 */
public record PageScene(String name, GridSource grid) {

  public PageScene {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(grid, "grid");
  }

  /** A grid called as its file is, without the ending. */
  public static PageScene named(Path file, GridSource grid) {
    return new PageScene(file.getFileName().toString().replaceFirst("\\.grid$", ""), grid);
  }
}
