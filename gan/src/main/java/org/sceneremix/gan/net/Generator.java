package org.sceneremix.gan.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.sceneremix.gan.net.Ground.Area;
import org.sceneremix.volume.VoxelGrid;

/**
 * The generator of the coarsest stage, from latents to columns of the reference: point, look, point
 * again. A first network of {@value #FIRST_LAYERS} layers makes queries of latents; an {@link
 * ExemplarHead} turns them into columns; each later pass sees the columns just chosen, with
 * emptiness around the scene, and the latents, and corrects the queries.
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

  private final ExemplarHead head;
  private final ConvolutionStack first;
  private final List<ConvolutionStack> later = new ArrayList<>();
  private final int depth;

  /**
   * Sizes of a generator.
   *
   * @param width channels of hidden layers
   * @param passes times that it points, at least 1
   * @param slab heights that are chosen together; as many as the scene has, or more: whole columns
   */
  public record Shape(int width, int passes, int slab) {
    /**
     * @throws IllegalArgumentException if a number is not positive or would take too much memory
     */
    public Shape {
      if (width < 1 || width > 1024 || passes < 1 || passes > 8 || slab < 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a generator has 1 to 1024 channels, 1 to 8 passes and slabs of at least 1 height,"
                    + " not %d, %d and %d",
                width,
                passes,
                slab));
      }
    }
  }

  /**
   * A generator that has not learned anything.
   *
   * @param references the reference in one or more orientations
   */
  public Generator(List<VoxelGrid> references, Shape shape, SplittableRandom random) {
    this.depth = references.get(0).nz();
    this.head = new ExemplarHead(references, shape.slab(), random);
    int out = head.queryChannels();
    this.first =
        ConvolutionStack.of("first", LATENTS + 1, shape.width(), out, FIRST_LAYERS, true, random);
    for (int pass = 1; pass < shape.passes(); pass++) {
      later.add(
          ConvolutionStack.of(
              "again" + pass,
              depth * Columns.CHANNELS + LATENTS + 1,
              shape.width(),
              out,
              LATER_LAYERS,
              true,
              random));
    }
  }

  /** Sites to every side that a site depends on. */
  public int reach() {
    return first.reach() + later.size() * LATER_LAYERS;
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(first.parameters());
    later.forEach(stack -> all.addAll(stack.parameters()));
    all.addAll(head.parameters());
    return all;
  }

  @Override
  public List<float[]> statistics() {
    List<float[]> all = new ArrayList<>(first.statistics());
    later.forEach(stack -> all.addAll(stack.statistics()));
    return all;
  }

  /** Makes columns as it samples. */
  public final class Sampler {
    private final Engine engine;
    private final ExemplarHead.Keys keys;

    private Sampler(Engine engine, double temperature) {
      this.engine = engine;
      this.keys = head.keys(engine, temperature);
    }

    /**
     * The columns of an area of the ground.
     *
     * @param latents of the area and of {@link #reach()} sites around it, one map of {@value
     *     #LATENTS} channels
     * @return one map, [height][red, green, blue, density] at each site
     */
    public Maps columns(Maps latents, Ground ground, Area area) {
      return new Run(engine, keys, latents, ground, area, false).columns();
    }
  }

  /**
   * A sampler of the generator as it is now.
   *
   * @param temperature of the schedule
   */
  public Sampler sampler(Engine engine, double temperature) {
    return new Sampler(engine, temperature);
  }

  /**
   * Makes whole scenes as it trains, and keeps what gradients need.
   *
   * @param latents of the ground and of {@link #reach()} sites around it
   * @param temperature of the schedule
   */
  public Run train(Engine engine, Maps latents, Ground ground, double temperature) {
    return new Run(engine, head.keys(engine, temperature), latents, ground, ground.all(), true);
  }

  /** One way from latents to columns. */
  public final class Run {
    private final Engine engine;
    private final ExemplarHead.Keys keys;
    private final Ground ground;
    private final List<ExemplarHead.Pointing> chosen = new ArrayList<>();
    private final List<ConvolutionStack.Pass> passes = new ArrayList<>();

    private Run(
        Engine engine,
        ExemplarHead.Keys keys,
        Maps latents,
        Ground ground,
        Area area,
        boolean training) {
      this.engine = engine;
      this.keys = keys;
      this.ground = ground;
      Area known = area.grown(reach());
      Area done = ground.clipped(area.grown(later.size() * LATER_LAYERS));
      Maps input = beside(null, null, latents, known, done.grown(first.reach()));
      choose(applied(first, input, training), training);
      for (int pass = 1; pass <= later.size(); pass++) {
        Area next = ground.clipped(area.grown((later.size() - pass) * LATER_LAYERS));
        Maps seen = Columns.seen(chosen.get(pass - 1).columns());
        Maps looked = beside(seen, done, latents, known, next.grown(LATER_LAYERS));
        Maps correction = applied(later.get(pass - 1), looked, training);
        Maps before =
            chosen
                .get(pass - 1)
                .queries()
                .window(next.y() - done.y(), next.x() - done.x(), next.height(), next.width());
        float[] unit = new float[before.data().length];
        ExemplarHead.normalise(engine, before.data(), ExemplarHead.KEY, unit);
        for (int i = 0; i < unit.length; i++) {
          unit[i] = correction.data()[i] + unit[i] * LENGTH;
        }
        done = next;
        choose(before.with(unit), training);
      }
    }

    private Maps applied(ConvolutionStack stack, Maps input, boolean training) {
      if (!training) {
        return stack.apply(engine, input);
      }
      passes.add(stack.train(engine, input));
      return passes.get(passes.size() - 1).output();
    }

    private void choose(Maps query, boolean training) {
      chosen.add(head.point(keys, query, training));
    }

    /**
     * Columns, where there are some, latents, and whether a site is inside (1) or outside (-1),
     * over an area; outside are empty columns.
     */
    private Maps beside(Maps columns, Area columnArea, Maps latents, Area latentArea, Area area) {
      int ofColumns = columns == null ? 0 : columns.channels();
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
              int from = columns.index(n, gy - columnArea.y(), gx - columnArea.x());
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

    /** What is chosen last: [height][red, green, blue, density] at each site. */
    public Maps columns() {
      return chosen.get(later.size()).columns();
    }

    /**
     * Adds the gradients of all parameters; once.
     *
     * @param gradient with respect to {@link #columns()}
     */
    public void backward(Maps gradient) {
      Maps ofColumns = gradient;
      float[] ofQueries = null;
      for (int pass = later.size(); pass >= 0; pass--) {
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
        Maps ofInput = passes.get(pass).backward(pointed, true).grown(-LATER_LAYERS);
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
