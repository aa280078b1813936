package org.sceneremix.volume.splat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.sceneremix.volume.Aabb;

/**
 * A field of 3D Gaussians of one colour each:
 *
 * <pre>
 *   alpha(x) = opacity exp(-1/2 (x - p)^T C^-1 (x - p))      C = R diag(s)^2 R^T
 * </pre>
 *
 * <p>They are composited by their distance from the eye, in display-encoded colours. The arrays are
 * the splats themselves: writing to them changes the splats.
 *
 * @param origin what positions are relative to, xyz, world units
 * @param positions centres p, xyz interleaved
 * @param scales standard deviations s along a splat's own axes, 3 a splat, world units, positive
 * @param rotations unit quaternions R from a splat's own axes to the frame, 4 a splat: w x y z
 * @param opacities in [0, 1]
 * @param colours red, green, blue in [0, 1], display-encoded, 3 a splat
 */
@SuppressWarnings("ArrayRecordComponent") // names for arrays, never compared
public record Splats(
    double[] origin,
    float[] positions,
    float[] scales,
    float[] rotations,
    float[] opacities,
    float[] colours) {

  /** Value of the constant spherical harmonic. */
  private static final double Y00 = 0.5 / Math.sqrt(Math.PI);

  /**
   * @throws IllegalArgumentException if the arrays are not of equally many splats
   */
  public Splats {
    Objects.requireNonNull(origin, "origin");
    int count = opacities.length;
    if (origin.length != 3
        || positions.length != 3 * count
        || scales.length != 3 * count
        || rotations.length != 4 * count
        || colours.length != 3 * count) {
      throw new IllegalArgumentException("the arrays are not of " + count + " splats each");
    }
  }

  /** Room for splats, all zero, which have no rotation yet. */
  static Splats room(double[] origin, int count) {
    return new Splats(
        origin,
        new float[3 * count],
        new float[3 * count],
        new float[4 * count],
        new float[count],
        new float[3 * count]);
  }

  /**
   * All of these, one after the other.
   *
   * @param parts at least one; all are relative to the same origin
   */
  public static Splats joined(List<Splats> parts) {
    Splats all = room(parts.get(0).origin.clone(), parts.stream().mapToInt(Splats::count).sum());
    int at = 0;
    for (Splats part : parts) {
      System.arraycopy(part.positions, 0, all.positions, 3 * at, 3 * part.count());
      System.arraycopy(part.scales, 0, all.scales, 3 * at, 3 * part.count());
      System.arraycopy(part.rotations, 0, all.rotations, 4 * at, 4 * part.count());
      System.arraycopy(part.opacities, 0, all.opacities, at, part.count());
      System.arraycopy(part.colours, 0, all.colours, 3 * at, 3 * part.count());
      at += part.count();
    }
    return all;
  }

  public int count() {
    return opacities.length;
  }

  /** Whether positions are relative to the world's own origin. */
  public boolean isNearOrigin() {
    return origin[0] == 0 && origin[1] == 0 && origin[2] == 0;
  }

  /** Coefficient of the constant spherical harmonic that gives a colour value. */
  static double harmonic(float colour) {
    return (colour - 0.5) / Y00;
  }

  /** A copy of those whose centre lies in a box along x and y, its low sides counted. */
  public Splats within(Aabb box) {
    int[] inside =
        IntStream.range(0, count())
            .filter(
                i ->
                    box.containsOnGround(
                        origin[0] + positions[3 * i], origin[1] + positions[3 * i + 1]))
            .toArray();
    Splats part = room(origin.clone(), inside.length);
    for (int i = 0; i < inside.length; i++) {
      System.arraycopy(positions, 3 * inside[i], part.positions, 3 * i, 3);
      System.arraycopy(scales, 3 * inside[i], part.scales, 3 * i, 3);
      System.arraycopy(rotations, 4 * inside[i], part.rotations, 4 * i, 4);
      System.arraycopy(colours, 3 * inside[i], part.colours, 3 * i, 3);
      part.opacities[i] = opacities[inside[i]];
    }
    return part;
  }

  /** An independent copy. */
  public Splats copy() {
    return new Splats(
        origin.clone(),
        positions.clone(),
        scales.clone(),
        rotations.clone(),
        opacities.clone(),
        colours.clone());
  }

  /**
   * The same splats, given in the world's frame, in that of glTF, which SPZ calls RUB: x right, y
   * up, z backward. World (x, y, z) becomes (x, z, -y).
   */
  public Splats yUp() {
    return quarterTurn(-1);
  }

  /**
   * The same splats, given in the world's frame, in that which programs take a PLY of splats to be
   * in, as the captures of Kerbl et al. are (SPZ calls it RDF): x right, y down, z forward. World
   * (x, y, z) becomes (x, -z, y).
   */
  public Splats yDown() {
    return quarterTurn(1);
  }

  /** About the x axis, from y towards z if the sign is 1. */
  private Splats quarterTurn(int sign) {
    Splats turned = copy();
    turned.origin[1] = 0 - sign * origin[2];
    turned.origin[2] = 0 + sign * origin[1];
    double half = Math.sqrt(0.5);
    for (int i = 0; i < count(); i++) {
      turned.positions[3 * i + 1] = 0 - sign * positions[3 * i + 2];
      turned.positions[3 * i + 2] = 0 + sign * positions[3 * i + 1];
      // (1, sign, 0, 0) / sqrt 2, which is the turn, times the rotation
      float w = rotations[4 * i];
      float x = rotations[4 * i + 1];
      float y = rotations[4 * i + 2];
      float z = rotations[4 * i + 3];
      turned.rotations[4 * i] = (float) (half * (w - sign * x));
      turned.rotations[4 * i + 1] = (float) (half * (x + sign * w));
      turned.rotations[4 * i + 2] = (float) (half * (y - sign * z));
      turned.rotations[4 * i + 3] = (float) (half * (z + sign * y));
    }
    return turned;
  }
}
