package org.sceneremix.volume.splat;

/**
 * A run of seen voxels that one splat stands for: their mean, covariance and colour, weighted by
 * opacity, and what is lost by that.
 */
final class Cluster implements Comparable<Cluster> {

  /** Weight of a difference in colour of 1, in voxels off the plane. */
  private static final double COLOUR_WEIGHT = 30;

  /** Share that extent along the plane counts: outlines of wide splats are round. */
  private static final double EXTENT_WEIGHT = 0.03;

  /** Variance of a voxel's own matter, in squared edges. */
  private static final double VOXEL_VARIANCE = 1.0 / 12;

  /** Length of the mean of unit normals from which on they are those of one surface. */
  private static final double COHERENT = 0.75;

  /** Share of the variance across a surface that is its own, not that of the voxels' steps. */
  private static final double THICKNESS = 0.25;

  private final SeenVoxels voxels;
  private final int from;
  private final int to;
  private final double[] mean = new double[SeenVoxels.NORMAL];
  private final double opacity;
  private final PrincipalAxes axes;
  private final double loss;

  Cluster(SeenVoxels voxels, int from, int to) {
    this.voxels = voxels;
    this.from = from;
    this.to = to;
    double weight = 0;
    for (int i = from; i < to; i++) {
      double w = voxels.value(i, SeenVoxels.OPACITY);
      weight += w;
      for (int v = 0; v < SeenVoxels.NORMAL; v++) {
        mean[v] += w * voxels.value(i, v);
      }
    }
    for (int v = 0; v < SeenVoxels.NORMAL; v++) {
      mean[v] /= weight;
    }
    this.opacity = weight / (to - from);
    double[] c = new double[6];
    double colour = 0;
    for (int i = from; i < to; i++) {
      double w = voxels.value(i, SeenVoxels.OPACITY) / weight;
      double x = voxels.value(i, 0) - mean[0];
      double y = voxels.value(i, 1) - mean[1];
      double z = voxels.value(i, 2) - mean[2];
      c[0] += w * x * x;
      c[1] += w * x * y;
      c[2] += w * x * z;
      c[3] += w * y * y;
      c[4] += w * y * z;
      c[5] += w * z * z;
      for (int v = SeenVoxels.COLOUR; v < SeenVoxels.NORMAL; v++) {
        double difference = voxels.value(i, v) - mean[v];
        colour += w * difference * difference;
      }
    }
    double[] normal = normal();
    for (int i = 0; i < 6; i++) {
      c[i] += i == 0 || i == 3 || i == 5 ? VOXEL_VARIANCE : 0;
    }
    double across;
    if (normal == null) {
      this.axes = new PrincipalAxes(c[0], c[1], c[2], c[3], c[4], c[5]);
      across = axes.smallestValue() - VOXEL_VARIANCE;
    } else {
      across = flatten(c, normal) - VOXEL_VARIANCE;
      this.axes = new PrincipalAxes(c[0], c[1], c[2], c[3], c[4], c[5]);
    }
    double extent = c[0] + c[3] + c[5];
    this.loss = weight * (COLOUR_WEIGHT * colour + across + EXTENT_WEIGHT * extent);
  }

  /** Mean of the voxels' unit normals, of unit length, or null where they do not agree. */
  private double[] normal() {
    double[] sum = new double[3];
    double weight = 0;
    for (int i = from; i < to; i++) {
      double w = voxels.value(i, SeenVoxels.OPACITY);
      double x = voxels.value(i, SeenVoxels.NORMAL);
      double y = voxels.value(i, SeenVoxels.NORMAL + 1);
      double z = voxels.value(i, SeenVoxels.NORMAL + 2);
      double norm = Math.sqrt(x * x + y * y + z * z);
      weight += w;
      if (norm > 0) {
        sum[0] += w * x / norm;
        sum[1] += w * y / norm;
        sum[2] += w * z / norm;
      }
    }
    double length = Math.sqrt(sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2]);
    if (length < COHERENT * weight) {
      return null;
    }
    return new double[] {sum[0] / length, sum[1] / length, sum[2] / length};
  }

  /**
   * Makes the normal a principal axis, {@code P C P + v n n^T} with the projection P onto the
   * plane, and the variance v along it that of the surface.
   *
   * @param c upper triangle; changed
   * @return the variance along the normal before
   */
  private static double flatten(double[] c, double[] n) {
    double[][] full = {{c[0], c[1], c[2]}, {c[1], c[3], c[4]}, {c[2], c[4], c[5]}};
    double[] cn = new double[3];
    double along = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        cn[i] += full[i][j] * n[j];
      }
      along += n[i] * cn[i];
    }
    double kept = VOXEL_VARIANCE + THICKNESS * Math.max(0, along - VOXEL_VARIANCE);
    int at = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = i; j < 3; j++) {
        c[at++] = full[i][j] - n[i] * cn[j] - cn[i] * n[j] + (along + kept) * n[i] * n[j];
      }
    }
    return along;
  }

  /** Whether there is more than one voxel to part. */
  boolean isDivisible() {
    return to - from > 1;
  }

  /** The two halves beside the plane through the middle, across the longest axis. */
  Cluster[] halves() {
    int longest = axes.longest();
    double[] normal = new double[3];
    double offset = 0;
    for (int row = 0; row < 3; row++) {
      normal[row] = axes.vector(row, longest);
      offset += normal[row] * mean[row];
    }
    int middle = voxels.partition(from, to, normal, offset);
    if (middle == from || middle == to) {
      middle = (from + to) / 2;
    }
    return new Cluster[] {new Cluster(voxels, from, middle), new Cluster(voxels, middle, to)};
  }

  /** Mean of its voxels'. */
  double opacity() {
    return opacity;
  }

  /** Mean of a coordinate or of a colour of its voxels. */
  double mean(int value) {
    return mean[value];
  }

  /** Its axes, with variances in squared edges. */
  PrincipalAxes axes() {
    return axes;
  }

  /** Orders clusters by loss, the greatest first. */
  @Override
  public int compareTo(Cluster other) {
    int order = Double.compare(other.loss, loss);
    return order != 0 ? order : Integer.compare(from, other.from);
  }
}
