package org.sceneremix.viewer.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.volume.io.AtomicFile;

/** What no class of the program may do, whichever module it is in. */
class ClassFilesTest {

  /** All but reading: opening for writing, moving, temporary files, and what does so inside. */
  private static final Pattern WRITING =
      Pattern.compile(
          "java/nio/file/Files\\.(write|writeString|newOutputStream|newBufferedWriter"
              + "|newByteChannel|move|createTempFile|createFile|createLink)\\(.*"
              + "|java/nio/file/Files\\.copy\\(.*CopyOption;\\).*"
              + "|java/nio/file/StandardOpenOption\\.(WRITE|APPEND|CREATE|CREATE_NEW)L.*"
              + "|java/io/(FileOutputStream|FileWriter|RandomAccessFile)\\.<init>.*"
              + "|java/io/Print(Writer|Stream)\\.<init>\\(Ljava/(io/File|lang/String);.*"
              + "|java/io/File\\.(createTempFile|createNewFile|renameTo)\\(.*"
              + "|javax/imageio/ImageIO\\.createImageOutputStream\\(.*"
              + "|javax/imageio/ImageIO\\.write\\(.*Ljava/io/.*");

  /**
   * Those of the last four move or link what is whole already, folders and photographs, or are logs
   * of programs of others.
   */
  private static final List<String> WRITERS =
      List.of(
          "org/sceneremix/volume/io/AtomicFile",
          "org/sceneremix/volume/io/ScratchFile",
          "org/sceneremix/volume/io/OutputLock",
          "org/sceneremix/viewer/footage/ColmapPoses",
          "org/sceneremix/viewer/footage/VideoFrames",
          "org/sceneremix/viewer/program/WorkFolder",
          "org/sceneremix/viewer/session/Project");

  private static final Pattern DESERIALISING =
      Pattern.compile(
          "java/io/ObjectInput(Stream)?|java/beans/XMLDecoder"
              + "|org/deeplearning4j/util/ModelSerializer"
              + "|org/(nd4j|deeplearning4j)/.*SerializationUtils");

  /** By name. */
  private static final Map<String, ClassFile> CLASSES = new TreeMap<>();

  @BeforeAll
  static void readAll() throws Exception {
    for (Class<?> ofModule :
        List.of(AtomicFile.class, Camera.class, Capture.class, ModelFolder.class, Program.class)) {
      Path place = Path.of(ofModule.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        readAll(place);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          readAll(jar.getPath("/"));
        }
      }
    }
  }

  private static void readAll(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        String name = root.relativize(file).toString().replace('\\', '/');
        CLASSES.put(name.substring(0, name.length() - ".class".length()), ClassFile.read(in));
      }
    }
  }

  private static List<String> offenders(Predicate<ClassFile> offends) {
    return CLASSES.entrySet().stream()
        .filter(entry -> offends.test(entry.getValue()))
        .map(entry -> entry.getKey().replaceFirst("\\$.*", ""))
        .distinct()
        .toList();
  }

  @Test
  void allModulesAreSeen() {
    assertThat(CLASSES)
        .hasSizeGreaterThan(300)
        .containsKeys(
            "org/sceneremix/volume/io/GridFile",
            "org/sceneremix/renderer/image/ImageFiles",
            "org/sceneremix/scenes/fit/GridFitter",
            "org/sceneremix/gan/train/Trainer",
            "org/sceneremix/viewer/cli/RemixCommand");
  }

  /** A file that is written in any other way can be found half, or left over, after a kill. */
  @Test
  void filesAreWrittenByTheAtomicWriterAlone() {
    assertThat(offenders(file -> file.members().stream().anyMatch(WRITING.asMatchPredicate())))
        .containsExactlyInAnyOrderElementsOf(WRITERS);
  }

  /** Java's deserialisation makes objects of classes that a file names. */
  @Test
  void nothingDeserialisesObjects() {
    assertThat(
            offenders(file -> file.classes().stream().anyMatch(DESERIALISING.asMatchPredicate())))
        .isEmpty();
  }
}
