package org.sceneremix.viewer.footage;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.program.ExternalProgram;
import org.sceneremix.viewer.program.WorkFolder;
import org.sceneremix.volume.io.OutputLock;

/**
 * Poses of the photographs in a folder {@code images}, found by COLMAP on the processor: features,
 * matches, then a sparse model in {@code sparse}, which makes the folder a capture.
 *
 * @param colmap the program
 */
public record ColmapPoses(ExternalProgram colmap) {

  /** Number of pictures beyond which only neighbours, as in a film, are compared. */
  private static final int EXHAUSTIVE = 250;

  private static final String IMAGES = "images";
  private static final String DATABASE = "database.db";
  private static final String SPARSE = "sparse";

  private static final Pattern OF_ALL = Pattern.compile("\\[(\\d+)/(\\d+)");

  /**
   * A call of COLMAP.
   *
   * @param task what it does, for people
   */
  public record Step(String task, List<String> arguments) {}

  /**
   * The calls, in their order.
   *
   * @param folder holds {@code images}
   * @throws IOException if there are no pictures
   */
  public List<Step> steps(Path folder) throws IOException {
    return steps(folder, folder);
  }

  /** The calls that write into a folder of their own. */
  private List<Step> steps(Path folder, Path out) throws IOException {
    Path images = folder.resolve(IMAGES);
    int count = count(images);
    boolean renamed = isRenamed();
    String database = out.resolve(DATABASE).toString();
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            "features",
            List.of(
                "feature_extractor",
                "--database_path",
                database,
                "--image_path",
                images.toString(),
                "--ImageReader.single_camera",
                "1",
                "--ImageReader.camera_model",
                "OPENCV",
                renamed ? "--FeatureExtraction.use_gpu" : "--SiftExtraction.use_gpu",
                "0")));
    steps.add(
        new Step(
            "matches",
            List.of(
                count > EXHAUSTIVE ? "sequential_matcher" : "exhaustive_matcher",
                "--database_path",
                database,
                renamed ? "--FeatureMatching.use_gpu" : "--SiftMatching.use_gpu",
                "0")));
    steps.add(
        new Step(
            "poses",
            List.of(
                "mapper",
                "--database_path",
                database,
                "--image_path",
                images.toString(),
                "--output_path",
                out.resolve(SPARSE).toString())));
    return steps;
  }

  /**
   * Finds the poses; COLMAP's database is kept, too, and all that it says, in {@code colmap.log}.
   * Until they are found there is no {@code sparse}, even after a kill, so that the same call can
   * be made again.
   *
   * @throws IOException if there are no pictures, a call fails, no model comes of them, or another
   *     process is at it, in words
   */
  public void find(Path folder, Progress progress) throws IOException {
    // before the folder is made that is not there
    count(folder.resolve(IMAGES));
    OutputLock.holdingFolder(
        folder,
        "remix poses",
        () -> {
          findAlone(folder, progress);
          return folder;
        });
  }

  private void findAlone(Path folder, Progress progress) throws IOException {
    try (WorkFolder work = WorkFolder.in(folder)) {
      Path sparse = folder.resolve(SPARSE);
      if (Files.exists(sparse)) {
        throw new IOException(sparse + " is in the way: there are poses already; move them away");
      }
      Path found = Files.createDirectory(work.path().resolve(SPARSE));
      run(folder, steps(folder, work.path()), found, progress);
      Files.move(
          work.path().resolve(DATABASE),
          folder.resolve(DATABASE),
          StandardCopyOption.REPLACE_EXISTING);
      Files.move(found, sparse);
    }
  }

  private void run(Path folder, List<Step> steps, Path sparse, Progress progress)
      throws IOException {
    int count = count(folder.resolve(IMAGES));
    Path log = folder.resolve("colmap.log");
    try (PrintWriter kept = new PrintWriter(Files.newBufferedWriter(log))) {
      for (int i = 0; i < steps.size(); i++) {
        run(steps.get(i), i / (double) steps.size(), count, kept, log, progress);
      }
    }
    try (Stream<Path> models = Files.list(sparse)) {
      if (models.findAny().isEmpty()) {
        throw nothing(log);
      }
    }
    progress.at(1, "done");
  }

  private void run(
      Step step, double begin, int pictures, PrintWriter kept, Path log, Progress progress)
      throws IOException {
    String[] last = {""};
    int[] registered = new int[1];
    int status =
        colmap.run(
            step.arguments(),
            line -> {
              kept.println(line);
              last[0] = line.isBlank() ? last[0] : line.strip();
              Matcher done = OF_ALL.matcher(line);
              double share = 0;
              if (done.find()) {
                share = Double.parseDouble(done.group(1)) / Double.parseDouble(done.group(2));
              } else if (line.contains("Registering image")) {
                share = (double) ++registered[0] / pictures;
              }
              if (share > 0) {
                progress.at(begin + Math.min(1, share) / 3, step.task());
              }
            },
            progress::cancelled);
    kept.flush();
    if (status != 0) {
      throw last[0].contains("failed to create")
          ? nothing(log)
          : failure(step, status, last[0], log);
    }
  }

  private static IOException failure(Step step, int status, String last, Path log) {
    return new IOException(
        "colmap "
            + step.arguments().get(0)
            + " ended with status "
            + status
            + " ("
            + last
            + "); all that it said is in "
            + log);
  }

  private static IOException nothing(Path log) {
    return new IOException(
        "COLMAP could not bring the pictures together; take more of them that overlap by two"
            + " thirds, sharp and from all around (all that it said is in "
            + log
            + ")");
  }

  /** Whether COLMAP is 3.12 or newer, which names some options anew. */
  private boolean isRenamed() throws IOException {
    boolean[] found = new boolean[1];
    if (!colmap.isThere()) {
      return false;
    }
    colmap.run(
        List.of("feature_extractor", "--help"),
        line -> found[0] |= line.contains("FeatureExtraction.use_gpu"),
        () -> false);
    return found[0];
  }

  private static int count(Path images) throws IOException {
    if (!Files.isDirectory(images)) {
      throw new IOException(images + ": there is no such folder; put the photographs there");
    }
    try (Stream<Path> files = Files.walk(images)) {
      int count = (int) files.filter(Files::isRegularFile).count();
      if (count == 0) {
        throw new IOException(images + ": there are no pictures; put the photographs there");
      }
      return count;
    }
  }
}
