package org.sceneremix.renderer.gl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.Platform;

/**
 * Folder that native libraries are unpacked into before they are loaded. On Linux the system's
 * temporary folder is everybody's, and another user could have put a library there before; so this
 * one is the user's own. Elsewhere each user has a temporary folder to begin with.
 */
public final class NativeLibraries {

  private static Path folder;

  private NativeLibraries() {}

  /** The folder; LWJGL, which must not have been used before, unpacks its libraries there, too. */
  public static synchronized Path folder() {
    if (folder == null) {
      try {
        folder = Platform.get() == Platform.LINUX ? ownFolder() : usersFolder();
      } catch (IOException e) {
        throw new GlException(
            "there is no folder to unpack native libraries into (" + e.getMessage() + ")", e);
      }
      Configuration.SHARED_LIBRARY_EXTRACT_PATH.set(folder.toString());
    }
    return folder;
  }

  /** A part of the temporary folder that each user has elsewhere. */
  private static Path usersFolder() throws IOException {
    return Files.createDirectories(
        Path.of(System.getProperty("java.io.tmpdir"), "sceneremix-natives"));
  }

  private static Path ownFolder() throws IOException {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path caches =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    try {
      Path own = Files.createDirectories(caches.resolve("sceneremix").resolve("natives"));
      // only the owner may do this
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
      return own;
    } catch (IOException e) {
      // a user without a home
      return temporaryFolder();
    }
  }

  /** One that others cannot look into, for as long as the program runs. */
  private static Path temporaryFolder() throws IOException {
    Path temporary = Files.createTempDirectory("sceneremix");
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> delete(temporary), "delete native libraries"));
    return temporary;
  }

  private static void delete(Path temporary) {
    try (Stream<Path> files = Files.walk(temporary)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // there is nobody left to tell
    }
  }
}
