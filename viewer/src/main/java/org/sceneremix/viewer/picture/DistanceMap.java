package org.sceneremix.viewer.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;

/**
 * How far from a camera a scene is at each pixel, as a 16-bit grey PNG: the expected distance along
 * the pixel's ray in units of 1 / {@link #countsPerUnit} world units, and 0 where less than half of
 * the light meets anything.
 */
public final class DistanceMap {

  private static final int LARGEST = 0xFFFF;

  private final VoxelGrid grid;
  private final double countsPerUnit;

  /**
   * @param farthest world units that the largest value stands for; what is farther is cut off
   */
  public DistanceMap(VoxelGrid grid, double farthest) {
    this.grid = grid;
    this.countsPerUnit = LARGEST / farthest;
  }

  /** Values of the picture for a world unit. */
  public double countsPerUnit() {
    return countsPerUnit;
  }

  /** The bytes of the PNG. */
  public byte[] png(VolumeTracer tracer, Camera camera) throws IOException {
    Rays rays = camera.rays();
    TracedRays traced = new TracedRays(rays.count());
    tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
    Intrinsics pinhole = camera.intrinsics();
    BufferedImage picture =
        new BufferedImage(pinhole.width(), pinhole.height(), BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < rays.count(); i++) {
      float opacity = traced.opacity()[i];
      if (opacity >= 0.5f) {
        double distance = traced.depth()[i] / opacity;
        int value = (int) Math.max(1, Math.min(LARGEST, Math.round(distance * countsPerUnit)));
        picture.getRaster().setSample(i % pinhole.width(), i / pinhole.width(), 0, value);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
