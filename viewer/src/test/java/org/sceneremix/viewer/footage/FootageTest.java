package org.sceneremix.viewer.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.program.ExternalProgram;

/**
 * The programs of others are scripts here, which take what they are given and answer as they do.
 */
@DisabledOnOs(OS.WINDOWS)
class FootageTest {

  @TempDir private Path folder;

  private ExternalProgram script(String... lines) throws IOException {
    Path file = folder.resolve("program.sh");
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new ExternalProgram(file.toString());
  }

  /** A picture of stripes, the brighter the sharper. */
  private void stripes(String name, float contrast) throws IOException {
    Image image = Image.transparent(16, 16);
    for (int i = 0; i < image.rgba().length; i++) {
      image.rgba()[i] = i % Image.CHANNELS == 3 ? 1 : i / Image.CHANNELS % 4 < 2 ? contrast : 0;
    }
    ImageFiles.write(image, folder.resolve(name));
  }

  /** Seven frames: the second is the sharpest of the first six. */
  private ExternalProgram ffmpeg() throws IOException {
    stripes("blurred.jpg", 0.2f);
    stripes("sharp.jpg", 0.9f);
    return script(
        "for last; do :; done",
        "case \"$*\" in *fps=12.0*) ;; *) echo wrong rate; exit 1 ;; esac",
        "echo '  Duration: 00:00:00.58, start: 0.0'",
        "for i in 1 2 3 4 5 6 7; do",
        "  from=" + folder + "/blurred.jpg",
        "  [ $i = 2 ] && from=" + folder + "/sharp.jpg",
        "  cp $from $(dirname \"$last\")/000000$i.jpg",
        "  echo \"frame=$i time=00:00:00.$i\"",
        "done");
  }

  @Test
  void theSharpestFrameOfEachIntervalIsTaken() throws IOException {
    VideoFrames frames = new VideoFrames(ffmpeg());
    Path capture = folder.resolve("capture");
    assertThat(frames.write(folder.resolve("film.mp4"), 0.5, capture, Progress.NONE)).isEqualTo(2);
    assertThat(capture.resolve("images/00001.jpg"))
        .hasSameBinaryContentAs(folder.resolve("sharp.jpg"));
    assertThat(capture.resolve("images/00002.jpg"))
        .hasSameBinaryContentAs(folder.resolve("blurred.jpg"));
    try (Stream<Path> left = Files.list(capture)) {
      assertThat(left).containsExactly(capture.resolve("images"));
    }
    assertThatThrownBy(() -> frames.write(folder.resolve("film.mp4"), 0.5, capture, Progress.NONE))
        .hasMessageContaining("is in the way");
  }

  @Test
  void aVideoThatCannotBeDecodedIsSaidInFfmpegsWords() throws IOException {
    ExternalProgram ffmpeg = script("echo film.mp4: Invalid data found", "exit 1");
    Path capture = folder.resolve("capture");
    assertThatThrownBy(
            () -> new VideoFrames(ffmpeg).write(Path.of("film.mp4"), 1, capture, Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("film.mp4: Invalid data found");
    assertThat(capture).doesNotExist();
  }

  @Test
  void aVideoThatEndsInTheMiddleLeavesNothingInAFolderThatWasThere() throws IOException {
    stripes("sharp.jpg", 0.9f);
    ExternalProgram ffmpeg =
        script(
            "for last; do :; done",
            "cp " + folder + "/sharp.jpg $(dirname \"$last\")/0000001.jpg",
            "echo moov atom not found",
            "exit 1");
    Path capture = Files.createDirectory(folder.resolve("capture"));
    Path own = Files.createFile(capture.resolve("notes.txt"));
    // as a process that was killed left it
    Files.createDirectories(capture.resolve(".remix-work-1/chosen"));
    Files.createFile(capture.resolve(".remix-work-1/0000009.jpg"));
    assertThatThrownBy(
            () -> new VideoFrames(ffmpeg).write(Path.of("film.mp4"), 1, capture, Progress.NONE))
        .hasMessageContaining("moov atom not found");
    try (Stream<Path> left = Files.list(capture)) {
      assertThat(left).containsExactly(own);
    }
  }

  @Test
  void framesOfAKilledProcessAreNotTaken() throws IOException {
    VideoFrames frames = new VideoFrames(ffmpeg());
    Path capture = folder.resolve("capture");
    Path old = Files.createDirectories(capture.resolve(".remix-work-1"));
    Files.copy(folder.resolve("sharp.jpg"), old.resolve("0000099.jpg"));
    assertThat(frames.write(Path.of("film.mp4"), 0.5, capture, Progress.NONE)).isEqualTo(2);
    assertThat(old).doesNotExist();
    // killed when it was all but done
    Files.createDirectories(old);
    assertThatThrownBy(() -> frames.write(Path.of("film.mp4"), 0.5, capture, Progress.NONE))
        .hasMessageContaining("is in the way");
    assertThat(old).doesNotExist();
  }

  @Test
  void aWishToStopEndsTheProgram() throws IOException {
    ExternalProgram endless = script("while true; do echo working; done");
    assertThatThrownBy(() -> endless.run(List.of(), line -> {}, () -> true))
        .isInstanceOf(CancellationException.class);
  }

  private void photographs(int count) throws IOException {
    Path images = Files.createDirectories(folder.resolve("capture/images"));
    for (int i = 0; i < count; i++) {
      Files.createFile(images.resolve(i + ".jpg"));
    }
  }

  @Test
  void colmapIsCalledForFeaturesMatchesAndPoses() throws IOException {
    photographs(3);
    Path calls = folder.resolve("calls.txt");
    ExternalProgram colmap =
        script(
            "echo \"$*\" >> " + calls,
            "[ \"$1\" != feature_extractor ] || echo 'Processed file [2/3]'",
            "[ \"$1\" != feature_extractor ] || touch \"$3\"",
            "for last; do :; done",
            "[ \"$1\" != mapper ] || mkdir \"$last/0\"");
    Path capture = folder.resolve("capture");
    // as a process that was killed left it
    Files.createDirectories(capture.resolve(".remix-work-1/sparse/1"));
    new ColmapPoses(colmap).find(capture, Progress.NONE);
    List<String> said = Files.readAllLines(calls);
    assertThat(said)
        .filteredOn(line -> !line.contains("version") && !line.contains("help"))
        .hasSize(3)
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("feature_extractor --database_path")
                    .contains("--SiftExtraction.use_gpu 0"),
            line ->
                assertThat(line)
                    .startsWith("exhaustive_matcher")
                    .contains("--SiftMatching.use_gpu 0"),
            line -> assertThat(line).startsWith("mapper").contains("/sparse"));
    assertThat(capture.resolve("colmap.log")).content().contains("[2/3]");
    assertThat(capture.resolve("sparse")).isDirectoryContaining("glob:**/sparse/0");
    assertThat(capture.resolve("sparse/1")).doesNotExist();
    assertThat(capture.resolve("database.db")).exists();
    assertThat(capture.resolve(".remix-work-1")).doesNotExist();
  }

  @Test
  void newerColmapHasOtherNamesForSomeOptions() throws IOException {
    photographs(300);
    ExternalProgram colmap = script("echo '  --FeatureExtraction.use_gpu arg (=1)'");
    List<ColmapPoses.Step> steps = new ColmapPoses(colmap).steps(folder.resolve("capture"));
    assertThat(steps.get(0).arguments()).contains("--FeatureExtraction.use_gpu");
    assertThat(steps.get(1).arguments())
        .contains("--FeatureMatching.use_gpu")
        .startsWith("sequential_matcher");
  }

  @Test
  void failuresOfColmapAreSaidInWords() throws IOException {
    photographs(3);
    Path capture = folder.resolve("capture");
    ExternalProgram broken = script("echo 'Check failed: memory'", "exit 3");
    assertThatThrownBy(() -> new ColmapPoses(broken).find(capture, Progress.NONE))
        .hasMessageContaining("feature_extractor ended with status 3 (Check failed: memory)")
        .hasMessageContaining("colmap.log");
    assertThat(capture.resolve("sparse")).doesNotExist();
    ExternalProgram helpless = script("exit 0");
    assertThatThrownBy(() -> new ColmapPoses(helpless).find(capture, Progress.NONE))
        .hasMessageContaining("could not bring the pictures together");
    Files.createDirectories(capture.resolve("sparse/0"));
    assertThatThrownBy(() -> new ColmapPoses(helpless).find(capture, Progress.NONE))
        .hasMessageContaining("is in the way");
    assertThat(capture.resolve("sparse/0")).exists();
    assertThatThrownBy(() -> new ColmapPoses(helpless).steps(folder.resolve("none")))
        .hasMessageContaining("there is no such folder");
  }
}
