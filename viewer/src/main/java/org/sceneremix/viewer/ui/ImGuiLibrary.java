package org.sceneremix.viewer.ui;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.gl.NativeLibraries;
import org.sceneremix.volume.io.AtomicFile;

/**
 * The native library of Dear ImGui. By itself, imgui-java unpacks it to a fixed place in the
 * system's temporary folder and loads what it finds there.
 */
final class ImGuiLibrary {

  private static final String NAME = System.mapLibraryName("imgui-java64");
  private static final String RESOURCE = "/io/imgui/java/native-bin/" + NAME;

  /** Java's names of x86-64, for which alone imgui-java's native libraries are built. */
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64");

  private ImGuiLibrary() {}

  /** Why there is no window on this machine, one sentence; empty where there can be one. */
  static Optional<String> obstacle() {
    String architecture = System.getProperty("os.arch");
    return ARCHITECTURES.contains(architecture)
        ? Optional.empty()
        : Optional.of(
            "no window can be opened on this processor ("
                + architecture
                + "): the library that draws it, Dear ImGui for Java, is built for x86-64 only;"
                + " 'remix view --screenshot' and 'remix render' make pictures without it");
  }

  /** Unpacks it, and tells imgui-java, which must not have been used before, where it is. */
  static void unpack() {
    Path folder = NativeLibraries.folder();
    Path file = folder.resolve(NAME);
    try (InputStream in = ImGuiLibrary.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new GlException("there is no Dear ImGui for this platform (" + NAME + ")");
      }
      byte[] library = in.readAllBytes();
      if (!Files.exists(file) || !Arrays.equals(library, Files.readAllBytes(file))) {
        AtomicFile.write(file, out -> out.write(library));
      }
    } catch (IOException e) {
      throw new GlException("Dear ImGui cannot be unpacked (" + e.getMessage() + ")", e);
    }
    System.setProperty("imgui.library.path", folder.toString());
  }
}
