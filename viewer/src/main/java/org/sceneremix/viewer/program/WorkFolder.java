package org.sceneremix.viewer.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sceneremix.volume.io.OutputLock;

/**
 * A folder where things are made before they take their places in an output folder around it, for
 * which the caller has an {@link OutputLock}. No other ever has its name: a program that a killed
 * process had started, and that goes on, finds no place to write to.
 */
public final class WorkFolder implements AutoCloseable {

  private static final String PREFIX = ".remix-work-";

  private final Path path;

  private WorkFolder(Path path) {
    this.path = path;
  }

  /** Makes one, and clears away those of processes that were killed. */
  public static WorkFolder in(Path output) throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(output)) {
      left = files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path folder : left) {
      // under another name nothing is added while it is deleted
      FileTree.delete(Files.move(folder, folder.resolveSibling(folder.getFileName() + "-")));
    }
    return new WorkFolder(Files.createTempDirectory(output, PREFIX));
  }

  public Path path() {
    return path;
  }

  /** Deletes it with all that is left in it. */
  @Override
  public void close() throws IOException {
    FileTree.delete(path);
  }
}
