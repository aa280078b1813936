package org.sceneremix.gan.exemplar;

import java.util.Optional;
import org.sceneremix.volume.VoxelGrid;

/**
 * Values by which patches of a scene, or of a level of an exemplar, are compared.
 *
 * @param samples {@code [z][y][x][channel]} in [-1, 1]
 * @param places in things, {@code [z][y][x][}{@link ThingPlaces#CHANNELS}{@code ]}; none where they
 *     are not known
 */
record Appearance(float[] samples, Optional<float[]> places) {

  /** Copies a voxel of another appearance, as far as both know of it. */
  void take(int voxel, Appearance from, int voxelThere) {
    int channels = VoxelGrid.CHANNELS;
    System.arraycopy(from.samples, voxelThere * channels, samples, voxel * channels, channels);
    if (places.isPresent() && from.places.isPresent()) {
      int count = ThingPlaces.CHANNELS;
      System.arraycopy(from.places.get(), voxelThere * count, places.get(), voxel * count, count);
    }
  }
}
