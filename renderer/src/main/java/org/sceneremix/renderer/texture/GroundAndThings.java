package org.sceneremix.renderer.texture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sceneremix.volume.mesh.Mesh;

/**
 * A scene's surface cut where things stand on level ground. Ground is there if faces that look up
 * lie at one height, within a voxel each way, over at least {@value #LEAST_GROUND} of the scene's
 * outline seen from above; a thing is a connected part of what lies higher. Crumbs of less surface
 * than {@value #LEAST_THING} voxel faces stay with the ground.
 */
final class GroundAndThings {

  private static final double LEAST_GROUND = 0.3;

  private static final double LEAST_THING = 24;

  /** Least vertical component of the normal of a face that looks up. */
  private static final double UP = 0.9;

  /** Heights of ground are told apart in parts of a voxel. */
  private static final int BINS_PER_VOXEL = 4;

  /** Height above the ground at which things begin, voxels: above its own roughness. */
  private static final double ABOVE = 1.5;

  private GroundAndThings() {}

  /**
   * Tells ground and things apart.
   *
   * @param voxel edge, world units
   * @return piece of each triangle: 0 the ground, 1 and on the things from the largest to the
   *     smallest; all 0 if there is no level ground, or nothing on it
   */
  static int[] pieces(Mesh mesh, double voxel) {
    int[] piece = new int[mesh.triangleCount()];
    double ground = ground(mesh, voxel);
    if (Double.isNaN(ground)) {
      return piece;
    }
    boolean[] higher = new boolean[piece.length];
    for (int t = 0; t < piece.length; t++) {
      double lowest = Double.POSITIVE_INFINITY;
      for (int i = 3 * t; i < 3 * t + 3; i++) {
        lowest = Math.min(lowest, mesh.positions()[3 * mesh.triangles()[i] + 2]);
      }
      higher[t] = lowest > ground + ABOVE * voxel;
    }
    int[] thing = things(mesh, higher);
    number(mesh, thing, voxel, piece);
    return piece;
  }

  /** Height of most of the faces that look up; NaN if they are too few. */
  private static double ground(Mesh mesh, double voxel) {
    float[] p = mesh.positions();
    double[] low = new double[3];
    double[] high = new double[3];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < p.length; i++) {
      low[i % 3] = Math.min(low[i % 3], p[i]);
      high[i % 3] = Math.max(high[i % 3], p[i]);
    }
    if (p.length == 0) {
      return Double.NaN;
    }
    double bin = voxel / BINS_PER_VOXEL;
    double[] area = new double[(int) ((high[2] - low[2]) / bin) + 1];
    for (int t = 0; t < mesh.triangles().length; t += 3) {
      double[] n = mesh.cross(t);
      double doubled = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
      if (n[2] > UP * doubled) {
        double middle = 0;
        for (int i = t; i < t + 3; i++) {
          middle += p[3 * mesh.triangles()[i] + 2] / 3.0;
        }
        area[(int) Math.min(area.length - 1, (middle - low[2]) / bin)] += 0.5 * n[2];
      }
    }
    int best = -1;
    double most = LEAST_GROUND * (high[0] - low[0]) * (high[1] - low[1]);
    for (int b = 0; b < area.length; b++) {
      double sum = 0;
      for (int near = b - BINS_PER_VOXEL; near <= b + BINS_PER_VOXEL; near++) {
        sum += near < 0 || near >= area.length ? 0 : area[near];
      }
      if (sum > most) {
        most = sum;
        best = b;
      }
    }
    return best < 0 ? Double.NaN : low[2] + (best + 0.5) * bin;
  }

  /** A vertex of the connected part that each of the triangles belongs to; -1 for the others. */
  private static int[] things(Mesh mesh, boolean[] higher) {
    int[] parent = new int[mesh.vertexCount()];
    for (int v = 0; v < parent.length; v++) {
      parent[v] = v;
    }
    for (int t = 0; t < higher.length; t++) {
      if (higher[t]) {
        for (int i = 3 * t + 1; i < 3 * t + 3; i++) {
          parent[root(parent, mesh.triangles()[i])] = root(parent, mesh.triangles()[3 * t]);
        }
      }
    }
    int[] thing = new int[higher.length];
    for (int t = 0; t < higher.length; t++) {
      thing[t] = higher[t] ? root(parent, mesh.triangles()[3 * t]) : -1;
    }
    return thing;
  }

  private static int root(int[] parent, int vertex) {
    int v = vertex;
    while (parent[v] != v) {
      parent[v] = parent[parent[v]];
      v = parent[v];
    }
    return v;
  }

  private static void number(Mesh mesh, int[] thing, double voxel, int[] piece) {
    double[] area = new double[mesh.vertexCount()];
    for (int t = 0; t < thing.length; t++) {
      if (thing[t] >= 0) {
        double[] n = mesh.cross(3 * t);
        area[thing[t]] += 0.5 * Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
      }
    }
    List<Integer> large = new ArrayList<>();
    for (int v = 0; v < area.length; v++) {
      if (area[v] >= LEAST_THING * voxel * voxel) {
        large.add(v);
      }
    }
    large.sort((a, b) -> Double.compare(area[b], area[a]));
    int[] number = new int[area.length];
    for (int i = 0; i < large.size(); i++) {
      number[large.get(i)] = i + 1;
    }
    for (int t = 0; t < thing.length; t++) {
      piece[t] = thing[t] < 0 ? 0 : number[thing[t]];
    }
  }
}
