package org.sceneremix.gan.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.gan.net.ExemplarHead.Candidates;
import org.sceneremix.gan.net.Ground.Area;
import org.sceneremix.volume.VoxelGrid;

/**
 * The generator of a stage, from latents to columns of the reference: point, look, point again.
 *
 * <p>At the coarsest stage a first network of {@value #FIRST_LAYERS} layers makes queries of
 * latents; an {@link ExemplarHead} turns them into columns; each later pass sees the columns just
 * chosen, with emptiness around the scene, and the latents, and corrects the queries. The last
 * passes choose among continuations of what stands around only. At a finer stage all passes do: the
 * first one sees the columns that come from the stage before.
 *
 * <p>Everything is local: a site depends on {@link #reach()} sites around it, so that a scene of
 * any size can be made area by area.
 */
public final class Generator implements Network {

  /** Latents of a site. */
  public static final int LATENTS = 4;

  private static final int FIRST_LAYERS = 5;
  private static final int LATER_LAYERS = 3;

  /** Length of a query that is corrected. */
  private static final float LENGTH = (float) Math.sqrt(ExemplarHead.KEY);

  /** Factor by which choices are sharper in sampling than in training, which needs a gradient. */
  private static final double SHARPNESS = 10;

  private final ExemplarHead head;
  private final List<ConvolutionStack> stacks = new ArrayList<>();
  private final int depth;

  /** Passes that choose among all of the reference. */
  private final int pointing;

  /**
   * Sizes of a generator.
   *
   * @param width channels of hidden layers
   * @param passes times that it points, at least 1
   * @param continuing how many of the passes, the last ones, choose among continuations of what
   *     stands around; all: that of a finer stage
   * @param slab heights that are chosen together; as many as the scene has, or more: whole columns
   */
  public record Shape(int width, int passes, int continuing, int slab) {
    /**
     * @throws IllegalArgumentException if a number is not positive or would take too much memory
     */
    public Shape {
      if (width < 1
          || width > 1024
          || passes < 1
          || passes > 8
          || continuing < 0
          || continuing > passes
          || slab < 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a generator has 1 to 1024 channels, 1 to 8 passes, no more that continue, and"
                    + " slabs of at least 1 height, not %d, %d, %d and %d",
                width,
                passes,
                continuing,
                slab));
      }
    }
  }

  /**
   * Columns that were chosen on an area of the ground.
   *
   * @param area of the ground
   * @param columns [height][red, green, blue, density] at each site
   * @param sources by slab, the site of the reference that a site comes from, or mostly
   */
  @SuppressWarnings("ArrayRecordComponent") // a name for arrays, never compared
  public record Choice(Area area, Maps columns, int[][] sources) {

    /** Choices on one area as one, map after map. */
    public static Choice concatenated(List<Choice> parts) {
      Maps columns = Maps.concatenated(parts.stream().map(Choice::columns).toArray(Maps[]::new));
      int[][] sources = new int[parts.get(0).sources().length][columns.sites()];
      int at = 0;
      for (Choice part : parts) {
        int sites = part.columns().sites();
        for (int s = 0; s < sources.length; s++) {
          System.arraycopy(part.sources()[s], 0, sources[s], at, sites);
        }
        at += sites;
      }
      return new Choice(parts.get(0).area(), columns, sources);
    }
  }

  /**
   * A generator that has not learned anything.
   *
   * @param references the reference in one or more orientations
   */
  public Generator(List<VoxelGrid> references, Shape shape, SplittableRandom random) {
    this.depth = references.get(0).nz();
    this.pointing = shape.passes() - shape.continuing();
    this.head = new ExemplarHead(references, shape.slab(), random);
    for (int pass = 0; pass < shape.passes(); pass++) {
      boolean first = pass == 0 && pointing > 0;
      stacks.add(
          ConvolutionStack.of(
              first ? "first" : "again" + pass,
              (first ? 0 : depth * Columns.CHANNELS) + LATENTS + 1,
              shape.width(),
              head.queryChannels(),
              first ? FIRST_LAYERS : LATER_LAYERS,
              true,
              random));
    }
  }

  /** Sites to every side that a site depends on. */
  public int reach() {
    return reachFrom(0);
  }

  /** The same of the passes from this one on. */
  private int reachFrom(int pass) {
    return stacks.stream().skip(pass).mapToInt(ConvolutionStack::reach).sum();
  }

  /** Heights that are chosen together. */
  public int slab() {
    return head.slab();
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    stacks.forEach(stack -> all.addAll(stack.parameters()));
    all.addAll(head.parameters());
    return all;
  }

  @Override
  public List<float[]> statistics() {
    List<float[]> all = new ArrayList<>();
    stacks.forEach(stack -> all.addAll(stack.statistics()));
    all.addAll(head.statistics());
    return all;
  }

  /** Sets the temperature of the schedule, by which what is chosen is the sharper the higher. */
  public void setTemperature(double temperature) {
    head.setTemperature(temperature);
  }

  /** Makes columns as it samples. */
  public final class Sampler {
    private final Engine engine;
    private final ExemplarHead.Keys keys;

    private Sampler(Engine engine) {
      this.engine = engine;
      this.keys = head.keys(engine, SHARPNESS);
    }

    /**
     * Chooses the columns of an area of the ground.
     *
     * @param latents of the area and of {@link #reach()} sites around it, one map of {@value
     *     #LATENTS} channels
     * @param start what comes from the stage before, on all of the scene that lies in the area and
     *     {@link #reach()} sites around it; null at the coarsest stage
     * @param preference of the sites of the ground; at a stage that knows one orientation
     */
    public Choice choose(
        Maps latents, Ground ground, Area area, Choice start, Preference preference) {
      return new Run(engine, keys, latents, ground, area, start, preference, false).choice();
    }
  }

  /** A sampler of the generator as it is now. */
  public Sampler sampler(Engine engine) {
    return new Sampler(engine);
  }

  /**
   * Makes whole scenes as it trains, and keeps what gradients need.
   *
   * @param latents of the ground and of {@link #reach()} sites around it
   * @param start what comes from the stage before, on the whole ground; null at the coarsest stage
   */
  public Run train(Engine engine, Maps latents, Ground ground, Choice start) {
    return new Run(
        engine, head.keys(engine, 1), latents, ground, ground.all(), start, Preference.NONE, true);
  }

  /** One way from latents to columns. */
  public final class Run {
    private final Engine engine;
    private final ExemplarHead.Keys keys;
    private final Ground ground;
    private final List<ExemplarHead.Pointing> chosen = new ArrayList<>();
    private final List<ConvolutionStack.Pass> passes = new ArrayList<>();
    private final Choice last;

    private Run(
        Engine engine,
        ExemplarHead.Keys keys,
        Maps latents,
        Ground ground,
        Area area,
        Choice start,
        Preference preference,
        boolean training) {
      this.engine = engine;
      this.keys = keys;
      this.ground = ground;
      Area known = area.grown(reach());
      Choice before = start;
      for (int pass = 0; pass < stacks.size(); pass++) {
        ConvolutionStack stack = stacks.get(pass);
        Area next = ground.clipped(area.grown(reachFrom(pass + 1)));
        Maps input = beside(before, latents, known, next.grown(stack.reach()));
        Maps query;
        if (training) {
          passes.add(stack.train(engine, input));
          query = passes.get(pass).output();
        } else {
          query = stack.apply(engine, input);
        }
        if (pass > 0) {
          query = corrected(chosen.get(pass - 1).queries(), before.area(), next, query);
        }
        Candidates candidates =
            pass < pointing ? Candidates.ALL : head.continuations(before, next, query);
        ExemplarHead.Pointing pointed =
            head.point(keys, query, candidates, preference.from(next.x(), next.y()), training);
        chosen.add(pointed);
        before = new Choice(next, pointed.columns(), pointed.sources());
      }
      this.last = before;
    }

    private Maps corrected(Maps earlier, Area area, Area next, Maps correction) {
      Maps query =
          earlier.window(next.y() - area.y(), next.x() - area.x(), next.height(), next.width());
      float[] unit = new float[query.data().length];
      ExemplarHead.normalise(engine, query.data(), ExemplarHead.KEY, unit);
      for (int i = 0; i < unit.length; i++) {
        unit[i] = correction.data()[i] + unit[i] * LENGTH;
      }
      return query.with(unit);
    }

    /**
     * Columns, where there are some, latents, and whether a site is inside (1) or outside (-1),
     * over an area; outside are empty columns.
     */
    private Maps beside(Choice choice, Maps latents, Area latentArea, Area area) {
      Maps columns = choice == null ? null : Columns.seen(choice.columns());
      int ofColumns = choice == null ? 0 : columns.channels();
      int channels = ofColumns + LATENTS + 1;
      Maps all = Maps.zeros(latents.count(), area.height(), area.width(), channels);
      for (int n = 0; n < latents.count(); n++) {
        for (int y = 0; y < area.height(); y++) {
          for (int x = 0; x < area.width(); x++) {
            int gx = area.x() + x;
            int gy = area.y() + y;
            int to = all.index(n, y, x);
            boolean inside = ground.contains(gx, gy);
            if (columns != null && inside) {
              int from = columns.index(n, gy - choice.area().y(), gx - choice.area().x());
              System.arraycopy(columns.data(), from, all.data(), to, ofColumns);
            } else {
              for (int z = 3; z < ofColumns; z += Columns.CHANNELS) {
                all.data()[to + z] = -1;
              }
            }
            System.arraycopy(
                latents.data(),
                latents.index(n, gy - latentArea.y(), gx - latentArea.x()),
                all.data(),
                to + ofColumns,
                LATENTS);
            all.data()[to + channels - 1] = inside ? 1 : -1;
          }
        }
      }
      return all;
    }

    /** Choice of the last pass. */
    public Choice choice() {
      return last;
    }

    /** The columns of what is chosen last. */
    public Maps columns() {
      return last.columns();
    }

    /**
     * Adds the gradients of all parameters; once.
     *
     * @param gradient with respect to {@link #columns()}
     */
    public void backward(Maps gradient) {
      Maps ofColumns = gradient;
      float[] ofQueries = null;
      for (int pass = chosen.size() - 1; pass >= 0; pass--) {
        Maps pointed = chosen.get(pass).backward(ofColumns);
        if (ofQueries != null) {
          for (int i = 0; i < ofQueries.length; i++) {
            pointed.data()[i] += ofQueries[i];
          }
        }
        if (pass == 0) {
          passes.get(0).backward(pointed, false);
          break;
        }
        Maps ofInput = passes.get(pass).backward(pointed, true).grown(-stacks.get(pass).reach());
        Maps before = chosen.get(pass - 1).columns();
        ofColumns = Columns.throughSeen(before, firstChannels(ofInput, before.channels()));
        float[] scaled = pointed.data().clone();
        for (int i = 0; i < scaled.length; i++) {
          scaled[i] *= LENGTH;
        }
        ofQueries =
            ExemplarHead.throughNormalise(
                engine, chosen.get(pass - 1).queries().data(), ExemplarHead.KEY, scaled);
      }
      keys.backward();
    }
  }

  private static Maps firstChannels(Maps maps, int channels) {
    Maps some = Maps.zeros(maps.count(), maps.height(), maps.width(), channels);
    for (int s = 0; s < maps.sites(); s++) {
      System.arraycopy(maps.data(), s * maps.channels(), some.data(), s * channels, channels);
    }
    return some;
  }
}
