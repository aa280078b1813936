package org.sceneremix.renderer.trace;

import org.sceneremix.volume.VoxelGrid;

/** What the arrays of a call must hold; every tracer asks for the same. */
final class RayArrays {

  private RayArrays() {}

  /** Of the inputs of an adjoint pass. */
  static void requireRoom(
      Rays rays, TracedRays traced, float[] colourGradient, float[] opacityGradient) {
    requireRoom("results", traced.count(), rays.count());
    requireRoom("colour gradients", colourGradient.length, 3 * rays.count());
    requireRoom("opacity gradients", opacityGradient.length, rays.count());
  }

  static void requireRoom(String what, int room, int needed) {
    if (room < needed) {
      throw new IllegalArgumentException(
          "the " + what + " have room for " + room + " values but the rays need " + needed);
    }
  }

  static void requireSize(VoxelGrid grid, float[] gradient) {
    if (gradient.length != grid.data().length) {
      throw new IllegalArgumentException(
          "the gradient has " + gradient.length + " values but the grid has " + grid.data().length);
    }
  }
}
