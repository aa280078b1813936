package org.sceneremix.viewer.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The files of a folder that are offered.
 *
 * @param endings of files that can be meant; folders always can
 * @param all whether the other files are offered, too
 * @param typed a part of the names that are looked for, in any case of letters; empty for all
 */
record FileFilter(List<String> endings, boolean all, String typed) {

  /** Entries to offer: all of the kind if one of them is named in full. */
  List<FileList.Entry> of(List<FileList.Entry> entries) {
    String part = typed.toLowerCase(Locale.ROOT);
    boolean isChosen = entries.stream().anyMatch(entry -> name(entry.path()).equals(part));
    return entries.stream()
        .filter(entry -> entry.isFolder() || all || isOfKind(entry.path()))
        .filter(entry -> isChosen || name(entry.path()).contains(part))
        .toList();
  }

  private boolean isOfKind(Path file) {
    return endings.stream().anyMatch(name(file)::endsWith);
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
