package org.sceneremix.viewer.footage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.program.ExternalProgram;
import org.sceneremix.viewer.program.WorkFolder;
import org.sceneremix.volume.io.OutputLock;

/**
 * Pictures out of a video: of each interval the sharpest frame, because a hand that moves blurs
 * most of them. Frames are decoded by ffmpeg, upright, to JPEGs.
 *
 * @param ffmpeg the program
 */
public record VideoFrames(ExternalProgram ffmpeg) {

  /** Frames of an interval that are compared. */
  private static final int CANDIDATES = 6;

  private static final Pattern DURATION = Pattern.compile("Duration: (\\d+):(\\d+):([\\d.]+)");
  private static final Pattern TIME = Pattern.compile("time=(\\d+):(\\d+):([\\d.]+)");

  /** Share of the work that decoding is. */
  private static final double DECODING = 0.6;

  /**
   * Writes {@code images/00001.jpg} and so on, all of them or nothing.
   *
   * @param interval seconds
   * @param folder must not hold pictures yet
   * @return how many pictures
   * @throws IOException if the video cannot be decoded, in words, or another process writes there
   * @throws CancellationException if the progress says so
   */
  public int write(Path video, double interval, Path folder, Progress progress) throws IOException {
    return OutputLock.holdingFolder(
        folder, "remix frames", () -> writeAlone(video, interval, folder, progress));
  }

  private int writeAlone(Path video, double interval, Path folder, Progress progress)
      throws IOException {
    try (WorkFolder candidates = WorkFolder.in(folder)) {
      Path images = folder.resolve("images");
      if (Files.exists(images)) {
        throw new IOException(images + " is in the way; move it away or choose another folder");
      }
      decode(video, interval, candidates.path(), progress);
      Path chosen = Files.createDirectory(candidates.path().resolve("chosen"));
      int count = choose(candidates.path(), chosen, progress);
      if (count == 0) {
        throw new IOException(video + ": ffmpeg found no frame in it; give a video");
      }
      Files.move(chosen, images);
      return count;
    }
  }

  private void decode(Path video, double interval, Path candidates, Progress progress)
      throws IOException {
    List<String> arguments =
        List.of(
            "-nostdin",
            "-hide_banner",
            "-i",
            video.toAbsolutePath().toString(),
            "-vf",
            String.format(Locale.ROOT, "fps=%s", CANDIDATES / interval),
            "-q:v",
            "2",
            candidates.resolve("%07d.jpg").toString());
    Deque<String> said = new ArrayDeque<>();
    double[] duration = new double[1];
    int status =
        ffmpeg.run(
            arguments,
            line -> {
              said.addLast(line);
              duration[0] = seconds(DURATION, line, duration[0]);
              double at = seconds(TIME, line, 0);
              if (at > 0 && duration[0] > 0) {
                progress.at(DECODING * Math.min(1, at / duration[0]), "decoding");
              }
            },
            progress::cancelled);
    if (status != 0) {
      throw new IOException(
          video + ": ffmpeg could not decode it (" + said.peekLast() + "); give a video");
    }
  }

  private static double seconds(Pattern pattern, String line, double otherwise) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find()
        ? 3600 * Double.parseDouble(matcher.group(1))
            + 60 * Double.parseDouble(matcher.group(2))
            + Double.parseDouble(matcher.group(3))
        : otherwise;
  }

  private static int choose(Path candidates, Path chosen, Progress progress) throws IOException {
    List<Path> frames;
    try (Stream<Path> files = Files.list(candidates)) {
      frames = files.filter(Files::isRegularFile).sorted().toList();
    }
    int count = 0;
    for (int begin = 0; begin < frames.size(); begin += CANDIDATES) {
      Path best = null;
      double sharpest = -1;
      for (Path frame : frames.subList(begin, Math.min(begin + CANDIDATES, frames.size()))) {
        double sharpness = sharpness(ImageFiles.read(frame));
        if (sharpness > sharpest) {
          best = frame;
          sharpest = sharpness;
        }
      }
      count++;
      Files.move(best, chosen.resolve(String.format(Locale.ROOT, "%05d.jpg", count)));
      progress.at(DECODING + (1 - DECODING) * begin / frames.size(), count + " pictures");
      if (progress.cancelled()) {
        throw new CancellationException("stopped; nothing was written");
      }
    }
    return count;
  }

  /** Mean square of the Laplacian of green, which is most of luma. */
  static double sharpness(Image image) {
    float[] rgba = image.rgba();
    int down = image.width() * Image.CHANNELS;
    double sum = 0;
    for (int row = 1; row < image.height() - 1; row++) {
      for (int column = 1; column < image.width() - 1; column++) {
        int i = image.index(column, row) + 1;
        double laplacian =
            4 * rgba[i]
                - rgba[i - Image.CHANNELS]
                - rgba[i + Image.CHANNELS]
                - rgba[i - down]
                - rgba[i + down];
        sum += laplacian * laplacian;
      }
    }
    return sum / (image.width() * image.height());
  }
}
