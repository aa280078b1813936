package org.sceneremix.gan.sample;

import java.util.List;
import java.util.SplittableRandom;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.gan.lattice.StageGrids;
import org.sceneremix.gan.net.Columns;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.net.Ground;
import org.sceneremix.gan.net.Ground.Area;
import org.sceneremix.gan.net.Maps;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** A level's generator at work: from latents, and from what the level before says, to sources. */
public final class Stage {

  private final Generator generator;
  private final Generator.Sampler sampler;
  private final int level;

  /**
   * @param level that the generator was trained on
   */
  Stage(Engine engine, Generator generator, int level) {
    this.generator = generator;
    this.level = level;
    this.sampler = generator.sampler(engine);
  }

  /**
   * A generator of a level that has not learned anything. At the coarsest level it chooses among
   * the exemplar in its own orientation, at finer ones in all.
   */
  public static Generator generator(
      Exemplar exemplar, int level, Generator.Shape shape, SplittableRandom random) {
    List<VoxelGrid> references = level == 0 ? List.of(seen(exemplar, 0)) : exemplar.oriented(level);
    return new Generator(references, shape, random);
  }

  /** A level as generators and critics see it: softened where it is the coarsest. */
  public static VoxelGrid seen(Exemplar exemplar, int level) {
    VoxelGrid grid = exemplar.level(level);
    return level == 0 ? StageGrids.softened(grid) : grid;
  }

  /** The sources of an area of the ground, at the coarsest level. */
  CoordinateMap chosen(
      Latents latents, Preference preference, Exemplar exemplar, Ground ground, Area area) {
    Maps seen = latents.over(ground, area.grown(generator.reach()), level);
    Generator.Choice choice = sampler.choose(seen, ground, area, null, preference);
    GridSize size = new GridSize(area.width(), area.height(), exemplar.size(level).nz());
    return map(choice, size, exemplar, level, generator.slab());
  }

  /**
   * Chooses anew among what continues the sources that come from the level before.
   *
   * @param carried sources of an area of the ground
   * @param ends whether the area's ends join; beyond others nothing is known
   */
  CoordinateMap chosen(
      CoordinateMap carried,
      Exemplar exemplar,
      Latents latents,
      Ground ground,
      Area area,
      Ground ends) {
    Area seen = ends.clipped(ends.all().grown(generator.reach()));
    Generator.Choice start = choice(around(carried, seen), seen, exemplar, level, generator.slab());
    Maps latentMaps = latents.over(ground, area.grown(generator.reach()), level);
    Generator.Choice choice = sampler.choose(latentMaps, ends, ends.all(), start, Preference.NONE);
    return map(choice, carried.size(), exemplar, level, generator.slab());
  }

  /** A map of an area that may stick out of a scene whose ends join. */
  private static CoordinateMap around(CoordinateMap map, Area area) {
    GridSize size = map.size();
    GridSize larger = new GridSize(area.width(), area.height(), size.nz());
    int[] sources = new int[larger.voxelCount()];
    for (int v = 0; v < sources.length; v++) {
      int x = Math.floorMod(area.x() + v % larger.nx(), size.nx());
      int y = Math.floorMod(area.y() + v / larger.nx() % larger.ny(), size.ny());
      int z = v / (larger.nx() * larger.ny());
      sources[v] = map.sources()[(z * size.ny() + y) * size.nx() + x];
    }
    return new CoordinateMap(larger, sources);
  }

  /** The sources of a choice, the other way round from {@link #choice}. */
  static CoordinateMap map(
      Generator.Choice choice, GridSize size, Exemplar exemplar, int level, int slab) {
    GridSize from = exemplar.size(level);
    int sites = from.nx() * from.ny();
    int plane = size.nx() * size.ny();
    int[] sources = new int[size.voxelCount()];
    for (int v = 0; v < sources.length; v++) {
      int z = v / plane;
      int source = choice.sources()[z / slab][v % plane];
      sources[v] = source / sites * from.voxelCount() + z * sites + source % sites;
    }
    return new CoordinateMap(size, sources);
  }

  /**
   * A scene as a choice of slabs of columns: a slab comes from where its middle does.
   *
   * @param map sources of a level
   * @param area of the ground that it is of
   * @param slab heights that are chosen together
   */
  public static Generator.Choice choice(
      CoordinateMap map, Area area, Exemplar exemplar, int level, int slab) {
    GridSize size = map.size();
    GridSize from = exemplar.size(level);
    int sites = from.nx() * from.ny();
    int plane = size.nx() * size.ny();
    int slabs = (size.nz() + slab - 1) / slab;
    int[][] sources = new int[slabs][plane];
    for (int s = 0; s < slabs; s++) {
      int middle = (s * slab + Math.min(size.nz(), (s + 1) * slab)) / 2;
      for (int site = 0; site < plane; site++) {
        int source = map.sources()[middle * plane + site];
        sources[s][site] = source / from.voxelCount() * sites + source % sites;
      }
    }
    return new Generator.Choice(area, Columns.of(map.samples(exemplar, level), size), sources);
  }
}
