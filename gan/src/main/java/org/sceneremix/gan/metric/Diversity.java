package org.sceneremix.gan.metric;

import java.util.List;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.renderer.image.Image;

/** Differences of remixes from each other. */
final class Diversity {

  private Diversity() {}

  /**
   * Mean of {@code 1 - IoU} of occupancy over all pairs; 0 for fewer than two scenes.
   *
   * @throws IllegalArgumentException if sizes differ
   */
  static double shape(List<OccupancyGrid> scenes) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < scenes.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += 1 - scenes.get(i).intersectionOverUnion(scenes.get(j));
        pairs++;
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  /**
   * Standard deviation over remixes of the grey value of a pixel, averaged over the pixels, divided
   * by the standard deviation over the pixels of the reference (Shaham et al. 2019, "SinGAN",
   * section 3). 0 for fewer than two remixes.
   *
   * @param reference pictures of the reference, one a camera
   * @param remixes for each remix its pictures from the same cameras
   */
  static double appearance(List<Image> reference, List<List<Image>> remixes) {
    if (remixes.size() < 2) {
      return 0;
    }
    double overRemixes = 0;
    double overPixels = 0;
    for (int camera = 0; camera < reference.size(); camera++) {
      int pixels = reference.get(camera).width() * reference.get(camera).height();
      Spread picture = new Spread();
      double sum = 0;
      for (int pixel = 0; pixel < pixels; pixel++) {
        picture.add(grey(reference.get(camera), pixel));
        Spread here = new Spread();
        for (List<Image> remix : remixes) {
          here.add(grey(remix.get(camera), pixel));
        }
        sum += here.deviation();
      }
      overRemixes += sum / pixels;
      overPixels += picture.deviation();
    }
    return overPixels == 0 ? 0 : overRemixes / overPixels;
  }

  private static double grey(Image image, int pixel) {
    int at = pixel * Image.CHANNELS;
    return (image.rgba()[at] + (double) image.rgba()[at + 1] + image.rgba()[at + 2]) / 3;
  }

  /** Running mean and standard deviation (Welford 1962). */
  private static final class Spread {
    private int count;
    private double mean;
    private double squares;

    void add(double value) {
      count++;
      double before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
    }

    double deviation() {
      return Math.sqrt(squares / count);
    }
  }
}
