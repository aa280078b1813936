package org.sceneremix.viewer.ui;

import static org.lwjgl.util.nfd.NativeFileDialog.NFD_CANCEL;
import static org.lwjgl.util.nfd.NativeFileDialog.NFD_FreePath;
import static org.lwjgl.util.nfd.NativeFileDialog.NFD_GetError;
import static org.lwjgl.util.nfd.NativeFileDialog.NFD_Init;
import static org.lwjgl.util.nfd.NativeFileDialog.NFD_OKAY;
import static org.lwjgl.util.nfd.NativeFileDialog.NFD_OpenDialog;
import static org.lwjgl.util.nfd.NativeFileDialog.NFD_PickFolder;
import static org.lwjgl.util.nfd.NativeFileDialog.NFD_SaveDialog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.util.nfd.NFDFilterItem;
import org.sceneremix.renderer.gl.NativeLibraries;

/**
 * The system's own dialogs for files. They wait for an answer; nothing else is drawn meanwhile. For
 * the thread of the window.
 */
final class SystemDialog {

  private static Optional<Boolean> there = Optional.empty();

  private SystemDialog() {}

  /** Call that opens a dialog of the system. */
  private interface Asking {
    /** Returns a result of NFD; on {@code NFD_OKAY} the path is in the answer. */
    int ask(MemoryStack stack, PointerBuffer answer);
  }

  /** Whether this system has such dialogs: on Linux those of GTK 3, on a display. */
  static boolean isThere() {
    if (there.isEmpty()) {
      there = Optional.of(begin());
    }
    return there.get();
  }

  private static boolean begin() {
    try {
      NativeLibraries.folder();
      return NFD_Init() == NFD_OKAY;
    } catch (LinkageError e) {
      // without GTK 3 the library cannot be loaded
      return false;
    }
  }

  /**
   * Asks for a file that is there.
   *
   * @param folder where it begins
   * @param endings of files that are offered, with their dots
   * @return nothing if it was cancelled
   * @throws IOException if the dialog cannot be opened
   */
  static Optional<Path> open(Path folder, List<String> endings) throws IOException {
    return ask(
        (stack, answer) -> NFD_OpenDialog(answer, filters(stack, endings), folder.toString()));
  }

  /** Asks for a name to save under, likewise. */
  static Optional<Path> save(Path folder, String name, List<String> endings) throws IOException {
    return ask(
        (stack, answer) ->
            NFD_SaveDialog(answer, filters(stack, endings), folder.toString(), name));
  }

  /** Asks for a folder, likewise. */
  static Optional<Path> folder(Path folder) throws IOException {
    return ask((stack, answer) -> NFD_PickFolder(answer, folder.toString()));
  }

  private static Optional<Path> ask(Asking asking) throws IOException {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer answer = stack.callocPointer(1);
      int result = asking.ask(stack, answer);
      if (result == NFD_OKAY) {
        Path chosen = Path.of(answer.getStringUTF8(0));
        NFD_FreePath(answer.get(0));
        return Optional.of(chosen);
      }
      if (result == NFD_CANCEL) {
        return Optional.empty();
      }
      throw new IOException(
          "the system's dialog cannot be opened (" + NFD_GetError() + "); choose in this one");
    }
  }

  /** One filter of all endings; null where every file is offered. */
  private static NFDFilterItem.Buffer filters(MemoryStack stack, List<String> endings) {
    if (endings.isEmpty()) {
      return null;
    }
    String extensions =
        endings.stream().map(ending -> ending.substring(1)).collect(Collectors.joining(","));
    NFDFilterItem.Buffer filters = NFDFilterItem.malloc(1, stack);
    filters.get(0).name(stack.UTF8("SceneRemix")).spec(stack.UTF8(extensions));
    return filters;
  }
}
