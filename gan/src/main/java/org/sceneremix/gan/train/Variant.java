package org.sceneremix.gan.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.sceneremix.gan.loss.Loss;
import org.sceneremix.gan.sample.LayoutKind;

/**
 * Which variant of the method a model is trained by: the choices that one takes back, one at a
 * time, to see what each is good for.
 *
 * @param loss adversarial loss of both critics
 * @param volumeWeight weight of the loss against the 3D critic; 0 leaves the critic out
 * @param pictureWeight weight of the loss against the 2D critic; 0 leaves the critic out
 * @param noise factor on the latents above the coarsest stage; 0: none
 * @param crop longest edge of a training sample, voxels; a stage that is no longer than that along
 *     an axis is seen whole along it
 * @param layout what remixes begin with
 */
public record Variant(
    Loss loss,
    double volumeWeight,
    double pictureWeight,
    double noise,
    int crop,
    LayoutKind layout) {

  /** The method as it is. */
  public static final Variant DEFAULT = new Variant(Loss.LOGISTIC, 1, 0.3, 1, 24, LayoutKind.AUTO);

  private static final String LOSS = "loss";
  private static final String VOLUME_WEIGHT = "volumeWeight";
  private static final String PICTURE_WEIGHT = "pictureWeight";
  private static final String NOISE = "noise";
  private static final String CROP = "crop";
  private static final String LAYOUT = "layout";

  private static final double MOST = 1000;

  /** Voxels that a critic's score sees along an axis, at most; models once had such critics. */
  private static final int LEAST_CROP = 11;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Variant {
    requireFactor("the weight of the 3D critic", volumeWeight);
    requireFactor("the weight of the 2D critic", pictureWeight);
    requireFactor("the factor on the noise", noise);
    if (crop < LEAST_CROP) {
      throw new IllegalArgumentException(
          "crops must be at least " + LEAST_CROP + " voxels long, not " + crop);
    }
  }

  /** Adds every choice to a description. */
  public void addTo(ObjectNode json) {
    json.put(LOSS, loss.toString());
    json.put(VOLUME_WEIGHT, volumeWeight);
    json.put(PICTURE_WEIGHT, pictureWeight);
    json.put(NOISE, noise);
    json.put(CROP, crop);
    json.put(LAYOUT, layout.toString());
  }

  /**
   * Takes choices back; those that are absent are the defaults, as models that say nothing of them
   * were begun when there was no choice.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  static Variant of(ObjectNode json) {
    return new Variant(
        Loss.of(json.path(LOSS).asText(DEFAULT.loss.toString())),
        number(json, VOLUME_WEIGHT, DEFAULT.volumeWeight),
        number(json, PICTURE_WEIGHT, DEFAULT.pictureWeight),
        number(json, NOISE, DEFAULT.noise),
        (int) number(json, CROP, DEFAULT.crop),
        LayoutKind.of(json.path(LAYOUT).asText(DEFAULT.layout.toString())));
  }

  /** What is there but is no number is none, rather than absent. */
  private static double number(ObjectNode json, String name, double absent) {
    return json.has(name) ? json.path(name).asDouble(Double.NaN) : absent;
  }

  private static void requireFactor(String what, double value) {
    if (!(value >= 0 && value <= MOST)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s must lie between 0 and %.0f, not at %s", what, MOST, value));
    }
  }
}
