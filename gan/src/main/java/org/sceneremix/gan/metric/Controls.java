package org.sceneremix.gan.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Stand-ins for remixes that need no model, against which the figures of remixes are to be read.
 * They keep every height for itself: scenes repeat themselves along the ground, not upwards.
 */
public final class Controls {

  /** Instances of each control; more would cost time and hardly change the means. */
  private static final int INSTANCES = 2;

  /** Edge of shuffled blocks, voxels; a quarter of the longest side where that is less. */
  private static final int BLOCK = 16;

  private Controls() {}

  /**
   * The controls that stand beside all remixes.
   *
   * <ul>
   *   <li>{@code exact copy}: perfect quality, no diversity
   *   <li>{@code shifted copy}, along the ground and around the ends: nearly perfect quality and
   *       diverse, but its offsets show that it is copied
   *   <li>{@code chunk shuffle}, blocks from anywhere: diverse, but incoherent at the seams
   * </ul>
   *
   * @param scene the reference, at the voxel size of the remixes
   * @param seed of all chance
   */
  public static List<Control> of(VoxelGrid scene, long seed) {
    Random random = new Random(seed);
    List<VoxelGrid> shifted = new ArrayList<>();
    List<VoxelGrid> shuffled = new ArrayList<>();
    int block = Math.max(1, Math.min(BLOCK, GridSize.of(scene).longest() / 4));
    for (int i = 0; i < INSTANCES; i++) {
      shifted.add(shifted(scene, random.nextInt(scene.nx()), random.nextInt(scene.ny())));
      shuffled.add(shuffled(scene, block, random.nextLong()));
    }
    return List.of(
        new Control("exact copy", List.of(scene)),
        new Control("shifted copy", shifted),
        new Control("chunk shuffle", shuffled));
  }

  /**
   * Independent normal noise with the mean and the standard deviation that each channel has at each
   * height of the scene, cut off at [-1, 1]: what a model starts from that knows of the scene only
   * how its heights are coloured.
   */
  public static VoxelGrid noise(VoxelGrid scene, long seed) {
    Random random = new Random(seed);
    VoxelGrid result = scene.copy();
    int level = scene.nx() * scene.ny();
    for (int z = 0; z < scene.nz(); z++) {
      for (int c = 0; c < VoxelGrid.CHANNELS; c++) {
        int first = scene.index(0, 0, z) + c;
        double mean = 0;
        for (int i = 0; i < level; i++) {
          mean += scene.data()[first + i * VoxelGrid.CHANNELS] / (double) level;
        }
        double squares = 0;
        for (int i = 0; i < level; i++) {
          double difference = scene.data()[first + i * VoxelGrid.CHANNELS] - mean;
          squares += difference * difference;
        }
        double deviation = Math.sqrt(squares / Math.max(1, level - 1));
        for (int i = 0; i < level; i++) {
          double value = mean + deviation * random.nextGaussian();
          result.data()[first + i * VoxelGrid.CHANNELS] = (float) Math.max(-1, Math.min(1, value));
        }
      }
    }
    return result;
  }

  /**
   * The scene moved by {@code (dx, dy)} voxels; what leaves on one side comes back on the other.
   */
  public static VoxelGrid shifted(VoxelGrid scene, int dx, int dy) {
    VoxelGrid result = scene.copy();
    for (int z = 0; z < scene.nz(); z++) {
      for (int y = 0; y < scene.ny(); y++) {
        for (int x = 0; x < scene.nx(); x++) {
          copyVoxel(
              scene,
              scene.index(x, y, z),
              result,
              result.index(
                  Math.floorMod(x + dx, scene.nx()), Math.floorMod(y + dy, scene.ny()), z));
        }
      }
    }
    return result;
  }

  /**
   * Blocks of {@code edge} sites, each the columns of one from a place of the scene drawn at
   * random; at the far ends they are cut short.
   */
  public static VoxelGrid shuffled(VoxelGrid scene, int edge, long seed) {
    Random random = new Random(seed);
    VoxelGrid result = scene.copy();
    for (int y = 0; y < scene.ny(); y += edge) {
      for (int x = 0; x < scene.nx(); x += edge) {
        int width = Math.min(edge, scene.nx() - x);
        int height = Math.min(edge, scene.ny() - y);
        int fromX = random.nextInt(scene.nx() - width + 1);
        int fromY = random.nextInt(scene.ny() - height + 1);
        for (int z = 0; z < scene.nz(); z++) {
          for (int j = 0; j < height; j++) {
            System.arraycopy(
                scene.data(),
                scene.index(fromX, fromY + j, z),
                result.data(),
                result.index(x, y + j, z),
                width * VoxelGrid.CHANNELS);
          }
        }
      }
    }
    return result;
  }

  private static void copyVoxel(VoxelGrid from, int at, VoxelGrid to, int target) {
    System.arraycopy(from.data(), at, to.data(), target, VoxelGrid.CHANNELS);
  }
}
