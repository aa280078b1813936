package org.sceneremix.scenes.fit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.BoxResize;
import org.sceneremix.renderer.image.Compositing;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageMetrics;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.capture.View;

/**
 * Nearness of renderings to pictures: means over views of figures of single views.
 *
 * @param psnr peak signal-to-noise ratio, dB, whole pictures over white (over black if the grid was
 *     fitted over black, over its backdrop if it was fitted in front of one)
 * @param ssim structural similarity ({@link ImageMetrics#ssim(Image, Image)}), whole pictures over
 *     white
 * @param psnrInside PSNR, dB, of the pixels whose alpha or mask is at least one half; empty if the
 *     capture has neither
 * @param size width and height of the pictures that were compared, pixels, as {@code 320x240}; of
 *     several sizes the smallest and the largest
 */
public record HeldOutQuality(double psnr, double ssim, OptionalDouble psnrInside, String size) {

  private static final float INSIDE = 0.5f;

  /** Reported instead of an infinite PSNR. */
  private static final double LARGEST_PSNR = 100;

  /**
   * Renders the held-out views at their own size and compares.
   *
   * @param photography where exposures may differ, renderings are compared with the gain of each
   *     channel that suits the picture best: nobody knows the exposure of a picture that was not
   *     fitted. Pictures are compared over what was learned of the background, or over black if
   *     that was behind, and else over white
   * @throws CaptureException if a picture cannot be read
   */
  static HeldOutQuality measure(
      Capture capture, RadianceField field, Photography photography, VolumeTracer tracer)
      throws CaptureException {
    List<View> views = capture.heldOut();
    float grey = photography.behind() == FitBackground.BLACK ? 0 : 1;
    Optional<Backdrop> backdrop = photography.backdrop();
    double psnr = 0;
    double ssim = 0;
    double inside = 0;
    int viewsWithInside = 0;
    for (View view : views) {
      Image picture = view.load();
      Image expected = Compositing.over(picture, grey, grey, grey);
      Image traced = render(view.camera(), field, tracer);
      if (photography.exposures().mayDiffer()) {
        traced = exposedLike(picture, traced);
      }
      Image rendered =
          backdrop.isPresent()
              ? Compositing.over(traced, picture(backdrop.get(), view.camera(), traced))
              : Compositing.over(traced, grey, grey, grey);
      Optional<boolean[]> ignored = view.loadIgnored();
      ignored.ifPresent(pixels -> copy(rendered, expected, pixels));
      psnr += psnr(rendered, expected, alphaAtLeast(picture, 0, ignored));
      ssim += ssim(rendered, expected);
      double insideOfView = psnr(rendered, expected, alphaAtLeast(picture, INSIDE, ignored));
      if (!Double.isNaN(insideOfView)) {
        inside += insideOfView;
        viewsWithInside++;
      }
    }
    return new HeldOutQuality(
        psnr / views.size(),
        ssim / views.size(),
        capture.hasAlpha() && viewsWithInside > 0
            ? OptionalDouble.of(inside / viewsWithInside)
            : OptionalDouble.empty(),
        size(views));
  }

  private static String size(List<View> views) {
    List<String> sizes =
        views.stream()
            .map(view -> view.camera().intrinsics())
            .sorted(Comparator.comparingInt(size -> size.width() * size.height()))
            .map(size -> size.width() + "x" + size.height())
            .distinct()
            .toList();
    return sizes.size() == 1 ? sizes.get(0) : sizes.get(0) + " to " + sizes.get(sizes.size() - 1);
  }

  /** Picture of a backdrop by a camera. */
  private static Image picture(Backdrop backdrop, Camera camera, Image traced) {
    Rays rays = camera.rays();
    float[] colours = new float[3 * rays.count()];
    backdrop.show(rays, colours);
    float[] rgba = new float[4 * rays.count()];
    for (int p = 0; p < rays.count(); p++) {
      System.arraycopy(colours, 3 * p, rgba, 4 * p, 3);
      rgba[4 * p + 3] = 1;
    }
    return new Image(traced.width(), traced.height(), rgba);
  }

  /** The rendering times the gain of each channel that is best by least squares. */
  private static Image exposedLike(Image picture, Image rendered) {
    float[] result = rendered.rgba().clone();
    for (int c = 0; c < 3; c++) {
      double products = 0;
      double squares = 0;
      for (int i = c; i < result.length; i += Image.CHANNELS) {
        int alpha = i - c + 3;
        // where only one of them shows the scene, shape is wrong and not exposure
        double weight = picture.rgba()[alpha] * rendered.rgba()[alpha];
        products += weight * rendered.rgba()[i] * picture.rgba()[i];
        squares += weight * rendered.rgba()[i] * rendered.rgba()[i];
      }
      float gain = squares > 0 ? (float) (products / squares) : 1;
      for (int i = c; i < result.length; i += Image.CHANNELS) {
        result[i] *= gain;
      }
    }
    return new Image(rendered.width(), rendered.height(), result);
  }

  private static double psnr(Image rendered, Image expected, boolean[] mask) {
    return Math.min(LARGEST_PSNR, ImageMetrics.psnr(rendered, expected, mask));
  }

  /** Pictures smaller than the window of SSIM are enlarged: pixels are repeated. */
  private static double ssim(Image rendered, Image expected) {
    int shortest = Math.min(expected.width(), expected.height());
    if (shortest >= ImageMetrics.SSIM_WINDOW) {
      return ImageMetrics.ssim(rendered, expected);
    }
    int factor = (ImageMetrics.SSIM_WINDOW + shortest - 1) / shortest;
    int width = factor * expected.width();
    int height = factor * expected.height();
    return ImageMetrics.ssim(
        BoxResize.resize(rendered, width, height), BoxResize.resize(expected, width, height));
  }

  /** Makes pixels that say nothing of the scene equal. */
  private static void copy(Image from, Image to, boolean[] pixels) {
    for (int p = 0; p < pixels.length; p++) {
      if (pixels[p]) {
        System.arraycopy(
            from.rgba(), p * Image.CHANNELS, to.rgba(), p * Image.CHANNELS, Image.CHANNELS);
      }
    }
  }

  private static boolean[] alphaAtLeast(Image picture, float least, Optional<boolean[]> ignored) {
    boolean[] mask = new boolean[picture.width() * picture.height()];
    for (int p = 0; p < mask.length; p++) {
      mask[p] =
          picture.rgba()[p * Image.CHANNELS + 3] >= least
              && !(ignored.isPresent() && ignored.get()[p]);
    }
    return mask;
  }

  private static Image render(Camera camera, RadianceField field, VolumeTracer tracer) {
    Rays rays = camera.rays();
    TracedRays traced = new TracedRays(rays.count());
    tracer.trace(field, rays, TraceSettings.DEFAULT, traced);
    return Compositing.image(traced, camera.intrinsics().width(), camera.intrinsics().height());
  }
}
