package org.sceneremix.viewer.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.FloatTiff;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;

/**
 * Distance of a scene from a camera at each pixel: the expected one along the pixel's ray, and 0
 * where less than half of the light meets anything. As a TIFF in world units; as a 16-bit grey PNG
 * in units of 1 / {@link #countsPerUnit} world units.
 */
public final class DistanceMap {

  private static final int LARGEST = 0xFFFF;

  private final VoxelGrid grid;
  private final double countsPerUnit;

  /**
   * @param farthest world units that the largest value of a PNG stands for; what is farther is cut
   *     off
   */
  public DistanceMap(VoxelGrid grid, double farthest) {
    this.grid = grid;
    this.countsPerUnit = LARGEST / farthest;
  }

  /** Values of a PNG for a world unit. */
  public double countsPerUnit() {
    return countsPerUnit;
  }

  /** The bytes of the image file. */
  public byte[] encode(DistanceFormat format, VolumeTracer tracer, Camera camera)
      throws IOException {
    float[] distances = distances(tracer, camera);
    Intrinsics pinhole = camera.intrinsics();
    return switch (format) {
      case PNG -> png(pinhole.width(), pinhole.height(), distances);
      case TIF -> FloatTiff.encode(pinhole.width(), pinhole.height(), distances);
    };
  }

  /** World units, row by row; 0 where there is nothing. */
  private float[] distances(VolumeTracer tracer, Camera camera) {
    Rays rays = camera.rays();
    TracedRays traced = new TracedRays(rays.count());
    tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
    float[] distances = new float[rays.count()];
    for (int i = 0; i < distances.length; i++) {
      float opacity = traced.opacity()[i];
      if (opacity >= 0.5f) {
        distances[i] = traced.depth()[i] / opacity;
      }
    }
    return distances;
  }

  private byte[] png(int width, int height, float[] distances) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < distances.length; i++) {
      if (distances[i] > 0) {
        long value = Math.round(distances[i] * countsPerUnit);
        picture
            .getRaster()
            .setSample(i % width, i / width, 0, (int) Math.max(1, Math.min(LARGEST, value)));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // not one with a file in the system's temporary folder
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture, "png", stream);
    }
    return bytes.toByteArray();
  }
}
