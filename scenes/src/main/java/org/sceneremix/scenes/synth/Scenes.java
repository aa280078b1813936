package org.sceneremix.scenes.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.sceneremix.volume.Aabb;

/** Construction of the built-in scenes; each fills a plate of 2 x 2 units. */
final class Scenes {

  private static final double HALF_EDGE = 1;
  private static final double GROUND = 0.08;
  private static final double MARGIN = 0.05;

  private static final double[][] BLOCK_COLOURS = {
    {0.86, 0.22, 0.21},
    {0.93, 0.56, 0.19},
    {0.93, 0.84, 0.25},
    {0.25, 0.74, 0.35},
    {0.24, 0.55, 0.87},
    {0.60, 0.30, 0.80},
  };

  private static final double[][] PEBBLE_COLOURS = {
    {0.74, 0.72, 0.68},
    {0.50, 0.52, 0.55},
    {0.33, 0.36, 0.42},
    {0.80, 0.66, 0.45},
    {0.67, 0.38, 0.28},
    {0.90, 0.88, 0.84},
    {0.42, 0.50, 0.42},
  };

  private static final double[][] PETAL_COLOURS = {
    {0.95, 0.94, 0.90}, {0.90, 0.30, 0.35}, {0.62, 0.40, 0.85}, {0.96, 0.82, 0.25},
  };

  private static final double[][] CLOD_COLOURS = {
    {0.36, 0.26, 0.18}, {0.46, 0.35, 0.25}, {0.29, 0.22, 0.17}, {0.55, 0.50, 0.44},
  };

  private static final double[][] BALLOON_COLOURS = {
    {0.89, 0.16, 0.20},
    {0.98, 0.78, 0.12},
    {0.16, 0.47, 0.86},
    {0.20, 0.68, 0.36},
    {0.93, 0.45, 0.66},
  };

  private Scenes() {}

  static Scenery blocks(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Solid> solids = new ArrayList<>();
    double[] wood = {0.66, 0.50, 0.37};
    double[] grain = {0.58, 0.42, 0.30};
    solids.add(new Ground(HALF_EDGE, GROUND, wood, grain, 3, seed));
    List<Vector3d> taken = new ArrayList<>(); // x, y and radius of what stands there
    for (int tries = 0; tries < 4000 && taken.size() < 46; tries++) {
      double halfShort = between(random, 0.060, 0.082);
      double halfLong = halfShort * between(random, 1.1, 1.9);
      boolean stands = random.nextDouble() < 0.35;
      double footprint = stands ? 1.42 * halfShort : Math.hypot(halfShort, halfLong);
      double room = HALF_EDGE - footprint - 0.02;
      double x = between(random, -room, room);
      double y = between(random, -room, room);
      if (!isFree(taken, x, y, footprint + 0.012)) {
        continue;
      }
      taken.add(new Vector3d(x, y, footprint));
      double halfHeight = stands ? halfLong : halfShort;
      solids.add(block(random, x, y, 0, stands ? halfShort : halfLong, halfShort, halfHeight));
      if (random.nextDouble() < 0.25) {
        double top = 2 * halfHeight;
        double h = 0.8 * halfShort;
        solids.add(block(random, x, y, top, 1.2 * h, h, h));
      }
    }
    return new SolidScenery(box(0.5), solids);
  }

  private static Solid block(
      SplittableRandom random, double x, double y, double foot, double hx, double hy, double hz) {
    return new RoundedBox(
        new Vector3d(x, y, foot + hz),
        new Vector3d(hx, hy, hz),
        0.014,
        new Matrix3d().rotateZ(random.nextDouble() * Math.PI),
        shade(random, pick(random, BLOCK_COLOURS), 0.06));
  }

  static Scenery stones(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Solid> solids = new ArrayList<>();
    double[] soil = {0.40, 0.31, 0.23};
    double[] dry = {0.55, 0.45, 0.35};
    solids.add(new Ground(HALF_EDGE, GROUND, soil, dry, 9, seed));
    List<Solid> lying = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      // few large ones, many small ones
      double size = 0.055 + 0.10 * Math.pow(random.nextDouble(), 2.2);
      double flat = size * between(random, 0.55, 0.8);
      double room = HALF_EDGE - size - 0.01;
      double x = between(random, -room, room);
      double y = between(random, -room, room);
      double height = restingHeight(lying, x, y, 0.7 * size);
      if (height > 0.17) {
        continue; // no towers
      }
      Matrix3d rotation =
          new Matrix3d()
              .rotateZ(random.nextDouble() * Math.PI)
              .rotateX(between(random, -0.3, 0.3))
              .rotateY(between(random, -0.3, 0.3));
      double[] colour = shade(random, pick(random, PEBBLE_COLOURS), 0.08);
      boolean veined = random.nextDouble() < 0.25;
      Solid pebble =
          new Pebble(
              new Vector3d(x, y, height + 0.72 * flat),
              new Vector3d(size * between(random, 0.9, 1.15), size * 0.85, flat),
              rotation,
              colour,
              new double[] {0.93, 0.92, 0.88},
              veined ? 0.016 : 0);
      lying.add(pebble);
    }
    solids.addAll(lying);
    return new SolidScenery(box(0.42), solids);
  }

  /** The height at which something of this radius comes to rest, sunk in a little. */
  private static double restingHeight(List<Solid> lying, double x, double y, double radius) {
    double z = 0.5;
    double step = 0.01;
    while (z > 0) {
      for (Solid solid : lying) {
        if (solid.distance(x, y, z) < 0.35 * radius) {
          return z;
        }
      }
      z -= step;
    }
    return 0;
  }

  static Scenery meadow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Solid> solids = new ArrayList<>();
    double[] earth = {0.34, 0.27, 0.16};
    double[] moss = {0.33, 0.40, 0.18};
    solids.add(new Ground(HALF_EDGE, GROUND, earth, moss, 6, seed));
    for (int i = 0; i < 150; i++) {
      double x = between(random, -0.9, 0.9);
      double y = between(random, -0.9, 0.9);
      double height = between(random, 0.14, 0.26);
      double[] foot = shade(random, new double[] {0.16, 0.36, 0.12}, 0.04);
      double[] tip = shade(random, new double[] {0.42, 0.66, 0.22}, 0.06);
      for (int blade = 0; blade < 7; blade++) {
        double angle = random.nextDouble() * 2 * Math.PI;
        double lean = between(random, 0.02, 0.08);
        Vector3d root = new Vector3d(x + 0.02 * Math.cos(angle), y + 0.02 * Math.sin(angle), -0.01);
        Vector3d end =
            new Vector3d(
                x + lean * Math.cos(angle),
                y + lean * Math.sin(angle),
                height * between(random, 0.7, 1));
        solids.add(new Blade(root, end, 0.017, 0.008, foot, tip));
      }
    }
    List<Vector3d> taken = new ArrayList<>();
    for (int tries = 0; tries < 2000 && taken.size() < 42; tries++) {
      double x = between(random, -0.88, 0.88);
      double y = between(random, -0.88, 0.88);
      if (!isFree(taken, x, y, 0.08)) {
        continue;
      }
      taken.add(new Vector3d(x, y, 0.08));
      flower(random, solids, x, y);
    }
    return new SolidScenery(box(0.5), solids);
  }

  private static void flower(SplittableRandom random, List<Solid> solids, double x, double y) {
    double height = between(random, 0.26, 0.40);
    Vector3d head =
        new Vector3d(x + between(random, -0.03, 0.03), y + between(random, -0.03, 0.03), height);
    double[] green = {0.24, 0.46, 0.16};
    solids.add(new Blade(new Vector3d(x, y, -0.01), head, 0.014, 0.012, green, green));
    Matrix3d tilt =
        new Matrix3d().rotateX(between(random, -0.3, 0.3)).rotateY(between(random, -0.3, 0.3));
    double[] petals = shade(random, pick(random, PETAL_COLOURS), 0.04);
    double size = between(random, 0.06, 0.085);
    solids.add(new Pebble(head, new Vector3d(size, size, 0.024), tilt, petals, petals, 0));
    double[] yellow = {0.90, 0.68, 0.15};
    Vector3d middle = tilt.transform(new Vector3d(0, 0, 0.02)).add(head);
    solids.add(new Pebble(middle, new Vector3d(0.03, 0.03, 0.02), tilt, yellow, yellow, 0));
  }

  static Scenery heap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Solid> solids = new ArrayList<>();
    double[] gravel = {0.55, 0.53, 0.50};
    double[] sand = {0.68, 0.63, 0.54};
    solids.add(new Ground(HALF_EDGE, GROUND, gravel, sand, 12, seed));
    double[] wet = {0.30, 0.21, 0.14};
    double[] dry = {0.52, 0.40, 0.28};
    Mound mound = new Mound(0.05, -0.03, 0.38, 0.50, wet, dry, seed);
    solids.add(mound);
    for (int i = 0; i < 260; i++) {
      // many on the mound, fewer around it
      double distance = 0.93 * Math.pow(random.nextDouble(), 0.7);
      double angle = random.nextDouble() * 2 * Math.PI;
      double x = distance * Math.cos(angle);
      double y = distance * Math.sin(angle);
      double size = 0.02 + 0.05 * Math.pow(random.nextDouble(), 2);
      Matrix3d rotation = new Matrix3d().rotateZ(angle).rotateX(between(random, -0.5, 0.5));
      double[] colour = shade(random, pick(random, CLOD_COLOURS), 0.05);
      Vector3d centre = new Vector3d(x, y, Math.max(0, mound.surface(x, y)) + 0.3 * size);
      Vector3d radii = new Vector3d(size * between(random, 0.9, 1.3), size, 0.75 * size);
      solids.add(new Pebble(centre, radii, rotation, colour, colour, 0));
    }
    return new SolidScenery(box(0.75), solids);
  }

  static Scenery balloons(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Solid> solids = new ArrayList<>();
    double[] lawn = {0.33, 0.50, 0.22};
    double[] shade = {0.26, 0.40, 0.18};
    solids.add(new Ground(HALF_EDGE, GROUND, lawn, shade, 14, seed));
    List<Vector3d> centres = new ArrayList<>();
    for (int tries = 0; tries < 4000 && centres.size() < 44; tries++) {
      double size = between(random, 0.085, 0.125);
      Vector3d centre =
          new Vector3d(
              between(random, -0.82, 0.82),
              between(random, -0.82, 0.82),
              between(random, 0.2, 0.72));
      if (!centres.stream().allMatch(c -> c.distance(centre) > 0.25)) {
        continue;
      }
      centres.add(centre);
      double[] colour = shade(random, pick(random, BALLOON_COLOURS), 0.03);
      Matrix3d upright = new Matrix3d();
      solids.add(
          new Pebble(centre, new Vector3d(size, size, 1.2 * size), upright, colour, colour, 0));
      double[] string = {0.92, 0.92, 0.90};
      Vector3d knot = new Vector3d(centre.x, centre.y, centre.z - 1.15 * size);
      Vector3d foot =
          new Vector3d(
              centre.x + between(random, -0.06, 0.06), centre.y + between(random, -0.06, 0.06), 0);
      solids.add(new Blade(foot, knot, 0.009, 0.009, string, string));
    }
    return new SolidScenery(box(0.95), solids);
  }

  private static Aabb box(double top) {
    double edge = HALF_EDGE + MARGIN;
    return new Aabb(-edge, -edge, -GROUND - 0.02, edge, edge, top);
  }

  private static boolean isFree(List<Vector3d> taken, double x, double y, double radius) {
    return taken.stream().allMatch(t -> Math.hypot(t.x - x, t.y - y) > t.z + radius);
  }

  private static double between(SplittableRandom random, double min, double max) {
    return min + random.nextDouble() * (max - min);
  }

  private static double[] pick(SplittableRandom random, double[][] palette) {
    return palette[random.nextInt(palette.length)];
  }

  /** A colour made a little lighter or darker. */
  private static double[] shade(SplittableRandom random, double[] colour, double amount) {
    double by = between(random, -amount, amount);
    double[] result = new double[3];
    for (int c = 0; c < 3; c++) {
      result[c] = Math.max(0, Math.min(1, colour[c] + by));
    }
    return result;
  }
}
