package org.sceneremix.volume.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Files that are there by name only: what an interrupted copy leaves, and pointers of Git LFS. */
public final class PlaceholderFile {

  private static final byte[] LFS =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private PlaceholderFile() {}

  /**
   * Says what is wrong with a file, and what to do; empty if it has content of its own.
   *
   * @throws IOException if it cannot be read
   */
  public static Optional<String> problem(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] head = content.readNBytes(LFS.length);
      if (head.length == 0) {
        return Optional.of("the file is empty, as an interrupted copy leaves it; copy it again");
      }
      return Arrays.equals(head, LFS)
          ? Optional.of(
              "this is a pointer of Git LFS and not the file itself; run git lfs pull where it"
                  + " comes from")
          : Optional.empty();
    }
  }
}
