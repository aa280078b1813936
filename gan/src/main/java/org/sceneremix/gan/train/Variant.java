package org.sceneremix.gan.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.sceneremix.gan.critic.Loss;
import org.sceneremix.gan.net.Generator;

/**
 * Choices of the method that can be taken back, one at a time, to see what each is good for.
 *
 * @param loss adversarial loss of both critics
 * @param volumeWeight weight of the loss against the critic of columns; 0 leaves the critic out
 * @param pictureWeight weight of the loss against the critic of traced pictures; 0 leaves it out
 * @param patchWeight weight of the distance of patches; 0 leaves it out
 * @param transportWeight weight of the transport of patches; 0 leaves it out
 * @param passes times that the generator points, at least 1
 * @param slab heights that are chosen together; 0: whole columns
 */
public record Variant(
    Loss loss,
    double volumeWeight,
    double pictureWeight,
    double patchWeight,
    double transportWeight,
    int passes,
    int slab) {

  /** The method as it is. */
  public static final Variant DEFAULT = new Variant(Loss.WGAN_GP, 1, 0.03, 20, 40, 3, 0);

  private static final String LOSS = "loss";
  private static final String VOLUME_WEIGHT = "volumeWeight";
  private static final String PICTURE_WEIGHT = "pictureWeight";
  private static final String PATCH_WEIGHT = "patchWeight";
  private static final String TRANSPORT_WEIGHT = "transportWeight";
  private static final String PASSES = "passes";
  private static final String SLAB = "slab";

  /** Channels of hidden layers. */
  private static final int WIDTH = 64;

  /** Heights that finer levels choose together. */
  private static final int FINER_SLAB = 4;

  private static final double MOST = 1000;
  private static final int MOST_HEIGHTS = 1 << 12;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Variant {
    requireFactor("the weight of the 3D critic", volumeWeight);
    requireFactor("the weight of the 2D critic", pictureWeight);
    requireFactor("the weight of the patches' distance", patchWeight);
    requireFactor("the weight of the patches' transport", transportWeight);
    if (slab < 0 || slab > MOST_HEIGHTS) {
      throw new IllegalArgumentException("a slab has 1 height or more, or 0 for all, not " + slab);
    }
    new Generator.Shape(WIDTH, passes, 0, Math.max(1, slab));
  }

  /** Sizes of the generator of a level with so many heights. */
  public Generator.Shape shape(int level, int heights) {
    return level == 0
        ? new Generator.Shape(WIDTH, passes, 0, slab == 0 ? heights : slab)
        : new Generator.Shape(WIDTH, 1, 1, FINER_SLAB);
  }

  /** Adds every choice to a description. */
  public void addTo(ObjectNode json) {
    json.put(LOSS, loss.toString());
    json.put(VOLUME_WEIGHT, volumeWeight);
    json.put(PICTURE_WEIGHT, pictureWeight);
    json.put(PATCH_WEIGHT, patchWeight);
    json.put(TRANSPORT_WEIGHT, transportWeight);
    json.put(PASSES, passes);
    json.put(SLAB, slab);
  }

  /**
   * Takes choices back.
   *
   * @throws IllegalArgumentException if one is missing or out of range
   */
  public static Variant of(ObjectNode json) {
    return new Variant(
        Loss.of(json.path(LOSS).asText()),
        json.path(VOLUME_WEIGHT).asDouble(Double.NaN),
        json.path(PICTURE_WEIGHT).asDouble(Double.NaN),
        json.path(PATCH_WEIGHT).asDouble(Double.NaN),
        json.path(TRANSPORT_WEIGHT).asDouble(Double.NaN),
        json.path(PASSES).asInt(),
        json.path(SLAB).asInt(-1));
  }

  private static void requireFactor(String what, double value) {
    if (!(value >= 0 && value <= MOST)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s must lie between 0 and %.0f, not at %s", what, MOST, value));
    }
  }
}
