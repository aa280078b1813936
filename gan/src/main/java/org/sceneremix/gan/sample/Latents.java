package org.sceneremix.gan.sample;

import org.sceneremix.gan.lattice.Deviates;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.net.Ground;
import org.sceneremix.gan.net.Maps;

/**
 * A field of latents over the sites of the ground, {@code z: Z^2 -> R^4}: standard normal deviates,
 * independent from site to site.
 *
 * <p>A deviate belongs to a site and not to a place in a stream. So a larger remix continues a
 * smaller one of the same seed, an area sees the latents that the whole would, and two fields can
 * be mixed or spliced site by site; what comes out is again such a field, which is why it leads to
 * a scene like any other.
 */
@FunctionalInterface
public interface Latents {

  /** Width of the places of a patchwork, sites. */
  int PATCH = 9;

  /** Share of the places over which one field of a patchwork turns into the other. */
  double SOFTNESS = 0.2;

  /**
   * Adds {@code amplitude} times the latents of a site.
   *
   * @param lattice that the site is of
   */
  void addTo(int x, int y, Lattice lattice, float amplitude, float[] out, int offset);

  /**
   * The lattice that a site belongs to.
   *
   * @param width sites of the scene along x, by which a site tells where in it it lies
   * @param height the same along y
   * @param level of the lattice, 0 the coarsest; each has deviates of its own
   */
  record Lattice(int width, int height, int level) {
    double alongX(int x) {
      return (x + 0.5) / width;
    }

    double alongY(int y) {
      return (y + 0.5) / height;
    }
  }

  /** The latents of remix number {@code seed}. */
  static Latents ofSeed(long seed) {
    long key = Deviates.mix(seed ^ 0x5DEECE66DL);
    return (x, y, lattice, amplitude, out, at) ->
        Deviates.add(key, x, y, lattice.level(), amplitude, out, at);
  }

  /** The latents that a model learns to turn into its reference. */
  static Latents ofReconstruction() {
    long key = Deviates.mix(0x7265636F6E737472L);
    return (x, y, lattice, amplitude, out, at) ->
        Deviates.add(key, x, y, lattice.level(), amplitude, out, at);
  }

  /**
   * Blend of two fields: {@code cos(t pi/2) a + sin(t pi/2) b}, which has unit variance for every
   * t, unlike a straight line between them (White 2016, "Sampling generative networks", section
   * 2.1).
   *
   * @param weight t, from 0 (all {@code a}) to 1 (all {@code b}), for every place
   */
  static Latents mixed(Latents a, Latents b, BlendWeight weight) {
    return (x, y, lattice, amplitude, out, at) -> {
      double t = weight.at(lattice.alongX(x), lattice.alongY(y), 0.5);
      double angle = Math.max(0, Math.min(1, t)) * (Math.PI / 2);
      if (angle < Math.PI / 2) {
        a.addTo(x, y, lattice, (float) (amplitude * Math.cos(angle)), out, at);
      }
      if (angle > 0) {
        b.addTo(x, y, lattice, (float) (amplitude * Math.sin(angle)), out, at);
      }
    };
  }

  /**
   * A second field in a share of the places, and the first in the rest: what the first leads to
   * stays there, and where it changes it changes wholly. Places are about {@value #PATCH} sites
   * wide and lie where the second field has its larger means, so that another field has others.
   *
   * @param share of the places, from 0 (all {@code a}) to 1 (all {@code b})
   */
  static Latents patchwork(Latents a, Latents b, double share) {
    if (share == 0 || share == 1) {
      return share == 0 ? a : b;
    }
    return (x, y, lattice, amplitude, out, at) -> {
      double rank = rank(b, x, y, lattice);
      double t = Math.max(0, Math.min(1, (share * (1 + SOFTNESS) - rank) / SOFTNESS));
      mixed(a, b, BlendWeight.everywhere(t)).addTo(x, y, lattice, amplitude, out, at);
    };
  }

  /** The share of sites whose surroundings have a smaller mean than those of this one. */
  private static double rank(Latents latents, int x, int y, Lattice lattice) {
    float[] sum = new float[Generator.LATENTS];
    double squares = 0;
    for (int dy = -PATCH / 2; dy <= PATCH / 2; dy++) {
      for (int dx = -PATCH / 2; dx <= PATCH / 2; dx++) {
        double weight = Math.cos(Math.PI * dx / (PATCH + 1)) * Math.cos(Math.PI * dy / (PATCH + 1));
        latents.addTo(x + dx, y + dy, lattice, (float) weight, sum, 0);
        squares += weight * weight;
      }
    }
    double z = sum[0] / Math.sqrt(squares);
    // the normal distribution to 1.4e-4 (Bowling et al. 2009)
    return 1 / (1 + StrictMath.exp(-0.07056 * z * z * z - 1.5976 * z));
  }

  /** The latents of one field in a part of the scene, and of another in the rest. */
  static Latents spliced(Latents inside, Mask part, Latents outside) {
    return (x, y, lattice, amplitude, out, at) ->
        (part.containsColumn(lattice.alongX(x), lattice.alongY(y)) ? inside : outside)
            .addTo(x, y, lattice, amplitude, out, at);
  }

  /**
   * The latents of an area of the ground; beyond ends that join they repeat.
   *
   * @param level of which the ground is
   */
  default Maps over(Ground ground, Ground.Area area, int level) {
    Lattice lattice = new Lattice(ground.width(), ground.height(), level);
    Maps maps = Maps.zeros(1, area.height(), area.width(), Generator.LATENTS);
    for (int y = 0; y < area.height(); y++) {
      for (int x = 0; x < area.width(); x++) {
        int gx = area.x() + x;
        int gy = area.y() + y;
        addTo(
            ground.periodicity().alongX() ? Math.floorMod(gx, ground.width()) : gx,
            ground.periodicity().alongY() ? Math.floorMod(gy, ground.height()) : gy,
            lattice,
            1,
            maps.data(),
            maps.index(0, y, x));
      }
    }
    return maps;
  }
}
