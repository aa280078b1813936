package org.sceneremix.viewer.ui;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  private ImGuiLibrary() {}

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
