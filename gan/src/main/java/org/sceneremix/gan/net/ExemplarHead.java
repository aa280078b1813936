package org.sceneremix.gan.net;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.gan.net.MatrixProduct.Block;
import org.sceneremix.gan.net.MatrixProduct.Operand;
import org.sceneremix.volume.VoxelGrid;

/**
 * The last layer of a generator, which points at the reference instead of painting: a query q of a
 * site is compared with a key k_j of every site of the reference, and the site gets
 *
 * <pre>
 *   sum_j w_j v_j,   w_j = softmax_j(t q . k_j),   q and k_j of unit length,
 * </pre>
 *
 * <p>where v_j is what the reference has there: the column of site j, or a slab of it where a scene
 * is tall, each slab with queries and keys of its own. Colour is premultiplied by opacity and
 * divided after. So every weight gets the critics' gradient, but a generator can only speak in
 * columns that are real, and mush costs it. For example, with keys (1, 0) and (0, 1), a query (3,
 * 0) and t = 10 the weights are 1 / (1 + exp(-10)) and 4.5e-5.
 *
 * <p>Keys come from a small network over the reference and a free table. The temperature t is that
 * of the schedule times a learned factor.
 */
final class ExemplarHead implements Network {

  /** Length of queries and keys. */
  static final int KEY = 32;

  /** Premultiplied colour, opacity, and the weight that colour is divided by. */
  private static final int VALUES = 5;

  /** Sites that the network of keys sees to every side. */
  private static final int KEY_REACH = 2;

  private static final int KEY_WIDTH = 64;
  private static final double TABLE_DEVIATION = 0.1;

  /** Temperature of the schedule until training sets another. */
  private static final float UNTRAINED_TEMPERATURE = 40;

  /** Added to lengths before something is divided by them. */
  private static final float LENGTH_EPSILON = 1e-4f;

  /** Added to opacity, so that colour is defined where nothing is. */
  private static final float OPACITY_EPSILON = 1e-3f;

  /** Weights of queries that are kept for their gradient, at most; else they are made again. */
  private static final int MOST_KEPT = 1 << 26;

  /** Distance from a site of its neighbours, along x and along y, whose choices it may continue. */
  static final int NEAR = 2;

  private static final int CONTINUATIONS = (2 * NEAR + 1) * (2 * NEAR + 1);

  /** Product of a query and a key that makes up for a cost of 1. */
  private static final float COST = 0.5f;

  /** Queries of a piece of work. */
  private static final int PIECE = 96;

  /** Sums of key gradients that are made side by side. */
  private static final int SUMS = 8;

  private final int depth;
  private final int slab;
  private final int slabs;
  private final int sites;

  /** Input of the network of keys for each orientation of the reference, slab after slab. */
  private final List<Maps> keyInputs = new ArrayList<>();

  /** Values of each slab: sites x (heights x {@value #VALUES}). */
  private final float[][] values;

  /** Sites of each orientation of the reference: the first one, how many along x and along y. */
  private final List<Plane> planes = new ArrayList<>();

  private final ConvolutionStack keyNetwork;
  private final Parameter table;
  private final Parameter logFactor;
  private final float[] temperature = {UNTRAINED_TEMPERATURE};

  /**
   * @param references the reference in one or more orientations, all of one height
   * @param slab heights that are chosen together
   */
  ExemplarHead(List<VoxelGrid> references, int slab, SplittableRandom random) {
    this.depth = references.get(0).nz();
    this.slab = Math.min(slab, depth);
    this.slabs = (depth + this.slab - 1) / this.slab;
    this.sites = references.stream().mapToInt(r -> r.nx() * r.ny()).sum();
    this.values = new float[slabs][];
    for (int s = 0; s < slabs; s++) {
      values[s] = new float[sites * VALUES * heights(s)];
    }
    int first = 0;
    for (VoxelGrid reference : references) {
      Maps columns = Columns.of(reference);
      keyInputs.add(keyInput(columns));
      for (int s = 0; s < slabs; s++) {
        fillValues(columns, s, first);
      }
      planes.add(new Plane(first, reference.nx(), reference.ny()));
      first += reference.nx() * reference.ny();
    }
    this.keyNetwork =
        new ConvolutionStack(
            "keys",
            new int[] {3, 3, 1},
            new int[] {Columns.CHANNELS * this.slab + 2, KEY_WIDTH, KEY_WIDTH, KEY},
            false,
            random);
    this.table = Parameter.normal("table", slabs * sites * KEY, TABLE_DEVIATION, random);
    this.logFactor = Parameter.constant("temperature", 1, 0);
  }

  private record Plane(int first, int width, int height) {}

  private int heights(int s) {
    return Math.min(slab, depth - s * slab);
  }

  /** Heights that are chosen together. */
  int slab() {
    return slab;
  }

  /** Channels of a map of queries. */
  int queryChannels() {
    return slabs * KEY;
  }

  private Maps keyInput(Maps columns) {
    Maps seen = Columns.seen(columns);
    int perSlab = Columns.CHANNELS * slab + 2;
    Maps input = Maps.zeros(slabs, columns.height(), columns.width(), perSlab);
    int area = columns.height() * columns.width();
    for (int s = 0; s < slabs; s++) {
      for (int site = 0; site < area; site++) {
        int to = (s * area + site) * perSlab;
        for (int z = 0; z < slab; z++) {
          // beyond the top there is nothing
          input.data()[to + z * Columns.CHANNELS + 3] = -1;
        }
        System.arraycopy(
            seen.data(),
            site * seen.channels() + s * slab * Columns.CHANNELS,
            input.data(),
            to,
            heights(s) * Columns.CHANNELS);
        input.data()[to + perSlab - 2] = 1;
      }
    }
    Maps grown = input.grown(KEY_REACH);
    for (int s = 0; s < slabs && slabs > 1; s++) {
      float height = 2f * s / (slabs - 1) - 1;
      int length = grown.height() * grown.width();
      for (int site = 0; site < length; site++) {
        grown.data()[(s * length + site + 1) * perSlab - 1] = height;
      }
    }
    return grown;
  }

  private void fillValues(Maps columns, int s, int first) {
    int heights = heights(s);
    for (int site = 0; site < columns.sites(); site++) {
      for (int z = 0; z < heights; z++) {
        int from = site * columns.channels() + (s * slab + z) * Columns.CHANNELS;
        int to = ((first + site) * heights + z) * VALUES;
        float opacity = Columns.opacity(columns.data()[from + 3]);
        float weight = opacity + OPACITY_EPSILON;
        for (int c = 0; c < 3; c++) {
          values[s][to + c] = columns.data()[from + c] * weight;
        }
        values[s][to + 3] = opacity;
        values[s][to + 4] = weight;
      }
    }
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(keyNetwork.parameters());
    all.add(table);
    all.add(logFactor);
    return all;
  }

  @Override
  public List<float[]> statistics() {
    return List.of(temperature);
  }

  /** Sets the temperature of the schedule. */
  void setTemperature(double scheduled) {
    temperature[0] = (float) scheduled;
  }

  /** The keys of the reference as they are now, and what all that points at them says of them. */
  final class Keys {
    private final Engine engine;
    private final double temperature;
    private final List<ConvolutionStack.Pass> passes = new ArrayList<>();

    /** Keys of each slab, {@code [site][KEY]}: as they come, and of unit length. */
    private final float[][] raw = new float[slabs][sites * KEY];

    private final float[][] unit = new float[slabs][sites * KEY];
    private final float[][] gradient = new float[slabs][sites * KEY];
    private double temperatureGradient;

    private Keys(Engine engine, double sharpness) {
      this.engine = engine;
      this.temperature =
          sharpness * ExemplarHead.this.temperature[0] * Math.exp(logFactor.values()[0]);
      int first = 0;
      for (Maps input : keyInputs) {
        ConvolutionStack.Pass pass = keyNetwork.train(engine, input);
        passes.add(pass);
        Maps output = pass.output();
        int area = output.height() * output.width();
        for (int s = 0; s < slabs; s++) {
          for (int i = 0; i < area * KEY; i++) {
            raw[s][first * KEY + i] =
                output.data()[s * area * KEY + i] + table.values()[(s * sites + first) * KEY + i];
          }
        }
        first += area;
      }
      for (int s = 0; s < slabs; s++) {
        normalise(engine, raw[s], KEY, unit[s]);
      }
    }

    /** Adds the gradients of the parameters that keys come from; once, after all pointings. */
    void backward() {
      logFactor.gradient()[0] += (float) (temperatureGradient * temperature);
      int first = 0;
      float[][] through = new float[slabs][];
      for (int s = 0; s < slabs; s++) {
        through[s] = throughNormalise(engine, raw[s], KEY, gradient[s]);
        for (int i = 0; i < through[s].length; i++) {
          table.gradient()[s * sites * KEY + i] += through[s][i];
        }
      }
      for (ConvolutionStack.Pass pass : passes) {
        Maps output = pass.output();
        int area = output.height() * output.width();
        float[] of = new float[output.data().length];
        for (int s = 0; s < slabs; s++) {
          System.arraycopy(through[s], first * KEY, of, s * area * KEY, area * KEY);
        }
        pass.backward(output.with(of), false);
        first += area;
      }
    }
  }

  /**
   * The keys.
   *
   * @param sharpness factor of the temperature
   */
  Keys keys(Engine engine, double sharpness) {
    return new Keys(engine, sharpness);
  }

  /**
   * Sites that queries may choose among: all sites of the reference, or for each site of each slab
   * its own {@value #CONTINUATIONS}.
   */
  interface Candidates {
    /** Every site of the reference. */
    Candidates ALL = (s, site) -> null;

    /** Sites of the reference that a site may choose in a slab; none: all. */
    int[] of(int s, int site);
  }

  /**
   * Sites of the reference that continue what stands around: at each site those that its
   * neighbours' choices lead to, {@code j(n) + (site - n)} for every neighbour n no more than
   * {@value #NEAR} away. What several neighbours lead to counts as often.
   *
   * @param before what stands around
   * @param area that is to choose
   * @param queries of the area
   */
  Candidates continuations(Generator.Choice before, Ground.Area area, Maps queries) {
    int[][] sources = before.sources();
    Maps from = before.columns();
    int x0 = area.x() - before.area().x();
    int y0 = area.y() - before.area().y();
    return (s, site) -> {
      int n = site / (queries.height() * queries.width());
      int x = x0 + site % queries.width();
      int y = y0 + site / queries.width() % queries.height();
      int first = n * from.height() * from.width();
      int own = sources[s][first + y * from.width() + x];
      int[] found = new int[CONTINUATIONS];
      int count = 0;
      for (int ny = y - NEAR; ny <= y + NEAR; ny++) {
        for (int nx = x - NEAR; nx <= x + NEAR; nx++) {
          boolean known = nx >= 0 && ny >= 0 && nx < from.width() && ny < from.height();
          found[count++] =
              known ? moved(sources[s][first + ny * from.width() + nx], x - nx, y - ny, own) : own;
        }
      }
      return found;
    };
  }

  /** A site of the reference moved within its orientation, or another where that ends. */
  private int moved(int source, int dx, int dy, int otherwise) {
    int orientation = planes.size() - 1;
    while (planes.get(orientation).first() > source) {
      orientation--;
    }
    Plane plane = planes.get(orientation);
    int x = (source - plane.first()) % plane.width() + dx;
    int y = (source - plane.first()) / plane.width() + dy;
    return x < 0 || y < 0 || x >= plane.width() || y >= plane.height()
        ? otherwise
        : plane.first() + y * plane.width() + x;
  }

  /** Columns that were chosen by queries, and by which weights, if there is room for them. */
  final class Pointing {
    private final Keys keys;
    private final Maps queries;
    private final Candidates candidates;
    private final Preference preference;
    private final Maps columns;
    private final int[][] sources;
    private final int pieces;
    private final Piece[] kept;

    private Pointing(
        Keys keys, Maps queries, Candidates candidates, Preference preference, boolean keep) {
      this.keys = keys;
      this.queries = queries;
      this.candidates = candidates;
      this.preference = preference;
      this.columns =
          Maps.zeros(queries.count(), queries.height(), queries.width(), depth * Columns.CHANNELS);
      this.sources = new int[slabs][queries.sites()];
      this.pieces = (queries.sites() + PIECE - 1) / PIECE;
      boolean room = (long) queries.sites() * sites * slabs <= MOST_KEPT;
      this.kept = keep && room ? new Piece[pieces * slabs] : null;
      keys.engine
          .workers()
          .forEach(
              pieces * slabs,
              (worker, i) -> {
                Piece piece = chosen(i / pieces, i % pieces);
                piece.write(columns, sources[piece.s]);
                if (kept != null) {
                  kept[i] = piece;
                }
              });
    }

    private Piece chosen(int s, int p) {
      Piece piece =
          candidates == Candidates.ALL
              ? new OfAll(keys, queries, s, p * PIECE)
              : new OfSome(keys, queries, s, p * PIECE, candidates);
      piece.choose(preference);
      return piece;
    }

    /** [height][red, green, blue, density] at each site. */
    Maps columns() {
      return columns;
    }

    /** Site of the reference with the largest weight, {@code [slab][site]}. */
    int[][] sources() {
      return sources;
    }

    Maps queries() {
      return queries;
    }

    /**
     * The gradient with respect to queries; adds that of the keys.
     *
     * @param gradient with respect to the columns
     */
    Maps backward(Maps gradient) {
      Maps result = queries.with(new float[queries.data().length]);
      for (int slabOf = 0; slabOf < slabs; slabOf++) {
        int s = slabOf;
        double[] ofTemperature = new double[SUMS];
        keys.engine.addUp(
            SUMS,
            sum -> {
              float[] ofKeys = new float[sites * KEY];
              for (int p = sum; p < pieces; p += SUMS) {
                Piece piece = kept == null ? chosen(s, p) : kept[s * pieces + p];
                ofTemperature[sum] += piece.backward(gradient, result, ofKeys);
              }
              return ofKeys;
            },
            keys.gradient[s]);
        for (double part : ofTemperature) {
          keys.temperatureGradient += part;
        }
      }
      return result;
    }
  }

  /**
   * Chooses columns by queries.
   *
   * @param queries of {@link #queryChannels()} channels
   * @param preference of the sites of the queries
   * @param keep whether a gradient will be asked for
   */
  Pointing point(
      Keys keys, Maps queries, Candidates candidates, Preference preference, boolean keep) {
    return new Pointing(keys, queries, candidates, preference, keep);
  }

  /** Choice of a range of sites in one slab. */
  private abstract class Piece {
    final Keys keys;
    final int s;
    final int first;
    final int rows;
    final int sitesAlongX;
    final int width;
    final int choices;
    final float[] raw;
    final float[] unit;
    final float[] weights;
    final float[] chosen;

    /**
     * @param choices that a query has
     */
    Piece(Keys keys, Maps queries, int s, int first, int choices) {
      this.keys = keys;
      this.s = s;
      this.first = first;
      this.rows = Math.min(PIECE, queries.sites() - first);
      this.sitesAlongX = queries.width();
      this.width = VALUES * heights(s);
      this.choices = choices;
      this.raw = new float[rows * KEY];
      this.unit = new float[rows * KEY];
      this.weights = new float[rows * choices];
      this.chosen = new float[rows * width];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(
            queries.data(), (first + r) * queries.channels() + s * KEY, raw, r * KEY, KEY);
      }
    }

    /** Products of a row of queries of unit length with the keys of its choices. */
    abstract void score();

    /** Values of the choices, weighted. */
    abstract void mix();

    /** Products of gradients with respect to what was chosen with the values of the choices. */
    abstract void scoresOf(float[] ofChosen, float[] ofScores);

    /** Adds gradients with respect to keys; those with respect to queries of unit length. */
    abstract float[] throughScores(float[] ofScores, float temperature, float[] ofKeys);

    /** The site of the reference that a choice means. */
    abstract int source(int row, int choice);

    void choose(Preference preference) {
      normaliseRows(raw, KEY, unit, 0, rows);
      score();
      if (preference != Preference.NONE) {
        prefer(preference);
      }
      for (int r = 0; r < rows; r++) {
        Softmax.of(weights, r * choices, choices, (float) keys.temperature);
      }
      mix();
    }

    private void prefer(Preference preference) {
      for (int i = 0; i < weights.length; i++) {
        int row = i / choices;
        int site = first + row;
        int column = source(row, i - row * choices);
        weights[i] -= COST * preference.cost(site % sitesAlongX, site / sitesAlongX, column);
      }
    }

    void write(Maps columns, int[] sources) {
      for (int r = 0; r < rows; r++) {
        int best = r * choices;
        for (int i = best; i < (r + 1) * choices; i++) {
          best = weights[i] > weights[best] ? i : best;
        }
        sources[first + r] = source(r, best - r * choices);
        int to = (first + r) * columns.channels() + s * slab * Columns.CHANNELS;
        for (int v = r * width; v < (r + 1) * width; v += VALUES, to += Columns.CHANNELS) {
          for (int c = 0; c < 3; c++) {
            columns.data()[to + c] = chosen[v + c] / chosen[v + 4];
          }
          columns.data()[to + 3] = 2 * chosen[v + 3] - 1;
        }
      }
    }

    /**
     * @return the derivative with respect to the temperature
     */
    double backward(Maps gradient, Maps ofQueries, float[] ofKeys) {
      float[] ofChosen = new float[rows * width];
      for (int r = 0; r < rows; r++) {
        int from = (first + r) * gradient.channels() + s * slab * Columns.CHANNELS;
        for (int v = r * width; v < (r + 1) * width; v += VALUES, from += Columns.CHANNELS) {
          float inverse = 1 / chosen[v + 4];
          float ofWeight = 0;
          for (int c = 0; c < 3; c++) {
            float g = gradient.data()[from + c] * inverse;
            ofChosen[v + c] = g;
            ofWeight -= g * chosen[v + c] * inverse;
          }
          ofChosen[v + 3] = 2 * gradient.data()[from + 3];
          ofChosen[v + 4] = ofWeight;
        }
      }
      float[] ofScores = new float[rows * choices];
      scoresOf(ofChosen, ofScores);
      for (int r = 0; r < rows; r++) {
        Softmax.backward(weights, ofScores, r * choices, choices);
      }
      float temperature = (float) keys.temperature;
      float[] ofUnit = throughScores(ofScores, temperature, ofKeys);
      double ofTemperature = 0;
      for (int i = 0; i < ofUnit.length; i++) {
        // d loss / d t is the sum over queries and keys of dS q.k, and that over keys is dq.q
        ofTemperature += (double) ofUnit[i] * unit[i];
        ofUnit[i] *= temperature;
      }
      float[] ofRaw = new float[ofUnit.length];
      throughNormaliseRows(raw, KEY, ofUnit, ofRaw, 0, rows);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(
            ofRaw, r * KEY, ofQueries.data(), (first + r) * ofQueries.channels() + s * KEY, KEY);
      }
      return ofTemperature;
    }
  }

  /** A choice among all sites of the reference: products of matrices. */
  private final class OfAll extends Piece {
    private final MatrixProduct product;

    OfAll(Keys keys, Maps queries, int s, int first) {
      super(keys, queries, s, first, sites);
      this.product = keys.engine.product();
    }

    @Override
    void score() {
      product.multiply(
          Operand.of(unit, KEY),
          Operand.of(keys.unit[s], KEY).transpose(),
          Operand.of(weights, sites),
          false,
          whole(rows, sites, KEY));
    }

    @Override
    void mix() {
      product.multiply(
          Operand.of(weights, sites),
          Operand.of(values[s], width),
          Operand.of(chosen, width),
          false,
          whole(rows, width, sites));
    }

    @Override
    int source(int row, int choice) {
      return choice;
    }

    @Override
    void scoresOf(float[] ofChosen, float[] ofScores) {
      product.multiply(
          Operand.of(ofChosen, width),
          Operand.of(values[s], width).transpose(),
          Operand.of(ofScores, sites),
          false,
          whole(rows, sites, width));
    }

    @Override
    float[] throughScores(float[] ofScores, float temperature, float[] ofKeys) {
      float[] ofUnit = new float[rows * KEY];
      product.multiply(
          Operand.of(ofScores, sites),
          Operand.of(keys.unit[s], KEY),
          Operand.of(ofUnit, KEY),
          false,
          whole(rows, KEY, sites));
      float[] scaled = new float[unit.length];
      for (int i = 0; i < unit.length; i++) {
        scaled[i] = unit[i] * temperature;
      }
      product.multiply(
          Operand.of(ofScores, sites).transpose(),
          Operand.of(scaled, KEY),
          Operand.of(ofKeys, KEY),
          true,
          new Block(sites, KEY, rows, 0, 0, 0, true));
      return ofUnit;
    }
  }

  /** A choice among the candidates of each site. */
  private final class OfSome extends Piece {
    private final int[] candidates;

    OfSome(Keys keys, Maps queries, int s, int first, Candidates candidates) {
      super(keys, queries, s, first, CONTINUATIONS);
      this.candidates = new int[rows * choices];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(candidates.of(s, first + r), 0, this.candidates, r * choices, choices);
      }
    }

    @Override
    void score() {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = dot(unit, i / choices * KEY, keys.unit[s], candidates[i] * KEY, KEY);
      }
    }

    @Override
    void mix() {
      for (int i = 0; i < weights.length; i++) {
        addScaled(weights[i], values[s], candidates[i] * width, chosen, i / choices * width, width);
      }
    }

    @Override
    int source(int row, int choice) {
      return candidates[row * choices + choice];
    }

    @Override
    void scoresOf(float[] ofChosen, float[] ofScores) {
      for (int i = 0; i < ofScores.length; i++) {
        ofScores[i] = dot(ofChosen, i / choices * width, values[s], candidates[i] * width, width);
      }
    }

    @Override
    float[] throughScores(float[] ofScores, float temperature, float[] ofKeys) {
      float[] ofUnit = new float[rows * KEY];
      for (int i = 0; i < ofScores.length; i++) {
        int query = i / choices * KEY;
        int key = candidates[i] * KEY;
        addScaled(ofScores[i], keys.unit[s], key, ofUnit, query, KEY);
        addScaled(ofScores[i] * temperature, unit, query, ofKeys, key, KEY);
      }
      return ofUnit;
    }
  }

  private static float dot(float[] a, int ofA, float[] b, int ofB, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[ofA + i] * b[ofB + i];
    }
    return sum;
  }

  private static void addScaled(
      float scale, float[] from, int ofFrom, float[] to, int ofTo, int length) {
    for (int i = 0; i < length; i++) {
      to[ofTo + i] += scale * from[ofFrom + i];
    }
  }

  private static Block whole(int m, int n, int k) {
    return new Block(m, n, k, 0, 0, 0, false);
  }

  /** Rows divided by their lengths. */
  static void normalise(Engine engine, float[] rows, int length, float[] out) {
    engine.forRanges(
        rows.length / length, 512, (from, to) -> normaliseRows(rows, length, out, from, to));
  }

  private static void normaliseRows(float[] rows, int length, float[] out, int from, int to) {
    for (int r = from; r < to; r++) {
      float inverse = 1 / (norm(rows, r * length, length) + LENGTH_EPSILON);
      for (int i = r * length; i < (r + 1) * length; i++) {
        out[i] = rows[i] * inverse;
      }
    }
  }

  /** The gradient with respect to rows, from that with respect to rows of unit length. */
  static float[] throughNormalise(Engine engine, float[] rows, int length, float[] gradient) {
    float[] result = new float[rows.length];
    engine.forRanges(
        rows.length / length,
        512,
        (from, to) -> throughNormaliseRows(rows, length, gradient, result, from, to));
    return result;
  }

  private static void throughNormaliseRows(
      float[] rows, int length, float[] gradient, float[] out, int from, int to) {
    for (int r = from; r < to; r++) {
      float norm = norm(rows, r * length, length);
      float dot = 0;
      for (int i = r * length; i < (r + 1) * length; i++) {
        dot += rows[i] * gradient[i];
      }
      float inverse = 1 / (norm + LENGTH_EPSILON);
      float along = norm == 0 ? 0 : dot * inverse * inverse / norm;
      for (int i = r * length; i < (r + 1) * length; i++) {
        out[i] = gradient[i] * inverse - rows[i] * along;
      }
    }
  }

  private static float norm(float[] rows, int from, int length) {
    float sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += rows[i] * rows[i];
    }
    return (float) Math.sqrt(sum);
  }
}
