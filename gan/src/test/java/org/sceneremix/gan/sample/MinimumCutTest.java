package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinimumCutTest {

  private static final int NODES = 10;

  /** Costs of the labels of nodes and of pairs, at random. */
  private static final class Costs {
    final double[][] single = new double[NODES][2];
    final double[][][][] pair = new double[NODES][NODES][][];

    Costs(SplittableRandom random, boolean canBeMinimised) {
      for (int a = 0; a < NODES; a++) {
        single[a] = new double[] {random.nextDouble(-1, 1), random.nextDouble(-1, 1)};
        for (int b = a + 1; b < NODES; b++) {
          if (random.nextInt(3) == 0) {
            double[][] cost = new double[2][2];
            for (int i = 0; i < 4; i++) {
              cost[i / 2][i % 2] = random.nextDouble(0, 1);
            }
            if (canBeMinimised && cost[0][0] + cost[1][1] > cost[0][1] + cost[1][0]) {
              cost = new double[][] {{cost[0][1], cost[0][0]}, {cost[1][1], cost[1][0]}};
            }
            pair[a][b] = cost;
          }
        }
      }
    }

    double of(int labels) {
      double sum = 0;
      for (int a = 0; a < NODES; a++) {
        sum += single[a][labels >> a & 1];
        for (int b = a + 1; b < NODES; b++) {
          if (pair[a][b] != null) {
            sum += pair[a][b][labels >> a & 1][labels >> b & 1];
          }
        }
      }
      return sum;
    }

    int cheapestCut() {
      MinimumCut cut = new MinimumCut(NODES);
      for (int a = 0; a < NODES; a++) {
        cut.add(a, single[a][0], single[a][1]);
        for (int b = a + 1; b < NODES; b++) {
          double[][] cost = pair[a][b];
          if (cost != null) {
            cut.add(a, b, cost[0][0], cost[0][1], cost[1][0], cost[1][1]);
          }
        }
      }
      boolean[] found = cut.labels();
      int labels = 0;
      for (int a = 0; a < NODES; a++) {
        labels |= found[a] ? 1 << a : 0;
      }
      return labels;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noOtherLabelsCostLess(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < 20; trial++) {
      Costs costs = new Costs(random, true);
      double least = Double.POSITIVE_INFINITY;
      for (int labels = 0; labels < 1 << NODES; labels++) {
        least = Math.min(least, costs.of(labels));
      }
      assertThat(costs.of(costs.cheapestCut())).isEqualTo(least, within(1e-9));
    }
  }

  @Test
  void whatCannotBeMinimisedIsNotWorseThanNoChange() {
    // only costs of equal labels 0 are lowered, so what they are left for was worth it
    SplittableRandom random = new SplittableRandom(11);
    for (int trial = 0; trial < 100; trial++) {
      Costs costs = new Costs(random, false);
      assertThat(costs.of(costs.cheapestCut())).isLessThanOrEqualTo(costs.of(0) + 1e-9);
    }
  }

  @Test
  void equalCostsLeaveTheLabelsAtZero() {
    MinimumCut cut = new MinimumCut(2);
    cut.add(0, 1, 0, 1, 1, 0);
    assertThat(cut.labels()).containsExactly(false, false);
  }
}
