package org.sceneremix.gan.sample;

import java.util.Arrays;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.gan.net.Ground;
import org.sceneremix.gan.sample.Guide.Wish;
import org.sceneremix.volume.VoxelGrid;

/**
 * A guide as the cost of the exemplar's columns at each site. A site that shall be full minds
 * columns with little in them, one that shall be empty those with much; one that shall be like a
 * place minds columns the more the further they are from it.
 */
final class GuidedPreference implements Preference {

  /**
   * Cost of a full column where nothing shall be: so much that things go from among others that
   * stay. It grows with the cube of the wish, so that there are steps between.
   */
  private static final double EMPTY_COST = 16;

  /** Cost of an empty column where much shall be; more makes heaps of one piece. */
  private static final double FULL_COST = 3;

  /**
   * The same where patches are compared by places in things, too. Costs are in units of what
   * patches differ by, 37 there instead of 5 (squared weights of features), and 3 * 5 / 37 is as
   * much as 3 is of the look alone: things are wanted, not the fullest of their columns side by
   * side.
   */
  private static final double FULL_COST_AMONG_THINGS = 0.4;

  /** Cost of a column that is far from the place that a site shall be like. */
  private static final double LIKENESS_COST = 12;

  /** Distance from which on a column is far, as a share of the exemplar. */
  private static final double FAR = 0.25;

  /** Shares of the columns that count as empty, and as full. */
  private static final double EMPTIEST = 0.25;

  private static final double FULLEST = 0.75;

  private final Ground ground;
  private final Wish[] wishes;
  private final int width;
  private final int height;
  private final double[] fullness;
  private final double fullCost;

  private GuidedPreference(Wish[] wishes, Ground ground, Exemplar exemplar) {
    VoxelGrid coarsest = exemplar.level(0);
    this.ground = ground;
    this.wishes = wishes;
    this.width = coarsest.nx();
    this.height = coarsest.ny();
    this.fullness = fullness(coarsest);
    this.fullCost = exemplar.hasThings() ? FULL_COST_AMONG_THINGS : FULL_COST;
  }

  /**
   * The preference of a guide.
   *
   * @param density what is added to that of all places
   * @param ground the sites of the whole scene
   * @param exemplar whose coarsest level is chosen from
   */
  static Preference of(Guide guide, double density, Ground ground, Exemplar exemplar) {
    if (guide == Guide.NONE && density == 0) {
      return Preference.NONE;
    }
    Wish[] wishes = new Wish[ground.width() * ground.height()];
    for (int i = 0; i < wishes.length; i++) {
      double x = (i % ground.width() + 0.5) / ground.width();
      double y = (i / ground.width() + 0.5) / ground.height();
      wishes[i] = guide.at(x, y).withMore(density);
    }
    return new GuidedPreference(wishes, ground, exemplar);
  }

  /**
   * Fullness of each column, by its positive stored density: from 0, as in the emptiest quarter of
   * the exemplar's columns, to 1, as in the fullest. If less than a quarter is covered at all, full
   * is the mean of the fullest quarter, so that differences in bare ground do not count.
   */
  static double[] fullness(VoxelGrid exemplar) {
    int columns = exemplar.nx() * exemplar.ny();
    double[] mass = new double[columns];
    for (int v = 0; v < exemplar.voxelCount(); v++) {
      mass[v % columns] += Math.max(0, exemplar.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY]);
    }
    double[] sorted = mass.clone();
    Arrays.sort(sorted);
    double least = sorted[(int) (EMPTIEST * (columns - 1))];
    int fullest = (int) (FULLEST * (columns - 1));
    double mean = Arrays.stream(sorted, fullest, columns).average().orElseThrow();
    double most = 2 * (sorted[fullest] - least) < mean - least ? mean : sorted[fullest];
    for (int i = 0; i < columns; i++) {
      mass[i] = most > least ? Math.max(0, Math.min(1, (mass[i] - least) / (most - least))) : 0.5;
    }
    return mass;
  }

  @Override
  public float cost(int x, int y, int column) {
    Wish wish = wish(x, y);
    if (column == OUTSIDE) {
      return ground.contains(x, y) ? (float) most(wish) : 0;
    }
    double density = wish.density();
    double cost =
        density > 0
            ? fullCost * density * (1 - fullness[column])
            : emptyCost(density) * fullness[column];
    if (wish.likeness() > 0) {
      double dx = (column % width + 0.5) / width - wish.likeX();
      double dy = (column / width + 0.5) / height - wish.likeY();
      cost += LIKENESS_COST * wish.likeness() * Math.min(1, Math.hypot(dx, dy) / FAR);
    }
    return (float) cost;
  }

  private static double emptyCost(double density) {
    return EMPTY_COST * -density * density * density;
  }

  /** Inside of a scene its ends are as unwelcome as anything; things would be cut off there. */
  private double most(Wish wish) {
    double density = wish.density();
    return (density > 0 ? fullCost * density : emptyCost(density))
        + LIKENESS_COST * wish.likeness();
  }

  @Override
  public boolean isFree(int x, int y) {
    Wish wish = wish(x, y);
    return wish.density() == 0 && wish.likeness() == 0;
  }

  private Wish wish(int x, int y) {
    int siteX = on(x, ground.width(), ground.periodicity().alongX());
    int siteY = on(y, ground.height(), ground.periodicity().alongY());
    return wishes[siteY * ground.width() + siteX];
  }

  /** Beyond ends that do not join it is as at the ends. */
  private static int on(int i, int n, boolean joins) {
    return joins ? Math.floorMod(i, n) : Math.max(0, Math.min(n - 1, i));
  }
}
