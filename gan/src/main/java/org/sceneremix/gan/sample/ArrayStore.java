package org.sceneremix.gan.sample;

import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** A scene in one array. */
final class ArrayStore extends SceneStore {

  private static final int C = VoxelGrid.CHANNELS;

  private final float[] values;

  ArrayStore(GridSize size) {
    this(size, new float[VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz())]);
  }

  /** Holds the array itself. */
  ArrayStore(GridSize size, float[] values) {
    super(size);
    this.values = values;
  }

  float[] values() {
    return values;
  }

  @Override
  void readRun(int voxel, int count, float[] out, int offset) {
    System.arraycopy(values, voxel * C, out, offset, count * C);
  }

  @Override
  void writeRun(int voxel, int count, float[] from, int offset) {
    System.arraycopy(from, offset, values, voxel * C, count * C);
  }

  @Override
  public void close() {}
}
