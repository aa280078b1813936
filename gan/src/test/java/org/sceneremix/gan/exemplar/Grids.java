package org.sceneremix.gan.exemplar;

import java.util.Random;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** Grids for tests. */
final class Grids {

  private static final Aabb BOX = new Aabb(0, 0, 0, 1, 1, 1);

  private Grids() {}

  static VoxelGrid of(GridSize size, float[] samples) {
    return new VoxelGrid(size.nx(), size.ny(), size.nz(), BOX, 50f, samples);
  }

  static float[] randomSamples(GridSize size, long seed) {
    Random random = new Random(seed);
    float[] samples = new float[size.voxelCount() * VoxelGrid.CHANNELS];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextFloat() * 2 - 1;
    }
    return samples;
  }

  static VoxelGrid random(GridSize size, long seed) {
    return of(size, randomSamples(size, seed));
  }

  /** Nearness in [0, 1] and height in [-1, 1] of every voxel. */
  static float[] randomPlaces(GridSize size, long seed) {
    Random random = new Random(seed);
    float[] places = new float[size.voxelCount() * ThingPlaces.CHANNELS];
    for (int i = 0; i < places.length; i += 2) {
      places[i] = random.nextFloat();
      places[i + 1] = random.nextFloat() * 2 - 1;
    }
    return places;
  }

  static float[] everywhere(GridSize size, float nearness, float height) {
    float[] places = new float[size.voxelCount() * ThingPlaces.CHANNELS];
    for (int i = 0; i < places.length; i += 2) {
      places[i] = nearness;
      places[i + 1] = height;
    }
    return places;
  }

  /** A map to sources at random, all at the heights of their voxels. */
  static CoordinateMap randomMap(GridSize size, Exemplar exemplar, int level, long seed) {
    Random random = new Random(seed);
    int[] sources = new int[size.voxelCount()];
    int plane = exemplar.size(level).nx() * exemplar.size(level).ny();
    for (int v = 0; v < sources.length; v++) {
      int z = v / (size.nx() * size.ny());
      int orientation = random.nextInt(exemplar.symmetry().count());
      sources[v] =
          orientation * exemplar.size(level).voxelCount() + z * plane + random.nextInt(plane);
    }
    return new CoordinateMap(size, sources);
  }
}
