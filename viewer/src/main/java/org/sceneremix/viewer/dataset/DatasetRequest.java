package org.sceneremix.viewer.dataset;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;
import org.sceneremix.renderer.trace.backend.TracerKind;
import org.sceneremix.viewer.picture.DistanceFormat;

/**
 * A data set of remixes: which ones, of what, and what of them. The same request gives the same
 * bytes, whoever carries it out, where the processor traces.
 *
 * @param model folder of the model, absolute
 * @param out folder of the data set, absolute
 * @param firstSeed of the first remix; the others have the seeds that follow
 * @param count how many remixes
 * @param views how many views of each
 * @param width pixels of a view
 * @param height pixels of a view
 * @param resolution of the remixes, 0 as trained ({@link
 *     org.sceneremix.gan.sample.RemixSettings#resolution})
 * @param diversity of the remixes, from 0 to 1
 * @param fidelity of the remixes, from 0 to 1
 * @param density of the remixes, from -1 to 1
 * @param distances how distances are stored
 * @param tracer what traces the views
 */
public record DatasetRequest(
    String model,
    String out,
    long firstSeed,
    int count,
    int views,
    int width,
    int height,
    int resolution,
    double diversity,
    double fidelity,
    double density,
    DistanceFormat distances,
    TracerKind tracer)
    implements Serializable {

  /** Says what the scenes have in common; begun before the first of them. */
  static final String REQUEST = "request.json";

  /** Written last into a scene's folder: where it is, all is. */
  static final String CAMERAS = "transforms.json";

  /**
   * @throws IllegalArgumentException if a number is not positive or a folder not absolute
   */
  public DatasetRequest {
    Objects.requireNonNull(distances, "distances");
    Objects.requireNonNull(tracer, "tracer");
    if (count < 1 || views < 1 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a data set needs at least one remix, one view and one pixel");
    }
    if (!Path.of(model).isAbsolute() || !Path.of(out).isAbsolute()) {
      throw new IllegalArgumentException(
          "the folders of a request are absolute, not " + model + " and " + out);
    }
  }

  /** All seeds, in order. */
  public List<Long> seeds() {
    return LongStream.range(firstSeed, firstSeed + count).boxed().toList();
  }

  /** Name of a scene's folder in the data set's. */
  public static String folderName(long seed) {
    return "scene-" + seed;
  }

  /** Name of a view's picture in a scene's folder. */
  static String pictureName(int view) {
    return String.format(Locale.ROOT, "view-%03d.png", view);
  }

  /** Name of a view's distances in a scene's folder. */
  String distanceName(int view) {
    return String.format(Locale.ROOT, "distance-%03d.%s", view, distances.ending());
  }

  Path outFolder() {
    return Path.of(out);
  }

  Path sceneFolder(long seed) {
    return outFolder().resolve(folderName(seed));
  }
}
