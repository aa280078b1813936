package org.sceneremix.gan.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Measures sets of remixes against one reference. What depends on the reference alone is computed
 * once.
 *
 * <p>Of many cameras {@value #MAX_CAMERAS} are used, spread over the list, and pictures are made
 * with at most {@value #MAX_SIDE} pixels a side, so that the time is bounded.
 */
public final class QualityMeter {

  public static final int MAX_CAMERAS = 8;
  public static final int MAX_SIDE = 128;

  /** Mid-grey, against which both dark and light things show. */
  private static final float BACKGROUND = 0.5f;

  private final VoxelGrid reference;
  private final List<Camera> cameras;
  private final VolumeTracer tracer;
  private final Workers workers;
  private final long seed;
  private final List<Image> pictures;
  private final SlicedWasserstein patches;
  private final Optional<InceptionStem> stem;
  private final Optional<ThingMatcher> known;

  /**
   * @param reference the scene, at the voxel size of the remixes
   * @param observer of whose cameras some are used
   * @param seed of the random choice of patches; the same seed gives the same figures
   * @param stem features for SIFID, where there are some
   */
  public QualityMeter(
      VoxelGrid reference, Observer observer, long seed, Optional<InceptionStem> stem) {
    this.reference = reference;
    this.cameras = chosen(observer.cameras());
    this.tracer = observer.tracer();
    this.workers = observer.workers();
    this.seed = seed;
    this.stem = stem;
    this.known = ThingMatcher.of(reference);
    this.pictures = pictures(reference);
    this.patches = new SlicedWasserstein(pictures, seed, workers);
  }

  private static List<Camera> chosen(List<Camera> cameras) {
    int count = Math.min(MAX_CAMERAS, cameras.size());
    // all pictures of a set must have one size; that of the first camera
    int width = cameras.get(0).intrinsics().width();
    int height = cameras.get(0).intrinsics().height();
    double scale = Math.min(1, (double) MAX_SIDE / Math.max(width, height));
    int w = Math.max(SlicedWasserstein.SMALLEST_SIDE, (int) Math.round(scale * width));
    int h = Math.max(SlicedWasserstein.SMALLEST_SIDE, (int) Math.round(scale * height));
    List<Camera> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(cameras.get((int) ((long) i * cameras.size() / count)).resized(w, h));
    }
    return chosen;
  }

  /**
   * Measures a set of remixes.
   *
   * @param remixes of one size; more than one, if diversity is of interest
   * @throws IllegalArgumentException if there is none, or sizes differ
   */
  public RemixQuality measure(List<VoxelGrid> remixes) {
    if (remixes.isEmpty()) {
      throw new IllegalArgumentException("there is no remix to measure; give at least one");
    }
    double swd = 0;
    double iou = 0;
    double f = 0;
    double best = 0;
    double coherence = 0;
    double completeness = 0;
    double offsetBytes = 0;
    List<CopiedPieces> pieces = new ArrayList<>();
    List<ThingShares> things = new ArrayList<>();
    List<OccupancyGrid> occupancies = new ArrayList<>();
    List<List<Image>> remixPictures = new ArrayList<>();
    for (VoxelGrid remix : remixes) {
      OccupancyGrid occupancy = OccupancyGrid.of(remix);
      occupancies.add(occupancy);
      known.flatMap(all -> all.of(remix, occupancy, workers)).ifPresent(things::add);
      remixPictures.add(pictures(remix));
      swd += patches.distanceTo(remixPictures.get(remixPictures.size() - 1));
      LocalPatchSimilarity similarity = LocalPatchSimilarity.of(remix, reference, seed, workers);
      iou += similarity.iou();
      f += similarity.f();
      best += similarity.best();
      pieces.add(CopiedPieces.between(remix, reference, workers));
      NearestNeighbourField toReference = NearestNeighbourField.between(remix, reference, workers);
      coherence += toReference.meanDistance();
      offsetBytes += toReference.compressedBytesPerPatch();
      completeness += NearestNeighbourField.between(reference, remix, workers).meanDistance();
    }
    int n = remixes.size();
    return new RemixQuality(
        n,
        occupancies.stream().mapToDouble(OccupancyGrid::share).average().orElseThrow(),
        swd / n,
        iou / n,
        f / n,
        best / n,
        coherence / n,
        completeness / n,
        Diversity.shape(occupancies),
        Diversity.appearance(pictures, remixPictures),
        offsetBytes / n,
        pieces.stream().mapToDouble(CopiedPieces::largest).average().orElseThrow(),
        PieceSizes.mean(pieces.stream().map(CopiedPieces::sizes).toList()),
        referenceIou(remixes),
        things.isEmpty() ? Optional.empty() : Optional.of(ThingShares.mean(things)),
        stem.map(features -> OptionalDouble.of(sifid(features, remixPictures)))
            .orElse(OptionalDouble.empty()));
  }

  /** Absent where a remix has another size than the reference. */
  private OptionalDouble referenceIou(List<VoxelGrid> remixes) {
    if (!remixes.stream().allMatch(reference::sameSize)) {
      return OptionalDouble.empty();
    }
    OccupancyGrid wanted = OccupancyGrid.ofDensity(reference);
    return remixes.stream()
        .mapToDouble(remix -> OccupancyGrid.ofDensity(remix).intersectionOverUnion(wanted))
        .average();
  }

  private double sifid(InceptionStem features, List<List<Image>> remixPictures) {
    double sum = 0;
    for (List<Image> remix : remixPictures) {
      for (int camera = 0; camera < pictures.size(); camera++) {
        sum += features.distance(remix.get(camera), pictures.get(camera));
      }
    }
    return sum / remixPictures.size() / pictures.size();
  }

  private List<Image> pictures(VoxelGrid grid) {
    return cameras.stream().map(camera -> picture(grid, camera)).toList();
  }

  private Image picture(VoxelGrid grid, Camera camera) {
    int width = camera.intrinsics().width();
    int height = camera.intrinsics().height();
    TracedRays traced = new TracedRays(width * height);
    tracer.trace(grid, camera.rays(), TraceSettings.DEFAULT, traced);
    Image image = Image.transparent(width, height);
    for (int p = 0; p < traced.count(); p++) {
      float rest = (1 - traced.opacity()[p]) * BACKGROUND;
      for (int c = 0; c < 3; c++) {
        image.rgba()[p * Image.CHANNELS + c] = traced.colour()[3 * p + c] + rest;
      }
      image.rgba()[p * Image.CHANNELS + 3] = 1;
    }
    return image;
  }
}
