package org.sceneremix.gan.sample;

import java.util.Arrays;

/**
 * Binary labels of least cost, by the minimum cut of a graph (Greig et al. 1989; Kolmogorov and
 * Zabih 2004, "What energy functions can be minimized via graph cuts?", section 4). The maximum
 * flow is found with Dinitz's blocking flows.
 *
 * <pre>
 *   cost = sum over nodes cost(label) + sum over links cost(label, other label)
 * </pre>
 */
final class MinimumCut {

  private static final double NOTHING = 1e-12;

  private final int nodes;
  private final int source;
  private final int sink;

  /** Cost of label 1 less that of label 0. */
  private final double[] preference;

  /** First arc of each node, and for each arc the next of its node. */
  private final int[] firstArc;

  private int[] nextArc = new int[64];
  private int[] target = new int[64];
  private double[] capacity = new double[64];
  private int arcs;
  private final int[] level;
  private final int[] unused;

  MinimumCut(int nodes) {
    this.nodes = nodes;
    this.source = nodes;
    this.sink = nodes + 1;
    this.preference = new double[nodes];
    this.firstArc = new int[nodes + 2];
    Arrays.fill(firstArc, -1);
    this.level = new int[nodes + 2];
    this.unused = new int[nodes + 2];
  }

  /** Adds the cost of both labels of a node. */
  void add(int node, double cost0, double cost1) {
    preference[node] += cost1 - cost0;
  }

  /**
   * Adds the cost of the labels of two nodes. Where equal labels cost more than unequal ones,
   * {@code cost00} is lowered to what can be minimised.
   */
  void add(int a, int b, double cost00, double cost01, double cost10, double cost11) {
    double lowered = Math.min(cost00, cost01 + cost10 - cost11);
    preference[a] += cost10 - lowered;
    preference[b] += cost11 - cost10;
    addArc(a, b, cost01 + cost10 - lowered - cost11);
  }

  private void addArc(int from, int to, double forth) {
    addHalf(from, to, forth);
    addHalf(to, from, 0);
  }

  private void addHalf(int from, int to, double value) {
    if (arcs == target.length) {
      target = Arrays.copyOf(target, 2 * arcs);
      nextArc = Arrays.copyOf(nextArc, 2 * arcs);
      capacity = Arrays.copyOf(capacity, 2 * arcs);
    }
    target[arcs] = to;
    capacity[arcs] = value;
    nextArc[arcs] = firstArc[from];
    firstArc[from] = arcs++;
  }

  /** For every node whether its label is 1; where both cost the same it is 0. */
  boolean[] labels() {
    for (int node = 0; node < nodes; node++) {
      if (preference[node] > 0) {
        addArc(source, node, preference[node]);
      } else if (preference[node] < 0) {
        addArc(node, sink, -preference[node]);
      }
    }
    while (findLevels()) {
      System.arraycopy(firstArc, 0, unused, 0, unused.length);
      while (push(source, Double.POSITIVE_INFINITY) > 0) {}
    }
    return reachesSink();
  }

  /** Distances from the source along arcs with capacity left. */
  private boolean findLevels() {
    Arrays.fill(level, -1);
    int[] queue = new int[level.length];
    int end = 1;
    queue[0] = source;
    level[source] = 0;
    for (int i = 0; i < end; i++) {
      for (int arc = firstArc[queue[i]]; arc >= 0; arc = nextArc[arc]) {
        if (capacity[arc] > NOTHING && level[target[arc]] < 0) {
          level[target[arc]] = level[queue[i]] + 1;
          queue[end++] = target[arc];
        }
      }
    }
    return level[sink] >= 0;
  }

  private double push(int node, double most) {
    if (node == sink) {
      return most;
    }
    for (; unused[node] >= 0; unused[node] = nextArc[unused[node]]) {
      int arc = unused[node];
      if (capacity[arc] > NOTHING && level[target[arc]] == level[node] + 1) {
        double pushed = push(target[arc], Math.min(most, capacity[arc]));
        if (pushed > 0) {
          capacity[arc] -= pushed;
          // arcs come in pairs, each with its reverse
          capacity[arc ^ 1] += pushed;
          return pushed;
        }
      }
    }
    return 0;
  }

  /** The sink's side of the cut, as small as it can be. */
  private boolean[] reachesSink() {
    boolean[] reaches = new boolean[level.length];
    int[] queue = new int[level.length];
    int end = 1;
    queue[0] = sink;
    reaches[sink] = true;
    for (int i = 0; i < end; i++) {
      for (int arc = firstArc[queue[i]]; arc >= 0; arc = nextArc[arc]) {
        if (capacity[arc ^ 1] > NOTHING && !reaches[target[arc]]) {
          reaches[target[arc]] = true;
          queue[end++] = target[arc];
        }
      }
    }
    return Arrays.copyOf(reaches, nodes);
  }
}
